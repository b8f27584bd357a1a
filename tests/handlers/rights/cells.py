"""What a cell of the table of rights holds: who asks, where they sit, on what they act, and what has to come of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from domain.messages import Json
from domain.mistakes import Mistake
from domain.people import Person, Role
from domain.rights import OWN_UNIT_ONLY, Verb, verbs_of
from handlers.context import as_list
from handlers.intentions import Intention, Step, step
from tests.handlers.conftest import Desk

Rows: TypeAlias = dict[str, tuple[Verb | None, str]]
"""What is asked for (commands begin with "/"): the verb it needs, and the name of the thing on which it acts."""
Forms: TypeAlias = dict[str, tuple[Verb | None, str, dict[str, Json]]]
"""Each form: the verb it needs, the button or command that opens it, and what is answered before it is finished."""

SCHOOL, DISTRICT, OFFICE = "THCS-305-SONGLAP", "PGD-305", "SGDDT-HP"
OTHER_SCHOOL = "THCS-304-GIOBIENDONG"
PLACES = (SCHOOL, DISTRICT, OTHER_SCHOOL)
"""Where things lie: a school, the office above it, and a school on another branch."""
SEATS: dict[str, tuple[Role | None, str]] = {
    "teacher": ("teacher", SCHOOL),
    "colleague": ("teacher", SCHOOL),
    "staff": ("staff", SCHOOL),
    "deputy": ("deputy", SCHOOL),
    "head": ("head", SCHOOL),
    "acting head": ("head", SCHOOL),
    "head elsewhere": ("head", OTHER_SCHOOL),
    "relay": ("relay", DISTRICT),
    "office": ("office", OFFICE),
    "council": ("council", OFFICE),
    "partner": ("partner", "CDN-GD"),
    "operator": ("operator", OFFICE),
    "let go": (None, SCHOOL),
    "stranger": (None, ""),
}
"""Who asks: a role in a unit; somebody who holds nothing any more, and somebody who has not joined."""
BRANCHES = {
    SCHOOL: {SCHOOL},
    OTHER_SCHOOL: {OTHER_SCHOOL},
    DISTRICT: {SCHOOL, DISTRICT},
    OFFICE: {*PLACES, OFFICE},
    "CDN-GD": {"CDN-GD"},
}
"""Which of the places lie on whose branch, written down by hand."""
Make: TypeAlias = Callable[[Desk, str, Person], Awaitable[tuple[str, ...]]]
"""Makes a thing of that unit, made by or belonging to that person; gives what a button on it carries."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that belongs to a unit, or (``own``) to a person.

    ``elsewhere`` is the refusal for whoever holds the verb and not this very thing; "" where it is nobody's.
    """

    make: Make
    elsewhere: str
    places: tuple[str, ...] = PLACES
    """Where there can be such a thing."""
    own: bool = False
    also: Verb | None = None
    """With what right others touch, on their branch, what is somebody's own."""
    lies: str = SCHOOL
    """The unit by which that right is judged."""
    to_maker: str = ""
    """The refusal for those it came from, where that is another one."""
    only_as: Role | None = None
    """The one role in which it can be theirs, where others hold the verb for other work."""


def plainly(*carried: str) -> Thing:
    """A button that carries no thing of anybody's: a page, a state."""

    async def make(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
        return carried

    return Thing(make, "")


PLAIN = {"": plainly(), "a page": plainly("0")}


async def seated(desk: Desk) -> dict[str, Person | None]:
    """Somebody on every seat."""
    found: dict[str, Person | None] = {"stranger": None}
    for seat, (role, unit) in SEATS.items():
        if seat != "stranger":
            found[seat] = await desk.person(seat.title(), role, unit or SCHOOL)
    acting = found["acting head"]
    found["acting head"] = replace(acting, grants=tuple(replace(one, acting=True) for one in acting.grants))
    return found


def holds(person: Person | None, verb: Verb) -> bool:
    """Whether any of their roles carries the verb."""
    return person is not None and any(verb in verbs_of(grant) for grant in person.grants)


def reaches(seat: str, verb: Verb, place: str) -> bool:
    """Whether what lies there is within reach of that seat: the own unit, or the branch; to the union, all figures."""
    own = SEATS[seat][1]
    if verb in OWN_UNIT_ONLY:
        return place == own
    return place in BRANCHES[own] or (seat == "partner" and verb == "see_figures")


async def outcome(desk: Desk, intention: Intention | Step, person: Person | None, args: tuple[str, ...] = ()) -> str:
    """ "allowed", or the key of the refusal; nothing it did is kept."""
    ctx = desk.context(desk.chat(person))
    try:
        as_list(await (step(intention, args) if isinstance(intention, Intention) else intention).run(ctx))
    except Mistake as mistake:
        return mistake.key
    finally:
        await ctx.store.undo()
    return "allowed"
