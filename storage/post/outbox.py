"""What is to be said: a row before it leaves, a reason when it did not (DESIGN §6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Text, bindparam, case, cast, delete, func, literal_column, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.messages import LANES, Attachment, Choice, Lane, Reply
from storage.database import Connection
from storage.tables import IS_CLAIMED, IS_PLANNED, IS_SETTLED, IS_SLOTTED, OUTBOX

SENT_KEPT = timedelta(days=31)


@dataclass(slots=True)
class Due:
    """A message on its way: where to, in which lane, what, and how often it was tried.

    ``address`` may be empty when ``person`` is given: the chat is chosen when its turn comes. ``subject`` is what the
    message speaks of, ``kind:number`` ("announcement:12"): ledgers find their rows by it, and where the sender
    knows the kind, ``reply`` may be empty and its words are written at the last moment.
    """

    id: int
    address: str
    lane: int
    reply: Reply
    tries: int = 0
    person: int | None = None
    key: str | None = None
    not_before: datetime | None = None
    expires_at: datetime | None = None
    reason: str | None = None
    """Why it will not be sent, known before it is tried; None otherwise."""
    subject: str | None = None
    unsure: int = 0
    """How often nobody could tell whether it had arrived."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of a message."""

    id: int
    state: str
    at: datetime
    message: str | None = None
    reason: str | None = None
    tries: int = 0
    retry_at: datetime | None = None
    unsure: int = 0
    not_before: datetime | None = None
    """In campaign time: it may not be said before."""
    held: bool = False
    """It waits until somebody releases its subject."""
    moved_to: str = ""
    """The address key under which it is to be tried from here on; "" for the same."""

    @property
    def waits(self) -> str:
        """What a planned message waits for: "" for its turn alone."""
        return "held" if self.held else "time" if self.retry_at or self.not_before else ""


class Numbers:
    """Row ids of the outbox, given out here: one process writes, so no round trip is needed to know them."""

    def __init__(self, highest: int) -> None:
        self._next = count(highest + 1)

    def take(self) -> int:
        """The next one."""
        return next(self._next)


def lane(name: Lane) -> int:
    """A lane's place in the order of sending."""
    return LANES.index(name)


_ADD = insert(OUTBOX)
_ADD_ONCE = insert(OUTBOX).on_conflict_do_nothing(index_elements=["key"]).returning(OUTBOX.c.id)
_KEYS = select(OUTBOX.c.key).where(OUTBOX.c.key.in_(bindparam("keys", expanding=True)))
_SUPERSEDE = (
    update(OUTBOX)
    .where(
        IS_PLANNED,
        IS_SLOTTED,
        OUTBOX.c.address == bindparam("chat"),
        OUTBOX.c.slot == bindparam("place"),
        OUTBOX.c.id < bindparam("before"),
    )
    .values(state="skipped", reason="superseded", payload=None)
)
_MARK = (
    update(OUTBOX)
    # What was superseded on its way has no words left to be tried again; that it arrived all the same is worth knowing.
    .where(OUTBOX.c.id == bindparam("row"), or_(IS_PLANNED, IS_CLAIMED, bindparam("now") == literal_column("'sent'")))
    .values(
        state=bindparam("now"),
        address=func.coalesce(bindparam("chat"), OUTBOX.c.address),
        account=func.coalesce(bindparam("line"), OUTBOX.c.account),
        waits=bindparam("until"),
        message=func.coalesce(bindparam("told"), OUTBOX.c.message),
        reason=bindparam("why"),
        tries=bindparam("times"),
        unsure=bindparam("doubts"),
        not_before=func.coalesce(bindparam("begin"), OUTBOX.c.not_before),
        retry_at=bindparam("again"),
        sent_at=bindparam("sent"),
        payload=case((bindparam("now") == literal_column("'planned'"), OUTBOX.c.payload), else_=None),
    )
)
_LAST_IN_SLOT = (
    select(OUTBOX.c.message)
    .where(
        IS_SLOTTED,
        OUTBOX.c.address == bindparam("chat"),
        OUTBOX.c.slot == bindparam("place"),
        OUTBOX.c.message.is_not(None),
        OUTBOX.c.id < bindparam("before"),
    )
    .order_by(OUTBOX.c.id.desc())
    .limit(1)
)
_WITH_FILES = select(OUTBOX.c.id, OUTBOX.c.payload).where(
    IS_PLANNED, cast(OUTBOX.c.payload, Text).contains('"picture"') | cast(OUTBOX.c.payload, Text).contains('"document"')
)
_FILE_GONE = (
    update(OUTBOX)
    .where(IS_PLANNED, OUTBOX.c.id.in_(bindparam("ids", expanding=True)))
    .values(state="skipped", reason="file_erased", payload=None)
)
_HIGHEST = select(func.coalesce(func.max(OUTBOX.c.id), 0))
_OLD = delete(OUTBOX).where(
    OUTBOX.c.id.in_(
        select(OUTBOX.c.id)
        .where(
            IS_SETTLED,
            OUTBOX.c.created_at < bindparam("before"),
            # What waited long before it left is kept as long as the rest.
            func.coalesce(OUTBOX.c.sent_at, OUTBOX.c.created_at) < bindparam("before"),
        )
        .limit(bindparam("most"))
    )
)
_COUNT = select(func.count(), func.min(OUTBOX.c.created_at)).where(IS_PLANNED)
_STANDING = (
    select(OUTBOX.c.state, OUTBOX.c.waits, OUTBOX.c.reason, func.count().label("n"))
    .where(OUTBOX.c.subject == bindparam("what"))
    .group_by(OUTBOX.c.state, OUTBOX.c.waits, OUTBOX.c.reason)
)


