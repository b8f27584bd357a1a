"""The days from which steps are counted: those that hold as due days, and those that units have named."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, literal, literal_column, select, union_all

from domain.obligations import Obligation
from storage.store import Store
from storage.tables import DUTY_ANSWER, PLAN
from storage.types import AnyRow

_ANSWERS = ((PLAN, PLAN.c.campaign_id, True), (DUTY_ANSWER, DUTY_ANSWER.c.obligation_id, False))
"""Where units answer, whose answer it is (all plans of a campaign answer the one duty), and whether it is a plan."""
_ALL_GRANTED = [
    select(literal(by_plan), of, table.c.due_on).where(table.c.due_on.is_not(None)).distinct()
    for table, of, by_plan in _ANSWERS
]
_GRANTED = union_all(*_ALL_GRANTED)
_GRANTED_OF = {
    by_plan: statement.where(of == bindparam("of"))
    for statement, (_, of, by_plan) in zip(_ALL_GRANTED, _ANSWERS, strict=True)
}
_PROMISED = union_all(
    *(
        select(literal(by_plan), of, table.c.promised_on)
        .where(
            table.c.state == literal_column("'drafting'"),
            table.c.promised_on < bindparam("today"),
            table.c.promised_on >= bindparam("since"),
        )
        .distinct()
        for table, of, by_plan in _ANSWERS
    )
)

Days = dict[tuple[bool, int], set[date]]
"""By whether a plan is the answer and, with it, the campaign, else the obligation."""


def _whose(obligation: Obligation) -> tuple[bool, int]:
    by_plan = obligation.settles_by_plan
    return by_plan, obligation.campaign if by_plan else obligation.id


def of(found: Days, obligation: Obligation) -> set[date]:
    """Those of one obligation."""
    return found.get(_whose(obligation), set())


async def granted(store: Store) -> Days:
    """The due days that the Office granted, of all obligations at once: the clock asks at every ring."""
    return _days(await store.rows(_GRANTED))


async def promised(store: Store, since: date, today: date) -> Days:
    """The days, passed since ``since``, that units had named and that still stand unanswered, of all obligations."""
    return _days(await store.rows(_PROMISED, {"since": since, "today": today}))


async def due_days(store: Store, obligation: Obligation) -> set[date]:
    """The due days that hold for its units: everybody's, and those the Office granted."""
    by_plan, row = _whose(obligation)
    return {obligation.due} | {one[2] for one in await store.rows(_GRANTED_OF[by_plan], {"of": row})}


def _days(rows: Sequence[AnyRow]) -> Days:
    found: Days = {}
    for by_plan, row, day in rows:
        found.setdefault((bool(by_plan), row), set()).add(day)
    return found
