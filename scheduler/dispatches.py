"""Takes sendings to many step by step: the list, the first few, all, what became of each (DESIGN §6)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from domain.clock import Now
from domain.conversations import Conversation
from domain.dispatches import Dispatch, State, Tally, Why, failing
from domain.messages import Address, Reply
from domain.rights import Scope
from handlers.context import House, Telling
from handlers.sendings import chase_words, dispatch_words
from handlers.sendings.dispatch_kinds import KINDS, subject
from scheduler import chasing, spreading
from scheduler.jobs import Job
from scheduler.tellings import due_of, menus_of
from storage.database import Connection
from storage.post import conversations, outbox, sending
from storage.post.outbox import Due, Numbers
from storage.sendings import audiences, dispatches, recipients
from storage.sendings.audiences import Found, Ground
from storage.sendings.recipients import Settled
from storage.store import Store
from storage.writer import MOST_ROWS

WINDOW: Final = 1_500
"""So many stand in the outbox at once: half a minute's worth at the fastest channel, and quickly taken back."""
AT_ONCE: Final = 150
"""Rows to a transaction: each is settled, offered and planned with statements of its own, and nobody may wait long."""
KEPT_TRYING: Final = timedelta(days=7)
PROGRESS_EVERY: Final = timedelta(seconds=5)
LOOK_AGAIN: Final = timedelta(seconds=30)
"""How often those are looked after who are tried again."""

Edits = Callable[[Address], bool]
"""Whether a message of ours can be changed there."""


def sendings(house: Callable[[], House], numbers: Numbers, edits: Edits) -> Job:
    """The job; ``house`` is asked anew each time, for a campaign may be imported while the service runs."""

    async def run(connection: Connection, now: Now) -> int:
        turn = Turn(connection, Store(connection), now, house(), numbers, edits)
        done = 0
        for dispatch in await dispatches.at_work(turn.store):
            done += await turn.take(dispatch, AT_ONCE - done)
            if done >= AT_ONCE:
                break
        await turn.store.keep()
        if turn.tellings:
            await outbox.add(connection, [due_of(numbers, telling) for telling in turn.tellings], now.real)
            if menus := menus_of(turn.tellings):
                await conversations.offer(connection, menus)
        return MOST_ROWS if done >= AT_ONCE else done  # there is more to do: the clock rings again at once

    return Job("dispatches", timedelta(seconds=1), run)


