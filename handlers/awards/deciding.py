"""The Office on a nomination: pass to the council, give back, decline with reason and clause, hold and release."""

from domain.awards import rules
from domain.awards.nominations import CASES, Nomination, State
from domain.forms import Answers, Asking, Form, Progress, Question
from domain.mistakes import Mistake
from handlers.awards import awards_words, desks, dossiers, levels
from handlers.awards.dossiers import Dossier
from handlers.awards.endorsing import REASON, as_now, gaps, pressed, subject
from handlers.context import Answer, Context, Offer, act
from handlers.deeds import deed_words
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from storage import audit
from storage.awards import nominations
from storage.outcomes import notices
from texts.catalogue import Words

CLAUSES = ("III.1", "IV.1", "IV.2", "IV.3")
"""Clauses on which a nomination is declined."""
HOLDABLE: tuple[State, ...] = ("at_relay", "at_office", "at_council", "agreed", "noticed", "submitted")
"""States in which a case that opens stops a nomination, wherever it lies."""
_BLOCKING = frozenset({"democratic", "exact", "transparent"})
"""Principles that the unit can still mend before the council sees it; being late cannot be mended."""


def _clause(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - the shape of a reader
    said = text.strip().upper().replace("-", ".")
    found = next((one for one in CLAUSES if said in {one, one.replace(".", "_")}), None)
    if found is None:
        raise Mistake("clause_unclear")
    return {"clause": found}


def _case(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - the shape of a reader
    if text not in CASES:
        raise Mistake("choose_one")
    return {"case": text}


RETURN = Form("award_return", (REASON,), reviewed=False, steps=False)
DECLINE = Form(
    "award_decline",
    (
        Question(
            "clause", ("clause",), _clause, offers=(("III_1", "IV_1"), ("IV_2", "IV_3"), ("leave",)), counted=False
        ),
        REASON,
    ),
    reviewed=False,
    steps=False,
)
HOLD = Form(
    "award_hold",
    (
        Question(
            "case",
            ("case",),
            _case,
            offers=(("complaint",), ("discipline",), ("inspection",), ("leave",)),
            counted=False,
        ),
        REASON,
    ),
    reviewed=False,
    steps=False,
)


async def at_hand(ctx: Context, row: int, version: int, *states: State) -> Nomination | None:
    """The nomination as the button saw it, while it lies with the Office."""
    nomination = await dossiers.found(ctx, desks.office(ctx), row)
    return nomination if nomination.state in (states or ("at_office",)) and nomination.version == version else None


# -- on to the council -------------------------------------------------------------------------------------------------


async def pass_on(ctx: Context) -> Answer:
    """[Pass to the council]: what the rules refuse or cannot decide is said first (F8)."""
    row, version = pressed(ctx)
    before, scope = await at_hand(ctx, row, version), desks.office(ctx)
    if before is None or before.route == "adhoc":
        return await as_now(ctx)
    one = await dossiers.gather(ctx, before, scope)
    if refusal := rules.first(one.findings, "refuses"):
        return levels.refused(ctx, one, refusal)
    if question := rules.first(one.findings, "asks"):
        return levels.asked(ctx, one, question)
    if missing := next((check for check in one.checks if check.principle in _BLOCKING and check.holds is False), None):
        why = awards_words.check(ctx.words, ctx.campaign, missing)
        return ctx.say("nomination.not_ready", _mend(ctx, one), number=row, why=why)
    return await moved(ctx, before, "at_council", "council")


def _mend(ctx: Context, one: Dossier) -> list[list[Offer]]:
    key = (one.nomination.id, one.nomination.version)
    return [
        [ctx.button("return_deed", act("award_return", *key))],
        [ctx.button("award_decline", act("award_decline", *key))],
    ]


async def moved(ctx: Context, before: Nomination, wanted: State, what: str, note: str | None = None) -> Answer:
    """One step on, once; the unit hears it."""
    scope = desks.office(ctx)
    after = await nominations.move(ctx.store, ctx.now, before, wanted, scope, note)
    if after is None:
        return await as_now(ctx)
    told = {"reason": note} if note else None
    audit.note(ctx.store, ctx.now, scope.person, f"nomination_{wanted}", f"nomination:{after.id}", told)
    await desks.tell_unit(ctx, after, what, by=_the_office, reason=note or "")
    return ctx.say(
        f"nomination.done_{what}", [["award"], ["menu"]], number=after.id, reason=note or "", **deed_words.at(ctx)
    )


def _the_office(words: Words) -> str:
    return words("nomination.the_office")


async def forward(ctx: Context) -> Answer:
    """An ad-hoc award goes up to whoever decides on it."""
    before = await at_hand(ctx, *pressed(ctx))
    if before is None or before.route != "adhoc":
        return await as_now(ctx)
    one = await dossiers.gather(ctx, before, desks.office(ctx))
    if refusal := rules.first(one.findings, "refuses"):
        return levels.refused(ctx, one, refusal)
    return await moved(ctx, before, "submitted", "forwarded")


async def release(ctx: Context) -> Answer:
    """The case is closed: back to where it was held. A discipline counts as over from today."""
    row, version = pressed(ctx)
    before = await at_hand(ctx, row, version, "held")
    if before is None or before.held_from is None:
        return await as_now(ctx)
    return await moved(ctx, before, before.held_from, "released")


# -- with words --------------------------------------------------------------------------------------------------------


async def ask_return(ctx: Context) -> Answer:
    """[Return to be completed]."""
    return await _ask(ctx, RETURNING)


async def ask_decline(ctx: Context) -> Answer:
    """[Not agreed]: a clause and a reason."""
    return await _ask(ctx, DECLINING, "at_office", "held")


async def ask_hold(ctx: Context) -> Answer:
    """[Hold]: which case is open."""
    return await _ask(ctx, HOLDING, *HOLDABLE)


async def _ask(ctx: Context, sheet: Sheet, *states: State) -> Answer:
    row, version = pressed(ctx)
    if await at_hand(ctx, row, version, *states) is None:
        return await as_now(ctx)
    return await walker.begin(ctx, sheet, subject=f"nomination:{row}:{version}")


async def _found(ctx: Context, progress: Progress, *states: State) -> Nomination | None:
    return await at_hand(ctx, *subject(progress), *states)


async def gone(ctx: Context, progress: Progress) -> Answer:
    """Somebody was quicker: how the nomination of a form stands by now."""
    nomination, _, _ = await desks.seen(ctx, subject(progress)[0])
    return await desks.as_it_stands(ctx, nomination)


async def _returned(ctx: Context, progress: Progress) -> Answer:
    before = await _found(ctx, progress)
    if before is None:
        return await gone(ctx, progress)
    return await moved(ctx, before, "drafted", "drafted", str(progress.answers["reason"]))


async def _declined(ctx: Context, progress: Progress) -> Answer:
    before = await _found(ctx, progress, "at_office", "held")
    if before is None:
        return await gone(ctx, progress)
    clause, said = str(progress.answers["clause"]), str(progress.answers["reason"])
    return await moved(
        ctx, before, "declined", "declined", ctx.words("nomination.by_clause", clause=clause, reason=said)
    )


async def _held(ctx: Context, progress: Progress) -> Answer:
    before, scope = await _found(ctx, progress, *HOLDABLE), desks.office(ctx)
    case = next(one for one in CASES if one == progress.answers["case"])
    said = str(progress.answers["reason"])
    after = await nominations.move(ctx.store, ctx.now, before, "held", scope, said, case) if before else None
    if after is None:
        return await gone(ctx, progress)
    await notices.strike(ctx.store, after.id)
    told = {"case": case, "reason": said}
    audit.note(ctx.store, ctx.now, scope.person, "nomination_held", f"nomination:{after.id}", {**told})
    await desks.tell_unit(ctx, after, "held")
    return ctx.say("nomination.done_held", [["award"], ["menu"]], number=after.id, **deed_words.at(ctx))


RETURNING = Sheet(RETURN, _returned, verb="award", gaps=gaps, spares=True)
DECLINING = Sheet(DECLINE, _declined, verb="award", gaps=gaps, spares=True)
HOLDING = Sheet(HOLD, _held, verb="award", gaps=gaps, spares=True)
SHEETS = (RETURNING, DECLINING, HOLDING)
ACTIONS = (
    Intention("award_pass", pass_on, verb="award", again=as_now),
    Intention("adhoc_forward", forward, verb="award", again=as_now),
    Intention("award_return", ask_return, verb="award", again=as_now),
    Intention("award_decline", ask_decline, verb="award", again=as_now),
    Intention("award_hold", ask_hold, verb="award", again=as_now),
    Intention("award_release", release, verb="award", again=as_now),
)
