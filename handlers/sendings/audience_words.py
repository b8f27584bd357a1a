"""An audience read back in normal form: "heads and deputies of all schools, without the district offices"."""

from collections.abc import Mapping, Sequence
from typing import Final

from domain.audiences import SCHOOLS, Audience, Reach
from domain.campaigns import Campaign
from domain.readers.units import Units
from domain.unit_names import place_of, short_name
from domain.units import RELAYS
from texts.catalogue import Words

_ROLES: Final[Mapping[tuple[str, ...], str]] = {
    ("head", "deputy"): "leaders",
    ("head", "deputy", "relay"): "leaders_relays",
    ("head", "deputy", "teacher", "staff"): "staff_of_schools",
    (): "everybody",
}
_MOST = 4
"""Names of places or units in one line."""


def who(words: Words, audience: Audience, units: Units, campaign: Campaign) -> str:
    """Roles, units, places and conditions in one phrase."""
    key = _ROLES.get(audience.roles)
    roles = words(f"audience.{key}") if key else words("audience.and").join(_roles(words, audience))
    parts = [roles, _of(words, audience, units), *_conditions(words, audience, campaign)]
    text = " ".join(part for part in parts if part)
    left_out = _left_out(words, audience, units)
    return words("audience.without", who=text, without=left_out) if left_out else text


def where(words: Words, audience: Audience, units: Units) -> str:
    """Of which units, as in "của trường THPT thuộc Lê Chân"; "" where all are meant, or all schools."""
    if set(audience.kinds) in ({*SCHOOLS}, set()) and not (audience.branches or audience.units or audience.without):
        return ""
    of = _of(words, audience, units)
    without = _named(words, audience.without, units) if audience.without else ""
    return words("audience.without", who=of, without=without) if without else of


def _roles(words: Words, audience: Audience) -> list[str]:
    return [words(f"audience.role_{role}") for role in audience.roles]


def _of(words: Words, audience: Audience, units: Units) -> str:
    """Of which units, and where."""
    if audience.units:
        return words("audience.of", what=_named(words, audience.units, units, short=False))
    kinds = _kinds(words, audience)
    where = words("audience.in", where=_named(words, audience.branches, units)) if audience.branches else ""
    every = words("audience.every", what=kinds) if kinds and not where else words("audience.of", what=kinds)
    return " ".join(part for part in (every if kinds else "", where) if part)


def _kinds(words: Words, audience: Audience) -> str:
    kinds = set(audience.kinds)
    if not kinds or kinds == set(RELAYS):
        return ""
    if kinds == set(SCHOOLS):
        return words("audience.schools")
    if kinds == {*SCHOOLS, *RELAYS}:
        return words("audience.units")
    listed = [words(f"audience.kind_{kind}") for kind in audience.kinds if kind != "vhxh"]
    return words("audience.schools_of", kinds=words("audience.and").join(listed))


def _named(words: Words, codes: Sequence[str], units: Units, *, short: bool = True) -> str:
    """Places or units by name; of many, the first few and how many more."""
    names = {unit.code: unit.name for unit in units.names}
    known = [names[code] for code in codes if code in names]
    told = [place_of(name) if short else short_name(name) for name in known[:_MOST]]
    more = len(known) - len(told)
    return ", ".join([*told, *([words("audience.more", n=more)] if more else [])])


def _conditions(words: Words, audience: Audience, campaign: Campaign) -> list[str]:
    found = []
    if audience.late_for:
        found.append(words("audience.late", duty=campaign.duty(audience.late_for).name))
    if audience.movements:
        names = ", ".join(campaign.movement(code).short_name for code in audience.movements)
        found.append(words("audience.movements", names=names))
    if audience.unacknowledged:
        found.append(words("audience.unacknowledged", name=f"T-{audience.unacknowledged:03}"))
    if audience.published:
        found.append(words("audience.published", name=f"G-{audience.published}"))
    if audience.received:
        found.append(words("audience.received", name=f"T-{audience.received:03}"))
    return found


def _left_out(words: Words, audience: Audience, units: Units) -> str:
    """What is not meant though one could think so: the offices between, and whatever was excepted."""
    said = [_named(words, audience.without, units)] if audience.without else []
    if audience.kinds and set(audience.kinds) == set(SCHOOLS) and not audience.branches and not audience.late_for:
        said.insert(0, words("audience.relays"))
    return ", ".join(said)


def reach(words: Words, one: Reach, audience: Audience) -> str:
    """As in "1.012 people in 792/809 schools; 17 schools have nobody who has joined"."""
    number = words.number
    of_schools = bool(audience.kinds) and set(audience.kinds) <= set(SCHOOLS)
    what = words("audience.schools" if of_schools else "audience.units")
    key = "audience.reach" if one.units else "audience.reach_people"
    text = words(key, n=number(one.people), reached=number(one.reached), units=number(one.units), what=what)
    if one.empty:
        text += words("audience.empty", n=number(one.empty), what=what)
    if one.deaf:
        text += words("audience.deaf", n=number(one.deaf), what=what)
    return text + "."


def channels(words: Words, one: Reach) -> str:
    """As in "(Zalo 341, Telegram 173, web 47)"."""
    return ", ".join(f"{words(f'channel.{name}')} {words.number(n)}" for name, n in one.channels)
