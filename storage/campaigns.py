"""Campaigns: what was imported, newest running one first."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from domain.campaigns import Campaign, read_campaign
from domain.clock import Now
from storage.store import Store
from storage.tables import CAMPAIGN

_NEW = insert(CAMPAIGN)
_PUT = _NEW.on_conflict_do_update(
    index_elements=["code"], set_={"spec": _NEW.excluded.spec, "imported_at": _NEW.excluded.imported_at}
).returning(CAMPAIGN.c.id)
_LAST = select(CAMPAIGN.c.id, CAMPAIGN.c.spec).order_by(CAMPAIGN.c.imported_at.desc(), CAMPAIGN.c.id.desc()).limit(1)
_ALL = select(CAMPAIGN.c.id, CAMPAIGN.c.spec).order_by(CAMPAIGN.c.id)
_SPEC = select(CAMPAIGN.c.spec).where(CAMPAIGN.c.code == bindparam("code"))


async def put(store: Store, now: Now, campaign: Campaign) -> int:
    """Take a campaign, or a new version of it; what was reported under it stays."""
    return await store.add(_PUT, {"code": campaign.code, "spec": campaign.as_json(), "imported_at": now.real})


async def running(store: Store) -> tuple[int, Campaign] | None:
    """The campaign that was imported last: (row id, campaign)."""
    row = await store.row(_LAST)
    return (row[0], read_campaign(row[1])) if row else None


async def every(store: Store) -> list[tuple[int, Campaign]]:
    """All campaigns there have been: (row id, campaign)."""
    return [(row[0], read_campaign(row[1])) for row in await store.rows(_ALL)]


async def spec(store: Store, code: str) -> Mapping[str, Any] | None:
    """What is stored of a campaign, for telling an import's differences."""
    row = await store.row(_SPEC, {"code": code})
    return row[0] if row else None
