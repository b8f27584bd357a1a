"""Messages that wait and are not to leave any more: their chat was cut off, or their reader is nobody here now."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, bindparam, select, update

from storage.store import Store
from storage.tables import IS_PLANNED, OUTBOX

_TO_CHATS = select(OUTBOX.c.id).where(IS_PLANNED, OUTBOX.c.address.in_(bindparam("chats", expanding=True)))
_TO_PERSON = select(OUTBOX.c.id).where(IS_PLANNED, OUTBOX.c.person_id == bindparam("person"))
_SKIP = (
    update(OUTBOX)
    .where(IS_PLANNED, OUTBOX.c.id.in_(bindparam("ids", expanding=True)))
    .values(state="skipped", reason=bindparam("why"), payload=None)
)


async def to_chats(store: Store, addresses: Sequence[str], reason: str) -> list[int]:
    """Skip whatever waits for these chats, with the reason; returns the rows, for the sender has them in memory."""
    return await _skip(store, _TO_CHATS, {"chats": list(addresses)}, reason) if addresses else []


async def to_person(store: Store, person: int, reason: str) -> list[int]:
    """Skip what somebody was to be told unasked, wherever they are reached; returns the rows."""
    return await _skip(store, _TO_PERSON, {"person": person}, reason)


async def _skip(store: Store, those: Select[Any], values: dict[str, Any], reason: str) -> list[int]:
    rows = [int(row[0]) for row in await store.rows(those, values)]
    if rows:
        await store.write(_SKIP, {"ids": rows, "why": reason})
    return rows


async def rows(store: Store, numbers: Sequence[int], reason: str) -> Sequence[int]:
    """Skip these messages, if they still wait; returns them, for the sender may have them in memory."""
    if numbers:
        await store.write(_SKIP, {"ids": list(numbers), "why": reason})
    return numbers
