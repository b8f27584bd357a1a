"""A unit's plan: five answers, each as short as it can be (conversations D1–D5; clauses V.3-1 and V.3-2)."""

from domain.forms import Answers, Form, Progress, Question
from domain.messages import Json
from domain.mistakes import Mistake
from domain.people import Grant
from domain.plans import ASKED, STATES, due_day, promised_day
from domain.readers import plan_states
from domain.readers.doc_numbers import parse
from domain.readers.spread import spread
from domain.rights import grant_for, need
from domain.vietnamese import plain
from handlers.context import Answer, Context
from handlers.duties import settling
from handlers.forms import walker
from handlers.forms.evidence import how_many
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from handlers.plans import plan_readers as readers
from handlers.plans import plan_requests, plan_words
from storage import audit
from storage.deeds import evidence
from storage.duties import obligations
from storage.plans import plans
from storage.units import units

_OWN: dict[str, Json] = {"state": "issued"}
_SPREAD: dict[str, Json] = {"state": ["issued", "follows"]}
_ASKED: dict[str, Json] = {"state": "extension"}

NOT_YET = (
    Question("promise", ("promised_on",), readers.promise, when={"state": "drafting"}, numbered=False),
    Question("until", ("until",), readers.until, when=_ASKED, numbered=False, counted=False),
    Question("reason", ("reason",), readers.reason, when={"state": ["extension", "exempt"]}, counted=False),
    Question(
        "sending",
        ("asked",),
        readers.sending,
        when=_ASKED,
        offers=(("send_request",), ("mend_until", "mend_reason")),
        counted=False,
    ),
)
"""What is asked of whoever has not done it yet: a day, more time, why; the same of a plan and of every other duty."""

PLAN = Form(
    "plan",
    (
        Question(
            "state",
            ("state",),
            readers.state,
            offers=(("issued",), ("drafting", "extension"), ("follows",), ("exempt",)),
            counted=False,
        ),
        Question("number", ("doc_no",), readers.number, when=_OWN, numbered=False),
        Question("issued_on", ("issued_on",), readers.issued_on, when=_OWN, numbered=False),
        Question(
            "read_back",
            ("checked",),
            readers.read_back,
            when=_OWN,
            offers=(("right",), ("mend_number", "mend_date")),
            counted=False,
        ),
        Question("signer", ("signer",), readers.signer, when=_OWN, offers=(("i_sign", "other_signs"),)),
        Question("paper", ("paper",), readers.paper, when=_OWN, optional=True, files=True),
        Question(
            "superior", ("superior_no",), readers.superior, when={"state": "follows"}, optional=True, numbered=False
        ),
        Question(
            "spread",
            ("spread",),
            spread,
            when=_SPREAD,
            offers=(("meeting", "flag_ceremony"), ("zalo_group", "notice_board"), ("other", "done")),
            many=True,
        ),
        Question("reached", ("reached", "total"), readers.reached, when=_SPREAD, numbered=False),
        *NOT_YET,
    ),
    reviewed_when=_OWN,
)


def _grant(ctx: Context, subject: str = "") -> Grant:
    """The unit that is answered for; whoever heads several says by a reminder's button which one (``unit:7``)."""
    need(ctx.person, "report_plan")
    unit = int(subject.partition(":")[2] or 0)
    grant = grant_for(ctx.person, "report_plan", unit) if ctx.person else None
    if grant is None:
        raise Mistake("unit_not_yours")
    return grant


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    grant = _grant(ctx, progress.subject)
    unit = await units.by_id(ctx.store, grant.unit, ctx.now.today)
    above = await units.by_id(ctx.store, unit.parent, ctx.now.today) if unit and unit.parent else None
    before = await plans.of_unit(ctx.store, ctx.now, ctx.house.campaign_id, grant.unit, need(ctx.person, "report_plan"))
    due = due_day(ctx.campaign.duty("plan").due, before)
    return plan_words.facts(ctx, grant, unit, above, progress.answers, due)


def _today(ctx: Context, progress: Progress) -> dict[str, Json]:  # noqa: ARG001 - the shape of Fill
    """A percentage is never told without its day."""
    return {"_today": ctx.words.day(ctx.now.today)}


