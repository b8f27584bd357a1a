"""Turns nested tables (of TOML or JSON) into frozen dataclasses, and names every entry that does not fit."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from functools import cache
from types import UnionType
from typing import Annotated, Any, Final, Literal, TypeAlias, cast, get_args, get_origin, get_type_hints
from unicodedata import normalize

from domain.messages import Json
from domain.mistakes import Mistake
from domain.problems import Problem

Code: TypeAlias = Annotated[str, "code"]
"""Letters, digits, dots, dashes and underscores: what tables and buttons can carry."""
Words: TypeAlias = Annotated[str, "words"]
"""Text that may not be blank."""
Count: TypeAlias = Annotated[int, "count"]
"""A whole number, zero or more."""

FAULT: Final = object()
"""Stands where an entry could not be read, so that its neighbours keep their places."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LONGEST_QUOTE = 60


def read_fields(kind: type, tree: object, path: str, problems: list[Problem]) -> dict[str, Any]:
    """The fields of dataclass ``kind`` found in ``tree``; what does not fit is left out and added to ``problems``."""
    if not isinstance(tree, Mapping):
        _refuse(problems, path, "campaign_wants_table", tree)
        return {}
    hints = _hints(kind)
    for key in tree:
        if key not in hints:
            near = ", ".join(get_close_matches(str(key), hints, n=3, cutoff=0.0))
            _refuse(problems, _under(path, str(key)), "campaign_unknown_key", near=near)
    found = {}
    for field in fields(kind):
        here = _under(path, field.name)
        if field.name in tree:
            value = _read(hints[field.name], tree[field.name], here, problems)
            if value is not FAULT:
                found[field.name] = value
        elif _required(field):
            _refuse(problems, here, "campaign_missing")
    return found


@cache
def _hints(kind: type) -> dict[str, Any]:
    """What a dataclass says of its fields; working it out takes as long as reading them."""
    return get_type_hints(kind, include_extras=True)


def plain(value: object) -> Json:
    """A dataclass and all that is in it as JSON: days as YYYY-MM-DD, hours as HH:MM, tuples as lists."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    return cast("Json", value)


def _required(field: "Field[Any]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _refuse(problems: list[Problem], path: str, key: str, given: object = None, **values: Json) -> object:
    if given is not None:
        values["given"] = str(given)[:_LONGEST_QUOTE]
    problems.append(Problem(path, Mistake(key, place=path, **values)))
    return FAULT


def _read(hint: Any, given: object, path: str, problems: list[Problem]) -> object:  # noqa: ANN401 - a type, any
    """What ``given`` is as a ``hint``; FAULT after the problem has been named."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _ruled(arguments[0], arguments[1], given, path, problems)
    if origin is UnionType or type(None) in arguments:
        return None if given in (None, "") else _read(arguments[0], given, path, problems)
    if origin is Literal:
        allowed = ", ".join(map(str, arguments))
        return given if given in arguments else _refuse(problems, path, "campaign_not_one_of", given, allowed=allowed)
    if origin is tuple:
        return _list(arguments[0], given, path, problems)
    if is_dataclass(hint):
        return _table(cast("type", hint), given, path, problems)
    return _PLAIN[hint](given, path, problems)


def _ruled(base: type, rule: str, given: object, path: str, problems: list[Problem]) -> object:
    value = _read(base, given, path, problems)
    if rule in {"words", "code"} and isinstance(value, str) and not value.strip():
        return _refuse(problems, path, "campaign_blank")
    if rule == "code" and isinstance(value, str) and not _CODE.fullmatch(value):
        return _refuse(problems, path, "campaign_code_shape", value)
    if rule == "count" and isinstance(value, int) and value < 0:
        return _refuse(problems, path, "campaign_below_zero", value)
    return value


def _list(each: object, given: object, path: str, problems: list[Problem]) -> object:
    if not isinstance(given, list | tuple):
        return _refuse(problems, path, "campaign_wants_list", given)
    return tuple(_read(each, item, _under(path, str(number)), problems) for number, item in enumerate(given, 1))


def _table(kind: type, given: object, path: str, problems: list[Problem]) -> object:
    before = len(problems)
    found = read_fields(kind, given, path, problems)
    return FAULT if len(problems) > before else kind(**found)


def _text(given: object, path: str, problems: list[Problem]) -> object:
    return normalize("NFC", given) if isinstance(given, str) else _refuse(problems, path, "campaign_wants_text", given)


def _number(given: object, path: str, problems: list[Problem]) -> object:
    whole = isinstance(given, int) and not isinstance(given, bool)
    return given if whole else _refuse(problems, path, "campaign_wants_number", given)


def _truth(given: object, path: str, problems: list[Problem]) -> object:
    return given if isinstance(given, bool) else _refuse(problems, path, "campaign_wants_truth", given)


def _day(given: object, path: str, problems: list[Problem]) -> object:
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    if isinstance(given, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
        with suppress(ValueError):  # 2025-02-30
            return date.fromisoformat(given)
    return _refuse(problems, path, "campaign_wants_day", given)


def _hour(given: object, path: str, problems: list[Problem]) -> object:
    if isinstance(given, time) and given.replace(second=0, microsecond=0, tzinfo=None) == given:
        return given
    if isinstance(given, str) and re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", given):
        return time.fromisoformat(given)
    return _refuse(problems, path, "campaign_wants_hour", given)


_PLAIN: Final[Mapping[type, Callable[[object, str, list[Problem]], object]]] = {
    str: _text,
    int: _number,
    bool: _truth,
    date: _day,
    time: _hour,
}
