"""Column types that mean the same on SQLite and PostgreSQL: aware instants, local days, packed JSON, row ids."""

from datetime import UTC, date, datetime
from typing import Any, TypeAlias

import orjson
from sqlalchemy import BigInteger, Date, DateTime, Dialect, Integer, Row, Text, TypeDecorator

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row of a SELECT, to be unpacked in the order of its columns into what it becomes."""

RowId = BigInteger().with_variant(Integer, "sqlite")
"""A row's key; SQLite only numbers rows by itself where the type is INTEGER."""


class Moment(TypeDecorator[datetime]):
    """An aware instant, kept in UTC. SQLite drops offsets, so they are taken off and put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time: it would be somebody's guess."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a naive time cannot be stored"
            raise ValueError(message)
        at = value.astimezone(UTC)
        return at.replace(tzinfo=None) if dialect.name == "sqlite" else at

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the hook's signature
        """Give the offset back."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Day(TypeDecorator[date]):
    """A local day."""

    impl = Date
    cache_ok = True


class Packed(TypeDecorator[Any]):
    """A JSON value as text: one format on both databases, read and written by orjson."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002, ANN401 - any JSON
        """To text."""
        return None if value is None else orjson.dumps(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002, ANN401 - any JSON
        """From text."""
        return None if value is None else orjson.loads(value)
