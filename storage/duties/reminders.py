"""The book of nudges: what is due is written down for all units at once, then spoken, and its outcome copied back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, exists, func, or_, select, update

from domain.clock import Now
from domain.reminders import PROMISE
from domain.rights import Scope
from storage.post import withheld
from storage.scopes import within
from storage.store import Store
from storage.tables import IS_DUE, IS_FOLDED, IS_TOLD, OBLIGATION, OUTBOX, RECIPIENT, REMINDER


@dataclass(frozen=True, slots=True)
class Nudge:
    """A planned row: one step, one seat, one unit."""

    id: int
    obligation: int
    unit: int
    step: str
    slot: str
    seat: str
    basis: date
    due_at: datetime
    person: int | None
    """Whom it is for, where a seat above has several holders."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a planned row: told in that message to that person, or not, for that reason."""

    id: int
    state: str
    reason: str | None = None
    person: int | None = None
    channel: str | None = None
    outbox: int | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """A nudge in a message that waits in the outbox."""

    outbox: int
    obligation: int
    unit: int
    step: str
    basis: date


_NUDGES = (
    select(
        REMINDER.c.id,
        REMINDER.c.obligation_id,
        REMINDER.c.unit_id,
        REMINDER.c.step,
        REMINDER.c.slot,
        REMINDER.c.seat,
        REMINDER.c.basis,
        REMINDER.c.due_at,
        REMINDER.c.person_id,
    )
    .where(IS_DUE, REMINDER.c.due_at <= bindparam("at"))
    .order_by(REMINDER.c.due_at, REMINDER.c.id)
    .limit(bindparam("most"))
    # Should a second worker run all the same, neither says what the other is about to say.
    .with_for_update(skip_locked=True)
)
_DECIDE = (
    update(REMINDER)
    .where(REMINDER.c.id == bindparam("row"), or_(IS_DUE, IS_FOLDED))
    .values(
        state=bindparam("becomes"),
        reason=bindparam("why"),
        person_id=func.coalesce(bindparam("who", type_=REMINDER.c.person_id.type), REMINDER.c.person_id),
        channel=bindparam("on"),
        outbox_id=bindparam("as_row"),
        told_at=bindparam("at"),
    )
)
_THIS_WEEK = (
    select(REMINDER.c.person_id, func.count(REMINDER.c.outbox_id.distinct()))
    .where(
        REMINDER.c.person_id.in_(bindparam("people", expanding=True)),
        REMINDER.c.told_at >= bindparam("since"),
        REMINDER.c.outbox_id.is_not(None),
    )
    .group_by(REMINDER.c.person_id)
)
_ANNOUNCED = (
    select(RECIPIENT.c.person_id, func.count())
    .where(
        RECIPIENT.c.person_id.in_(bindparam("people", expanding=True)),
        RECIPIENT.c.subject.between("announcement:", "announcement:~"),
        RECIPIENT.c.queued_at >= bindparam("since"),
        RECIPIENT.c.state.in_(("queued", "waiting", "sent", "unknown")),
    )
    .group_by(RECIPIENT.c.person_id)
)
_IS_OVER = OUTBOX.c.state.not_in(("planned", "claimed"))
_OUTCOMES = (
    select(REMINDER.c.id, OUTBOX.c.id, OUTBOX.c.state, OUTBOX.c.reason, OUTBOX.c.sent_at)
    .select_from(REMINDER.outerjoin(OUTBOX, OUTBOX.c.id == REMINDER.c.outbox_id))
    .where(IS_TOLD, or_(OUTBOX.c.id.is_(None), _IS_OVER))
    .order_by(REMINDER.c.outbox_id)
    .limit(bindparam("most"))
)
_SETTLE = (
    update(REMINDER)
    .where(REMINDER.c.id == bindparam("row"), REMINDER.c.state == "told")
    .values(
        state=bindparam("becomes"),
        reason=func.coalesce(bindparam("why"), REMINDER.c.reason),
        settled_at=bindparam("at"),
    )
)
_CARRIED = select(
    REMINDER.c.outbox_id, REMINDER.c.obligation_id, REMINDER.c.unit_id, REMINDER.c.step, REMINDER.c.basis
).where(IS_TOLD, REMINDER.c.outbox_id.in_(bindparam("rows", expanding=True)), REMINDER.c.seat.in_(("head", "deputy")))
_OTHER = REMINDER.alias("other")
_WAITING_FOR = (
    select(REMINDER.c.outbox_id)
    .distinct()
    .select_from(REMINDER.join(OUTBOX, OUTBOX.c.id == REMINDER.c.outbox_id))
    .where(
        IS_TOLD,
        REMINDER.c.obligation_id == bindparam("obligation"),
        REMINDER.c.unit_id == bindparam("unit"),
        OUTBOX.c.state == "planned",
        ~exists().where(
            _OTHER.c.outbox_id == REMINDER.c.outbox_id,
            or_(_OTHER.c.unit_id != REMINDER.c.unit_id, _OTHER.c.obligation_id != REMINDER.c.obligation_id),
        ),
    )
)
_FOLDED = select(REMINDER.c.id, REMINDER.c.obligation_id, REMINDER.c.unit_id, REMINDER.c.person_id).where(
    IS_FOLDED, REMINDER.c.person_id.in_(bindparam("people", expanding=True))
)
_ASKED = select(REMINDER.c.unit_id).where(
    REMINDER.c.obligation_id == bindparam("obligation"),
    REMINDER.c.unit_id.in_(bindparam("units", expanding=True)),
    REMINDER.c.step == PROMISE,
    REMINDER.c.told_at >= bindparam("since"),
    REMINDER.c.state != "skipped",
)
_TIMES = {
    below: select(func.count(REMINDER.c.step.distinct()))
    .join(OBLIGATION, OBLIGATION.c.id == REMINDER.c.obligation_id)
    .where(
        OBLIGATION.c.campaign_id == bindparam("campaign"),
        OBLIGATION.c.code == bindparam("code"),
        REMINDER.c.unit_id == bindparam("unit"),
        REMINDER.c.state.in_(("told", "sent", "unknown")),
        REMINDER.c.seat.in_(("head", "deputy")),
        func.coalesce(REMINDER.c.reason, "").not_in(("nobody", "no_address")),
        within(REMINDER.c.unit_id, below=below),
    )
    for below in (True, False)
}


