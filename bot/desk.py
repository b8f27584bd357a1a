"""One transaction for a message of each of many conversations: handled one after another, written together (§13.1)."""

import logging
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.channels.contract import Capabilities
from bot.gate import SHARE_OF_A_STRANGER, Gate
from bot.merging import merged
from bot.works import Works
from domain import codes
from domain.clock import Now
from domain.conversations import Conversation
from domain.menus import arranged
from domain.messages import Address, Incoming, Reply
from domain.mistakes import Mistake
from handlers import back_again, flood, refusals
from handlers.context import Context, Telling, as_list
from handlers.intentions import Step
from handlers.router import resolve
from scheduler.tellings import due_of
from storage.database import Connection, DatabaseFault, reading
from storage.pile import Pile
from storage.post import conversations, inbox, outbox
from storage.post.inbox import Waiting
from storage.post.outbox import Due
from storage.store import Store

LOG = logging.getLogger("thidua.desk")

LONGEST_BATCH = 0.04
"""Seconds after which a batch takes up no further message: nobody's transaction makes others wait long (§13.2)."""
MOST_TRIES = 3
"""Then a message is set aside."""


@dataclass(slots=True)
class Answered:
    """A message with what it was answered, ready to be written."""

    waiting: Waiting
    incoming: Incoming
    talk: Conversation
    replies: Sequence[Reply] = ()
    tellings: Sequence[Telling] = ()
    silenced: Sequence[int] = ()
    closed: Sequence[str] = ()
    back: tuple[Reply, datetime] | None = None
    """What is to be said of it later, when it was sent while the service stood still."""


@dataclass(slots=True)
class Reading:
    """A message whose handler only reads: it runs beside the batches, on the read pool."""

    waiting: Waiting
    ctx: Context
    step: Step


@dataclass(slots=True)
class Outcome:
    """What a batch came to, once it is committed."""

    answered: list[Answered] = field(default_factory=list)
    reading: list[Reading] = field(default_factory=list)
    failed: list[tuple[Waiting, Context]] = field(default_factory=list)
    due: list[Due] = field(default_factory=list)
    left: Sequence[Waiting] = ()
    """For which the time did not suffice: they come first in the next batch."""

    def tellings(self) -> Iterator[Telling]:
        """All that is told to others."""
        for answered in self.answered:
            yield from answered.tellings

    def silenced(self) -> Iterator[int]:
        """Messages planned earlier that are not to leave any more."""
        for answered in self.answered:
            yield from answered.silenced


