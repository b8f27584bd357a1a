"""Reads a file of moves: which unit stands under which other one, from which day on."""

from dataclasses import dataclass
from typing import Final

from documents.importers import day_in
from documents.sheets import Columns, read_table
from domain.mistakes import Mistake
from domain.problems import Problem
from domain.units import UnitMove

MOVE_COLUMNS: Final = Columns(
    needed=("code", "new_parent", "day"),
    spellings={
        "ma": "code",
        "ma don vi": "code",
        "cap tren moi": "new_parent",
        "ma cap tren moi": "new_parent",
        "parent code": "new_parent",
        "ngay": "day",
        "tu ngay": "day",
    },
)


@dataclass(frozen=True, slots=True)
class MoveSheet:
    """What a file of moves holds; nothing of it may be done while there are ``problems``."""

    moves: tuple[UnitMove, ...]
    problems: tuple[Problem, ...] = ()


def read_moves(content: bytes) -> MoveSheet:
    """The moves in a .csv or .xlsx, in the order of its rows; raises Mistake when it cannot be read as a whole."""
    table = read_table(content, MOVE_COLUMNS)
    if not table.rows:
        raise Mistake("import_no_rows")
    moves: list[UnitMove] = []
    problems: list[Problem] = []
    for row in table.rows:
        before = len(problems)
        day = day_in(row, "day", problems)
        for column in MOVE_COLUMNS.needed:
            if not row[column]:
                blank = Mistake("import_blank", row=row.number, column=table.headings[column])
                problems.append(Problem(column, blank, row.number))
        if day is not None and len(problems) == before:
            moves.append(UnitMove(row["code"], row["new_parent"], day, row.number))
    return MoveSheet(tuple(moves), tuple(problems))
