"""A unit's plan: five answers, each as short as it can be (CONVERSATIONS §7; clauses V.3-1 and V.3-2)."""

from datetime import date

from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Json
from domain.mistakes import Mistake
from domain.people import Grant
from domain.plans import State
from domain.readers import dates, doc_no
from domain.readers.amounts import reached
from domain.readers.spread import spread
from domain.readers import plan_states as states
from domain.readers.answers import yes_no
from domain.rights import grant_for, need
from handlers import plan_words, walker
from handlers.context import Answer, Context
from handlers.intentions import Intention
from handlers.sheets import Sheet
from storage import audit, evidence, plans, units

_STATES: tuple[State, ...] = ("issued", "follows", "drafting", "extension", "exempt")
_OWN = {"state": "issued"}
_SPREAD: dict[str, Json] = {"state": ["issued", "follows"]}


def _read_state(text: str, asking: Asking) -> Answers:
    """One of the five, or the plan's number typed straight away, or "we follow our superior's"."""
    if text in _STATES:
        return {"state": text}
    state = states.said(text)
    if state == "issued":
        return {"state": "issued", **_read_number(text, asking)} if doc_no.parse(text) else {"state": "issued"}
    if state == "extension":
        return {"state": state, **states.extension(text, asking.today)}
    if state is None:
        raise Mistake("plan_state_unclear")
    return {"state": state}


def _read_number(text: str, asking: Asking) -> Answers:
    """The number, and the date when it is there; following the superior changes the answer to the first question."""
    found = dict(doc_no.read(text, asking))
    if found.get("state"):
        return {"state": "follows"}
    guessed, early = found.pop("year_guessed", False), found.pop("before_launch", False)
    return {**found, "_year_guessed": guessed, "_early": early} if "issued_on" in found else found


def _read_issued_on(text: str, asking: Asking) -> Answers:
    day = dates.day(text, asking.today, "past")
    start = str(asking.facts["campaign_start"])
    return {"issued_on": day.isoformat(), "_year_guessed": str(day.year) not in text, "_early": day.isoformat() < start}


def _read_back(text: str, asking: Asking) -> Answers:
    """The number and date once more, before anything else is asked."""
    if text == "right":
        return {"checked": True}
    if text == "mend_number":
        raise Mistake("mend_number")
    if text == "mend_date":
        raise Mistake("mend_date")
    if yes_no(text):
        return {"checked": True}
    if doc_no.parse(text):
        return _read_number(text, asking)
    if dates.find(text, asking.today, "past"):
        return _read_issued_on(text, asking)
    raise Mistake("read_back_unclear")


def _read_signer(text: str, asking: Asking) -> Answers:
    if text == "i_sign" or states.says_i(text):
        return {"signer": asking.facts.get("me")}
    if text == "other_signs":
        raise Mistake("who_signs")
    if len(text.strip()) < 2:  # noqa: PLR2004 - one letter is no name
        raise Mistake("who_signs")
    return {"signer": text.strip()}


def _read_paper(text: str, asking: Asking) -> Answers:
    if text == "done" and not any(asking.answers.get(name) for name in ("_photos", "_papers")):
        raise Mistake("nothing_sent_yet")
    if text != "done":
        raise Mistake("paper_wanted")
    return {"paper": True}


def _read_superior(text: str, asking: Asking) -> Answers:
    return {"superior_no": doc_no.superior(text, asking)["doc_no"]}


def _read_promise(text: str, asking: Asking) -> Answers:
    day = dates.day(text, asking.today, "future")
    due = asking.facts.get("due_day")
    if due and day > date.fromisoformat(str(due)):
        raise Mistake("after_due", day=f"{day:%d/%m/%Y}", due=f"{date.fromisoformat(str(due)):%d/%m/%Y}")
    return {"promised_on": day.isoformat()}


def _read_until(text: str, asking: Asking) -> Answers:
    found = states.extension(text, asking.today)
    return found if "until" in found else {"until": dates.day(text, asking.today, "future").isoformat()}


