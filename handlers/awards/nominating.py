"""The unit nominates: who, in which movement, for what, after which meeting, on which reports (IV.2; F8)."""

from collections.abc import Sequence

from domain.awards import rules
from domain.awards.nominations import New
from domain.campaign_awards import AwardForm, AwardLevel
from domain.forms import ASKED, Answers, Asking, Form, Progress, Question
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.people import Grant
from domain.readers import meetings, nominees, private
from domain.readers.nominees import Wish
from domain.rights import grant_for, need
from domain.unit_names import short_name
from handlers.awards import awards_words, desks, dossiers, pupils
from handlers.awards import nominating_readers as readers
from handlers.context import Answer, Context, button, offers
from handlers.deeds import deed_facts, deed_words
from handlers.forms import walker
from handlers.forms.filling import REVIEW, Filling
from handlers.forms.sheets import Sheet
from storage import audit
from storage.awards import bases, nomination_past, nominations
from storage.deeds import praised
from texts.catalogue import capital
from texts.official import LANGUAGE

_OF_PERSON: dict[str, Json] = {"_is_person": [True, None]}
"""Also while it is not known yet, so that the questions keep their numbers."""
NOMINATE = Form(
    "nominate",
    (
        Question("who", ("who",), readers.who, offers=(("our_unit",),)),
        Question("movement", ("movement",), readers.movement),
        Question("award", ("form", "level"), readers.award, renewed_by="movement"),
        Question(
            "meeting",
            ("met_on", "present", "members", "in_favour"),
            meetings.meeting,
            offers=(("not_met",),),
            numbered=False,
        ),
        Question("position", ("position", "role"), readers.position, when=_OF_PERSON),
        Question("deed", ("deeds",), readers.deeds, numbered=False, renewed_by="movement"),
        Question("summary", ("summary",), readers.summary, numbered=False),
        Question(
            "agreed",
            ("agreed",),
            readers.agreed,
            when=_OF_PERSON,
            offers=(("nominee_agreed",), ("nominee_not_asked",)),
            counted=False,
        ),
    ),
)


MOST_SHOWN = 6
"""Reports that are named; others are typed by their number all the same."""


# -- the facts of the moment -------------------------------------------------------------------------------------------


def unit_of(ctx: Context) -> Grant:
    """The unit that nominates: the writer answers for it."""
    need(ctx.person, "nominate")
    grant = grant_for(ctx.person, "nominate") if ctx.person else None
    if grant is None:
        raise Mistake("unit_not_yours")
    return grant


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    grant, answers = unit_of(ctx), progress.answers
    code = str(answers.get("movement") or "")
    mine, refused = await _reports(ctx, grant, code), _refused(ctx, code)
    named = deed_words.people(ctx.words, who) if isinstance(who := answers.get("who"), dict) else []
    name = named[0] if named else ctx.words("nomination.the_person")
    return {
        **deed_facts.movement_facts(ctx.campaign),
        "members": [[*one] for one in await praised.members(ctx.store, grant.unit, ctx.now.today)],
        "forms": [[form.code, level.level, form.name, form.button] for level, form in _forms(ctx)],
        "young": {level: said.values["period"] for level, said in refused.items()},
        "young_clause": next((said.clause for said in refused.values()), ""),
        "deeds": {str(number): True for number in mine},
        "found": _found(ctx, mine),
        "clause": ctx.campaign.subjects.clause,
        "nominee": name,
        "Nominee": capital(name),
    }


def _found(ctx: Context, numbers: Sequence[int]) -> str:
    """Which reports there are to rest on."""
    named = ", ".join(ctx.words("nomination.deed", number=number) for number in numbers[:MOST_SHOWN])
    return ctx.words("nomination.found", deeds=named) if named else ctx.words("nomination.found_none")


def _forms(ctx: Context) -> list[tuple[AwardLevel, AwardForm]]:
    """What a unit may ask for; its own commendation it gives itself."""
    return [(level, form) for level in ctx.campaign.awards if level.level != "unit" for form in level.forms]


def _refused(ctx: Context, code: str) -> dict[str, rules.Finding]:
    """Levels for which a movement has not run long enough (IV.1)."""
    movement = dossiers.movement_of(ctx, code)
    found = {level.level: rules.years(level, movement) for level in ctx.campaign.awards}
    return {level: said for level, said in found.items() if said.outcome == "refuses"}


