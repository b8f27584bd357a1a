"""Migrations build exactly the tables the code speaks of, whole or not at all, and lose no row."""

import asyncio
import itertools
import multiprocessing
import random
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from storage.database import open_engine, sqlite_path
from storage.migrate import HERE, migrate
from storage.tables import METADATA
from tests.kit.postgres import Server

pytestmark = pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
KILLS, TORTURE_KILLS = 4, 60
TOO_LATE = 0.8
"""A shot that found the work done is followed by earlier ones: how long the work takes depends on what else runs."""

FORKS = multiprocessing.get_context("forkserver")


async def looked(url: str, look: object) -> object:
    """What ``look`` sees on a plain connection."""
    engine = open_engine(url, "migration")
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(look)
    finally:
        await engine.dispose()


def differences(connection: Connection) -> list[object]:
    def known(name: str | None, kind: str, _: object) -> bool:
        """SQLite keeps its index of words in tables of its own."""
        return kind != "table" or not str(name).startswith("deed_words")

    opts = {"compare_type": True, "compare_server_default": True, "include_name": known}
    context = MigrationContext.configure(connection, opts=opts)
    return compare_metadata(context, METADATA)


def catalogue(connection: Connection) -> set[tuple[object, ...]]:
    """Everything the database itself knows of its tables, constraints and indexes."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'alembic%'"))
        return {(kind, name, " ".join(sql.split()) if sql else None) for kind, name, sql in found}
    columns = "table_name, column_name, data_type, character_maximum_length, is_nullable, column_default"
    asked = (
        f"SELECT {columns} FROM information_schema.columns WHERE table_schema = 'public'",
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint",
    )
    rows = {tuple(row) for one in asked for row in connection.execute(text(one))}
    return {row for row in rows if "alembic_version" not in row}


async def test_the_migrations_build_what_the_code_speaks_of(empty_url: str):
    await migrate(empty_url)
    assert await looked(empty_url, differences) == []
    migrated = await looked(empty_url, catalogue)

    def rebuild(connection: Connection) -> None:
        METADATA.drop_all(connection)
        METADATA.create_all(connection)

    await looked(empty_url, rebuild)
    assert columns_sorted(migrated) == columns_sorted(await looked(empty_url, catalogue))


def columns_sorted(found: set[tuple[object, ...]]) -> set[tuple[object, ...]]:
    """As a set that does not mind in which order constraints are written inside a CREATE TABLE."""
    return {
        tuple(sorted(part.split(", ")) if isinstance(part, str) else part for part in row).__repr__() for row in found
    }


async def test_migrating_again_changes_nothing(empty_url: str):
    await migrate(empty_url)
    before = await looked(empty_url, catalogue)
    await migrate(empty_url)
    assert await looked(empty_url, catalogue) == before


# -- kill -9 -----------------------------------------------------------------------------------------------------------


def child(url: str, began: object) -> None:
    """Migrate, in a process that may be shot."""
    began.set()
    asyncio.run(migrate(url))


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def test_kill_9_in_mid_migration_leaves_the_old_schema_or_the_new(empty_url: str, tmp_path: Path, request):
    ordeal(None if sqlite_path(empty_url) else request.getfixturevalue("postgres_server"), tmp_path, KILLS)


@pytest.mark.torture
def test_tortured_in_mid_migration(empty_url: str, tmp_path: Path, request):
    ordeal(None if sqlite_path(empty_url) else request.getfixturevalue("postgres_server"), tmp_path, TORTURE_KILLS)


def ordeal(server: Server | None, tmp_path: Path, kills: int) -> None:
    """So many processes die while they migrate; the moments are the same in each run."""
    FORKS.set_forkserver_preload(["tests.storage.test_migrations"])
    undisturbed = fresh(server, tmp_path, 0)
    took, shot, killed = duration(undisturbed), random.Random(7), 0
    assert asyncio.run(looked(undisturbed, tables)) >= set(METADATA.tables)
    schemas = [set(), *step_by_step(fresh(server, tmp_path, -1))]
    for number in itertools.count(1):
        if killed == kills:
            break
        url = fresh(server, tmp_path, number)
        process, began = begun(url)
        process.join(shot.uniform(0.05, 0.95) * took)
        if process.is_alive():
            killed += 1
        else:
            took *= TOO_LATE
        process.kill()
        process.join()
        found = asyncio.run(looked(url, tables)) - {"alembic_version"}
        assert found in schemas, f"between: {sorted(found)}"
        asyncio.run(migrate(url))
        assert asyncio.run(looked(url, differences)) == []
        assert began.is_set()


def step_by_step(url: str) -> list[set[str]]:
    """The tables there are after each migration: the schemas that there ever were."""
    found = []
    for script in reversed(list(ScriptDirectory(str(HERE)).walk_revisions())):
        asyncio.run(migrate(url, script.revision))
        found.append(asyncio.run(looked(url, tables)) - {"alembic_version"})
    return found


def fresh(server: Server | None, folder: Path, number: int) -> str:
    return server.create() if server else f"sqlite+aiosqlite:///{folder}/killed-{number}.db"


def begun(url: str) -> tuple[object, object]:
    """A child that is just about to migrate."""
    began = FORKS.Event()
    process = FORKS.Process(target=child, args=(url, began), daemon=True)
    process.start()
    assert began.wait(30)
    return process, began


def duration(url: str) -> float:
    """Seconds a whole migration takes in such a child."""
    process, _ = begun(url)
    start = time.monotonic()
    process.join()
    assert process.exitcode == 0
    return time.monotonic() - start


# -- revisions to come -------------------------------------------------------------------------------------------------

REBUILD = '''"""{name}."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9999", "{head}", None, None
def upgrade() -> None:
    {body}
