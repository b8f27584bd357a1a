"""Reads what the Office brings in: a register of units, a campaign, its anniversaries and the working calendar."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeAlias, get_args

from documents.sheets import Columns, Row, Table, read_table
from domain.calendar import Holiday, HolidayKind
from domain.campaigns import Campaign, CampaignErrors, read_campaign
from domain.messages import Json
from domain.mistakes import Mistake
from domain.problems import Problem
from domain.units import UnitRow, check_tree

UNIT_COLUMNS: Final = Columns(
    needed=("code", "name", "kind", "parent_code"),
    optional=("valid_from", "valid_to", "successor", "aliases", "ownership", "staff_total", "note"),
    spellings={
        "ma": "code",
        "ma don vi": "code",
        "ten": "name",
        "ten don vi": "name",
        "loai": "kind",
        "loai don vi": "kind",
        "cap tren": "parent_code",
        "ma cap tren": "parent_code",
        "ma don vi cap tren": "parent_code",
        "tu ngay": "valid_from",
        "den ngay": "valid_to",
        "ma don vi thay the": "successor",
        "ten khac": "aliases",
        "loai hinh": "ownership",
        "so nguoi": "staff_total",
        "ghi chu": "note",
    },
)
WAVE_COLUMNS: Final = Columns(
    needed=("date", "name_vi", "scope"), optional=("years", "origin_year", "verified_by", "source")
)
HOLIDAY_COLUMNS: Final = Columns(needed=("date", "name_vi", "type"), optional=("status",))

_MOST_BYTES_OF_CAMPAIGN: Final = 1_000_000
_ERROR_CELL: Final = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)")
_ISO_DAY: Final = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_LOCAL_DAY: Final = re.compile(r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})")
_WHOLE: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,9}")

Problems: TypeAlias = list[Problem]


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """What a file of units holds. Nothing of it may be stored while there are ``problems``.

    ``ignored`` are headings that stand for nothing here: named to the person, harmless.
    """

    rows: tuple[UnitRow, ...]
    problems: tuple[Problem, ...] = ()
    ignored: tuple[str, ...] = ()


def read_units(content: bytes, known: Mapping[str, str] | None = None) -> UnitSheet:
    """The units in a .csv or .xlsx, checked as one tree with those ``known`` already (code → parent code).

    Raises Mistake when the file as a whole cannot be read; all that is wrong within rows is in ``problems``.
    """
    table = read_table(content, UNIT_COLUMNS)
    problems: Problems = []
    rows = tuple(_unit(row, problems) for row in table.rows)
    if not rows:
        raise Mistake("import_no_rows")
    problems += check_tree(rows, known)
    worded = sorted((_as_in_file(problem, table) for problem in problems), key=lambda problem: problem.row)
    return UnitSheet(rows, tuple(worded), table.ignored)


def read_unit_file(path: Path, known: Mapping[str, str] | None = None) -> UnitSheet:
    """As :func:`read_units`, from a file; raises Mistake when there is none."""
    return read_units(_content(path), known)


def read_campaign_file(path: Path) -> Campaign:
    """The campaign in a TOML file with the anniversaries it names; raises :class:`CampaignErrors` with all problems."""
    try:
        tree = _tree(_content(path))
    except Mistake as mistake:
        raise CampaignErrors([Problem("", mistake)]) from None
    problems: Problems = []
    if "waves" not in tree and isinstance(tree.get("waves_file"), str) and tree["waves_file"]:
        tree["waves"] = _waves_beside(path, tree["waves_file"], problems)
    try:
        campaign = read_campaign(tree)
    except CampaignErrors as errors:
        raise CampaignErrors([*problems, *errors.problems]) from None
    if problems:
        raise CampaignErrors(problems)
    return campaign


def read_waves(content: bytes) -> list[dict[str, Json]]:
    """The anniversaries of a sheet as the ``waves`` of a campaign's tree; raises Mistake for the first bad row."""
    return [_wave(row) for row in read_table(content, WAVE_COLUMNS).rows]


def read_holidays(content: bytes) -> tuple[Holiday, ...]:
    """The days of ``holidays.csv`` for :class:`domain.calendar.Calendar`; raises Mistake for the first bad row."""
    return tuple(_holiday(row) for row in read_table(content, HOLIDAY_COLUMNS).rows)


# --- rows -------------------------------------------------------------------------------------------------------------


