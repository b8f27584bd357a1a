"""Evidence: noted as owed when it is sent, stored by the collector, tied to a report when that is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Delete, bindparam, delete, func, insert, select, update

from domain.clock import Now
from domain.messages import FileRef
from domain.rights import Scope
from storage.scopes import within
from storage.store import Store
from storage.tables import DEED, EVIDENCE, IS_OWED, LIKENESS_PHOTO
from storage.types import AnyRow

CLEANED = "image/jpeg"
"""What every cleaned copy is."""
PAPERS = frozenset(
    {
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)
"""Kinds of papers that are passed on as they came; anything else is kept and stays here."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A file that a person sent and we have not stored yet."""

    id: int
    address: str
    run: int
    ref: FileRef
    tries: int
    sent_at: datetime
    person: int | None


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that may be passed on: of a photo its cleaned copy, never the original (DESIGN §8)."""

    key: str
    kind: str
    name: str
    media_type: str


_ADD = insert(EVIDENCE)
_TIE = (
    update(EVIDENCE)
    .where(EVIDENCE.c.address == bindparam("chat"), EVIDENCE.c.run == bindparam("filling"))
    .values(subject=bindparam("thing"))
)
_OWED = (
    select(
        EVIDENCE.c.id,
        EVIDENCE.c.address,
        EVIDENCE.c.run,
        EVIDENCE.c.ref,
        EVIDENCE.c.tries,
        EVIDENCE.c.sent_at,
        EVIDENCE.c.person_id,
    )
    .where(IS_OWED, (EVIDENCE.c.retry_at.is_(None)) | (EVIDENCE.c.retry_at <= bindparam("now")))
    .order_by(EVIDENCE.c.id)
    .limit(bindparam("most"))
)
_DONE = (
    update(EVIDENCE)
    .where(EVIDENCE.c.id == bindparam("row"), IS_OWED)
    .values(
        state="stored",
        file_key=bindparam("key"),
        clean_key=bindparam("clean"),
        media_type=bindparam("media"),
        size=bindparam("bytes"),
    )
)
_LATER = (
    update(EVIDENCE)
    .where(EVIDENCE.c.id == bindparam("row"), IS_OWED)
    .values(tries=bindparam("times"), retry_at=bindparam("again"), state=bindparam("becomes"))
)
DROPPED = "dropped"
"""Taken out by the one who sent it; its bytes are nobody's evidence, the clock takes them off the disk."""
_GONE: dict[str, Any] = {"state": DROPPED, "retry_at": None, "file_key": None, "clean_key": None, "name": ""}
_OF_FILLING = (
    select(EVIDENCE.c.id, EVIDENCE.c.kind, EVIDENCE.c.state)
    .where(EVIDENCE.c.address == bindparam("chat"), EVIDENCE.c.run == bindparam("filling"), EVIDENCE.c.state != DROPPED)
    .order_by(EVIDENCE.c.id)
)
_DROP = (
    update(EVIDENCE)
    .where(
        EVIDENCE.c.id == bindparam("row"),
        EVIDENCE.c.address == bindparam("chat"),
        EVIDENCE.c.run == bindparam("filling"),
    )
    .values(_GONE)
)
_DROP_FILLING = (
    update(EVIDENCE)
    .where(EVIDENCE.c.address == bindparam("chat"), EVIDENCE.c.run == bindparam("filling"))
    .where(EVIDENCE.c.subject.is_(None))
    .values(_GONE)
)
_DROP_REPORT = update(EVIDENCE).where(EVIDENCE.c.subject == bindparam("thing")).values(_GONE)


def _unprint(*of: ColumnElement[bool]) -> Delete:
    """Fingerprints of photos that were taken out."""
    dropped = select(EVIDENCE.c.id).where(EVIDENCE.c.state == DROPPED, *of)
    return delete(LIKENESS_PHOTO).where(LIKENESS_PHOTO.c.evidence_id.in_(dropped))


