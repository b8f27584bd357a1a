"""Who decides on a request to join: the unit's head, else its deputy, else the office above, step by step."""

from dataclasses import dataclass
from datetime import date

from domain.calendar import Calendar
from domain.messages import Reply
from domain.people import Person, Role
from domain.unit_names import short_name
from handlers.context import act, button, offers
from storage.people import people
from storage.people.requests import Request
from storage.store import Store
from storage.units import heirs, units
from texts.catalogue import Words

ANSWER_WITHIN = 3
"""Working days after which a request is passed on (CONVERSATIONS A5)."""
FIRST_ABOVE = 2
"""Rungs 0 and 1 are the unit's own head and deputy; from here on it is the offices above, one a rung."""
_AT_HOME: tuple[list[Role], ...] = (["head", "relay", "office"], ["deputy"])
_ABOVE: list[Role] = ["relay", "office", "head"]


@dataclass(frozen=True, slots=True)
class Bench:
    """Who is asked: on which rung, of which unit."""

    rung: int
    unit_name: str
    people: tuple[int, ...]


async def bench(store: Store, unit: int, rung: int, day: date) -> Bench | None:
    """The first from this rung on where somebody is; None when there is nobody up to the department."""
    at = await units.by_id(store, await heirs.living(store, unit, day), day)
    step = 0
    while at is not None:
        roles = _AT_HOME[step] if step < FIRST_ABOVE else _ABOVE
        if step >= rung and (held := await people.holders(store, at.id, roles, day)):
            return Bench(step, at.name, tuple(dict.fromkeys(person for person, _ in held)))
        step += 1
        if step >= FIRST_ABOVE:
            at = await units.by_id(store, at.parent, day) if at.parent else None
    return None


def due(calendar: Calendar, day: date) -> date:
    """The day on which a request of ``day`` is passed on: three whole working days lie between."""
    return calendar.add_working_days(day, ANSWER_WITHIN + 1)


def question(words: Words, request: Request, who: Person | None, unit: str, when: dict[str, str]) -> Reply:
    """What the head is asked; ``when`` tells time and day."""
    role = words(f"role.{request.role}")
    named = ", ".join(part for part in (words.who(who), request.team, role) if part)
    on = words(words.first(f"asking.on_{request.channel}", "asking.on_other"))
    text = words("asking.to_head", unit=short_name(unit), named=named, on=on, **when)
    rows = [
        [button(words, "admit", act("admit", request.id))],
        [button(words, "not_known", act("not_known", request.id)), button(words, "later", act("later"))],
    ]
    return Reply(text, offers(words, rows))
