"""Reporting a good deed: six questions hold the whole story sheet, the head is told, a receipt comes back (C1)."""

from datetime import date

from domain.deeds import Deed, outside
from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Json
from domain.mistakes import Mistake
from domain.people import Grant, Reader
from domain.readers import when_where
from domain.readers.answers import naming
from domain.readers.doers import guess_who
from domain.readers.movements import guess, pick_movement
from domain.readers.sentences import own_words, sentence
from domain.readers.subject import minor_involved
from domain.readers.who import who
from domain.rights import grant_for
from handlers import deed_words, evidence, walker
from handlers.context import Answer, Context, act
from handlers.intentions import Intention
from handlers.sheets import Sheet
from storage import audit, deeds, people
from storage import evidence as kept_evidence
from texts.catalogue import capital


def _read_evidence(text: str, asking: Asking) -> Answers:
    """Files were counted as they came; words name who can confirm."""
    if text == "done":
        if not any(asking.answers.get(name) for name in ("_photos", "_papers")):
            raise Mistake("nothing_sent_yet")
        return {"confirmed_by": asking.answers.get("confirmed_by")}
    return {"confirmed_by": text.strip()}


def _read_movement(text: str, asking: Asking) -> Answers:
    """A movement by its button, or in words."""
    known = deed_words.movements(asking.facts)
    code = next((one.code for one in known if one.code == text), None) or pick_movement(text, known)
    if code is None:
        raise Mistake("movement_unknown")
    return {"movement": code, "_guessed": False}