_UNPRINT_FILLING = _unprint(EVIDENCE.c.address == bindparam("chat"), EVIDENCE.c.run == bindparam("filling"))
_UNPRINT_REPORT = _unprint(EVIDENCE.c.subject == bindparam("thing"))
_OF_REPORT = (
    select(EVIDENCE.c.kind, EVIDENCE.c.state)
    .where(EVIDENCE.c.subject == bindparam("thing"), EVIDENCE.c.state != DROPPED)
    .order_by(EVIDENCE.c.id)
)
_SUBJECT = (
    select(EVIDENCE.c.subject)
    .where(EVIDENCE.c.address == bindparam("chat"), EVIDENCE.c.run == bindparam("filling"))
    .where(EVIDENCE.c.subject.is_not(None))
    .limit(1)
)
_LET_LOST_BE = (
    update(EVIDENCE).where(EVIDENCE.c.subject == bindparam("thing"), EVIDENCE.c.state == "lost").values(_GONE)
)
_SINCE = select(EVIDENCE.c.size, EVIDENCE.c.ref).where(
    EVIDENCE.c.person_id == bindparam("person"), EVIDENCE.c.sent_at >= bindparam("since")
)
_OF_DEED = {
    below: select(EVIDENCE.c.file_key, EVIDENCE.c.clean_key, EVIDENCE.c.kind, EVIDENCE.c.name, EVIDENCE.c.media_type)
    .where(
        EVIDENCE.c.subject == bindparam("thing"),
        EVIDENCE.c.state == "stored",
        select(DEED.c.id).where(DEED.c.id == bindparam("row"), within(DEED.c.unit_id, below=below)).exists(),
    )
    .order_by(EVIDENCE.c.id)
    for below in (True, False)
}

_MISSING = (
    select(EVIDENCE.c.subject, func.count())
    .where(
        EVIDENCE.c.subject.in_(bindparam("things", expanding=True)),
        EVIDENCE.c.person_id == bindparam("person"),
        EVIDENCE.c.state.not_in(["stored", DROPPED]),
    )
    .group_by(EVIDENCE.c.subject)
)

_FORGET = delete(EVIDENCE).where(EVIDENCE.c.person_id == bindparam("person"))
_USED = [
    select(column).where(column.in_(bindparam("keys", expanding=True)))
    for column in (EVIDENCE.c.file_key, EVIDENCE.c.clean_key)
]


def _ref(ref: FileRef) -> dict[str, Any]:
    return {"kind": ref.kind, "ref": ref.ref, "name": ref.name, "size": ref.size, "album": ref.album}


def _owed(row: AnyRow) -> Owed:
    return Owed(row.id, row.address, row.run, FileRef(**row.ref), row.tries, row.sent_at, row.person_id)


async def owe(store: Store, address: str, person: int | None, run: int, files: Sequence[FileRef], at: datetime) -> None:
    """Note files as owed; only the collector may say that they are stored."""
    await store.write(
        _ADD,
        [
            {
                "address": address,
                "person_id": person,
                "run": run,
                "ref": _ref(file),
                "kind": file.kind,
                "name": file.name,
                "sent_at": at,
            }
            for file in files
        ],
    )


async def tie(store: Store, address: str, run: int, subject: str) -> None:
    """What was collected for a form now belongs to what the form became."""
    await store.write(_TIE, {"chat": address, "filling": run, "thing": subject})


async def owed(store: Store, now: datetime, most: int) -> list[Owed]:
    """Files to be fetched now, oldest first."""
    return [_owed(row) for row in await store.rows(_OWED, {"now": now, "most": most})]


async def stored(store: Store, row: int, key: str, clean_key: str | None, media_type: str, size: int) -> None:
    """The file is safe: its bytes are on disk under ``key``, a photo's cleaned copy under ``clean_key``."""
    await store.write(_DONE, {"row": row, "key": key, "clean": clean_key, "media": media_type, "bytes": size})


async def put_off(store: Store, owed: Owed, again: datetime | None) -> None:
    """It could not be fetched; try again then, or (None) give it up."""
    becomes = "owed" if again else "lost"
    await store.write(_LATER, {"row": owed.id, "times": owed.tries + 1, "again": again, "becomes": becomes})


