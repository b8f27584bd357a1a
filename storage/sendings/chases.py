"""Reminders sent by hand: what is chased with which words, whom it would reach, and its lines in the book of nudges."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.audiences import Audience, Reach
from domain.clock import Now
from domain.rights import Scope
from storage.duties import reminders
from storage.people.stand_ins import is_told
from storage.scopes import within
from storage.sendings import audiences
from storage.sendings.audiences import Found, Ground
from storage.store import Store
from storage.tables import CHASE, GRANT, REMINDER
from storage.types import AnyRow

PAGE = 500
ROLES = ("head", "deputy", "relay")
_SEATS = {"head": "head", "deputy": "deputy", "relay": "head"}
"""An office's own relay answers for it as a head does."""


@dataclass(frozen=True, slots=True)
class Chase:
    """A reminder by hand: N- and its number."""

    id: int
    campaign: int
    unit: int
    author: int | None
    obligation: int
    words: str

    @property
    def subject(self) -> str:
        """As ledgers and audit rows name it."""
        return f"chase:{self.id}"

    @property
    def step(self) -> str:
        """As the book of nudges names it beside the rungs of the ladder."""
        return f"N-{self.id:03}"


@dataclass(frozen=True, slots=True)
class Line:
    """What the book is to say of one unit and one person: told in that message, or not, for that reason."""

    unit: int
    person: int | None
    seat: str = "head"
    channel: str | None = None
    outbox: int | None = None
    reason: str | None = None


_COLUMNS = (
    CHASE.c.id,
    CHASE.c.campaign_id,
    CHASE.c.unit_id,
    CHASE.c.author_id,
    CHASE.c.obligation_id,
    CHASE.c.words,
)
_ADD = insert(CHASE).returning(CHASE.c.id)
_ONE = select(*_COLUMNS).where(CHASE.c.id == bindparam("row"))
_WITHIN = _ONE.where(within(CHASE.c.unit_id, below=True))
_REWORD = (
    update(CHASE)
    .where(CHASE.c.id == bindparam("row"), within(CHASE.c.unit_id, below=True))
    .values(words=bindparam("said"))
)
_LED = (
    select(GRANT.c.person_id, GRANT.c.unit_id, GRANT.c.role)
    .where(
        GRANT.c.person_id.in_(bindparam("people", expanding=True)),
        GRANT.c.unit_id.in_(bindparam("units", expanding=True)),
        GRANT.c.role.in_(ROLES),
        GRANT.c.from_day <= bindparam("day"),
        GRANT.c.to_day > bindparam("day"),
        is_told(bindparam("day")),
    )
    .order_by(GRANT.c.unit_id, GRANT.c.id)
)
_TOLD = select(REMINDER.c.person_id, REMINDER.c.unit_id).where(
    REMINDER.c.obligation_id == bindparam("obligation"),
    REMINDER.c.step == bindparam("step"),
    REMINDER.c.person_id.in_(bindparam("people", expanding=True)),
    REMINDER.c.outbox_id.is_not(None),
)
_BOOK = upsert(REMINDER).on_conflict_do_nothing(index_elements=["obligation_id", "unit_id", "step", "slot"])


def _chase(row: AnyRow | None) -> Chase | None:
    return Chase(*row) if row else None


async def add(store: Store, now: Now, campaign: int, unit: int, author: int, obligation: int) -> int:
    """A reminder that is being prepared; its number."""
    values = {"campaign_id": campaign, "unit_id": unit, "author_id": author, "obligation_id": obligation}
    return await store.add(_ADD, {**values, "created_at": now.real})


async def get(store: Store, now: Now, row: int, scope: Scope) -> Chase | None:
    """One that a unit of the scope sends."""
    return _chase(await store.row(_WITHIN, {"row": row, "roots": list(scope.roots), "day": now.today}))


async def known(store: Store, row: int) -> Chase | None:
    """One as the clock and the sender know it."""
    return _chase(await store.row(_ONE, {"row": row}))


