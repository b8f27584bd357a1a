"""The whole service with its loopback Telegram, on each database or on SQLite alone."""

import pytest

from tests.kit.house import living


@pytest.fixture
def sqlite_url(tmp_path):
    return f"sqlite+aiosqlite:///{tmp_path}/thidua.db"


@pytest.fixture
async def house(sqlite_url, tmp_path):
    """A running service on SQLite; nobody has joined yet."""
    async with living(sqlite_url, tmp_path) as house:
        yield house


@pytest.fixture
async def each_house(furnished_url, tmp_path):
    """The same on each database."""
    async with living(furnished_url, tmp_path) as house:
        yield house
