"""Makes a file of many rows, in a process of its own or at the terminal: the database is only read (L6, R35)."""

import asyncio

from domain.extracts import Order, Written
from handlers.exports import making
from handlers.exports.ground import Ground
from handlers.forms import added
from storage import campaigns
from storage.database import open_engine, unchanging
from storage.files import Files
from storage.store import Store
from texts.catalogue import Catalogue


class NothingToRead(Exception):
    """No campaign was imported."""


def press(order: Order) -> Written:
    """Run in the process that makes files."""
    return asyncio.run(carry_out(order))


async def carry_out(order: Order) -> Written:
    """Write it from one unchanging view of the database, page by page. Raises RowsDiffer."""
    engine = open_engine(order.database_url, "reader", readers=1)
    try:
        async with unchanging(engine) as connection:
            store = Store(connection, writable=False)
            running = await campaigns.running(store)
            if running is None:
                raise NothingToRead
            words = added.spoken(Catalogue.load(), running[1]).words(order.extract.language)
            return await making.write(Ground(store, running, order.extract, words, Files(order.files)), order.folder)
    finally:
        await engine.dispose()