async def reword(store: Store, now: Now, row: int, words: str, scope: Scope) -> None:
    """Let it end with other words; "" for the usual ones."""
    await store.write(_REWORD, {"row": row, "said": words, "roots": list(scope.roots), "day": now.today})


# -- whom it reaches ---------------------------------------------------------------------------------------------------


async def led(store: Store, people: Iterable[int], units: Sequence[int], day: date) -> dict[int, list[tuple[int, str]]]:
    """Which of these units each of these people answers for, and in which seat."""
    found: dict[int, list[tuple[int, str]]] = {}
    asked = {"people": sorted(set(people)), "units": list(units), "day": day}
    for person, unit, role in await store.rows(_LED, asked):
        known = found.setdefault(person, [])
        if unit not in {one for one, _ in known}:
            known.append((unit, _SEATS[role]))
    return found


async def spare(store: Store, now: Now, found: Sequence[Found], most: int) -> list[Found]:
    """The same people; whoever was written to ``most`` times this week is left alone (RELIABILITY R49)."""
    told = [one.person for one in found if one.person is not None and not one.reason]
    monday = now.today - timedelta(days=now.today.weekday())
    since = datetime.combine(monday, time(), now.zone)
    heard = await reminders.told_this_week(store, told, since)
    return [
        replace(one, channel="", reason="ceiling")
        if not one.reason and one.person is not None and heard.get(one.person, 0) >= most
        else one
        for one in found
    ]


async def reach(store: Store, now: Now, audience: Audience, ground: Ground) -> Reach:
    """How far it would go, counted as it would be listed."""
    people: list[Found] = []
    empty: list[Found] = []
    while page := await audiences.people_after(store, audience, ground, people[-1].person or 0 if people else 0, PAGE):
        people += page
    while page := await audiences.empty_after(store, audience, ground, empty[-1].unit if empty else 0, PAGE):
        empty += page
    meant = await audiences.units_meant(store, audience, ground)
    leads = await led(store, [one.person or 0 for one in people], meant, ground.day)
    return _counted(await spare(store, now, people, ground.campaign.most_a_week), leads, len(empty))


def _counted(people: Sequence[Found], leads: Mapping[int, Sequence[tuple[int, str]]], empty: int) -> Reach:
    told = [one for one in people if not one.reason]
    full = [one for one in people if one.reason == "ceiling"]

    def of(some: Iterable[Found]) -> set[int]:
        return {unit for one in some for unit in (one.unit, *(unit for unit, _ in leads.get(one.person or 0, ())))}

    channels: dict[str, int] = {}
    for one in told:
        channels[one.channel] = channels.get(one.channel, 0) + 1
    reached, by_number = of(told), sorted(channels.items(), key=lambda one: (-one[1], one[0]))
    rest = len(people) - len(told) - len(full)
    units = len(of(people)) + empty
    return Reach(len(told), units, len(reached), empty, rest, tuple(by_number), len(full), len(of(full) - reached))


async def units_told(store: Store, chase: Chase, people: Sequence[int]) -> dict[int, list[int]]:
    """Of which units each of these people is reminded, as the book has it."""
    found: dict[int, list[int]] = {}
    asked = {"obligation": chase.obligation, "step": chase.step, "people": list(people)}
    for person, unit in await store.rows(_TOLD, asked):
        found.setdefault(person, []).append(unit)
    return found


# -- the book ----------------------------------------------------------------------------------------------------------


async def write_down(store: Store, now: Now, chase: Chase, basis: date, lines: Sequence[Line]) -> None:
    """Each nudge is a line of the same book as the ladder's: unique for unit, person and this reminder."""
    rows = [
        {
            "obligation_id": chase.obligation,
            "unit_id": one.unit,
            "step": chase.step,
            "slot": f"{basis.isoformat()}:{one.person or one.reason}",
            "seat": one.seat,
            "basis": basis,
            "state": "skipped" if one.reason else "told",
            "reason": one.reason,
            "due_at": now.campaign,
            "told_at": now.campaign,
            "person_id": one.person,
            "channel": one.channel,
            "outbox_id": one.outbox,
        }
        for one in lines
    ]
    if rows:
        await store.write(_BOOK, rows)
