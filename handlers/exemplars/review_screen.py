"""One example before the Office: the report, how far it has come, and what can be done next (F7)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain import exemplars as rules
from domain.deeds import Deed
from domain.exemplars import Exemplar
from domain.messages import Reply
from domain.mistakes import Mistake
from domain.review import Wanted
from domain.rights import need, scope
from handlers.context import Context, Offer, act
from handlers.deeds import deed_words, minors
from handlers.exemplars import adopters, publishing
from handlers.exemplars import marks as likeness_marks
from handlers.figures import standing
from handlers.forms.evidence import as_it_came
from storage.deeds import deeds
from storage.exemplars import exemplar_notes, exemplars
from storage.exemplars.exemplar_notes import Note
from storage.units import units
from texts.catalogue import capital, shortened

STAFF = frozenset({"teacher", "manager", "employee"})
"""Whose names the first line may hold: no pupil's (CONVERSATIONS §1.6)."""
MOST_NOTES = 2
SHORT = 120
"""Letters of a question or an answer on the screen."""


async def found_in(ctx: Context, number: int) -> tuple[Deed, Exemplar]:
    """The report, and how far it has come; raises Mistake for one outside the reader's part."""
    held = need(ctx.person, "review")
    deed = await deeds.get(ctx.store, ctx.now, number, held)
    one = await exemplars.known(ctx.store, ctx.now, number, held)
    if deed is None or one is None:
        raise Mistake("deed_not_yours")
    return deed, one


def marks(ctx: Context, wanted: Wanted) -> tuple[int, ...]:
    """What a button carries, so that the next one is of the same list; nothing for the plain list."""
    return wanted.marks(standing.codes(ctx)) if wanted != Wanted() else ()


def wanted_of(ctx: Context, at: int) -> Wanted:
    """The list that a button carries from that place on."""
    return Wanted.of(ctx.args[at:], standing.codes(ctx))


async def shown(ctx: Context, number: int, wanted: Wanted | None = None, before: str = "") -> Reply:
    """The report with its buttons, after a line on what happened ``before``."""
    deed, one = await found_in(ctx, number)
    minors.seen(ctx, deed)
    wanted, mark = wanted or Wanted(), await likeness_marks.to_office(ctx, deed)
    spread = await adopters.line(ctx, deed.id)
    lines = [
        await headline(ctx, deed, one),
        *mark.lines,
        *await _remarks(ctx, deed, one, is_marked=bool(mark.lines)),
        *([spread] if spread else []),
        deed_words.lines(ctx.words, await as_it_came(ctx.store, deed.id, deed.answers), await sent_by(ctx, deed)),
    ]
    ctx.talk.page = {"what": "review", "deed": deed.id, "marks": list(marks(ctx, wanted))}
    beside = [mark.offers[:1], await publishing.offer(ctx, deed.id)]
    beside += [[ctx.button("see_adopters", act("adopters", deed.id, 0))]] if spread else []
    return ctx.say(
        "review.one", rows(ctx, deed, one, wanted, beside), lines="\n".join([*([before] if before else []), *lines])
    )


async def sent_by(ctx: Context, deed: Deed) -> str:
    """Who told it, and when."""
    sent = deed.sent_at.astimezone(ctx.now.zone)
    reporter = await ctx.reader(deed.reporter) if deed.reporter else None
    by = ctx.words.who(reporter.person if reporter else None)
    return ctx.words("deed.sent_by", by=by, time=ctx.words.time(sent), day=ctx.words.day(sent.date()))


async def headline(ctx: Context, deed: Deed, one: Exemplar) -> str:
    """As in "G-1284 · cô Hạnh · Trường THPT Ngô Quyền xác nhận 11/04/2025. Khâu: Phát hiện."."""
    words, unit = ctx.words, await units.by_id(ctx.store, deed.unit, ctx.now.today)
    who = deed.answers.get("who")
    named = deed_words.people(words, who) if isinstance(who, Mapping) and who.get("role") in STAFF else []
    told = [f"G-{deed.id}", *([", ".join(named)] if named else [])]
    if unit:
        day = (deed.decided_at or deed.sent_at).astimezone(ctx.now.zone).date()
        told.append(words(f"review.unit_{deed.state}", unit=unit.name, day=words.day(day)))
    return words("review.headline", what=" · ".join(told), stage=words(f"exemplar.stage.{one.stage}"))


