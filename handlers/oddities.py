"""A kind answer to everything that is neither words, a press nor a file; silence where others read along."""

from handlers.context import Answer, Context


async def answer(ctx: Context) -> Answer:
    """Say what can be read instead (H1, H2); a blocked or unblocked chat says nothing."""
    kind = ctx.incoming.odd
    if kind in {"blocked", "unblocked"}:
        return []
    if kind == "group":
        return ctx.say("odd.group") if ctx.incoming.text else []
    if kind == "sticker":
        today = ctx.now.today.isoformat()
        if ctx.talk.kind_said == today:
            return []
        ctx.talk.kind_said = today
    return ctx.say(f"odd.{kind}", [["menu"]])
