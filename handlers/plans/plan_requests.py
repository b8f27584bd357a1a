"""The Office's answer to what a unit asks about its plan: more time, another day, left out, or not yet (D3, D5)."""

from datetime import date

from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.plans import ASKED, PlanReport, due_day
from domain.readers import dates, english
from domain.rights import Scope, need
from domain.unit_names import short_name
from handlers.context import Answer, Context, Offer, as_list
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from handlers.plans import plan_readers, plan_words
from handlers.plans import plan_request_words as request_words
from storage import audit
from storage.people import pending, people
from storage.plans import plan_requests, plans
from storage.plans.plan_requests import Verdict
from storage.units import units


async def next_request(ctx: Context, scope: Scope) -> Reply | None:
    """The oldest that waits, with its buttons."""
    found = await plan_requests.waiting(ctx.store, ctx.now, ctx.house.campaign_id, scope, 1)
    return await _shown(ctx, found[0]) if found else None


async def tell_office(ctx: Context, unit: int) -> None:
    """A unit has asked: everybody in the Office hears it, and one of them answers."""
    scope = need(ctx.person, "report_plan")
    report = await plans.of_unit(ctx.store, ctx.now, ctx.house.campaign_id, unit, scope)
    if report is None or report.state not in ASKED:
        return
    name, times = await _unit_name(ctx, unit), await plan_requests.times_asked(ctx.store, ctx.now, report.id, scope)
    for person, _ in await people.holders(ctx.store, ctx.house.root, ["office"], ctx.now.today):
        reader = await ctx.reader(person)
        words = ctx.words_for(reader)
        reply = request_words.request(words, ctx.campaign, report, name, ctx.words.who(ctx.person), times)
        ctx.tell(reader, reply, "notice", f"plan:{report.id}:{report.version}:office:{person}")


async def _unit_name(ctx: Context, unit: int) -> str:
    found = await units.by_id(ctx.store, unit, ctx.now.today)
    return short_name(found.name) if found else ""


async def see(ctx: Context, row: int) -> Reply:
    """One request with its decisions, or what has become of it."""
    return as_list(await moved_on(ctx, await _found(ctx, need(ctx.person, "decide_plan"), row)))[0]


async def as_it_stands(ctx: Context) -> Answer:
    """The request of a button: the question, or what has become of it."""
    return await see(ctx, int(ctx.args[0]))


async def _shown(ctx: Context, report: PlanReport) -> Reply:
    asker = await ctx.reader(report.reporter) if report.reporter else None
    times = await plan_requests.times_asked(ctx.store, ctx.now, report.id, need(ctx.person, "decide_plan"))
    by = ctx.words.who(asker.person if asker else None)
    return request_words.request(ctx.words, ctx.campaign, report, await _unit_name(ctx, report.unit), by, max(1, times))


async def _found(ctx: Context, scope: Scope, row: int) -> PlanReport:
    found = await plan_requests.get(ctx.store, ctx.now, ctx.house.campaign_id, row, scope)
    if found is None:
        raise Mistake("unit_not_yours")
    return found


# -- deciding ----------------------------------------------------------------------------------------------------------


async def grant(ctx: Context) -> Answer:
    """As asked: the day that was asked for becomes the unit's own due day."""
    scope, row, version = need(ctx.person, "decide_plan"), int(ctx.args[0]), int(ctx.args[1])
    before = await _found(ctx, scope, row)
    if before.state != "extension" or before.version != version:
        return await moved_on(ctx, before)
    until = date.fromisoformat(str(before.answers["until"]))
    return await _decide(ctx, before, version, Verdict("extended", until=until), scope)


async def excuse(ctx: Context) -> Answer:
    """Not concerned, from the day its reason names, or from today: the unit leaves the denominator."""
    scope, row, version = need(ctx.person, "decide_plan"), int(ctx.args[0]), int(ctx.args[1])
    before = await _found(ctx, scope, row)
    if before.state != "exempt" or before.version != version:
        return await moved_on(ctx, before)
    since = _since(str(before.answers.get("reason") or ""), ctx.now.today)
    return await _decide(ctx, before, version, Verdict("excused", since=since), scope)


def _since(reason: str, today: date) -> date:
    found = next((one.days for one in dates.find(reason, today, "past", months=True) if one.days), None)
    return found.first if found and found.first <= today else today


async def _decide(ctx: Context, before: PlanReport, version: int, verdict: Verdict, scope: Scope) -> Answer:
    campaign = ctx.house.campaign_id
    after = await plan_requests.decide(ctx.store, ctx.now, campaign, before, version, verdict, scope)
    if after is None:
        return await moved_on(ctx, await _found(ctx, scope, before.id))
    audit.note(ctx.store, ctx.now, scope.person, f"plan_{verdict.state}", f"plan:{after.id}", verdict.kept())
    unit = await _unit_name(ctx, after.unit)
    await _tell_head(ctx, before, after, unit)
    left = (await pending.count(ctx.store, ctx.now, campaign, pending.decisions(ctx.person))).total
    first: list[Offer] = [ctx.button("see_requests", "/pending", n=left)] if left else []
    values = request_words.told(ctx.words, ctx.campaign, before, after)
    key = f"plan_request.done_{request_words.outcome(before, after)}"
    return ctx.say(key, [first, ["menu"]], **values, unit=unit, **plan_words.at(ctx))


