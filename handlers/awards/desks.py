"""On whose desk a nomination lies: its card with what that desk may do, and who is told when it moves."""

from typing import Literal

from domain.awards import rules
from domain.awards.nominations import WITH_UNIT, Nomination, State, ways
from domain.forms import Progress
from domain.messages import Choice, Reply
from domain.people import Person
from domain.rights import Scope, Verb, need, scope
from domain.unit_names import short_name
from domain.units import RELAYS
from handlers.awards import awards_words, dossiers
from handlers.awards.dossiers import Dossier
from handlers.context import Answer, Context, Offer, act, button, offers
from storage.awards import bases, nominations
from storage.people import people
from storage.units import units
from texts.catalogue import Words, capital, shortened

Desk = Literal["unit", "relay", "office", "reader"]
_VERBS: tuple[tuple[Desk, Verb], ...] = (("office", "award"), ("relay", "endorse"), ("unit", "nominate"))
WAITS: dict[Desk, State] = {"unit": "drafted", "relay": "at_relay", "office": "at_office"}
"""What waits for the word of each."""


def desks_of(person: Person | None) -> list[tuple[Desk, Scope]]:
    """The desks somebody sits at, the highest first."""
    return [(desk, held) for desk, verb in _VERBS if (held := scope(person, verb)) is not None]


async def seen(ctx: Context, row: int) -> tuple[Nomination, Desk, Scope]:
    """A nomination that the reader may see, and from which desk; raises Mistake for others'."""
    looking = need(ctx.person, "see_nominations")
    nomination = await dossiers.found(ctx, looking, row)
    for desk, held in desks_of(ctx.person):
        if await nominations.known(ctx.store, ctx.now, row, held) is not None:
            return nomination, desk, held
    return nomination, "reader", looking


# -- the card ----------------------------------------------------------------------------------------------------------


def card(words: Words, ctx: Context, one: Dossier, desk: Desk) -> Reply:
    """The dossier with what may be done at this desk."""
    text = awards_words.dossier(words, ctx.campaign, one)
    if said := _said(words, one):
        text += "\n" + said
    if desk == "office" and one.nomination.state in {"at_office", "held"}:
        text += "\n" + _looked_at(words, ctx, one)
    return Reply(text, offers(words, _rows(words, one.nomination, desk)))


def _said(words: Words, one: Dossier) -> str:
    """The last words that others gave with it: what is missing, what the relay thinks, why it was not agreed."""
    nomination, most = one.nomination, awards_words.MOST["reason"]
    if nomination.state == "drafted" and nomination.reason:
        return words("nomination.to_complete", reason=shortened(nomination.reason, most))
    noted = next((step.note for step in reversed(one.steps) if step.act == "passed" and step.note), "")
    parts = [words("nomination.relay_said", words=shortened(noted, awards_words.MOST["said"]))] if noted else []
    if nomination.state == "declined" and nomination.reason:
        parts.append(words("nomination.answered", reason=shortened(nomination.reason, most)))
    return "\n".join(parts)


def _looked_at(words: Words, ctx: Context, one: Dossier) -> str:
    """How many principles hold, and the first thing to look at."""
    due = [check for check in one.checks if check.holds is not None]
    held = sum(check.holds is True for check in due)
    first = next((found for kind in ("refuses", "asks", "warns") if (found := rules.first(one.findings, kind))), None)
    told = words("nomination.looked_at", held=held, all=len(due))
    if first is None:
        return told
    return told + "\n" + words("nomination.look", why=capital(awards_words.finding(words, ctx.campaign, first)))


def _rows(words: Words, nomination: Nomination, desk: Desk) -> list[list[Offer]]:
    key, state = (nomination.id, nomination.version), nomination.state
    back = button(words, "back_to_list", "/award")

    def to(name: str, verb: str = "") -> Choice:
        return button(words, name, act(verb or name, *key))

    if desk == "unit" and state in WITH_UNIT:
        first: list[Offer] = []
        if state == "drafted":
            first = [to("complete_nomination", f"{nomination.route}_complete")]
        return [first, [to("withdraw_nomination", "nomination_withdraw")], [back]]
    if desk == "relay" and state == "at_relay":
        return [[to("endorse")], [to("endorse_note")], [to("return_deed", "endorse_return")], [back]]
    if desk == "office" and state == "held":
        return [[to("award_release")], [to("award_decline")], [back]]
    if desk == "office" and state == "at_office":
        return _office(words, nomination, to("return_deed", "award_return"), to("award_decline"), back)
    if desk == "office" and "held" in ways(nomination.route).get(state, ()):
        is_going = nomination.route == "adhoc" and state == "submitted"
        ends: list[list[Offer]] = [[to("adhoc_decided")], [to("adhoc_refused")]] if is_going else []
        return [*ends, [to("award_hold")], [back]]
    return [[back]]