async def _reports(ctx: Context, grant: Grant, movement: str) -> list[int]:
    """The unit's confirmed reports of that movement, and any whose number was just typed; the newest first."""
    scope, campaign = need(ctx.person, "nominate"), ctx.house.campaign_id
    found = await bases.of_unit(ctx.store, ctx.now, campaign, grant.unit, ["confirmed"], scope)
    fitting = {"", ctx.campaign.umbrella.code}
    of_movement = [one.basis.id for one in found if movement in {*fitting, one.basis.movement}]
    typed = readers.numbers_in(ctx.incoming.text)
    named = [one.basis.id for one in found if one.basis.id in typed]
    return list(dict.fromkeys((*of_movement, *named)))


def _movements(ctx: Context, answers: Answers) -> list[list[tuple[str, str]]]:  # noqa: ARG001 - the shape of Offers
    return [[(one.code, one.button)] for one in ctx.campaign.movements]


def _awards(ctx: Context, answers: Answers) -> list[list[tuple[str, str]]]:
    refused = _refused(ctx, str(answers.get("movement") or ""))
    return [[(form.code, form.button)] for level, form in reversed(_forms(ctx)) if level.level not in refused]


# -- beginning ---------------------------------------------------------------------------------------------------------


async def said(ctx: Context, text: str) -> Answer:
    """A nomination in one sentence: what it says is filled in, and only the rest is asked."""
    unit_of(ctx)
    wish = nominees.wish(private.scan(text).text, ctx.now.today, deed_facts.movements(_known(ctx)))
    if wish.is_of_pupil and wish.who is not None and not wish.is_adhoc:
        return await pupils.refused(ctx, wish.who)
    return await _with(ctx, wish)


def _known(ctx: Context) -> dict[str, Json]:
    return deed_facts.movement_facts(ctx.campaign)


async def _with(ctx: Context, wish: Wish) -> Answer:
    answers = await _named(ctx, wish)
    if movement := dossiers.movement_of(ctx, wish.movement):
        answers |= {"movement": movement.code, "_movement": movement.short_name}
    refusal = _refused(ctx, wish.movement).get(wish.level)
    if wish.level and refusal is None:
        forms = [form for level, form in _forms(ctx) if level.level == wish.level]
        form = forms[min(len(forms) - 1, int(wish.is_order))]
        answers |= {"form": form.code, "level": wish.level, "_form": form.name}
    if answers:
        answers[ASKED] = [one.name for one in NOMINATE.missing_all(answers) if one.counted]
    first = capital(awards_words.finding(ctx.words, ctx.campaign, refusal)) if refusal else ""
    return await walker.begin(ctx, SHEET, answers, said=first)


async def _named(ctx: Context, wish: Wish) -> dict[str, Json]:
    """Whom the sentence names; nobody, where that has to be asked."""
    if wish.who is None:
        return {}
    members = await praised.members(ctx.store, unit_of(ctx).unit, ctx.now.today)
    facts: dict[str, Json] = {"members": [[*one] for one in members]}
    try:
        return readers.one(dict(wish.who), Asking(ctx.now.today, {}, facts))
    except Mistake:
        return {}


async def begin(ctx: Context) -> Answer:
    """[Make a nomination]: all its questions."""
    unit_of(ctx)
    return await walker.begin(ctx, SHEET)


async def complete(ctx: Context) -> Answer:
    """What was given back, with its answers filled in."""
    row, version = int(ctx.args[0]), int(ctx.args[1])
    nomination = await dossiers.found(ctx, need(ctx.person, "nominate"), row)
    if nomination.state != "drafted" or nomination.version != version:
        return await desks.as_it_stands(ctx, nomination)
    scope = need(ctx.person, "nominate")
    rests = await nomination_past.deeds_of(ctx.store, ctx.now, [row], scope)
    is_person = nomination.subject_type == "individual"
    who: dict[str, Json] = {"role": nomination.role, "people": [{"name": nomination.subject_name, "honorific": ""}]}
    movement = dossiers.movement_of(ctx, nomination.movement)
    answers: dict[str, Json] = {
        "who": who,
        "_is_person": is_person,
        "_person": nomination.person,
        "movement": nomination.movement,
        "_movement": movement.short_name if movement else "",
        "form": nomination.form,
        "level": nomination.level,
        "_form": ctx.campaign.form_name(nomination.form),
        "met_on": nomination.met_on.isoformat() if nomination.met_on else None,
        "present": nomination.present,
        "members": nomination.members,
        "in_favour": nomination.in_favour,
        "deeds": [*rests[row]],
        "summary": nomination.summary,
    }
    if is_person:
        answers |= {"position": nomination.position, "role": nomination.role, "agreed": nomination.agreed}
    return await walker.begin(ctx, SHEET, answers, subject=f"nomination:{row}:{version}")


