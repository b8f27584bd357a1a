"""Brings campaigns, units and invitations into an open database: what the command line and the demo both do."""

import secrets
from datetime import date
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app import Base
from documents.importers import UnitSheet, read_campaign_file, read_unit_file
from domain import codes
from domain.campaigns import Campaign
from domain.people import Role
from storage import audit, campaigns, invites, units
from storage.store import Store
from storage.units import Unit


async def load_campaign(base: Base, path: Path) -> tuple[Campaign, bool]:
    """Import or re-import a campaign; returns it, and whether it was known. Raises CampaignErrors."""
    campaign = read_campaign_file(path)
    now = base.clock.now()

    async def write(connection: AsyncConnection) -> bool:
        store = Store(connection)
        known = await campaigns.spec(store, campaign.code) is not None
        row = await campaigns.put(store, now, campaign)
        await audit.note(store, now, None, "campaign_imported", f"campaign:{row}")
        await store.keep()
        return known

    return campaign, await base.writer.run(write)


async def read_units(base: Base, path: Path) -> UnitSheet:
    """Read a file of units against those that are known; nothing is changed."""
    today = base.clock.now().today

    async def known(connection: AsyncConnection) -> dict[str, str]:
        return await units.parents(Store(connection), today)

    return read_unit_file(path, await base.writer.run(known))


async def load_units(base: Base, sheet: UnitSheet, as_of: date | None) -> tuple[int, int]:
    """Take a sheet without problems; returns (new, changed)."""
    now = base.clock.now()

    async def write(connection: AsyncConnection) -> tuple[int, int]:
        store = Store(connection)
        counts = await units.take(store, sheet.rows, as_of)
        await audit.note(store, now, None, "units_imported", "units", {"new": counts[0], "changed": counts[1]})
        await store.keep()
        return counts

    return await base.writer.run(write)


async def invite(base: Base, code: str, role: Role, uses: int, days: int) -> tuple[str, Unit] | None:
    """Make an invitation to a role in the unit of that code; None when there is no such unit."""
    now = base.clock.now()
    secret = codes.make(secrets.choice)

    async def write(connection: AsyncConnection) -> Unit | None:
        store = Store(connection)
        unit = await units.by_code(store, code, now.today)
        if unit is None:
            return None
        row = await invites.add(store, now, secret, base.secret, unit.id, role, uses, days, None)
        await audit.note(store, now, None, "invited", f"invite:{row}", {"role": role, "uses": uses, "days": days})
        await store.keep()
        return unit

    unit = await base.writer.run(write)
    return (secret, unit) if unit else None
