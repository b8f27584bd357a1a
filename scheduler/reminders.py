"""Says what is due, each thing once: claims the rows, words and outbox rows in one transaction (DESIGN §7, §13.9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from domain.campaigns import Step
from domain.clock import Now
from domain.obligations import Obligation, ladder
from domain.people import Person, Reader
from domain.reminders import PROMISE, Reason, stands_still
from domain.units import RELAYS
from handlers.duties import reminding
from handlers.duties.reminding import Item
from scheduler.ladder import Ladder, looks_next
from storage.database import Connection
from storage.duties import obliged, owed_days, reminders
from storage.duties.reminders import Nudge, Verdict
from storage.people import seats
from storage.post import conversations, outbox
from storage.post.outbox import Due, Numbers
from storage.store import Store

A_TURN = 25
"""Nudges looked at in one transaction: some 10 ms, and the whole goes no faster in larger ones (DESIGN §13.2)."""
KEY = "reminder:"
"""Head of the outbox keys and subjects of these messages; the first nudge they carry follows."""


@dataclass(slots=True)
class Turn:
    """Some nudges whose moment has come, and all that is to be known to say them."""

    store: Store
    now: Now
    ladder: Ladder
    nudges: list[Nudge]
    obligations: dict[int, Obligation]
    places: dict[int, seats.Place] = field(default_factory=dict)
    held: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    readers: dict[int, Reader] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    told: dict[int, list[tuple[Nudge, Item, str | None]]] = field(default_factory=dict)
    """By person: what each is to be told, and why it is not somebody else."""

    def skip(self, nudge: Nudge, reason: Reason) -> None:
        """It is not said, and that is why."""
        self.verdicts.append(Verdict(nudge.id, "skipped", reason))

    def step(self, nudge: Nudge) -> Step | None:
        """The rung it stands on; None for the morning after a promise."""
        obligation = self.obligations[nudge.obligation]
        steps = ladder(self.ladder.of(obligation).campaign, obligation)
        return next((step for step in steps if step.code == nudge.step), None)


async def speak(connection: Connection, store: Store, now: Now, found: Ladder, numbers: Numbers) -> int:
    """Say or skip up to a turn's worth of what is due; returns how many nudges are done with."""
    running = found.hours[found.house.campaign_id]
    if not running.are_now(now):
        return 0
    nudges = await reminders.due(store, now, A_TURN)
    turn = Turn(store, now, found, nudges, {one.id: one for one in found.obligations})
    await _judge(turn)
    if turn.nudges:
        await _look(turn)
        for nudge in turn.nudges:
            await _address(turn, nudge)
    await _fold(turn)
    await _send(connection, turn, numbers)
    await reminders.decide(store, now, turn.verdicts)
    return len(nudges)


# -- whether -----------------------------------------------------------------------------------------------------------


async def _judge(turn: Turn) -> None:
    """Skip what has settled itself since it was planned: answered, ended, too late, overtaken."""
    kept: list[Nudge] = []
    for number in sorted({nudge.obligation for nudge in turn.nudges}):
        of_it = [nudge for nudge in turn.nudges if nudge.obligation == number]
        obligation = turn.obligations.get(number)
        if obligation is None:
            for nudge in of_it:
                turn.skip(nudge, "ended")
        else:
            kept += await _judged(turn, obligation, of_it)
    turn.nudges = kept


