"""What the Office or a relay announces: written once, corrected by another one, read by those it was sent to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, bindparam, exists, func, insert, select, update

from domain.clock import Now
from domain.rights import Scope
from storage.deeds.evidence import CLEANED, PAPERS, Stored
from storage.scopes import within
from storage.store import Store
from storage.tables import ANNOUNCEMENT, DISPATCH, EVIDENCE, RECIPIENT, UNIT_SPAN
from storage.types import AnyRow


@dataclass(frozen=True, slots=True)
class Text:
    """What is written: ``acknowledged_by`` is "", "person" or "unit"."""

    title: str
    body: str
    doc_no: str = ""
    doc_day: date | None = None
    acknowledged_by: str = ""
    files: int = 0


@dataclass(frozen=True, slots=True)
class Announcement:
    """An announcement of a unit, under the name that unit has on the day it is read."""

    id: int
    unit: int
    sender: str
    author: int | None
    corrects: int | None
    text: Text
    sent_on: date | None
    """The local day on which its sending was confirmed; None while it is a draft."""

    @property
    def subject(self) -> str:
        """As files, ledgers and audit rows name it."""
        return f"announcement:{self.id}"


@dataclass(frozen=True, slots=True)
class Heading:
    """A line in the list of what somebody was sent."""

    id: int
    title: str
    sent_at: datetime
    is_waiting: bool
    """It asks for a word that nobody has given yet."""


_WRITTEN = (
    ANNOUNCEMENT.c.title,
    ANNOUNCEMENT.c.body,
    ANNOUNCEMENT.c.doc_no,
    ANNOUNCEMENT.c.doc_day,
    ANNOUNCEMENT.c.acknowledged_by,
    ANNOUNCEMENT.c.files,
)
_ADD = insert(ANNOUNCEMENT).returning(ANNOUNCEMENT.c.id)
_CHANGE = update(ANNOUNCEMENT).where(ANNOUNCEMENT.c.id == bindparam("row"), within(ANNOUNCEMENT.c.unit_id, below=True))
_ONE: Select[tuple[object, ...]] = (
    select(
        ANNOUNCEMENT.c.id,
        ANNOUNCEMENT.c.unit_id,
        UNIT_SPAN.c.name,
        ANNOUNCEMENT.c.author_id,
        ANNOUNCEMENT.c.corrects_id,
        select(func.min(DISPATCH.c.confirmed_at))
        .where(DISPATCH.c.about_id == ANNOUNCEMENT.c.id, DISPATCH.c.kind == "announcement")
        .scalar_subquery(),
        *_WRITTEN,
    )
    .join(
        UNIT_SPAN,
        (UNIT_SPAN.c.unit_id == ANNOUNCEMENT.c.unit_id)
        & (UNIT_SPAN.c.from_day <= bindparam("day"))
        & (UNIT_SPAN.c.to_day > bindparam("day")),
    )
    .where(ANNOUNCEMENT.c.id == bindparam("row"))
)
_WITHIN = _ONE.where(within(ANNOUNCEMENT.c.unit_id, below=True))
_GOT = RECIPIENT.alias("got")
_LISTED = (
    select(
        ANNOUNCEMENT.c.id,
        ANNOUNCEMENT.c.title,
        DISPATCH.c.confirmed_at,
        (ANNOUNCEMENT.c.acknowledged_by != "") & _GOT.c.acknowledged_at.is_(None),
    )
    .select_from(_GOT)
    .join(DISPATCH, DISPATCH.c.id == _GOT.c.dispatch_id)
    .join(ANNOUNCEMENT, DISPATCH.c.about_id == ANNOUNCEMENT.c.id)
    .where(
        _GOT.c.person_id == bindparam("person"),
        DISPATCH.c.kind == "announcement",
        _GOT.c.state.not_in(("planned", "queued")),
        _GOT.c.reason != "stopped",
    )
)
_LIST = _LISTED.order_by(ANNOUNCEMENT.c.id.desc()).limit(bindparam("most")).offset(bindparam("skip"))
_ALL = _LISTED.subquery("listed")
_COUNT = select(func.count()).select_from(_ALL)
_CORRECTION = (
    select(ANNOUNCEMENT.c.id)
    .join(DISPATCH, DISPATCH.c.about_id == ANNOUNCEMENT.c.id)
    .where(
        ANNOUNCEMENT.c.corrects_id == bindparam("row"),
        DISPATCH.c.kind == "announcement",
        DISPATCH.c.state.not_in(("draft", "asked", "set", "ended")),
    )
    .order_by(ANNOUNCEMENT.c.id.desc())
    .limit(1)
)


_OF_ONE = EVIDENCE.c.subject == bindparam("thing")
_FILES = (
    select(EVIDENCE.c.file_key, EVIDENCE.c.clean_key, EVIDENCE.c.kind, EVIDENCE.c.name, EVIDENCE.c.media_type)
    .where(_OF_ONE, EVIDENCE.c.state == "stored")
    .order_by(EVIDENCE.c.id)
)
_IS_THEIRS = exists(
    select(ANNOUNCEMENT.c.id).where(ANNOUNCEMENT.c.id == bindparam("row"), within(ANNOUNCEMENT.c.unit_id, below=True))
)
_WAS_SENT = exists(
    select(RECIPIENT.c.id).where(
        RECIPIENT.c.subject == bindparam("thing"), RECIPIENT.c.person_id == bindparam("person")
    )
)
_OWED = select(func.count()).where(_OF_ONE, EVIDENCE.c.state == "owed", _IS_THEIRS)


def _announcement(row: AnyRow, now: Now) -> Announcement:
    number, unit, sender, author, corrects, sent_at, *written = row
    sent_on = sent_at.astimezone(now.zone).date() if sent_at else None
    return Announcement(number, unit, sender, author, corrects, Text(*written), sent_on)


def _columns(text: Text) -> dict[str, object]:
    return {
        "title": text.title,
        "body": text.body,
        "doc_no": text.doc_no,
        "doc_day": text.doc_day,
        "acknowledged_by": text.acknowledged_by,
        "files": text.files,
    }


async def add(
    store: Store, now: Now, campaign: int, unit: int, author: int, text: Text, corrects: int | None = None
) -> int:
    """Write one down; its number."""
    values = {
        "campaign_id": campaign,
        "unit_id": unit,
        "author_id": author,
        "corrects_id": corrects,
        "created_at": now.real,
        **_columns(text),
    }
    return await store.add(_ADD, values)


async def change(store: Store, now: Now, row: int, text: Text, scope: Scope) -> bool:
    """Other words for one that nobody has been sent; whoever calls checks that it is still a draft."""
    values = {"row": row, "roots": list(scope.roots), "day": now.today}
    return await store.write(_CHANGE.values(**_columns(text)), values) == 1


async def get(store: Store, now: Now, row: int, scope: Scope) -> Announcement | None:
    """One of a unit in the scope."""
    found = await store.row(_WITHIN, {"row": row, "day": now.today, "roots": list(scope.roots)})
    return _announcement(found, now) if found else None


async def known(store: Store, now: Now, row: int) -> Announcement | None:
    """One as those read it who were sent it; whoever asks for a person checks that first."""
    found = await store.row(_ONE, {"row": row, "day": now.today})
    return _announcement(found, now) if found else None


async def of_person(store: Store, person: int, page: tuple[int, int]) -> tuple[int, list[Heading]]:
    """How many a person was sent, and a page (skip, most) of them, newest first."""
    rows = await store.rows(_LIST, {"person": person, "skip": page[0], "most": page[1]})
    count = await store.row(_COUNT, {"person": person})
    return int(count[0]) if count else 0, [Heading(row[0], row[1], row[2], bool(row[3])) for row in rows]


async def correction_of(store: Store, row: int) -> int | None:
    """The number of the last correction of it that has begun to be sent."""
    found = await store.row(_CORRECTION, {"row": row})
    return int(found[0]) if found else None


async def attached(store: Store, row: int, person: int) -> list[Stored]:
    """What comes with one that this person was sent: cleaned pictures, and papers of the kinds offices use."""
    values = {"thing": f"announcement:{row}", "person": person}
    return _stored(await store.rows(_FILES.where(_WAS_SENT), values))


async def attached_within(store: Store, now: Now, row: int, scope: Scope) -> list[Stored]:
    """The same, for those who speak for the unit that sends it."""
    values = {"thing": f"announcement:{row}", "row": row, "roots": list(scope.roots), "day": now.today}
    return _stored(await store.rows(_FILES.where(_IS_THEIRS), values))


def _stored(rows: Sequence[AnyRow]) -> list[Stored]:
    found = []
    for key, clean_key, kind, name, media_type in rows:
        if clean_key:
            found.append(Stored(clean_key, kind, "", CLEANED))
        elif media_type in PAPERS:
            found.append(Stored(key, kind, name, media_type))
    return found


async def owed(store: Store, now: Now, row: int, scope: Scope) -> int:
    """How many of its files have not been stored yet."""
    values = {"thing": f"announcement:{row}", "row": row, "roots": list(scope.roots), "day": now.today}
    found = await store.row(_OWED, values)
    return int(found[0]) if found else 0
