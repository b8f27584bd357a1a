"""The book of reminders as sheets: every nudge there is, every promise, every call (sổ đôn đốc, V.1-1)."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from domain.books import Row, Stream
from domain.rights import Scope
from handlers.duties.chase_lines import COLUMNS, Lines, owed
from handlers.exports.ground import Ground
from storage.duties import chase_book
from storage.units import units

AT_ONCE = 5_000
"""The whole book is sorted for each page, so a page is large."""
L = TypeVar("L")


async def chase(ground: Ground) -> list[Stream]:
    """Of the branch as it is today; a period is none of the book's business."""
    extract, campaign = ground.extract, ground.running[0]
    branch = await _within(ground)
    lines = Lines(ground.words, extract.now, await owed(ground.store, campaign))
    count, _ = await chase_book.count(ground.store, extract.now, campaign, 0, branch)
    of = (ground.store, extract.now, campaign, 0, branch)
    where = await ground.where()
    rows = {
        "nudges": _all(partial(chase_book.entries, *of), lines.nudge),
        "promises": _all(partial(chase_book.promises, *of), lines.promise),
        "calls": _all(partial(chase_book.calls, *of), lines.call),
    }
    return [
        Stream(
            name,
            ground.words(f"chase_book.sheet_{name}"),
            ground.words(f"chase_book.title_{name}", where=where),
            ground.note,
            ground.headings(COLUMNS[name], "chase_book.column_"),
            found,
            count if name == "nudges" else None,
        )
        for name, found in rows.items()
    ]


async def _within(ground: Ground) -> Scope:
    """The branch alone, as far as it lies in the scope."""
    extract = ground.extract
    unit, now = extract.wanted.unit, extract.now
    is_seen = await units.is_below(ground.store, unit, extract.scope.roots, now.today)
    return replace(extract.scope, roots=(unit,) if is_seen else ())


async def _all(
    page: Callable[[tuple[int, int]], Awaitable[Sequence[L]]], line: Callable[[L], Row]
) -> AsyncIterator[Row]:
    """Page after page, numbered."""
    skip = 0
    while found := await page((skip, AT_ONCE)):
        for place, one in enumerate(found, skip + 1):
            yield place, *line(one)
        if len(found) < AT_ONCE:
            return
        skip += AT_ONCE
