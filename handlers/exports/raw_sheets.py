"""All the data as it lies in the tables, under the names that machines know, with the people who hold roles."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime

import orjson

from domain.books import Cell, Heading, Row, Stream
from handlers.exports.ground import Ground
from storage.papers import raw_rows
from storage.papers.raw_rows import NOUNS, Noun, Whose
from storage.units import units

WIDTH = 16


async def everything(ground: Ground) -> list[Stream]:
    """A sheet for each noun; of the branch as it is today, for all the campaign."""
    extract = ground.extract
    unit, today = extract.wanted.unit, extract.now.today
    root = await units.root(ground.store, today)
    is_seen = await units.is_below(ground.store, unit, extract.scope.roots, today)
    scope = replace(extract.scope, roots=(unit,) if is_seen else ())
    whose = Whose(extract.now, ground.running[0], root.id if root else 0, scope)
    return [
        Stream(
            noun.name,
            noun.name,
            noun.name,
            ground.note,
            tuple(Heading(name, WIDTH, name) for name in noun.columns),
            _rows(ground, noun, whose),
            await raw_rows.count(ground.store, noun, whose),
        )
        for noun in NOUNS
    ]


async def _rows(ground: Ground, noun: Noun, whose: Whose) -> AsyncIterator[Row]:
    async for page in raw_rows.rows(ground.store, noun, whose):
        for row in page:
            yield tuple(_plain(ground, value) for value in row)


def _plain(ground: Ground, value: object) -> Cell:
    """Moments on the wall of the office, truth as 1 or 0, whatever has parts as JSON."""
    if isinstance(value, datetime):
        return value.astimezone(ground.extract.now.zone).replace(tzinfo=None)
    if value is None or isinstance(value, str | date):
        return value
    return int(value) if isinstance(value, int) else orjson.dumps(value).decode()