def _read_naming(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - the shape of a reader
    """Naming somebody in public needs a clear answer."""
    value = text if text in {"agreed", "not_asked", "unnamed"} else naming(text)
    if value is None:
        raise Mistake("naming_unclear")
    return {"naming": value}


def _read_minor(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - the shape of a reader
    if text in {"minor_yes", "minor_no"}:
        return {"minor": text == "minor_yes"}
    raise Mistake("choose_one")


DEED = Form(
    "deed",
    (
        Question("what", ("what",), sentence),
        Question("who", ("who",), who),
        Question("when", ("from", "to"), when_where.read),
        Question("result", ("result",), own_words("result"), optional=True, numbered=False),
        Question("evidence", ("confirmed_by",), _read_evidence, optional=True, files=True),
        Question("naming", ("naming",), _read_naming, offers=(("agreed", "not_asked"), ("unnamed",))),
        Question("movement", ("movement",), _read_movement, counted=False, extra=True),
        Question("minor", ("minor",), _read_minor, offers=(("minor_no", "minor_yes"),), counted=False, extra=True),
    ),
)


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    grant = grant_for(ctx.person, "report") if ctx.person else None
    answers = progress.answers
    return {
        "unit": grant.unit_name if grant else "",
        "doer": deed_words.doer(ctx.words, answers),
        "asked_of": deed_words.asked_of(ctx.words, answers),
        "start": ctx.words.day(ctx.campaign.start),
        "end": ctx.words.day(ctx.campaign.end),
        "campaign_start": ctx.campaign.start.isoformat(),
        "campaign_end": ctx.campaign.end.isoformat(),
        **deed_words.movement_facts(ctx.campaign),
        "by": str(answers.get("_by", "")),
        "note": str(answers.get("_note", "")),
    }


def _fill(ctx: Context, progress: Progress) -> dict[str, Json]:
    """What needs no question: unit, movement (a guess, and it says so), whether a child is involved."""
    answers = progress.answers
    grant = grant_for(ctx.person, "report") if ctx.person else None
    story = " ".join(str(answers.get(name) or "") for name in ("what", "result"))
    code = answers.get("movement")
    if code is None or answers.get("_guessed"):
        code = guess(story, deed_words.movements(deed_words.movement_facts(ctx.campaign))).code
    return {
        "movement": code,
        "_guessed": answers.get("_guessed", True),
        "_movement": ctx.campaign.movement(str(code)).short_name,
        "minor": answers.get("minor", bool(minor_involved(story, _who(answers)))),
        "_unit": grant.unit_name if grant else "",
    }


def _who(answers: Answers) -> dict[str, Json] | None:
    value = answers.get("who")
    return value if isinstance(value, dict) else None


def _guess_who(answers: Answers) -> Answers | None:
    """Who did it, as the first answer tells; nothing when it names nobody."""
    found = guess_who(str(answers.get("what", ""))) if "who" not in answers else None
    return {**answers, "who": found} if found and found.get("people") else None


def _movement_buttons(ctx: Context, answers: Answers) -> list[list[tuple[str, str]]]:  # noqa: ARG001 - the shape of Offers
    return [[(one.code, one.button)] for one in ctx.campaign.movements]


def _review_again(ctx: Context, progress: Progress) -> str:
    before = progress.answers.get("_before")
    if not progress.subject or not isinstance(before, dict):
        return ""
    return deed_words.before_and_now(ctx.words, before, progress.answers) or ctx.words("deed.nothing_changed")


async def _finish(ctx: Context, progress: Progress) -> Answer:
    person = ctx.person
    grant = grant_for(person, "report") if person else None
    if person is None or grant is None:
        raise Mistake("stranger")
    answers = progress.answers
    movement = str(answers["movement"])
    first, last = answers.get("from"), answers.get("to")
    out = outside(ctx.campaign.start, ctx.campaign.end, _text(first), _text(last))
    days = (_day(first), _day(last))
    said = {name: value for name, value in answers.items() if name not in {"movement", "_by", "_note", "_before"}}
    if progress.subject:
        return await _send_again(ctx, progress, said, movement, days, out=out)
    campaign = ctx.house.campaign_id
    number = await deeds.send(ctx.store, ctx.now, campaign, grant.unit, person.id, said, movement, days, outside=out)
    await kept_evidence.tie(ctx.store, ctx.talk.address.key, progress.run, f"deed:{number}")
    await audit.note(ctx.store, ctx.now, person.id, "deed_sent", f"deed:{number}", said)
    await _tell_heads(ctx, number, grant, answers)
    return ctx.say(
        "deed.received",
        [["mine"], [ctx.button("report_another", "/report")]],
        number=number,
        unit=grant.unit_name,
        **deed_words.at(ctx),
    )


async def _send_again(
    ctx: Context,
    progress: Progress,
    said: dict[str, Json],
    movement: str,
    days: tuple[date | None, date | None],
    *,
    out: bool,
) -> Answer:
    person = ctx.person
    number = int(progress.subject.removeprefix("deed:"))
    before = await deeds.own(ctx.store, number, person.id) if person else None
    again = (
        await deeds.resend(ctx.store, ctx.now, before, person.id, said, movement, days, outside=out)
        if before and person
        else None
    )
    if person is None or before is None or again is None:
        raise Mistake("deed_moved_on", number=number)
    await kept_evidence.tie(ctx.store, ctx.talk.address.key, progress.run, f"deed:{number}")
    await audit.note(ctx.store, ctx.now, person.id, "deed_completed", f"deed:{number}", said)
    for head in await _heads(ctx, before.unit):
        words = ctx.words_for(head)
        lines = deed_words.changes(words, before.answers, said)
        reply = deed_words.decision(words, again, words("deed.completed", number=number, lines=lines), look=True)
        ctx.tell(head, reply, "notice", f"deed:{number}:{again.version}:{_id(head)}")
    return ctx.say("deed.sent_again", [["mine"]], number=number, **deed_words.at(ctx))


async def _heads(ctx: Context, unit: int) -> list[Reader]:
    """Who confirms for this unit: its head, or while there is none its deputy."""
    held = await people.holders(ctx.store, unit, ["head", "deputy"], ctx.now.today)
    chosen = [row for row in held if row[1] == "head"] or held
    return [await ctx.reader(person) for person, _ in chosen]


async def _tell_heads(ctx: Context, number: int, grant: Grant, answers: dict[str, Json]) -> None:
    for head in await _heads(ctx, grant.unit):
        words = ctx.words_for(head)
        deed = Deed(
            number, grant.unit, ctx.person.id if ctx.person else None, "sent", 1, "", dict(answers), ctx.now.campaign
        )
        by = words("deed.sent_by", by=words.who(ctx.person), **deed_words.at(ctx, words))
        text = words("deed.to_check", number=number, lines=deed_words.lines(words, answers, by))
        ctx.tell(head, deed_words.decision(words, deed, text), "notice", f"deed:{number}:1:{_id(head)}")


def _id(reader: Reader) -> int:
    return reader.person.id if reader.person else 0


def _text(value: Json) -> str | None:
    return str(value) if value else None


def _day(value: Json) -> date | None:
    return date.fromisoformat(str(value)) if value else None


SHEET = Sheet(
    DEED,
    _finish,
    deed_words.shown,
    verb="report",
    gaps=_gaps,
    guesses={"who": _guess_who},
    fill=_fill,
    offers={"movement": _movement_buttons},
    lined=deed_words.lined,
    review_again=_review_again,
    lines=("what", "who", "when", "result", "evidence", "naming", "movement", "unit", "minor"),
)


async def report(ctx: Context) -> Answer:
    """/report: the form, taken up again where a draft is, or begun with what a free message says."""
    draft = ctx.talk.drafts.get(DEED.name)
    how = ctx.args[0] if ctx.args else ""
    if draft and not how:
        return await walker.go_on(ctx, SHEET, draft)
    if how == "story":
        return await _from_story(ctx)
    if how == "files":
        return await _from_files(ctx)
    return await walker.begin(ctx, SHEET)


async def _from_story(ctx: Context) -> Answer:
    """A free message that tells a deed answers the first question."""
    answers = sentence(ctx.incoming.text, Asking(ctx.now.today))
    return await walker.begin(ctx, SHEET, answers, said=ctx.words("deed.understood", what=ctx.incoming.text.strip()))


async def _from_files(ctx: Context) -> Answer:
    """Photos outside a form open one: nothing that was sent is lost."""
    said = ctx.incoming.text.strip()
    answers = {"what": said} if said else {}
    begun = await walker.begin(ctx, SHEET, answers)
    if progress := ctx.talk.progress:
        counted = await evidence.owe(ctx, progress)
        progress.answers.update(counted)
    return begun


async def complete(ctx: Context) -> Answer:
    """ "Bổ sung ngay": the returned report opens at what its head asked for, everything else kept."""
    number = int(ctx.args[0])
    deed = await deeds.own(ctx.store, number, ctx.person.id) if ctx.person else None
    if deed is None or deed.state != "returned":
        raise Mistake("deed_moved_on", number=number)
    head = await ctx.reader(deed.decided_by) if deed.decided_by else None
    note = deed.reason or ""
    answers = {
        **deed.answers,
        "movement": deed.movement,
        "_before": {name: value for name, value in deed.answers.items() if name not in {"_before", "_by", "_note"}},
        "_by": capital(ctx.words.who(head.person if head else None)),
        "_note": note,
    }
    progress = Progress(DEED.name, ctx.talk.next_run(), answers, "", subject=f"deed:{number}")
    return await walker.change(ctx, SHEET, progress, deed_words.asked_for(note), "complete")


COMMANDS = (Intention("report", report, verb="report", aliases=("baocao", "baoguong")),)
ACTIONS = (Intention("complete", complete, verb="report"),)
