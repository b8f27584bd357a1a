"""The screen before a reminder by hand leaves: exactly who, how many, on which channel, who not, and the words (F3)."""

from datetime import date

from domain.audiences import Audience, Reach
from domain.dispatches import Dispatch
from domain.messages import Reply
from domain.mistakes import Mistake
from domain.obligations import Obligation
from domain.rights import need
from handlers.context import Context, Offer, act, offers
from handlers.sendings import audience_words, chase_words
from handlers.sendings.chase_words import Content
from handlers.sendings.confirming import main_act, needs_second
from storage.duties import obligations
from storage.sendings import chases


async def content_of(ctx: Context, dispatch: Dispatch) -> Content:
    """What is chased, within what the person answers for."""
    chase = await chases.get(ctx.store, ctx.now, dispatch.about, need(ctx.person, "announce"))
    owed = await obligations.get(ctx.store, chase.obligation) if chase else None
    if chase is None or owed is None:
        raise Mistake("dispatch_not_yours")
    return Content(chase, owed, ctx.now.today)


async def preview(ctx: Context, dispatch: Dispatch) -> Reply:
    """Everything about it, and what can be done."""
    content, words = await content_of(ctx, dispatch), ctx.words
    owed, reach = content.obligation, dispatch.reach
    said = chase_words.say(words, content, words("chasing.some_unit")).text
    values = {"duty": chase_words.duty(words, owed), "due": words.weekday(owed.due), "moved": _moved(ctx, owed)}
    lines = [
        words("chasing.head", name=content.chase.step),
        words("chasing.what", **values),
        *_who(ctx, dispatch.audience),
        _to(ctx, reach),
        *_not_to(ctx, reach),
        words("chasing.words", said=said),
        *_when(ctx, dispatch),
    ]
    if needs_second(ctx, reach):
        lines.append(words("chasing.second", most=words.number(ctx.campaign.second_above)))
    return Reply("\n".join(lines), offers(words, _rows(ctx, dispatch)))


def _moved(ctx: Context, owed: Obligation) -> str:
    """Why the due day is not the one that everybody knows: that is no working day."""
    duty = next((one for one in ctx.campaign.duties if one.code == owed.duty), None)
    if duty is None:
        return ""
    day = duty.due or (_month_of(owed).replace(day=duty.monthly_day) if duty.monthly_day else None)
    if day is None or day == owed.due:
        return ""
    return ctx.words("chasing.moved", d=day.day, day=ctx.words.day(day), weekday=ctx.words(f"weekday.{day.weekday()}"))


def _month_of(owed: Obligation) -> date:
    return date.fromisoformat(f"{owed.code.rpartition(':')[2]}-01")


def _who(ctx: Context, audience: Audience) -> list[str]:
    """Which of the late units, where not all are meant."""
    where = audience_words.where(ctx.words, audience, ctx.house.units)
    return [ctx.words("chasing.who", where=where)] if where else []


def _to(ctx: Context, reach: Reach) -> str:
    number = ctx.words.number
    if not reach.people:
        return ctx.words("chasing.to_nobody")
    channels = audience_words.channels(ctx.words, reach)
    return ctx.words("chasing.to", n=number(reach.people), units=number(reach.reached), channels=channels)


def _not_to(ctx: Context, reach: Reach) -> list[str]:
    """Units that it does not reach and why; people who are left alone this week."""
    number, lines = ctx.words.number, []
    parts = [(name, n) for name, n in (("empty", reach.empty), ("deaf", reach.deaf)) if n]
    if parts:
        told = ", ".join(ctx.words(f"chasing.part_{name}", n=number(n)) for name, n in parts)
        lines.append(ctx.words("chasing.not_to", n=number(sum(n for _, n in parts)), parts=told))
    if reach.full:
        lines.append(ctx.words("chasing.full", n=number(reach.full), most=ctx.campaign.most_a_week))
    return lines


def _when(ctx: Context, dispatch: Dispatch) -> list[str]:
    if dispatch.starts_at is None:
        return []
    at = dispatch.starts_at.astimezone(ctx.now.zone)
    return [ctx.words("chasing.at", time=ctx.words.time(at), day=ctx.words.weekday(at.date()))]


def _rows(ctx: Context, dispatch: Dispatch) -> list[list[Offer]]:
    reach = dispatch.reach
    drop = ctx.button("leave", act("chase_drop", dispatch.id))
    missed = reach.empty + reach.deaf
    gaps: list[Offer] = (
        [ctx.button("see_silent", act("dispatch_gaps", dispatch.id, 0), n=ctx.words.number(missed))] if missed else []
    )
    if not reach.people:
        return [[*gaps, drop]]
    reword = ctx.button("chase_reword", act("chase_reword", dispatch.id))
    if needs_second(ctx, reach):
        test = ctx.button("test_sending", act("dispatch_test", dispatch.id))
        return [[main_act(ctx, dispatch)], [test, reword], [*gaps, drop]]
    return [[main_act(ctx, dispatch)], [reword, *gaps], [drop]] if gaps else [[main_act(ctx, dispatch)], [reword, drop]]


def out_of_hours(ctx: Context, dispatch: Dispatch) -> Reply | None:
    """At night and on days off nobody is reminded: the next good time is offered (rule 18)."""
    hours = chase_words.hours(ctx.house, ctx.now)
    starts = dispatch.starts_at
    if hours.are_now(ctx.now) or (starts is not None and starts > ctx.now.campaign):
        return None
    at = hours.next_open(ctx.now)
    campaign = ctx.campaign
    values = {
        "start": f"{campaign.speaking_from:%H:%M}",
        "until": f"{campaign.speaking_until:%H:%M}",
        "time": ctx.words.time(at),
        "day": ctx.words.weekday(at.date()),
    }
    rows: list[list[Offer]] = [
        [ctx.button("chase_later", act("chase_later", dispatch.id), time=ctx.words.time(at))],
        [ctx.button("leave", act("chase_drop", dispatch.id))],
    ]
    return ctx.say("chasing.quiet", rows, **values)