# -- speaking ----------------------------------------------------------------------------------------------------------


async def due(store: Store, now: Now, most: int) -> list[Nudge]:
    """What is planned and whose moment has come, in order."""
    return [Nudge(*one) for one in await store.rows(_NUDGES, {"at": now.campaign, "most": most})]


async def decide(store: Store, now: Now, verdicts: Sequence[Verdict]) -> None:
    """Note what is done about planned rows."""
    if verdicts:
        await store.write(
            _DECIDE,
            [
                {
                    "row": one.id,
                    "becomes": one.state,
                    "why": one.reason,
                    "who": one.person,
                    "on": one.channel,
                    "as_row": one.outbox,
                    "at": now.campaign,
                }
                for one in verdicts
            ],
        )


async def asked_since(store: Store, obligation: int, units: Sequence[int], since: datetime) -> set[int]:
    """Those of these units that were asked since then about a day they had named."""
    asked = {"obligation": obligation, "units": list(units), "since": since}
    return {found[0] for found in await store.rows(_ASKED, asked)}


async def told_this_week(store: Store, people: Sequence[int], monday: datetime) -> dict[int, int]:
    """How many unsolicited messages each of them was sent since Monday: reminders and announcements, in campaign time.

    A reminder by hand stands in the book as well and is counted there.
    """
    if not people:
        return {}
    counted: dict[int, int] = {}
    asked = {"people": list(people), "since": monday}
    for found in (await store.rows(_THIS_WEEK, asked), await store.rows(_ANNOUNCED, asked)):
        for person, n in found:
            counted[person] = counted.get(person, 0) + n
    return counted


# -- afterwards --------------------------------------------------------------------------------------------------------


async def settle(store: Store, now: Now, most: int) -> int:
    """Copy what became of messages to their rows, before the outbox forgets them; returns how many."""
    found = await store.rows(_OUTCOMES, {"most": most})
    marks = [
        {
            "row": number,
            "becomes": state if outbox else "unknown",
            "why": reason if outbox else "forgotten",
            "at": now.campaign,
        }
        for number, outbox, state, reason, _ in found
    ]
    if marks:
        await store.write(_SETTLE, marks)
    return len(marks)


async def carried(store: Store, outbox_rows: Sequence[int]) -> Sequence[Carried]:
    """What messages to heads and deputies are about."""
    return [Carried(*one) for one in await store.rows(_CARRIED, {"rows": list(outbox_rows)})]


async def answered(store: Store, obligation: int, unit: int) -> Sequence[int]:
    """A unit has answered: what still waits to remind it of that alone does not leave. Returns the outbox rows."""
    found = await store.rows(_WAITING_FOR, {"obligation": obligation, "unit": unit})
    return await withheld.rows(store, [one[0] for one in found], "answered")


async def folded(store: Store, people: Sequence[int]) -> list[tuple[int, int, int, int]]:
    """What waits for the digest of these people: (row, obligation, unit, person)."""
    rows = await store.rows(_FOLDED, {"people": list(people)}) if people else ()
    return [(one[0], one[1], one[2], one[3]) for one in rows]


async def times(store: Store, now: Now, campaign: int, code: str, unit: int, scope: Scope) -> int:
    """How often a unit in the scope was reminded of one of its duties; a nudge to head and deputy alike is one."""
    values = {"campaign": campaign, "code": code, "unit": unit}
    row = await store.row(_TIMES[scope.below], {**values, "roots": list(scope.roots), "day": now.today})
    return int(row[0]) if row else 0
