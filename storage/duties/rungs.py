"""Rungs of the ladder written down: one row for each unit of a step, in one statement, said or not."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Executable, bindparam, case, exists, func, select
from sqlalchemy.dialects.postgresql import insert

from domain.clock import Now
from domain.obligations import Obligation
from domain.reminders import PROMISE, Ring, slot
from storage.duties import obliged
from storage.duties.obliged import OBLIGED, PAST
from storage.store import Store
from storage.tables import HEIR, REMINDER, UNIT_SPAN

Row = dict[str, Any]
"""A row to be planned."""

_KEY = ("obligation_id", "unit_id", "step", "slot")
_FILLED = (*_KEY, "seat", "basis", "state", "reason", "due_at")


def _bound(name: str, like: ColumnElement[Any]) -> BindParameter[Any]:
    """A value of the same type as a column: databases do not guess it in a list of things to select."""
    return bindparam(name, type_=like.type)


def _write_down(by_plan: bool, *, promised: bool) -> Executable:  # noqa: FBT001 - which of two tables
    """One row for each obliged unit of a ring that has none yet, with the reason where it is not to be spoken."""
    one, row = OBLIGED[by_plan], REMINDER.c
    of_ring = one.said.c.promised_on == bindparam("basis") if promised else one.due == bindparam("basis")
    why = func.coalesce(_bound("reason", row.reason), one.spared)
    of_step = (
        row.obligation_id == bindparam("obligation"),
        row.step == bindparam("step"),
        row.slot == bindparam("slot"),
    )
    there = exists().where(row.unit_id == UNIT_SPAN.c.unit_id, *of_step)
    # What a school was told before it became part of another is not told once more to the one that goes on.
    told_before = exists().where(PAST, row.unit_id == HEIR.c.unit_id, *of_step)
    rows = (
        select(
            _bound("obligation", row.obligation_id),
            UNIT_SPAN.c.unit_id,
            _bound("step", row.step),
            _bound("slot", row.slot),
            _bound("seat", row.seat),
            _bound("basis", row.basis),
            case((why.is_(None), "planned"), else_="skipped"),
            why,
            _bound("due_at", row.due_at),
        )
        .select_from(one.source)
        .where(one.where, of_ring, ~there, ~told_before)
        .order_by(UNIT_SPAN.c.unit_id)
        .limit(bindparam("most"))
    )
    return insert(REMINDER).from_select(list(_FILLED), rows).on_conflict_do_nothing(index_elements=list(_KEY))


_PLAN = {
    (by_plan, promised): _write_down(by_plan, promised=promised)
    for by_plan in (True, False)
    for promised in (True, False)
}
_ADD = insert(REMINDER).on_conflict_do_nothing(index_elements=list(_KEY)).returning(REMINDER.c.id)


async def write_down(store: Store, obligation: Obligation, branch: int, now: Now, ring: Ring, most: int) -> int:
    """Plan a ring for the heads and deputies of its units, at most so many rows; 0 when all of them have one."""
    planned = 0
    for seat in ring.seats:
        if seat in {"relay", "office"} or planned >= most:
            continue
        asked = {
            **obliged.values(obligation, branch, now.today),
            "step": ring.step,
            "slot": slot(ring.basis, seat),
            "seat": seat,
            "basis": ring.basis,
            "reason": ring.reason,
            "due_at": ring.at,
            "most": most - planned,
        }
        planned += await store.write(_PLAN[obligation.settles_by_plan, ring.step == PROMISE], asked)
    return planned


async def add(store: Store, rows: Sequence[Row]) -> int:
    """Plan single rows, as for relays and the Office; a row that is there stays as it is. Returns how many are new."""
    new = 0
    for one in rows:
        new += await store.returned(_ADD, one) is not None
    return new


def row(obligation: int, unit: int, ring: Ring, seat: str, place: str, reason: str | None, person: int | None) -> Row:
    """Such a row."""
    return {
        "obligation_id": obligation,
        "unit_id": unit,
        "step": ring.step,
        "slot": place,
        "seat": seat,
        "basis": ring.basis,
        "state": "skipped" if reason else "planned",
        "reason": reason,
        "due_at": ring.at,
        "person_id": person,
    }
