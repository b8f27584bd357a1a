"""Good deeds: sent, decided on once, listed for those who may see them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from domain.clock import Now
from domain.deeds import FOLLOWS, Deed, State
from domain.exemplars import counted
from domain.messages import Json
from domain.rights import Scope
from storage.database import Connection
from storage.deeds import deed_versions, search
from storage.exemplars import exemplars, prints
from storage.figures import standing
from storage.figures.figures import Step
from storage.scopes import within
from storage.store import Store
from storage.tables import DEED, DEED_STEP
from storage.types import AnyRow

_ADD = insert(DEED).returning(DEED.c.id)
_STEP = insert(DEED_STEP)
COLUMNS = (
    DEED.c.id,
    DEED.c.unit_id,
    DEED.c.reporter_id,
    DEED.c.state,
    DEED.c.version,
    DEED.c.movement,
    DEED.c.answers,
    DEED.c.sent_at,
    DEED.c.decided_at,
    DEED.c.decided_by,
    DEED.c.reason,
)
BESIDE = (DEED.c.campaign_id, exemplars.STAGE_OF, exemplars.PUBLISHED_OF)
"""What whoever changes a report needs to know, to count it (:func:`moved`)."""

_ONE = {
    below: select(*COLUMNS).where(DEED.c.id == bindparam("row"), within(DEED.c.unit_id, below=below))
    for below in (True, False)
}
_OWN = select(*COLUMNS).where(DEED.c.id == bindparam("row"), DEED.c.reporter_id == bindparam("person"))
_MINE = (
    select(*COLUMNS)
    .where(DEED.c.reporter_id == bindparam("person"), DEED.c.campaign_id == bindparam("campaign"))
    .order_by(DEED.c.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_COUNT_MINE = select(func.count()).where(
    DEED.c.reporter_id == bindparam("person"), DEED.c.campaign_id == bindparam("campaign")
)
_WAITING = (
    select(*COLUMNS)
    .where(within(DEED.c.unit_id, below=False), DEED.c.campaign_id == bindparam("campaign"), DEED.c.state == "sent")
    .order_by(DEED.c.id)
    .limit(bindparam("most"))
)
_COUNT_WAITING = select(func.count()).where(
    within(DEED.c.unit_id, below=False), DEED.c.campaign_id == bindparam("campaign"), DEED.c.state == "sent"
)
_DECIDE = (
    update(DEED)
    .where(
        DEED.c.id == bindparam("row"),
        DEED.c.state == "sent",
        DEED.c.version == bindparam("seen"),
        within(DEED.c.unit_id, below=False),
    )
    .values(
        state=bindparam("becomes"),
        version=DEED.c.version + 1,
        decided_at=bindparam("at"),
        decided_by=bindparam("by"),
        reason=bindparam("why"),
    )
    .returning(*COLUMNS, *BESIDE)
)
_RESEND = (
    update(DEED)
    .where(
        DEED.c.id == bindparam("row"),
        DEED.c.state == bindparam("was"),
        DEED.c.version == bindparam("seen"),
        DEED.c.reporter_id == bindparam("person"),
    )
    .values(
        state="sent",
        version=DEED.c.version + 1,
        answers=bindparam("said"),
        movement=bindparam("in_movement"),
        from_day=bindparam("first"),
        to_day=bindparam("last"),
        outside=bindparam("out"),
    )
    .returning(*COLUMNS, *BESIDE)
)
_HISTORY = (
    select(DEED_STEP.c.state, DEED_STEP.c.at, DEED_STEP.c.person_id)
    .join(DEED, DEED.c.id == DEED_STEP.c.deed_id)
    .where(DEED_STEP.c.deed_id == bindparam("row"), DEED.c.reporter_id == bindparam("person"))
    .order_by(DEED_STEP.c.id)
)


async def _write_steps(connection: Connection, steps: Sequence[dict[str, Any]]) -> None:
    await connection.execute(_STEP, list(steps))


def _deed(row: AnyRow | None) -> Deed | None:
    return Deed(*row[: len(COLUMNS)]) if row else None


def _count(campaign: int, unit: int, day: date, movement: str, state: str, n: int) -> tuple[Step, int]:
    return Step(campaign, unit, day, "deed", movement, state), n


def moved(store: Store, now: Now, beside: AnyRow, before: Deed, after: Deed) -> None:
    """Count a report out of the state and movement it stood in, and into those it stands in now.

    ``beside`` has :data:`BESIDE`: how far it has come with the Office is counted out and in along with it.
    """
    campaign = beside.campaign_id
    steps = [
        _count(campaign, after.unit, now.today, before.movement, before.state, -1),
        _count(campaign, after.unit, now.today, after.movement, after.state, 1),
    ]
    if after.state == "confirmed":
        steps.append((Step(campaign, after.unit, now.today, "deed_good", after.movement, ""), 1))
    steps += [
        (Step(campaign, after.unit, now.today, *told), n)
        for one, n in ((before, -1), (after, 1))
        for told in counted(one.movement, one.state, beside.stage, published=beside.published_on is not None)
    ]
    standing.count(store, campaign, after.unit, now.today, steps)


def record(store: Store, now: Now, deed: int, state: State, movement: str, person: int, note: str | None) -> None:
    """Leave a step in a report's history."""
    store.later(
        _write_steps,
        {
            "deed_id": deed,
            "state": state,
            "movement": movement,
            "at": now.campaign,
            "day": now.today,
            "person_id": person,
            "note": note,
        },
    )


