"""The ad-hoc award: from one confirmed report, open to pupils, straight to the Office, with its own clock (G-06)."""

from domain.awards import rules
from domain.awards.nominations import New, SubjectType
from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.people import Grant
from domain.rights import need
from handlers.awards import awards_words, desks, dossiers
from handlers.awards.endorsing import REASON
from handlers.awards.nominating import unit_of
from handlers.awards.nominating_readers import deeds as read_deeds
from handlers.context import Answer, Context, Offer, act
from handlers.deeds import deed_words
from handlers.forms import walker
from handlers.forms.filling import Filling
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from storage import audit
from storage.awards import bases, nomination_past, nominations
from storage.awards.bases import Report
from texts.catalogue import Words
from texts.official import LANGUAGE

SHOWN = 5
"""Reports that are named; others are typed by their number."""


def _read_deed(text: str, asking: Asking) -> Answers:
    found = read_deeds(text, asking)["deeds"]
    return {"deeds": found[:1] if isinstance(found, list) else found}


ADHOC = Form(
    "adhoc",
    (
        Question("deed", ("deeds",), _read_deed, numbered=False),
        Question("why", ("reason",), REASON.read, numbered=False),
    ),
)


async def see(ctx: Context) -> Answer:
    """What the ad-hoc award is, and the way in; begun with a report where one is meant."""
    return await what(ctx, int(ctx.args[0]))


async def what(ctx: Context, deed: int) -> Reply:
    """What it is, for whom, by when it is answered."""
    unit_of(ctx)
    rows: list[list[Offer]] = [[ctx.button("adhoc_begin", act("adhoc_begin", deed))], ["menu"]]
    return ctx.say("nomination.adhoc_what", rows, days=ctx.campaign.adhoc_days)


async def begin(ctx: Context) -> Answer:
    """The two questions; one, where the report is known. The unit has confirmed it."""
    deed, known = int(ctx.args[0]), {one.basis.id for one in await _reports(ctx, unit_of(ctx))}
    if deed and deed not in known:
        raise Mistake("deed_not_of_unit", number=deed)
    return await walker.begin(ctx, SHEET, {"deeds": [deed]} if deed else {})


async def complete(ctx: Context) -> Answer:
    """What was given back, with its answers filled in."""
    row, version = int(ctx.args[0]), int(ctx.args[1])
    scope = need(ctx.person, "nominate")
    nomination = await dossiers.found(ctx, scope, row)
    if nomination.state != "drafted" or nomination.version != version:
        return await desks.as_it_stands(ctx, nomination)
    rests = await nomination_past.deeds_of(ctx.store, ctx.now, [row], scope)
    answers: dict[str, Json] = {"deeds": [*rests[row]], "reason": nomination.summary}
    return await walker.begin(ctx, SHEET, answers, subject=f"nomination:{row}:{version}")


async def _reports(ctx: Context, grant: Grant) -> list[Report]:
    scope, campaign = need(ctx.person, "nominate"), ctx.house.campaign_id
    return await bases.of_unit(ctx.store, ctx.now, campaign, grant.unit, ["confirmed"], scope)


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:  # noqa: ARG001 - the shape of Gaps
    found = await _reports(ctx, unit_of(ctx))
    named = ", ".join(ctx.words("nomination.deed", number=one.basis.id) for one in found[:SHOWN])
    told = ctx.words("nomination.found_any", deeds=named) if found else ctx.words("nomination.found_none_any")
    return {"deeds": {str(one.basis.id): True for one in found}, "found": told}


def _shown(words: Words, name: str, answers: Answers) -> str:
    deeds = answers.get("deeds")
    if name == "deed":
        return words("nomination.deed", number=deeds[0]) if isinstance(deeds, list) and deeds else ""
    return str(answers.get("reason") or "")


async def _new(ctx: Context, answers: Answers) -> New:
    """The nomination that a report makes: whom it praises, as papers write them; pupils by initial and class."""
    deeds = answers.get("deeds")
    number = int(str(deeds[0])) if isinstance(deeds, list) and deeds else 0
    found = await bases.named(ctx.store, ctx.now, [number], need(ctx.person, "nominate"))
    if not found or found[0].basis.state != "confirmed":
        raise Mistake("deed_not_of_unit", number=number)
    who = found[0].answers.get("who")
    role = str(who.get("role") or "") if isinstance(who, dict) else ""
    named = deed_words.who(ctx.house.catalogue.words(LANGUAGE), who)
    days = ctx.house.calendar.add_working_days(ctx.now.today, ctx.campaign.adhoc_days)
    kind: SubjectType = "collective" if role == "collective" else "individual"
    said = str(answers["reason"])
    return New("adhoc", kind, named[:120], "", role, found[0].basis.movement, "", "", said, (number,), due_on=days)


async def _check(filling: Filling) -> Reply | None:
    """One report is proposed once, and not while its unit is gone or a case is open."""
    ctx, progress = filling.ctx, filling.progress
    grant, scope, new = unit_of(ctx), need(ctx.person, "nominate"), await _new(ctx, progress.answers)
    row = desks.row_of(progress)[0]
    about, _, _ = await dossiers.case(ctx, grant.unit, new, scope, row)
    refusal = rules.first(rules.look(about, ctx.campaign.subjects), "refuses")
    twice = next((one for one in about.rivals if set(one.deeds) & set(new.deeds)), None)
    if refusal is None and twice is None:
        return None
    filling.standing(at="").keep()
    if twice:
        return ctx.say(
            "nomination.adhoc_twice",
            [[ctx.button("see_nomination", act("nomination", twice.id))]],
            other=twice.id,
            deed=new.deeds[0],
        )
    why = awards_words.finding(ctx.words, ctx.campaign, refusal) if refusal else ""
    return ctx.say("nomination.not_yet", [["menu"]], why=why)


async def _finish(ctx: Context, progress: Progress) -> Answer:
    grant, scope, new = unit_of(ctx), need(ctx.person, "nominate"), await _new(ctx, progress.answers)
    row, version = desks.row_of(progress)
    if row:
        before = await dossiers.found(ctx, scope, row)
        again = before.version == version
        after = await nominations.send_again(ctx.store, ctx.now, before, new, "at_office", scope) if again else None
        if after is None:
            return await desks.as_it_stands(ctx, before)
    else:
        campaign = ctx.house.campaign_id
        row = await nominations.add(ctx.store, ctx.now, campaign, grant.unit, new, "at_office", scope)
        after = await dossiers.found(ctx, scope, row)
    audit.note(ctx.store, ctx.now, scope.person, "nomination_sent", f"nomination:{row}", {"route": "adhoc"})
    await desks.tell_desk(ctx, after, scope)
    due = ctx.words.weekday(new.due_on) if new.due_on else ""
    return ctx.say("nomination.adhoc_sent", [["award"], ["menu"]], number=row, due=due, **deed_words.at(ctx))


SHEET = Sheet(ADHOC, _finish, _shown, verb="nominate", gaps=_gaps, ask_first=_check, lines=("deed", "why"), spares=True)
ACTIONS = (
    Intention("adhoc", see, verb="nominate"),
    Intention("adhoc_begin", begin, verb="nominate"),
    Intention("adhoc_complete", complete, verb="nominate"),
)
