"""Who may do what where: a role is a set of verbs, and a grant holds them on a branch of the tree (DESIGN §13.7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from domain.mistakes import Mistake
from domain.people import Grant, Person, Role

Verb = Literal[
    "report",
    "see_own",
    "confirm_deed",
    "report_plan",
    "see_figures",
    "see_deeds",
    "see_pupils",
    "decide_plan",
    "review",
    "see_nominations",
    "nominate",
    "endorse",
    "award",
    "attend",
    "invite",
    "admit",
    "announce",
    "convene",
    "hand_over",
    "stand_in",
    "appoint",
    "export",
    "export_all",
    "freeze",
    "operate",
    "write_papers",
]

_MEMBER: frozenset[Verb] = frozenset({"report", "see_own"})
_HEAD: frozenset[Verb] = _MEMBER | {
    "confirm_deed",
    "report_plan",
    "nominate",
    "see_nominations",
    "see_figures",
    "see_deeds",
    "see_pupils",
    "invite",
    "admit",
    "export",
    "convene",
}

_ABOVE: frozenset[Verb] = _MEMBER | {
    "see_figures",
    "see_deeds",
    "invite",
    "admit",
    "stand_in",
    "appoint",
    "announce",
    "export",
    "convene",
}

VERBS: dict[Role, frozenset[Verb]] = {
    "teacher": _MEMBER,
    "staff": _MEMBER,
    "head": _HEAD | {"hand_over", "stand_in"},
    "deputy": _HEAD - {"invite"},
    "relay": _ABOVE | {"report_plan", "see_nominations", "nominate", "endorse"},
    "office": _ABOVE
    | {
        "see_pupils",
        "decide_plan",
        "review",
        "see_nominations",
        "award",
        "attend",
        "export_all",
        "freeze",
        "write_papers",
    },
    "council": frozenset({"see_own", "attend"}),
    "partner": _MEMBER | {"see_figures"},
    "operator": frozenset({"operate"}),
}
"""V.2-1: the union sees figures and may report, and approves nothing. IV.2: nominations start at the unit, so the
Office holds no ``nominate``."""


def verbs_of(grant: Grant) -> frozenset[Verb]:
    """What a grant allows. Whoever acts for a head does all that a head does, but gives the unit to nobody."""
    return VERBS[grant.role] - {"hand_over", "stand_in"} if grant.acting else VERBS[grant.role]


def gives_as(grant: Grant) -> Role:
    """As what somebody gives and takes roles: whoever acts for a head names no deputies."""
    return "deputy" if grant.acting else grant.role


OWN_UNIT_ONLY: frozenset[Verb] = frozenset({"report", "confirm_deed", "report_plan", "convene", "nominate"})
"""Verbs on the very unit of the grant, not on the units below it: a relay does not answer for a school."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a storage function may touch: the units of these roots, with all below them if ``below``, for a verb."""

    verb: Verb
    roots: tuple[int, ...]
    below: bool
    person: int


def scope(person: Person | None, verb: Verb) -> Scope | None:
    """Where this person holds ``verb``; None when nowhere."""
    if person is None:
        return None
    held = [grant for grant in person.grants if verb in verbs_of(grant)]
    roots = tuple(unit for grant in held for unit in (grant.unit, *grant.past))
    return Scope(verb, roots, verb not in OWN_UNIT_ONLY, person.id) if roots else None


def need(person: Person | None, verb: Verb) -> Scope:
    """The scope of ``verb``, or the refusal that names what the person can do instead."""
    found = scope(person, verb)
    if found is None:
        raise Mistake("stranger" if person is None else f"no_right_{verb}")
    return found


def grant_for(person: Person, verb: Verb, unit: int = 0) -> Grant | None:
    """The first grant that carries ``verb``: the unit a person acts for; of several units, the one that is meant."""
    held = (grant for grant in person.grants if verb in verbs_of(grant))
    return next((grant for grant in held if unit in {0, grant.unit}), None)


_OF_SCHOOLS: frozenset[Role] = frozenset({"teacher", "staff", "deputy", "head"})
_ROLES_OF: dict[str, frozenset[Role]] = {
    "sgddt": frozenset({"staff", "office", "council"}),
    "pgd": frozenset({"staff", "relay"}),
    "vhxh": frozenset({"staff", "relay"}),
    "khac": frozenset({"staff", "partner"}),
}
GIVES: dict[Role, frozenset[Role]] = {
    "head": frozenset({"teacher", "staff", "deputy"}),
    "deputy": frozenset({"teacher", "staff"}),
    "relay": frozenset({"teacher", "staff", "deputy", "head"}),
    "office": frozenset({"teacher", "staff", "deputy", "head", "relay", "office", "council", "partner"}),
}
"""Which roles a role may give and take on its branch. Heads are appointed from above (RELIABILITY S1)."""


def fits(role: Role, kind: str) -> bool:
    """Whether a role makes sense in a unit of this kind: a school has no relay, an office no deputy head."""
    return role in _ROLES_OF.get(kind, _OF_SCHOOLS)


def may_grant(held: Iterable[Role], role: Role) -> bool:
    """Whether somebody who holds these roles on a branch with the unit may give ``role`` there, or take it away.

    Nobody grants more than they hold: only the offices above, which answer for all of a school, appoint its heads.
    """
    return any(role in GIVES.get(one, frozenset()) for one in held)
