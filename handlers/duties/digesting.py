"""The weekly overview in words, and the button that turns it off (duties are told all the same)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.messages import Choice, Reply
from domain.obligations import Obligation
from domain.unit_names import short_name
from handlers.context import Answer, Context, Offer, act, button, offers
from handlers.duties import reminding
from handlers.intentions import Intention
from storage.duties import digests
from storage.people.seats import Place
from texts.catalogue import Words, capital

MOST_LINES = 7
"""Lines of duties in one overview (CONVERSATIONS §1.5)."""


@dataclass(slots=True)
class Week:
    """What one person is told of a week that begins."""

    day: date
    units: list[Place] = field(default_factory=list)
    new: int = 0
    waiting: int = 0
    due: list[tuple[Obligation, Place]] = field(default_factory=list)
    """Duties of the person's units without an answer."""
    requests: int = 0
    late: list[tuple[Obligation, int, int]] = field(default_factory=list)
    """For the Office: an obligation, how many units are late or silent, of how many."""
    promises: Mapping[str, int] = field(default_factory=dict)
    is_office: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing happened and nothing is due."""
        return not (self.new or self.waiting or self.due or self.requests or self.late)


def overview(words: Words, week: Week) -> Reply:
    """The overview, shorter than a screen, with what can be done at once."""
    rows: list[list[Choice]] = []
    lines = [words("digest.new", n=words.number(week.new))] if week.new else []
    if week.waiting:
        lines.append(words("digest.waiting", n=week.waiting))
        rows.append([button(words, "waiting", "/check", n=week.waiting)])
    if week.requests:
        lines.append(words("digest.requests", n=week.requests))
        rows.append([button(words, "see_requests", "/requests", n=week.requests)])
    lines += _duties(words, week.due) + _late(words, week)
    rows += _answers(words, week)
    rows.append([button(words, "digest_off", act("digest_off"))])
    where = words("summary.whole") if week.is_office else _where(words, week.units)
    told = "\n".join(f"- {line}" for line in lines)
    return Reply(words("digest.week", where=capital(where), day=words.day(week.day), lines=told), offers(words, rows))


def _where(words: Words, units: Sequence[Place]) -> str:
    return short_name(units[0].name) if len(units) == 1 else words("digest.units", n=len(units))


def _duties(words: Words, due: Sequence[tuple[Obligation, Place]]) -> list[str]:
    lines = [
        words(
            "reminding.line",
            unit=short_name(place.name),
            duty=reminding.duty_name(words, owed),
            due=words.weekday(owed.due),
        )
        for owed, place in due[:MOST_LINES]
    ]
    rest = len(due) - len(lines)
    return [*lines, *([words("reminding.and_more", n=rest)] if rest else [])]


def _late(words: Words, week: Week) -> list[str]:
    lines = []
    for owed, n, total in week.late[:MOST_LINES]:
        name = capital(reminding.duty_name(words, owed))
        counted = {"n": words.number(n), "total": words.number(total)}
        lines.append(words("reminding.line_list", Duty=name, due_day=words.day(owed.due), **counted))
    if any(week.promises.get(state) for state in ("kept", "moved", "broken")):
        counts = {state: week.promises.get(state, 0) for state in ("kept", "moved", "broken")}
        lines.append(words("digest.promises", **counts))
    return lines


def _answers(words: Words, week: Week) -> list[list[Choice]]:
    if week.is_office:
        return [[button(words, "summary")]]
    if len(week.due) == 1:
        owed, place = week.due[0]
        return [[button(words, "answer_duty", act("owe", owed.id, place.id))]]
    return []


# -- turning it off ----------------------------------------------------------------------------------------------------


def switch(ctx: Context, *, is_off: bool) -> Offer:
    """The button that turns it off, or on again."""
    name = "digest_on" if is_off else "digest_off"
    return ctx.button(name, act(name))


async def turn_off(ctx: Context) -> Answer:
    """No weekly overview any more."""
    return await _turned(ctx, off=True)


async def turn_on(ctx: Context) -> Answer:
    """The weekly overview again."""
    return await _turned(ctx, off=False)


async def _turned(ctx: Context, *, off: bool) -> Answer:
    if ctx.person is None:
        return []
    await digests.mute(ctx.store, ctx.now, ctx.person.id, off=off)
    return ctx.say("digest.off" if off else "digest.on", [[switch(ctx, is_off=off)], ["menu"]])


ACTIONS = (Intention("digest_off", turn_off), Intention("digest_on", turn_on))
