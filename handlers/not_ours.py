"""A head says that a report is another unit's: it goes back with a word and counts nowhere until put right (C10)."""

from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.people import Reader
from domain.rights import need
from handlers import deed_words, walker
from handlers.check import found_in, moved_on
from handlers.context import Answer, Context, act, button, offers
from handlers.intentions import Intention
from handlers.sheets import Sheet
from storage import audit, deeds
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
    number, version = int(ctx.args[0]), int(ctx.args[1])
    deed = await found_in(ctx, need(ctx.person, "confirm_deed"), number)
    if deed.state != "sent" or deed.version != version:
        return await moved_on(ctx, number)
    reporter = await ctx.reader(deed.reporter) if deed.reporter else None
    named = {"_reporter": ctx.words.who(reporter.person if reporter else None)}
    return await walker.begin(ctx, SHEET, named, subject=f"deed:{number}:{version}")


async def _finish(ctx: Context, progress: Progress) -> Answer:
    scope = need(ctx.person, "confirm_deed")
    number, version = (int(part) for part in progress.subject.split(":")[1:])
    reason = str(progress.answers["reason"])
    deed = await deeds.decide(ctx.store, ctx.now, number, version, "not_ours", scope, reason)
    if deed is None:
        return await moved_on(ctx, number)
    audit.note(ctx.store, ctx.now, scope.person, "deed_not_ours", f"deed:{number}", {"reason": reason})
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


SHEET = Sheet(NOT_OURS, _finish, verb="confirm_deed", gaps=_gaps)
ACTIONS = (Intention("not_ours", ask, verb="confirm_deed"),)
