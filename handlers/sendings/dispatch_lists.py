"""The lists of a sending: who has it not and why, branches by percentage, units beyond reach, who has not answered."""

from collections.abc import Sequence

from domain.audiences import Audience
from domain.mistakes import Mistake
from domain.rights import need
from domain.unit_names import short_name
from handlers import paging
from handlers.context import Answer, Context, Offer, act
from handlers.intentions import Intention
from handlers.sendings import audience_asked, audience_words, dispatching
from handlers.sendings.announcement_words import number
from handlers.sendings.dispatch_words import name, rate
from storage import audit
from storage.sendings import announcements, audiences, dispatches, recipients


async def unsent(ctx: Context) -> Answer:
    """[See 5 people]: who has it not, each with the reason."""
    dispatch, _ = await dispatching.found(ctx)
    page = int(ctx.args[1])
    found = await recipients.unsent(ctx.store, dispatch.id, ctx.now.today, (page * paging.PAGE, paging.PAGE + 1))
    back: list[Offer] = [ctx.button("see_sending", act("dispatch", dispatch.id)), ctx.button("menu")]
    if not found:
        return ctx.say("dispatch.all_sent", [back], name=name(dispatch))
    lines = []
    for place, one in enumerate(found[: paging.PAGE], page * paging.PAGE + 1):
        who = ctx.words.naming(one.name or "", one.title or "")["you"] if one.name else ""
        why = ctx.words(ctx.words.first(f"reason.{one.reason}", f"reason.{one.state}"))
        lines.append(" · ".join(part for part in (str(place), short_name(one.unit_name), who, why) if part))
    turns = paging.turns(ctx, "dispatch_unsent", dispatch.id, page=page, more=len(found) > paging.PAGE)
    return ctx.say("dispatch.unsent", [turns, back], name=name(dispatch), lines="\n".join(lines))


async def branches(ctx: Context) -> Answer:
    """How it reached each branch, with the percentage and who has acknowledged."""
    dispatch, _ = await dispatching.found(ctx)
    page = int(ctx.args[1]) if len(ctx.args) > 1 else 0
    shares = await recipients.by_branch(ctx.store, dispatch.id, ctx.now.today)
    lines = [
        ctx.words(
            "dispatch.branch",
            branch=short_name(one.branch),
            acknowledged=ctx.words.number(one.acknowledged),
            **rate(ctx.words, one.sent, one.meant),
        )
        for one in shares[page * paging.PAGE : (page + 1) * paging.PAGE]
    ]
    turns = paging.turns(ctx, "dispatch_branches", dispatch.id, page=page, more=(page + 1) * paging.PAGE < len(shares))
    silent = await _silent_button(ctx, dispatch.about) if dispatch.kind == "announcement" else []
    rows: list[list[Offer]] = [turns, silent, [ctx.button("see_sending", act("dispatch", dispatch.id))]]
    return ctx.say("dispatch.branches", rows, name=name(dispatch), lines="\n".join(lines))


async def gaps(ctx: Context) -> Answer:
    """[See the list], before it is sent: units that it would not reach, and why."""
    dispatch, _ = await dispatching.found(ctx)
    page = int(ctx.args[1])
    ground = audience_asked.ground(ctx)
    found = await audiences.beyond_reach(ctx.store, dispatch.audience, ground, (page * paging.PAGE, paging.PAGE + 1))
    back: list[Offer] = [ctx.button("see_sending", act("dispatch", dispatch.id)), ctx.button("menu")]
    head = audience_words.reach(ctx.words, dispatch.reach, dispatch.audience)
    if not found:
        return ctx.say("dispatch.no_gaps", [back], reach=head)
    lines = [
        f"{place} · {short_name(unit)} · {ctx.words(f'reason.{reason}')}"
        for place, (unit, reason) in enumerate(found[: paging.PAGE], page * paging.PAGE + 1)
    ]
    turns = paging.turns(ctx, "dispatch_gaps", dispatch.id, page=page, more=len(found) > paging.PAGE)
    return ctx.say("dispatch.gaps", [turns, back], reach=head, lines="\n".join(lines))


# -- who has not acknowledged ------------------------------------------------------------------------------------------


async def _silent_button(ctx: Context, row: int) -> list[Offer]:
    one = await announcements.known(ctx.store, ctx.now, row)
    if one is None or not one.text.acknowledged_by:
        return []
    total, told = await recipients.units(ctx.store, one.subject)
    left = total - told
    return [ctx.button("see_silent", act("announce_silent", row, 0), n=ctx.words.number(left))] if left else []


async def silent(ctx: Context) -> Answer:
    """The units of which nobody has acknowledged, and the way to remind those alone."""
    scope = need(ctx.person, "announce")
    row, page = int(ctx.args[0]), int(ctx.args[1])
    one = await announcements.get(ctx.store, ctx.now, row, scope)
    if one is None:
        raise Mistake("dispatch_not_yours")
    total, told = await recipients.units(ctx.store, one.subject)
    found = await recipients.silent_units(ctx.store, one.subject, ctx.now.today, (page * paging.PAGE, paging.PAGE + 1))
    values = {"name": number(one.id), **rate(ctx.words, told, total), "left": ctx.words.number(total - told)}
    if not found:
        return ctx.say("dispatch.none_silent", [["menu"]], **values)
    rows: list[list[Offer]] = [
        [ctx.button("remind_silent", act("announce_remind", row))],
        paging.turns(ctx, "announce_silent", row, page=page, more=len(found) > paging.PAGE),
        [ctx.button("menu")],
    ]
    return ctx.say("dispatch.silent", rows, lines=_lines(ctx, found[: paging.PAGE], page), **values)


def _lines(ctx: Context, found: Sequence[recipients.Silent], page: int) -> str:
    return "\n".join(
        " · ".join(
            part
            for part in (
                str(place),
                short_name(one.name),
                "" if one.is_told else ctx.words("reason.not_told"),
            )
            if part
        )
        for place, one in enumerate(found, page * paging.PAGE + 1)
    )


async def remind(ctx: Context) -> Answer:
    """[Remind these alone]: a sending of its own, confirmed like any other (E2)."""
    scope = audience_asked.speaker(ctx)
    row = int(ctx.args[0])
    one = await announcements.get(ctx.store, ctx.now, row, need(ctx.person, "announce"))
    if one is None:
        raise Mistake("dispatch_not_yours")
    audience, ground = Audience(unacknowledged=row), audience_asked.ground(ctx)
    reach = await audiences.count(ctx.store, audience, ground)
    number_ = await dispatches.draft(
        ctx.store,
        ctx.now,
        ctx.house.campaign_id,
        "nudge",
        f"nudge:{row}",
        scope.roots[0],
        scope.person,
        audience,
        reach,
    )
    audit.note(ctx.store, ctx.now, scope.person, "nudge_written", one.subject)
    ctx.args = (str(number_),)
    return await dispatching.show(ctx)


ACTIONS = (
    Intention("dispatch_unsent", unsent, verb="announce"),
    Intention("dispatch_branches", branches, verb="announce"),
    Intention("dispatch_gaps", gaps, verb="announce", reading=True),
    Intention("announce_silent", silent, verb="announce"),
    Intention("announce_remind", remind, verb="announce"),
)
