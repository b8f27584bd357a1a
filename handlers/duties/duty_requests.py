"""The Office's answer to what a unit asks about a duty that is no plan: more time, left out, or not yet (as D3, D5)."""

from dataclasses import replace
from datetime import date

from domain.forms import Progress
from domain.messages import Choice, Json, Reply
from domain.mistakes import Mistake
from domain.obligations import DutyAnswer
from domain.plans import ASKED
from domain.rights import Scope, need
from domain.unit_names import short_name
from handlers.context import Answer, Context, Offer, act, offers
from handlers.duties import reminding
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from handlers.plans import plan_requests
from handlers.plans.plan_readers import LONGEST_REASON
from storage import audit
from storage.duties import duty_answers, obligations
from storage.people import pending, people
from storage.plans.plan_requests import Verdict
from storage.units import units
from texts.catalogue import Words, shortened


async def next_request(ctx: Context, scope: Scope) -> Reply | None:
    """The oldest request that waits."""
    found = await duty_answers.waiting(ctx.store, ctx.now, scope, 1)
    return await _request(ctx, ctx.words, found[0]) if found else None


async def see(ctx: Context, row: int) -> Reply:
    """One request with its decisions."""
    return await moved_on(ctx, (await _open_still(ctx, row))[0])


async def as_it_stands(ctx: Context) -> Answer:
    """The request of a button: the question, or what has become of it."""
    return await see(ctx, int(ctx.args[0]))


async def tell_office(ctx: Context, row: int) -> None:
    """A unit has asked: everybody in the Office hears it, and one of them answers."""
    everywhere = Scope("decide_plan", (ctx.house.root,), below=True, person=0)
    said = await duty_answers.get(ctx.store, ctx.now, row, everywhere)
    if said is None:
        return
    for person, _ in await people.holders(ctx.store, ctx.house.root, ["office"], ctx.now.today):
        reader = await ctx.reader(person)
        reply = await _request(ctx, ctx.words_for(reader), said)
        ctx.tell(reader, reply, "notice", f"duty:{said.id}:{said.version}:office:{person}")


async def _told(ctx: Context, words: Words, said: DutyAnswer) -> dict[str, str]:
    """A request as it is written: the unit, the duty, the days, the reasons."""
    owed = await obligations.get(ctx.store, said.obligation)
    unit = await units.by_id(ctx.store, said.unit, ctx.now.today)
    if owed is None or unit is None:
        raise Mistake("duty_gone")
    until, due = said.answers.get("until"), said.due or owed.due
    asker = await ctx.reader(said.reporter) if said.reporter else None
    return {
        "unit": short_name(unit.name),
        "duty": reminding.duty_name(words, owed),
        "due": words.weekday(due),
        "from_day": words.day(owed.due),
        "until": words.weekday(date.fromisoformat(str(until))) if until else "",
        "reason": shortened(str(said.answers.get("reason") or ""), LONGEST_REASON),
        "office_reason": shortened(str(said.answers.get("office_reason") or ""), LONGEST_REASON),
        "asker": words.who(asker.person if asker else None),
    }


async def _request(ctx: Context, words: Words, said: DutyAnswer) -> Reply:
    number = said.id, said.version
    text = words(f"duty_request.{said.state}", **await _told(ctx, words, said))

    def button(name: str, verb: str) -> Choice:
        return Choice(act(verb, *number), words(f"choice.{name}"))

    if said.state == "exempt":
        return Reply(text, offers(words, [[button("excuse", "duty_excuse")], [button("not_agreed", "duty_refuse")]]))
    more = [button("grant_other", "duty_other"), button("not_agreed", "duty_refuse")]
    return Reply(text, offers(words, [[button("grant", "duty_grant")], more]))


# -- deciding ----------------------------------------------------------------------------------------------------------


async def _open_still(ctx: Context, row: int) -> tuple[DutyAnswer, Scope]:
    """What a unit said of a duty that is still asked for."""
    scope = need(ctx.person, "decide_plan")
    said = await duty_answers.get(ctx.store, ctx.now, row, scope)
    if said is None:
        raise Mistake("unit_not_yours")
    owed = await obligations.get(ctx.store, said.obligation)
    if owed is None or owed.ended_at is not None:
        raise Mistake("duty_gone")
    return said, scope


async def _found(ctx: Context, states: set[str]) -> tuple[DutyAnswer, int, Scope] | Reply:
    """The request behind a button; to a button older than the request, what happened since."""
    version = int(ctx.args[1])
    said, scope = await _open_still(ctx, int(ctx.args[0]))
    if said.state not in states or said.version != version:
        return await moved_on(ctx, said)
    return said, version, scope


async def moved_on(ctx: Context, said: DutyAnswer) -> Reply:
    """The question while it waits; else what was answered, by whom and when, or that the unit has written anew."""
    if said.state in ASKED:
        return await _request(ctx, ctx.words, said)
    last = await duty_answers.last_step(ctx.store, ctx.now, said.id, need(ctx.person, "decide_plan"))
    if last is None:
        raise Mistake("duty_gone")
    state, at, who = last
    by, local = (await ctx.reader(who)).person if who else None, at.astimezone(ctx.now.zone)
    known = state if state in {"extended", "excused", "refused"} else "anew"
    told = {**await _told(ctx, ctx.words, said), "by": ctx.words.who(by)}
    when = {"time": ctx.words.time(local), "day": ctx.words.day(local.date())}
    return ctx.say(f"duty_request.already_{known}", [["menu"]], **told, **when)


