"""Sending to many, by whoever answers for it: confirm, hold, go on, stop, end; and how it stands (F3, F4, R49)."""

from zlib import crc32

from domain.dispatches import Dispatch, State, Why
from domain.messages import Reply
from domain.mistakes import Mistake
from domain.rights import Scope, need
from domain.vietnamese import fold
from handlers.context import Answer, Context, Offer, act, offers
from handlers.intentions import Intention
from handlers.sendings import audience_words, chase_screen, dispatch_words
from handlers.sendings.confirming import main_act, needs_second
from handlers.sendings.dispatch_kinds import KINDS
from handlers.sendings.dispatch_words import name, noun
from storage import audit
from storage.post import conversations
from storage.sendings import announcements, dispatches, recipients
from texts.catalogue import capital

STOPS = frozenset({"dung", "dung lai", "dung han", "stop", "dung gui", "ngung", "ngung gui"})
"""What stops the last sending at any time, wherever one is (F4)."""


async def found(ctx: Context) -> tuple[Dispatch, Scope]:
    """The sending that an act's first number names, within what the person answers for."""
    scope = need(ctx.person, "announce")
    dispatch = await dispatches.get(ctx.store, ctx.now, int(ctx.args[0]), scope)
    if dispatch is None:
        raise Mistake("dispatch_not_yours")
    return dispatch, scope


async def move(ctx: Context, dispatch: Dispatch, scope: Scope, becomes: State, **more: object) -> bool:
    """Take it a step further and leave an audit row; False when somebody was faster."""
    why: Why = "author" if becomes == "paused" else ""
    if not await dispatches.move(ctx.store, ctx.now, dispatch, becomes, scope, why=why, **more):
        return False
    audit.note(ctx.store, ctx.now, scope.person, f"dispatch_{becomes}", f"dispatch:{dispatch.id}")
    return True


# -- before it is sent -------------------------------------------------------------------------------------------------


async def send(ctx: Context) -> Answer:
    """[Send 37 messages]: few enough for one person to answer for."""
    dispatch, scope = await found(ctx)
    if dispatch.state != "draft":
        return await show(ctx)
    if needs_second(ctx, dispatch.reach):
        return await show(ctx)
    if refused := await not_now(ctx, dispatch):
        return refused
    if not dispatch.reach.people:
        return ctx.say("dispatch.nobody", [["menu"]], Noun=capital(noun(ctx.words, dispatch)))
    return await let_go(ctx, dispatch, scope)


async def not_now(ctx: Context, dispatch: Dispatch) -> Reply | None:
    """Nothing leaves that speaks of a file which is not there yet, and no reminder out of its hours."""
    if dispatch.kind == "chase":
        return chase_screen.out_of_hours(ctx, dispatch)
    if dispatch.kind == "publication":
        return await _no_more(ctx, dispatch)
    if dispatch.kind != "announcement":
        return None
    owed = await announcements.owed(ctx.store, ctx.now, dispatch.about, need(ctx.person, "announce"))
    rows = [[ctx.button("see_sending", act("dispatch", dispatch.id))]]
    return ctx.say("dispatch.files_owed", rows, Noun=capital(noun(ctx.words, dispatch)), n=owed) if owed else None


async def _no_more(ctx: Context, dispatch: Dispatch) -> Reply | None:
    """An example that was withdrawn, held or hidden since it was prepared is not published."""
    if await KINDS[dispatch.kind].load(ctx.store, dispatch, ctx.now) is not None:
        return None
    return ctx.say("publishing.no_more", [["menu"]], number=dispatch.about)


async def let_go(ctx: Context, dispatch: Dispatch, scope: Scope) -> Answer:
    """Confirmed: from here on the clock takes it further."""
    await move(ctx, dispatch, scope, "set", confirmed_by=scope.person, confirmed_at=ctx.now.campaign)
    return await show(ctx)


async def preview(ctx: Context) -> Reply:
    """What people will read, with its buttons."""
    dispatch, _ = await found(ctx)
    content = await KINDS[dispatch.kind].load(ctx.store, dispatch, ctx.now)
    if content is None:
        raise Mistake("dispatch_not_yours")
    return KINDS[dispatch.kind].say(ctx.words, content, ctx.words("dispatch.some_unit"))


async def mark(ctx: Context, dispatch: Dispatch) -> int:
    """A number for what is confirmed: other words, another audience or another hour have another one."""
    content = await KINDS[dispatch.kind].load(ctx.store, dispatch, ctx.now)
    return crc32(repr((content, dispatch.audience.as_json(), dispatch.starts_at)).encode())


async def test(ctx: Context) -> Answer:
    """[Send me a test]: exactly as people will read it, to oneself alone."""
    shown = await preview(ctx)
    head, back = ctx.words("dispatch.test"), ctx.button("back_to_draft", act("dispatch", int(ctx.args[0])))
    return Reply(f"{head}\n{shown.text}", (*shown.choices, (back,)))


async def before(ctx: Context) -> Answer:
    """[Look first], for the second person: what it says, and the decision again."""
    dispatch, _ = await found(ctx)
    shown, number = await preview(ctx), await mark(ctx, dispatch)
    if dispatch.state != "asked":
        return Reply(shown.text, offers(ctx.words, [["menu"]]))
    many = ctx.words.number(dispatch.reach.people)
    decide: list[list[Offer]] = [
        [ctx.button("confirm_many", act("dispatch_confirm", dispatch.id, number), n=many)],
        [ctx.button("send_not_yet", act("dispatch_not_yet", dispatch.id))],
    ]
    return Reply(shown.text, offers(ctx.words, decide))