def _unit(row: Row, problems: Problems) -> UnitRow:
    """One row as a unit; a cell that cannot be read leaves its field blank and is named."""
    for column, text in row.cells.items():
        if text.startswith("="):
            _name(problems, row, column, "import_formula")
        elif _ERROR_CELL.fullmatch(text):
            _name(problems, row, column, "import_error_cell", given=text)
    return UnitRow(
        code=row["code"],
        name=row["name"],
        kind=row["kind"].lower(),
        parent_code=row["parent_code"],
        valid_from=day_in(row, "valid_from", problems),
        valid_to=day_in(row, "valid_to", problems),
        successor=row["successor"],
        aliases=tuple(alias for alias in map(str.strip, row["aliases"].split("|")) if alias),
        ownership=row["ownership"].lower(),
        staff_total=_whole(row, "staff_total", problems),
        note=row["note"],
        row=row.number,
    )


def _wave(row: Row) -> dict[str, Json]:
    problems: Problems = []
    day = day_in(row, "date", problems)
    numbers = {column: _whole(row, column, problems) for column in ("years", "origin_year")}
    if problems:
        raise problems[0].mistake
    texts = {column: row[column] for column in ("scope", "verified_by", "source")}
    return {"day": day.isoformat() if day else "", "name": row["name_vi"], **numbers, **texts}


def _holiday(row: Row) -> Holiday:
    problems: Problems = []
    day = day_in(row, "date", problems)
    kinds: tuple[HolidayKind, ...] = get_args(HolidayKind)
    kind = next((each for each in kinds if each == row["type"]), None)
    if problems:
        raise problems[0].mistake
    if day is None:
        raise Mistake("import_blank", row=row.number, column="date")
    if kind is None:
        raise Mistake("import_not_one_of", row=row.number, column="type", given=row["type"], known=", ".join(kinds))
    return Holiday(day, row["name_vi"], kind, row["status"] != "du_kien")


def day_in(row: Row, column: str, problems: Problems) -> date | None:
    """2025-07-01 or 1/7/2025, day before month; None when blank."""
    text = row[column]
    found = _ISO_DAY.fullmatch(text) or _LOCAL_DAY.fullmatch(text)
    try:
        if found:
            return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        found = None
    if text and not text.startswith("="):
        _name(problems, row, column, "import_unreadable_day", given=text)
    return None


def _whole(row: Row, column: str, problems: Problems) -> int | None:
    """92, or 1.608 with the dot of thousands; None when blank."""
    text = row[column]
    if _WHOLE.fullmatch(text):
        return int(text.replace(".", ""))
    if text and not text.startswith("="):
        _name(problems, row, column, "import_unreadable_number", given=text)
    return None


def _name(problems: Problems, row: Row, column: str, key: str, **values: Json) -> None:
    problems.append(Problem(column, Mistake(key, row=row.number, column=column, **values), row.number))


def _as_in_file(problem: Problem, table: Table) -> Problem:
    """The same problem, its column named by the heading the file itself has."""
    values = {**problem.mistake.values, "column": table.headings.get(problem.key, problem.key)}
    return replace(problem, mistake=Mistake(problem.mistake.key, **values))


# --- files ------------------------------------------------------------------------------------------------------------


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Mistake("import_no_file", name=path.name) from None


def _tree(content: bytes) -> dict[str, Any]:
    """The TOML of a campaign file as nested tables."""
    if len(content) > _MOST_BYTES_OF_CAMPAIGN:
        raise Mistake("import_too_large", most_mb=_MOST_BYTES_OF_CAMPAIGN // 1_000_000)
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Mistake("import_not_utf8", line=content[: error.start].count(b"\n") + 1) from None
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        last = content.count(b"\n") + 1
        line, column = (int(place[1]), int(place[2])) if place else (last, 1)  # "at end of document"
        raise Mistake("campaign_toml", line=line, column=column) from None
    except RecursionError:
        raise Mistake("campaign_toml", line=1, column=1) from None


def _waves_beside(path: Path, name: str, problems: Problems) -> list[dict[str, Json]]:
    """The anniversaries in the file ``name`` of the campaign's own folder, nowhere else."""
    if Path(name).name != name:
        problems.append(Problem("waves_file", Mistake("campaign_file_elsewhere", place="waves_file", given=name)))
        return []
    try:
        return read_waves(_content(path.parent / name))
    except Mistake as mistake:
        problems.append(Problem("waves_file", mistake))
        return []
