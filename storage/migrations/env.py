"""Runs migrations on the connection they are given: one transaction each, foreign keys checked before the commit."""

from alembic import context
from sqlalchemy import Connection, text

from storage.tables import METADATA


def check(connection: Connection) -> None:
    """A batch rebuild runs with foreign keys off; nothing may be left pointing nowhere."""
    if connection.dialect.name == "sqlite" and (broken := connection.execute(text("PRAGMA foreign_key_check")).all()):
        message = f"the migration would leave {len(broken)} rows pointing nowhere"
        raise RuntimeError(message)


def run() -> None:
    """Every migration in a transaction of its own: after a crash the schema is old or new, never between."""
    connection: Connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        transactional_ddl=True,
        transaction_per_migration=True,
        render_as_batch=True,
        on_version_apply=lambda **_: check(connection),
    )
    with context.begin_transaction():
        context.run_migrations()


run()
