"""Open to comments: the Office publishes what the council agreed to, and anybody in the campaign sees it (I.2-2)."""

from collections.abc import Sequence
from datetime import date

from domain.awards.nominations import Nomination
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.rights import Scope, need
from handlers import paging
from handlers.context import Answer, Context, Offer, act, button, offers
from handlers.council import room
from handlers.forms import walker
from handlers.intentions import Intention, page_of
from handlers.outcomes import outcomes
from handlers.sendings import announcing
from storage.awards import nominations
from storage.outcomes import notices
from storage.outcomes.notices import Notice
from storage.people import people
from texts.catalogue import shortened


def span(ctx: Context) -> tuple[date, date]:
    """From today on, so many working days after it as the campaign says (G-11); both days counted."""
    return ctx.now.today, ctx.house.calendar.add_working_days(ctx.now.today, ctx.campaign.public_notice_days)


async def see(ctx: Context) -> Answer:
    """[Publish n dossiers]: what that means, before it is done."""
    scope = need(ctx.person, "award")
    agreed = (await outcomes.of(ctx, scope)).agreed
    back: list[Offer] = [ctx.button("after_council", act("after_council"))]
    if not agreed:
        return ctx.say("notices.nothing", [back, ["menu"]])
    _, until = span(ctx)
    rows: list[list[Offer]] = [[ctx.button("notice_open", act("notice_open"), n=len(agreed))], back]
    days = ctx.campaign.public_notice_days
    return ctx.say("notices.see", rows, n=len(agreed), days=days, until=ctx.words.weekday(until))


async def publish(ctx: Context) -> Answer:
    """The list is open to comments from now on; the units concerned hear it."""
    scope = need(ctx.person, "award")
    agreed = (await outcomes.of(ctx, scope)).agreed
    if not agreed:
        return await see(ctx)
    days = span(ctx)
    rows = [one.id for one in agreed]
    row = await notices.publish(ctx.store, ctx.now, ctx.house.campaign_id, rows, days, scope)
    await _tell_units(ctx, row, agreed, days[1])
    offered: list[list[Offer]] = [
        [ctx.button("notice_announce", act("notice_announce"))],
        [ctx.button("notices", "/notices")],
        [ctx.button("after_council", act("after_council"))],
    ]
    return ctx.say("notices.opened", offered, n=len(rows), until=ctx.words.weekday(days[1]))


async def _tell_units(ctx: Context, notice: int, listed: Sequence[Nomination], until: date) -> None:
    """Each head hears once, of all of the own unit."""
    by_unit: dict[int, list[Nomination]] = {}
    for one in listed:
        by_unit.setdefault(one.unit, []).append(one)
    for unit, own in by_unit.items():
        for person, _ in await people.holders(ctx.store, unit, ["head"], ctx.now.today):
            reader = await ctx.reader(person)
            words = ctx.words_for(reader)
            names = words.listed([shortened(one.subject_name, room.NAME) for one in own[: paging.PAGE]])
            text = words("notices.told_unit", n=len(own), names=names, until=words.weekday(until))
            reply = Reply(text, offers(words, [[button(words, "notices", "/notices")]]))
            ctx.tell(reader, reply, "notice", f"notice:{notice}:{unit}:{person}")


async def announce(ctx: Context) -> Answer:
    """[Write the announcement]: title and words are there already; whom it goes to is asked (F4)."""
    lists = await notices.open_ones(ctx.store, ctx.house.campaign_id)
    if not lists:
        raise Mistake("no_notice")
    n = len(await notices.listing(ctx.store, ctx.now, ctx.house.campaign_id, everybody(ctx)))
    said = {"n": n, "until": ctx.words.weekday(outcomes.last_day(lists))}
    known: dict[str, Json] = {
        "title": ctx.words("notices.announce_title"),
        "body": ctx.words("notices.announce_body", **said),
    }
    return await walker.begin(ctx, announcing.SHEET, known)


# -- what anybody sees -------------------------------------------------------------------------------------------------


def everybody(ctx: Context) -> Scope:
    """What stands open to comments is everybody's to see, of whatever unit."""
    seen = need(ctx.person, "see_own")
    return Scope("see_own", (ctx.house.root,), below=True, person=seen.person)


async def listed(ctx: Context) -> Answer:
    """/notices: what stands open to comments today."""
    at = page_of(ctx.args)
    everywhere = everybody(ctx)
    open_now = await notices.listing(ctx.store, ctx.now, ctx.house.campaign_id, everywhere)
    rows = list(open_now)
    if not rows:
        return ctx.say("notices.none", [["menu"]])
    part = list(enumerate(rows, 1))[at * paging.PAGE : (at + 1) * paging.PAGE]
    lines: list[str] = []
    opens: list[Offer] = []
    for n, row in part:
        nomination = await nominations.known(ctx.store, ctx.now, row, everywhere)
        if nomination is not None:
            named = await room.nominee(ctx, nomination)
            lines.append(f"{n} · {shortened(named.whole, room.WHOLE)}")
            opens.append(ctx.button("open_place", act("notice_one", row), n=n))
    turns = paging.turns(ctx, "notices_page", page=at, more=(at + 1) * paging.PAGE < len(rows))
    shown: list[list[Offer]] = [*(opens[n : n + 4] for n in range(0, len(opens), 4)), turns, ["menu"]]
    until = ctx.words.weekday(max(one.to_day for one in open_now.values()))
    return ctx.say("notices.list", shown, n=len(rows), until=until, lines="\n".join(lines))


async def on_list(ctx: Context, row: int) -> tuple[Nomination, Notice]:
    """A nomination that stands open to comments."""
    everywhere = everybody(ctx)
    notice = (await notices.listing(ctx.store, ctx.now, ctx.house.campaign_id, everywhere)).get(row)
    nomination = await nominations.known(ctx.store, ctx.now, row, everywhere) if notice else None
    if notice is None or nomination is None:
        raise Mistake("not_on_notice")
    return nomination, notice


async def one(ctx: Context) -> Answer:
    """One of them: for what, and how to object."""
    nomination, notice = await on_list(ctx, int(ctx.args[0]))
    named = await room.nominee(ctx, nomination)
    rows: list[list[Offer]] = [
        [ctx.button("object", act("object", nomination.id))],
        [ctx.button("notices", "/notices")],
    ]
    told = room.card(ctx, ctx.words, nomination, named)
    return ctx.say("notices.one", rows, until=ctx.words.weekday(notice.to_day), **told)


COMMANDS = (Intention("notices", listed, verb="see_own", aliases=("congkhai",), reading=True),)
ACTIONS = (
    Intention("notice_see", see, verb="award", reading=True),
    Intention("notice_open", publish, verb="award"),
    Intention("notice_announce", announce, verb="announce"),
    Intention("notices_page", listed, verb="see_own", reading=True),
    Intention("notice_one", one, verb="see_own", reading=True),
)
