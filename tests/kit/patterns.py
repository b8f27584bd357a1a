"""Databases that tests begin with, made once in a process and copied for each test: the tables alone, or the house."""

import asyncio
import atexit
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

from storage.database import sqlite_path
from storage.migrate import migrate

if TYPE_CHECKING:
    from tests.kit.postgres import Server

Make: TypeAlias = Callable[[str], Awaitable[None]]
"""Fills the new database of this address, and closes it."""


@cache
def _folder() -> Path:
    found = Path(tempfile.mkdtemp(prefix="thidua-patterns-"))
    atexit.register(shutil.rmtree, found, ignore_errors=True)
    return found


async def sqlite_pattern(name: str, make: Make) -> Path:
    """The file; copy it, never open it."""
    pattern = _folder() / f"{name}.db"
    if not pattern.exists():
        new = pattern.with_suffix(".new")
        await make(f"sqlite+aiosqlite:///{new}")
        new.rename(pattern)
    return pattern


async def lay(url: str, name: str, make: Make) -> None:
    """Put a copy where that SQLite file is to be; what is there stays, and so does a database of PostgreSQL."""
    path = sqlite_path(url)
    if path is not None and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(await sqlite_pattern(name, make), path)


def copied(request: pytest.FixtureRequest, folder: Path, name: str, make: Make) -> Iterator[str]:
    """For a fixture of both kinds: the address of a copy of the pattern, which is gone afterwards."""
    if request.param == "sqlite":
        shutil.copy(asyncio.run(sqlite_pattern(name, make)), folder / "thidua.db")
        yield f"sqlite+aiosqlite:///{folder}/thidua.db"
        return
    server: Server = request.getfixturevalue("postgres_server")
    if name not in server.patterns:
        asyncio.run(make(server.create(name)))
        server.patterns.add(name)
    url = server.create(template=name)
    yield url
    server.drop(url.partition("?")[0].rpartition("/")[2])


async def tables(url: str) -> None:
    """The pattern of the tables alone."""
    await migrate(url)
