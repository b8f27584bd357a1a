"""Brings a database to the present schema: whole migrations or none, checked before the commit (DESIGN §13.2)."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.database import open_engine

HERE = Path(__file__).parent / "migrations"


def config(scripts: Path = HERE) -> Config:
    """Alembic's own settings; no file of it is needed."""
    found = Config()
    found.set_main_option("script_location", str(scripts).replace("%", "%%"))
    return found


async def migrate(url: str, to: str = "head", scripts: Path = HERE) -> None:
    """Upgrade; safe to run on every start, under the lock.

    There is no way down: what a later release took apart, only a backup puts together again.
    """
    engine = open_engine(url, "migration")
    try:
        async with engine.connect() as connection:
            await connection.run_sync(upgrade, to, scripts)
            await connection.commit()
    finally:
        await engine.dispose()


@cache
def newest(scripts: Path = HERE) -> str | None:
    """The last migration there is."""
    return ScriptDirectory.from_config(config(scripts)).get_current_head()


def upgrade(connection: Connection, to: str, scripts: Path = HERE) -> None:
    """Upgrade on an open connection; a database that is there already costs one look."""
    if to == "head" and MigrationContext.configure(connection).get_current_revision() == newest(scripts):
        return
    found = config(scripts)
    found.attributes["connection"] = connection
    command.upgrade(found, to)
