"""Inbox to router to commit: one waiting message of each of many conversations in one transaction (DESIGN §13.1)."""

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.contract import Raw
from bot.sender import Sender
from bot.works import Works
from domain import codes
from domain.clock import Now
from domain.conversations import Conversation
from domain.messages import Incoming, Reply
from domain.mistakes import Mistake
from handlers import refusals
from handlers.context import Context, Telling, as_list
from handlers.intentions import Step
from handlers.router import resolve
from storage import conversations, inbox, outbox
from storage.database import reading
from storage.inbox import Fresh, Waiting
from storage.outbox import Due
from storage.store import Store
from storage.writer import MESSAGES, Gathering

LOG = logging.getLogger("thidua.switchboard")

BATCH = 64
RETRY_AFTER = (1.0, 5.0)
"""Seconds before the second and the third try; then the message is set aside."""
AT_START = 1000


@dataclass(slots=True)
class _Answered:
    """A message with what it was answered, ready to be written with the batch."""

    waiting: Waiting
    incoming: Incoming
    talk: Conversation
    replies: Sequence[Reply] = ()
    tellings: Sequence[Telling] = ()


@dataclass(slots=True)
class _Batch:
    """What handling a batch came to."""

    answered: list[_Answered] = field(default_factory=list)
    reading: list[tuple[Waiting, Context, Step]] = field(default_factory=list)
    failed: list[tuple[Waiting, Context | None]] = field(default_factory=list)
    due: list[Due] = field(default_factory=list)


