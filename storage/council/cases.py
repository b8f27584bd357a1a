"""The cases of a session: who has to do with them, sheets of paper from those away, the count, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.awards.nominations import Nomination
from domain.clock import Now
from domain.council import council
from domain.council.council import Count, Threshold
from domain.rights import Scope
from storage import audit
from storage.council import ballots
from storage.council.sessions import Session
from storage.store import Store
from storage.tables import BRANCH, RECUSAL, SESSION, SESSION_CASE

State: TypeAlias = Literal["waiting", "counted", "postponed"]
_COLUMNS = (
    SESSION_CASE.c.id,
    SESSION_CASE.c.session_id,
    SESSION_CASE.c.nomination_id,
    SESSION_CASE.c.place,
    SESSION_CASE.c.state,
    SESSION_CASE.c.members,
    SESSION_CASE.c.present,
    SESSION_CASE.c.pool,
    SESSION_CASE.c.recused,
    SESSION_CASE.c.cast,
    SESSION_CASE.c.in_favour,
    SESSION_CASE.c.sheets,
    SESSION_CASE.c.sheets_in_favour,
    SESSION_CASE.c.sheets_by,
    SESSION_CASE.c.sheets_confirmed_by,
    SESSION_CASE.c.threshold,
    SESSION_CASE.c.agreed,
    SESSION_CASE.c.closed_at,
    SESSION_CASE.c.closed_by,
)


@dataclass(frozen=True, slots=True)
class Case:
    """A nomination before a session. ``count`` is None until it is closed; sheets count once a second person agrees."""

    id: int
    session: int
    nomination: int
    place: int
    state: State
    count: Count | None
    sheets: int
    sheets_in_favour: int
    sheets_by: int | None
    sheets_confirmed_by: int | None
    threshold: str
    agreed: bool | None
    closed_at: datetime | None
    closed_by: int | None = None
    """Who took the count down: somebody else confirms it."""

    @property
    def waits_for_second(self) -> bool:
        """Sheets were written down, and nobody else has looked at them."""
        return bool(self.sheets) and self.sheets_confirmed_by is None


_OF_SESSION = (
    select(*_COLUMNS).where(SESSION_CASE.c.session_id == bindparam("of_session")).order_by(SESSION_CASE.c.place)
)
_ONE = select(*_COLUMNS).where(SESSION_CASE.c.id == bindparam("row"))
_OPEN_OF = (
    select(SESSION_CASE.c.nomination_id)
    .join(SESSION, SESSION.c.id == SESSION_CASE.c.session_id)
    .where(
        SESSION_CASE.c.nomination_id.in_(bindparam("ids", expanding=True)),
        SESSION.c.state.in_(("drawn", "voting", "counted")),
    )
)
_LAST_OF = (
    select(*_COLUMNS)
    .join(SESSION, SESSION.c.id == SESSION_CASE.c.session_id)
    .where(
        SESSION_CASE.c.nomination_id.in_(bindparam("ids", expanding=True)),
        SESSION_CASE.c.state == "counted",
        SESSION.c.state == "ended",
    )
    .order_by(SESSION_CASE.c.id)
)
_ABOVE = select(BRANCH.c.ancestor_id).where(
    BRANCH.c.unit_id == bindparam("unit"), BRANCH.c.from_day <= bindparam("day"), BRANCH.c.to_day > bindparam("day")
)
_DECLARED = select(RECUSAL.c.case_id, RECUSAL.c.person_id).where(
    RECUSAL.c.case_id.in_(bindparam("cases", expanding=True))
)
_DECLARE = upsert(RECUSAL).on_conflict_do_nothing()
_IS_WAITING = (SESSION_CASE.c.id == bindparam("row"), SESSION_CASE.c.state == "waiting")
_SHEETS = (
    update(SESSION_CASE)
    .where(*_IS_WAITING)
    .values(
        sheets=bindparam("n"),
        sheets_in_favour=bindparam("favour"),
        sheets_by=bindparam("by"),
        sheets_confirmed_by=None,
    )
)
_SECOND = (
    update(SESSION_CASE)
    .where(
        *_IS_WAITING,
        SESSION_CASE.c.sheets == bindparam("n"),
        SESSION_CASE.c.sheets_in_favour == bindparam("favour"),
        SESSION_CASE.c.sheets_by != bindparam("by"),
    )
    .values(sheets_confirmed_by=bindparam("by"))
)
_NO_SHEETS = (
    update(SESSION_CASE)
    .where(
        SESSION_CASE.c.session_id == bindparam("of_session"),
        SESSION_CASE.c.state == "waiting",
        SESSION_CASE.c.sheets > 0,
    )
    .values(sheets=0, sheets_in_favour=0, sheets_by=None, sheets_confirmed_by=None)
)
_CLOSE = (
    update(SESSION_CASE)
    .where(*_IS_WAITING)
    .values(
        state="counted",
        members=bindparam("to_members"),
        present=bindparam("to_present"),
        pool=bindparam("to_pool"),
        recused=bindparam("to_recused"),
        cast=bindparam("to_cast"),
        in_favour=bindparam("to_in_favour"),
        threshold=bindparam("to_threshold"),
        agreed=bindparam("to_agreed"),
        closed_at=bindparam("to_closed_at"),
        closed_by=bindparam("by"),
    )
)
_POSTPONE = update(SESSION_CASE).where(*_IS_WAITING).values(state="postponed")
_REOPEN = (
    update(SESSION_CASE)
    .where(SESSION_CASE.c.session_id == bindparam("of_session"), SESSION_CASE.c.state == "counted")
    .values(state="waiting", agreed=None, closed_at=None, closed_by=None)
)


def _case(row: Any) -> Case:  # noqa: ANN401 - a row of _COLUMNS
    count = None
    if row.state == "counted":
        count = Count(row.members, row.present, row.pool, row.recused, row.cast, row.in_favour, row.sheets)
    return Case(
        row.id,
        row.session_id,
        row.nomination_id,
        row.place,
        row.state,
        count,
        row.sheets,
        row.sheets_in_favour,
        row.sheets_by,
        row.sheets_confirmed_by,
        row.threshold or "",
        row.agreed,
        row.closed_at,
        row.closed_by,
    )


async def of_session(store: Store, session: Session) -> list[Case]:
    """All its cases in order."""
    return [_case(row) for row in await store.rows(_OF_SESSION, {"of_session": session.id})]


async def one(store: Store, row: int) -> Case | None:
    """A case by its number; whoever asks looks at its session with a scope."""
    found = await store.row(_ONE, {"row": row})
    return _case(found) if found else None


async def before_a_session(store: Store, nominations: Sequence[int]) -> set[int]:
    """Those of these nominations that a session looks at already."""
    if not nominations:
        return set()
    return {row[0] for row in await store.rows(_OPEN_OF, {"ids": list(nominations)})}


async def last_counts(store: Store, nominations: Sequence[int]) -> dict[int, Case]:
    """What was voted on each of these the last time, once it was confirmed."""
    if not nominations:
        return {}
    return {row.nomination_id: _case(row) for row in await store.rows(_LAST_OF, {"ids": list(nominations)})}


async def declared(store: Store, cases: Sequence[int]) -> dict[int, frozenset[int]]:
    """Who said that they have to do with each of these cases."""
    found: dict[int, set[int]] = {case: set() for case in cases}
    if cases:
        for case, person in await store.rows(_DECLARED, {"cases": list(cases)}):
            found[case].add(person)
    return {case: frozenset(people) for case, people in found.items()}


async def ground(store: Store, now: Now, case: int, nomination: Nomination) -> council.Case:
    """The case as the rules of recusal know it."""
    above = await store.rows(_ABOVE, {"unit": nomination.unit, "day": now.today})
    return council.Case(
        nomination.unit,
        frozenset({nomination.unit, *(row[0] for row in above)}),
        nomination.person,
        nomination.created_by,
        (await declared(store, [case]))[case],
    )


async def declare(store: Store, now: Now, secret: bytes, case: Case, scope: Scope) -> None:
    """The scope's own person has to do with a case: they vote on it no more, and a vote given is taken out."""
    await store.write(_DECLARE, {"case_id": case.id, "person_id": scope.person, "at": now.campaign})
    await ballots.take_back(store, secret, [case.id], scope.person)
    audit.note(store, now, scope.person, "recusal_declared", f"session:{case.session}", {"case": case.id})


