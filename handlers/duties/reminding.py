"""Reminders in words: what a head reads of one duty at each step, with the answers under it (D2, D6, H5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.campaigns import Step
from domain.clock import Now
from domain.messages import Choice, Reply
from domain.obligations import Obligation
from domain.people import Person
from domain.reminders import LATE_AFTER, LateList, LateUnit
from domain.unit_names import place_of, short_name, symbol_of
from domain.units import RELAYS
from handlers.context import act, button, offers
from storage.people.seats import Place
from texts.catalogue import Words, capital

EXAMPLE_DAYS = 3
"""The plan's number is shown with a day so long ago."""
ON_A_SCREEN = 8
"""Lines of a list in one message (CONVERSATIONS §1.5)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One nudge to be said: which duty of which unit, counted from which due day."""

    obligation: Obligation
    unit: Place
    basis: date
    at: datetime
    step: Step | None = None
    """None: the morning after a day that the unit named; ``basis`` is that day, ``due`` the due day."""
    due: date | None = None
    above: Place | None = None
    looks_next: tuple[date, str] | None = None
    """When the list of late units goes up, and to what kind of office."""
    answerers: tuple[Person, ...] = ()
    """Who can answer for the unit, where several are told at once."""
    late: LateList | None = None
    """For those above: the units that have not answered."""
    instead: bool = False
    """Told to the office above, for nobody of the unit can be reached."""


def duty_name(words: Words, obligation: Obligation) -> str:
    """What is owed: as the campaign says it, or translated where the language has it."""
    key = f"duty.{obligation.duty}"
    if words.language == "vi" or not words.has(key):
        return obligation.name
    month = obligation.code.rpartition("-")[2]
    return words(key, month=words(f"month.{int(month)}") if month.isdigit() else "")


def message(words: Words, now: Now, items: Sequence[Item]) -> Reply:
    """One message for one person, however many units or duties it is about."""
    return _one(words, now, items[0]) if len(items) == 1 else _several(words, items)


def _one(words: Words, now: Now, item: Item) -> Reply:
    if item.late is not None:
        return _list(words, item, item.late)
    if item.instead:
        return _instead(words, item)
    if item.step is None:
        return _promised(words, now, item)
    return _step(words, now, item, item.step)


# -- one unit, one duty ------------------------------------------------------------------------------------------------


def _values(words: Words, item: Item) -> dict[str, object]:
    due = item.due or item.basis
    name = duty_name(words, item.obligation)
    return {
        "unit": short_name(item.unit.name),
        "duty": name,
        "Duty": capital(name),
        "due": words.weekday(due),
        "due_day": words.day(due),
    }


def _step(words: Words, now: Now, item: Item, step: Step) -> Reply:
    values, left = _values(words, item), (item.basis - now.today).days
    is_late = now.campaign - item.at > LATE_AFTER
    if is_late and left >= 0:
        return Reply(words("reminding.held_up", **values), offers(words, [[_open(words, item)]]))
    if left > 0 and not step.asks:
        text = words(f"reminding.friendly_{item.obligation.answers}", **values, example=_example(words, now, item))
        return Reply(text, offers(words, [[_open(words, item)]]))
    if left > 0:
        text = words("reminding.stand", **values, n=left, stand=_stand(words, item.unit))
    elif left == 0:
        text = words("reminding.today", **values)
    else:
        late = "\n" + words("reminding.late_by_outage") if is_late else ""
        text = words("reminding.chase", **values, who=_who(words, item), next=_next(words, item)) + late
    return Reply(text, offers(words, answers(words, item.obligation, item.unit.id)))


def _stand(words: Words, unit: Place) -> str:
    return words("reminding.where_office" if unit.kind in RELAYS else "reminding.where_school")


def _example(words: Words, now: Now, item: Item) -> str:
    day = date.fromordinal(now.today.toordinal() - EXAMPLE_DAYS)
    return words("reminding.example", symbol=symbol_of(item.unit.name), day=words.day(day))


def _who(words: Words, item: Item) -> str:
    """Whoever was told can answer, and one is enough."""
    named = [words.who(person) for person in item.answerers]
    if len(named) > 1:
        return words("reminding.either", first=capital(named[0]), second=named[1])
    return words("reminding.you_answer")


def _next(words: Words, item: Item) -> str:
    """What happens next, and when (rule 18)."""
    if item.looks_next is None:
        return ""
    day, kind = item.looks_next
    return " " + words("reminding.looks_next", day=words.day(day), office=words(f"reminding.above_{kind}"))


def _promised(words: Words, now: Now, item: Item) -> Reply:
    yesterday = (now.today - item.basis).days == 1
    named = words("reminding.yesterday" if yesterday else "reminding.named_day", day=words.day(item.basis))
    key = f"reminding.promised_{item.obligation.answers}"
    number = item.obligation.id, item.unit.id
    first, more = (
        (act("plan", "issued", item.unit.id), act("plan", "drafting", item.unit.id))
        if item.obligation.settles_by_plan
        else (act("owe", "done", *number), act("owe", "drafting", *number))
    )
    name = "issued" if item.obligation.settles_by_plan else "owed_done"
    rows = [[button(words, name, first)], [button(words, "promise_again", more)], [_extension(words, item)]]
    return Reply(words(key, **_values(words, item), named=named), offers(words, rows))


def _extension(words: Words, item: Item) -> Choice:
    if item.obligation.settles_by_plan:
        return button(words, "extension", act("plan", "extension", item.unit.id))
    return button(words, "extension", act("owe", "extension", item.obligation.id, item.unit.id))


