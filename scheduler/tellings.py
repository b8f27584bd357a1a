"""What the clock tells people: when it may, the row it leaves in the outbox, and what can be typed in answer."""

from collections.abc import Iterable

from domain.clock import Now
from domain.menus import arranged
from handlers.context import House, Telling
from storage.post import outbox
from storage.post.outbox import Due, Numbers


def may_speak(now: Now, house: House) -> bool:
    """In speaking hours of a working day (CONVERSATIONS §1.18)."""
    campaign = house.campaign
    works = house.calendar.is_working_day(now.today)
    return works and campaign.speaking_from <= now.local.time() < campaign.speaking_until


def due_of(numbers: Numbers, telling: Telling) -> Due:
    """A row of the outbox for what somebody is to be told; without an address it is kept with that reason."""
    reader = telling.reader
    return Due(
        numbers.take(),
        reader.address.key if reader.address else "",
        outbox.lane(telling.lane),
        telling.words,
        person=reader.person.id if reader.person else None,
        key=telling.key,
        reason=None if reader.address else "no_address",
    )


def menus_of(told: Iterable[Telling]) -> list[tuple[str, list[list[str]]]]:
    """What the numbers of these messages mean in their chats, unless a form is open there (they answer it then)."""
    return [
        (one.reader.address.key, [[choice.value, choice.label] for choice in arranged(one.reply).in_order])
        for one in told
        if one.reader.address and one.reply.choices and not one.reader.busy
    ]
