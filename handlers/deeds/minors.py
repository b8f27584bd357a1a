"""Reports with a child in them: who looked is on record, and a full name is shown to few (DOMAIN §12)."""

from domain.deeds import Deed
from domain.forms import Answers
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.rights import Scope, need
from handlers.context import Answer, Context, Offer, act, offers
from handlers.deeds import deed_words
from handlers.exemplars import taking_down
from handlers.intentions import Intention
from storage import audit
from storage.deeds import deed_changes, deed_versions, deeds, minors
from storage.deeds.minors import Named


def seen(ctx: Context, deed: Deed) -> None:
    """Leave on record that somebody looked at a report with a child in it: who and when, nothing of what it says."""
    if deed.answers.get("minor") and ctx.person:
        audit.note(ctx.store, ctx.now, ctx.person.id, "deed_seen", f"deed:{deed.id}")


def kept_with(answers: Answers) -> dict[str, Json]:
    """What a report itself keeps of a full name: that there is one."""
    return {"_full_name": True} if answers.get("pupil_name") is not None and "pupil_name" in answers else {}


def opened_with(answers: Answers) -> dict[str, Json]:
    """The answer to the question for the name when a report is opened again: there already, or left out."""
    if answers.get("pupil_naming") != "both":
        return {}
    return {"pupil_name": "" if answers.get("_full_name") else None}


async def keep(ctx: Context, deed: int, answers: Answers, person: int) -> None:
    """Keep the name that was typed, the one that was there with the consents of now, or none."""
    typed = answers.get("pupil_name")
    before = await minors.own(ctx.store, deed, person)
    name = str(typed) if typed else before.name if before and typed is not None else ""
    if name:
        await minors.record(ctx.store, ctx.now, deed, name, answers, person)
    elif await minors.forget(ctx.store, deed):
        await deed_versions.forget_consents(ctx.store, deed)


async def _found(ctx: Context, number: int) -> tuple[Deed, Named | None]:
    """One's own report, or one in the branch where one may see pupils' names."""
    person = ctx.person.id if ctx.person else 0
    if own := await deeds.own(ctx.store, number, person):
        return own, await minors.own(ctx.store, number, person)
    scope: Scope = need(ctx.person, "see_pupils")
    deed = await deeds.get(ctx.store, ctx.now, number, scope)
    if deed is None:
        raise Mistake("deed_not_yours")
    return deed, await minors.of(ctx.store, ctx.now, number, scope)


async def show(ctx: Context) -> Answer:
    """The full name with its two consents; each look is on record."""
    number = int(ctx.args[0])
    deed, named = await _found(ctx, number)
    if named is None:
        return ctx.say("minor.none", [["menu"]], number=number)
    audit.note(ctx.store, ctx.now, ctx.person.id if ctx.person else None, "pupil_name_seen", f"deed:{number}")
    told: dict[str, Json] = {name: str(value) for name, value in named.consents.items()}
    rows: list[list[Offer]] = [
        [ctx.button("menu")],
        [ctx.button("drop_pupil_name", act("drop_pupil_name", number, deed.version))],
    ]
    return ctx.say(
        "minor.name",
        rows,
        number=number,
        name=named.name,
        child=deed_words.shown(ctx.words, "child_consent", told),
        guardian=deed_words.shown(ctx.words, "guardian_consent", told),
    )


async def _amend(ctx: Context, deed: Deed, answers: dict[str, Json], person: int) -> Deed | None:
    if deed.reporter == person:
        return await deed_changes.amend(ctx.store, ctx.now, deed, answers, person)
    return await deed_changes.hide(ctx.store, ctx.now, deed, answers, need(ctx.person, "see_pupils"))


async def drop(ctx: Context) -> Answer:
    """A consent was taken back: the name goes at once with its record, the initial stays."""
    number, version = int(ctx.args[0]), int(ctx.args[1])
    deed, named = await _found(ctx, number)
    if named is None:
        return ctx.say("minor.none", [["menu"]], number=number)
    person = ctx.person.id if ctx.person else 0
    hidden = {"pupil_naming": "initials"}
    gone = {*minors.PARTS, "_full_name", "pupil_name"}
    answers: dict[str, Json] = {name: one for name, one in deed.answers.items() if name not in gone}
    changed = await _amend(ctx, deed, {**answers, **hidden}, person) if deed.version == version else None
    if changed is None:
        raise Mistake("deed_moved_on", number=number)
    await minors.forget(ctx.store, number)
    await deed_versions.forget_consents(ctx.store, number)
    audit.note(ctx.store, ctx.now, person, "pupil_name_dropped", f"deed:{number}")
    taken = await taking_down.hide(ctx, number)
    done = ctx.words("minor.dropped", number=number, **deed_words.at(ctx))
    return Reply(taking_down.after(done, taken), offers(ctx.words, [["menu"]]))


ACTIONS = (
    Intention("pupil_name", show, verb="see_own"),
    Intention("drop_pupil_name", drop, verb="see_own"),
)
