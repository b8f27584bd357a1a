"""Units that take up an example of others: once for each unit, asked how it goes after 30 and after 60 days."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import BindParameter, Integer, String, bindparam, case, cast, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_once

from domain.clock import Now
from domain.rights import Scope
from storage.scopes import within
from storage.store import Store
from storage.tables import ADOPTION, ADOPTION_ASK, BRANCH, DEED, EVIDENCE, IS_TO_ASK, PUBLICATION, UNIT_SPAN
from storage.types import AnyRow

ASKED_AFTER: Final = (30, 60)
"""Days after which a unit is asked for a line and a photo."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """A unit takes up an example, or somebody there proposes it."""

    id: int
    campaign: int
    deed: int
    unit: int
    person: int | None
    state: str
    at: datetime
    on: date


@dataclass(frozen=True, slots=True)
class Ask:
    """One question after so many days, to be asked, asked or answered."""

    adoption: Adoption
    days: int
    due_on: date
    state: str
    line: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Adopter:
    """A unit in the list of those that took an example up, with what it told after 30 and 60 days, in that order."""

    unit: int
    name: str
    on: date
    told: Sequence[tuple[int, str, int]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Spread:
    """How far an example has spread: units that took it up; of those asked after so many days, how many told."""

    units: int = 0
    asked: tuple[int, int] = (0, 0)
    told: tuple[int, int] = (0, 0)


_COLUMNS = (
    ADOPTION.c.id,
    ADOPTION.c.campaign_id,
    ADOPTION.c.deed_id,
    ADOPTION.c.unit_id,
    ADOPTION.c.person_id,
    ADOPTION.c.state,
    ADOPTION.c.at,
    ADOPTION.c.on_day,
)
_ASK = (ADOPTION_ASK.c.after_days, ADOPTION_ASK.c.due_on, ADOPTION_ASK.c.state, ADOPTION_ASK.c.line)
_ADD = insert_once(ADOPTION).on_conflict_do_nothing(index_elements=["deed_id", "unit_id"]).returning(ADOPTION.c.id)
_OF_UNIT = select(*_COLUMNS).where(ADOPTION.c.deed_id == bindparam("deed"), ADOPTION.c.unit_id == bindparam("unit"))
_ONE = select(*_COLUMNS).where(ADOPTION.c.id == bindparam("row"), within(ADOPTION.c.unit_id, below=False))
_DECIDE = (
    update(ADOPTION)
    .where(
        ADOPTION.c.id == bindparam("row"),
        ADOPTION.c.state.in_(("proposed", "declined")),
        within(ADOPTION.c.unit_id, below=False),
    )
    .values(state=bindparam("becomes"), person_id=bindparam("who"), at=bindparam("when"), on_day=bindparam("today"))
)
_ADD_ASK = insert(ADOPTION_ASK)
_DUE = (
    select(*_COLUMNS, *_ASK)
    .join(ADOPTION, ADOPTION.c.id == ADOPTION_ASK.c.adoption_id)
    .where(IS_TO_ASK, ADOPTION_ASK.c.due_on <= bindparam("today"))
    .order_by(ADOPTION_ASK.c.due_on, ADOPTION_ASK.c.adoption_id)
    .limit(bindparam("most"))
)
_THIS = (ADOPTION_ASK.c.adoption_id == bindparam("row"), ADOPTION_ASK.c.after_days == bindparam("days"))
_TAKE = (
    update(ADOPTION_ASK)
    .where(*_THIS, IS_TO_ASK)
    .values(state=bindparam("becomes"), reason=bindparam("why"), asked_at=bindparam("when"))
)
_ONE_ASK = (
    select(*_COLUMNS, *_ASK)
    .join(ADOPTION, ADOPTION.c.id == ADOPTION_ASK.c.adoption_id)
    .where(*_THIS, within(ADOPTION.c.unit_id, below=False))
)
_ANSWER = (
    update(ADOPTION_ASK)
    .where(
        *_THIS,
        ADOPTION_ASK.c.adoption_id.in_(
            select(ADOPTION.c.id).where(ADOPTION.c.id == bindparam("row"), within(ADOPTION.c.unit_id, below=False))
        ),
    )
    .values(
        state="answered",
        line=bindparam("told"),
        files=bindparam("n"),
        person_id=bindparam("who"),
        answered_at=bindparam("when"),
    )
)


def _of(days: int, *states: str) -> Any:  # noqa: ANN401 - a column
    stands = (ADOPTION_ASK.c.after_days == days) & ADOPTION_ASK.c.state.in_(states)
    return func.coalesce(func.sum(case((stands, 1), else_=0)), 0).cast(Integer)


_SPREAD = (
    select(
        func.count(ADOPTION.c.id.distinct()),
        *(_of(days, "asked", "answered") for days in ASKED_AFTER),
        *(_of(days, "answered") for days in ASKED_AFTER),
    )
    .select_from(ADOPTION)
    .outerjoin(ADOPTION_ASK, ADOPTION_ASK.c.adoption_id == ADOPTION.c.id)
    .where(ADOPTION.c.state == "applied")
)
_SPREAD_OF = _SPREAD.where(ADOPTION.c.deed_id == bindparam("deed"))
_PUBLISHED = select(PUBLICATION.c.deed_id).where(
    PUBLICATION.c.campaign_id == bindparam("campaign"),
    select(DEED.c.movement).where(DEED.c.id == PUBLICATION.c.deed_id).scalar_subquery() == bindparam("movement"),
)
"""Of a movement, what others can have taken up: each publication asked for its report's movement. Joined, SQLite reads
all reports there are as long as it knows of no publication."""
_TOP: BindParameter[int] = bindparam("branch", type_=BRANCH.c.ancestor_id.type)
_SPREAD_BELOW = _SPREAD.where(
    ADOPTION.c.deed_id.in_(_PUBLISHED),
    or_(_TOP.in_(bindparam("roots", expanding=True)), within(_TOP, below=True)),
    select(BRANCH.c.unit_id)
    .where(
        BRANCH.c.unit_id == ADOPTION.c.unit_id,
        BRANCH.c.ancestor_id == _TOP,
        BRANCH.c.from_day <= bindparam("until"),
        BRANCH.c.to_day > bindparam("until"),
    )
    .exists(),
    ADOPTION.c.on_day >= bindparam("first"),
    ADOPTION.c.on_day <= bindparam("until"),
)
_LIST = (
    select(ADOPTION.c.id, ADOPTION.c.unit_id, UNIT_SPAN.c.name, ADOPTION.c.on_day)
    .join(
        UNIT_SPAN,
        (UNIT_SPAN.c.unit_id == ADOPTION.c.unit_id)
        & (UNIT_SPAN.c.from_day <= ADOPTION.c.on_day)
        & (UNIT_SPAN.c.to_day > ADOPTION.c.on_day),
    )
    .where(ADOPTION.c.deed_id == bindparam("deed"), ADOPTION.c.state == "applied")
    .order_by(ADOPTION.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_TOLD = (
    select(ADOPTION_ASK.c.adoption_id, ADOPTION_ASK.c.after_days, ADOPTION_ASK.c.line, ADOPTION_ASK.c.files)
    .where(
        ADOPTION_ASK.c.adoption_id.in_(bindparam("rows", expanding=True)),
        ADOPTION_ASK.c.state == "answered",
        ADOPTION_ASK.c.line.is_not(None),
    )
    .order_by(ADOPTION_ASK.c.adoption_id, ADOPTION_ASK.c.after_days)
)
_PHOTOS = (
    select(UNIT_SPAN.c.name, ADOPTION_ASK.c.after_days, EVIDENCE.c.clean_key)
    .select_from(ADOPTION)
    .join(ADOPTION_ASK, ADOPTION_ASK.c.adoption_id == ADOPTION.c.id)
    .join(
        EVIDENCE,
        EVIDENCE.c.subject == "adoption:" + cast(ADOPTION.c.id, String) + ":" + cast(ADOPTION_ASK.c.after_days, String),
    )
    .join(
        UNIT_SPAN,
        (UNIT_SPAN.c.unit_id == ADOPTION.c.unit_id)
        & (UNIT_SPAN.c.from_day <= ADOPTION.c.on_day)
        & (UNIT_SPAN.c.to_day > ADOPTION.c.on_day),
    )
    .where(
        ADOPTION.c.deed_id == bindparam("deed"),
        ADOPTION.c.state == "applied",
        EVIDENCE.c.state == "stored",
        EVIDENCE.c.clean_key.is_not(None),
        select(DEED.c.id).where(DEED.c.id == bindparam("deed"), within(DEED.c.unit_id, below=True)).exists(),
    )
    .order_by(ADOPTION.c.id, ADOPTION_ASK.c.after_days, EVIDENCE.c.id)
    .limit(bindparam("most"))
)


def _adoption(row: AnyRow) -> Adoption:
    return Adoption(*row[: len(_COLUMNS)])


def _ask(row: AnyRow) -> Ask:
    return Ask(_adoption(row), *row[len(_COLUMNS) :])


async def of_unit(store: Store, deed: int, unit: int) -> Adoption | None:
    """What a unit has said of an example so far."""
    row = await store.row(_OF_UNIT, {"deed": deed, "unit": unit})
    return _adoption(row) if row else None


async def get(store: Store, row: int, scope: Scope) -> Adoption | None:
    """One of the very units of the scope."""
    found = await store.row(_ONE, {"row": row, "roots": list(scope.roots)})
    return _adoption(found) if found else None


async def add(store: Store, now: Now, campaign: int, deed: int, unit: int, person: int, state: str) -> int | None:
    """Taken up (``applied``) or ``proposed``; its row, or None when the unit has said something of it before."""
    values = {
        "campaign_id": campaign,
        "deed_id": deed,
        "unit_id": unit,
        "person_id": person,
        "state": state,
        "at": now.campaign,
        "on_day": now.today,
    }
    added = await store.returned(_ADD, values)
    return int(added[0]) if added else None


async def decide(store: Store, now: Now, row: int, becomes: str, scope: Scope) -> bool:
    """The unit takes it up (``applied``), or not now (``declined``); False when it had taken it up before."""
    values = {"row": row, "becomes": becomes, "who": scope.person, "when": now.campaign, "today": now.today}
    return await store.write(_DECIDE, {**values, "roots": list(scope.roots)}) == 1


async def plan_asks(store: Store, row: int, due: dict[int, date]) -> None:
    """From when on the unit is asked, by days since it took the example up."""
    await store.write(
        _ADD_ASK,
        [{"adoption_id": row, "after_days": days, "due_on": day, "state": "planned"} for days, day in due.items()],
    )


async def due(store: Store, now: Now, most: int) -> list[Ask]:
    """What is to be asked now, the oldest first: for the clock."""
    return [_ask(row) for row in await store.rows(_DUE, {"today": now.today, "most": most})]


async def take(store: Store, now: Now, ask: Ask, becomes: str, reason: str = "") -> bool:
    """Asked, or skipped with the reason; False when somebody was faster."""
    values = {"row": ask.adoption.id, "days": ask.days, "becomes": becomes, "why": reason}
    return await store.write(_TAKE, {**values, "when": now.campaign if becomes == "asked" else None}) == 1


async def ask_of(store: Store, row: int, days: int, scope: Scope) -> Ask | None:
    """A question to one of the very units of the scope."""
    found = await store.row(_ONE_ASK, {"row": row, "days": days, "roots": list(scope.roots)})
    return _ask(found) if found else None


async def answer(store: Store, now: Now, ask: Ask, line: str, files: int, scope: Scope) -> bool:
    """What the unit tells; the last word counts."""
    values = {"row": ask.adoption.id, "days": ask.days, "told": line, "n": files, "who": scope.person}
    return await store.write(_ANSWER, {**values, "when": now.campaign, "roots": list(scope.roots)}) == 1


# -- how far it has spread ---------------------------------------------------------------------------------------------


def _spread(row: AnyRow | None) -> Spread:
    return Spread(row[0], (row[1], row[2]), (row[3], row[4])) if row else Spread()


async def spread_of(store: Store, deed: int) -> Spread:
    """How far one example has spread; whoever asks may see the example itself."""
    return _spread(await store.row(_SPREAD_OF, {"deed": deed}))


async def spread_below(
    store: Store, now: Now, campaign: int, branch: int, movement: str, days: tuple[date, date], scope: Scope
) -> Spread:
    """What units of a branch took up of a movement's examples from one day to another, both included."""
    values = {"campaign": campaign, "branch": branch, "movement": movement, "first": days[0], "until": days[1]}
    return _spread(await store.row(_SPREAD_BELOW, {**values, "roots": list(scope.roots), "day": now.today}))


async def photos(store: Store, now: Now, deed: int, most: int, scope: Scope) -> list[tuple[str, int, str]]:
    """Cleaned photos that units told it with: (unit, days, key), of an example in the scope."""
    values = {"deed": deed, "most": most, "roots": list(scope.roots), "day": now.today}
    return [(row[0], row[1], row[2]) for row in await store.rows(_PHOTOS, values)]


async def adopters(store: Store, deed: int, page: tuple[int, int]) -> list[Adopter]:
    """A page (skip, most) of the units that took an example up, the first first, by the name they had then."""
    rows = await store.rows(_LIST, {"deed": deed, "skip": page[0], "most": page[1]})
    told: dict[int, list[tuple[int, str, int]]] = {}
    for row, days, line, files in await store.rows(_TOLD, {"rows": [one[0] for one in rows]}) if rows else ():
        told.setdefault(row, []).append((days, line, files))
    return [Adopter(unit, name, on, told.get(row, [])) for row, unit, name, on in rows]
