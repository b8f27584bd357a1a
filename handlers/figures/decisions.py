"""What waits for one's own word, one after another: [Xem 33 việc chờ] (F1, B1)."""

from datetime import timedelta

from domain.messages import Reply
from domain.mistakes import Mistake
from domain.rights import need
from domain.unit_names import short_name
from handlers.awards import awarding
from handlers.context import Answer, Context, Offer, act, offers
from handlers.deeds import check
from handlers.duties import duty_requests
from handlers.exemplars import review_screen
from handlers.intentions import Intention
from handlers.people import admitting
from handlers.plans import plan_requests
from storage.deeds import deeds
from storage.people import pending as waiting
from storage.people import people, requests
from storage.units import units


async def first(ctx: Context) -> Answer:
    """/pending: the first that waits."""
    return await _nth(ctx, 0)


async def go_on(ctx: Context) -> Answer:
    """The next one; what was passed over keeps waiting."""
    return await _nth(ctx, int(ctx.args[0]))


async def _nth(ctx: Context, skip: int) -> Answer:
    campaign, wanted = ctx.house.campaign_id, waiting.decisions(ctx.person)
    counted = await waiting.count(ctx.store, ctx.now, campaign, wanted)
    skip = skip if skip < counted.total else 0
    found = await waiting.nth(ctx.store, ctx.now, campaign, wanted, skip)
    if found is None:
        return ctx.say("pending.none", [["menu"]])
    kind, row = found
    reply = await _shown(ctx, kind, row)
    is_more = skip + 1 < counted.total
    rows: list[list[Offer]] = [[ctx.button("next_pending", act("pending", skip + 1))] if is_more else []]
    return Reply(reply.text, (*reply.choices, *offers(ctx.words, rows)))


async def _shown(ctx: Context, kind: str, row: int) -> Reply:
    if kind == "plan":
        return await plan_requests.see(ctx, row)
    if kind == "duty":
        return await duty_requests.see(ctx, row)
    if kind in waiting.NOMINATIONS:
        return await awarding.card(ctx, row)
    if kind == "checks":
        return await check.shown(ctx, await check.found_in(ctx, need(ctx.person, "confirm_deed"), row))
    if kind == "reviews":
        return await review_screen.shown(ctx, row)
    return await (_join(ctx, row) if kind == "joins" else _passed_up(ctx, row))


async def _join(ctx: Context, row: int) -> Reply:
    request = await requests.get(ctx.store, ctx.now, row, need(ctx.person, "admit"))
    if request is None:
        raise Mistake("request_not_yours")
    reply = await admitting.shown(ctx, request)
    decisions = [[one for one in row if not one.value.startswith(act("later"))] for row in reply.choices]
    return Reply(reply.text, offers(ctx.words, decisions))


async def _passed_up(ctx: Context, row: int) -> Reply:
    deed = await deeds.get(ctx.store, ctx.now, row, need(ctx.person, "see_deeds"))
    unit = await units.by_id(ctx.store, deed.unit, ctx.now.today) if deed else None
    if deed is None or unit is None:
        raise Mistake("deed_not_yours")
    held = await people.holders(ctx.store, unit.id, ["head"], ctx.now.today)
    named = [ctx.words.who((await ctx.reader(person)).person) for person, _ in held]
    sent = deed.sent_at.astimezone(ctx.now.zone).date()
    since = (sent + timedelta(days=n) for n in range(1, (ctx.now.today - sent).days + 1))
    days = sum(ctx.house.calendar.is_working_day(day) for day in since)
    text = ctx.words(
        "unanswered.above",
        number=deed.id,
        unit=short_name(unit.name),
        days=days,
        people=ctx.words.listed(named) or ctx.words("summary.nobody_yet"),
    )
    return Reply(text, offers(ctx.words, [[ctx.button("see_whole", act("found", deed.id))], ["menu"]]))


COMMANDS = (Intention("pending", first, verb="see_figures", aliases=("viecho",)),)
ACTIONS = (Intention("pending", go_on, verb="see_figures"),)
