"""The reports behind a figure: those that stand in a branch on a day, or that came in within a period, page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import BindParameter, ColumnElement, Date, Select, and_, bindparam, func, or_, select

from domain.clock import Now
from domain.deeds import STATES
from domain.messages import Json
from domain.rights import Scope
from domain.summary import Slice
from storage.figures import counted_by_day
from storage.scopes import branch_of, one_by_one
from storage.store import Store
from storage.tables import BRANCH, DEED, DEED_STEP, FIGURE, UNIT_SPAN

FEW = 100
"""Reports so few that all those of the units that have any are sooner looked through than all from the newest down."""
SMALL = 5_000
"""Reports of a branch so small that all of them are looked through."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A report in a list: its words, the unit by its name on the day it was sent, and its state on the day asked of."""

    id: int
    answers: dict[str, Json]
    unit: str
    sent_on: date
    state: str


UNTIL: BindParameter[date] = bindparam("until", type_=Date)


def stood_in(day: ColumnElement[date]) -> ColumnElement[bool]:
    """Figures count a report where its unit stood on a day; before its first and after its last, where on those."""
    last = (
        select(func.max(UNIT_SPAN.c.to_day))
        .where(UNIT_SPAN.c.unit_id == DEED.c.unit_id, UNIT_SPAN.c.from_day <= day)
        .correlate(DEED)
        .scalar_subquery()
    )
    first = (
        select(func.min(UNIT_SPAN.c.from_day))
        .where(UNIT_SPAN.c.unit_id == DEED.c.unit_id)
        .correlate(DEED)
        .scalar_subquery()
    )
    at_first = and_(last.is_(None), BRANCH.c.from_day <= first, BRANCH.c.to_day > first)
    then = and_(last > day, BRANCH.c.from_day <= day, BRANCH.c.to_day > day)
    at_the_end = and_(last <= day, BRANCH.c.from_day < last, BRANCH.c.to_day >= last)
    return one_by_one(
        select(BRANCH.c.unit_id).where(
            BRANCH.c.unit_id == DEED.c.unit_id,
            BRANCH.c.ancestor_id == bindparam("branch"),
            or_(then, at_the_end, at_first),
        )
    )


_STEP = select(DEED_STEP.c.state).where(DEED_STEP.c.deed_id == DEED.c.id)
STATE_THEN = _STEP.where(DEED_STEP.c.day <= UNTIL).order_by(DEED_STEP.c.id.desc()).limit(1).scalar_subquery()
_MOVEMENT = select(DEED_STEP.c.movement).where(DEED_STEP.c.deed_id == DEED.c.id)
MOVEMENT_AT_FIRST = _MOVEMENT.order_by(DEED_STEP.c.id).limit(1).scalar_subquery()
MOVEMENT_THEN = _MOVEMENT.where(DEED_STEP.c.day <= UNTIL).order_by(DEED_STEP.c.id.desc()).limit(1).scalar_subquery()
UNIT_NAME = (
    select(UNIT_SPAN.c.name)
    .where(UNIT_SPAN.c.unit_id == DEED.c.unit_id, UNIT_SPAN.c.from_day <= DEED.c.sent_on)
    .order_by(UNIT_SPAN.c.from_day.desc())
    .limit(1)
    .scalar_subquery()
)
_NEWEST_FIRST = (DEED.c.sent_on.desc(), DEED.c.id.desc())
_PAGE = (
    select(DEED.c.id, DEED.c.answers, func.coalesce(UNIT_NAME, ""), DEED.c.sent_on, STATE_THEN)
    .where(DEED.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(*_NEWEST_FIRST)
)
OF_MOVEMENT = bindparam("movement", type_=DEED.c.movement.type)
_HAVE_ANY = select(BRANCH.c.unit_id).where(
    BRANCH.c.ancestor_id == bindparam("branch"),
    one_by_one(
        select(FIGURE.c.n).where(
            FIGURE.c.campaign_id == bindparam("campaign"),
            FIGURE.c.branch_id == BRANCH.c.unit_id,
            FIGURE.c.measure == "deed",
            or_(bindparam("any", type_=DEED.c.movement.type) == OF_MOVEMENT, FIGURE.c.movement == OF_MOVEMENT),
        )
    ),
)


@cache
def _found(*, is_flow: bool, is_now: bool, of_movement: bool, by_units: bool) -> Select[tuple[int]]:
    """A page of rows; what is cheap to know comes first."""
    movement, states = (DEED.c.movement, DEED.c.state) if is_now else (MOVEMENT_THEN, STATE_THEN)
    when: list[ColumnElement[bool]]
    if is_flow:
        movement, when = MOVEMENT_AT_FIRST, [DEED.c.sent_on.in_(bindparam("days", expanding=True))]
    else:
        when = [DEED.c.sent_on <= UNTIL, *([DEED.c.state.in_(STATES)] if is_now else [])]
    return (
        select(DEED.c.id)
        .where(
            DEED.c.campaign_id == bindparam("campaign"),
            *when,
            *([DEED.c.unit_id.in_(_HAVE_ANY)] if by_units else []),
            one_by_one(branch_of(DEED.c.unit_id)),
            *([movement == OF_MOVEMENT] if of_movement else []),
            *([] if is_flow or is_now else [states.in_(STATES)]),
            stood_in(DEED.c.sent_on if is_flow else UNTIL),
        )
        .order_by(*_NEWEST_FIRST)
        .limit(bindparam("most"))
        .offset(bindparam("skip"))
    )


async def page(
    store: Store,
    now: Now,
    campaign: int,
    wanted: Slice,
    scope: Scope,
    window: tuple[int, int],
    counted: tuple[int, int],
) -> Sequence[Listed]:
    """A page (skip, most) of the reports behind a slice's figure, the newest first; as many in all as it says.

    Of a period all that came in, whatever became of them; of the whole campaign those that stand on the day.
    ``counted`` are those behind the figure and those of the branch whatever their movement: they tell where to look.
    """
    until = wanted.until(now.today)
    values = {
        "campaign": campaign,
        "until": until,
        "day": now.today,
        "roots": list(scope.roots),
        "branch": wanted.unit,
        "movement": wanted.movement,
        "any": "",
        "skip": window[0],
        "most": window[1],
    }
    if wanted.first:
        came = await counted_by_day.reports(
            store, now, campaign, wanted.unit, (wanted.first, until), wanted.movement, scope
        )
        values["days"], values["skip"] = _days(came, *window)
    kind = _found(
        is_flow=wanted.first is not None,
        is_now=until >= now.today,
        of_movement=bool(wanted.movement),
        by_units=wanted.first is None and (counted[0] <= FEW or counted[1] <= SMALL),
    )
    ids = [row[0] for row in await store.rows(kind, values)]
    rows = await store.rows(_PAGE, {"ids": ids, "until": until}) if ids else ()
    return [Listed(*row) for row in rows]


def _days(came: Mapping[date, int], skip: int, most: int) -> tuple[list[date], int]:
    """The days on which the reports of a page came in, and how many of the newest of these days lie before it."""
    days: list[date] = []
    room = skip + most
    for day in sorted(came, reverse=True):
        if skip >= came[day] and not days:
            skip -= came[day]
        else:
            days.append(day)
        room -= came[day]
        if room <= 0:
            break
    return days, skip
