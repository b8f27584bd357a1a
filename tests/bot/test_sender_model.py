"""Any order of plans, faults, deaths, clock jumps, repeats and second workers: said once, or the row tells why not."""

import asyncio
import shutil
import tempfile
import time
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import select

from bot.channels.contract import Capabilities, SendError
from bot.clock import WallClock
from bot.pacer import Pace
from bot.sender import Sender
from bot.works import Works
from domain.messages import LANES, Address, Reply
from storage.database import open_engine, reading
from storage.lock import Lock
from storage.post import outbox
from storage.post.outbox import Due, Numbers
from storage.tables import OUTBOX
from storage.writer import Writer
from tests.kit import patterns

OUTCOMES = ("dies_after", "not_left", "answer_lost", "dies_before", "ok", "question_lost", "flood", "blocked")
PLANS = st.tuples(
    st.sampled_from(("reminder", "reply", "announcement", "reply", "notice", "reminder")),
    st.sampled_from((1, 2, 3)),
    st.sampled_from((None, None, 1, 2)),
    st.sampled_from((None, None, None, None, 0, 2)),
    st.sampled_from((None, None, None, None, 2, 5)),
    st.lists(st.sampled_from(OUTCOMES), max_size=2),
)
"""Lane, chat, key, hours until it may be said, hours until it is too late, what its first tries meet."""
ENDS = ("sent", "failed", "skipped", "expired", "unknown")


@dataclass
class PretendClock(WallClock):
    """Stands where it is put."""

    at: datetime = field(default=datetime(2025, 4, 10, 2, tzinfo=UTC))

    def real(self):
        return self.at

    def campaign(self):
        return self.at


NOBODY = SimpleNamespace(root=0, default_language="vi")
"""A house without an Office: nobody is to be told of bans."""


class Post:
    """A platform that does to each message what its script says, then well."""

    name, account = "telegram", "7"
    capabilities = Capabilities(4096, buttons=True, pictures=True, documents=True, speaks_first=True, edits=False)

    def __init__(self):
        self.script = {}
        self.received = []
        self.excused = Counter()
        self.dying = asyncio.Event()

    async def send(self, address, reply, replaces=None):
        outcomes = self.script.get(reply.text)
        outcome = outcomes.pop(0) if outcomes else "ok"
        if outcome in {"ok", "answer_lost", "dies_after"}:
            self.received.append(reply.text)
            self.excused[reply.text] += outcome == "answer_lost"
        if outcome.startswith("dies"):
            self.dying.set()
            await asyncio.Event().wait()
        if outcome == "flood":
            raise SendError("too_many", retryable=True, retry_after=30, whole_account=True)
        if outcome == "blocked":
            raise SendError("blocked", retryable=False)
        if outcome != "ok":
            raise SendError("network", retryable=True, unknown=outcome.endswith("lost"))
        return str(len(self.received))


