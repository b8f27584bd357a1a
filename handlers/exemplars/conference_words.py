"""What an organiser is told some days before a conference (II-5)."""

from domain.clock import Now
from domain.messages import Reply
from handlers.context import House, Telling, act, button, offers
from storage.exemplars.conferences import Conference
from storage.people import people
from storage.post import conversations
from storage.store import Store


async def tellings(store: Store, now: Now, house: House, one: Conference) -> list[Telling]:
    """To whoever planned it, while they answer for that unit; else to those who do."""
    held = await people.holders(store, one.unit, ["head", "deputy", "relay", "office"], now.today)
    here = list(dict.fromkeys(person for person, _ in held))
    found = []
    for person in [one.by] if one.by in here else here:
        reader = await conversations.reader(store, person, now.today, house.default_language)
        words = house.catalogue.words(reader.language, reader.person)
        day, n = words.weekday(one.on), words.number(one.honoured)
        text = words("conference.near", days=(one.on - now.today).days, day=day, place=one.place, n=n)
        rows = [[button(words, "see_conference", act("conference", one.id)), button(words, "later", act("later"))]]
        found.append(Telling(reader, Reply(text, offers(words, rows)), "reminder", f"conference:{one.id}:{person}"))
    return found
