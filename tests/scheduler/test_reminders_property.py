"""Whatever stops, jumps, runs twice or answers in between: 0 or 1 message for each nudge, and 0 only with a reason."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from domain.obligations import ladder
from domain.reminders import Hours
from storage import tables
from storage.duties import obligations
from tests.scheduler.ladder_room import BEGINS, Stage, set_up
from tests.storage.room import ZONE, room

_PLANS = select(tables.PLAN.c.unit_id, tables.PLAN.c.due_on)
END = datetime(2025, 5, 20, 12, tzinfo=ZONE)
HEADS = {"NQ": "Minh", "SL": "Yến", "BL": "Vân"}


class Ladders(RuleBasedStateMachine):
    """Days of April and May in which anything may happen."""

    stage: Stage
    runner: asyncio.Runner

    def does(self, work):
        return self.runner.run(work)

    @initialize()
    def begin(self):
        self.does(self.stage.clear())
        self.workers = [self.stage.worker(), self.stage.worker()]

    @rule(hours=st.sampled_from([1, 5, 12, 23, 24, 48, 100, 150]))
    def time_passes(self, hours: int):
        self.stage.local += timedelta(hours=hours)

    @rule(hours=st.integers(1, 30))
    def the_clock_is_set_back(self, hours: int):
        self.stage.local = max(BEGINS, self.stage.local - timedelta(hours=hours))

    @rule(which=st.integers(0, 1))
    def the_clock_rings(self, which: int):
        self.does(self.stage.ring(self.workers[which]))

    @rule()
    def two_workers_ring_at_once(self):
        async def both() -> None:
            await asyncio.gather(*(self.stage.ring(worker) for worker in self.workers))

        self.does(both())

    @rule(which=st.integers(0, 1))
    def a_worker_is_killed_and_starts_again(self, which: int):
        self.workers[which] = self.stage.worker()

    @rule(which=st.integers(0, 1), after=st.integers(1, 12))
    def a_worker_is_killed_in_the_middle(self, which: int, after: int):
        """After so many statements of its transaction: nothing of that is written."""
        self.does(self._cut(which, after))
        self.workers[which] = self.stage.worker()

    async def _cut(self, which: int, after: int) -> None:
        stage = self.stage

        async def work(connection):
            left = after

            class Cut:
                def __getattr__(self, name):
                    return getattr(connection, name)

                async def execute(self, *args, **more):
                    nonlocal left
                    left -= 1
                    if left < 0:
                        raise KeyboardInterrupt("killed")
                    return await connection.execute(*args, **more)

            try:
                await self.workers[which][0].run(Cut(), stage.now)
            except KeyboardInterrupt as kill:
                raise RuntimeError("killed") from kill

        try:
            await stage.room.writer.run(work)
        except RuntimeError:
            return

    @rule(stop_after=st.none() | st.integers(0, 3))
    def the_sender_sends(self, stop_after: int | None):
        """Killed between claim and send, between send and mark, or not at all."""
        self.does(self.stage.send(stop_after=stop_after))
        if stop_after is not None:
            self.does(self.stage.recover())

    @rule(unit=st.sampled_from(sorted(HEADS)), state=st.sampled_from(["issued", "follows", "drafting", "extension"]))
    def a_head_answers_twice(self, unit: str, state: str):
        day = (self.stage.local + timedelta(days=2)).date().isoformat()
        more = {"drafting": {"promised_on": day}, "extension": {"until": "2025-05-09"}}.get(state, {})
        for _ in range(2):
            self.does(self.stage.says(unit, HEADS[unit], state, **more))

    @rule(unit=st.sampled_from(sorted(HEADS)))
    def the_office_grants_more_time(self, unit: str):
        self.does(self.stage.grants(unit, date(2025, 5, 9)))

    @rule(who=st.sampled_from(["Minh", "Yến", "Tuấn", "Vân", "Thu", "Hoa"]), how=st.sampled_from(["blocked", None]))
    def somebody_blocks_or_comes_back(self, who: str, how: str | None):
        self.does(self.stage.moves(who, how))

    @invariant()
    def no_message_comes_twice_and_none_is_lost_without_a_reason(self):
        rows = self.does(self.stage.book())
        assert all(times == 1 for times in self.stage.delivered.values())
        keys = Counter((row.obligation_id, row.unit_id, row.step, row.slot) for row in rows)
        assert all(times == 1 for times in keys.values())
        for row in rows:
            sent = self.stage.delivered.get(row.outbox_id, 0)
            assert row.state in {"planned", "told", "folded", "sent", "failed", "skipped", "expired", "unknown"}
            assert not (sent and row.state in {"planned", "skipped", "folded", "expired", "failed"}), row
            assert row.reason or row.state in {"planned", "told", "sent"}, row
            assert row.outbox_id or row.state in {"planned", "skipped", "folded"}, row

    def teardown(self):
        """In the end every step of every unit stands in the book, said or with the reason why not."""
        if not hasattr(self, "workers"):
            return
        self.stage.local = max(END, self.stage.local)
        while not (self.stage.local.isoweekday() < 6 and 7 <= self.stage.local.hour < 20):
            self.stage.local += timedelta(hours=1)
        for _ in range(2):
            self.does(self.stage.ring(self.stage.worker()))
            self.does(self.stage.send())
        self.does(self.stage.ring(self.stage.worker()))
        self.no_message_comes_twice_and_none_is_lost_without_a_reason()
        self.does(self._nothing_is_missing())

    async def _nothing_is_missing(self) -> None:
        stage = self.stage
        rows = await stage.book()
        assert not [row for row in rows if row.state in {"planned", "told"}]
        plan = await stage.room.sees(lambda store: obligations.by_code(store, stage.house.campaign_id, "plan"))
        hours = Hours(stage.house.campaign, stage.house.calendar, ZONE)
        granted = {row.unit_id: row.due_on for row in await stage.room.rows(_PLANS) if row.due_on}
        for unit in (stage.units[code] for code in ("NQ", "SL", "HP", "BL", "PGD")):
            due = granted.get(unit, plan.due)
            for step in ladder(stage.house.campaign, plan):
                if hours.moment(step, due) <= stage.local and step.is_of_schools:
                    there = [row for row in rows if (row.unit_id, row.step, row.basis) == (unit, step.code, due)]
                    assert [row.seat for row in there] == list(step.audience), (unit, step.code)


def play(url: str, examples: int, steps: int) -> None:
    with asyncio.Runner() as runner:
        closing = AsyncExitStack()
        Ladders.runner = runner
        try:
            opened = runner.run(closing.enter_async_context(room(url)))
            Ladders.stage = runner.run(set_up(opened))
            chosen = settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking would take longer than it helps
                suppress_health_check=list(HealthCheck),
            )
            run_state_machine_as_test(Ladders, settings=chosen)
        finally:
            runner.run(closing.aclose())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_nudge_is_said_twice_or_lost_on_sqlite(database_url: str):
    play(database_url, 30, 40)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_no_nudge_is_said_twice_or_lost_on_postgresql(database_url: str):
    play(database_url, 8, 30)
