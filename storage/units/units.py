"""The tree of units in time: what a unit is on a day, what lies below it, and how a register changes that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.rights import Scope
from domain.units import UnitRow
from storage.figures.carrying import Moves, carry
from storage.figures.places import placed
from storage.store import Store
from storage.tables import BRANCH, PLAN, PLAN_STEP, UNIT, UNIT_SPAN
from storage.units import closures
from storage.units.spans import Span, on, renewed


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it is on one day."""

    id: int
    code: str
    name: str
    kind: str
    parent: int | None
    staff_total: int | None


@dataclass(frozen=True, slots=True)
class Tree:
    """All units in time: ids by code, spans in the order of days and ownerships by id."""

    ids: Mapping[str, int]
    spans: Mapping[int, Sequence[Span]]
    ownerships: Mapping[int, str]
    successors: Mapping[int, int] = field(default_factory=dict)
    """Which unit goes on in place of one that ends."""

    def codes(self) -> dict[int, str]:
        """Codes by id."""
        return {unit: code for code, unit in self.ids.items()}


@dataclass(frozen=True, slots=True)
class Late:
    """An obliged unit that has said nothing of its plan, and the unit above it."""

    id: int
    name: str
    kind: str
    above: str


_PUT = upsert(UNIT)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["code"],
    set_={
        "aliases": _PUT.excluded.aliases,
        "ownership": _PUT.excluded.ownership,
        "staff_total": func.coalesce(_PUT.excluded.staff_total, UNIT.c.staff_total),
        "note": _PUT.excluded.note,
    },
)
_IDS = select(UNIT.c.code, UNIT.c.id, UNIT.c.ownership, UNIT.c.successor_id)
_SPANS = select(
    UNIT_SPAN.c.unit_id,
    UNIT_SPAN.c.from_day,
    UNIT_SPAN.c.to_day,
    UNIT_SPAN.c.name,
    UNIT_SPAN.c.kind,
    UNIT_SPAN.c.parent_id,
).order_by(UNIT_SPAN.c.unit_id, UNIT_SPAN.c.from_day)

_DAY: BindParameter[date] = bindparam("day")
_NOW = (UNIT_SPAN.c.from_day <= _DAY) & (UNIT_SPAN.c.to_day > _DAY)
_UNIT = (
    select(UNIT.c.id, UNIT.c.code, UNIT_SPAN.c.name, UNIT_SPAN.c.kind, UNIT_SPAN.c.parent_id, UNIT.c.staff_total)
    .join(UNIT_SPAN, UNIT_SPAN.c.unit_id == UNIT.c.id)
    .where(_NOW)
)
_BY_CODE = _UNIT.where(UNIT.c.code == bindparam("code"))
_BY_ID = _UNIT.where(UNIT.c.id == bindparam("row"))
_ROOT = _UNIT.where(UNIT_SPAN.c.parent_id.is_(None)).order_by(UNIT.c.id).limit(1)
_IN_BRANCH = (BRANCH.c.ancestor_id == bindparam("branch")) & (BRANCH.c.unit_id == UNIT_SPAN.c.unit_id)
_WITH_DUTY = UNIT_SPAN.c.kind.in_(bindparam("kinds", expanding=True)) & UNIT.c.ownership.in_(
    bindparam("ownerships", expanding=True)
)
_OF_BRANCH = UNIT_SPAN.join(BRANCH, _IN_BRANCH).join(UNIT, UNIT.c.id == UNIT_SPAN.c.unit_id)


def _there(day: BindParameter[date]) -> ColumnElement[bool]:
    """A unit with this span lay in the branch on that day."""
    ends = ((UNIT_SPAN.c.from_day, UNIT_SPAN.c.to_day), (BRANCH.c.from_day, BRANCH.c.to_day))
    return and_(*((start <= day) & (end > day) for start, end in ends))


