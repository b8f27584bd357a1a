"""One thing in a file that has to be put right before the file can be taken."""

from dataclasses import dataclass

from domain.mistakes import Mistake


@dataclass(frozen=True, slots=True)
class Problem:
    """Where it is and what is to be said about it.

    ``key`` is a dotted path in a campaign (``movements.3.name_exact``: the third movement, counted from 1) or a column
    of a sheet; ``row`` is the row as a spreadsheet numbers it (from 1), 0 where there are no rows. The mistake's values
    name the place too, so its sentence can stand alone.
    """

    key: str
    mistake: Mistake
    row: int = 0