class Desk:
    """Handles messages; knows neither lanes nor the network."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._gate = Gate()

    # -- in the batch --------------------------------------------------------------------------------------------------

    async def handle(self, connection: Connection, batch: Sequence[Waiting | Answered]) -> Outcome:
        """Everything of a batch in the transaction of ``connection``: effects, conversations, answers, done marks."""
        now, outcome = self._works.clock.now(), Outcome()
        fresh = [one for one in batch if isinstance(one, Waiting)]
        outcome.answered += [one for one in batch if isinstance(one, Answered)]
        talks = await conversations.load(connection, [one.address for one in fresh], now.today) if fresh else {}
        pile = Pile()
        until = time.monotonic() + LONGEST_BATCH
        for at, waiting in enumerate(fresh):
            if at and time.monotonic() > until:
                outcome.left = fresh[at:]
                break
            store = Store(connection, pile=pile)
            await self._one(store, waiting, talks[waiting.address], now, outcome)
        await pile.write(connection)
        await self._write(connection, outcome, now)
        return outcome

    async def _one(self, store: Store, waiting: Waiting, talk: Conversation, now: Now, outcome: Outcome) -> None:
        ctx = None
        try:
            incoming = self._works.channels[account_of(waiting.address)].understand(waiting.body)
            ctx = self._context(incoming, talk, store, now)
            if (wish := self._held_back(waiting, ctx)) is not None:
                outcome.answered.append(Answered(waiting, incoming, talk, wish))
                return
            step = resolve(ctx)
            if step.reading:
                outcome.reading.append(Reading(waiting, ctx, step))
                return
            replies = await self._run(ctx, step)
            await store.keep()
        except DatabaseFault:
            raise  # the transaction itself may be broken: each message runs alone then
        except Exception:  # an edge: this message fails alone
            await store.undo()
            waiting.tries += 1
            LOG.exception("message %s failed, try %s", waiting.id, waiting.tries)
            outcome.failed.append((waiting, ctx or self._context(_nothing(talk, now), talk, store, now)))
        else:
            said = (replies, ctx.tellings, ctx.silenced, ctx.closed, self._back(ctx))
            told = Answered(waiting, ctx.incoming, talk, *said)
            outcome.answered.append(told)

    def _back(self, ctx: Context) -> tuple[Reply, datetime] | None:
        """A word that it has arrived, for who wrote while nobody was here. A press has no instant of its own."""
        incoming, outage = ctx.incoming, self._works.outage
        if outage is None or incoming.odd or incoming.press or not outage.holds(incoming.at):
            return None
        keeps = self._capabilities(incoming.address.key).keeps
        return back_again.told(ctx, outage, sure=outage.is_all_kept(keeps))

    def _held_back(self, waiting: Waiting, ctx: Context) -> list[Reply] | None:
        """What somebody is told who sends too much at once; None when the message is to be handled. Photos are free."""
        most, now = self._works.most_a_minute, ctx.now
        if not most or ctx.incoming.files:
            return None
        if ctx.person is None:
            most = max(1, most // SHARE_OF_A_STRANGER)
        came = (waiting.taken_at - now.real + now.campaign).astimezone(now.zone)
        minute = came.replace(second=0, microsecond=0)
        who = f"person:{ctx.person.id}" if ctx.person else waiting.address
        verdict, until = self._gate.look(who, waiting.id, minute, most)
        if verdict == "in":
            return None
        return [flood.rest(ctx, minute, until)] if verdict == "told" else []

    async def _run(self, ctx: Context, step: Step) -> list[Reply]:
        try:
            replies = as_list(await step.run(ctx))
        except Mistake as mistake:
            await ctx.store.undo()
            for said in (ctx.tellings, ctx.silenced, ctx.closed):
                said.clear()
            replies = [refusals.refusal(ctx, mistake)]
        replies = [replace(reply, language=reply.language or ctx.words.language) for reply in replies]
        if len(replies) > 1 and not self._capabilities(ctx.talk.address.key).several:
            replies = merged(replies)
        for reply in replies:
            if reply.choices:
                ctx.talk.offered(reply)
        return replies

    def _capabilities(self, address: str) -> Capabilities:
        return self._works.channels[account_of(address)].capabilities

    def _context(self, incoming: Incoming, talk: Conversation, store: Store, now: Now) -> Context:
        house = self._works.house
        words = house.catalogue.words(talk.language or house.default_language, talk.person)
        return Context(incoming, talk, now, store, house, words)

    # -- beside the batch ----------------------------------------------------------------------------------------------

    async def read(self, one: Reading) -> Answered:
        """Run a reading handler on the read pool; its answer is written with a later batch."""
        async with reading(self._works.readers) as connection:
            one.ctx.store = Store(connection, writable=False)
            replies = await self._run(one.ctx, one.step)
        back = self._back(one.ctx)
        return Answered(one.waiting, one.ctx.incoming, one.ctx.talk, replies, one.ctx.tellings, back=back)

    # -- writing -------------------------------------------------------------------------------------------------------

    async def _write(self, connection: Connection, outcome: Outcome, now: Now) -> None:
        due: list[Due] = []
        for answered in outcome.answered:
            due += [self._reply(answered.waiting.address, reply) for reply in answered.replies]
            due += [due_of(self._works.numbers, telling) for telling in answered.tellings]
            due += self._later(answered)
        closed = {address for answered in outcome.answered for address in answered.closed}
        for one in due:
            if one.address in closed:
                one.reason = "chat_cut_off"
        for waiting, ctx in outcome.failed:
            due += await self._count(connection, waiting, ctx)
        menus = list(self._menus(outcome))
        if outcome.answered:
            await conversations.save(connection, [answered.talk for answered in outcome.answered], now.real)
        if menus:
            await conversations.offer(connection, menus)
        if due:
            outcome.due = await outbox.add(connection, due, now.real)
        if outcome.answered:
            await inbox.done(connection, [answered.waiting.id for answered in outcome.answered], now.real)

    def _menus(self, outcome: Outcome) -> Iterator[tuple[str, list[list[str]]]]:
        """Notices let their numbers be typed, unless a form is open there: numbers are its answers then.

        Where there are no buttons they are told when they leave (bot/patience).
        """
        talks = {answered.waiting.address: answered.talk for answered in outcome.answered}
        for telling in outcome.tellings():
            reader = telling.reader
            if reader.address is None or not telling.reply.choices or not self._has_buttons(reader.address):
                continue
            talk = talks.get(reader.address.key)
            if talk is None and not reader.busy:
                yield reader.address.key, [[one.value, one.label] for one in arranged(telling.reply).in_order]
            elif talk is not None and not talk.open:
                talk.offered(telling.reply)

    def _has_buttons(self, address: Address) -> bool:
        channel = self._works.channels.get((address.channel, address.account))
        return channel is None or channel.capabilities.buttons

    def _reply(self, address: str, reply: Reply) -> Due:
        return Due(self._works.numbers.take(), address, outbox.lane("reply"), reply)

    def _later(self, answered: Answered) -> Iterator[Due]:
        if answered.back is not None:
            reply, at = answered.back
            yield Due(self._works.numbers.take(), answered.waiting.address, outbox.lane("notice"), reply, not_before=at)

    # -- failing -------------------------------------------------------------------------------------------------------

    async def fail(self, connection: Connection, waiting: Waiting) -> list[Due]:
        """Count the failure of a message that could not even be written alone; returns the apology, if it is time."""
        now = self._works.clock.now()
        talk = (await conversations.load(connection, [waiting.address], now.today))[waiting.address]
        ctx = self._context(_nothing(talk, now), talk, Store(connection), now)
        due = await self._count(connection, waiting, ctx)
        return await outbox.add(connection, due, now.real) if due else []

    async def _count(self, connection: Connection, waiting: Waiting, ctx: Context) -> list[Due]:
        aside, code = waiting.tries >= MOST_TRIES, codes.make(secrets.choice)[:4]
        await inbox.failed(connection, waiting, code, aside=aside)
        if not aside:
            return []
        LOG.error("message %s set aside, code %s", waiting.id, code)
        reply = refusals.apology(ctx, code)
        ctx.talk.offered(reply)
        await conversations.offer(connection, [(waiting.address, ctx.talk.menu)])
        return [self._reply(waiting.address, reply)]


def _nothing(talk: Conversation, now: Now) -> Incoming:
    """Stands for a message that could not be read: whoever sent it is spoken to all the same."""
    return Incoming(talk.address, "", "", now.real)


def account_of(address: str) -> tuple[str, str]:
    """The (channel, account) of an address key."""
    channel, account, _ = address.split(":", 2)
    return channel, account