'''
MANY = 2000


@pytest.fixture
def next_revision(tmp_path: Path):
    """A release that adds a migration: the real folder, and one file more."""

    def release(body: str) -> Path:
        folder = tmp_path / "migrations"
        (folder / "versions").mkdir(parents=True, exist_ok=True)
        for file in ("env.py", "script.py.mako", *(f"versions/{one.name}" for one in versions())):
            (folder / file).write_text((HERE / file).read_text("utf-8"), "utf-8")
        (folder / "versions/9999_next.py").write_text(REBUILD.format(name="next", head=HEAD, body=body), "utf-8")
        return folder

    return release


def versions() -> list[Path]:
    return sorted((HERE / "versions").glob("0*.py"))


HEAD = versions()[-1].name[:4]


def filled(connection: Connection) -> None:
    """A unit with many spans below it, and people with chats."""
    connection.execute(text("INSERT INTO unit (id, code) VALUES (1, 'SO')"))
    connection.execute(
        text("INSERT INTO unit (id, code) VALUES (:id, :code)"), [{"id": n, "code": f"U{n}"} for n in range(2, MANY)]
    )
    connection.execute(
        text(
            "INSERT INTO unit_span (unit_id, from_day, to_day, name, kind, parent_id) "
            "VALUES (:id, '2025-01-01', '9999-12-31', 'x', 'thpt', 1)"
        ),
        [{"id": n} for n in range(2, MANY)],
    )


def counted(connection: Connection) -> tuple[int, int]:
    units = connection.execute(text("SELECT count(*) FROM unit")).scalar_one()
    return units, connection.execute(text("SELECT count(*) FROM unit_span")).scalar_one()


async def test_a_parent_table_full_of_children_is_rebuilt_without_losing_one(empty_url: str, next_revision):
    await migrate(empty_url)
    await looked(empty_url, filled)
    before = await looked(empty_url, counted)
    scripts = next_revision(
        'with op.batch_alter_table("unit", recreate="auto") as table:\n'
        '        table.alter_column("code", existing_type=sa.String(40), type_=sa.String(60))'
    )
    await migrate(empty_url, scripts=scripts)
    assert await looked(empty_url, counted) == before == (MANY - 1, MANY - 2)
    kinds = await looked(empty_url, lambda connection: str(inspect(connection).get_columns("unit")[1]["type"]))
    assert kinds == "VARCHAR(60)"


async def test_a_migration_that_leaves_children_pointing_nowhere_is_refused(empty_url: str, next_revision):
    await migrate(empty_url)
    await looked(empty_url, filled)
    before = await looked(empty_url, counted)
    scripts = next_revision('op.execute("DELETE FROM unit WHERE id = 1")')
    with pytest.raises(Exception, match=r"pointing nowhere|violates foreign key"):
        await migrate(empty_url, scripts=scripts)
    assert await looked(empty_url, counted) == before
    version = await looked(empty_url, lambda one: one.execute(text("SELECT * FROM alembic_version")).scalar_one())
    assert version == HEAD
