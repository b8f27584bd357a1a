"""Reporting a good deed: six questions hold the whole story sheet (DOMAIN §8; conversations C1, C5, C10)."""

from datetime import date

from domain.forms import Answers, Form, Progress, Question
from domain.messages import Json
from domain.readers.consents import consent
from handlers.context import Answer, Context
from handlers.deeds import deed_facts, deed_readers, deed_sending, deed_words, story, told_before
from handlers.forms import resume, walker
from handlers.forms.sheets import FREELY, Sheet
from handlers.intentions import Intention
from texts.catalogue import capital, shortened

DEED = Form(
    "deed",
    (
        Question("told_by", ("told_by",), deed_readers.told_by, when={"_for": True}, counted=False),
        Question("what", ("what",), deed_readers.what),
        Question("who", ("who",), deed_readers.who),
        Question("when", ("from", "to"), deed_readers.when),
        Question(
            "outside",
            ("outside_kept",),
            deed_readers.outside_kept,
            when={"outside": True},
            offers=(("yes", "mend_date"),),
            counted=False,
        ),
        Question("result", ("result",), deed_readers.result, optional=True, numbered=False),
        Question("evidence", ("confirmed_by",), deed_readers.evidence, optional=True, files=True),
        Question(
            "naming",
            ("naming",),
            deed_readers.may_be_named,
            when={"_pupil": [None, False]},
            offers=(("agreed", "not_asked"), ("unnamed",)),
        ),
        Question(
            "pupil_naming",
            ("pupil_naming",),
            deed_readers.pupil_naming,
            when={"_pupil": True},
            offers=(("initials", "both"),),
        ),
        *(
            Question(
                f"{whose}_consent",
                (f"{whose}_on", f"{whose}_form", f"{whose}_by"),
                consent(whose),
                when={"_pupil": True, "pupil_naming": "both"},
                counted=False,
            )
            for whose in ("child", "guardian")
        ),
        Question(
            "pupil_name",
            ("pupil_name",),
            deed_readers.pupil_name,
            when={"_pupil": True, "pupil_naming": "both"},
            optional=True,
            counted=False,
        ),
        Question("movement", ("movement",), deed_readers.movement, when={"_unsure": True}, counted=False),
        Question(
            "minor",
            ("minor",),
            deed_readers.minor,
            when={"_minor_unsure": True},
            offers=(("minor_no", "minor_yes"),),
            counted=False,
        ),
    ),
)


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    answers = progress.answers
    first, start = answers.get("from"), ctx.campaign.start
    return {
        "doer": deed_words.doer(ctx.words, answers),
        "Doer": capital(deed_words.doer(ctx.words, answers)),
        "start": ctx.words.day(start),
        "end": ctx.words.day(ctx.campaign.end),
        "days": ctx.words.span(*_days(answers), short=True) if first else "",
        "side": ctx.words("deed.before" if first and str(first) < start.isoformat() else "deed.after"),
        "clause": "III.2",
        "campaign_start": start.isoformat(),
        "campaign_end": ctx.campaign.end.isoformat(),
        **deed_facts.movement_facts(ctx.campaign),
        "names": ", ".join(deed_words.people(ctx.words, who)) if isinstance(who := answers.get("who"), dict) else "",
        "Those": capital(deed_words.counted(ctx.words, answers.get("_who"))),
        "me": ctx.words.who(ctx.person),
        "by": str(answers.get("_by", "")),
        "note": shortened(str(answers.get("_note", "")), deed_words.MOST["said"]),
    }


def _days(answers: Answers) -> tuple[date, date]:
    return date.fromisoformat(str(answers["from"])), date.fromisoformat(str(answers["to"]))


def _movement_buttons(ctx: Context, answers: Answers) -> list[list[tuple[str, str]]]:
    """All movements when one is changed; the three likeliest when it could not be told, and a way to leave it open."""
    if answers.get("movement"):
        return [[(one.code, one.button)] for one in ctx.campaign.movements]
    likely = deed_facts.likely_movement(ctx.campaign, answers).top
    rows = [[(code, ctx.campaign.movement(code).button)] for code in likely]
    return [*rows, [("office_sorts", ctx.words("choice.office_sorts"))]]


def _review_again(ctx: Context, progress: Progress) -> str:
    before = progress.answers.get("_before")
    if not progress.subject or not isinstance(before, dict):
        return ""
    return deed_words.before_and_now(ctx.words, before, progress.answers) or ctx.words("deed.nothing_changed")


_BY_ITSELF = ("movement", "unit", "minor")
"""Lines of the review that are filled in without a question, when they are sure."""

SHEET = Sheet(
    DEED,
    deed_sending.finish,
    deed_words.on_sheet,
    verb="report",
    gaps=_gaps,
    guesses={"who": deed_facts.guessed_who},
    fill=deed_facts.filled_in,
    offers={"movement": _movement_buttons},
    wording={
        "when": lambda answers: "outside" if answers.get("outside") else "",
        "outside": lambda answers: "" if answers.get("outside_kept") else "dated",
        "who": story.asks_who,
        "result": story.asks_result,
        "evidence": story.asks_evidence,
    },
    lined=deed_words.lined_on_sheet,
    review_again=_review_again,
    lines=(
        *deed_words.CHECKED,
        "naming",
        "pupil_naming",
        "child_consent",
        "guardian_consent",
        "pupil_name",
        *_BY_ITSELF,
        "told_by",
    ),
    by_name=frozenset({"pupil_name"}),
    tell=story.tell,
    ask_first=told_before.ask_first,
    spares=True,
)


async def report(ctx: Context) -> Answer:
    """/report: the form, or what to do with the draft that is there; begun with what a free message says."""
    how = ctx.args[0] if ctx.args else ""
    if how in {"story", "files"}:
        return await _from_story(ctx)
    draft = ctx.talk.drafts.get(DEED.name)
    if draft and how != "new":
        return await resume.offer(ctx, SHEET, draft, ctx.button("report_another", "/report new"))
    return await walker.begin(ctx, SHEET)


async def for_another(ctx: Context) -> Answer:
    """/onbehalf: what a colleague told, or a paper says; whoever writes is the reporter, the source stands beside."""
    return await walker.begin(ctx, SHEET, {"_for": True})


async def _from_story(ctx: Context) -> Answer:
    """A free message, photos, or both, outside any form, are a draft (DESIGN §4)."""
    ctx.talk.set_aside(DEED.name)
    progress = Progress(DEED.name, ctx.talk.next_run(), {FREELY: True}, DEED.first.name)
    return await walker.typed(ctx, SHEET, progress)


COMMANDS = (
    Intention("report", report, verb="report", aliases=("baocao", "baoguong")),
    Intention("onbehalf", for_another, verb="report", aliases=("baoho",)),
)
