"""What the Office notes on an example, asks of somebody, or gives somebody to complete; and what they answered."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from sqlalchemy import bindparam, insert, select, update

from domain.clock import Now
from domain.rights import Scope
from storage.scopes import within
from storage.store import Store
from storage.tables import DEED, EXEMPLAR_NOTE
from storage.types import AnyRow

Kind: TypeAlias = Literal["note", "question", "task"]
"""A note stays within the Office; a question and a task go to somebody, whose answer comes back."""


@dataclass(frozen=True, slots=True)
class Note:
    """One of them; ``to`` is None for a note. An answer in photos alone has no words."""

    id: int
    deed: int
    kind: Kind
    by: int | None
    to: int | None
    words: str = field(repr=False)
    at: datetime
    answer: str | None = field(repr=False)
    answered_at: datetime | None


_COLUMNS = (
    EXEMPLAR_NOTE.c.id,
    EXEMPLAR_NOTE.c.deed_id,
    EXEMPLAR_NOTE.c.kind,
    EXEMPLAR_NOTE.c.by_id,
    EXEMPLAR_NOTE.c.to_id,
    EXEMPLAR_NOTE.c.words,
    EXEMPLAR_NOTE.c.at,
    EXEMPLAR_NOTE.c.answer,
    EXEMPLAR_NOTE.c.answered_at,
)
_TYPES = EXEMPLAR_NOTE.c
_ADD = (
    insert(EXEMPLAR_NOTE)
    .from_select(
        ["deed_id", "kind", "by_id", "to_id", "words", "at"],
        select(
            DEED.c.id,
            bindparam("what", type_=_TYPES.kind.type),
            bindparam("by", type_=_TYPES.by_id.type),
            bindparam("to", type_=_TYPES.to_id.type),
            bindparam("told", type_=_TYPES.words.type),
            bindparam("when", type_=_TYPES.at.type),
        ).where(DEED.c.id == bindparam("row"), within(DEED.c.unit_id, below=True)),
    )
    .returning(EXEMPLAR_NOTE.c.id)
)
_OF = (
    select(*_COLUMNS)
    .join(DEED, DEED.c.id == EXEMPLAR_NOTE.c.deed_id)
    .where(EXEMPLAR_NOTE.c.deed_id == bindparam("row"), within(DEED.c.unit_id, below=True))
    .order_by(EXEMPLAR_NOTE.c.id)
)
_MINE = select(*_COLUMNS).where(EXEMPLAR_NOTE.c.to_id == bindparam("person"))
_ONE_OF_MINE = _MINE.where(EXEMPLAR_NOTE.c.id == bindparam("row"))
_OPEN_OF_MINE = _MINE.where(EXEMPLAR_NOTE.c.deed_id == bindparam("row"), EXEMPLAR_NOTE.c.answered_at.is_(None))
_ANSWER = (
    update(EXEMPLAR_NOTE)
    .where(
        EXEMPLAR_NOTE.c.id == bindparam("row"),
        EXEMPLAR_NOTE.c.to_id == bindparam("person"),
        EXEMPLAR_NOTE.c.answered_at.is_(None),
    )
    .values(answer=bindparam("told"), answered_at=bindparam("when"))
    .returning(*_COLUMNS)
)


def _note(row: AnyRow | None) -> Note | None:
    return Note(*row) if row else None


async def add(
    store: Store, now: Now, deed: int, kind: Kind, words: str, scope: Scope, to: int | None = None
) -> int | None:
    """Keep it, with who wrote it; returns its number, None for a report that lies outside the scope."""
    values = {
        "row": deed,
        "what": kind,
        "by": scope.person,
        "to": to,
        "told": words,
        "when": now.campaign,
        "roots": list(scope.roots),
        "day": now.today,
    }
    row = await store.returned(_ADD, values)
    return int(row[0]) if row else None


async def of(store: Store, now: Now, deed: int, scope: Scope) -> list[Note]:
    """All on a report of the scope, the oldest first."""
    values = {"row": deed, "roots": list(scope.roots), "day": now.today}
    return [Note(*row) for row in await store.rows(_OF, values)]


async def mine(store: Store, note: int, person: int) -> Note | None:
    """A question or task that went to this very person."""
    return _note(await store.row(_ONE_OF_MINE, {"row": note, "person": person}))


async def open_of(store: Store, deed: int, person: int) -> list[Note]:
    """What this person was asked about a report and has not answered."""
    return [Note(*row) for row in await store.rows(_OPEN_OF_MINE, {"row": deed, "person": person})]


async def answer(store: Store, now: Now, note: int, person: int, words: str | None) -> Note | None:
    """Keep what they answered, once; None when they had before, or it was not asked of them."""
    values = {"row": note, "person": person, "told": words, "when": now.campaign}
    return _note(await store.returned(_ANSWER, values))
