"""The level of a nomination: refused with the clause, chosen anew, or decided by a person who signs why (G-07)."""

from domain.awards import rules
from domain.awards.nominations import Nomination
from domain.awards.rules import Finding
from domain.forms import Form, Progress
from domain.messages import Json, Reply
from handlers.awards import awards_words, desks, dossiers
from handlers.awards.dossiers import Dossier
from handlers.awards.endorsing import REASON, as_now, gaps, pressed, subject
from handlers.context import Answer, Context, Offer, act
from handlers.deeds import deed_words
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from storage import audit
from storage.awards import nominations
from texts.catalogue import capital

LEVELS = ("state", "city", "department")
ASKING = ("subject", "years", "evidence", "discipline")
"""Rules that may have no answer, so that a person decides."""
GROUND = Form("award_ground", (REASON,), reviewed=False, steps=False)


def refused(ctx: Context, one: Dossier, why: Finding) -> Reply:
    """What a clause keeps from passing, and what is possible instead (F8)."""
    key = (one.nomination.id, one.nomination.version)
    if why.rule == "years":
        return _too_young(ctx, one.nomination, why)
    told = awards_words.finding(ctx.words, ctx.campaign, why)
    rows: list[list[Offer]] = [[ctx.button("return_deed", act("award_return", *key))]]
    rows += [[ctx.button("award_decline", act("award_decline", *key))]]
    return ctx.say("nomination.not_ready", rows, number=one.nomination.id, why=told)


def _too_young(ctx: Context, nomination: Nomination, why: Finding) -> Reply:
    """Levels that the movement is old enough for have a button."""
    movement = dossiers.movement_of(ctx, nomination.movement)
    open_to = [
        name
        for name in LEVELS[1:]
        if (level := dossiers.level_of(ctx, name)) and rules.years(level, movement).outcome == "passes"
    ]
    rows: list[list[Offer]] = [[_choose(ctx, nomination, name)] for name in open_to]
    values = awards_words.values(ctx.words, ctx.campaign, why.values)
    return ctx.say("nomination.level_refused", rows, clause=why.clause, period=values["period"])


def _choose(ctx: Context, nomination: Nomination, level: str) -> Offer:
    return ctx.button(f"choose_{level}", act("nomination_level", nomination.id, nomination.version, level))


def asked(ctx: Context, one: Dossier, question: Finding, level: str = "") -> Reply:
    """What no rule decides: the Office does, and signs on what grounds, or keeps it to ask (F8)."""
    key = (one.nomination.id, one.nomination.version, question.rule)
    place = LEVELS.index(level) if level else len(LEVELS)
    rows: list[list[Offer]] = [[ctx.button("award_sign", act("award_sign", *key, place))]]
    rows += [[ctx.button("award_keep", act("award_keep", *key))]]
    if question.rule == "years":
        return ctx.say("nomination.level_unknown", rows, clause=question.clause)
    why = capital(awards_words.finding(ctx.words, ctx.campaign, question))
    return ctx.say("nomination.unknown", rows, why=why)


async def _at_hand(ctx: Context, row: int, version: int) -> Nomination | None:
    nomination = await dossiers.found(ctx, desks.office(ctx), row)
    return nomination if nomination.state == "at_office" and nomination.version == version else None


async def choices(ctx: Context) -> Answer:
    """[Choose another level]."""
    nomination = await _at_hand(ctx, *pressed(ctx))
    if nomination is None or nomination.route == "adhoc":
        return await as_now(ctx)
    rows: list[list[Offer]] = [[_choose(ctx, nomination, level)] for level in LEVELS if dossiers.level_of(ctx, level)]
    now = ctx.campaign.form_name(nomination.form)
    back = ctx.button("see_nomination", act("nomination", nomination.id))
    return ctx.say("nomination.which_level", [*rows, [back]], number=nomination.id, now=now)