async def send(  # noqa: PLR0913, PLR0917 - a report's own facts
    store: Store,
    now: Now,
    campaign: int,
    unit: int,
    reporter: int,
    answers: dict[str, Json],
    movement: str,
    days: tuple[date | None, date | None],
    *,
    outside: bool,
) -> int:
    """Take a report; returns its number."""
    row = await store.add(
        _ADD,
        {
            "campaign_id": campaign,
            "unit_id": unit,
            "reporter_id": reporter,
            "state": "sent",
            "version": 1,
            "movement": movement,
            "answers": answers,
            "from_day": days[0],
            "to_day": days[1],
            "outside": outside,
            "sent_at": now.campaign,
            "sent_on": now.today,
        },
    )
    record(store, now, row, "sent", movement, reporter, None)
    search.note(store, row)
    prints.note_text(store, row, str(answers.get("what") or ""))
    new = (Step(campaign, unit, now.today, "deed_in", movement, ""), 1)
    standing.count(store, campaign, unit, now.today, [_count(campaign, unit, now.today, movement, "sent", 1), new])
    return row


async def decide(
    store: Store, now: Now, row: int, version: int, state: State, scope: Scope, reason: str | None = None
) -> Deed | None:
    """Confirm or return, once: None when the version is not the one that was seen, or the deed is out of scope."""
    values = {
        "row": row,
        "seen": version,
        "roots": list(scope.roots),
        "becomes": state,
        "at": now.campaign,
        "by": scope.person,
        "why": reason,
    }
    changed = await store.returned(_DECIDE, values)
    deed = _deed(changed)
    if changed is None or deed is None:
        return None
    record(store, now, row, state, deed.movement, scope.person, reason)
    if state == "confirmed":
        exemplars.awaited(store, row)
    moved(store, now, changed, replace(deed, state="sent"), deed)
    return deed


async def resend(  # noqa: PLR0913 - a report's own facts
    store: Store,
    now: Now,
    before: Deed,
    person: int,
    answers: dict[str, Json],
    movement: str,
    days: tuple[date | None, date | None],
    *,
    outside: bool,
) -> Deed | None:
    """Send a report again, completed or put right; None when it changed meanwhile or is not the sender's.

    What was confirmed waits for the school once more; what it was before is kept with what differs.
    """
    if "sent" not in FOLLOWS[before.state]:
        return None
    values = {
        "row": before.id,
        "was": before.state,
        "seen": before.version,
        "person": person,
        "said": answers,
        "in_movement": movement,
        "first": days[0],
        "last": days[1],
        "out": outside,
    }
    changed = await store.returned(_RESEND, values)
    deed = _deed(changed)
    if changed is None or deed is None:
        return None
    record(store, now, deed.id, "sent", movement, person, None)
    search.note(store, deed.id)
    prints.note_text(store, deed.id, str(answers.get("what") or ""))
    deed_versions.keep(store, now, before, deed, person)
    moved(store, now, changed, before, deed)
    return deed


async def get(store: Store, now: Now, row: int, scope: Scope) -> Deed | None:
    """A report that lies in this scope."""
    values = {"row": row, "roots": list(scope.roots), "day": now.today}
    return _deed(await store.row(_ONE[scope.below], values))


async def own(store: Store, row: int, person: int) -> Deed | None:
    """One of a person's own reports."""
    return _deed(await store.row(_OWN, {"row": row, "person": person}))


async def mine(store: Store, campaign: int, person: int, skip: int, most: int) -> tuple[int, Sequence[Deed]]:
    """A person's own reports, newest first: how many in all, and a page of them."""
    values = {"campaign": campaign, "person": person, "skip": skip, "most": most}
    count = await store.row(_COUNT_MINE, values)
    return (count[0] if count else 0), [Deed(*row) for row in await store.rows(_MINE, values)]


async def waiting(store: Store, campaign: int, scope: Scope, most: int) -> Sequence[Deed]:
    """Reports that wait for the school's word, oldest first."""
    values = {"campaign": campaign, "roots": list(scope.roots), "most": most}
    return [Deed(*row) for row in await store.rows(_WAITING, values)]


async def count_waiting(store: Store, campaign: int, scope: Scope) -> int:
    """How many wait for the word of these very units."""
    row = await store.row(_COUNT_WAITING, {"campaign": campaign, "roots": list(scope.roots)})
    return int(row[0]) if row else 0


async def history(store: Store, row: int, person: int) -> list[tuple[str, Any, int | None]]:
    """What became of a person's own report: (state, when, by whom), oldest first."""
    return [(one[0], one[1], one[2]) for one in await store.rows(_HISTORY, {"row": row, "person": person})]
