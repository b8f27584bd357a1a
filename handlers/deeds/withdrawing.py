"""A reporter takes a report back: what will happen is said first, then it is done once, and the school hears it."""

from domain.deeds import FOLLOWS, Deed
from domain.messages import Reply
from domain.mistakes import Mistake
from handlers.context import Answer, Context, act, button, offers
from handlers.deeds import deed_words, mine
from handlers.deeds.deed_sending import heads_of
from handlers.exemplars import taking_down
from handlers.intentions import Intention
from storage import audit
from storage.deeds import deed_changes, deeds, evidence, minors


async def _own(ctx: Context) -> Deed:
    found = await deeds.own(ctx.store, int(ctx.args[0]), ctx.person.id) if ctx.person else None
    if found is None:
        raise Mistake("deed_not_yours")
    return found


async def ask(ctx: Context) -> Answer:
    """What withdrawing does, before it is done."""
    found = await _own(ctx)
    if found.version != int(ctx.args[1]) or "withdrawn" not in FOLLOWS[found.state]:
        return await mine.one(ctx)
    rows = [
        [ctx.button("withdraw", act("withdraw_now", found.id, found.version))],
        [ctx.button("keep_report", act("mine", found.id))],
    ]
    return ctx.say(f"withdraw.ask_{found.state}", rows, number=found.id)


async def withdraw(ctx: Context) -> Answer:
    """Out of every figure, at once; whoever had to confirm it is told."""
    before, version = await _own(ctx), int(ctx.args[1])
    person = ctx.person.id if ctx.person else 0
    after = await deed_changes.withdraw(ctx.store, ctx.now, before, version, person)
    if after is None:
        return await mine.one(ctx)
    await minors.forget(ctx.store, after.id)
    await evidence.drop_report(ctx.store, f"deed:{after.id}")
    audit.note(ctx.store, ctx.now, person, "deed_withdrawn", f"deed:{after.id}")
    if before.state in {"sent", "confirmed"}:
        for head in await heads_of(ctx, after.unit):
            words = ctx.words_for(head)
            text = words("withdraw.told", number=after.id, by=words.who(ctx.person), **deed_words.at(ctx, words))
            reply = Reply(text, offers(words, [[button(words, "menu")]]))
            ctx.tell(head, reply, "notice", f"deed:{after.id}:{after.version}:{head.person.id if head.person else 0}")
    hidden = await taking_down.hide(ctx, after.id)
    done = ctx.words("withdraw.done", number=after.id, **deed_words.at(ctx))
    return Reply(taking_down.after(done, hidden), offers(ctx.words, [["mine"], ["menu"]]))


ACTIONS = (
    Intention("withdraw", ask, verb="see_own", reading=True),
    Intention("withdraw_now", withdraw, verb="see_own"),
)
