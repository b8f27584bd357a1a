"""Who is told of a report that waits too long: the deputy, who can confirm it, then whoever stands above the school."""

from collections.abc import Sequence

from domain.clock import Now
from domain.deeds import Deed
from domain.forms import Answers
from domain.messages import Reply
from domain.people import Reader, Role
from domain.unit_names import short_name
from handlers.context import House, Telling, button, offers
from handlers.deeds import deed_words
from handlers.forms.evidence import as_it_came
from storage.deeds import chased
from storage.people import people
from storage.post import conversations
from storage.store import Store
from storage.units import units
from storage.units.units import Unit


async def tellings(store: Store, now: Now, house: House, deed: Deed, step: str, days: int) -> list[Telling]:
    """The messages of one step, ``days`` working days after the report was sent; none where nobody is there."""
    unit = await units.by_id(store, deed.unit, now.today)
    if unit is None:
        return []
    deputies = await _readers(store, now, house, unit.id, ["deputy"]) if step == "deputy" else []
    if deputies:
        reporter = await _reader(store, now, house, deed.reporter) if deed.reporter else None
        shown = await as_it_came(store, deed.id, deed.answers)
        return [_to_deputy(now, house, deed, one, reporter, shown, days) for one in deputies]
    above = await _readers(store, now, house, unit.parent, ["relay", "office"]) if unit.parent else []
    heads = await _readers(store, now, house, unit.id, ["head"])
    return [_to_above(house, deed, one, unit, heads, days) for one in above]


async def _readers(store: Store, now: Now, house: House, unit: int, roles: list[Role]) -> list[Reader]:
    held = await people.holders(store, unit, roles, now.today)
    return [await _reader(store, now, house, person) for person in dict.fromkeys(person for person, _ in held)]


async def _reader(store: Store, now: Now, house: House, person: int) -> Reader:
    return await conversations.reader(store, person, now.today, house.default_language)


def _telling(deed: Deed, reader: Reader, reply: Reply) -> Telling:
    person = reader.person.id if reader.person else 0
    return Telling(reader, reply, "notice", f"{chased.KEY}{deed.id}:{deed.version}:{person}")


def _to_deputy(
    now: Now, house: House, deed: Deed, reader: Reader, reporter: Reader | None, shown: Answers, days: int
) -> Telling:
    words = house.catalogue.words(reader.language, reader.person)
    sent = deed.sent_at.astimezone(now.zone)
    by = words(
        "deed.sent_by",
        by=words.who(reporter.person if reporter else None),
        time=words.time(sent),
        day=words.day(sent.date()),
    )
    lines = deed_words.lines(words, shown, by)
    return _telling(
        deed,
        reader,
        deed_words.decision(words, deed, words("unanswered.deputy", number=deed.id, days=days, lines=lines)),
    )


def _to_above(house: House, deed: Deed, reader: Reader, unit: Unit, heads: Sequence[Reader], days: int) -> Telling:
    words = house.catalogue.words(reader.language, reader.person)
    text = words(
        "unanswered.above",
        number=deed.id,
        unit=short_name(unit.name),
        days=days,
        people=words.listed([words.who(head.person) for head in heads]) or words("summary.nobody_yet"),
    )
    return _telling(deed, reader, Reply(text, offers(words, [[button(words, "menu")]])))