def _two_numbers(ctx: Context, answers: Answers) -> list[list[tuple[str, str]]]:  # noqa: ARG001 - the shape of Offers
    two = answers.get("_two")
    return [[(str(number), str(number))] for number in two] if isinstance(two, list) else []


async def _finish(ctx: Context, progress: Progress) -> Answer:
    grant, answers = _grant(ctx, progress.subject), progress.answers
    state = next(one for one in STATES if one == answers["state"])
    beside = {"checked", "asked"}
    kept = {name: value for name, value in answers.items() if name not in beside and name[0] != "_"}
    kept |= {name: value for name, value in answers.items() if name in {"_photos", "_papers"}}
    number = await plans.report(
        ctx.store,
        ctx.now,
        ctx.house.campaign_id,
        grant.unit,
        state,
        kept,
        need(ctx.person, "report_plan"),
        spread=bool(answers.get("spread")),
    )
    if any(how_many(answers)):
        await evidence.tie(ctx.store, ctx.talk.address.key, progress.run, f"plan:{number}")
    person = ctx.person.id if ctx.person else None
    audit.note(ctx.store, ctx.now, person, f"plan_{state}", f"plan:{number}", kept)
    owed = await obligations.by_code(ctx.store, ctx.house.campaign_id, PLAN.name)
    if owed:
        await settling.note(ctx, owed.id, grant.unit, state, promised_day(state, kept))
    if state in ASKED:
        await plan_requests.tell_office(ctx, grant.unit)
    return plan_words.received(ctx, state, number, answers, await _gaps(ctx, progress))


SHEET = Sheet(
    PLAN,
    _finish,
    plan_words.shown,
    verb="report_plan",
    gaps=_gaps,
    fill=_today,
    offers={"number": _two_numbers},
    after={
        "doc_no_of_superior": (("follows",),),
        "doc_no_of_union": (("yes",),),
        "after_due": (("extension", "other_date"),),
        "more_than_all": (("mend_total",),),
    },
    wording={
        "read_back": lambda answers: "early" if answers.get("_early") else "",
        "reason": lambda answers: str(answers.get("state")),
    },
    lines=("number", "signer", "paper", "spread", "reached"),
    lined=plan_words.lined,
    one_paper=frozenset({"paper"}),
    spares=True,
)


def is_news(ctx: Context, text: str) -> bool:
    """Whoever answers for a unit and types its plan's number, or where it stands, means to report it."""
    if ctx.person is None or grant_for(ctx.person, "report_plan") is None:
        return False
    if any(found.kind == "KH" for found in parse(text)):
        return True
    state = plan_states.said(text)
    return state in {"extension", "exempt", "follows"} or (state is not None and "ke hoach" in plain(text))


async def plan(ctx: Context) -> Answer:
    """/plan: where the unit stands, and the five answers; "said": the words just typed are the first answer."""
    grant = _grant(ctx)
    if ctx.args and ctx.args[0] == "said":
        await walker.begin(ctx, SHEET)
        progress = ctx.talk.progress
        return await walker.typed(ctx, SHEET, progress) if progress else []
    draft = ctx.talk.drafts.get(PLAN.name)
    if draft:
        return await walker.go_on(ctx, SHEET, draft)
    before = await plans.of_unit(ctx.store, ctx.now, ctx.house.campaign_id, grant.unit, need(ctx.person, "report_plan"))
    said = plan_words.stands(ctx, grant, before) if before else ""
    return await walker.begin(ctx, SHEET, said=said)


async def answer(ctx: Context) -> Answer:
    """One of the five straight away, as from a notice, a receipt, or a reminder that names the unit."""
    state = next((one for one in STATES if one == ctx.args[0]), None)
    return await begin(ctx, {"state": state} if state else {}, int(ctx.args[1]) if ctx.args[1:] else 0)


async def begin(ctx: Context, answers: dict[str, Json], unit: int) -> Answer:
    """The form for one unit of those one answers for."""
    subject = f"unit:{unit}" if unit else ""
    _grant(ctx, subject)
    return await walker.begin(ctx, SHEET, answers, subject)


COMMANDS = (Intention("plan", plan, verb="report_plan", aliases=("kehoach",)),)
ACTIONS = (Intention("plan", answer, verb="report_plan", words=STATES),)
