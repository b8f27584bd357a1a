"""The head's check of reports: confirm, return with a reason, look at the evidence (C10)."""

from domain.deeds import Deed
from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Attachment, Json, Reply
from domain.mistakes import Mistake
from domain.rights import need
from handlers import deed_words, walker
from handlers.context import Answer, Context, act, button, offers
from handlers.intentions import Intention
from handlers.sheets import Sheet
from storage import audit, deeds, evidence
from texts.catalogue import Words

SHORTEST_REASON = 4


async def waiting(ctx: Context) -> Answer:
    """/check: the oldest report that waits, with its buttons."""
    scope = need(ctx.person, "confirm_deed")
    found = await deeds.waiting(ctx.store, ctx.house.campaign_id, scope, 1)
    if not found:
        return ctx.say("check.none", [["menu"]])
    return await _shown(ctx, found[0])


async def _shown(ctx: Context, deed: Deed) -> Reply:
    reporter = await ctx.reader(deed.reporter) if deed.reporter else None
    sent = deed.sent_at.astimezone(ctx.now.zone)
    by = ctx.words(
        "deed.sent_by",
        by=ctx.words.who(reporter.person if reporter else None),
        time=ctx.words.time(sent),
        day=ctx.words.day(sent.date()),
    )
    text = ctx.words("deed.to_check", number=deed.id, lines=deed_words.lines(ctx.words, deed.answers, by))
    return deed_words.decision(ctx.words, deed, text)


async def see(ctx: Context) -> Answer:
    """The whole report."""
    deed = await deeds.get(ctx.store, ctx.now, int(ctx.args[0]), need(ctx.person, "confirm_deed"))
    if deed is None:
        raise Mistake("deed_not_yours")
    return await _shown(ctx, deed)


async def files(ctx: Context) -> Answer:
    """The report's photos and papers."""
    deed = await deeds.get(ctx.store, ctx.now, int(ctx.args[0]), need(ctx.person, "confirm_deed"))
    if deed is None:
        raise Mistake("deed_not_yours")
    stored = await evidence.of(ctx.store, f"deed:{deed.id}")
    if not stored:
        return ctx.say("check.files_owed", [["menu"]], number=deed.id)
    answers = []
    for place, one in enumerate(stored, 1):
        file = Attachment(one.key, one.name or f"G-{deed.id}-{place}", one.media_type)
        text = ctx.words("check.file", number=deed.id, place=place, total=len(stored))
        is_picture = one.media_type.startswith("image/")
        answers.append(Reply(text, picture=file) if is_picture else Reply(text, document=file))
    last = deed_words.decision(ctx.words, deed, answers[-1].text)
    answers[-1] = Reply(last.text, last.choices, answers[-1].picture, answers[-1].document)
    return answers


async def confirm(ctx: Context) -> Answer:
    """ "Xác nhận": once; the reporter hears it."""
    scope = need(ctx.person, "confirm_deed")
    number, version = int(ctx.args[0]), int(ctx.args[1])
    deed = await deeds.decide(ctx.store, ctx.now, number, version, "confirmed", scope)
    if deed is None:
        return await _moved_on(ctx, number)
    await audit.note(ctx.store, ctx.now, scope.person, "deed_confirmed", f"deed:{number}")
    if deed.reporter is not None:
        reader = await ctx.reader(deed.reporter)
        words = ctx.words_for(reader)
        text = words("deed.was_confirmed", number=number, By=capital_who(words, ctx))
        ctx.tell(reader, _with_mine(words, text), "notice", f"deed:{number}:{deed.version}:reporter")
    left = await deeds.count_waiting(ctx.store, ctx.house.campaign_id, deed.unit)
    rest = ctx.words("check.left", n=left) if left else ctx.words("check.none_left")
    rows = [[ctx.button("waiting", "/check", n=left)], ["menu"]] if left else [["menu"]]
    return ctx.say("check.confirmed", rows, number=number, rest=rest, **deed_words.at(ctx))


def capital_who(words: Words, ctx: Context) -> str:
    """The head as named to the reporter, at the head of a sentence."""
    who = words.who(ctx.person)
    return who[:1].upper() + who[1:]


def _with_mine(words: Words, text: str) -> Reply:
    return Reply(text, offers(words, [[button(words, "mine")]]))