@dataclass(slots=True)
class Turn:
    """One transaction's worth of work on sendings."""

    connection: Connection
    store: Store
    now: Now
    house: House
    numbers: Numbers
    edits: Edits
    tellings: list[Telling] = field(default_factory=list)

    async def take(self, dispatch: Dispatch, most: int) -> int:
        """The next step of one sending; returns how many rows it changed."""
        if dispatch.state == "set":
            return await self._list(dispatch, most) if self._is_time(dispatch) else 0
        if dispatch.state == "ending":
            return await self._give_up(dispatch, most)
        if dispatch.state == "through":
            return await self._look_again(dispatch, most)
        done = await self._settle(dispatch, most)
        if dispatch.state == "canary" and done < most:
            done += await self._canary(dispatch, most - done)
        elif dispatch.state == "sending" and done < most:
            done += await self._send(dispatch, most - done)
        elif dispatch.state in {"paused", "stopped"} and not done:
            done = await self._rest(dispatch, most)
        return done

    # -- the list ------------------------------------------------------------------------------------------------------

    def _is_time(self, dispatch: Dispatch) -> bool:
        return dispatch.starts_at is None or dispatch.starts_at <= self.now.campaign

    async def _list(self, dispatch: Dispatch, most: int) -> int:
        """The next people of the audience, as it was on the day on which the list was begun."""
        phase, after = dispatch.listed.get("phase", "people"), int(dispatch.listed.get("after", 0))
        if phase == "done":
            return await self._begin(dispatch)
        day = dispatch.as_of or self.now.today
        ground = self._ground(dispatch, day)
        look = audiences.people_after if phase == "people" else audiences.empty_after
        found = await look(self.store, dispatch.audience, ground, after, most)
        last = list(found)
        if dispatch.kind == "chase":
            found = await chasing.listed(self.store, self.now, dispatch, ground, found)
        await recipients.add(self.store, dispatch, found)
        listed = self._listed(phase, last, most)
        await dispatches.note(self.store, dispatch.id, listed=listed, as_of=day)
        return most if listed["phase"] != "done" else max(1, len(found))

    def _ground(self, dispatch: Dispatch, day: date) -> Ground:
        scope = Scope("announce", (dispatch.unit,), below=True, person=dispatch.author or 0)
        return Ground(dispatch.campaign, self.house.campaign, scope, day)

    @staticmethod
    def _listed(phase: str, found: list[Found], most: int) -> dict[str, object]:
        if len(found) == most:
            last = found[-1]
            return {"phase": phase, "after": last.person if phase == "people" else last.unit}
        return {"phase": "empty" if phase == "people" else "done", "after": 0}

    async def _begin(self, dispatch: Dispatch) -> int:
        """The list is whole. More people than one may confirm alone have come meanwhile: then it waits for a second."""
        campaign, people = self.house.campaign, await recipients.count(self.store, dispatch.id, "planned")
        goes_first = KINDS[dispatch.kind].canary and people > campaign.canary_size
        asks_second = KINDS[dispatch.kind].second and people > campaign.second_above
        if asks_second and dispatch.confirmed_by in {None, dispatch.author}:
            await self._move(dispatch, "draft", why="grown", told="grown")
        elif not people:
            await self._move(dispatch, "done", told="nobody")
        else:
            await self._move(dispatch, "canary" if goes_first else "sending")
            await dispatches.note(self.store, dispatch.id, progress_at=self.now.real)
        return 1

    # -- sending -------------------------------------------------------------------------------------------------------

    async def _canary(self, dispatch: Dispatch, most: int) -> int:
        """The first few, and a word is waited for when each of them has been tried."""
        first = await recipients.canary(self.store, dispatch.id)
        missing = self.house.campaign.canary_size - sum(first.values())
        if missing > 0:
            return await self._feed(dispatch, min(missing, most), first=True)
        if first.get("queued"):
            return 0
        tally = await recipients.states(self.store, dispatch.id)
        if not tally.of("planned"):
            return await self._through(dispatch)
        why: Why = "failures" if self._is_failing(dispatch, tally) else "canary"
        await self._move(dispatch, "paused", why=why, told=why)
        return 1

    async def _send(self, dispatch: Dispatch, most: int) -> int:
        tally = await recipients.states(self.store, dispatch.id)
        if self._is_failing(dispatch, tally):
            await self._move(dispatch, "paused", why="failures", told="failures")
            return 1
        if not tally.of("planned", "queued"):
            return await self._through(dispatch)
        await sending.release(self.connection, subject(dispatch), most)
        await self._show_progress(dispatch)
        return await self._feed(dispatch, min(most, WINDOW - tally.of("queued")), first=False)

    def _is_failing(self, dispatch: Dispatch, tally: Tally) -> bool:
        campaign = self.house.campaign
        return failing(tally, dispatch.base, campaign.canary_size, campaign.most_failing)

    def _are_hours(self, dispatch: Dispatch) -> bool:
        """Announcements come by day; reminders on working days alone."""
        campaign, local = self.house.campaign, self.now.local.time()
        if dispatch.kind == "chase":
            return chase_words.hours(self.house, self.now).are_now(self.now)
        return campaign.speaking_from <= local < campaign.speaking_until

    async def _feed(self, dispatch: Dispatch, most: int, *, first: bool) -> int:
        """The next of the list into the outbox, where each stands once, whatever was done twice (unique key)."""
        if most <= 0 or not self._are_hours(dispatch):
            return 0
        waiting = await recipients.next_planned(self.store, dispatch.id, most)
        lane, until = outbox.lane(KINDS[dispatch.kind].lane), self.now.campaign + KEPT_TRYING
        due = {
            one.id: Due(
                self.numbers.take(),
                "",
                lane,
                Reply(""),
                person=one.person,
                key=f"{subject(dispatch)}:{one.person}",
                expires_at=until,
                subject=subject(dispatch),
            )
            for one in waiting
        }
        await outbox.add(self.connection, list(due.values()), self.now.real)
        if dispatch.kind == "chase":
            ground = self._ground(dispatch, self.now.today)
            channels = {one.person: one.channel for one in waiting}
            await chasing.fed(
                self.store, self.now, dispatch, ground, [(one, channels[one.person or 0]) for one in due.values()]
            )
        await recipients.queued(self.store, self.now, {row: one.id for row, one in due.items()}, first=first)
        return len(due)

    async def _settle(self, dispatch: Dispatch, most: int, stands: str = "queued") -> int:
        """Take over what became of messages."""
        settled = await recipients.settle(self.store, dispatch.id, most, stands)
        await self._offer(dispatch, [one for one in settled if one.state == "sent" and one.address])
        if dispatch.kind == "publication" and any(one.state == "sent" for one in settled):
            self.tellings += await spreading.publish(self.store, self.now, self.house, dispatch.id)
        return len(settled)

    async def _look_again(self, dispatch: Dispatch, most: int) -> int:
        """Now and then, at those that are tried again for days; when none is left it is over."""
        looked = dispatch.progress_at
        if looked is not None and self.now.real - looked < LOOK_AGAIN:
            return 0
        done = await self._settle(dispatch, most, "waiting")
        await dispatches.note(self.store, dispatch.id, progress_at=self.now.real)
        if not await recipients.count(self.store, dispatch.id, "waiting"):
            await self._move(dispatch, "done")
        return done

    async def _offer(self, dispatch: Dispatch, sent: list[Settled]) -> None:
        """Let the choices of what has just arrived be typed, where no form is open that waits for an answer."""
        if not sent:
            return
        content = await KINDS[dispatch.kind].load(self.store, dispatch, self.now)
        talks = await conversations.load(self.connection, [one.address for one in sent], self.now.today)
        menus = []
        told = await self._told(dispatch, content, talks, sent)
        for address, talk in talks.items():
            if address in told:
                reply = told[address]
                if reply.choices and not talk.open:
                    menus.append((address, [[one.value, one.label] for one in reply.buttons()]))
                continue
            words = self.house.catalogue.words(talk.language or self.house.default_language)
            reply = KINDS[dispatch.kind].say(words, content, "") if content and not talk.open else Reply("")
            if reply.choices:
                menus.append((address, [[one.value, one.label] for one in reply.buttons()]))
        if menus:
            await conversations.offer(self.connection, menus)

    async def _told(
        self, dispatch: Dispatch, content: object, talks: Mapping[str, Conversation], sent: list[Settled]
    ) -> dict[str, Reply]:
        """What each of these was told, by address, where that is of each their own."""
        tell = KINDS[dispatch.kind].tell
        if tell is None or content is None:
            return {}
        languages = {one.person: talks[one.address].language for one in sent if one.address in talks}
        readers = {
            person: self.house.catalogue.words(language or self.house.default_language)
            for person, language in languages.items()
        }
        verdicts = await tell(self.store, self.house, content, readers, self.now)
        found = {one.address: verdicts.get(one.person) for one in sent}
        return {address: one if isinstance(one, Reply) else Reply("") for address, one in found.items()}

    async def _through(self, dispatch: Dispatch) -> int:
        """Everybody was tried: some may be tried again for days, the result is told now."""
        waiting = await recipients.count(self.store, dispatch.id, "waiting")
        await self._move(dispatch, "through" if waiting else "done", told="result")
        return 1

    async def _rest(self, dispatch: Dispatch, most: int) -> int:
        """Held: what was on its way is settled, and then the clock looks no more until somebody goes on."""
        done = await self._settle(dispatch, most, "waiting")
        is_new = self.now.campaign - dispatch.changed_at < LOOK_AGAIN
        if not (done or is_new or await recipients.in_flight(self.store, dispatch.id)):
            await dispatches.note(self.store, dispatch.id, progress_at=None)
        return done

    async def _give_up(self, dispatch: Dispatch, most: int) -> int:
        """Whoever is not on the list yet comes on it first: each of them has the reason in a row (DESIGN §6)."""
        if not dispatch.is_listed:
            return await self._list(dispatch, most)
        done = await recipients.give_up(self.store, dispatch.id, most)
        done += len(await recipients.settle(self.store, dispatch.id, most))
        done += len(await recipients.settle(self.store, dispatch.id, most, "waiting"))
        if not done:
            await self._move(dispatch, "ended")
        return done

    # -- telling its author --------------------------------------------------------------------------------------------

    async def _move(self, dispatch: Dispatch, becomes: State, *, why: Why = "", told: str = "") -> None:
        await dispatches.move(self.store, self.now, dispatch, becomes, why=why)
        if told:
            await self._tell(dispatch, told)

    async def _tell(self, dispatch: Dispatch, what: str) -> None:
        """Once for each time that it comes to this: after a pause it may come to it again."""
        if dispatch.author is None:
            return
        store, house = self.store, self.house
        reader = await conversations.reader(store, dispatch.author, self.now.today, house.default_language)
        words = house.catalogue.words(reader.language, reader.person)
        tally = await recipients.tally(store, dispatch.id)
        first = await recipients.canary(store, dispatch.id)
        reply = dispatch_words.news(words, what, dispatch, tally, first, self.now.local)
        key = f"{subject(dispatch)}:{what}:{int(dispatch.changed_at.timestamp())}"
        self.tellings.append(Telling(reader, reply, "notice", key))

    async def _show_progress(self, dispatch: Dispatch) -> None:
        """One message, changed in place; where that cannot be, nothing until the end (CONVERSATIONS F4)."""
        at = dispatch.progress_at
        if dispatch.author is None or (at is not None and self.now.real - at < PROGRESS_EVERY):
            return
        await dispatches.note(self.store, dispatch.id, progress_at=self.now.real)
        reader = await conversations.reader(self.store, dispatch.author, self.now.today, self.house.default_language)
        if reader.address is None or not self.edits(reader.address):
            return
        words = self.house.catalogue.words(reader.language, reader.person)
        reply = dispatch_words.progress(words, dispatch, await recipients.tally(self.store, dispatch.id))
        key = f"{subject(dispatch)}:progress:{int(self.now.real.timestamp())}"
        self.tellings.append(Telling(reader, reply, "notice", key))
