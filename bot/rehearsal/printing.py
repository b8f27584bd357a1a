"""Prints a rehearsal in the terminal, and how far it has come while it plays."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, tzinfo
from typing import Final

from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.rehearsal.advice import Advice
from bot.rehearsal.pages import Pages
from bot.rehearsal.play import Told
from bot.rehearsal.report import Report
from bot.rehearsal.wishes import Wishes
from documents.tables import Listing
from texts.catalogue import Words

NARROWEST: Final = 100
"""Columns that a calendar needs where the terminal does not say how wide it is."""
_SHORT: Final = 25
"""Letters that stay on one line."""
_EVERY: Final = 15.0
"""Seconds between two lines of progress where nothing can be drawn over."""


def console(*, to_stderr: bool = False) -> Console:
    """Wide enough, and without colours where nobody looks."""
    made = Console(stderr=to_stderr, highlight=False)
    return made if made.is_terminal else Console(stderr=to_stderr, highlight=False, width=max(made.width, NARROWEST))


@contextmanager
def progress(words: Words, period: tuple[datetime, datetime], zone: tzinfo) -> Iterator[Told]:
    """A bar over the days of the campaign, or where nothing can be drawn over, a line now and then; on stderr."""
    first, last = period
    out = console(to_stderr=True)

    def line(at: datetime, sent: int) -> str:
        return words("rehearsal.progress", day=words.day(at.astimezone(zone).date()), n=words.number(sent))

    if not out.is_terminal:
        yield _lines(out, line)
        return
    columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task("", total=(last - first).total_seconds())

        def told(at: datetime, sent: int) -> None:
            bar.update(task, completed=(at - first).total_seconds(), description=line(at, sent))

        yield told


def _lines(out: Console, line: Callable[[datetime, int], str]) -> Told:
    last = [time.monotonic()]

    def told(at: datetime, sent: int) -> None:
        if time.monotonic() - last[0] >= _EVERY:
            last[0] = time.monotonic()
            out.print(line(at, sent))

    return told


def show(out: Console, report: Report, pages: Pages, advice: Sequence[Advice], wishes: Wishes) -> None:
    """All of it, the most useful first."""
    out.print(Panel("\n".join(pages.summary()), title=pages.say("title", name=report.campaign.short_name)))
    for listing in (pages.advice(advice), pages.weeks(), pages.hours(), pages.ladder(), pages.reasons()):
        out.print(_table(listing, pages))
    for listing in (pages.unreached(), pages.zalo()):
        if listing.rows:
            out.print(_table(listing, pages))
    out.print(Panel("\n".join(f"- {line}" for line in pages.assumed(wishes)), title=pages.say("assumed")))


def _table(listing: Listing, pages: Pages) -> Table:
    table = Table(title=listing.title, title_justify="left", expand=False)
    for place, heading in enumerate(listing.header):
        is_number = bool(listing.rows) and isinstance(listing.rows[0][place], int)
        longest = max((len(str(row[place])) for row in listing.rows), default=0)
        table.add_column(heading, justify="right" if is_number else "left", overflow="fold", no_wrap=longest <= _SHORT)
    for row in listing.rows:
        table.add_row(*(_cell(cell, pages) for cell in row))
    return table


def _cell(cell: str | int, pages: Pages) -> str:
    return pages.number(cell) if isinstance(cell, int) else cell.replace("[", "\\[")