async def _remarks(ctx: Context, deed: Deed, one: Exemplar, *, is_marked: bool) -> list[str]:
    """What to look at before anything is decided."""
    words, today = ctx.words, ctx.now.today
    warned = [words(f"review.is_{one.side}")] if one.side else []
    sent, limit = deed.sent_at.astimezone(ctx.now.zone).date(), ctx.campaign.review_days
    if one.changed_at is None and deed.state == "confirmed" and rules.overdue(sent, today, limit):
        warned.append(words("review.overdue", n=(today - sent).days, limit=limit))
    told = " ".join(warned)
    found = [told if is_marked else words("review.look", what=told)] if warned else []
    if one.level:
        found.append(words("review.level", level=words(f"exemplar.level.{one.level}")))
    if one.assigned:
        found.append(words("review.assigned", who=words.who((await ctx.reader(one.assigned)).person)))
    held = need(ctx.person, "review")
    notes = await exemplar_notes.of(ctx.store, ctx.now, deed.id, held)
    return [*found, *[await note_line(ctx, note) for note in notes[-MOST_NOTES:]]]


async def note_line(ctx: Context, note: Note) -> str:
    """A note, or a question with its answer."""
    words = ctx.words
    by = words.who((await ctx.reader(note.by)).person if note.by else None)
    to = words.who((await ctx.reader(note.to)).person if note.to else None)
    state = "note" if note.kind == "note" else "answered" if note.answered_at else "waits"
    said = shortened(note.answer or "", SHORT) or words("review.in_files")
    return words(
        f"review.line_{state}",
        by=by,
        By=capital(by),
        to=to,
        To=capital(to),
        words=shortened(note.words, SHORT),
        answer=said,
    )


def rows(
    ctx: Context, deed: Deed, one: Exemplar, wanted: Wanted, beside: Sequence[Sequence[Offer]]
) -> list[list[Offer]]:
    """The next step first; whatever discards or leaves comes last. ``beside``: compare; publish; who took it up."""
    key, more = (deed.id, one.version), marks(ctx, wanted)
    following = rules.next_of(one.stage)
    is_open = deed.state == "confirmed"
    first: list[Offer] = []
    if one.side:
        first = [ctx.button(f"lift_{one.side}", act("exemplar_lift", *key, *more))]
    elif following and is_open:
        first = [ctx.button(f"to_{following}", act(f"to_{following}", *key, *more))]
    asking: list[Offer] = [ctx.button("ask_reporter", act("ask_reporter", *key, *more))] if deed.reporter else []
    files = [ctx.button("see_files", act("review_files", deed.id, *more))] if _has_files(deed) else []
    others = ctx.button("other_acts", act("review_acts", deed.id, *more))
    back = [ctx.button("return_deed", act("hand_back", *key, *more))] if is_open and not one.side else []
    pupil = deed.answers.get("_full_name") and scope(ctx.person, "see_pupils")
    compare, *more_rows = beside
    return [
        first,
        *([*row] for row in more_rows),
        *([[*compare, *asking], [*files]] if compare else [[*asking, *files]]),
        [ctx.button("see_pupil_name", act("pupil_name", deed.id))] if pupil else [],
        [*back, others],
        [ctx.button("next_exemplar", act("review_next", deed.id, *more))],
    ]


def _has_files(deed: Deed) -> bool:
    return bool(deed.answers.get("_photos") or deed.answers.get("_papers"))


async def moved_on(ctx: Context, number: int, wanted: Wanted | None = None) -> Reply:
    """Somebody else was quicker: who did what meanwhile, and how it stands now (RELIABILITY S8)."""
    return await shown(ctx, number, wanted, await last_step(ctx, number) or ctx.words("review.changed", number=number))


async def last_step(ctx: Context, number: int) -> str:
    """What happened to it last, in a sentence; "" when nothing has."""
    steps = await exemplars.steps(ctx.store, ctx.now, number, need(ctx.person, "review"))
    if not steps:
        return ""
    step, _, at, by, _ = steps[-1]
    return ctx.words("review.moved_on", number=number, done=await step_line(ctx, step, at, by))


async def step_line(ctx: Context, step: str, at: datetime, by: int | None) -> str:
    """As in "chị Hoa chuyển sang khâu Bồi dưỡng lúc 09:10 ngày 28/04/2025"."""
    local = at.astimezone(ctx.now.zone)
    who = ctx.words.who((await ctx.reader(by)).person if by else None)
    when = {"time": ctx.words.time(local), "day": ctx.words.day(local.date())}
    return ctx.words("review.step_at", done=ctx.words(f"exemplar.step.{step}", by=who), **when)
