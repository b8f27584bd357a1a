"""Fingerprints photos stored before fingerprints were kept: a few whenever the collector has nothing to do."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.darkroom import Darkroom
from bot.works import Works
from domain.photographs import Prints
from storage.database import Connection, reading
from storage.exemplars import prints
from storage.files import Files
from storage.store import Store
from storage.writer import COLLECTING

AT_ONCE = 4
"""Photos each time: some 70,000 a day, and nobody waits for them."""


def older_photos(works: Works, files: Files, darkroom: Darkroom) -> Callable[[], Awaitable[int]]:
    """Looks at the next files; returns at how many."""

    async def look() -> int:
        async with reading(works.readers) as connection:
            older = await prints.older_photos(Store(connection), AT_ONCE)
        if not older:
            return 0
        found = {row: await made(key) for row, key in older if key}

        async def write(connection: Connection) -> None:
            store = Store(connection)
            for row, made_of_it in found.items():
                if made_of_it is not None:
                    await prints.keep_photo(store, row, made_of_it)
            await prints.looked_at(store, older[-1][0])
            await store.keep()

        await works.writer.run(write, COLLECTING)
        return len(older)

    async def made(key: str) -> Prints | None:
        if not files.path(key).is_file():
            return None
        cleaned = await darkroom.clean(await asyncio.to_thread(files.read, key))
        return cleaned.prints if cleaned else None

    return look
