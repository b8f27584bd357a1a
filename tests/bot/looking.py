"""What the tests of bot/ share: look into the database, plan a message, make the database refuse."""

import asyncio
import inspect
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy import text

from domain.messages import Choice, Reply
from storage.database import reading, sqlite_path
from storage.post import outbox
from storage.post.outbox import Due


def key(house, talker):
    """The address of a talker's chat."""
    return f"telegram:{house.api.me['id']}:{talker.id}"


async def rows(house, statement, **values):
    """What a SELECT finds now."""
    async with reading(house.base.readers) as connection:
        return (await connection.execute(text(statement), values)).all()


async def one(house, statement, **values):
    """The only value of the only row."""
    [[value]] = await rows(house, statement, **values)
    return value


async def change(house, *statements, **values):
    """Change the database behind the service's back, through its own writer."""

    async def write(connection):
        for statement in statements:
            await connection.execute(text(statement), values)

    await house.base.writer.run(write)


async def plan(house, chat, said, lane="reply", *, slot="", once=None, expires_at: datetime | None = None, button=""):
    """Plan a message as handlers' answers are planned; returns its row id."""
    service = house.service
    address = chat if isinstance(chat, str) else f"telegram:{house.api.me['id']}:{chat}"
    choices = ((Choice(button, button),),) if button else ()
    due = Due(
        service.works.numbers.take(), address, outbox.lane(lane), Reply(said, choices, slot=slot), key=once,
        expires_at=expires_at,
    )  # fmt: skip
    at = house.base.clock.real()
    kept = await house.base.writer.run(lambda connection: outbox.add(connection, [due], at))
    service.sender.offer(kept)
    return due.id


async def state(house, row):
    """(state, reason) of a planned message."""
    [found] = await rows(house, "SELECT state, reason FROM outbox WHERE id = :row", row=row)
    return tuple(found)


async def eventually(look, seconds=5.0):
    """Look again and again until ``look()`` is true; it may be a coroutine function."""
    async with asyncio.timeout(seconds):
        while True:
            found = look()
            found = await found if inspect.isawaitable(found) else found
            if found:
                return found
            await asyncio.sleep(0.01)


@asynccontextmanager
async def refusing(house, table, verb, when=""):
    """While inside, the database refuses this verb on a table ('UPDATE', 'INSERT'), for rows that match ``when``."""
    if sqlite_path(house.base.settings.database_url):
        condition = f"WHEN {when}" if when else ""
        await change(
            house,
            f"CREATE TRIGGER refusing BEFORE {verb} ON {table} {condition} BEGIN SELECT RAISE(ABORT, 'refused'); END",
        )
        yield
        await change(house, "DROP TRIGGER refusing")
        return
    condition = f"WHEN ({when})" if when else ""
    await change(
        house,
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$",
        f"CREATE TRIGGER refusing BEFORE {verb} ON {table} FOR EACH ROW {condition} EXECUTE FUNCTION refuse()",
    )
    yield
    await change(house, f"DROP TRIGGER refusing ON {table}", "DROP FUNCTION refuse()")
