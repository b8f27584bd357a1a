"""Chooses the chat of a message that was planned for a person: where they are reached when its turn comes (§13.9)."""

from collections.abc import Sequence

from bot.works import Works
from storage.database import Connection, reading
from storage.people import reaching
from storage.post import sending
from storage.post.outbox import Due, account_of
from storage.writer import MARKS


async def direct(works: Works, most: int) -> int:
    """Give at most so many messages without a chat the best one there is, or their reason; returns how many."""
    async with reading(works.readers) as connection:
        ids = await sending.ready(connection, "", (0, sending.BULK[1]), most)
        if not ids:
            return 0
        due = await sending.load(connection, ids)
        chosen = await choose(works, connection, due)
    nowhere = [one.id for one in due if one.id not in chosen]
    await works.writer.run(lambda one: sending.direct(one, chosen, nowhere), MARKS)
    return len(due)


async def go_round(works: Works, account: str, most: int) -> list[int]:
    """Send what waits for an account that has been down for long by other chats, where there are any (R45).

    Answers stay: they belong to the chat in which they were asked for. Returns the rows that go elsewhere.
    """
    async with reading(works.readers) as connection:
        ids = await sending.ready(connection, account, (1, sending.BULK[1]), most)
        due = await sending.load(connection, ids) if ids else []
        chosen = await choose(works, connection, due, frozenset({account}))
    if chosen:
        await works.writer.run(lambda one: sending.move(one, chosen, "channel_down"), MARKS)
    return list(chosen)


async def choose(
    works: Works, connection: Connection, due: Sequence[Due], avoid: frozenset[str] = frozenset()
) -> dict[int, str]:
    """Row -> address key, for those whose person can be reached through a bot account that is served.

    ``avoid`` are accounts ("zalo:1459") through which nothing gets just now.
    """
    served = {f"{name}:{account}" for name, account in works.channels} - avoid
    known = await reaching.chats(connection, [one.person for one in due if one.person is not None])
    chosen = {}
    for one in due:
        open_ones = [chat for chat in known.get(one.person or 0, ()) if account_of(chat) in served]
        if open_ones:
            chosen[one.id] = open_ones[0]
    return chosen