# -- sending -----------------------------------------------------------------------------------------------------------


def _new(ctx: Context, grant: Grant, answers: Answers) -> New:
    """The answers as a nomination; names as Vietnamese papers write them, whatever language one speaks."""
    official, who = ctx.house.catalogue.words(LANGUAGE), answers.get("who")
    named = deed_words.people(official, who) if isinstance(who, dict) else []
    is_unit = isinstance(who, dict) and bool(who.get("unit"))
    is_person, person = bool(answers.get("_is_person")), answers.get("_person")
    deeds, met_on = answers.get("deeds"), answers.get("met_on")
    return New(
        "regular",
        "individual" if is_person else "collective",
        short_name(grant.unit_name) if is_unit else ", ".join(named)[:120],
        str(answers.get("position") or ""),
        str(answers.get("role") or "") if is_person else "",
        str(answers["movement"]),
        str(answers["level"]),
        str(answers["form"]),
        str(answers["summary"]),
        tuple(int(str(one)) for one in deeds) if isinstance(deeds, list) else (),
        person if isinstance(person, int) else None,
        is_person and bool(answers.get("agreed")),
        readers.day_of(met_on),
        readers.number_of(answers.get("present")),
        readers.number_of(answers.get("members")),
        readers.number_of(answers.get("in_favour")),
    )


async def _check(filling: Filling) -> Reply | None:
    """What the rules refuse is said before it goes anywhere, with the clause and what is possible."""
    ctx, progress = filling.ctx, filling.progress
    grant, scope = unit_of(ctx), need(ctx.person, "nominate")
    new = _new(ctx, grant, progress.answers)
    about, _, _ = await dossiers.case(ctx, grant.unit, new, scope, desks.row_of(progress)[0])
    refusal = rules.first(rules.look(about, ctx.campaign.subjects), "refuses")
    if refusal is None:
        return None
    filling.standing(at="").keep()
    run = f"f.{progress.run}.{REVIEW}"
    rows = [[button(ctx.words, "edit", f"{run}.edit")], [button(ctx.words, "later", f"{run}.later")]]
    why = awards_words.finding(ctx.words, ctx.campaign, refusal)
    return Reply(ctx.words("nomination.not_yet", why=why), offers(ctx.words, rows))


async def _finish(ctx: Context, progress: Progress) -> Answer:
    grant, scope, campaign = unit_of(ctx), need(ctx.person, "nominate"), ctx.house.campaign_id
    new = _new(ctx, grant, progress.answers)
    state, _ = await desks.first_desk(ctx, grant.unit)
    row, version = desks.row_of(progress)
    if row:
        before = await dossiers.found(ctx, scope, row)
        again = before.version == version
        after = await nominations.send_again(ctx.store, ctx.now, before, new, state, scope) if again else None
        if after is None:
            return await desks.as_it_stands(ctx, before)
    else:
        row = await nominations.add(ctx.store, ctx.now, campaign, grant.unit, new, state, scope)
        after = await dossiers.found(ctx, scope, row)
    told: dict[str, Json] = {"movement": new.movement, "level": new.level, "form": new.form, "state": state}
    audit.note(ctx.store, ctx.now, scope.person, "nomination_sent", f"nomination:{row}", told)
    await desks.tell_desk(ctx, after, scope)
    to = await desks.desk_name(ctx, after)
    return ctx.say("nomination.sent", [["award"], ["menu"]], number=row, to=to, **deed_words.at(ctx))


SHEET = Sheet(
    NOMINATE,
    _finish,
    readers.shown,
    verb="nominate",
    gaps=_gaps,
    ask_first=_check,
    offers={"movement": _movements, "award": _awards},
    lines=("who", "movement", "award", "meeting", "position", "deed", "summary", "agreed"),
    spares=True,
)
