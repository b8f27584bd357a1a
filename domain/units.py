"""Units as rows of a register: what they are, and what must hold before a tree of them can be taken."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Final, Literal, TypeAlias, get_args

from domain.messages import Json
from domain.mistakes import Mistake
from domain.problems import Problem

Kind: TypeAlias = Literal[
    "sgddt", "pgd", "vhxh", "thpt", "thcs", "tieuhoc", "mamnon", "gdtx", "liencap", "daihoc", "khac"
]
"""The closed set of kinds: department, district office, commune office (from 2025-07-01), upper secondary, lower
secondary, primary, kindergarten and private nursery, continuing education, multi-level, higher education, other."""
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
RELAYS: Final[tuple[Kind, ...]] = ("pgd", "vhxh")
"""Kinds that pass on to the schools below them."""

Ownership: TypeAlias = Literal["", "cong", "tu", "dan_lap"]
"""Public, private, people-founded; blank where the register does not say."""
OWNERSHIPS: Final[tuple[Ownership, ...]] = get_args(Ownership)

_ALLOWED_IN_CODE: Final = frozenset("._-")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit as a file names it. ``valid_to`` is the first day on which it no longer is (half-open, DESIGN §13.5).

    None for a day means "as of the day of the import" or "still so"; ``staff_total`` None means not known. ``row`` is
    where it stands in its file and no part of what it is.
    """

    code: str
    name: str
    kind: str
    parent_code: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""
    aliases: tuple[str, ...] = ()
    ownership: str = ""
    staff_total: int | None = None
    note: str = ""
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class UnitMove:
    """One row of a file of moves: from ``day`` on the unit stands under another one."""

    code: str
    parent_code: str
    day: date
    row: int = field(default=0, compare=False)


def check_tree(rows: Sequence[UnitRow], known: Mapping[str, str] | None = None) -> list[Problem]:
    """Everything that keeps ``rows`` from being one tree with the units already ``known`` (code → parent code).

    A row with a known code changes that unit. Problems come in the order of the rows.
    """
    parents = dict(known or {}) | {row.code: row.parent_code for row in rows if row.code}
    times = Counter(row.code for row in rows if row.code)
    first = {row.code: row for row in reversed(rows)}
    found: list[Problem] = []
    for row in rows:
        found += _check_itself(row)
        found += _check_relations(row, parents)
        if times[row.code] > 1 and first[row.code] is not row:
            found.append(_problem(row, "code", "import_code_twice", value=row.code, first=first[row.code].row))
    found += _check_ends(first)
    found += _check_roots(rows, known or {})
    found += _check_cycles(rows, parents)
    return sorted(found, key=lambda problem: problem.row)


def _problem(row: UnitRow, column: str, key: str, **values: Json) -> Problem:
    return Problem(column, Mistake(key, row=row.row, column=column, **values), row.row)


def _check_itself(row: UnitRow) -> Iterator[Problem]:
    if not row.code:
        yield _problem(row, "code", "import_blank")
    elif not all(letter.isascii() and (letter.isalnum() or letter in _ALLOWED_IN_CODE) for letter in row.code):
        yield _problem(row, "code", "import_code_shape", given=row.code)
    if not row.name:
        yield _problem(row, "name", "import_blank")
    if not row.kind:
        yield _problem(row, "kind", "import_blank")
    elif row.kind not in KINDS:
        yield _problem(row, "kind", "import_unknown_kind", given=row.kind, known=", ".join(KINDS))
    if row.ownership not in OWNERSHIPS:
        yield _problem(row, "ownership", "import_unknown_ownership", given=row.ownership)
    if row.valid_from and row.valid_to and row.valid_to <= row.valid_from:
        start, end = row.valid_from.isoformat(), row.valid_to.isoformat()
        yield _problem(row, "valid_to", "import_ends_early", start=start, end=end)


def _check_relations(row: UnitRow, parents: Mapping[str, str]) -> Iterator[Problem]:
    if row.parent_code and row.parent_code not in parents:
        near = _near(row.parent_code, row.code, parents)
        yield _problem(row, "parent_code", "import_unknown_parent", given=row.parent_code, near=near)
    if row.successor and row.successor == row.code:
        yield _problem(row, "successor", "import_own_successor", given=row.successor)
    elif row.successor and row.successor not in parents:
        near = _near(row.successor, row.code, parents)
        yield _problem(row, "successor", "import_unknown_successor", given=row.successor, near=near)
    if row.successor and not row.valid_to:
        yield _problem(row, "valid_to", "import_successor_without_end", given=row.successor)


def _check_ends(rows: Mapping[str, UnitRow]) -> Iterator[Problem]:
    """Nobody goes on under a unit that has ended: nothing above would count it any more."""
    for row in rows.values():
        above = rows.get(row.parent_code)
        if above and above is not row and above.valid_to and (row.valid_to is None or row.valid_to > above.valid_to):
            day = above.valid_to.isoformat()
            yield _problem(row, "parent_code", "import_left_behind", given=row.code, above=above.code, day=day)


def _near(code: str, own: str, known: Iterable[str]) -> str:
    """The codes that look most like it, to be named as what may have been meant; a dash when there is no other."""
    others = sorted(set(known) - {own})
    return ", ".join(get_close_matches(code, others, n=3, cutoff=0.4) or others[:3]) or "-"


def _check_roots(rows: Sequence[UnitRow], known: Mapping[str, str]) -> Iterator[Problem]:
    """There is one unit without a parent: the first, already known or in the file."""
    given = {row.code for row in rows}
    top = next((code for code, parent in known.items() if not parent and code not in given), "")
    for row in rows:
        if row.code and not row.parent_code:
            if top and row.code != top:
                yield _problem(row, "parent_code", "import_second_root", given=row.code, top=top)
            top = top or row.code


def _check_cycles(rows: Sequence[UnitRow], parents: Mapping[str, str]) -> Iterator[Problem]:
    """Each ring of units that stand under one another, told once, at its first row."""
    settled: set[str] = set()
    by_code = {row.code: row for row in reversed(rows)}
    for row in rows:
        path: list[str] = []
        code = row.code
        while code and code in parents and code not in settled and code not in path:
            path.append(code)
            code = parents[code]
        if code and code in path:
            ring = path[path.index(code) :]
            at = min((by_code[each] for each in ring if each in by_code), key=lambda each: each.row)
            yield _problem(at, "parent_code", "import_cycle", ring=" → ".join([*ring, code]))
        settled.update(path)
