"""SQLite's index of the words of reports; PostgreSQL has an index of its own kind (reports.py)."""

from typing import Any, Final

from sqlalchemy import Connection, event

from storage.tables.reports import DEED

BUILD: Final = """
    CREATE VIRTUAL TABLE deed_words USING fts5(
        folded, content='deed', content_rowid='id', detail='none', columnsize=0, prefix='1 2 3 4 5 6 7',
        tokenize="unicode61 remove_diacritics 0 tokenchars '&%+'"
    )"""
"""No places of words and no sizes are kept; other signs of folded words are letters too.

Beginnings of words are kept as words are, up to the longest Vietnamese syllable: what begins so is one list, read from
its end, and not many that must be joined first. 60 MB for 500,000 reports.

Written by storage/word_index, not by triggers: with trusted_schema off no trigger may touch it."""


@event.listens_for(DEED, "after_create")
def _build(_: Any, connection: Connection, **__: Any) -> None:  # noqa: ANN401 - the hook's signature
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(BUILD)


@event.listens_for(DEED, "before_drop")
def _drop(_: Any, connection: Connection, **__: Any) -> None:  # noqa: ANN401 - the hook's signature
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TABLE IF EXISTS deed_words")
