"""Public notices: what the council agreed to stands open to comments for some days, objections apart (I.2-2)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from sqlalchemy import bindparam, delete, func, insert, select, update

from domain.clock import Now
from domain.rights import Scope
from storage import audit
from storage.scopes import within
from storage.store import Store
from storage.tables import NOMINATION, NOTICE, NOTICE_ROW, OBJECTION

Outcome: TypeAlias = Literal["upheld", "dismissed"]
_COLUMNS = (NOTICE.c.id, NOTICE.c.from_day, NOTICE.c.to_day, NOTICE.c.state, NOTICE.c.opened_by)


@dataclass(frozen=True, slots=True)
class Notice:
    """A list that stands open from one day to another, both counted."""

    id: int
    from_day: date
    to_day: date
    state: Literal["open", "ended"]
    opened_by: int | None


@dataclass(frozen=True, slots=True)
class Objection:
    """What somebody said against a nomination on a list, and what the Office answered."""

    id: int
    notice: int
    nomination: int
    person: int | None
    words: str = field(repr=False)
    at: datetime
    state: Literal["open", "upheld", "dismissed"]
    answer: str = field(repr=False)
    answered_by: int | None
    answered_at: datetime | None


_ADD = insert(NOTICE).returning(NOTICE.c.id)
_ADD_ROW = insert(NOTICE_ROW)
_CAMPAIGN = NOTICE.c.campaign_id == bindparam("campaign")
_OPEN = select(*_COLUMNS).where(_CAMPAIGN, NOTICE.c.state == "open").order_by(NOTICE.c.to_day, NOTICE.c.id)
_ROWS = (
    select(NOTICE_ROW.c.nomination_id)
    .where(NOTICE_ROW.c.notice_id == bindparam("row"))
    .order_by(NOTICE_ROW.c.nomination_id)
)
_LISTING = (
    select(NOTICE_ROW.c.nomination_id, *_COLUMNS)
    .join(NOTICE, NOTICE.c.id == NOTICE_ROW.c.notice_id)
    .join(NOMINATION, NOMINATION.c.id == NOTICE_ROW.c.nomination_id)
    .where(
        _CAMPAIGN,
        NOTICE.c.state == "open",
        NOTICE.c.to_day >= bindparam("today"),
        NOMINATION.c.state.in_(("agreed", "noticed")),
        within(NOMINATION.c.unit_id, below=True),
    )
    .order_by(NOTICE_ROW.c.nomination_id)
)
_END = update(NOTICE).where(NOTICE.c.id == bindparam("row"), NOTICE.c.state == "open").values(state="ended")
_STRIKE = delete(NOTICE_ROW).where(
    NOTICE_ROW.c.nomination_id == bindparam("nomination"),
    NOTICE_ROW.c.notice_id.in_(select(NOTICE.c.id).where(NOTICE.c.state == "open")),
)
_LAST_OF = (
    select(*_COLUMNS)
    .join(NOTICE_ROW, NOTICE_ROW.c.notice_id == NOTICE.c.id)
    .where(NOTICE_ROW.c.nomination_id == bindparam("nomination"))
    .order_by(NOTICE.c.id.desc())
    .limit(1)
)
_OBJECTION = (
    OBJECTION.c.id,
    OBJECTION.c.notice_id,
    OBJECTION.c.nomination_id,
    OBJECTION.c.person_id,
    func.coalesce(OBJECTION.c.words, ""),
    OBJECTION.c.at,
    OBJECTION.c.state,
    func.coalesce(OBJECTION.c.answer, ""),
    OBJECTION.c.answered_by,
    OBJECTION.c.answered_at,
)
_OBJECT = insert(OBJECTION).returning(OBJECTION.c.id)
_SEEN = within(NOTICE.c.unit_id, below=True)
_OBJECTIONS = (
    select(*_OBJECTION)
    .join(NOTICE, NOTICE.c.id == OBJECTION.c.notice_id)
    .where(_CAMPAIGN, OBJECTION.c.state == "open", _SEEN)
    .order_by(OBJECTION.c.id)
)
_ONE = (
    select(*_OBJECTION)
    .join(NOTICE, NOTICE.c.id == OBJECTION.c.notice_id)
    .where(OBJECTION.c.id == bindparam("row"), _SEEN)
)
_HELD = (
    select(OBJECTION.c.nomination_id)
    .where(OBJECTION.c.nomination_id.in_(bindparam("ids", expanding=True)), OBJECTION.c.state == "open")
    .distinct()
)
_SAID = select(OBJECTION.c.id).where(
    OBJECTION.c.nomination_id == bindparam("nomination"),
    OBJECTION.c.person_id == bindparam("who"),
    OBJECTION.c.state == "open",
)
_ANSWER = (
    update(OBJECTION)
    .where(OBJECTION.c.id == bindparam("row"), OBJECTION.c.state == "open")
    .values(
        state=bindparam("to_state"),
        answer=bindparam("said"),
        answered_by=bindparam("by"),
        answered_at=bindparam("then"),
    )
)
_NAMED = (
    select(OBJECTION.c.id)
    .join(NOTICE, NOTICE.c.id == OBJECTION.c.notice_id)
    .where(_CAMPAIGN, OBJECTION.c.words.is_not(None) | OBJECTION.c.answer.is_not(None))
    .limit(bindparam("most"))
)
_FORGET = (
    update(OBJECTION)
    .where(OBJECTION.c.id.in_(bindparam("ids", expanding=True)))
    .values(words=None, answer=None, person_id=None)
)


async def publish(
    store: Store, now: Now, campaign: int, nominations: Sequence[int], span: tuple[date, date], scope: Scope
) -> int:
    """Open a list to comments; returns its number."""
    values = {"campaign_id": campaign, "unit_id": scope.roots[0], "from_day": span[0], "to_day": span[1]}
    row = await store.add(_ADD, {**values, "state": "open", "opened_by": scope.person})
    for nomination in nominations:
        await store.write(_ADD_ROW, {"notice_id": row, "nomination_id": nomination})
    audit.note(store, now, scope.person, "notice_opened", f"notice:{row}", {"days": [str(day) for day in span]})
    return row


async def open_ones(store: Store, campaign: int) -> list[Notice]:
    """Lists that have not been ended, the one that ends first first."""
    return [Notice(*row) for row in await store.rows(_OPEN, {"campaign": campaign})]


async def nominations_of(store: Store, notice: int) -> list[int]:
    """What stands on a list."""
    return [row[0] for row in await store.rows(_ROWS, {"row": notice})]


async def listing(store: Store, now: Now, campaign: int, scope: Scope) -> dict[int, Notice]:
    """Every nomination that stands open to comments today, with its list; what was held or sent back is not there."""
    values = {"campaign": campaign, "today": now.today, "roots": list(scope.roots), "day": now.today}
    rows = await store.rows(_LISTING, values)
    return {row[0]: Notice(*row[1:]) for row in rows}


async def strike(store: Store, nomination: int) -> None:
    """It left an open list before its days were over: once it may go on, it stands open anew, for all of them."""
    await store.write(_STRIKE, {"nomination": nomination})


async def last_of(store: Store, nomination: int) -> Notice | None:
    """The last list on which a nomination stood open to comments."""
    row = await store.row(_LAST_OF, {"nomination": nomination})
    return Notice(*row) if row else None


async def end(store: Store, now: Now, notice: Notice) -> bool:
    """Its days are over and nobody waits for an answer; False when it had ended before."""
    if not await store.write(_END, {"row": notice.id}):
        return False
    audit.note(store, now, notice.opened_by, "notice_ended", f"notice:{notice.id}")
    return True


async def object_to(store: Store, now: Now, notice: int, nomination: int, words: str, scope: Scope) -> int | None:
    """Words against a nomination, kept apart from it; None when this person waits for an answer on it already."""
    if await store.row(_SAID, {"nomination": nomination, "who": scope.person}):
        return None
    values = {"notice_id": notice, "nomination_id": nomination, "person_id": scope.person, "words": words}
    row = await store.add(_OBJECT, {**values, "at": now.campaign, "state": "open"})
    audit.note(store, now, scope.person, "objected", f"objection:{row}")
    return row


async def objections(store: Store, now: Now, campaign: int, scope: Scope) -> list[Objection]:
    """Those that wait for the Office's answer, the oldest first."""
    values = {"campaign": campaign, "roots": list(scope.roots), "day": now.today}
    return [Objection(*row) for row in await store.rows(_OBJECTIONS, values)]


