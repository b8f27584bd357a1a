"""The answer to "who did it", read beside what the story has told already, and how a person introduces themselves."""

from domain.forms import Answers, Asking
from domain.messages import Json
from domain.mistakes import Mistake
from domain.readers.answers import yes_no
from domain.readers.choices import position
from domain.readers.doers import guess_who
from domain.readers.english import named
from domain.readers.people import described, group_of, people_in
from domain.readers.private import spared
from domain.vietnamese import bare, fold, tidy

_KEEPS = frozenset(
    {"dung tiep tuc", "giu nhu vay", "giu nguyen", "giu", "nhu tren", "nhu vay", "dung roi tiep tuc", "khong dau"}
)
_MYSELF = frozenset(
    {"toi", "em", "minh", "chinh toi", "ban than", "tu toi", "chinh em", "ban than toi", "la toi", "toi lam"}
)
_LONGEST_NAME = 60


def _known(asking: Asking) -> dict[str, Json] | None:
    known = asking.answers.get("who")
    if isinstance(known, dict):
        return known
    what = asking.answers.get("what")
    return guess_who(what) if isinstance(what, str) else None


def _names(who: dict[str, Json]) -> list[str]:
    people = who.get("people")
    return [str(person["name"]) for person in people if isinstance(person, dict)] if isinstance(people, list) else []


def _beside(new: dict[str, Json], known: dict[str, Json]) -> dict[str, Json]:
    """The new answer with what was known beside it: the same names with marks, or the names of people only counted."""
    same = [fold(name) for name in _names(new)] == [fold(name) for name in _names(known)]
    fills = not _names(known) and known.get("role") not in {None, "collective"}
    if not _names(new) or not (same or fills) or (new["role"] == "collective" and known.get("role") != "collective"):
        return new
    kept = {
        name: value for name, value in known.items() if value is not None and name not in {"people", "needs_diacritics"}
    }
    said = {name: new[name] for name in ("group", "class") if new.get(name)}
    if fills and not _says_role(new):
        return {**new, **kept, **said}
    if same:
        return {**new, **kept, **said, "people": _with_honorifics(new, known)}
    return new


def _says_role(new: dict[str, Json]) -> bool:
    """A role said with a name outweighs the guess, unless it only follows from thầy or cô."""
    return new["role"] in {"manager", "employee", "pupil"}


def _with_honorifics(new: dict[str, Json], known: dict[str, Json]) -> list[Json]:
    """New names with the forms of address typed now or before."""
    before = known.get("people")
    typed = new["people"]
    if not isinstance(before, list) or not isinstance(typed, list):
        return []
    return [
        {**then, **{name: value for name, value in now.items() if value}}
        for then, now in zip(before, typed, strict=True)
        if isinstance(then, dict) and isinstance(now, dict)
    ]


def who(text: str, asking: Asking) -> Answers:
    """Fills ``who``: people (name, honorific), role, group, class, count, needs_diacritics.

    Roles: pupil, teacher, employee, manager, collective, or None when unsaid. A pupil is an initial and a class. A name
    typed again with marks replaces only the name; "đúng" keeps the guess of ``answers["who"]`` or ``answers["what"]``.
    Raises ``who_missing`` when nobody can be read and ``who_pupil_initial`` (class) when one pupil has no name.
    """
    known = _known(asking)
    typed = named(spared(text))
    if known is not None and (bare(text) in _KEEPS or yes_no(text) is True or position(text) == 1):
        return {"who": {**known, "needs_diacritics": False}}
    if bare(text) in _MYSELF or yes_no(text) is not None or not any(char.isalpha() for char in typed):
        raise Mistake("who_missing")
    count = known.get("count") if known else None
    found = described(typed, count if isinstance(count, int) else None)
    if known is not None:
        found = _beside(found, known)
    if not _names(found) and found["role"] is None:
        raise Mistake("who_missing")
    if not _names(found) and found["role"] == "pupil" and found["count"] in {None, 1}:
        raise Mistake("who_pupil_initial", **{"class": found["class"]})
    return {"who": found}


def introduced(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - a reader has one shape
    """How somebody wants to be called: ``name``, ``honorific`` (left out when unsaid: asked next), ``group`` when said.

    Raises ``name_missing`` when no name can be read.
    """
    people = people_in(named(spared(text)))
    if len(people) != 1 or len(people[0].name) > _LONGEST_NAME or yes_no(text) is not None:
        raise Mistake("name_missing", typed=tidy(text))
    answers: dict[str, Json] = {"name": people[0].name}
    if people[0].honorific:
        answers["honorific"] = people[0].honorific
    group = group_of(text)
    if group:
        answers["group"] = group
    return answers
