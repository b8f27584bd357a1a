"""Units that take up an example of others: once for each unit, asked how it goes after 30 and after 60 days."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_once

from domain.clock import Now
from domain.rights import Scope
from storage.scopes import within
from storage.store import Store
from storage.tables import ADOPTION, ADOPTION_ASK, EXEMPLAR, IS_TO_ASK
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
_SIDE = select(EXEMPLAR.c.side).where(EXEMPLAR.c.deed_id == bindparam("deed"))
_PLAN_AGAIN = (
    update(ADOPTION_ASK)
    .where(
        ADOPTION_ASK.c.state == "skipped",
        ADOPTION_ASK.c.reason.in_(("held", "hidden")),
        ADOPTION_ASK.c.adoption_id.in_(select(ADOPTION.c.id).where(ADOPTION.c.deed_id == bindparam("deed"))),
    )
    .values(state="planned", reason="")
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


async def set_aside(store: Store, deed: int) -> str:
    """Whether the Office holds or hides the example now; "" when neither."""
    row = await store.row(_SIDE, {"deed": deed})
    return str(row[0]) if row else ""


async def plan_again(store: Store, deed: int) -> None:
    """The example stands as before: what was not asked while it was held or hidden is, unless it is too late by now."""
    await store.write(_PLAN_AGAIN, {"deed": deed})


async def ask_of(store: Store, row: int, days: int, scope: Scope) -> Ask | None:
    """A question to one of the very units of the scope."""
    found = await store.row(_ONE_ASK, {"row": row, "days": days, "roots": list(scope.roots)})
    return _ask(found) if found else None


async def answer(store: Store, now: Now, ask: Ask, line: str, files: int, scope: Scope) -> bool:
    """What the unit tells; the last word counts."""
    values = {"row": ask.adoption.id, "days": ask.days, "told": line, "n": files, "who": scope.person}
    return await store.write(_ANSWER, {**values, "when": now.campaign, "roots": list(scope.roots)}) == 1
