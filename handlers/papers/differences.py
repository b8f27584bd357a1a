"""Differences between papers in words: shown when they keep a dossier or a report from going out."""

from collections.abc import Sequence

from domain.papers.consistency import Difference
from texts.catalogue import Words

MOST = 5


def lines(words: Words, found: Sequence[Difference]) -> str:
    """One line for each of the first few."""
    return "\n".join(f"- {words(f'papers.differs_{one.key}', **one.values)}" for one in found[:MOST])