def _instead(words: Words, item: Item) -> Reply:
    rows = [[button(words, "invite_there", act("invite_to", item.unit.id))]]
    return Reply(words("reminding.instead", **_values(words, item)), offers(words, rows))


def _open(words: Words, item: Item) -> Choice:
    return button(words, "answer_duty", act("owe", item.obligation.id, item.unit.id))


def answers(words: Words, obligation: Obligation, unit: int) -> list[list[Choice]]:
    """The answers that fit a duty: five for a plan, four for what is simply done."""
    if obligation.settles_by_plan:
        shown = (("issued",), ("drafting", "extension"), ("follows",), ("exempt",))
        return [[button(words, one, act("plan", one, unit)) for one in row] for row in shown]
    number = obligation.id, unit
    return [
        [button(words, "owed_done", act("owe", "done", *number))],
        [
            button(words, "owed_drafting", act("owe", "drafting", *number)),
            button(words, "extension", act("owe", "extension", *number)),
        ],
        [button(words, "exempt", act("owe", "exempt", *number))],
    ]


# -- several at once ---------------------------------------------------------------------------------------------------


def _several(words: Words, items: Sequence[Item]) -> Reply:
    """Somebody who heads several units, or owes several things, reads one list and answers line by line."""
    shown, rest = items[:ON_A_SCREEN], len(items) - ON_A_SCREEN
    lines = [f"{place} · {_line(words, item)}" for place, item in enumerate(shown, 1)]
    if rest > 0:
        lines.append(words("reminding.and_more", n=rest))
    numbered = [_at_place(words, item, place) for place, item in enumerate(shown, 1)]
    rows = [numbered[at : at + 2] for at in range(0, len(numbered), 2)]
    return Reply(words("reminding.several", n=len(items), lines="\n".join(lines)), offers(words, rows))


def _line(words: Words, item: Item) -> str:
    values = _values(words, item)
    if item.late is not None:
        return words("reminding.line_list", **values, n=len(item.late.units), total=words.number(item.late.obliged))
    key = "reminding.line_instead" if item.instead else "reminding.line"
    return words(key, **values)


def _at_place(words: Words, item: Item, place: int) -> Choice:
    if item.late is not None:
        return button(words, "open_place", act("overdue", item.obligation.id, 0), n=place)
    if item.instead:
        return button(words, "open_place", act("invite_to", item.unit.id), n=place)
    return button(words, "answer_place", act("owe", item.obligation.id, item.unit.id), n=place)


# -- the list that goes up ---------------------------------------------------------------------------------------------


def _list(words: Words, item: Item, late: LateList) -> Reply:
    values = {
        **_values(words, item),
        "n": words.number(len(late.units)),
        "total": words.number(late.obliged),
        "area": _area(words, item.unit),
    }
    if item.unit.parent is None:
        first = button(words, "chase_letter", act("chase_letter", late.obligation))
        rows = [[first, button(words, "late_units", act("overdue", late.obligation, 0), n=len(late.units))]]
        return Reply(words("reminding.to_office", **values), offers(words, rows))
    text = words("reminding.to_relay", **values, call=_to_call(words, late), lines=late_lines(words, late, 0))
    return Reply(text, offers(words, _of_relay(words, late)))


def _of_relay(words: Words, late: LateList) -> list[list[Choice]]:
    """Remind those whom a message reaches, note calls to the others, and see the rest of a long list."""
    number, reached = late.obligation, len(late.units) - len(late.to_call)
    acts = [button(words, "chase_n", act("chase", number), n=reached)] if reached else []
    acts += [button(words, "note_call", act("overdue_calls", number))] if late.to_call else []
    is_long = len(late.units) > ON_A_SCREEN
    rest = [button(words, "late_units", act("overdue", number, 0), n=len(late.units))] if is_long else []
    return [acts, rest, [button(words, "chasebook")]]


def _area(words: Words, unit: Place) -> str:
    """The place a relay answers for, where its name tells."""
    place = f"{words.area(unit.name)} {place_of(unit.name)}"
    return place if unit.name.endswith(place) else short_name(unit.name)


def _to_call(words: Words, late: LateList) -> str:
    places = [str(place) for place in late.to_call if place <= ON_A_SCREEN]
    if not places:
        return ""
    told = words("reminding.and", first=", ".join(places[:-1]), last=places[-1]) if places[1:] else places[0]
    return " " + words("reminding.to_call", places=told)


def late_lines(words: Words, late: LateList, skip: int) -> str:
    """A page of late units, numbered, each with how often it was reminded or why it cannot be reached."""
    shown = late.units[skip : skip + ON_A_SCREEN]
    lines = [
        f"{place} · {short_name(unit.name)} · {hindered(words, unit)}" for place, unit in enumerate(shown, skip + 1)
    ]
    rest = len(late.units) - skip - len(shown)
    return "\n".join([*lines, *([words("reminding.and_more", n=rest)] if rest > 0 else [])])


def hindered(words: Words, unit: LateUnit) -> str:
    """How often it was reminded, or what stands in the way."""
    if unit.hindrance == "nobody":
        return words("reminding.nobody")
    if unit.hindrance and unit.channel and unit.since:
        channel = words(f"privacy.on_{unit.channel}")
        return words("reminding.unreachable_since", channel=channel, day=words.day(unit.since))
    return words("reminding.unreachable") if unit.hindrance else words("reminding.times", n=unit.times)
