"""Engines keep what RELIABILITY §1.3 asks of them, refuse what they cannot use, and count 100 of 100."""

import asyncio
import multiprocessing
import os
import sqlite3
import stat
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.database import DatabaseRefused, Role, open_engine, sqlite_path
from storage.lock import alone
from storage.writer import Writer
from tests.kit.postgres import unprivileged_account
from tests.storage.conftest import on_postgresql, on_sqlite
from tests.storage.room import Room, room

FORKS = multiprocessing.get_context("forkserver")
COMMON = {"busy_timeout": 10000, "trusted_schema": 0, "cell_size_check": 1, "temp_store": 2}
WRITER = COMMON | {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "auto_vacuum": 2, "cache_size": -65536}
PRAGMAS = {
    "writer": WRITER | {"foreign_keys": 1, "wal_autocheckpoint": 1000, "journal_size_limit": 67108864},
    "migration": WRITER | {"foreign_keys": 0},
    "reader": COMMON | {"foreign_keys": 1, "query_only": 1, "wal_autocheckpoint": 0, "cache_size": -16384},
}


@on_sqlite
@pytest.mark.parametrize("role", ["writer", "reader", "migration"])
async def test_every_pragma_is_what_the_paper_says(database_url: str, role: Role):
    async with room(database_url):
        engine = open_engine(database_url, role)
        async with engine.connect() as connection:
            got = {name: (await connection.execute(text(f"PRAGMA {name}"))).scalar_one() for name in PRAGMAS[role]}
        await engine.dispose()
    assert got == PRAGMAS[role]


@on_postgresql
async def test_postgresql_waits_for_the_flush_and_for_nobody_too_long(house: Room):
    want = {
        "synchronous_commit": "on",
        "statement_timeout": "15s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "30s",
        "TimeZone": "UTC",
    }
    for engine in (house.engine, house.readers):
        async with engine.connect() as connection:
            got = {name: (await connection.execute(text(f"SHOW {name}"))).scalar_one() for name in want}
        assert got == want


async def test_a_reader_cannot_write(house: Room):
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        async with house.readers.begin() as connection:
            await connection.execute(text("INSERT INTO unit (id, code) VALUES (1, 'SO')"))
    assert await house.rows(text("SELECT * FROM unit")) == []


async def test_a_file_system_without_wal_is_refused_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    engine = open_engine(f"sqlite+aiosqlite:///file:{tmp_path}/no-wal.db?vfs=unix-none&uri=true", "writer")
    with pytest.raises(DatabaseRefused, match=r"^SQLite keeps journal_mode=\w+ where wal is needed; .*\?$"):
        async with engine.connect():
            pass
    await engine.dispose()
    assert not (tmp_path / "file:").exists(), "a URI names no folder of the working directory"


def refused(url: str, account: int | None, said: object) -> None:
    """Open a database as somebody who is not root, in a process of its own."""
    if account is not None:
        os.setgid(account)
        os.setuid(account)
    try:
        open_engine(url, "writer")
    except DatabaseRefused as refusal:
        said.put(str(refusal))
    else:
        said.put("opened")


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_that_cannot_be_written_is_refused_in_a_sentence(there: bool, request):
    FORKS.set_forkserver_preload(["tests.storage.test_database"])
    account = unprivileged_account()
    folder = Path(request.getfixturevalue("tmp_path_factory").mktemp("closed")) / "house"
    folder.mkdir()
    if there:
        (folder / "thidua.db").touch()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR | stat.S_IROTH | stat.S_IXOTH)
    for above in folder.parents:
        if above.stat().st_uid == os.getuid() and above != Path("/"):
            above.chmod(above.stat().st_mode | stat.S_IXOTH)
    said = FORKS.SimpleQueue()
    process = FORKS.Process(
        target=refused, args=(f"sqlite+aiosqlite:///{folder}/thidua.db", account and account.pw_uid, said)
    )
    process.start()
    process.join()
    sentence = said.get()
    folder.chmod(0o700)
    assert sentence == f"{folder} cannot be written; give it to the account that runs thidua."


async def test_a_hundred_times_reading_then_writing_counts_a_hundred(house: Room):
    await house.does(lambda store: store.write(text("INSERT INTO unit (id, code, staff_total) VALUES (1, 'A', 0)"), {}))

    async def one_more(connection: object) -> None:
        read = (await connection.execute(text("SELECT staff_total FROM unit WHERE id = 1"))).scalar_one()
        await asyncio.sleep(0)
        await connection.execute(text("UPDATE unit SET staff_total = :n WHERE id = 1"), {"n": read + 1})

    async def twenty_times() -> None:
        for _ in range(20):
            await house.writer.run(one_more)

    await asyncio.gather(*(twenty_times() for _ in range(5)))
    assert await house.rows(text("SELECT staff_total FROM unit")) == [(100,)]


async def test_one_process_at_a_time_holds_a_database(database_url: str):
    async with alone(database_url) as first, alone(database_url) as second:
        assert first is not None
        assert second is None
    async with alone(database_url) as again:
        assert again


@on_sqlite
async def test_a_write_transaction_holds_the_lock_from_its_first_word(house: Room):
    """BEGIN DEFERRED would read first and fail to write later, whatever busy_timeout says (RELIABILITY F6)."""
    other = sqlite3.connect(sqlite_path(house.url), timeout=0, isolation_level=None)
    async with house.engine.begin() as writer:
        await writer.execute(text("SELECT 1"))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.close()


async def test_a_writer_is_the_only_connection_of_its_engine(house: Room):
    async def work(connection: object) -> int:
        return id(connection)

    assert len({await house.writer.run(work) for _ in range(5)}) == 1
    assert isinstance(house.writer, Writer)
    assert house.engine.pool.size() == 1
