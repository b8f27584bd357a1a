"""A handler's store: a savepoint from its first write, its own writes read back, neighbours kept when it fails."""

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from storage.database import reading
from storage.store import Store
from tests.storage.room import Room

ADD = text("INSERT INTO note (name, value) VALUES (:name, '1')")
NAMES = text("SELECT name FROM note ORDER BY name")


async def names(store: Store) -> list[str]:
    return [row[0] for row in await store.rows(NAMES)]


async def test_the_savepoint_comes_with_the_first_write_and_not_before(house: Room):
    said: list[str] = []
    listen = (house.engine.sync_engine, "before_cursor_execute")

    def hear(*heard: object) -> None:
        said.append(str(heard[2]).split()[0].upper())

    event.listen(*listen, hear)
    savepoints: list[str] = []
    event.listen(house.engine.sync_engine, "savepoint", lambda _, name: savepoints.append(name))

    async def work(connection: object) -> None:
        store = Store(connection)
        await names(store)
        assert savepoints == []
        await store.write(ADD, {"name": "a"})
        await store.write(ADD, {"name": "b"})
        assert len(savepoints) == 1
        assert await names(store) == ["a", "b"]
        await store.keep()

    await house.writer.run(work)
    event.remove(*listen, hear)
    assert "INSERT" in said


async def test_undoing_one_keeps_its_neighbours(house: Room):
    async def work(connection: object) -> None:
        for name, fails in (("a", False), ("b", True), ("c", False)):
            store = Store(connection)
            await store.write(ADD, {"name": name})
            await (store.undo() if fails else store.keep())

    await house.writer.run(work)
    assert await house.sees(names) == ["a", "c"]


async def test_a_refused_statement_is_undone_without_harm_to_the_batch(house: Room):
    async def work(connection: object) -> None:
        first, second, third = Store(connection), Store(connection), Store(connection)
        await first.write(ADD, {"name": "a"})
        await first.keep()
        await second.write(ADD, {"name": "b"})
        with pytest.raises(DBAPIError):
            await second.write(ADD, {"name": "a"})
        await second.undo()
        await third.write(ADD, {"name": "c"})
        await third.keep()

    await house.writer.run(work)
    assert await house.sees(names) == ["a", "c"]


async def test_a_store_can_be_used_again_after_it_was_undone(house: Room):
    async def work(connection: object) -> None:
        store = Store(connection)
        await store.write(ADD, {"name": "wrong"})
        await store.undo()
        await store.write(ADD, {"name": "right"})
        await store.keep()

    await house.writer.run(work)
    assert await house.sees(names) == ["right"]


async def test_a_reading_handler_cannot_write(house: Room):
    async with reading(house.readers) as connection:
        with pytest.raises(RuntimeError, match="tried to write"):
            await Store(connection, writable=False).write(ADD, {"name": "a"})