def _read_reason(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - the shape of a reader
    if len(text.strip()) < 4:  # noqa: PLR2004 - shorter is no reason
        raise Mistake("reason_short")
    return {"reason": text.strip()}


def _read_sending(text: str, asking: Asking) -> Answers:
    if text == "send_request":
        return {"asked": True}
    if text in {"mend_until", "mend_reason"}:
        raise Mistake(text)
    found = states.extension(text, asking.today)
    return {"until": found["until"]} if "until" in found else {"reason": text.strip()}


PLAN = Form(
    "plan",
    (
        Question(
            "state",
            ("state",),
            _read_state,
            offers=(("issued",), ("drafting", "extension"), ("follows",), ("exempt",)),
            counted=False,
        ),
        Question("number", ("doc_no",), _read_number, when=_OWN, numbered=False),
        Question("issued_on", ("issued_on",), _read_issued_on, when=_OWN, numbered=False),
        Question(
            "read_back",
            ("checked",),
            _read_back,
            when=_OWN,
            offers=(("right",), ("mend_number", "mend_date")),
            counted=False,
        ),
        Question("signer", ("signer",), _read_signer, when=_OWN, offers=(("i_sign", "other_signs"),)),
        Question("paper", ("paper",), _read_paper, when=_OWN, optional=True, files=True),
        Question(
            "superior", ("superior_no",), _read_superior, when={"state": "follows"}, optional=True, numbered=False
        ),
        Question(
            "spread",
            ("spread",),
            spread,
            when=_SPREAD,
            offers=(("meeting", "flag_ceremony"), ("zalo_group", "notice_board"), ("done",)),
            many=True,
        ),
        Question("reached", ("reached", "total"), reached, when=_SPREAD, numbered=False),
        Question("promise", ("promised_on",), _read_promise, when={"state": "drafting"}, numbered=False),
        Question("until", ("until",), _read_until, when={"state": "extension"}, numbered=False, counted=False),
        Question("reason", ("reason",), _read_reason, when={"state": ["extension", "exempt"]}, counted=False),
        Question(
            "sending",
            ("asked",),
            _read_sending,
            when={"state": "extension"},
            offers=(("send_request",), ("mend_until", "mend_reason")),
            counted=False,
        ),
    ),
    reviewed_when={"state": "issued"},
)


def _grant(ctx: Context) -> Grant:
    need(ctx.person, "report_plan")
    grant = grant_for(ctx.person, "report_plan") if ctx.person else None
    if grant is None:
        raise Mistake("no_right_report_plan")
    return grant


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    grant = _grant(ctx)
    unit = await units.by_id(ctx.store, grant.unit, ctx.now.today)
    above = await units.by_id(ctx.store, unit.parent, ctx.now.today) if unit and unit.parent else None
    return plan_words.facts(ctx, grant, unit, above, progress.answers)


async def _finish(ctx: Context, progress: Progress) -> Answer:
    grant, answers = _grant(ctx), progress.answers
    state = next(one for one in _STATES if one == answers["state"])
    kept = {name: value for name, value in answers.items() if name not in {"checked", "asked"} and name[0] != "_"}
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
    await evidence.tie(ctx.store, ctx.talk.address.key, progress.run, f"plan:{number}")
    person = ctx.person.id if ctx.person else None
    await audit.note(ctx.store, ctx.now, person, f"plan_{state}", f"plan:{number}", kept)
    gaps = await _gaps(ctx, progress)
    return plan_words.received(ctx, state, number, answers, gaps)


SHEET = Sheet(
    PLAN,
    _finish,
    plan_words.shown,
    verb="report_plan",
    gaps=_gaps,
    lines=("number", "signer", "paper", "spread", "reached"),
)


async def plan(ctx: Context) -> Answer:
    """/plan: where the unit stands, and the five answers."""
    grant = _grant(ctx)
    if ctx.args and ctx.args[0] == "said":
        await walker.begin(ctx, SHEET)
        progress = ctx.talk.progress
        return await walker.typed(ctx, SHEET, progress) if progress else []
    draft = ctx.talk.drafts.get(PLAN.name)
    if draft:
        return await walker.go_on(ctx, SHEET, draft)
    before = await plans.of_unit(ctx.store, ctx.house.campaign_id, grant.unit)
    said = plan_words.stands(ctx, grant, before) if before else ""
    return await walker.begin(ctx, SHEET, said=said)


COMMANDS = (Intention("plan", plan, verb="report_plan", aliases=("kehoach",)),)
