"""What people ask to be done with their own data: noted by a handler, carried out beside the batches."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import bindparam, insert, select, update

from domain.clock import Now
from domain.messages import Json
from storage.store import Store
from storage.tables import IS_ASKED, OUTBOX, OWN_REQUEST
from storage.types import AnyRow

Kind = Literal["copy", "erase"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A copy to be made or an erasure to be carried out, and the chat that is told. ``detail`` is the work's own."""

    id: int
    kind: Kind
    person: int
    address: str
    language: str
    detail: dict[str, Any] = field(default_factory=dict, repr=False)


_COLUMNS = (
    OWN_REQUEST.c.id,
    OWN_REQUEST.c.kind,
    OWN_REQUEST.c.person_id,
    OWN_REQUEST.c.address,
    OWN_REQUEST.c.language,
    OWN_REQUEST.c.detail,
)
_ADD = insert(OWN_REQUEST).returning(OWN_REQUEST.c.id)
_SAME = select(OWN_REQUEST.c.id).where(
    IS_ASKED, OWN_REQUEST.c.person_id == bindparam("person"), OWN_REQUEST.c.kind == bindparam("what")
)
_WAITING = (
    select(*_COLUMNS)
    .where(IS_ASKED, (OWN_REQUEST.c.retry_at.is_(None)) | (OWN_REQUEST.c.retry_at <= bindparam("now")))
    .order_by(OWN_REQUEST.c.id)
    .limit(bindparam("most"))
)
_NOTE = update(OWN_REQUEST).where(OWN_REQUEST.c.id == bindparam("row")).values(detail=bindparam("what"))
_LATER = update(OWN_REQUEST).where(OWN_REQUEST.c.id == bindparam("row")).values(retry_at=bindparam("again"))
_DONE = (
    update(OWN_REQUEST)
    .where(OWN_REQUEST.c.id == bindparam("row"), IS_ASKED)
    .values(state="done", done_at=bindparam("at"), detail=bindparam("what"))
)
_COPIES = select(OWN_REQUEST.c.id, OWN_REQUEST.c.detail).where(
    OWN_REQUEST.c.kind == "copy", OWN_REQUEST.c.state == "done", OWN_REQUEST.c.detail.is_not(None)
)
_OLD_COPIES = _COPIES.where(OWN_REQUEST.c.done_at < bindparam("before")).limit(bindparam("most"))
_TOLD = (
    select(OWN_REQUEST.c.id, OWN_REQUEST.c.address)
    .where(
        OWN_REQUEST.c.kind == "erase",
        OWN_REQUEST.c.state == "done",
        OWN_REQUEST.c.address != "",
        ~select(OUTBOX.c.id).where(OUTBOX.c.address == OWN_REQUEST.c.address, OUTBOX.c.state == "planned").exists(),
    )
    .limit(bindparam("most"))
)
_UNADDRESS = update(OWN_REQUEST).where(OWN_REQUEST.c.id == bindparam("row")).values(address="")


async def ask(
    store: Store, now: Now, kind: Kind, person: int, address: str, language: str, detail: dict[str, Json]
) -> bool:
    """Note it; False when the same is waiting already."""
    if await store.row(_SAME, {"person": person, "what": kind}):
        return False
    values = {"kind": kind, "person_id": person, "address": address, "language": language, "detail": detail}
    await store.add(_ADD, {**values, "asked_at": now.real})
    return True


async def waiting(store: Store, now: datetime, most: int) -> list[Asked]:
    """What is to be done now, oldest first."""
    return [_asked(row) for row in await store.rows(_WAITING, {"now": now, "most": most})]


def _asked(row: AnyRow) -> Asked:
    return Asked(row.id, row.kind, row.person_id, row.address, row.language, row.detail or {})


async def note(store: Store, row: int, detail: dict[str, Any]) -> None:
    """Remember how far the work has come, so that the next process goes on from there."""
    await store.write(_NOTE, {"row": row, "what": detail})


async def put_off(store: Store, row: int, again: datetime) -> None:
    """It cannot be done now."""
    await store.write(_LATER, {"row": row, "again": again})


async def done(store: Store, row: int, at: datetime, detail: dict[str, Any] | None) -> bool:
    """It is done; False when it was done before."""
    return await store.write(_DONE, {"row": row, "at": at, "what": detail}) == 1


async def copies(store: Store) -> set[str]:
    """Keys of the copies that may still be fetched."""
    return {key for _, detail in await store.rows(_COPIES) for key in detail["keys"]}


async def forget_copies(store: Store, before: datetime, most: int) -> int:
    """Let copies go that were made before; their files are then nobody's and swept away."""
    rows = await store.rows(_OLD_COPIES, {"before": before, "most": most})
    for row in rows:
        await store.write(_NOTE, {"row": row[0], "what": None})
    return len(rows)


async def forget_address(store: Store, most: int) -> list[str]:
    """The addresses of erased people who have heard it; nothing needs them any more."""
    rows = await store.rows(_TOLD, {"most": most})
    for row in rows:
        await store.write(_UNADDRESS, {"row": row[0]})
    return [row[1] for row in rows]