async def write_sheets(store: Store, now: Now, case: Case, sheets: int, in_favour: int, scope: Scope) -> bool:
    """What the sheets of those away say, all together; False when the case is closed."""
    values = {"row": case.id, "n": sheets, "favour": in_favour, "by": scope.person}
    if not await store.write(_SHEETS, values):
        return False
    told = {"case": case.id, "sheets": sheets, "in_favour": in_favour}
    audit.note(store, now, scope.person, "sheets_written", f"session:{case.session}", told)
    return True


async def second_sheets(store: Store, now: Now, case: Case, sheets: int, in_favour: int, scope: Scope) -> bool:
    """A second person has seen the same sheets; False when they say something else by now, or it is the same person."""
    values = {"row": case.id, "n": sheets, "favour": in_favour, "by": scope.person}
    if not await store.write(_SECOND, values):
        return False
    audit.note(store, now, scope.person, "sheets_confirmed", f"session:{case.session}", {"case": case.id})
    return True


async def void_sheets(store: Store, now: Now, session: Session, scope: Scope) -> None:
    """One of those who sent a sheet came or left: whose sheet it was nobody can tell, so all are written down anew."""
    if await store.write(_NO_SHEETS, {"of_session": session.id}):
        audit.note(store, now, scope.person, "sheets_void", f"session:{session.id}")


async def close(store: Store, now: Now, case: Case, count: Count, threshold: Threshold, scope: Scope) -> bool:
    """Keep the count; from here on nobody votes on it. False when it was closed before."""
    agrees = count.agrees(threshold)
    values = {
        "row": case.id,
        "to_members": count.members,
        "to_present": count.present,
        "to_pool": count.pool,
        "to_recused": count.recused,
        "to_cast": count.cast,
        "to_in_favour": count.in_favour,
        "to_threshold": f"{threshold.agreed} {threshold.over}",
        "to_agreed": agrees,
        "to_closed_at": now.campaign,
        "by": scope.person,
    }
    if not await store.write(_CLOSE, values):
        return False
    told: Mapping[str, Any] = {"case": case.id, "cast": count.cast, "in_favour": count.in_favour, "agreed": agrees}
    audit.note(store, now, scope.person, "case_counted", f"session:{case.session}", told)
    return True


async def postpone(store: Store, now: Now, case: Case, scope: Scope) -> bool:
    """Left for another session."""
    if not await store.write(_POSTPONE, {"row": case.id}):
        return False
    audit.note(store, now, scope.person, "case_postponed", f"session:{case.session}", {"case": case.id})
    return True


async def reopen(store: Store, now: Now, session: Session, reason: str, scope: Scope) -> None:
    """A second member does not confirm: all closed cases are open again, with the votes given so far."""
    await store.write(_REOPEN, {"of_session": session.id})
    audit.note(store, now, scope.person, "count_not_confirmed", f"session:{session.id}", {"reason": reason})