async def objection(store: Store, now: Now, row: int, scope: Scope) -> Objection | None:
    """One of them, for the Office alone: it says who spoke."""
    found = await store.row(_ONE, {"row": row, "roots": list(scope.roots), "day": now.today})
    return Objection(*found) if found else None


async def held(store: Store, nominations: Sequence[int]) -> set[int]:
    """Those of these nominations on which somebody waits for an answer."""
    if not nominations:
        return set()
    return {row[0] for row in await store.rows(_HELD, {"ids": list(nominations)})}


async def answer(store: Store, now: Now, one: Objection, outcome: Outcome, reason: str, scope: Scope) -> bool:
    """The Office answers with its reason; False when a colleague was quicker."""
    values = {"row": one.id, "to_state": outcome, "said": reason, "by": scope.person, "then": now.campaign}
    if not await store.write(_ANSWER, values):
        return False
    audit.note(store, now, scope.person, f"objection_{outcome}", f"objection:{one.id}", {"reason": reason})
    return True


async def forget(store: Store, campaign: int, most: int) -> int:
    """The campaign is long over: words and names go, how many objections there were is counted on."""
    ids = [row[0] for row in await store.rows(_NAMED, {"campaign": campaign, "most": most})]
    return await store.write(_FORGET, {"ids": ids}) if ids else 0
