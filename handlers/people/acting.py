"""An acting head from a day to a day: named by the head or above, told, and ended early when that is wanted."""

from datetime import date

from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.people import Person
from domain.readers.answers import yes_no
from domain.readers.dates import stretch
from domain.unit_names import short_name
from handlers.context import Answer, Context, button, offers
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from handlers.people import members
from storage import audit
from storage.people import acting, people
from storage.people.members import Member
from texts.catalogue import Words, capital

LONGEST = 366
"""Days."""


def _read_days(text: str, asking: Asking) -> Answers:
    found = stretch(text, asking.today, "future")
    first, last = (asking.today, found.last) if found.single else (max(found.first, asking.today), found.last)
    if last < asking.today:
        raise Mistake("acting_past")
    if (last - first).days >= LONGEST:
        raise Mistake("acting_long")
    return {"first": first.isoformat(), "last": last.isoformat()}


def _read_sure(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - a reader has one shape
    sure = {"act_now": True, "stay": False}.get(text)
    sure = yes_no(text) if sure is None else sure
    if sure is None:
        raise Mistake("choose_one")
    return {"sure": sure}


ACTING = Form(
    "acting",
    (
        Question("days", ("first", "last"), _read_days, counted=False),
        Question("sure", ("sure",), _read_sure, offers=(("act_now",), ("stay",)), counted=False),
    ),
    reviewed=False,
    steps=False,
)


async def begin(ctx: Context) -> Answer:
    """From when to when."""
    member, _ = await _colleague(ctx)
    return await walker.begin(ctx, SHEET, subject=f"grant:{member.grant}")


async def _colleague(ctx: Context) -> tuple[Member, Person]:
    """A member who is not the head already, of a unit whose deputy the one who asks may name."""
    member, giver = await members.mine(ctx)
    if member.person in await people.heads(ctx.store, member.unit, ctx.now.today):
        raise Mistake("acting_is_head")
    return member, giver


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    ctx.args = (progress.subject.removeprefix("grant:"),)
    member, _ = await _colleague(ctx)
    return {
        "who": ctx.words.naming(member.name, member.title)["you"],
        "role": ctx.words.role("head", member.unit_kind),
        "unit": short_name(member.unit_name),
        "days": ctx.words.span(*_days(progress)) if "last" in progress.answers else "",
    }


def _days(progress: Progress) -> tuple[date, date]:
    return date.fromisoformat(str(progress.answers["first"])), date.fromisoformat(str(progress.answers["last"]))


async def _finish(ctx: Context, progress: Progress) -> Answer:
    ctx.args = (progress.subject.removeprefix("grant:"),)
    member, giver = await _colleague(ctx)
    who = ctx.words.naming(member.name, member.title)["you"]
    if not progress.answers["sure"]:
        return ctx.say("members.stays", [["members", "menu"]], who=who, unit=short_name(member.unit_name))
    days = _days(progress)
    if not await acting.give(ctx.store, ctx.now, giver, member, days):
        raise Mistake("no_right_give")
    told: dict[str, Json] = {"unit": member.unit, "first": days[0].isoformat(), "last": days[1].isoformat()}
    audit.note(ctx.store, ctx.now, giver.id, "acting_given", f"person:{member.person}", told)
    await _tell(ctx, member, giver, days)
    return ctx.say("heading.acting_given", [["members", "menu"]], Who=capital(who), **_values(ctx.words, member, days))


def _values(words: Words, member: Member, days: tuple[date, date]) -> dict[str, str]:
    role = words.role("head", member.unit_kind)
    return {"role": role, "unit": short_name(member.unit_name), "days": words.span(*days)}


async def _tell(ctx: Context, member: Member, giver: Person, days: tuple[date, date]) -> None:
    """Whoever acts hears it, and so does the head where somebody above has named them."""
    heads = await people.heads(ctx.store, member.unit, ctx.now.today)
    for key, one in [("acting_was_given", member.person), *(("head_told", head) for head in heads if head != giver.id)]:
        reader = await ctx.reader(one)
        words = ctx.words_for(reader)
        who = words.naming(member.name, member.title)["you"]
        text = words(f"heading.{key}", By=capital(words.who(giver)), who=who, **_values(words, member, days))
        reply = Reply(text, offers(words, [[button(words, "menu")]]))
        ctx.tell(reader, reply, "notice", f"grant:{member.grant}:{key}:{one}:{ctx.now.real.isoformat()}")


async def end(ctx: Context) -> Answer:
    """Nobody acts any more from today on."""
    member, giver = await members.mine(ctx)
    unit = short_name(member.unit_name)
    if member.acts_until is None or not await acting.end(ctx.store, ctx.now, giver, member.unit):
        return ctx.say("heading.no_acting", [["members", "menu"]], unit=unit)
    audit.note(ctx.store, ctx.now, giver.id, "acting_ended", f"person:{member.person}", {"unit": member.unit})
    reader = await ctx.reader(member.person)
    words = ctx.words_for(reader)
    text = words("heading.acting_was_ended", By=capital(words.who(giver)), unit=unit)
    key = f"grant:{member.grant}:acting_ended:{ctx.now.real.isoformat()}"
    ctx.tell(reader, Reply(text, offers(words, [[button(words, "menu")]])), "notice", key)
    who = ctx.words.naming(member.name, member.title)["you"]
    return ctx.say("heading.acting_ended", [["members", "menu"]], who=who, unit=unit)


SHEET = Sheet(ACTING, _finish, verb="stand_in", gaps=_gaps)
ACTIONS = (Intention("acting", begin, verb="stand_in"), Intention("acting_end", end, verb="stand_in"))
