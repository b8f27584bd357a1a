"""Tells whether a database can be reached and has the present schema, without changing anything in it."""

import os
from typing import Literal

import asyncpg
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from storage.database import open_engine, sqlite_path
from storage.migrate import config

Standing = Literal["missing", "unreachable", "empty", "behind", "present", "newer"]


async def standing(url: str) -> tuple[Standing, str]:
    """How the database stands, and for one that cannot be reached the kind of the error (never its text)."""
    path = sqlite_path(url)
    if path is not None and not path.exists():
        return "missing", ""
    engine = open_engine(url, "reader", readers=1)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_revision), ""
    except OSError as fault:
        return "unreachable", os.strerror(fault.errno) if fault.errno else type(fault).__name__
    except (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError) as fault:
        return "unreachable", type(getattr(fault, "orig", None) or fault).__name__
    finally:
        await engine.dispose()


def _revision(connection: Connection) -> Standing:
    here = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory.from_config(config())
    if here is None:
        return "empty"
    if here == scripts.get_current_head():
        return "present"
    return "behind" if here in {script.revision for script in scripts.walk_revisions()} else "newer"
