"""Draws up whatever is wanted, as bytes: what each kind needs is loaded when it is first wanted."""

from collections.abc import Mapping
from typing import Final

from domain.books import Annex
from domain.charts import Chart
from domain.drawn import Drawn
from domain.letters import ChaseLetter

VERSION: Final = 2
"""Of all layouts: another one draws the same content anew."""


def draw(thing: Drawn, templates: Mapping[str, bytes]) -> bytes:
    """The file, on the office's own template where there is one. Runs in a process of its own (bot/easel)."""
    if isinstance(thing, Chart):
        from documents import charts  # noqa: PLC0415 - matplotlib and python-docx are large

        return charts.draw(thing)
    if isinstance(thing, Annex):
        from documents import annexes  # noqa: PLC0415 - as above

        return annexes.write(thing)
    if isinstance(thing, ChaseLetter):
        from documents import letters  # noqa: PLC0415 - as above

        return letters.chase(thing, templates.get("letter", b""))
    from documents import papers  # noqa: PLC0415 - as above

    return papers.write(thing, templates)
