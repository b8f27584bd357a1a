"""Statements of every kind through the connection that visits SQLite's thread once for each."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from storage import one_hop
from storage.database import open_engine


@pytest.fixture
async def engine(tmp_path):
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'one.db'}", "writer")
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE deed (id INTEGER PRIMARY KEY, what TEXT NOT NULL)"))
    yield engine
    await engine.dispose()


async def test_the_engine_really_uses_it(engine):
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        assert isinstance(raw.driver_connection, one_hop.Connection)


async def test_rows_counts_and_ids_come_back(engine):
    async with engine.begin() as connection:
        added = await connection.execute(text("INSERT INTO deed (what) VALUES ('a') RETURNING id"))
        assert added.scalar_one() == 1
        many = [{"what": str(n)} for n in range(500)]
        await connection.execute(text("INSERT INTO deed (what) VALUES (:what)"), many)
        changed = await connection.execute(text("UPDATE deed SET what = 'b' WHERE id > 1"))
        assert changed.rowcount == 500
        rows = (await connection.execute(text("SELECT id, what FROM deed ORDER BY id"))).all()
        assert (len(rows), tuple(rows[0]), tuple(rows[-1])) == (501, (1, "a"), (501, "b"))
        assert (await connection.execute(text("SELECT id FROM deed WHERE id = 0"))).all() == []


async def test_an_error_in_the_middle_leaves_the_connection_usable(engine):
    async with engine.connect() as connection:
        async with connection.begin():
            await connection.execute(text("INSERT INTO deed (what) VALUES ('kept')"))
            with pytest.raises(IntegrityError):
                await connection.execute(
                    text("INSERT INTO deed (what) VALUES (:what)"), [{"what": "x"}, {"what": None}]
                )
            with pytest.raises(OperationalError):
                await connection.execute(text("SELECT nothing FROM nowhere"))
        assert (await connection.execute(text("SELECT count(*) FROM deed WHERE what = 'kept'"))).scalar_one() == 1


async def test_a_closed_connection_says_so():
    connection = await one_hop.connect(":memory:")
    await connection.close()
    with pytest.raises(ValueError, match=r"no active connection|Connection closed"):
        await connection.cursor().execute("SELECT 1")
