"""Pictures, sheets and letters: asked for by a handler, drawn up beside the batches, once for the same content."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.clock import Now
from domain.drawn import LONG, DrawnKind
from storage.store import Store
from storage.tables import DRAWING, DRAWING_REQUEST


@dataclass(frozen=True, slots=True)
class Asked:
    """A file to be drawn up: for whom, where to, in which language, of what."""

    id: int
    person: int
    address: str
    language: str
    kind: str
    marks: list[int]
    tries: int
    told: bool
    asked_at: datetime


_COLUMNS = (
    DRAWING_REQUEST.c.id,
    DRAWING_REQUEST.c.person_id,
    DRAWING_REQUEST.c.address,
    DRAWING_REQUEST.c.language,
    DRAWING_REQUEST.c.kind,
    DRAWING_REQUEST.c.marks,
    DRAWING_REQUEST.c.tries,
    DRAWING_REQUEST.c.told,
    DRAWING_REQUEST.c.asked_at,
)
_ADD = insert(DRAWING_REQUEST).returning(DRAWING_REQUEST.c.id)
_SAME = select(DRAWING_REQUEST.c.id).where(
    DRAWING_REQUEST.c.person_id == bindparam("person"),
    DRAWING_REQUEST.c.address == bindparam("chat"),
    DRAWING_REQUEST.c.kind == bindparam("what"),
    DRAWING_REQUEST.c.marks == bindparam("of", type_=DRAWING_REQUEST.c.marks.type),
)
_IS_LONG = DRAWING_REQUEST.c.kind.in_(LONG)
_WAITING = {
    long: select(*_COLUMNS)
    .where(
        (DRAWING_REQUEST.c.retry_at.is_(None)) | (DRAWING_REQUEST.c.retry_at <= bindparam("now")),
        _IS_LONG if long else ~_IS_LONG,
    )
    .order_by(DRAWING_REQUEST.c.id)
    .limit(bindparam("most"))
    for long in (True, False)
}
_ROW = DRAWING_REQUEST.c.id == bindparam("row")
_LATER = update(DRAWING_REQUEST).where(_ROW).values(retry_at=bindparam("again"), tries=DRAWING_REQUEST.c.tries + 1)
_TOLD = update(DRAWING_REQUEST).where(_ROW, DRAWING_REQUEST.c.told.is_(False)).values(told=True)
_DONE = delete(DRAWING_REQUEST).where(_ROW)
_KNOWN = select(DRAWING.c.file_key).where(DRAWING.c.mark == bindparam("is"))
_NEW = upsert(DRAWING)
_KEEP = _NEW.on_conflict_do_update(
    index_elements=["mark"], set_={"file_key": _NEW.excluded.file_key, "drawn_at": _NEW.excluded.drawn_at}
)
_KEYS = select(DRAWING.c.file_key)
_OLD = delete(DRAWING).where(
    DRAWING.c.mark.in_(select(DRAWING.c.mark).where(DRAWING.c.drawn_at < bindparam("before")).limit(bindparam("most")))
)


async def ask(
    store: Store, now: Now, person: int, address: str, language: str, kind: DrawnKind, marks: list[int]
) -> bool:
    """Note that a picture is wanted; False when the same is on its way to the same chat."""
    if await store.row(_SAME, {"person": person, "chat": address, "what": kind, "of": marks}):
        return False
    values = {"person_id": person, "address": address, "language": language, "kind": kind, "marks": marks}
    await store.add(_ADD, {**values, "asked_at": now.real})
    return True


@dataclass(frozen=True, slots=True)
class Desk:
    """What one who makes files looks for: those of many rows, or all others."""

    long: bool = False

    async def waiting(self, store: Store, now: datetime, most: int) -> list[Asked]:
        """What is to be made now, oldest first."""
        return [Asked(*row) for row in await store.rows(_WAITING[self.long], {"now": now, "most": most})]

    async def put_off(self, store: Store, row: int, again: datetime) -> None:
        """It could not be made now."""
        await store.write(_LATER, {"row": row, "again": again})


async def told(store: Store, row: int) -> bool:
    """That it takes a while is being said; False when it was said before."""
    return await store.write(_TOLD, {"row": row}) == 1


async def done(store: Store, row: int) -> bool:
    """The picture is on its way; False when it was before, or its reader has been erased."""
    return await store.write(_DONE, {"row": row}) == 1


async def known(store: Store, mark: str) -> str | None:
    """The key of a picture that was drawn already."""
    row = await store.row(_KNOWN, {"is": mark})
    return str(row[0]) if row else None


async def keep(store: Store, mark: str, key: str, at: datetime) -> None:
    """Remember a picture, or that it was wanted again, so that it stays."""
    await store.write(_KEEP, {"mark": mark, "file_key": key, "drawn_at": at})


async def keys(store: Store) -> set[str]:
    """All pictures that are kept."""
    return {str(row[0]) for row in await store.rows(_KEYS)}


async def forget(store: Store, before: datetime, most: int) -> int:
    """Let pictures go that nobody wanted since; their files are then nobody's and swept away."""
    return await store.write(_OLD, {"before": before, "most": most})
