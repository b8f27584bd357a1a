"""The last of a report's photos has come after it was sent: whoever still decides on it hears that it is complete."""

from domain.clock import Now
from domain.people import Reader
from domain.rights import Scope
from handlers.context import House, Telling
from handlers.deeds import deed_words
from storage.deeds import deeds, evidence
from storage.people import people
from storage.post import conversations
from storage.store import Store


async def tellings(store: Store, now: Now, house: House, subject: str) -> list[Telling]:
    """What the heads are told of ``deed:1290``; nothing while a file is missing, nor once they have decided."""
    kind, _, number = subject.partition(":")
    if kind != "deed" or any(state != "stored" for _, state in await evidence.of_report(store, subject)):
        return []
    deed = await deeds.get(store, now, int(number), Scope("confirm_deed", (house.root,), below=True, person=0))
    if deed is None or deed.state != "sent":
        return []
    held = await people.holders(store, deed.unit, ["head", "deputy"], now.today)
    heads = [row for row in held if row[1] == "head"] or held
    told = []
    for person, _ in heads:
        reader = await conversations.reader(store, person, now.today, house.default_language)
        words = house.catalogue.words(reader.language, reader.person)
        text = words("short.all_came", number=deed.id, files=deed_words.files(words, deed.answers))
        reply = deed_words.decision(words, deed, text)
        told.append(Telling(reader, reply, "notice", f"{subject}:{deed.version}:all_came:{_id(reader)}"))
    return told


def _id(reader: Reader) -> int:
    return reader.person.id if reader.person else 0
