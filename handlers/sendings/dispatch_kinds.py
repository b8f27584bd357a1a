"""What sendings to many can say: for each kind its lane, its name, and how it is put into words at the last moment."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.clock import Now
from domain.dispatches import HALTED, Dispatch
from domain.messages import Lane, Reply
from domain.unit_names import short_name
from handlers.context import House
from handlers.exemplars import story_words
from handlers.sendings import announcement_words, chase_words
from storage.people import people, reaching
from storage.post.outbox import Due
from storage.post.sending import Hold, Skip, Verdict
from storage.sendings import announcements, dispatches, recipients
from storage.store import Store
from texts.catalogue import Words

Load = Callable[[Store, Dispatch, Now], Awaitable[Any]]
"""What there is to say, the same for everybody; None when it is gone."""
Say = Callable[[Words, Any, str], Reply]
"""It in the words of one reader, whose unit is called so."""
Tell = Callable[[Store, House, Any, Mapping[int, Words], Now], Awaitable[Mapping[int, Verdict]]]
"""Person -> words, or why there are none."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of sending. ``letter`` stands before its number: T- an announcement, N- a reminder."""

    lane: Lane
    letter: str
    load: Load
    say: Say
    tell: Tell | None = None
    """Where words depend on more than the name of a unit, or some are not told at all."""
    canary: bool = True
    """A few get it first, and the rest waits for a word."""
    second: bool = True
    """Somebody else confirms it where many are to get it."""
    digits: int = 3

    def name(self, dispatch: Dispatch) -> str:
        """As people call it: T-018."""
        return f"{self.letter}-{dispatch.about:0{self.digits}}"


async def _announcement(store: Store, dispatch: Dispatch, now: Now) -> announcements.Announcement | None:
    return await announcements.known(store, now, dispatch.about)


async def _story(store: Store, dispatch: Dispatch, now: Now) -> story_words.Story | None:
    return await story_words.story(store, now, dispatch.about, dispatch.unit)


async def _number(store: Store, dispatch: Dispatch, now: Now) -> int:  # noqa: ARG001 - the shape of Load
    return dispatch.about


KINDS: Mapping[str, Kind] = {
    "announcement": Kind("announcement", "T", _announcement, announcement_words.told),
    "nudge": Kind("announcement", "T", _announcement, announcement_words.nudge),
    "chase": Kind("reminder", "N", chase_words.load, chase_words.say, chase_words.tell, canary=False),
    "publication": Kind("announcement", "G", _story, story_words.told, digits=1),
    "takedown": Kind("announcement", "G", _number, story_words.gone, canary=False, second=False, digits=1),
}


def subject(dispatch: Dispatch) -> str:
    """How rows of the outbox name the sending they belong to."""
    return f"dispatch:{dispatch.id}"


@dataclass(frozen=True, slots=True)
class Wording:
    """Decides about messages of sendings when their turn has come: words, or held while the sending is paused."""

    house: Callable[[], House]

    async def __call__(self, store: Store, due: Sequence[Due], now: Now) -> Mapping[int, Verdict]:
        """Row of the outbox → its words or why there are none."""
        verdicts: dict[int, Verdict] = {}
        for row in sorted({_dispatch_of(one) for one in due}):
            group = [one for one in due if _dispatch_of(one) == row]
            verdicts |= await self._of_one(store, row, group, now)
        return verdicts

    async def _of_one(self, store: Store, row: int, due: Sequence[Due], now: Now) -> dict[int, Verdict]:
        dispatch = await dispatches.known(store, row)
        if dispatch is None or dispatch.state in {"ending", "ended"}:
            return {one.id: Skip("stopped") for one in due}
        if dispatch.state in HALTED:
            return {one.id: Hold() for one in due}
        kind = KINDS[dispatch.kind]
        content = await kind.load(store, dispatch, now)
        if content is None:
            return {one.id: Skip("gone") for one in due}
        house = self.house()
        readers = [one.person or 0 for one in due]
        units = await recipients.unit_names(store, row, readers, now.today)
        here = await people.belonging(store, readers, now.today)
        chosen = await reaching.languages(store, [one.address for one in due])
        told: dict[int, Verdict] = {one.id: Skip("no_longer_member") for one in due if one.person not in here}
        if kind.tell is not None:
            languages = {
                one.person or 0: house.catalogue.words(chosen.get(one.address, house.default_language)) for one in due
            }
            verdicts = await kind.tell(store, house, content, languages, now)
            return {one.id: told.get(one.id) or verdicts.get(one.person or 0, Skip("gone")) for one in due}
        for one in due:
            if one.id in told:
                continue
            words = house.catalogue.words(chosen.get(one.address, house.default_language))
            told[one.id] = kind.say(words, content, short_name(units.get(one.person or 0, "")))
        return told


def _dispatch_of(due: Due) -> int:
    return int((due.subject or "").split(":")[1])
