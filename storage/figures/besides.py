"""What units did beside reports and plans, from the raw rows: first thanks given there, and conferences held."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import String, bindparam, cast, func, literal, select

from storage.figures.places import Own, month_of
from storage.store import Store
from storage.tables import CONFERENCE, PLAN, THANKS

HELD = (
    select(literal(1))
    .where(
        CONFERENCE.c.unit_id == PLAN.c.unit_id,
        CONFERENCE.c.campaign_id == PLAN.c.campaign_id,
        CONFERENCE.c.state == "held",
    )
    .exists()
)
"""Beside a plan: a conference held is a confirmed activity of its unit (DESIGN §13.6)."""
_UNITS: Any = bindparam("units", expanding=True)
_DAYS = cast(THANKS.c.first_after, String)
_THANKED = (
    select(THANKS.c.unit_id, THANKS.c.on_day, _DAYS, func.count())
    .where(
        THANKS.c.campaign_id == bindparam("campaign"), THANKS.c.unit_id.in_(_UNITS), THANKS.c.first_after.is_not(None)
    )
    .group_by(THANKS.c.unit_id, THANKS.c.on_day, _DAYS)
)
_CONFERENCES = (
    select(CONFERENCE.c.unit_id, CONFERENCE.c.held_on, func.count())
    .where(
        CONFERENCE.c.campaign_id == bindparam("campaign"),
        CONFERENCE.c.unit_id.in_(_UNITS),
        CONFERENCE.c.state == "held",
        CONFERENCE.c.held_on.is_not(None),
    )
    .group_by(CONFERENCE.c.unit_id, CONFERENCE.c.held_on)
)
Besides: TypeAlias = Mapping[int, Sequence[Own]]
"""By unit."""


async def thanked(store: Store, campaign: int, units: Sequence[int], eve: date) -> Besides:
    """First thanks by the days they took; days before ``eve`` come as that day."""
    found: dict[int, list[Own]] = {}
    for unit, day, after, n in await store.rows(_THANKED, {"campaign": campaign, "units": list(units)}):
        found.setdefault(unit, []).append((max(day, eve), "thanks", month_of(day), after, int(n)))
    return found


async def held(store: Store, campaign: int, units: Sequence[int], eve: date) -> Mapping[int, Counter[date]]:
    """Conferences held, by unit and day; days before ``eve`` come as that day."""
    found: dict[int, Counter[date]] = {}
    for unit, day, n in await store.rows(_CONFERENCES, {"campaign": campaign, "units": list(units)}):
        found.setdefault(unit, Counter())[max(day, eve)] += int(n)
    return found
