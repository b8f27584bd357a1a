"""A head says that a report is another unit's: it goes back with a word and counts nowhere until put right (C10)."""

from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.people import Reader
from handlers.context import Answer, Context, act, button, offers
from handlers.deeds import deed_words
from handlers.deeds.check import as_it_stands, ask_why, decided, moved_on
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from texts.catalogue import capital, shortened

SHORTEST_WORD = 4


def _read(text: str, asking: Asking) -> Answers:
    if text == "not_known":
        return {"reason": asking.facts["not_known"]}
    if len(text.strip()) < SHORTEST_WORD:
        raise Mistake("reason_short")
    return {"reason": text.strip()}


NOT_OURS = Form(
    "not_ours",
    (Question("reason", ("reason",), _read, offers=(("not_known",), ("leave",)), counted=False),),
    reviewed=False,
    steps=False,
)


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    return {"not_known": ctx.words("not_ours.not_known"), "reporter": str(progress.answers.get("_reporter", ""))}


async def ask(ctx: Context) -> Answer:
    """Ask whose it is, as far as the head knows."""
    return await ask_why(ctx, SHEET)


async def _finish(ctx: Context, progress: Progress) -> Answer:
    number, reason = int(progress.subject.split(":")[1]), str(progress.answers["reason"])
    deed = await decided(ctx, progress, "not_ours")
    if deed is None:
        return await moved_on(ctx, number)
    reader = await ctx.reader(deed.reporter) if deed.reporter else None
    if reader:
        _tell(ctx, reader, number, deed.version, reason)
    return ctx.say(
        "not_ours.done",
        [[ctx.button("see_others", "/check")], ["menu"]],
        number=number,
        reporter=ctx.words.who(reader.person if reader else None),
        reason=shortened(reason, deed_words.MOST["reason"]),
        **deed_words.at(ctx),
    )


def _tell(ctx: Context, reader: Reader, number: int, version: int, reason: str) -> None:
    words = ctx.words_for(reader)
    told = shortened(reason, deed_words.MOST["reason"])
    text = words("not_ours.told", number=number, By=capital(words.who(ctx.person)), reason=told)
    rows = [
        [button(words, "correct", act("correct", number, version)), button(words, "later", act("later"))],
        [button(words, "withdraw", act("withdraw", number, version))],
    ]
    ctx.tell(reader, Reply(text, offers(words, rows)), "notice", f"deed:{number}:{version}:reporter")


SHEET = Sheet(NOT_OURS, _finish, verb="confirm_deed", gaps=_gaps, spares=True)
ACTIONS = (Intention("not_ours", ask, verb="confirm_deed", again=as_it_stands),)