async def choose(ctx: Context) -> Answer:
    """A level: at once where the clause allows it; with the clause where it does not; signed where it says nothing."""
    nomination = await _at_hand(ctx, *pressed(ctx))
    level = dossiers.level_of(ctx, ctx.args[2])
    if nomination is None or level is None or nomination.route == "adhoc":
        return await as_now(ctx)
    said = rules.years(level, dossiers.movement_of(ctx, nomination.movement))
    if said.outcome == "refuses":
        return _too_young(ctx, nomination, said)
    if said.outcome == "asks":
        one = await dossiers.gather(ctx, nomination, desks.office(ctx))
        return asked(ctx, one, said, level.level)
    after = await _at_level(ctx, nomination, level.level)
    if after is None:
        return await as_now(ctx)
    return await desks.show(ctx, after, "office", desks.office(ctx))


async def _at_level(ctx: Context, before: Nomination, name: str) -> Nomination | None:
    """The nomination at that level, in its first form; the unit hears of the change."""
    level, scope = dossiers.level_of(ctx, name), desks.office(ctx)
    if level is None or before.level == name:
        return before
    after = await nominations.choose_level(ctx.store, ctx.now, before, name, level.forms[0].code, scope)
    if after is not None:
        told: dict[str, Json] = {"from": before.level, "to": name}
        audit.note(ctx.store, ctx.now, scope.person, "nomination_level", f"nomination:{after.id}", told)
        await desks.tell_unit(ctx, after, "level", form=level.forms[0].name)
    return after


# -- signed by a person ------------------------------------------------------------------------------------------------


async def ask_ground(ctx: Context) -> Answer:
    """[Write the grounds, let it pass]."""
    row, version = pressed(ctx)
    rule, place = ctx.args[2], int(ctx.args[3])
    if await _at_hand(ctx, row, version) is None:
        return await as_now(ctx)
    return await walker.begin(ctx, SIGNING, subject=f"nomination:{row}:{version}:{rule}:{place}")


async def _signed(ctx: Context, progress: Progress) -> Answer:
    (row, version), scope = subject(progress), desks.office(ctx)
    _, _, _, rule, place = progress.subject.split(":")
    before = await _at_hand(ctx, row, version)
    if before is not None and int(place) < len(LEVELS):
        before = await _at_level(ctx, before, LEVELS[int(place)])
    said = str(progress.answers["reason"])
    after = await nominations.sign(ctx.store, ctx.now, before, rule, said, scope) if before else None
    if after is None:
        nomination, _, _ = await desks.seen(ctx, row)
        return await desks.as_it_stands(ctx, nomination)
    audit.note(
        ctx.store, ctx.now, scope.person, "nomination_signed", f"nomination:{row}", {"rule": rule, "words": said}
    )
    rows = [
        [ctx.button("award_pass", act("award_pass", after.id, after.version))],
        [ctx.button("see_nomination", act("nomination", after.id))],
    ]
    return ctx.say(
        "nomination.signed", rows, number=row, words=said, who=ctx.words.who(ctx.person), **deed_words.at(ctx)
    )


async def keep(ctx: Context) -> Answer:
    """[Keep it to ask]: nothing changes, and the history says that it is being asked."""
    nomination, scope = await _at_hand(ctx, *pressed(ctx)), desks.office(ctx)
    if nomination is None:
        return await as_now(ctx)
    await nominations.remark(ctx.store, ctx.now, nomination, "asked", scope)
    audit.note(
        ctx.store, ctx.now, scope.person, "nomination_asked", f"nomination:{nomination.id}", {"rule": ctx.args[2]}
    )
    return ctx.say("nomination.kept_to_ask", [["award"], ["menu"]], number=nomination.id)


SIGNING = Sheet(GROUND, _signed, verb="award", gaps=gaps, spares=True)
SHEETS = (SIGNING,)
ACTIONS = (
    Intention("award_levels", choices, verb="award"),
    Intention("nomination_level", choose, verb="award", words=LEVELS, word_at=2, again=as_now),
    Intention("award_sign", ask_ground, verb="award", words=ASKING, word_at=2, again=as_now),
    Intention("award_keep", keep, verb="award", words=ASKING, word_at=2, again=as_now),
)