async def grant(ctx: Context) -> Answer:
    """As asked: the day that was asked for becomes the unit's own due day."""
    found = await _found(ctx, {"extension"})
    if isinstance(found, Reply):
        return found
    said, version, scope = found
    verdict = Verdict("extended", until=date.fromisoformat(str(said.answers["until"])))
    return await _decide(ctx, said, version, verdict, scope)


async def excuse(ctx: Context) -> Answer:
    """Not concerned: nothing is asked of the unit any more."""
    found = await _found(ctx, {"exempt"})
    if isinstance(found, Reply):
        return found
    said, version, scope = found
    return await _decide(ctx, said, version, Verdict("excused", since=ctx.now.today), scope)


async def _decide(ctx: Context, said: DutyAnswer, version: int, verdict: Verdict, scope: Scope) -> Answer:
    after = await duty_answers.decide(ctx.store, ctx.now, said, version, verdict, scope)
    if after is None:
        return await moved_on(ctx, (await _open_still(ctx, said.id))[0])
    audit.note(ctx.store, ctx.now, scope.person, f"duty_{verdict.state}", f"duty:{after.id}", verdict.kept())
    held = await people.holders(ctx.store, after.unit, ["head", "deputy", "relay"], ctx.now.today)
    asked = [one for one, _ in held if one == after.reporter] or [one for one, _ in held[:1]]
    for person in asked:
        reader = await ctx.reader(person)
        words = ctx.words_for(reader)
        text = words(f"duty_request.told_{verdict.state}", **await _told(ctx, words, after))
        rows = [] if verdict.state == "excused" else [[_open(words, after)]]
        ctx.tell(reader, Reply(text, offers(words, rows)), "notice", f"duty:{after.id}:{after.version}:asker:{person}")
    wanted = pending.decisions(ctx.person)
    left = (await pending.count(ctx.store, ctx.now, ctx.house.campaign_id, wanted)).total
    first: list[Offer] = [ctx.button("see_requests", "/pending", n=left)] if left else []
    told = await _told(ctx, ctx.words, after)
    return ctx.say(f"duty_request.done_{verdict.state}", [first, ["menu"]], **told)


def _open(words: Words, said: DutyAnswer) -> Choice:
    return Choice(act("owe", said.obligation, said.unit), words("choice.answer_duty"))


# -- another day, and a reason -----------------------------------------------------------------------------------------


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    row = int(progress.subject.split(":")[1])
    said = await duty_answers.get(ctx.store, ctx.now, row, need(ctx.person, "decide_plan"))
    if said is None:
        raise Mistake("unit_not_yours")
    owed = await obligations.get(ctx.store, said.obligation)
    told = await _told(ctx, ctx.words, said)
    due = said.due or (owed.due if owed else None)
    return {"unit": told["unit"], "asker": told["asker"], "due_day": due.isoformat() if due else ""}


async def ask_day(ctx: Context) -> Answer:
    """[Another day]: the day is asked for, and granted at once."""
    found = await _found(ctx, {"extension"})
    if isinstance(found, Reply):
        return found
    said, version, _ = found
    return await walker.begin(ctx, GRANTING, subject=f"duty:{said.id}:{version}")


async def ask_why(ctx: Context) -> Answer:
    """[Not yet]: a reason is obligatory, and the unit reads it in the Office's own words."""
    found = await _found(ctx, set(ASKED))
    if isinstance(found, Reply):
        return found
    said, version, _ = found
    return await walker.begin(ctx, REFUSING, subject=f"duty:{said.id}:{version}")


async def _finish(ctx: Context, progress: Progress) -> Answer:
    ctx.args = tuple(progress.subject.split(":")[1:])
    found = await _found(ctx, set(ASKED))
    if isinstance(found, Reply):
        return found
    said, version, scope = found
    if until := progress.answers.get("until"):
        verdict = Verdict("extended", until=date.fromisoformat(str(until)))
    else:
        verdict = Verdict("refused", reason=str(progress.answers["reason"]))
    return await _decide(ctx, said, version, verdict, scope)


GRANTING = Sheet(replace(plan_requests.GRANT, name="duty_grant"), _finish, verb="decide_plan", gaps=_gaps)
REFUSING = Sheet(
    replace(plan_requests.NOT_YET, name="duty_not_yet"), _finish, verb="decide_plan", gaps=_gaps, spares=True
)
SHEETS = (GRANTING, REFUSING)
ACTIONS = (
    Intention("duty_grant", grant, verb="decide_plan", again=as_it_stands),
    Intention("duty_other", ask_day, verb="decide_plan", again=as_it_stands),
    Intention("duty_refuse", ask_why, verb="decide_plan", again=as_it_stands),
    Intention("duty_excuse", excuse, verb="decide_plan", again=as_it_stands),
)
