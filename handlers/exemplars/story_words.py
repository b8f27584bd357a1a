"""A good example as other units read it: the story in its teller's own words, with names where that was agreed to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.clock import Now
from domain.deeds import Deed
from domain.forms import Answers
from domain.messages import Json, Reply
from domain.readers.unnamed import unnamed
from domain.rights import Scope
from domain.unit_names import short_name
from handlers.context import Offer, act, button, offers
from handlers.deeds import deed_words
from storage.deeds import deeds, evidence, praised
from storage.exemplars import exemplars, publications
from storage.store import Store
from storage.units import units
from texts.catalogue import Words, shortened

MOST: Final = {"what": 420, "result": 160, "when": 80}
"""Letters: a story fits one message on every channel (CONVERSATIONS §1.5)."""
_NEED_NO_WORD: Final = frozenset({"pupil", "collective"})
"""A pupil stands there as an initial already, a group of people by its name."""


@dataclass(frozen=True, slots=True)
class Story:
    """What is published of a deed; ``photos`` may be looked at by others."""

    deed: Deed = field(repr=False)
    unit: str
    sender: str
    photos: int


async def story(store: Store, now: Now, number: int, publisher: int) -> Story | None:
    """A deed as that office may publish it now; None when it may not any more."""
    scope = Scope("review", (publisher,), below=True, person=0)
    deed = await deeds.get(store, now, number, scope)
    one = await exemplars.known(store, now, number, scope) if deed else None
    if deed is None or one is None or deed.state != "confirmed" or one.side:
        return None
    if "mend" in await praised.answers(store, number):
        return None
    latest = await publications.latest(store, number)
    if latest is not None and latest.state == "down":
        return None
    unit, sender = await units.by_id(store, deed.unit, now.today), await units.by_id(store, publisher, now.today)
    photos = 0
    if not deed.answers.get("minor"):
        photos = sum(one.media_type == evidence.CLEANED for one in await evidence.of(store, now, number, scope))
    return Story(deed, short_name(unit.name) if unit else "", short_name(sender.name) if sender else "", photos)


def is_named(answers: Answers) -> bool:
    """Whether who did it may be named to others."""
    told = answers.get("who")
    role = told.get("role") if isinstance(told, Mapping) else None
    return role in _NEED_NO_WORD or answers.get("naming") == "agreed"


def doer(words: Words, answers: Answers) -> str:
    """Who did it: by name where that was agreed to, else as what they are."""
    told = answers.get("who")
    if is_named(answers) or not isinstance(told, Mapping):
        return deed_words.who(words, told) if is_named(answers) else ""
    return deed_words.who(words, {**told, "people": []})


def own_words(answers: Answers, name: str) -> str:
    """What was written, without the names of those who are not to be named."""
    said, told = str(answers.get(name) or ""), answers.get("who")
    if is_named(answers) or not isinstance(told, Mapping):
        return said
    return unnamed(said, _names(told.get("people")))


def _names(told: Json) -> list[str]:
    return [str(one["name"]) for one in (told if isinstance(told, list) else []) if isinstance(one, dict)]


def text(words: Words, one: Story) -> str:
    """The whole of it, without buttons."""
    answers = one.deed.answers
    lines = [
        words("publication.head", sender=one.sender, number=one.deed.id),
        words("publication.what", what=shortened(own_words(answers, "what"), MOST["what"])),
        words("publication.who", who=", ".join(part for part in (doer(words, answers), one.unit) if part)),
    ]
    if when := deed_words.when(words, answers, short=True):
        lines.append(words("publication.when", when=shortened(when, MOST["when"])))
    if result := shortened(own_words(answers, "result"), MOST["result"]):
        lines.append(words("publication.result", result=result))
    return "\n".join(lines)


def told(words: Words, one: Story, _unit: str = "") -> Reply:
    """As it reaches other units, with what they can do."""
    number = one.deed.id
    look: list[Offer] = [button(words, "see_files", act("published_files", number))] if one.photos else []
    rows: list[list[Offer]] = [
        [button(words, "adopt", act("adopt", number))],
        [*look, button(words, "adopt_not_now", act("adopt_not_now", number))],
    ]
    return Reply("\n".join((text(words, one), words("publication.invite"))), offers(words, rows))


def gone(words: Words, number: int, _unit: str = "") -> Reply:
    """To those who got it, once it is public no more (G1)."""
    rows = [[button(words, "took_down", act("took_down", number))], [button(words, "menu")]]
    return Reply(words("publication.gone", number=number), offers(words, rows))


def praised_one(words: Words, deed: Deed) -> str:
    """Who is thanked, as their own school knows them: "cô Hạnh, tổ Toán"."""
    told = deed.answers.get("who")
    named = deed_words.people(words, told) if isinstance(told, Mapping) else []
    if not named or not isinstance(told, Mapping):
        return deed_words.who(words, told) or words("deed.doer")
    school_class = told.get("class")
    in_class = words("deed.class", name=school_class) if school_class else ""
    return ", ".join(part for part in (*named, in_class, str(told.get("group") or "")) if part)
