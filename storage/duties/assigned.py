"""What the Office asks for in chat: added, changed and ended there, with how its units stand to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, case, exists, func, insert, select, update

from domain.clock import Now
from domain.obligations import Obligation, Owed
from domain.rights import Scope
from storage import audit
from storage.duties import obliged
from storage.duties.obligations import COLUMNS, OFFICE, obligation_of, row_of
from storage.duties.obliged import OBLIGED
from storage.post import withheld
from storage.store import Store
from storage.tables import BRANCH, IS_TOLD, OBLIGATION, OUTBOX, REMINDER
from storage.units import units

_ADDED = OBLIGATION.c.code.like(f"{OFFICE}%")
_BELOW = exists().where(
    # On whatever day: what was asked of a district is its department's to end after the district has gone.
    BRANCH.c.unit_id == OBLIGATION.c.branch_id,
    BRANCH.c.ancestor_id.in_(bindparam("roots", expanding=True)),
)
_IS_OPEN = OBLIGATION.c.ended_at.is_(None)
_ADD = insert(OBLIGATION).returning(OBLIGATION.c.id)
_COUNT_ADDED = select(func.count()).where(OBLIGATION.c.campaign_id == bindparam("campaign"), _ADDED)
_EVERY = (
    select(*COLUMNS)
    .where(OBLIGATION.c.campaign_id == bindparam("campaign"), _ADDED, _IS_OPEN, _BELOW)
    .order_by(OBLIGATION.c.due_on, OBLIGATION.c.id)
)
_ONE = select(*COLUMNS).where(OBLIGATION.c.id == bindparam("row"), _ADDED, _IS_OPEN, _BELOW)
_CHANGE = (
    update(OBLIGATION)
    .where(OBLIGATION.c.id == bindparam("row"), _ADDED, _IS_OPEN, _BELOW)
    .values(
        name=bindparam("title"),
        created_at=case((OBLIGATION.c.due_on != bindparam("due"), bindparam("at")), else_=OBLIGATION.c.created_at),
        due_on=bindparam("due"),
    )
    .returning(OBLIGATION.c.id)
)
_END = (
    update(OBLIGATION)
    .where(OBLIGATION.c.id == bindparam("row"), _ADDED, _IS_OPEN, _BELOW)
    .values(ended_at=bindparam("at"))
    .returning(OBLIGATION.c.id)
)
_STANDING = {
    by_plan: select(func.coalesce(one.spared, ""), func.count())
    .select_from(one.source)
    .where(one.where)
    .group_by(func.coalesce(one.spared, ""))
    for by_plan, one in OBLIGED.items()
}
_REMINDED = select(func.count(REMINDER.c.unit_id.distinct())).where(
    REMINDER.c.obligation_id == bindparam("obligation"),
    REMINDER.c.state.in_(("told", "sent", "unknown")),
    REMINDER.c.seat.in_(("head", "deputy")),
)
_OTHER = REMINDER.alias("other")
_WAITING = (
    select(REMINDER.c.outbox_id)
    .distinct()
    .select_from(REMINDER.join(OUTBOX, OUTBOX.c.id == REMINDER.c.outbox_id))
    .where(
        IS_TOLD,
        REMINDER.c.obligation_id == bindparam("obligation"),
        OUTBOX.c.state == "planned",
        ~exists().where(_OTHER.c.outbox_id == REMINDER.c.outbox_id, _OTHER.c.obligation_id != REMINDER.c.obligation_id),
    )
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many units are obliged, have answered, and were reminded; ``waiting``: reminders that have not left."""

    obliged: int
    answered: int
    reminded: int
    waiting: int

    @property
    def left(self) -> int:
        """Units without an answer."""
        return self.obliged - self.answered


async def add(store: Store, now: Now, campaign: int, owed: Owed, scope: Scope) -> int:
    """What the Office asks for in chat, of units of its own branch; returns the number."""
    if owed.branch is None or not await units.is_below(store, owed.branch, scope.roots, now.today):
        raise PermissionError
    count = await store.row(_COUNT_ADDED, {"campaign": campaign})
    values = row_of(now, campaign, owed, scope.person)
    number = await store.add(_ADD, {**values, "code": f"{OFFICE}{(count[0] if count else 0) + 1}"})
    audit.note(store, now, scope.person, "obligation_added", f"obligation:{number}", {"due": owed.due.isoformat()})
    return number


async def every(store: Store, campaign: int, scope: Scope) -> list[Obligation]:
    """What was asked for in chat and has not ended, the nearest first."""
    rows = await store.rows(_EVERY, {"campaign": campaign, "roots": list(scope.roots)})
    return [obligation_of(row) for row in rows]


async def one(store: Store, row: int, scope: Scope) -> Obligation | None:
    """One of them; None when it has ended or is another office's."""
    found = await store.row(_ONE, {"row": row, "roots": list(scope.roots)})
    return obligation_of(found) if found else None


async def standing(store: Store, now: Now, owed: Obligation, root: int) -> Standing:
    """How its units stand to it today; ``root`` is the department, whose tree is looked through."""
    rows = await store.rows(_STANDING[owed.settles_by_plan], obliged.values(owed, root, now.today))
    by_reason = {row[0]: int(row[1]) for row in rows}
    reminded = await store.row(_REMINDED, {"obligation": owed.id})
    waiting = await store.rows(_WAITING, {"obligation": owed.id})
    total = sum(n for reason, n in by_reason.items() if reason != "excused")
    return Standing(total, by_reason.get("answered", 0), int(reminded[0]) if reminded else 0, len(waiting))


async def change(store: Store, now: Now, owed: Obligation, title: str, due: date, scope: Scope) -> Sequence[int] | None:
    """Another name or due day, from which the steps are counted anew; None when it has ended meanwhile.

    Returns the outbox rows of reminders that waited with the old day and do not leave.
    """
    values = {"row": owed.id, "roots": list(scope.roots), "title": title, "due": due, "at": now.campaign}
    if await store.returned(_CHANGE, values) is None:
        return None
    said = {"due": due.isoformat(), "due_before": owed.due.isoformat(), "title": title, "title_before": owed.name}
    audit.note(store, now, scope.person, "obligation_changed", f"obligation:{owed.id}", said)
    return await _withheld(store, owed.id, "moved") if due != owed.due else ()


async def end(store: Store, now: Now, row: int, scope: Scope) -> Sequence[int] | None:
    """Nothing is asked any more; None when it had ended before. Returns the outbox rows that do not leave."""
    if await store.returned(_END, {"row": row, "roots": list(scope.roots), "at": now.campaign}) is None:
        return None
    audit.note(store, now, scope.person, "obligation_ended", f"obligation:{row}")
    return await _withheld(store, row, "ended")


async def _withheld(store: Store, obligation: int, reason: str) -> Sequence[int]:
    found = await store.rows(_WAITING, {"obligation": obligation})
    return await withheld.rows(store, [row[0] for row in found], reason)
