"""Kept figures: dated steps for a unit and everything above it, so that a sum over days is an answer (DESIGN §13.6)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import BindParameter, Select, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from domain.clock import Now
from domain.rights import Scope
from storage.database import Connection
from storage.figures.places import MOVED, Key, month_of, places
from storage.scopes import within
from storage.store import Store
from storage.tables import BRANCH, FIGURE

_AT_ONCE: Final = 2_000
"""Rows to a statement."""
_STANDS: Final = {moved: measure for measure, moved in MOVED.items()}


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One more or one less of something, in a unit, on a day. Plans and completeness have no movement."""

    campaign: int
    unit: int
    day: date
    measure: str
    movement: str
    state: str


_NEW = insert(FIGURE)
_ADD = _NEW.on_conflict_do_update(
    index_elements=[column.name for column in FIGURE.primary_key], set_={"n": FIGURE.c.n + _NEW.excluded.n}
)
_BRANCH: BindParameter[int] = bindparam("branch", type_=FIGURE.c.branch_id.type)
PLANS: Final = ("plan", "complete")
DEEDS: Final = ("deed",)
STAGES: Final = ("stage", "published")
"""What stands: whoever shows only some of it has only that summed up."""
STOCK: Final = (*PLANS, *DEEDS, *STAGES)
_FLOW: Final = ["deed_in", "deed_good"]


@cache
def _sum(ranges: int, *, of_movement: bool = False) -> Select[Any]:
    """Sums of a branch over so many ranges of days, side by side from one pass over its steps."""
    groups = (FIGURE.c.measure, FIGURE.c.movement, FIGURE.c.state)
    sums = [
        func.sum(FIGURE.c.n).filter(FIGURE.c.day > bindparam(f"after_{n}"), FIGURE.c.day <= bindparam(f"until_{n}"))
        for n in range(ranges)
    ]
    query = select(*groups, *sums).where(
        or_(_BRANCH.in_(bindparam("roots", expanding=True)), within(_BRANCH, below=True)),
        FIGURE.c.campaign_id == bindparam("campaign"),
        FIGURE.c.branch_id == _BRANCH,
        FIGURE.c.measure.in_(bindparam("measures", expanding=True)),
        FIGURE.c.day > bindparam("after"),
        FIGURE.c.day <= bindparam("until"),
    )
    query = query.where(FIGURE.c.movement == bindparam("what")) if of_movement else query
    return query.group_by(*groups)


_SEEN = (
    select(BRANCH.c.unit_id)
    .where(
        BRANCH.c.unit_id.in_(bindparam("branches", expanding=True)),
        BRANCH.c.ancestor_id.in_(bindparam("roots", expanding=True)),
        BRANCH.c.from_day <= bindparam("day"),
        BRANCH.c.to_day > bindparam("day"),
    )
    .distinct()
)
_SUM_OF = (
    select(FIGURE.c.branch_id, FIGURE.c.measure, FIGURE.c.movement, FIGURE.c.state, func.sum(FIGURE.c.n))
    .where(
        FIGURE.c.campaign_id == bindparam("campaign"),
        FIGURE.c.branch_id.in_(_SEEN),
        FIGURE.c.day <= bindparam("until"),
    )
    .group_by(FIGURE.c.branch_id, FIGURE.c.measure, FIGURE.c.movement, FIGURE.c.state)
)

_CAME_IN = (
    select(FIGURE.c.branch_id, func.sum(FIGURE.c.n))
    .where(
        FIGURE.c.campaign_id == bindparam("campaign"),
        FIGURE.c.branch_id.in_(_SEEN),
        FIGURE.c.measure == "deed_in",
        FIGURE.c.movement == bindparam("what"),
        FIGURE.c.day > bindparam("after"),
        FIGURE.c.day <= bindparam("until"),
    )
    .group_by(FIGURE.c.branch_id)
)

_FIRST_THANKS = (
    select(FIGURE.c.state, func.sum(FIGURE.c.n))
    .where(
        or_(_BRANCH.in_(bindparam("roots", expanding=True)), within(_BRANCH, below=True)),
        FIGURE.c.campaign_id == bindparam("campaign"),
        FIGURE.c.branch_id == _BRANCH,
        or_(
            (FIGURE.c.measure == "thanks_month")
            & (FIGURE.c.movement == "")
            & FIGURE.c.day.between(bindparam("first_month"), bindparam("last_month")),
            (FIGURE.c.measure == "thanks")
            & FIGURE.c.movement.in_(bindparam("edges", expanding=True))
            & FIGURE.c.day.between(bindparam("first"), bindparam("until")),
        ),
    )
    .group_by(FIGURE.c.state)
)

Sums = dict[tuple[str, str, str], int]
"""By (measure, movement, state)."""
Days = tuple[date, date]
"""After the first, up to the second."""


async def write(connection: Connection, steps: Iterable[tuple[Step, int]]) -> None:
    """Add signed steps to the unit and to every branch it is counted in, on that day and wherever it goes later."""
    merged: Counter[Step] = Counter()
    for one, n in steps:
        merged[one] += n
    where = await places(Store(connection), sorted({one.unit for one in merged}))
    more: dict[int, Counter[Key]] = {}
    for one, n in merged.items():
        if n and one.unit in where:
            counted = more.setdefault(one.campaign, Counter())
            for key, signed in where[one.unit].contributions((one.day, one.measure, one.movement, one.state, n)):
                counted[key] += signed
    for campaign, counted in sorted(more.items()):
        for rows in _rows(campaign, counted):
            await connection.execute(_ADD, rows)