async def _moved_on(ctx: Context, number: int) -> Answer:
    """The button is older than the report: say what happened since (B2)."""
    deed = await deeds.get(ctx.store, ctx.now, number, need(ctx.person, "confirm_deed"))
    if deed is None:
        raise Mistake("deed_not_yours")
    if deed.decided_by is None or deed.decided_at is None or deed.state == "sent":
        return await _shown(ctx, deed)
    decider = await ctx.reader(deed.decided_by)
    when = deed.decided_at.astimezone(ctx.now.zone)
    return ctx.say(
        f"check.already_{deed.state}",
        [["menu"]],
        number=number,
        by=ctx.words.who(decider.person),
        time=ctx.words.time(when),
        day=ctx.words.day(when.date()),
    )


# -- returning ---------------------------------------------------------------------------------------------------------

_READY = ("add_figures", "add_evidence", "mend_names")


def _read_reason(text: str, asking: Asking) -> Answers:
    if text in _READY:
        return {"reason": asking.facts[text]}
    if len(text.strip()) < SHORTEST_REASON:
        raise Mistake("reason_short")
    return {"reason": text.strip()}


RETURN = Form(
    "return",
    (
        Question(
            "reason",
            ("reason",),
            _read_reason,
            offers=(("add_figures", "add_evidence"), ("mend_names",), ("leave",)),
            counted=False,
        ),
    ),
    reviewed=False,
    steps=False,
)


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    facts: dict[str, Json] = {name: ctx.words(f"choice.{name}") for name in _READY}
    return {**facts, "reporter": str(progress.answers.get("_reporter", ""))}


def _nothing(words: Words, name: str, answers: Answers) -> str:  # noqa: ARG001 - the shape of Shown
    return ""


async def ask_reason(ctx: Context) -> Answer:
    """ "Trả lại": a reason is obligatory, in the head's own words."""
    number, version = int(ctx.args[0]), int(ctx.args[1])
    deed = await deeds.get(ctx.store, ctx.now, number, need(ctx.person, "confirm_deed"))
    if deed is None:
        raise Mistake("deed_not_yours")
    if deed.state != "sent" or deed.version != version:
        return await _moved_on(ctx, number)
    reporter = await ctx.reader(deed.reporter) if deed.reporter else None
    named = {"_reporter": ctx.words.who(reporter.person if reporter else None)}
    return await walker.begin(ctx, SHEET, named, subject=f"deed:{number}:{version}")


async def _return(ctx: Context, progress: Progress) -> Answer:
    scope = need(ctx.person, "confirm_deed")
    _, number, version = progress.subject.split(":")
    reason = str(progress.answers["reason"])
    deed = await deeds.decide(ctx.store, ctx.now, int(number), int(version), "returned", scope, reason)
    if deed is None:
        return await _moved_on(ctx, int(number))
    await audit.note(ctx.store, ctx.now, scope.person, "deed_returned", f"deed:{number}", {"reason": reason})
    reader = await ctx.reader(deed.reporter) if deed.reporter else None
    if reader:
        words = ctx.words_for(reader)
        text = words("deed.was_returned", number=number, By=capital_who(words, ctx), reason=reason)
        rows = [[button(words, "complete", act("complete", number)), button(words, "later", "/menu")]]
        ctx.tell(reader, Reply(text, offers(words, rows)), "notice", f"deed:{number}:{deed.version}:reporter")
    return ctx.say(
        "check.returned",
        [[ctx.button("see_others", "/check")], ["menu"]],
        number=number,
        reporter=ctx.words.who(reader.person if reader else None),
        title=ctx.words.naming("", reader.person.title if reader and reader.person else "")["title"],
        reason=reason,
        **deed_words.at(ctx),
    )


SHEET = Sheet(RETURN, _return, _nothing, verb="confirm_deed", gaps=_gaps)

COMMANDS = (Intention("check", waiting, verb="confirm_deed"),)
ACTIONS = (
    Intention("confirm", confirm, verb="confirm_deed"),
    Intention("return", ask_reason, verb="confirm_deed"),
    Intention("see", see, verb="confirm_deed"),
    Intention("files", files, verb="confirm_deed"),
)