async def states(store: Store, address: str, run: int) -> list[tuple[str, str]]:
    """The files of a filling as (kind, state), in the order in which they were sent."""
    return [(row[1], row[2]) for row in await store.rows(_OF_FILLING, {"chat": address, "filling": run})]


async def of_report(store: Store, subject: str) -> list[tuple[str, str]]:
    """The files of a report as (kind, state), in the order in which they were sent."""
    return [(row[0], row[1]) for row in await store.rows(_OF_REPORT, {"thing": subject})]


async def subject_of(store: Store, address: str, run: int) -> str:
    """What a filling became: ``deed:1284``; "" while it was not sent."""
    row = await store.row(_SUBJECT, {"chat": address, "filling": run})
    return str(row[0]) if row else ""


async def let_lost_be(store: Store, subject: str) -> int:
    """Files of a report that never came are waited for no longer; returns how many."""
    return await store.write(_LET_LOST_BE, {"thing": subject})


async def listed(store: Store, address: str, run: int) -> list[int]:
    """The rows of a filling's files, in the order in which they were sent."""
    return [row[0] for row in await store.rows(_OF_FILLING, {"chat": address, "filling": run})]


async def drop(store: Store, address: str, run: int, row: int) -> str | None:
    """Take one file out of a filling; its kind, or None when it is not there."""
    files = await store.rows(_OF_FILLING, {"chat": address, "filling": run})
    kind = next((found[1] for found in files if found[0] == row), None)
    if kind is not None:
        await store.write(_DROP, {"row": row, "chat": address, "filling": run})
        await store.write(_UNPRINT_FILLING, {"chat": address, "filling": run})
    return kind


async def drop_filling(store: Store, address: str, run: int) -> int:
    """A draft was thrown away: its files go with it; returns how many."""
    dropped = await store.write(_DROP_FILLING, {"chat": address, "filling": run})
    await store.write(_UNPRINT_FILLING, {"chat": address, "filling": run})
    return dropped


async def drop_report(store: Store, subject: str) -> int:
    """A report was withdrawn: its files go; returns how many."""
    dropped = await store.write(_DROP_REPORT, {"thing": subject})
    await store.write(_UNPRINT_REPORT, {"thing": subject})
    return dropped


async def bytes_since(store: Store, person: int, since: datetime) -> int:
    """How much a person has sent since then: as stored, or as the channel told it."""
    rows = await store.rows(_SINCE, {"person": person, "since": since})
    return sum(int(size if size is not None else ref.get("size", 0)) for size, ref in rows)


async def of(store: Store, now: Now, deed: int, scope: Scope) -> list[Stored]:
    """The files of a report in the scope that may be passed on: cleaned photos, and papers of the kinds offices use."""
    found = []
    values = {"thing": f"deed:{deed}", "row": deed, "roots": list(scope.roots), "day": now.today}
    for key, clean_key, kind, name, media_type in await store.rows(_OF_DEED[scope.below], values):
        if clean_key:
            found.append(Stored(clean_key, kind, "", CLEANED))
        elif media_type in PAPERS:
            found.append(Stored(key, kind, name, media_type))
    return found


async def missing(store: Store, person: int, subjects: Sequence[str]) -> dict[str, int]:
    """How many files that a person sent for these reports are owed or could not be fetched, where there are any."""
    if not subjects:
        return {}
    values = {"person": person, "things": list(subjects)}
    return {row[0]: int(row[1]) for row in await store.rows(_MISSING, values)}


async def forget_of(store: Store, person: int) -> int:
    """Forget whatever this person sent; the files are then theirs no longer. Returns how many."""
    return await store.write(_FORGET, {"person": person})


async def used(store: Store, keys: Sequence[str]) -> set[str]:
    """Those of these contents that some evidence is."""
    return {row[0] for one in _USED for row in await store.rows(one, {"keys": list(keys)})} if keys else set()
