"""What the clock says to people: jobs of scheduler/ whose words go into the outbox in the same transaction."""

from datetime import timedelta

from bot.works import Works
from domain.clock import Now
from domain.messages import Address
from scheduler.bot_room import warn
from scheduler.digest import digest
from scheduler.dispatches import sendings
from scheduler.heartbeat import EVERY, beat
from scheduler.jobs import JOBS, Job
from scheduler.nudging import nudges
from scheduler.public_notices import public_notices
from scheduler.requests import pass_on
from scheduler.spreading import ask
from scheduler.tellings import due_of, menus_of
from scheduler.unanswered import unanswered
from scheduler.waves import waves
from storage.database import Connection
from storage.post import conversations, outbox


def jobs(works: Works) -> tuple[Job, ...]:
    """All jobs of a running service."""

    async def requests(connection: Connection, now: Now) -> int:
        count, tellings = await pass_on(connection, now, works.house)
        if tellings:
            await outbox.add(connection, [due_of(works.numbers, telling) for telling in tellings], now.real)
        return count

    def edits(address: Address) -> bool:
        channel = works.channels.get((address.channel, address.account))
        return channel is not None and channel.capabilities.edits

    async def bot_room(connection: Connection, now: Now) -> int:
        tellings = await warn(connection, now, works.house)
        if tellings:
            await outbox.add(connection, [due_of(works.numbers, telling) for telling in tellings], now.real)
        return 0

    async def spreading(connection: Connection, now: Now) -> int:
        count, tellings = await ask(connection, now, works.house)
        if tellings:
            await outbox.add(connection, [due_of(works.numbers, telling) for telling in tellings], now.real)
            if menus := menus_of(tellings):
                await conversations.offer(connection, menus)
        return count

    asked = Job("requests", timedelta(minutes=10), requests)
    room = Job("bot_room", timedelta(minutes=10), bot_room)
    late = unanswered(lambda: works.house, works.numbers)
    nudging = nudges(lambda: works.house, works.numbers)
    weekly = digest(lambda: works.house, works.numbers)
    to_many = sendings(lambda: works.house, works.numbers, edits)
    lists = public_notices(lambda: works.house, works.numbers)
    near = waves(lambda: works.house, works.numbers)
    examples = Job("spreading", timedelta(minutes=5), spreading)
    return (*JOBS, Job("heartbeat", EVERY, beat), asked, room, late, *nudging, weekly, to_many, near, examples, lists)
