"""Whatever happens in between, each person of a sending is told once at most, and not at all only for a reason."""

import asyncio
import contextlib
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import insert, select

from domain.audiences import Audience
from domain.clock import Now
from domain.dispatches import HALTED, Dispatch
from domain.messages import Reply
from domain.rights import Scope
from domain.units import UnitRow
from handlers.context import House
from handlers.sendings.dispatch_kinds import Wording
from scheduler.dispatches import sendings
from storage.database import Connection
from storage.people import people, reaching
from storage.post import outbox, sending
from storage.post.outbox import Due, Mark, Numbers
from storage.sendings import announcements, dispatches, recipients
from storage.sendings.announcements import Text
from storage.sendings.audiences import Ground
from storage.sendings.audiences import count as counted
from storage.store import Store
from storage.tables import CONVERSATION, OUTBOX, RECIPIENT
from tests.kit.campaign import CAMPAIGN
from tests.storage.room import THURSDAY, Room, at, room
from texts.catalogue import Catalogue

PEOPLE = 9


class Crash(Exception):
    """The process dies before its transaction is committed."""


class Sendings(RuleBasedStateMachine):
    """Two clocks and a sender on one database, that may die at any point; an officer pauses, stops and goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = TemporaryDirectory()
        self.open = room(f"sqlite+aiosqlite:///{self.folder.name}/thidua.db")
        self.house: Room = self.loop.run_until_complete(self.open.__aenter__())
        self.now = at()
        self.said: Counter[int] = Counter()
        self.in_flight: list[tuple[Due, Reply]] = []
        self.ended = False

    def teardown(self) -> None:
        self.loop.run_until_complete(self.open.__aexit__(None, None, None))
        self.loop.close()
        self.folder.cleanup()

    def run(self, work):
        return self.loop.run_until_complete(work)

    # -- the scene -----------------------------------------------------------------------------------------------------

    @initialize()
    def an_announcement_is_confirmed(self) -> None:
        self.run(self._begin())

    async def _begin(self) -> None:
        campaign = replace(CAMPAIGN, canary_size=2, second_above=500, most_failing=60)
        number = await self.house.campaign()
        units = await self.house.province(UnitRow("SO", "Sở GDĐT", "sgddt"), UnitRow("A", "THPT A", "thpt", "SO"))
        self.people = [await self.house.person(f"Lan {place}") for place in range(PEOPLE)]
        await self.house.does(lambda store: self._seat(store, units["A"]))
        self.known = House(campaign, number, Catalogue.load(), "vi", b"x", units["SO"])
        # Each process gives out numbers of its own: a second one begins where the first has not been yet.
        self.clocks = [sendings(lambda: self.known, Numbers(start), lambda _: False) for start in (0, 100_000)]
        self.row = await self.house.does(lambda store: self._confirm(store, units["SO"], number))

    async def _seat(self, store: Store, unit: int) -> None:
        for person in self.people:
            await people.grant(store, person, "teacher", unit, THURSDAY, None)
        chats = [
            {"address": f"web:web:{person}", "person_id": person, "seen_at": self.now.real}
            for person in self.people[:-1]
        ]
        await store.write(insert(CONVERSATION), chats)

    async def _confirm(self, store: Store, unit: int, campaign: int) -> int:
        author, audience = self.people[0], Audience(roles=("teacher",))
        row = await announcements.add(store, self.now, campaign, unit, author, Text("Đợt thi đua", "Nội dung"))
        scope = Scope("announce", (unit,), below=True, person=author)
        reach = await counted(store, audience, Ground(campaign, CAMPAIGN, scope, THURSDAY))
        subject = f"announcement:{row}"
        made = await dispatches.draft(store, self.now, campaign, "announcement", subject, unit, author, audience, reach)
        before = await dispatches.known(store, made)
        assert before is not None
        await dispatches.move(store, self.now, before, "set", confirmed_at=self.now.campaign)
        return made

    # -- what happens --------------------------------------------------------------------------------------------------

    @rule(which=st.integers(0, 1), dies=st.booleans())
    def a_clock_rings(self, which: int, *, dies: bool) -> None:
        async def work(connection: Connection) -> int:
            done = await self.clocks[which].run(connection, self.now)
            if dies:
                raise Crash
            return done

        with contextlib.suppress(Crash):
            self.run(self.house.writer.run(work))

    @rule(seconds=st.integers(1, 40))
    def time_passes(self, seconds: int) -> None:
        later = timedelta(seconds=seconds)
        self.now = Now(self.now.real + later, self.now.campaign + later, self.now.zone)

    @rule(most=st.integers(1, 4))
    def the_sender_takes_some(self, most: int) -> None:
        self.run(self.house.writer.run(lambda connection: self._take(connection, most)))

    async def _take(self, connection: Connection, most: int) -> None:
        flying = {due.id for due, _ in self.in_flight}
        unchosen = await sending.load(connection, await sending.ready(connection, "", (0, 9), most))
        chats = await reaching.chats(connection, [one.person or 0 for one in unchosen])
        chosen = {one.id: chats[one.person][0] for one in unchosen if one.person in chats}
        await sending.direct(connection, chosen, [one.id for one in unchosen if one.id not in chosen])
        due = await sending.load(connection, await sending.ready(connection, "web:web", (3, 9), most))
        due = [one for one in due if one.id not in flying]
        verdicts = await Wording(lambda: self.known)(Store(connection, writable=False), due, self.now)
        for one in due:
            verdict = verdicts[one.id]
            if isinstance(verdict, Reply):
                assert (await self._dispatch(Store(connection, writable=False))).state not in HALTED
                self.in_flight.append((one, verdict))
            elif isinstance(verdict, sending.Hold):
                await outbox.mark(connection, [Mark(one.id, "planned", self.now.real, held=True)])
            elif isinstance(verdict, sending.Skip):
                await outbox.mark(connection, [Mark(one.id, "skipped", self.now.real, reason=verdict.reason)])

    @precondition(lambda self: self.in_flight)
    @rule(fails=st.booleans())
    def the_oldest_in_flight_arrives_or_fails(self, *, fails: bool) -> None:
        due, _ = self.in_flight.pop(0)
        state = "failed" if fails else "sent"
        if not fails:
            self.said[due.person or 0] += 1
        mark = Mark(due.id, state, self.now.real, reason="server" if fails else None)
        self.run(self.house.writer.run(lambda connection: outbox.mark(connection, [mark])))

    @rule(word=st.sampled_from(["paused", "stopped", "sending", "ending"]))
    def the_officer_says(self, word: str) -> None:
        self.run(self.house.does(lambda store: self._says(store, word)))

    @rule(word=st.sampled_from(["paused", "stopped"]))
    def a_word_holds_what_is_queued_already(self, word: str) -> None:
        for _ in range(3):
            self.a_clock_rings(0, dies=False)
        self.the_officer_says(word)
        self.the_sender_takes_some(4)

    async def _says(self, store: Store, word: str) -> None:
        dispatch = await self._dispatch(store)
        allowed = {
            "paused": {"canary", "sending"},
            "stopped": {"set", "canary", "sending", "paused", "through"},
            "sending": {"paused", "stopped"},
            "ending": {"stopped", "through"},
        }
        if dispatch.state not in allowed[word]:
            return
        becomes = "set" if word == "sending" and dispatch.listed.get("phase") != "done" else word
        why = "author" if becomes == "paused" else ""
        await dispatches.move(store, self.now, dispatch, becomes, why=why)

    async def _dispatch(self, store: Store) -> Dispatch:
        found = await dispatches.known(store, self.row)
        assert found is not None
        return found

    # -- what must hold ------------------------------------------------------------------------------------------------

    @invariant()
    def nobody_is_told_twice(self) -> None:
        assert [who for who, times in self.said.items() if times > 1] == []

    @invariant()
    def each_stands_in_the_outbox_once(self) -> None:
        if not hasattr(self, "row"):
            return
        rows = self.run(self.house.rows(select(OUTBOX.c.person_id).where(OUTBOX.c.subject == f"dispatch:{self.row}")))
        assert [who for who, times in Counter(row[0] for row in rows).items() if times > 1] == []

    def _finish(self) -> None:
        """Everything is let go on until nothing changes any more."""
        for _ in range(60):
            for which in (0, 1):
                self.a_clock_rings(which, dies=False)
            dispatch = self.run(self.house.sees(self._dispatch))
            if dispatch.state in {"done", "ended"}:
                return
            if dispatch.state in {"paused", "stopped"}:
                self.the_officer_says("sending")
            self.the_sender_takes_some(4)
            while self.in_flight:
                self.the_oldest_in_flight_arrives_or_fails(fails=False)
            self.time_passes(31)
        raise AssertionError(f"it never ended: {self.run(self.house.sees(self._dispatch))}")

    @rule()
    def it_comes_to_an_end_and_whoever_has_nothing_has_a_reason(self) -> None:
        if self.ended:
            return
        self._finish()
        self.ended = True
        rows = self.run(self.house.rows(select(RECIPIENT.c.person_id, RECIPIENT.c.state, RECIPIENT.c.reason)))
        assert [row[2] for row in rows if row[0] is None] == ["nobody"]  # the department, where nobody teaches
        rows = [row for row in rows if row[0] is not None]
        assert sorted(row[0] for row in rows) == self.people
        for person, state, reason in rows:
            assert (state == "sent") == (self.said[person] == 1), (person, state)
            assert state == "sent" or reason, (person, state)
        tally = self.run(self.house.sees(lambda store: recipients.tally(store, self.row)))
        assert tally.left == 0
        assert tally.sent == sum(self.said.values())


def test_what_is_ended_before_its_list_was_made_leaves_everybody_with_the_reason():
    story = Sendings()
    try:
        story.an_announcement_is_confirmed()
        story.the_officer_says("stopped")
        story.the_officer_says("ending")
        story.it_comes_to_an_end_and_whoever_has_nothing_has_a_reason()
    finally:
        story.teardown()


TestSendings = Sendings.TestCase
TestSendings.settings = settings(
    max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
