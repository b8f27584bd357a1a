"""The room tests of storage/ ask for: an open database, once on each kind."""

from collections.abc import AsyncIterator

import pytest

from tests.storage.room import Room, room


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[Room]:
    async with room(database_url) as opened:
        yield opened


on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
