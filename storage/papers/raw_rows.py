"""Everything of a campaign as it lies in the tables, noun by noun: what works on without this service (export)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, BindParameter, ColumnElement, Select, Table, bindparam, case, cast, func, select

from domain.clock import Now
from domain.rights import Scope
from storage import keyset
from storage.scopes import within
from storage.store import Store
from storage.tables import (
    ANNOUNCEMENT,
    DEED,
    DEED_STEP,
    DUTY_ANSWER,
    EVIDENCE,
    EXEMPLAR,
    EXEMPLAR_STEP,
    FIGURE,
    GRANT,
    NOMINATION,
    NOMINATION_STEP,
    OBLIGATION,
    PERSON,
    PHONE_CALL,
    PLAN,
    PLAN_STEP,
    PROMISE,
    REMINDER,
    UNIT,
    UNIT_SPAN,
)
from storage.types import AnyRow

_CAMPAIGN: BindParameter[int] = bindparam("campaign")
_BESIDE = frozenset({"campaign_id", "address", "run", "ref", "folded", "outbox_id", "retry_at", "tries", "clean_key"})
"""Columns that nobody but this service can do anything with: chats, retries, the index of words."""


@dataclass(frozen=True, slots=True)
class Noun:
    """A table as it is handed out; ``is_long``: page after page, by its number, which stands first."""

    name: str
    rows: Select[Any]
    count: Select[Any]
    is_long: bool

    @property
    def columns(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(column.name for column in self.rows.selected_columns)


def _noun(
    table: Table,
    unit: ColumnElement[int],
    *where: ColumnElement[bool],
    joins: Sequence[tuple[Table, ColumnElement[bool]]] = (),
    more: Sequence[ColumnElement[Any]] = (),
) -> Noun:
    """Rows whose unit lies in the scope; ``more`` are columns of what is joined."""
    columns = [column for column in table.columns if column.name not in _BESIDE]
    key, is_long = columns[0], columns[0].primary_key and len(table.primary_key.columns) == 1
    of = (within(unit, below=True), *where)
    source: Any = table
    for other, on in joins:
        source = source.join(other, on)
    found = select(*columns, *more).select_from(source).where(*of)
    if is_long:
        found = found.where(key > bindparam("after")).order_by(key).limit(bindparam("most"))
    else:
        found = found.order_by(*columns[:2])
    return Noun(f"{table.name}s", found, select(func.count()).select_from(source).where(*of), is_long)


def _of(table: Table, key: ColumnElement[int]) -> tuple[tuple[Table, ColumnElement[bool]], ...]:
    """What a row belongs to, in this campaign."""
    return ((table, (table.c.id == key) & (table.c.campaign_id == _CAMPAIGN)),)


_SUBJECT = EVIDENCE.c.subject
_SHOWS = case((_SUBJECT.like("deed:%"), cast(func.substr(_SUBJECT, 6), BigInteger)))
_OWED_BY = func.coalesce(OBLIGATION.c.branch_id, bindparam("root"))
NOUNS: tuple[Noun, ...] = (
    _noun(
        UNIT_SPAN,
        UNIT_SPAN.c.unit_id,
        joins=((UNIT, UNIT.c.id == UNIT_SPAN.c.unit_id),),
        more=(UNIT.c.code, UNIT.c.ownership, UNIT.c.staff_total, UNIT.c.successor_id),
    ),
    _noun(
        GRANT,
        GRANT.c.unit_id,
        joins=((PERSON, PERSON.c.id == GRANT.c.person_id),),
        more=(PERSON.c.name, PERSON.c.title),
    ),
    _noun(PLAN, PLAN.c.unit_id, PLAN.c.campaign_id == _CAMPAIGN),
    _noun(PLAN_STEP, PLAN.c.unit_id, joins=_of(PLAN, PLAN_STEP.c.plan_id)),
    _noun(DEED, DEED.c.unit_id, DEED.c.campaign_id == _CAMPAIGN),
    _noun(DEED_STEP, DEED.c.unit_id, joins=_of(DEED, DEED_STEP.c.deed_id)),
    _noun(EVIDENCE, DEED.c.unit_id, joins=_of(DEED, _SHOWS)),
    _noun(EXEMPLAR, DEED.c.unit_id, joins=_of(DEED, EXEMPLAR.c.deed_id)),
    _noun(EXEMPLAR_STEP, DEED.c.unit_id, joins=_of(DEED, EXEMPLAR_STEP.c.deed_id)),
    _noun(NOMINATION, NOMINATION.c.unit_id, NOMINATION.c.campaign_id == _CAMPAIGN),
    _noun(NOMINATION_STEP, NOMINATION.c.unit_id, joins=_of(NOMINATION, NOMINATION_STEP.c.nomination_id)),
    _noun(OBLIGATION, _OWED_BY, OBLIGATION.c.campaign_id == _CAMPAIGN),
    _noun(DUTY_ANSWER, DUTY_ANSWER.c.unit_id, joins=_of(OBLIGATION, DUTY_ANSWER.c.obligation_id)),
    _noun(REMINDER, REMINDER.c.unit_id, joins=_of(OBLIGATION, REMINDER.c.obligation_id)),
    _noun(PROMISE, PROMISE.c.unit_id, joins=_of(OBLIGATION, PROMISE.c.obligation_id)),
    _noun(PHONE_CALL, PHONE_CALL.c.unit_id, PHONE_CALL.c.campaign_id == _CAMPAIGN),
    _noun(ANNOUNCEMENT, ANNOUNCEMENT.c.unit_id, ANNOUNCEMENT.c.campaign_id == _CAMPAIGN),
    _noun(FIGURE, FIGURE.c.branch_id, FIGURE.c.campaign_id == _CAMPAIGN),
)


@dataclass(frozen=True, slots=True)
class Whose:
    """Which campaign, within which scope; ``root`` is the department: to it belongs what is of no branch."""

    now: Now
    campaign: int
    root: int
    scope: Scope

    @property
    def values(self) -> dict[str, Any]:
        """For a statement."""
        return {"campaign": self.campaign, "roots": list(self.scope.roots), "day": self.now.today, "root": self.root}


async def count(store: Store, noun: Noun, whose: Whose) -> int:
    """How many rows there are."""
    row = await store.row(noun.count, whose.values)
    return int(row[0]) if row else 0


async def rows(store: Store, noun: Noun, whose: Whose) -> AsyncIterator[Sequence[AnyRow]]:
    """Pages of them; short nouns come as one."""
    if not noun.is_long:
        yield await store.rows(noun.rows, whose.values)
        return
    async for page in keyset.pages(store, noun.rows, whose.values):
        yield page