async def _judged(turn: Turn, obligation: Obligation, nudges: Sequence[Nudge]) -> list[Nudge]:
    hours = turn.ladder.of(obligation)
    steps, root = ladder(hours.campaign, obligation), turn.ladder.root
    dues = await owed_days.due_days(turn.store, obligation)
    below = [nudge.unit for nudge in nudges if nudge.seat in {"head", "deputy"}]
    spared = await obliged.spared(turn.store, obligation, root, turn.now.today, below) if below else {}
    today = datetime.combine(turn.now.today, time(), turn.now.zone)
    asked = await reminders.asked_since(turn.store, obligation.id, below, today) if below else set()
    asked |= {nudge.unit for nudge in nudges if nudge.step == PROMISE}
    kept = []
    for nudge in nudges:
        reason: str | None = stands_still(hours, steps, (nudge.step, nudge.basis, nudge.due_at), turn.now)
        if nudge.step != PROMISE and nudge.basis not in dues:
            reason = "moved"
        if nudge.unit in below and not reason:
            reason = spared.get(nudge.unit, "ended")
            if not reason and nudge.step != PROMISE and nudge.unit in asked:
                reason = "promised"
        if reason:
            turn.verdicts.append(Verdict(nudge.id, "skipped", reason))
        else:
            kept.append(nudge)
    return kept


# -- to whom -----------------------------------------------------------------------------------------------------------


async def _look(turn: Turn) -> None:
    """Units, seats and people of all these nudges at once."""
    turn.places = await seats.places(turn.store, (nudge.unit for nudge in turn.nudges), turn.now.today)
    above = [place.parent for place in turn.places.values() if place.parent]
    turn.places |= await seats.places(turn.store, above, turn.now.today)
    turn.held = await seats.held(turn.store, turn.places, turn.now.today)
    people = {person for some in turn.held.values() for person in some}
    turn.readers = await seats.readers(turn.store, people, turn.ladder.house.default_language)


def _benches(place: seats.Place, seat: str, *, is_gentle: bool) -> list[tuple[int, str]]:
    """The seats a nudge may go to, the wanted one first; an office's own relay answers for it as a head does."""
    own = [(place.id, "head"), (place.id, "deputy")]
    if place.kind in RELAYS:
        own = [(place.id, "relay")]
    if seat == "deputy":
        return own[::-1]
    return [*own, *([(place.parent, "relay")] if place.parent and is_gentle else [])]


async def _address(turn: Turn, nudge: Nudge) -> None:
    """Find who hears it, or note why nobody does."""
    place, obligation = turn.places.get(nudge.unit), turn.obligations[nudge.obligation]
    if place is None:
        turn.skip(nudge, "ended")
        return
    if nudge.seat in {"relay", "office"}:
        await _up(turn, nudge, place, obligation)
        return
    step = turn.step(nudge)
    # Once the list of late units is about to go up, single words to the office above add nothing.
    benches = _benches(place, nudge.seat, is_gentle=step is None or step.tone == "remind")
    there = [(bench, person) for bench in benches for person in turn.held.get(bench, ()) if person in turn.readers]
    reached = [(bench, person) for bench, person in there if turn.readers[person].address]
    if not reached:
        turn.skip(nudge, "no_address" if there else "nobody")
        return
    bench, person = reached[0]
    instead = bench[0] != place.id
    is_known = any(one == benches[0] for one, _ in there)
    reason = None
    if instead:
        reason = "no_address" if any(one[0] == place.id for one, _ in there) else "nobody"
    elif bench != benches[0] and nudge.seat == "head":
        reason = "head_unreachable" if is_known else "no_head"
    turn.told.setdefault(person, []).append((nudge, _item(turn, nudge, place, obligation, instead=instead), reason))


def _item(turn: Turn, nudge: Nudge, place: seats.Place, obligation: Obligation, *, instead: bool) -> Item:
    above = turn.places.get(place.parent) if place.parent else None
    has_relay = above is not None and above.kind in RELAYS
    day = looks_next(turn.ladder, obligation, nudge.basis, nudge.due_at, has_relay=has_relay)
    office = above.kind if above is not None and has_relay else "sgddt"
    step = turn.step(nudge)
    seats_of_step = step.audience if step else ()
    return Item(
        obligation,
        place,
        nudge.basis,
        nudge.due_at,
        step,
        obligation.due if step is None else None,
        above,
        (day, office) if day else None,
        _answerers(turn, place) if "deputy" in seats_of_step else (),
        instead=instead,
    )


