"""A kind answer to everything that is neither words, a press nor a file; silence where others read along."""

from domain.forms import Progress
from domain.readers.private import scan
from handlers.context import Answer, Context
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Handler


def is_for_one(kind: str) -> bool:
    """Whether it came from the person alone, so that an open question may be asked again."""
    return kind in {"sticker", "voice", "location", "contact", "edited", "unsupported"}


async def answer(ctx: Context) -> Answer:
    """Say what can be read instead (H1, H2); a blocked or unblocked chat says nothing."""
    kind = ctx.incoming.odd
    if kind in {"blocked", "unblocked"}:
        ctx.talk.gone = kind == "blocked"
        return []
    if kind == "group":
        return ctx.say("odd.group") if ctx.incoming.text else []
    if _was_said_today(ctx):
        return []
    key = "unsupported_page" if kind == "unsupported" and ctx.house.page else kind
    return ctx.say(f"odd.{key}", [["menu"]] if ctx.person else (), page=ctx.house.page)


def bare_number(text: str) -> str:
    """What a message is that holds nothing but a number that must not be kept: "contact", "id_card", or ""."""
    spared = scan(text)
    if spared.text or not spared.kinds:
        return ""
    return {"phone": "contact", "id_card": "id_card"}.get(spared.kinds[0], "")


def not_kept(kind: str) -> Handler:
    """It was not kept, and what can be written instead."""

    async def run(ctx: Context) -> Answer:
        return ctx.say(f"odd.{kind}", [["menu"]] if ctx.person else ())

    return run


def in_form(sheet: Sheet, progress: Progress) -> Handler:
    """The same inside a form: the fact, then the question that is open (CONVERSATIONS §1.10)."""

    async def run(ctx: Context) -> Answer:
        if _was_said_today(ctx):
            return []
        said = ctx.words(ctx.words.first(f"odd.{ctx.incoming.odd}_in_form", f"odd.{ctx.incoming.odd}"))
        return await walker.ask_again(ctx, sheet, progress, said)

    return run


def _was_said_today(ctx: Context) -> bool:
    """Stickers are answered once a day at most."""
    if ctx.incoming.odd != "sticker":
        return False
    today, before = ctx.now.today.isoformat(), ctx.talk.kind_said
    ctx.talk.kind_said = today
    return before == today
