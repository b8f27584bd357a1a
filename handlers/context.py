"""What a handler is given, and the only ways in which it may answer or speak to somebody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from domain.calendar import Calendar
from domain.campaigns import Campaign
from domain.clock import Now
from domain.conversations import Conversation
from domain.messages import Choice, Incoming, Json, Lane, Reply, Rows
from domain.papers.bases import LegalBasis
from domain.people import Person, Reader
from domain.readers.units import Units
from storage.post import conversations
from storage.store import Store
from texts.catalogue import Catalogue, Words

Offer = str | Choice
"""A choice by its name in the catalogue (its value is then the command of that name), or ready made."""


@dataclass(frozen=True, slots=True)
class House:
    """What is the same for every message: the running campaign, the words, the settings a handler may know."""

    campaign: Campaign
    campaign_id: int
    catalogue: Catalogue
    default_language: str
    secret: bytes
    """Keys the hashes of invite codes."""
    root: int = 0
    """The department's unit."""
    units: Units = field(default_factory=lambda: Units(()))
    """What units are called; built once, and again when units were imported."""
    ended_units: Units = field(default_factory=lambda: Units(()))
    """What units were called that have ended; their figures are asked for still."""
    calendar: Calendar = field(default_factory=Calendar)
    """Working days."""
    page: str = ""
    """Where the chat page is, for those whose app does not hand over what they write; "" when nobody knows."""
    bases: tuple[LegalBasis, ...] = ()
    """Legal bases of documents, each with the days on which it holds."""
    plan: tuple[int, int] = (0, 0)
    """What the plan of one bot holds where bots are bounded: people, and messages a month; 0 for no bound."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Words for a person other than the one who is answered; ``key`` makes it happen once."""

    reader: Reader
    reply: Reply
    lane: Lane
    key: str
    expires_in: timedelta | None = None

    @property
    def words(self) -> Reply:
        """The reply, marked with the language it is read in."""
        return replace(self.reply, language=self.reply.language or self.reader.language)


@dataclass(slots=True)
class Context:
    """One message being handled. A handler awaits nothing but ``store``; it never sends, commits or reads a clock."""

    incoming: Incoming
    talk: Conversation
    now: Now
    store: Store
    house: House
    words: Words
    args: tuple[str, ...] = ()
    tellings: list[Telling] = field(default_factory=list)
    silenced: list[int] = field(default_factory=list)
    """Messages planned earlier that are not to leave any more, by their rows."""
    sent: int | None = None
    """The report that this message sent."""
    closed: list[str] = field(default_factory=list)
    """Chats cut off by this message: whatever else was just said to them does not leave either."""

    @property
    def person(self) -> Person | None:
        """Who wrote, once they have joined."""
        return self.talk.person

    @property
    def campaign(self) -> Campaign:
        """The campaign that is running."""
        return self.house.campaign

    def use(self, person: Person | None, language: str | None = None) -> None:
        """From here on this is who is spoken to (after joining, or after /language)."""
        self.talk.person = person
        self.talk.language = language or self.talk.language
        self.words = self.house.catalogue.words(self.talk.language or self.house.default_language, person)

    def say(self, key: str, rows: Sequence[Sequence[Offer]] = (), *, slot: str = "", **values: object) -> Reply:
        """An answer in the words of ``key``, with rows of choices under it."""
        return Reply(self.words(key, **values), offers(self.words, rows), slot=slot, language=self.words.language)

    def button(self, name: str, value: str = "", **values: object) -> Choice:
        """A choice with a value of its own."""
        return button(self.words, name, value, **values)

    async def reader(self, person: int) -> Reader:
        """Somebody else, as one to be told something."""
        return await conversations.reader(self.store, person, self.now.today, self.house.default_language)

    def words_for(self, reader: Reader) -> Words:
        """That person's words."""
        return self.house.catalogue.words(reader.language, reader.person)

    def tell(self, reader: Reader, reply: Reply, lane: Lane, key: str) -> None:
        """Plan a message to somebody else; it leaves after the commit, once per ``key``."""
        self.tellings.append(Telling(reader, reply, lane, key))


def button(words: Words, name: str, value: str = "", **values: object) -> Choice:
    """A choice: its label is ``choice.<name>``; without a value it is the command of that name."""
    return Choice(value or f"/{name}", words(f"choice.{name}", **values))


def offers(words: Words, rows: Sequence[Sequence[Offer]]) -> Rows:
    """Rows of choices in these words."""
    return tuple(
        tuple(offer if isinstance(offer, Choice) else button(words, offer) for offer in row) for row in rows if row
    )


def act(verb: str, *args: int | str) -> str:
    """The value of an action's button: which thing, in which version; never a right (DESIGN §13.8)."""
    return ".".join(("a", verb, *map(str, args)))


Answer = Reply | list[Reply]


def as_list(answer: Answer | None) -> list[Reply]:
    """One reply or several, as several."""
    if answer is None:
        return []
    return [answer] if isinstance(answer, Reply) else answer


Facts = Mapping[str, Json]
