"""A head returns a report: a reason is obligatory, and the reporter reads it in the head's own words (C10)."""

from domain.deeds import Deed
from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.people import Reader
from domain.rights import need
from handlers.context import Answer, Context, act, button, offers
from handlers.deeds import deed_words
from handlers.deeds.check import as_it_stands, ask_why, decided, found_in, moved_on
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from storage import audit
from storage.deeds import deed_changes
from texts.catalogue import capital, shortened

SHORTEST_REASON = 4
_READY = ("add_figures", "add_evidence", "mend_names")


def _read_reason(text: str, asking: Asking) -> Answers:
    if text in _READY:
        return {"reason": asking.facts[text]}
    if len(text.strip()) < SHORTEST_REASON:
        raise Mistake("reason_short")
    return {"reason": text.strip()}


_REASON = Question(
    "reason",
    ("reason",),
    _read_reason,
    offers=(("add_figures", "add_evidence"), ("mend_names",), ("leave",)),
    counted=False,
)
RETURN = Form("return", (_REASON,), reviewed=False, steps=False)
REWORD = Form("reword", (_REASON,), reviewed=False, steps=False)


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    now = shortened(str(progress.answers.get("_now", "")), deed_words.MOST["said"])
    return {**ready(ctx), "reporter": str(progress.answers.get("_reporter", "")), "said_so_far": now}


def ready(ctx: Context) -> dict[str, Json]:
    """Reasons that are a button, in words."""
    return {name: ctx.words(f"choice.{name}") for name in _READY}


async def ask_reason(ctx: Context) -> Answer:
    """Ask what has to be completed."""
    return await ask_why(ctx, SHEET)


async def _return(ctx: Context, progress: Progress) -> Answer:
    number, reason = int(progress.subject.split(":")[1]), str(progress.answers["reason"])
    deed = await decided(ctx, progress, "returned")
    if deed is None:
        return await moved_on(ctx, number)
    return await _told(ctx, deed, reason)


async def _told(ctx: Context, deed: Deed, reason: str) -> Answer:
    """The reporter hears it; the head may put the words right as long as nobody has answered them."""
    number = deed.id
    reader = await ctx.reader(deed.reporter) if deed.reporter else None
    if reader:
        tell(ctx, reader, number, deed.version, reason)
    reporter = reader.person if reader else None
    return ctx.say(
        "check.returned",
        [[ctx.button("reword", act("reword", number, deed.version)), ctx.button("see_others", "/check")]],
        number=number,
        reporter=ctx.words.who(reporter),
        reporter_title=ctx.words.naming("", reporter.title if reporter else "")["title"],
        reason=shortened(reason, deed_words.MOST["reason"]),
        **deed_words.at(ctx),
    )


def tell(ctx: Context, reader: Reader, number: int, version: int, reason: str) -> None:
    """The reporter reads what is to be completed."""
    words = ctx.words_for(reader)
    told = shortened(reason, deed_words.MOST["reason"])
    text = words("deed.was_returned", number=number, By=capital(words.who(ctx.person)), reason=told)
    rows = [[button(words, "complete", act("complete", number)), button(words, "later", act("later"))]]
    ctx.tell(reader, Reply(text, offers(words, rows)), "notice", f"deed:{number}:{version}:reporter")


async def reword(ctx: Context) -> Answer:
    """Other words for a return, while the report is still with its reporter."""
    number, version = int(ctx.args[0]), int(ctx.args[1])
    deed = await found_in(ctx, need(ctx.person, "confirm_deed"), number)
    if deed.state != "returned" or deed.version != version:
        return await moved_on(ctx, number)
    reporter = await ctx.reader(deed.reporter) if deed.reporter else None
    known = {"_reporter": ctx.words.who(reporter.person if reporter else None), "_now": deed.reason or ""}
    return await walker.begin(ctx, REWORDING, known, subject=f"deed:{number}:{version}")


async def _reword(ctx: Context, progress: Progress) -> Answer:
    scope = need(ctx.person, "confirm_deed")
    number, version = (int(part) for part in progress.subject.split(":")[1:])
    reason = str(progress.answers["reason"])
    deed = await deed_changes.reword(ctx.store, ctx.now, number, version, scope, reason)
    if deed is None:
        return await moved_on(ctx, number)
    audit.note(ctx.store, ctx.now, scope.person, "deed_reworded", f"deed:{number}", {"reason": reason})
    return await _told(ctx, deed, reason)


REWORDING = Sheet(REWORD, _reword, verb="confirm_deed", gaps=_gaps, spares=True)
SHEET = Sheet(RETURN, _return, verb="confirm_deed", gaps=_gaps, spares=True)
ACTIONS = (
    Intention("return", ask_reason, verb="confirm_deed", again=as_it_stands),
    Intention("reword", reword, verb="confirm_deed"),
)
