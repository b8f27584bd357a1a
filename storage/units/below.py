"""What lies right below a unit on a day, and how long a unit was there: for going from a branch to its units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, and_, bindparam, case, func, or_, select

from domain.rights import Scope
from storage.scopes import one_by_one, within
from storage.store import Store
from storage.tables import BRANCH, DEED, FIGURE, UNIT, UNIT_SPAN


@dataclass(frozen=True, slots=True)
class Child:
    """A unit right below another on a day; ``has_units`` tells whether it has units of its own."""

    id: int
    name: str
    kind: str
    has_units: bool


_DAY: BindParameter[date] = bindparam("day")
_ON = (UNIT_SPAN.c.from_day <= _DAY) & (UNIT_SPAN.c.to_day > _DAY)
_LOWER = UNIT_SPAN.alias("lower")
_HAS_UNITS = UNIT_SPAN.c.unit_id.in_(
    # All offices at once: asked unit by unit, PostgreSQL reads all units for each.
    select(_LOWER.c.parent_id).where(_LOWER.c.parent_id.is_not(None), _LOWER.c.from_day <= _DAY, _LOWER.c.to_day > _DAY)
)
_IS_BELOW = (
    select(BRANCH.c.unit_id)
    .where(
        BRANCH.c.unit_id == UNIT_SPAN.c.unit_id,
        BRANCH.c.ancestor_id == bindparam("branch"),
        BRANCH.c.from_day <= _DAY,
        BRANCH.c.to_day > _DAY,
    )
    .exists()
)
_CHILDREN = (
    select(UNIT_SPAN.c.unit_id, UNIT_SPAN.c.name, UNIT_SPAN.c.kind, _HAS_UNITS)
    .where(_ON, UNIT_SPAN.c.parent_id == bindparam("branch"), _IS_BELOW)
    .order_by(UNIT_SPAN.c.unit_id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_ANY = select(UNIT_SPAN.c.unit_id).where(_ON, UNIT_SPAN.c.parent_id == bindparam("branch"), _IS_BELOW).limit(1)
_COUNT = select(func.count()).select_from(UNIT_SPAN).where(_ON, UNIT_SPAN.c.parent_id == bindparam("branch"), _IS_BELOW)
_IS_OBLIGED = UNIT_SPAN.c.kind.in_(bindparam("kinds", expanding=True)) & UNIT.c.ownership.in_(
    bindparam("ownerships", expanding=True)
)
_IN_BRANCH = BRANCH.join(UNIT_SPAN, UNIT_SPAN.c.unit_id == BRANCH.c.unit_id).join(UNIT, UNIT.c.id == BRANCH.c.unit_id)
_IS_THERE = and_(BRANCH.c.from_day <= _DAY, BRANCH.c.to_day > _DAY, _ON, _IS_OBLIGED)
_OBLIGED = (
    select(BRANCH.c.ancestor_id, func.count())
    .select_from(_IN_BRANCH)
    .where(BRANCH.c.ancestor_id.in_(bindparam("branches", expanding=True)), _IS_THERE)
    .group_by(BRANCH.c.ancestor_id)
)
_SPAN = select(func.min(UNIT_SPAN.c.from_day), func.max(UNIT_SPAN.c.to_day)).where(
    UNIT_SPAN.c.unit_id == bindparam("unit")
)
_OF_MOVEMENT = (
    FIGURE.c.measure == "deed_in",
    FIGURE.c.movement == bindparam("movement"),
    FIGURE.c.day >= bindparam("first"),
    FIGURE.c.day <= _DAY,
    FIGURE.c.n > 0,
    FIGURE.c.campaign_id == bindparam("campaign"),
)
_OWN = select(DEED.c.id).where(
    DEED.c.unit_id == BRANCH.c.unit_id,
    DEED.c.campaign_id == bindparam("campaign"),
    DEED.c.movement == bindparam("movement"),
    DEED.c.sent_on >= bindparam("first"),
    DEED.c.sent_on <= _DAY,
)
_KEPT = select(FIGURE.c.n).where(FIGURE.c.branch_id == BRANCH.c.unit_id, *_OF_MOVEMENT)


_TOP: BindParameter[int] = bindparam("branch", type_=BRANCH.c.ancestor_id.type)
_WITH_DEEDS = (
    select(func.count())
    .select_from(_IN_BRANCH)
    .where(
        or_(_TOP.in_(bindparam("roots", expanding=True)), within(_TOP, below=True)),
        BRANCH.c.ancestor_id == _TOP,
        _IS_THERE,
        case((_HAS_UNITS, one_by_one(_OWN)), else_=one_by_one(_KEPT)),
    )
)


async def children(store: Store, branch: int, day: date, page: tuple[int, int]) -> tuple[int, list[Child]]:
    """How many units lie right below one on a day, and a page (skip, most) of them in the order of the register."""
    values = {"branch": branch, "day": day}
    counted = await store.row(_COUNT, values)
    rows = await store.rows(_CHILDREN, {**values, "skip": page[0], "most": page[1]})
    return (int(counted[0]) if counted else 0), [Child(row[0], row[1], row[2], bool(row[3])) for row in rows]


async def has_units(store: Store, branch: int, day: date) -> bool:
    """Whether any unit lies right below one on a day."""
    return await store.row(_ANY, {"branch": branch, "day": day}) is not None


async def obliged(
    store: Store, branches: Sequence[int], kinds: Sequence[str], ownerships: Sequence[str], day: date
) -> dict[int, int]:
    """How many units have the duty on a day, by branch: the denominators of a page."""
    values = {"branches": list(branches), "kinds": list(kinds), "ownerships": list(ownerships), "day": day}
    found = {int(row[0]): int(row[1]) for row in await store.rows(_OBLIGED, values)}
    return {branch: found.get(branch, 0) for branch in branches}


async def life(store: Store, unit: int) -> tuple[date, date] | None:
    """A unit's first day, and the first on which it is no more; None for one that never was."""
    row = await store.row(_SPAN, {"unit": unit})
    return (row[0], row[1]) if row and row[0] else None


async def with_deeds(  # noqa: PLR0913, PLR0917 - what is counted, where and when
    store: Store,
    campaign: int,
    branch: int,
    movement: str,
    days: tuple[date, date],
    kinds: Sequence[str],
    ownerships: Sequence[str],
    scope: Scope,
) -> int:
    """How many obliged units below a branch sent a report of a movement from one day to another."""
    values = {
        "campaign": campaign,
        "branch": branch,
        "movement": movement,
        "first": days[0],
        "day": days[1],
        "kinds": list(kinds),
        "ownerships": list(ownerships),
        "roots": list(scope.roots),
    }
    row = await store.row(_WITH_DEEDS, values)
    return int(row[0]) if row else 0
