"""Codes that tie a second chat to a person: six digits, fifteen minutes, one use, kept as keyed hashes (DESIGN §11)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select, update

from domain.clock import Now
from storage.people.invites import code_hash
from storage.store import Store
from storage.tables import LINK, PERSON

LIVES = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Link:
    """A code that was given out and not used yet."""

    id: int
    person: int
    made_by: int
    expires_at: datetime


_COLUMNS = (LINK.c.id, LINK.c.person_id, LINK.c.made_by, LINK.c.expires_at)
_ADD = insert(LINK).returning(LINK.c.id)
_DROP = delete(LINK).where(LINK.c.person_id == bindparam("person"))
_FIND = select(*_COLUMNS).where(LINK.c.code_hash == bindparam("hash"), LINK.c.expires_at > bindparam("now"))
_GET = select(*_COLUMNS).where(LINK.c.id == bindparam("row"), LINK.c.expires_at > bindparam("now"))
_TAKEN = select(LINK.c.id).where(LINK.c.code_hash == bindparam("hash"))
_USE = delete(LINK).where(LINK.c.id == bindparam("row"), LINK.c.expires_at > bindparam("now"))
_FORGET = delete(LINK).where(
    LINK.c.id.in_(select(LINK.c.id).where(LINK.c.expires_at < bindparam("before")).limit(bindparam("most")))
)
_REACH = update(PERSON).where(PERSON.c.id == bindparam("person")).values(reach=bindparam("address"))


async def add(store: Store, now: Now, code: str, secret: bytes, person: int, by: int) -> bool:
    """Keep a code in place of the person's earlier one; False when somebody else has this very code just now."""
    await store.write(_DROP, {"person": person})
    hashed = code_hash(secret, f"LK{code}")
    if await store.row(_TAKEN, {"hash": hashed}):
        return False
    await store.add(_ADD, {"code_hash": hashed, "person_id": person, "made_by": by, "expires_at": now.real + LIVES})
    return True


async def find(store: Store, now: Now, code: str, secret: bytes) -> Link | None:
    """What a code ties to; None when it is unknown, used or over."""
    row = await store.row(_FIND, {"hash": code_hash(secret, f"LK{code}"), "now": now.real})
    return Link(*row) if row else None


async def get(store: Store, now: Now, row: int) -> Link | None:
    """The code of that row while it lives."""
    found = await store.row(_GET, {"row": row, "now": now.real})
    return Link(*found) if found else None


async def use(store: Store, now: Now, row: int) -> bool:
    """Take its one use; False when it is gone."""
    return await store.write(_USE, {"row": row, "now": now.real}) == 1


async def drop(store: Store, person: int) -> None:
    """Whatever code of this person is still about opens nothing any more."""
    await store.write(_DROP, {"person": person})


async def reach(store: Store, person: int, address: str | None) -> None:
    """Where this person wants to be told things; None for wherever they wrote last."""
    await store.write(_REACH, {"person": person, "address": address})


async def forget(store: Store, before: datetime, most: int) -> int:
    """Codes that are over serve nobody."""
    return await store.write(_FORGET, {"before": before, "most": most})