@cache
def _count(days: int) -> Select[Any]:
    """Obliged units on each of so many days, side by side."""
    there = [_there(bindparam(f"day_{n}")) for n in range(days)]
    counts = [func.count().filter(one) for one in there]
    return select().add_columns(*counts).select_from(_OF_BRANCH).where(_WITH_DUTY, or_(*there))


_ABOVE = UNIT_SPAN.alias("above")
_LAST_SAID = (
    select(PLAN_STEP.c.state)
    .join(PLAN, PLAN_STEP.c.plan_id == PLAN.c.id)
    .where(PLAN.c.unit_id == UNIT_SPAN.c.unit_id, PLAN.c.campaign_id == bindparam("campaign"), PLAN_STEP.c.day <= _DAY)
    .order_by(PLAN_STEP.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_SILENT = func.coalesce(_LAST_SAID, "refused") == "refused"
_BEYOND = BRANCH.alias("scope")
_IN_SCOPE = (
    select(_BEYOND.c.unit_id)
    .where(
        _BEYOND.c.ancestor_id.in_(bindparam("roots", expanding=True)),
        _BEYOND.c.unit_id == UNIT_SPAN.c.unit_id,
        _BEYOND.c.from_day <= _DAY,
        _BEYOND.c.to_day > _DAY,
    )
    .exists()
)
_LATE = (
    select(UNIT_SPAN.c.unit_id, UNIT_SPAN.c.name, UNIT_SPAN.c.kind, func.coalesce(_ABOVE.c.name, ""))
    .select_from(
        _OF_BRANCH.outerjoin(
            _ABOVE,
            (_ABOVE.c.unit_id == UNIT_SPAN.c.parent_id) & (_ABOVE.c.from_day <= _DAY) & (_ABOVE.c.to_day > _DAY),
        )
    )
    .where(_there(_DAY), _WITH_DUTY, _SILENT, _IN_SCOPE)
    .order_by(UNIT_SPAN.c.parent_id, UNIT_SPAN.c.unit_id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_BELOW = select(BRANCH.c.unit_id).where(
    BRANCH.c.ancestor_id.in_(bindparam("roots", expanding=True)),
    BRANCH.c.unit_id == bindparam("unit"),
    BRANCH.c.from_day <= _DAY,
    BRANCH.c.to_day > _DAY,
)


# -- asking ------------------------------------------------------------------------------------------------------------


async def by_code(store: Store, code: str, day: date) -> Unit | None:
    """The unit of that code, as it is on ``day``."""
    row = await store.row(_BY_CODE, {"code": code, "day": day})
    return Unit(*row) if row else None


async def by_id(store: Store, unit: int, day: date) -> Unit | None:
    """The unit of that row, as it is on ``day``."""
    row = await store.row(_BY_ID, {"row": unit, "day": day})
    return Unit(*row) if row else None


async def root(store: Store, day: date) -> Unit | None:
    """The department: the unit with nothing above it."""
    row = await store.row(_ROOT, {"day": day})
    return Unit(*row) if row else None


async def is_below(store: Store, unit: int, roots: Sequence[int], day: date) -> bool:
    """Whether the unit lies on the branch of one of these, or is one of them."""
    return await store.row(_BELOW, {"unit": unit, "roots": list(roots), "day": day}) is not None


async def count_obliged(
    store: Store, branch: int, kinds: Sequence[str], ownerships: Sequence[str], days: Sequence[date]
) -> list[int]:
    """How many active units of a branch have the duty on each day: the denominators (DOMAIN §4)."""
    values = {"branch": branch, "kinds": list(kinds), "ownerships": list(ownerships)}
    row = await store.row(_count(len(days)), {**values, **{f"day_{n}": day for n, day in enumerate(days)}})
    return [int(n) for n in row] if row else [0 for _ in days]


async def late(  # noqa: PLR0913, PLR0917 - a list has its facts, and its page
    store: Store,
    campaign: int,
    branch: int,
    kinds: Sequence[str],
    ownerships: Sequence[str],
    day: date,
    page: tuple[int, int],
    scope: Scope,
) -> list[Late]:
    """A page (skip, most) of the obliged units that have said nothing of their plan; none beyond the scope."""
    values = {
        "roots": list(scope.roots),
        "campaign": campaign,
        "branch": branch,
        "kinds": list(kinds),
        "ownerships": list(ownerships),
        "day": day,
        "skip": page[0],
        "most": page[1],
    }
    return [Late(*row) for row in await store.rows(_LATE, values)]


async def parents(store: Store, day: date) -> dict[str, str]:
    """Code of each known unit → code of the unit above it on ``day``, or on its last day; "" for the root alone."""
    known = await tree(store)
    codes = {row: code for code, row in known.ids.items()}
    above = dict.fromkeys(known.ids, "")
    for unit, spans in known.spans.items():
        parent = (on(spans, day) or spans[-1])[4]
        above[codes[unit]] = codes[parent] if parent is not None else ""
    return above


async def tree(store: Store) -> Tree:
    """All units with all they were and will be."""
    rows = await store.rows(_IDS)
    spans: dict[int, list[Span]] = {}
    for unit, start, end, name, kind, parent in await store.rows(_SPANS):
        spans.setdefault(unit, []).append((start, end, name, kind, parent))
    successors = {row[1]: row[3] for row in rows if row[3] is not None}
    return Tree({row[0]: row[1] for row in rows}, spans, {row[1]: row[2] for row in rows}, successors)


# -- changing ----------------------------------------------------------------------------------------------------------


async def take(store: Store, rows: Sequence[UnitRow], as_of: date | None) -> tuple[int, int]:
    """Take checked rows: new units, or changes of known ones; returns (new, changed). The same file again changes none.

    Without ``as_of`` a known unit's present name, kind and parent are put right; with it, they are so from that day on.
    """
    if not rows:
        return 0, 0
    before = await tree(store)
    await store.write(_PUT, [_unit(row) for row in rows])
    ids = {row[0]: row[1] for row in await store.rows(_IDS)}
    new = {
        ids[row.code]: renewed(before.spans.get(ids[row.code], ()), row, ids.get(row.parent_code), as_of)
        for row in rows
    }
    ownerships = {ids[row.code]: row.ownership for row in rows}
    changed = {unit: spans for unit, spans in new.items() if spans != before.spans.get(unit)}
    successors = {ids[row.code]: ids[row.successor] for row in rows if row.successor}
    await _change(store, before, changed, ownerships, successors)
    return len(ids) - len(before.ids), len(changed.keys() & set(before.ids.values()))


async def reshape(
    store: Store, before: Tree, changed: Mapping[int, Sequence[Span]], successors: Mapping[int, int] | None = None
) -> Moves:
    """Give units other spans, all at once; their figures go with them. Returns what each branch gained or lost.

    ``successors`` are the units that go on in place of some that end.

    ``before`` must be the tree as it stands in this transaction. Raises Ring.
    """
    return await _change(store, before, changed, {}, successors or {})


async def _change(
    store: Store,
    before: Tree,
    changed: Mapping[int, Sequence[Span]],
    ownerships: Mapping[int, str],
    successors: Mapping[int, int],
) -> Moves:
    told: dict[int, Sequence[Span]] = {**before.spans, **changed}
    kept, wanted = await closures.renew(store, changed, told, {**before.successors, **successors})
    touched = set(changed) | {unit for _, unit, _, _ in kept ^ wanted}
    touched |= {unit for unit, is_now in ownerships.items() if before.ownerships.get(unit) != is_now}
    was = {unit: before.ownerships[unit] for unit in touched & before.ownerships.keys()}
    now = {unit: ownerships.get(unit, owner) for unit, owner in was.items()}
    return await carry(store, placed(before.spans, kept, was), placed(told, wanted, now))


def _unit(row: UnitRow) -> dict[str, object]:
    return {
        "code": row.code,
        "aliases": list(row.aliases),
        "ownership": row.ownership,
        "staff_total": row.staff_total,
        "note": row.note,
    }