def _office(words: Words, nomination: Nomination, returns: Choice, declines: Choice, back: Choice) -> list[list[Offer]]:
    key = (nomination.id, nomination.version)
    hold = button(words, "award_hold", act("award_hold", *key))
    if nomination.route == "adhoc":
        return [[button(words, "adhoc_forward", act("adhoc_forward", *key))], [returns], [hold, declines], [back]]
    passes = button(words, "award_pass", act("award_pass", *key))
    checks = button(words, "award_checks", act("award_checks", nomination.id))
    levels = button(words, "award_levels", act("award_levels", *key))
    return [[passes], [checks, levels], [returns], [hold, declines], [back]]


async def show(ctx: Context, nomination: Nomination, desk: Desk, held: Scope) -> Reply:
    """The card for whoever reads."""
    return card(ctx.words, ctx, await dossiers.gather(ctx, nomination, held), desk)


async def as_it_stands(ctx: Context, nomination: Nomination) -> Answer:
    """The button is older than the nomination: how it stands by now (RELIABILITY S8)."""
    nomination, desk, held = await seen(ctx, nomination.id)
    reply = await show(ctx, nomination, desk, held)
    return Reply(ctx.words("nomination.moved_on") + "\n" + reply.text, reply.choices)


# -- whose turn it is --------------------------------------------------------------------------------------------------


async def first_desk(ctx: Context, unit: int) -> tuple[State, int]:
    """Where a unit's nomination goes first, and to which unit: its relay, if there is one with somebody in it.

    Upper secondary schools stand right under the department; commune offices are relays since 2025-07-01 (DOMAIN §10).
    """
    stood = await bases.stood(ctx.store, unit, ctx.now.today)
    above = await units.by_id(ctx.store, stood.parent, ctx.now.today) if stood and stood.parent else None
    if above and above.kind in RELAYS and await people.holders(ctx.store, above.id, ["relay"], ctx.now.today):
        return "at_relay", above.id
    return "at_office", ctx.house.root


async def desk_name(ctx: Context, nomination: Nomination) -> str:
    """Who looks at it now, by name."""
    if nomination.state != "at_relay":
        return ctx.words("nomination.the_office")
    _, unit = await first_desk(ctx, nomination.unit)
    found = await units.by_id(ctx.store, unit, ctx.now.today)
    return short_name(found.name) if found else ctx.words("nomination.the_office")


async def tell_desk(ctx: Context, nomination: Nomination, held: Scope) -> None:
    """Everybody at the desk where it lies now reads the dossier."""
    desk: Literal["relay", "office"] = "relay" if nomination.state == "at_relay" else "office"
    unit = (await first_desk(ctx, nomination.unit))[1] if desk == "relay" else ctx.house.root
    one = await dossiers.gather(ctx, nomination, held)
    for person, _ in await people.holders(ctx.store, unit, [desk], ctx.now.today):
        reader = await ctx.reader(person)
        reply = card(ctx.words_for(reader), ctx, one, desk)
        ctx.tell(reader, reply, "notice", f"nomination:{nomination.id}:{nomination.version}:{desk}:{person}")


async def tell_unit(ctx: Context, nomination: Nomination, what: str, **values: object) -> None:
    """Whoever nominated hears what became of it; a successor does, when that person no longer answers for the unit."""
    found = await people.holders(ctx.store, nomination.unit, ["head", "deputy", "relay"], ctx.now.today)
    held = [one for one, _ in found]
    for person in [one for one in held if one == nomination.created_by] or held[:1]:
        reader = await ctx.reader(person)
        words = ctx.words_for(reader)
        told = {name: value(words) if callable(value) else value for name, value in values.items()}
        text = words(f"nomination.told_{what}", number=nomination.id, name=nomination.subject_name, **told)
        see = button(words, "see_nomination", act("nomination", nomination.id))
        first: list[Offer] = [see]
        if what == "drafted":
            key = (nomination.id, nomination.version)
            first = [button(words, "complete_nomination", act(f"{nomination.route}_complete", *key)), see]
        if what == "declined" and nomination.route == "regular":
            first = [button(words, "nominate_other", act("nominate")), see]
        reply = Reply(text, offers(words, [[one] for one in first]))
        ctx.tell(reader, reply, "notice", f"nomination:{nomination.id}:{nomination.version}:{what}:{person}")


def reading(ctx: Context) -> Scope:
    """What the reader may see of nominations."""
    return need(ctx.person, "see_nominations")


def office(ctx: Context) -> Scope:
    """The Office's own scope."""
    return need(ctx.person, "award")


def row_of(progress: Progress) -> tuple[int, int]:
    """The nomination that a form completes, and its version; zeros for a new one."""
    parts = progress.subject.split(":")
    return (int(parts[1]), int(parts[2])) if len(parts) > 2 else (0, 0)  # noqa: PLR2004 - kind, row, version
