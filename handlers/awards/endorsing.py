"""The relay passes a school's nomination up to the Office, with a word of its own or without, or gives it back."""

from domain.awards.nominations import Nomination
from domain.forms import Form, Progress, Question
from domain.messages import Json
from domain.readers.sentences import on_one_line
from domain.rights import need
from domain.unit_names import short_name
from handlers.awards import desks, dossiers
from handlers.context import Answer, Context
from handlers.deeds import deed_words
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from handlers.plans.plan_readers import LONGEST_REASON, SHORTEST_REASON
from storage import audit
from storage.awards import bases, nominations
from texts.catalogue import capital

_READ = on_one_line("reason", LONGEST_REASON, SHORTEST_REASON, long="reason_long")
REASON = Question("reason", ("reason",), _READ, offers=(("leave",),), counted=False, numbered=False)
NOTE = Form("endorse_note", (REASON,), reviewed=False, steps=False)
RETURN = Form("endorse_return", (REASON,), reviewed=False, steps=False)


async def at_hand(ctx: Context, row: int, version: int) -> Nomination | None:
    """The nomination as the button saw it, while it lies with the relay."""
    nomination = await dossiers.found(ctx, need(ctx.person, "endorse"), row)
    return nomination if nomination.state == "at_relay" and nomination.version == version else None


def pressed(ctx: Context) -> tuple[int, int]:
    """Which nomination, in which version."""
    return int(ctx.args[0]), int(ctx.args[1])


def subject(progress: Progress) -> tuple[int, int]:
    """Which nomination a form is about, in which version."""
    _, row, version, *_ = progress.subject.split(":")
    return int(row), int(version)


async def as_now(ctx: Context) -> Answer:
    """How the nomination of a button stands by now."""
    nomination, _, _ = await desks.seen(ctx, int(ctx.args[0]))
    return await desks.as_it_stands(ctx, nomination)


async def gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    """The nomination by its number, and its unit."""
    row, _ = subject(progress)
    nomination, _, _ = await desks.seen(ctx, row)
    unit = await bases.stood(ctx.store, nomination.unit, ctx.now.today)
    return {"number": row, "unit": short_name(unit.name) if unit else ""}


async def agree(ctx: Context) -> Answer:
    """[Agree, pass to the department]."""
    return await _passed(ctx, *pressed(ctx), "")


async def _passed(ctx: Context, row: int, version: int, note: str) -> Answer:
    scope, before = need(ctx.person, "endorse"), await at_hand(ctx, row, version)
    after = await nominations.agree(ctx.store, ctx.now, before, note, scope) if before else None
    if after is None:
        return await desks.as_it_stands(ctx, await dossiers.found(ctx, scope, row))
    told: dict[str, Json] = {"note": note} if note else {}
    audit.note(ctx.store, ctx.now, scope.person, "nomination_endorsed", f"nomination:{row}", told)
    await desks.tell_desk(ctx, after, scope)
    by = _by(ctx)
    await desks.tell_unit(ctx, after, "passed", by=by)
    return ctx.say("nomination.passed_up", [["award"], ["menu"]], number=row, **deed_words.at(ctx))


def _by(ctx: Context) -> str:
    """The relay's office."""
    grant = ctx.person.holding("relay") if ctx.person else None
    return short_name(grant.unit_name) if grant else capital(ctx.words.who(ctx.person))


async def ask_note(ctx: Context) -> Answer:
    """[Pass on with a word]."""
    return await _ask(ctx, NOTING)


async def ask_reason(ctx: Context) -> Answer:
    """[Return to be completed]: a reason is obligatory."""
    return await _ask(ctx, RETURNING)


async def _ask(ctx: Context, sheet: Sheet) -> Answer:
    row, version = pressed(ctx)
    if await at_hand(ctx, row, version) is None:
        return await as_now(ctx)
    return await walker.begin(ctx, sheet, subject=f"nomination:{row}:{version}")


async def _noted(ctx: Context, progress: Progress) -> Answer:
    return await _passed(ctx, *subject(progress), str(progress.answers["reason"]))


async def _returned(ctx: Context, progress: Progress) -> Answer:
    (row, version), scope = subject(progress), need(ctx.person, "endorse")
    said, before = str(progress.answers["reason"]), await at_hand(ctx, row, version)
    after = await nominations.move(ctx.store, ctx.now, before, "drafted", scope, said) if before else None
    if after is None:
        return await desks.as_it_stands(ctx, await dossiers.found(ctx, scope, row))
    audit.note(ctx.store, ctx.now, scope.person, "nomination_returned", f"nomination:{row}", {"reason": said})
    await desks.tell_unit(ctx, after, "drafted", by=_by(ctx), reason=said)
    return ctx.say("nomination.returned", [["award"], ["menu"]], number=row, reason=said, **deed_words.at(ctx))


NOTING = Sheet(NOTE, _noted, verb="endorse", gaps=gaps, spares=True)
RETURNING = Sheet(RETURN, _returned, verb="endorse", gaps=gaps, spares=True)
SHEETS = (NOTING, RETURNING)
ACTIONS = (
    Intention("endorse", agree, verb="endorse", again=as_now),
    Intention("endorse_note", ask_note, verb="endorse", again=as_now),
    Intention("endorse_return", ask_reason, verb="endorse", again=as_now),
)
