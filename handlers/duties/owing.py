"""What a unit owes by a day and is no plan: said to be done, promised, put off or not its concern (as D2–D5)."""

from datetime import date

from domain.forms import Form, Progress, Question
from domain.mistakes import Mistake
from domain.obligations import DUTY_STATES, Obligation
from domain.people import Grant
from domain.plans import ASKED, promised_day
from domain.readers import duties
from domain.rights import grant_for, need
from domain.unit_names import short_name
from handlers.context import Answer, Context, act
from handlers.duties import duty_requests, reminding, settling
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from handlers.plans import plan
from handlers.plans import plan_readers as readers
from storage import audit
from storage.duties import duty_answers, obligations, obliged
from storage.units import units
from texts.catalogue import shortened

DUTY = Form(
    "duty",
    (
        Question(
            "state",
            ("state",),
            duties.state,
            offers=(("owed_done",), ("owed_drafting", "extension"), ("exempt",)),
            counted=False,
        ),
        Question("note", ("note",), duties.note, when={"state": "done"}, optional=True, numbered=False),
        *plan.NOT_YET,
    ),
    reviewed=False,
)


async def _owed(ctx: Context, number: int, unit: int) -> Obligation:
    """What is owed, if it is asked of that unit: nobody learns by its number what others are asked for."""
    found = await obligations.get(ctx.store, number)
    if found is None or found.ended_at is not None:
        raise Mistake("duty_gone")
    if not found.settles_by_plan:
        scope = need(ctx.person, "report_plan")
        asked = await obliged.spared_within(ctx.store, found, ctx.house.root, ctx.now, [unit], scope)
        if unit not in asked:
            raise Mistake("duty_gone")
    return found


def _grant(ctx: Context, unit: int) -> Grant:
    need(ctx.person, "report_plan")
    grant = grant_for(ctx.person, "report_plan", unit) if ctx.person else None
    if grant is None:
        raise Mistake("unit_not_yours")
    return grant


def _subject(progress: Progress) -> tuple[int, int]:
    """The obligation and the unit."""
    number, unit = progress.subject.split(":")[1:]
    return int(number), int(unit)


async def _gaps(ctx: Context, progress: Progress) -> dict[str, str]:
    number, unit = _subject(progress)
    grant = _grant(ctx, unit)
    owed = await _owed(ctx, number, unit)
    before = await duty_answers.of_unit(ctx.store, number, unit)
    due = before.due if before and before.due else owed.due
    until = progress.answers.get("until")
    return {
        "unit": short_name(grant.unit_name),
        "duty": reminding.duty_name(ctx.words, owed),
        "due": ctx.words.weekday(due),
        "due_day": due.isoformat(),
        "until_day": ctx.words.weekday(date.fromisoformat(str(until))) if until else "",
        "reason": shortened(str(progress.answers.get("reason") or ""), readers.LONGEST_REASON),
    }


async def _finish(ctx: Context, progress: Progress) -> Answer:
    number, unit = _subject(progress)
    scope, answers = need(ctx.person, "report_plan"), progress.answers
    _grant(ctx, unit)
    await _owed(ctx, number, unit)
    state = next(one for one in DUTY_STATES if one == answers["state"])
    kept = {name: value for name, value in answers.items() if name != "asked" and name[0] != "_"}
    promised = promised_day(state, kept)
    row = await duty_answers.report(ctx.store, ctx.now, number, unit, state, kept, promised, scope)
    audit.note(ctx.store, ctx.now, scope.person, f"duty_{state}", f"duty:{row}", kept)
    await settling.note(ctx, number, unit, state, promised)
    if state in ASKED:
        await duty_requests.tell_office(ctx, row)
    gaps = await _gaps(ctx, progress)
    more = {"promised": ctx.words.weekday(promised) if promised else "", "sees": await _sees(ctx, unit)}
    rows = [[ctx.button("other_day", act("owe", "drafting", number, unit))]] if promised else [["menu"]]
    return ctx.say(f"duty_said.{state}", rows, **{**gaps, **more})


async def _sees(ctx: Context, unit: int) -> str:
    """Who sees the result: the relay above, or the department."""
    found = await units.by_id(ctx.store, unit, ctx.now.today)
    above = await units.by_id(ctx.store, found.parent, ctx.now.today) if found and found.parent else None
    kind = above.kind if above and above.kind in {"pgd", "vhxh"} else "sgddt"
    return ctx.words(f"reminding.above_{kind}")


SHEET = Sheet(
    DUTY,
    _finish,
    verb="report_plan",
    gaps=_gaps,
    after={"after_due": (("extension", "other_date"),)},
    wording={"reason": lambda answers: str(answers.get("state"))},
    spares=True,
)


async def owe(ctx: Context) -> Answer:
    """A reminder's button: one of the answers straight away, or all of them; of a plan, the plan's own five."""
    state = next((one for one in DUTY_STATES if one == ctx.args[0]), None)
    first = 1 if state else 0
    number, unit = int(ctx.args[first]), int(ctx.args[first + 1])
    _grant(ctx, unit)
    owed = await _owed(ctx, number, unit)
    if owed.settles_by_plan:
        return await plan.begin(ctx, {}, unit)
    before = await duty_answers.of_unit(ctx.store, number, unit)
    if before and before.state in {"done", "excused"} and state is None:
        values = {"unit": _grant(ctx, unit).unit_name, "duty": reminding.duty_name(ctx.words, owed)}
        return ctx.say("duty_said.already", [["menu"]], **values)
    return await walker.begin(ctx, SHEET, {"state": state} if state else {}, f"duty:{number}:{unit}")


ACTIONS = (Intention("owe", owe, verb="report_plan", words=DUTY_STATES),)