# -- on its way --------------------------------------------------------------------------------------------------------


async def show(ctx: Context) -> Answer:
    """How it stands now, with what can be done."""
    dispatch, _ = await found(ctx)
    words, tally = ctx.words, await recipients.tally(ctx.store, dispatch.id)
    if dispatch.state in {"draft", "asked", "set"}:
        return await _before(ctx, dispatch)
    first = await recipients.canary(ctx.store, dispatch.id)
    return dispatch_words.standing(words, dispatch, tally, first, dispatch.changed_at.astimezone(ctx.now.zone))


async def _before(ctx: Context, dispatch: Dispatch) -> Reply:
    if dispatch.kind == "chase" and dispatch.state == "draft":
        return await chase_screen.preview(ctx, dispatch)
    Noun, reach = capital(noun(ctx.words, dispatch)), audience_words.reach(ctx.words, dispatch.reach, dispatch.audience)  # noqa: N806
    if dispatch.state == "draft":
        draft: list[list[Offer]] = [[main_act(ctx, dispatch)], _mending(ctx, dispatch), ["menu"]]
        return ctx.say("dispatch.draft", draft, Noun=Noun, reach=reach)
    if dispatch.state == "asked":
        who = await conversations.person_on(ctx.store, dispatch.confirmer or 0, ctx.now.today)
        rows: list[list[Offer]] = [[ctx.button("other_second", act("dispatch_other", dispatch.id)), "menu"]]
        if ctx.person and ctx.person.id != dispatch.author:
            rows.insert(0, [ctx.button("see_before", act("dispatch_before", dispatch.id))])
        return ctx.say("dispatch.still_asked", rows, Noun=Noun, who=ctx.words.who(who))
    stop = [[ctx.button("stop_sending", act("dispatch_stop", dispatch.id))]]
    if dispatch.starts_at is not None and dispatch.starts_at > ctx.now.campaign:
        at = dispatch.starts_at.astimezone(ctx.now.zone)
        when = {"time": ctx.words.time(at), "day": ctx.words.weekday(at.date())}
        return ctx.say("dispatch.set_for", stop, Noun=Noun, **when)
    return ctx.say("dispatch.set", stop, Noun=Noun, n=ctx.words.number(dispatch.reach.people))


def _mending(ctx: Context, dispatch: Dispatch) -> list[Offer]:
    """What a draft can still be given: a try; an announcement's, another word."""
    test = ctx.button("test_sending", act("dispatch_test", dispatch.id))
    if dispatch.kind == "publication":
        return [test]
    if dispatch.kind != "announcement":
        return []
    return [test, ctx.button("change_item", act("announce_edit", dispatch.about))]


async def pause(ctx: Context) -> Answer:
    """[Pause]: what has not left stays where it is."""
    dispatch, scope = await found(ctx)
    if dispatch.state in {"canary", "sending"}:
        await move(ctx, dispatch, scope, "paused")
    return await show(ctx)


async def stop(ctx: Context) -> Answer:
    """[Stop]: nothing leaves any more; it can still go on, be corrected, or end."""
    dispatch, scope = await found(ctx)
    if dispatch.state in {"set", "canary", "sending", "paused", "through"}:
        await move(ctx, dispatch, scope, "stopped")
    return await show(ctx)


async def go_on(ctx: Context) -> Answer:
    """[Go on]: to everybody who has not got it; failures are counted anew from here."""
    dispatch, scope = await found(ctx)
    if dispatch.state in {"paused", "stopped"}:
        tally = await recipients.tally(ctx.store, dispatch.id)
        base = {"tried": tally.sent + tally.not_sent, "failed": tally.not_sent}
        becomes: State = "sending" if dispatch.is_listed else "set"
        await move(ctx, dispatch, scope, becomes, base=base, progress_at=ctx.now.real)
    return await show(ctx)


async def end(ctx: Context) -> Answer:
    """[End]: whoever has not got it will not."""
    dispatch, scope = await found(ctx)
    if dispatch.state not in {"stopped", "through"}:
        return await show(ctx)
    tally = await recipients.tally(ctx.store, dispatch.id)
    await move(ctx, dispatch, scope, "ending")
    left = tally.left if dispatch.is_listed else dispatch.reach.people - tally.sent
    values = {"sent": ctx.words.number(tally.sent), "left": ctx.words.number(left)}
    rows = [[ctx.button("see_branches", act("dispatch_branches", dispatch.id)), ctx.button("menu")]]
    return ctx.say("dispatch.ended", rows, name=name(dispatch), **values)


def is_stop(text: str) -> bool:
    """Whether these words stop a sending."""
    return fold(text).strip(" .") in STOPS


async def latest(ctx: Context) -> Dispatch | None:
    """What "stop" means: the last sending of this person that is on its way."""
    if ctx.person is None:
        return None
    dispatch = await dispatches.latest_of(ctx.store, ctx.person.id)
    return dispatch if dispatch and dispatch.state in {"set", "canary", "sending", "paused"} else None


ACTIONS = (
    Intention("dispatch", show, verb="announce"),
    Intention("dispatch_send", send, verb="announce"),
    Intention("dispatch_test", test, verb="announce"),
    Intention("dispatch_before", before, verb="announce"),
    Intention("dispatch_pause", pause, verb="announce"),
    Intention("dispatch_stop", stop, verb="announce"),
    Intention("dispatch_go_on", go_on, verb="announce"),
    Intention("dispatch_end", end, verb="announce"),
)