_UNMARKED: dict[str, Any] = {"numbers": True, "many": False, "language": ""}
"""What most replies are, and what is therefore not written."""


def packed(reply: Reply) -> dict[str, Any]:
    """A reply as JSON; its slot has a column of its own."""
    body: dict[str, Any] = {"text": reply.text}
    if reply.choices:
        body["rows"] = [[[choice.value, choice.label] for choice in row] for row in reply.choices]
    for name, file in (("picture", reply.picture), ("document", reply.document)):
        if file is not None:
            body[name] = [file.key, file.name, file.media_type]
    marks = {"numbers": reply.numbers, "many": reply.many, "language": reply.language}
    return body | {name: value for name, value in marks.items() if value != _UNMARKED[name]}


def unpacked(body: dict[str, Any] | None, slot: str) -> Reply:
    """A reply read back; without a body its words are still to be written."""
    if body is None:
        return Reply("", slot=slot)
    parts: dict[str, Any] = {name: Attachment(*body[name]) for name in ("picture", "document") if name in body}
    rows = tuple(tuple(Choice(*choice) for choice in row) for row in body.get("rows", ()))
    parts |= {name: body.get(name, usual) for name, usual in _UNMARKED.items()}
    return Reply(body["text"], rows, slot=slot, **parts)


def account_of(address: str) -> str:
    """The bot account of an address key: ``telegram:7001``; "" while no address is chosen."""
    return ":".join(address.split(":", 2)[:2])


def _row(one: Due, at: datetime) -> dict[str, Any]:
    return {
        "id": one.id,
        "address": one.address,
        "account": account_of(one.address),
        "subject": one.subject,
        "person_id": one.person,
        "lane": one.lane,
        "key": one.key,
        "slot": one.reply.slot,
        "payload": None if one.reason or one.reply == Reply("", slot=one.reply.slot) else packed(one.reply),
        "state": "skipped" if one.reason else "planned",
        "waits": "time" if one.not_before else "",
        "reason": one.reason,
        "not_before": one.not_before,
        "expires_at": one.expires_at,
        "created_at": at,
    }


async def add(connection: Connection, due: Sequence[Due], at: datetime) -> list[Due]:
    """Plan messages and give back those that are to be sent; a key that is there already was planned before."""
    plain = [_row(one, at) for one in due if one.key is None]
    if plain:
        await connection.execute(_ADD, plain)
    once = [_row(one, at) for one in due if one.key is not None]
    new = set((await connection.execute(_ADD_ONCE, once)).scalars()) if once else set()
    return await _latest(connection, [one for one in due if one.reason is None and (one.key is None or one.id in new)])


async def planned_before(connection: Connection, keys: Sequence[str]) -> set[str]:
    """Those of these keys that are there already: their words need not be found again."""
    return set((await connection.execute(_KEYS, {"keys": list(keys)})).scalars())


async def _latest(connection: Connection, planned: list[Due]) -> list[Due]:
    """Only what was really planned takes the place of what waits in its slot; a repeated key must not."""
    latest = {(one.address, one.reply.slot): one.id for one in planned if one.reply.slot}
    if not latest:
        return planned
    await connection.execute(
        _SUPERSEDE, [{"chat": chat, "place": slot, "before": row} for (chat, slot), row in latest.items()]
    )
    return [one for one in planned if latest.get((one.address, one.reply.slot), one.id) == one.id]


async def mark(connection: Connection, marks: Sequence[Mark]) -> None:
    """Record what became of messages; words that have left are not kept."""
    await connection.execute(
        _MARK,
        [
            {
                "row": one.id,
                "now": one.state,
                "told": one.message,
                "why": one.reason,
                "chat": one.moved_to or None,
                "line": account_of(one.moved_to) or None,
                "until": one.waits,
                "times": one.tries,
                "doubts": one.unsure,
                "begin": one.not_before,
                "again": one.retry_at,
                "sent": one.at if one.state == "sent" else None,
            }
            for one in marks
        ],
    )


async def last_in_slot(connection: Connection, due: Due) -> str | None:
    """The platform's id of the message this one replaces, if one was sent."""
    found = await connection.execute(_LAST_IN_SLOT, {"chat": due.address, "place": due.reply.slot, "before": due.id})
    return found.scalar_one_or_none()


async def highest(connection: Connection) -> int:
    """The highest row id in use."""
    return int((await connection.execute(_HIGHEST)).scalar_one())


async def backlog(connection: Connection) -> tuple[int, datetime | None]:
    """How many are planned, and since when the oldest is."""
    row = (await connection.execute(_COUNT)).one()
    return row[0], row[1]


async def purge(connection: Connection, now: datetime, most: int) -> int:
    """Forget at most so many messages that were settled long ago; returns how many."""
    return (await connection.execute(_OLD, {"before": now - SENT_KEPT, "most": most})).rowcount


async def standing(connection: Connection, subject: str) -> dict[tuple[str, str, str | None], int]:
    """How many messages of a subject stand where: (state, what it waits for, reason) -> number."""
    rows = await connection.execute(_STANDING, {"what": subject})
    return {(row.state, row.waits, row.reason): row.n for row in rows}


async def let_go(connection: Connection, keys: set[str]) -> int:
    """Messages that wait with a file which is taken away are not sent any more; returns how many."""
    rows = await connection.execute(_WITH_FILES)
    gone = [
        row.id
        for row in rows
        if any(row.payload[name][0] in keys for name in ("picture", "document") if name in row.payload)
    ]
    if gone:
        await connection.execute(_FILE_GONE, {"ids": gone})
    return len(gone)