async def _tell_head(ctx: Context, before: PlanReport, after: PlanReport, unit: str) -> None:
    """Whoever asked hears the answer; a successor does, when that person no longer answers for the unit."""
    held = [one for one, _ in await people.holders(ctx.store, after.unit, ["head", "deputy", "relay"], ctx.now.today)]
    for person in [one for one in held if one == after.reporter] or held[:1]:
        reader = await ctx.reader(person)
        reply = request_words.answer(ctx.words_for(reader), ctx.campaign, before, after, unit)
        ctx.tell(reader, reply, "notice", f"plan:{after.id}:{after.version}:asker:{person}")


async def moved_on(ctx: Context, report: PlanReport) -> Answer:
    """The button is older than the request: say what happened since, by whom and when (RELIABILITY S8)."""
    if report.state in ASKED:
        return await _shown(ctx, report)
    last = await plan_requests.last_step(ctx.store, ctx.now, report.id, need(ctx.person, "decide_plan"))
    unit = await _unit_name(ctx, report.unit)
    if last is None:
        return ctx.say("plan_request.none", [["menu"]])
    state, at, who, _ = last
    actor = (await ctx.reader(who)).person if who else None
    local = at.astimezone(ctx.now.zone)
    known = state if state in {"extended", "excused", "refused"} else "anew"
    return ctx.say(
        f"plan_request.already_{known}",
        [["menu"]],
        unit=unit,
        by=ctx.words.who(actor),
        By=ctx.words.naming(actor.name, actor.title)["You"] if actor else ctx.words.who(None),
        time=ctx.words.time(local),
        day=ctx.words.day(local.date()),
        stands=plan_words.in_short(ctx.words, report),
        **request_words.told(ctx.words, ctx.campaign, report, report),
    )


# -- another day, and a reason -----------------------------------------------------------------------------------------


def _read_day(text: str, asking: Asking) -> Answers:
    day, due = dates.day(english.dated(text), asking.today, "future"), asking.facts.get("due_day")
    if due and day.isoformat() <= str(due):
        raise Mistake("grant_too_early", due=str(due))
    return {"until": day.isoformat()}


GRANT = Form(
    "grant",
    (Question("until", ("until",), _read_day, offers=(("leave",),), counted=False, numbered=False),),
    reviewed=False,
    steps=False,
)
NOT_YET = Form(
    "not_yet",
    (Question("reason", ("reason",), plan_readers.reason, offers=(("leave",),), counted=False),),
    reviewed=False,
    steps=False,
)


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    report = await _found(ctx, need(ctx.person, "decide_plan"), int(progress.subject.split(":")[1]))
    due = due_day(ctx.campaign.duty("plan").due, report)
    asker = await ctx.reader(report.reporter) if report.reporter else None
    return {
        "unit": await _unit_name(ctx, report.unit),
        "asker": ctx.words.who(asker.person if asker else None),
        "due_day": due.isoformat() if due else "",
    }


async def ask_day(ctx: Context) -> Answer:
    """[Another day]: the day is asked for, and granted at once."""
    return await _ask(ctx, GRANTING, {"extension"})


async def ask_why(ctx: Context) -> Answer:
    """[Not yet]: a reason is obligatory, and the unit reads it in the Office's own words."""
    return await _ask(ctx, REFUSING, set(ASKED))


async def _ask(ctx: Context, sheet: Sheet, states: set[str]) -> Answer:
    row, version = int(ctx.args[0]), int(ctx.args[1])
    report = await _found(ctx, need(ctx.person, "decide_plan"), row)
    if report.state not in states or report.version != version:
        return await moved_on(ctx, report)
    return await walker.begin(ctx, sheet, subject=f"plan:{row}:{version}")


async def _finish(ctx: Context, progress: Progress) -> Answer:
    scope = need(ctx.person, "decide_plan")
    row, version = (int(part) for part in progress.subject.split(":")[1:])
    before = await _found(ctx, scope, row)
    if before.state not in ASKED:
        return await moved_on(ctx, before)
    until = progress.answers.get("until")
    if until:
        verdict = Verdict("extended", until=date.fromisoformat(str(until)))
    else:
        verdict = Verdict("refused", reason=str(progress.answers["reason"]))
    return await _decide(ctx, before, version, verdict, scope)


GRANTING = Sheet(GRANT, _finish, verb="decide_plan", gaps=_gaps)
REFUSING = Sheet(NOT_YET, _finish, verb="decide_plan", gaps=_gaps, spares=True)
SHEETS = (GRANTING, REFUSING)
ACTIONS = (
    Intention("plan_grant", grant, verb="decide_plan", again=as_it_stands),
    Intention("plan_other", ask_day, verb="decide_plan", again=as_it_stands),
    Intention("plan_refuse", ask_why, verb="decide_plan", again=as_it_stands),
    Intention("plan_excuse", excuse, verb="decide_plan", again=as_it_stands),
)