class Switchboard:
    """Takes raw updates, handles them in the order of each conversation, and hands the answers to the sender."""

    def __init__(self, works: Works, sender: Sender) -> None:
        self._works = works
        self._sender = sender
        self._intake: Gathering[Fresh, list[Waiting]] = Gathering(works.writer, _store, MESSAGES, self._queue)
        self._lanes: dict[str, deque[Waiting | _Answered]] = {}
        self._ready: deque[str] = deque()
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self.on_files: Callable[[], None] = lambda: None
        """Told after a commit in which somebody sent files."""

    # -- taking --------------------------------------------------------------------------------------------------------

    async def take(self, raws: Sequence[Raw]) -> None:
        """Commit raw updates, flushed; returns when the platform may be told."""
        at = self._works.clock.real()
        await self._intake.add([Fresh(raw.event, raw.address, raw.body, at) for raw in raws])

    def _queue(self, stored: Sequence[Waiting]) -> None:
        """Only what has been committed joins its lane."""
        for waiting in stored:
            lane = self._lanes.get(waiting.address)
            if lane is None:
                self._lanes[waiting.address] = deque([waiting])
                self._ready.append(waiting.address)
            else:
                lane.append(waiting)
        self._wake.set()

    # -- the loop ------------------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Handle until left; a batch that has begun is finished."""
        await self._recover()
        stop = asyncio.Event()
        loop = asyncio.create_task(self._loop(stop), name="switchboard")
        try:
            yield
        finally:
            stop.set()
            self._wake.set()
            await loop
            for task in list(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _recover(self) -> None:
        """What an earlier process stored and did not handle comes first."""
        after = 0
        while True:
            async with reading(self._works.readers) as connection:
                left = await inbox.left(connection, after, AT_START)
            if not left:
                return
            self._queue(left)
            after = left[-1].id

    async def _loop(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            if not self._ready:
                self._wake.clear()
                await self._wake.wait()
                continue
            # Each conversation gives one message a turn, so that a flood in one of them starves nobody.
            keys = [self._ready.popleft() for _ in range(min(BATCH, len(self._ready)))]
            await self._turn([self._lanes[key].popleft() for key in keys])

    async def _turn(self, batch: Sequence[Waiting | _Answered]) -> None:
        try:
            await self._commit(batch)
        except Exception as fault:  # noqa: BLE001 - an edge: the batch died, so each message runs alone
            if len(batch) == 1:
                await self._alone(batch[0], fault)
                return
            for one in batch:
                await self._turn([one])

    async def _commit(self, batch: Sequence[Waiting | _Answered]) -> None:
        done = await self._works.writer.run(lambda connection: self._handle(connection, batch), MESSAGES)
        self._sender.offer(done.due)
        for answered in done.answered:
            if answered.incoming.press:
                self._start(self._works.channels[_account(answered.waiting.address)].acknowledge(answered.incoming))
            self._release(answered.waiting.address)
        if any(answered.incoming.files for answered in done.answered):
            self.on_files()
        for waiting, ctx, step in done.reading:
            self._start(self._read(waiting, ctx, step))
        for waiting, _ in done.failed:
            self._after_failure(waiting)

    def _release(self, address: str) -> None:
        lane = self._lanes[address]
        if lane:
            self._ready.append(address)
            self._wake.set()
        else:
            del self._lanes[address]

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- one transaction -----------------------------------------------------------------------------------------------

    async def _handle(self, connection: AsyncConnection, batch: Sequence[Waiting | _Answered]) -> _Batch:
        now, done = self._works.clock.now(), _Batch()
        fresh = [one for one in batch if isinstance(one, Waiting)]
        done.answered += [one for one in batch if isinstance(one, _Answered)]
        talks = await conversations.load(connection, [one.address for one in fresh], now.today) if fresh else {}
        for waiting in fresh:
            await self._one(connection, waiting, talks[waiting.address], now, done)
        await self._write(connection, done, now)
        return done

    async def _one(
        self, connection: AsyncConnection, waiting: Waiting, talk: Conversation, now: Now, done: _Batch
    ) -> None:
        store, ctx = Store(connection), None
        try:
            incoming = self._works.channels[_account(waiting.address)].understand(waiting.body)
            ctx = self._context(incoming, talk, store, now)
            step = resolve(ctx)
            if step.reading:
                done.reading.append((waiting, ctx, step))
                return
            replies = await self._run(ctx, step)
            await store.keep()
        except DBAPIError:
            raise  # the transaction itself may be broken: run each message alone
        except Exception:  # an edge: this message fails alone
            await store.undo()
            waiting.tries += 1
            LOG.exception("message %s failed, try %s", waiting.id, waiting.tries)
            done.failed.append((waiting, ctx))
            return
        done.answered.append(_Answered(waiting, ctx.incoming, talk, replies, ctx.tellings))

    async def _run(self, ctx: Context, step: Step) -> list[Reply]:
        try:
            replies = as_list(await step.run(ctx))
        except Mistake as mistake:
            await ctx.store.undo()
            ctx.tellings.clear()
            replies = [refusals.refusal(ctx, mistake)]
        for reply in replies:
            if reply.choices:
                ctx.talk.offered(reply)
        return replies

    def _context(self, incoming: Incoming, talk: Conversation, store: Store, now: Now) -> Context:
        words = self._works.house.catalogue.words(talk.language or self._works.house.default_language, talk.person)
        return Context(incoming, talk, now, store, self._works.house, words)

    async def _write(self, connection: AsyncConnection, done: _Batch, now: Now) -> None:
        due: list[Due] = []
        for answered in done.answered:
            due += [self._due(answered.waiting.address, reply) for reply in answered.replies]
            due += [self._told(telling) for telling in answered.tellings]
        for waiting, ctx in done.failed:
            due += await self._count_failure(connection, waiting, ctx)
        talks = {answered.waiting.address: answered.talk for answered in done.answered}
        menus = self._offered(done, talks)
        if talks:
            await conversations.save(connection, talks.values(), now.real)
        if menus:
            await conversations.offer(connection, menus)
        if due:
            done.due = await outbox.add(connection, due, now.real)
        if done.answered:
            await inbox.done(connection, [answered.waiting.id for answered in done.answered], now.real)

    def _due(self, address: str, reply: Reply) -> Due:
        return Due(self._works.numbers.take(), address, outbox.lane("reply"), reply)

    def _told(self, telling: Telling) -> Due:
        reader = telling.reader
        return Due(
            self._works.numbers.take(),
            reader.address.key if reader.address else "",
            outbox.lane(telling.lane),
            telling.reply,
            person=reader.person.id if reader.person else None,
            key=telling.key,
            reason=None if reader.address else "no_address",
        )

    def _offered(self, done: _Batch, talks: Mapping[str, Conversation]) -> list[tuple[str, list[list[str]]]]:
        """Notices let their numbers be typed, unless a form is open there: numbers are its answers then."""
        menus: list[tuple[str, list[list[str]]]] = []
        for telling in (telling for answered in done.answered for telling in answered.tellings):
            reader = telling.reader
            if reader.address is None or not telling.reply.choices:
                continue
            talk = talks.get(reader.address.key)
            if talk is not None:
                if not talk.open:
                    talk.offered(telling.reply)
            elif not reader.busy:
                menus.append((reader.address.key, [[one.value, one.label] for one in telling.reply.buttons()]))
        return menus

    # -- reading beside the batch --------------------------------------------------------------------------------------

    async def _read(self, waiting: Waiting, ctx: Context, step: Step) -> None:
        """A handler that only reads runs on the read pool; its answer joins the next batch."""
        try:
            async with reading(self._works.readers) as connection:
                ctx.store = Store(connection, writable=False)
                replies = await self._run(ctx, step)
        except Exception:  # an edge: this message fails alone
            LOG.exception("message %s failed, try %s", waiting.id, waiting.tries + 1)
            await self._alone(waiting, None)
            return
        self._lanes[waiting.address].appendleft(_Answered(waiting, ctx.incoming, ctx.talk, replies, ctx.tellings))
        self._ready.append(waiting.address)
        self._wake.set()

    # -- failing -------------------------------------------------------------------------------------------------------

    async def _alone(self, one: Waiting | _Answered, fault: Exception | None) -> None:
        """Even alone it fails: count it in a transaction of its own, or wait while the database is away."""
        waiting = one.waiting if isinstance(one, _Answered) else one
        if fault is not None:
            LOG.error("message %s could not be written: %s", waiting.id, type(fault).__name__, exc_info=fault)
        waiting.tries += 1
        try:
            await self._works.writer.run(lambda connection: self._fail(connection, waiting), MESSAGES)
        except Exception as away:  # noqa: BLE001 - an edge: nothing is lost, the inbox row is still waiting
            LOG.error("message %s waits for the database: %s", waiting.id, type(away).__name__)  # noqa: TRY400 - said once
            waiting.tries -= 1
            self._put_back(waiting, RETRY_AFTER[-1])
            return
        self._after_failure(waiting)

    async def _fail(self, connection: AsyncConnection, waiting: Waiting) -> None:
        now = self._works.clock.now()
        talk = (await conversations.load(connection, [waiting.address], now.today))[waiting.address]
        blank = Incoming(talk.address, "", "", now.real)
        ctx = self._context(blank, talk, Store(connection), now)
        if due := await self._count_failure(connection, waiting, ctx):
            self._sender.offer(await outbox.add(connection, due, now.real))

    async def _count_failure(self, connection: AsyncConnection, waiting: Waiting, ctx: Context | None) -> list[Due]:
        aside = waiting.tries > len(RETRY_AFTER)
        code = codes.make(secrets.choice)[:4]
        await inbox.failed(connection, waiting, code, aside=aside)
        if not aside or ctx is None:
            return []
        LOG.error("message %s set aside, code %s", waiting.id, code)
        return [self._due(waiting.address, refusals.apology(ctx, code))]

    def _after_failure(self, waiting: Waiting) -> None:
        if waiting.tries > len(RETRY_AFTER):
            self._release(waiting.address)
        else:
            self._put_back(waiting, RETRY_AFTER[waiting.tries - 1])

    def _put_back(self, waiting: Waiting, seconds: float) -> None:
        """Try again later; meanwhile the conversation keeps its order and waits."""

        def again() -> None:
            self._lanes[waiting.address].appendleft(waiting)
            self._ready.append(waiting.address)
            self._wake.set()

        asyncio.get_running_loop().call_later(seconds, again)


async def _store(connection: AsyncConnection, fresh: Sequence[Fresh]) -> list[Waiting]:
    """Updates of one flush in the platform's order: requests side by side may have overtaken each other."""
    return await inbox.add(connection, sorted(fresh, key=lambda one: int(one.event) if one.event.isdigit() else 0))


def _account(address: str) -> tuple[str, str]:
    channel, account, _ = address.split(":", 2)
    return channel, account
