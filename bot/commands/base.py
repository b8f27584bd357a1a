"""The database of a verb that needs it to itself: probed, locked, migrated, or one sentence saying why not."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.app import Base, Refused, opened
from bot.commands.edge import AGAIN, CONFIG, Ended, words_of
from bot.settings import Settings
from storage.schema import standing


@asynccontextmanager
async def alone(settings: Settings) -> AsyncIterator[Base]:
    """Open the database for this process alone. Raises Ended: 78 when it cannot be used, 75 when it is in use."""
    words = words_of(settings)
    state, reason = await standing(settings.database_url)
    if state in {"unreachable", "newer"}:
        raise Ended(CONFIG, words(f"database_{state}", reason=reason))
    async with AsyncExitStack() as stack:
        try:
            base = await stack.enter_async_context(opened(settings))
        except Refused:
            raise Ended(AGAIN, words("busy")) from None
        yield base
