"""A reminder sent by hand in the words of whoever reads it, and who does not read it any more (F3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.clock import Now
from domain.dispatches import Dispatch
from domain.messages import Reply
from domain.obligations import Obligation
from domain.reminders import Hours
from domain.unit_names import short_name
from handlers.context import House, act, button, offers
from handlers.duties import reminding
from storage.duties import obligations, obliged
from storage.people import seats
from storage.people.seats import Place
from storage.post.sending import Later, Skip, Verdict
from storage.sendings import chases
from storage.sendings.chases import Chase
from storage.store import Store
from texts.catalogue import Words, capital

ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Content:
    """What is chased, and with which words, as of a day."""

    chase: Chase
    obligation: Obligation
    today: date


async def load(store: Store, dispatch: Dispatch, now: Now) -> Content | None:
    """What there is to say; None when what was owed is gone."""
    chase = await chases.known(store, dispatch.about)
    owed = await obligations.get(store, chase.obligation) if chase else None
    return Content(chase, owed, now.today) if chase and owed else None


def hours(house: House, now: Now) -> Hours:
    """When people may be reminded."""
    return Hours(house.campaign, house.calendar, now.zone)


def duty(words: Words, owed: Obligation) -> str:
    """What is owed, as a thing: figures for April."""
    if owed.duty != "figures":
        return reminding.duty_name(words, owed)
    return words("chasing.figures", month=words(f"month.{int(owed.code.rpartition('-')[2])}"))


def say(words: Words, content: Content, unit: str) -> Reply:
    """The words to a unit of that name, without buttons."""
    owed, left = content.obligation, (content.obligation.due - content.today).days
    when = "today" if left == 0 else "passed" if left < 0 else "ahead"
    due = words(f"chasing.due_{when}", due=words.weekday(owed.due), due_day=words.day(owed.due), n=-left)
    last = content.chase.words or words("chasing.last")
    return Reply(words("chasing.said", unit=unit, duty=duty(words, owed), due=due, last=last))


def told(words: Words, content: Content, units: Sequence[Place]) -> Reply:
    """What somebody reads who answers for these units, with the answers under it."""
    owed = content.obligation
    if len(units) == 1:
        text = say(words, content, short_name(units[0].name)).text
        return Reply(text, offers(words, reminding.answers(words, owed, units[0].id)))
    shown = units[: reminding.ON_A_SCREEN]
    lines = "\n".join(f"{place} · {short_name(unit.name)}" for place, unit in enumerate(shown, 1))
    last = content.chase.words or words("chasing.last")
    Duty = capital(duty(words, owed))  # noqa: N806 - as gaps are spelled
    text = words("chasing.said_several", Duty=Duty, due=words.weekday(owed.due), lines=lines, last=last)
    numbered = [button(words, "answer_place", act("owe", owed.id, unit.id), n=at) for at, unit in enumerate(shown, 1)]
    return Reply(text, offers(words, [numbered[at : at + 2] for at in range(0, len(numbered), 2)]))


async def tell(
    store: Store, house: House, content: Content, readers: Mapping[int, Words], now: Now
) -> Mapping[int, Verdict]:
    """For each of these people their words; nothing for whoever has answered meanwhile, and nobody is told at night."""
    open_hours = hours(house, now)
    if not open_hours.are_now(now):
        return dict.fromkeys(readers, Later(open_hours.next_open(now)))
    owed = content.obligation
    units = await chases.units_told(store, content.chase, list(readers))
    every = sorted({unit for some in units.values() for unit in some})
    spared = await obliged.spared(store, owed, owed.branch or house.root, now.today, every) if every else {}
    places = await seats.places(store, every, now.today)
    verdicts: dict[int, Verdict] = {}
    for person, words in readers.items():
        late = [places[unit] for unit in units.get(person, ()) if not spared.get(unit, ANSWERED) and unit in places]
        verdicts[person] = told(words, content, late) if late else Skip(ANSWERED)
    return verdicts