def _answerers(turn: Turn, place: seats.Place) -> tuple[Person, ...]:
    """The head and the deputy, where both can be reached."""
    first = [turn.held.get((place.id, role), [0])[0] for role in ("head", "deputy")]
    found = [turn.readers[person] for person in first if person in turn.readers]
    return tuple(reader.person for reader in found if reader.person and reader.address)


async def _up(turn: Turn, nudge: Nudge, place: seats.Place, obligation: Obligation) -> None:
    """The list of late units, to one person of the office above."""
    reader = turn.readers.get(nudge.person or 0)
    if reader is None or reader.address is None:
        turn.skip(nudge, "no_address" if reader else "nobody")
        return
    late = await obliged.late(turn.store, obligation, place.id, turn.now.today, nudge.basis)
    if not late.units:
        turn.skip(nudge, "answered")
        return
    item = Item(obligation, place, nudge.basis, nudge.due_at, turn.step(nudge), late=late)
    turn.told.setdefault(nudge.person or 0, []).append((nudge, item, None))


async def _fold(turn: Turn) -> None:
    """Whoever was written to often enough this week hears the rest with the digest (RELIABILITY R49)."""
    monday = turn.now.today - timedelta(days=turn.now.today.weekday())
    since = datetime.combine(monday, time(), turn.now.zone)
    most = turn.ladder.hours[turn.ladder.house.campaign_id].campaign.most_a_week
    counted = await reminders.told_this_week(turn.store, sorted(turn.told), since)
    for person in [person for person in turn.told if counted.get(person, 0) >= most]:
        for nudge, _, _ in turn.told.pop(person):
            turn.verdicts.append(Verdict(nudge.id, "folded", "ceiling", person))


# -- saying ------------------------------------------------------------------------------------------------------------


async def _send(connection: Connection, turn: Turn, numbers: Numbers) -> None:
    due: list[Due] = []
    menus = []
    for person, said in turn.told.items():
        reader = turn.readers[person]
        address = reader.address
        if address is None:
            continue
        words = turn.ladder.house.catalogue.words(reader.language, reader.person)
        reply = reminding.message(words, turn.now, _once(item for _, item, _ in said))
        row = Due(
            numbers.take(),
            address.key,
            outbox.lane("reminder"),
            reply,
            person=person,
            key=f"{KEY}{said[0][0].id}",
            subject=f"{KEY}{said[0][0].id}",
            expires_at=min(_expires(turn, nudge) for nudge, _, _ in said),
        )
        due.append(row)
        turn.verdicts += [
            Verdict(nudge.id, "told", reason, person, address.channel, row.id) for nudge, _, reason in said
        ]
        if not reader.busy:
            menus.append((address.key, [[choice.value, choice.label] for choice in reply.buttons()]))
    if menus:
        await conversations.offer(connection, menus)
    if due:
        await outbox.add(connection, due, turn.now.real)


def _once(items: Iterable[Item]) -> list[Item]:
    """Each unit and duty once: whoever sits in two seats of a school hears it once."""
    found: dict[tuple[int, int], Item] = {}
    for item in items:
        found.setdefault((item.obligation.id, item.unit.id), item)
    return list(found.values())


def _expires(turn: Turn, nudge: Nudge) -> datetime:
    """When its words are not true any more, or it is too late to be polite: with the day, or as the next step comes.

    "Today", "yesterday" and "3 days left" are of one day; a first friendly word and a list hold a little longer.
    """
    obligation, step = turn.obligations[nudge.obligation], turn.step(nudge)
    hours = turn.ladder.of(obligation)
    is_of_a_day = step is None or (step.asks and step.is_of_schools)
    last = hours.calendar.add_working_days(turn.now.today, 0 if is_of_a_day else hours.campaign.late_days)
    steps = ladder(hours.campaign, obligation) if step else []
    later = [moment for one in steps if (moment := hours.moment(one, nudge.basis)) > turn.now.campaign]
    return min([hours.close(last), *later])


__all__ = ["A_TURN", "KEY", "Turn", "speak"]