async def add(store: Store, campaign: int, more: Mapping[Key, int]) -> None:
    """Add to kept figures. Sums do not mind what else was added meanwhile."""
    for rows in _rows(campaign, more):
        await store.write(_ADD, rows)


def _rows(campaign: int, more: Mapping[Key, int]) -> Iterator[list[dict[str, Any]]]:
    """In the order in which they lie there, a statement's worth at a time."""
    names = ("branch_id", "day", "measure", "movement", "state")
    rows = [
        {"campaign_id": campaign, **dict(zip(names, key, strict=True)), "n": n}
        for key, n in sorted(more.items(), key=_place)
        if n
    ]
    for at in range(0, len(rows), _AT_ONCE):
        yield rows[at : at + _AT_ONCE]


def _place(step: tuple[Key, int]) -> tuple[int, str, str, str, date]:
    branch, day, *what = step[0]
    return branch, what[0], what[1], what[2], day


async def stock(  # noqa: PLR0913, PLR0917 - of what, where and when
    store: Store,
    now: Now,
    campaign: int,
    branch: int,
    days: Sequence[date],
    scope: Scope,
    measures: Sequence[str] = STOCK,
    movement: str = "",
) -> list[Sums]:
    """How things stand in a branch at the end of each day: all steps up to it, and what units brought or took along.

    Of one movement's reports, or of everything. Nothing is found of a branch that does not lie in the scope today.
    """
    found = []
    wanted = [one for measure in measures for one in (measure, MOVED[measure])]
    ranges = [(date.min, day) for day in days]
    for told in await _between(store, now, campaign, branch, ranges, scope, (wanted, movement)):
        sums: Counter[tuple[str, str, str]] = Counter()
        for (kept_as, of, state), n in told.items():
            sums[_STANDS.get(kept_as, kept_as), of, state] += n
        found.append({key: n for key, n in sums.items() if n})
    return found


async def stocks(
    store: Store, now: Now, campaign: int, branches: Sequence[int], day: date, scope: Scope
) -> dict[int, Sums]:
    """The same of several branches (a page of them)."""
    found: dict[int, Counter[tuple[str, str, str]]] = {branch: Counter() for branch in branches}
    values = {"campaign": campaign, "branches": list(branches), "until": day, **_where(now, scope)}
    for branch, measure, movement, state, n in await store.rows(_SUM_OF, values):
        found[branch][_STANDS.get(measure, measure), movement, state] += int(n)
    return {branch: {key: n for key, n in sums.items() if n} for branch, sums in found.items()}


def _where(now: Now, scope: Scope) -> dict[str, Any]:
    return {"roots": list(scope.roots), "day": now.today}


async def flow(
    store: Store,
    now: Now,
    campaign: int,
    branch: int,
    ranges: Sequence[Days],
    scope: Scope,
    movement: str = "",
) -> list[Sums]:
    """New reports (``deed_in``) and confirmations (``deed_good``) of a branch within each range of days.

    Of one movement, or of all.
    """
    return await _between(store, now, campaign, branch, ranges, scope, (_FLOW, movement))


async def first_thanks(store: Store, now: Now, campaign: int, branch: int, days: Days, scope: Scope) -> dict[int, int]:
    """After one day and up to another: how many reports were thanked for first, by how many days that took.

    Whole months are read as such, and day by day only what is left of a month at either end.
    """
    first, until = days[0] + timedelta(days=1), days[1]
    whole, edges = _months(first, until)
    values = {"campaign": campaign, "branch": branch, "first": first, "until": until, **_where(now, scope)}
    values |= {"first_month": whole[0], "last_month": whole[1], "edges": edges}
    return {int(after): int(n) for after, n in await store.rows(_FIRST_THANKS, values) if n}


def _months(first: date, until: date) -> tuple[Days, list[str]]:
    """The first days of the first and the last month that lie whole in a period, and the months that lie in it partly.

    Without a whole month the first of the two is the later one.
    """
    after, morrow = _next_month(first), until + timedelta(days=1)
    start = first if first.day == 1 else after
    end = morrow.replace(day=1)  # the first month that is not whole
    edges = {month_of(day) for day, is_whole in ((first, first == start), (until, morrow == end)) if not is_whole}
    return (start, end - timedelta(days=1)), sorted(edges)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


async def came_in(
    store: Store,
    now: Now,
    campaign: int,
    branches: Sequence[int],
    movement: str,
    days: Days,
    scope: Scope,
) -> dict[int, int]:
    """New reports of a movement after one day and up to another, by branch."""
    values = {"campaign": campaign, "branches": list(branches), "what": movement, **_where(now, scope)}
    rows = await store.rows(_CAME_IN, {**values, "after": days[0], "until": days[1]})
    found = {int(row[0]): int(row[1]) for row in rows}
    return {branch: found.get(branch, 0) for branch in branches}


async def _between(
    store: Store,
    now: Now,
    campaign: int,
    branch: int,
    ranges: Sequence[Days],
    scope: Scope,
    what: tuple[list[str], str],
) -> list[Sums]:
    measures, movement = what
    found: list[Sums] = [{} for _ in ranges]
    values = {"campaign": campaign, "branch": branch, "measures": measures, "what": movement, **_where(now, scope)}
    values |= {f"after_{n}": after for n, (after, _) in enumerate(ranges)}
    values |= {f"until_{n}": until for n, (_, until) in enumerate(ranges)}
    values |= {"after": min(after for after, _ in ranges), "until": max(until for _, until in ranges)}
    for row in await store.rows(_sum(len(ranges), of_movement=bool(movement)), values):
        for sums, n in zip(found, row[3:], strict=True):
            if n:
                sums[row[0], row[1], row[2]] = int(n)
    return found