class Life(RuleBasedStateMachine):
    """One house over many processes."""

    def __init__(self, fresh):
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp())
        self.engines = [open_engine(url := fresh(self.folder), role) for role in ("writer", "reader")]
        self.url = url
        self.numbers, self.clock, self.post = Numbers(0), PretendClock(UTC), None
        self.planned, self.keys, self.doubled = {}, set(), 0

    @initialize()
    def begins(self):
        self.runner.run(self._begin())

    async def _begin(self):
        self.post = Post()

    @asynccontextmanager
    async def _works(self):
        async with Writer(self.engines[0]).running() as writer:
            channels = {(Post.name, Post.account): self.post}
            yield Works(NOBODY, channels, writer, self.engines[1], self.numbers, self.clock, Lock())

    # -- what may happen -----------------------------------------------------------------------------------------------

    # One rule: hypothesis likes to leave out rules, and most of what it then plays is a house in which nobody speaks.
    @rule(
        messages=st.lists(PLANS, min_size=1, max_size=6),
        hours=st.sampled_from((0, 0.02, -2, 0.5, 3, -24, 26)),
        workers=st.sampled_from((1, 1, 1, 1, 1, 2)),
    )
    def some_hours(self, messages, hours, workers):
        """Messages are planned, the clock jumps, and a process lives: two at once is what the lock prevents."""
        self._plans(messages)
        self.clock.at += timedelta(hours=hours)
        self.doubled += workers > 1
        self._lives(workers)

    def _plans(self, messages):
        """The same key again is a repeat of what was planned under it."""
        fresh = []
        for lane, chat, key, hours, lives, outcomes in messages:
            row = self.numbers.take()
            due = Due(row, Address(Post.name, Post.account, str(chat)).key, LANES.index(lane), Reply(f"m{row}"))
            due.key = key and f"{lane}:{chat}:{key}"
            due.not_before = None if hours is None else self.clock.at + timedelta(hours=hours)
            due.expires_at = lives and self.clock.at + timedelta(hours=lives)
            if due.key is None or due.key not in self.keys:
                self.planned[row] = due
                self.post.script[f"m{row}"] = list(outcomes)
                self.keys.add(due.key)
            fresh.append(due)
        self.runner.run(self._plan(fresh))

    async def _plan(self, due):
        async with self._works() as works:
            await works.writer.run(lambda one: outbox.add(one, due, self.clock.at))

    def _lives(self, workers):
        """What had left and was not marked when the process died may come again."""
        before = len(self.post.received)
        self.runner.run(self._run(workers))
        if self.post.dying.is_set():
            marked = {f"m{row.id}" for row in self._rows() if row.state == "sent"}
            self.post.excused.update(set(self.post.received[before:]) - marked)

    async def _run(self, workers):
        """A process lives until nothing moves any more, or until it dies: then nothing is marked."""
        self.post.dying = asyncio.Event()
        async with self._works() as works:
            senders = [Sender(works, {"telegram": Pace(overall=0)}) for _ in range(workers)]
            begun = [asyncio.Event() for _ in senders]
            lives = [asyncio.create_task(_live(*both)) for both in zip(senders, begun, strict=True)]
            while not self.post.dying.is_set() and not all(map(_rests, senders, begun)):
                assert not any(life.done() for life in lives), lives
                await asyncio.sleep(0.002)
            tasks = [task for one in senders for task in one._tasks] if self.post.dying.is_set() else []
            for task in tasks + lives:
                task.cancel()
            await asyncio.gather(*tasks, *lives, return_exceptions=True)

    # -- what must be true ---------------------------------------------------------------------------------------------

    def teardown(self):
        try:
            if self.post:
                self._comes_to_an_end()
                self._holds()
        finally:
            self.runner.run(self._close())
            self.runner.close()
            shutil.rmtree(self.folder)

    async def _close(self):
        for engine in self.engines:
            await engine.dispose()

    def _comes_to_an_end(self):
        """All faults are over: within days everything is settled."""
        for _ in range(12):
            self.clock.at += timedelta(hours=26)
            self.post.script.clear()
            self._lives(1)
            if all(row.state in ENDS for row in self._rows()):
                return
        raise AssertionError(f"never settled: {self._rows()}")

    def _rows(self):
        async def look():
            async with reading(self.engines[1]) as connection:
                return (await connection.execute(select(OUTBOX).order_by(OUTBOX.c.id))).all()

        return self.runner.run(look())

    def _holds(self):
        rows, got = {row.id: row for row in self._rows()}, Counter(self.post.received)
        assert set(rows) == set(self.planned), "a repeat was planned anew, or something is gone"
        for number, row in rows.items():
            times = got[f"m{number}"]
            if row.lane == LANES.index("reminder"):
                assert times <= 1, f"reminder {number} came {times} times"
            else:
                assert times <= 1 + self.post.excused[f"m{number}"] + self.doubled, f"{number} came {times} times"
                assert row.state != "unknown"
            if row.state == "sent":
                assert times, f"{number} is marked and never came"
            else:
                assert row.reason, f"{number} {row.state} without a reason"
            assert row.payload is None
        if not self.doubled:
            self._in_order(rows)

    def _in_order(self, rows):
        """Answers of a chat came in their order, those apart that were planned for an hour."""
        for chat in (1, 2, 3):
            mine = [n for n, row in rows.items() if row.lane == 0 and row.address.endswith(f":{chat}")]
            first = {n: self.post.received.index(f"m{n}") for n in mine if f"m{n}" in self.post.received}
            first = {n: at for n, at in first.items() if self.planned[n].not_before is None}
            assert list(first.values()) == sorted(first.values()), f"chat {chat}: {first}"


async def _live(sender, begun):
    async with sender.running():
        begun.set()
        await asyncio.Event().wait()


def _rests(sender, begun):
    """Nothing is under way, and nothing could be."""
    lines = sender._lines.values()
    still = not sender._tasks and all(not line._queue or line.pacer.paused_until > time.monotonic() for line in lines)
    return begun.is_set() and still


def machine(fresh, examples):
    run_state_machine_as_test(
        lambda: Life(fresh),
        settings=settings(
            max_examples=examples, stateful_step_count=6, deadline=None, phases=[Phase.generate], print_blob=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )  # fmt: skip


def on_sqlite(examples):
    pattern = asyncio.run(patterns.sqlite_pattern("tables", patterns.tables))

    def fresh(folder):
        shutil.copy(pattern, folder / "thidua.db")
        return f"sqlite+aiosqlite:///{folder}/thidua.db"

    machine(fresh, examples)


def on_postgresql(url, examples):
    def fresh(_):
        asyncio.run(emptied(url))
        return url

    machine(fresh, examples)


only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def test_whatever_happens_everything_is_said_once_or_has_its_reason_on_sqlite():
    on_sqlite(40)


@only_postgresql
def test_whatever_happens_everything_is_said_once_or_has_its_reason_on_postgresql(database_url):
    on_postgresql(database_url, 12)


@pytest.mark.torture
def test_tortured_on_sqlite():
    on_sqlite(1000)


@pytest.mark.torture
@only_postgresql
def test_tortured_on_postgresql(database_url):
    on_postgresql(database_url, 300)


async def emptied(url):
    engine = open_engine(url, "writer")
    async with engine.begin() as connection:
        await connection.exec_driver_sql("TRUNCATE outbox, account")
    await engine.dispose()
