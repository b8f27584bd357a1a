"""/export: which file, of which slice; asked for here, made row by row beside the batches, and logged (F5, S44)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from domain.extracts import KINDS, Extract, ExtractKind, RowsDiffer, Stored, Written
from domain.messages import Attachment, Json, Reply
from domain.mistakes import Mistake
from domain.readers import exports
from domain.rights import Scope, Verb, need, scope
from domain.summary import Slice
from handlers.context import Answer, Context, Offer, act
from handlers.exports import ground, logged
from handlers.figures import slice_words, standing, wanting
from handlers.figures.wanting import Purpose
from handlers.intentions import Intention
from handlers.wanted import Rows
from storage import audit, drawings
from storage.papers import export_log
from storage.units import units

NEEDS: dict[ExtractKind, Verb] = {"chase": "announce", "all": "export_all"}
"""What a file needs beside the right to take files at all."""
AN_HOUR = timedelta(hours=1)
ROWS: tuple[tuple[ExtractKind, ...], ...] = (("plans",), ("deeds", "late"), ("chase",), ("nominations",), ("all",))
"""As they are offered."""
MOST_AN_HOUR = 5
"""Files of one person (S27)."""
MARKS = 5
"""Numbers of a slice."""


def offered(ctx: Context) -> list[ExtractKind]:
    """The files that one may take, in the order in which they are offered."""
    return [kind for row in ROWS for kind in row if kind not in NEEDS or scope(ctx.person, NEEDS[kind])]


def button(ctx: Context, kind: ExtractKind, wanted: Slice) -> Offer:
    """The button that makes one."""
    return ctx.button(f"export_{kind}", slice_words.carry(ctx, "take", wanted, KINDS.index(kind)))


def to_files(ctx: Context, wanted: Slice) -> list[Offer]:
    """The way from figures to files of the same slice, for those who may take any."""
    may = scope(ctx.person, "export") is not None
    return [ctx.button("export", slice_words.carry(ctx, "export_of", wanted))] if may else []


def of_list(ctx: Context, kind: ExtractKind, wanted: Slice) -> list[Offer]:
    """The file of a list that is being looked at: a button, and the word "tệp" (F2)."""
    if kind not in offered(ctx) or scope(ctx.person, "export") is None:
        return []
    value = slice_words.carry(ctx, "take", wanted, KINDS.index(kind))
    ctx.talk.page["file"] = value
    return [ctx.button("export", value)]


# -- which file --------------------------------------------------------------------------------------------------------


async def export(ctx: Context) -> Answer:
    """What the words ask for: a file, a unit, a period, in any order; what is missing is asked."""
    text, *base = ctx.args or ("",)
    marks = base[0].split(".") if base and base[0] else []
    start = Slice.of(marks, standing.codes(ctx)) if marks else None
    if start is None or not await standing.sees(ctx, start.unit):
        start = Slice(standing.branch_of(ctx)[1])
    if exports.is_log(text) and scope(ctx.person, "export_all"):
        ctx.args = ()
        return await logged.listed(ctx)
    asked = exports.read(text)
    kind = asked.kind or (_kind(int(marks[MARKS])) if len(marks) > MARKS else None)
    if not asked.rest:
        return await (taken(ctx, start, kind) if kind else which(ctx, start))
    purpose = Purpose("take", (KINDS.index(kind),), "export") if kind else Purpose("export_of", (), "export")
    found = await wanting.wanted(ctx, asked.rest, start, purpose)
    if not isinstance(found, tuple):
        return found
    wanted, missing = found
    kind = kind or ("late" if missing else None)
    return await (taken(ctx, wanted, kind) if kind else which(ctx, wanted))


async def of_slice(ctx: Context) -> Answer:
    """The files of the slice behind a button."""
    return await which(ctx, await standing.slice_of(ctx))


async def which(ctx: Context, wanted: Slice) -> Answer:
    """Which file is it to be."""
    may = offered(ctx)
    rows: list[list[Offer]] = [[button(ctx, kind, wanted) for kind in row if kind in may] for row in ROWS]
    of = await _of(ctx, wanted)
    if scope(ctx.person, "export_all"):
        rows[-1].append(ctx.button("export_log", act("exports", 0)))
    last: list[Offer] = [
        ctx.button("other_period", slice_words.carry(ctx, "export_period", wanted)),
        ctx.button("menu"),
    ]
    return ctx.say("export.which_of" if of else "export.which", [*rows, last], of=of)


async def _of(ctx: Context, wanted: Slice) -> str:
    """The slice in words, as in ", Phòng GDĐT quận Lê Chân, tháng 03/2025"; "" for all there is."""
    place = "" if wanted.unit == standing.branch_of(ctx)[1] else f", {await slice_words.where(ctx, wanted)}"
    if wanted == Slice(wanted.unit):
        return place
    return place + ground.told(ctx.words, wanted, ctx.now.today, ctx.campaign)


def _kind(place: int) -> ExtractKind:
    if not 0 <= place < len(KINDS):
        raise Mistake("old_button")
    return KINDS[place]


async def other_period(ctx: Context) -> Answer:
    """Another period of the same file, or of whichever is chosen then."""
    wanted, kind = await standing.slice_of(ctx), ctx.args[MARKS:]
    place = _kind(int(kind[0])) if kind else None
    purpose = Purpose("take", (KINDS.index(place),), "export") if place else Purpose("export_of", (), "export")
    back = ctx.button("export_other", slice_words.carry(ctx, "export_of", wanted))
    return await wanting.ask_period(ctx, wanted, purpose, back)


# -- taking it ---------------------------------------------------------------------------------------------------------


async def take(ctx: Context) -> Answer:
    """A file's button."""
    kind = _kind(int(ctx.args[MARKS]))
    return await taken(ctx, await standing.slice_of(ctx), kind)


async def taken(ctx: Context, wanted: Slice, kind: ExtractKind) -> Answer:
    """Ask for the file. Nothing is said: it comes in a moment, or whoever makes it says that it takes longer."""
    held = await _held(ctx, wanted, kind)
    before = await export_log.since(ctx.store, held.person, ctx.now.minus(AN_HOUR))
    if len(before) >= MOST_AN_HOUR:
        again = (before[-MOST_AN_HOUR] + AN_HOUR).astimezone(ctx.now.zone)
        raise Mistake("too_many_exports", most=MOST_AN_HOUR, time=ctx.words.time(again))
    number = await export_log.ask(ctx.store, ctx.now, ctx.house.campaign_id, kind, wanted, held)
    chat, language = ctx.talk.address.key, ctx.words.language
    await drawings.ask(ctx.store, ctx.now, held.person, chat, language, "extract", [number])
    return []


async def _held(ctx: Context, wanted: Slice, kind: ExtractKind) -> Scope:
    """The right to this file of this unit. Raises Mistake."""
    held = need(ctx.person, "export")
    if not await units.is_below(ctx.store, wanted.unit, held.roots, ctx.now.today):
        raise Mistake("unit_not_yours")
    return need(ctx.person, NEEDS[kind]) if kind in NEEDS else held


async def file(ctx: Context, marks: list[int]) -> Rows:
    """What is to be written, within the rights of this moment. Raises Mistake for whom it is not meant any more."""
    [number] = marks
    person = need(ctx.person, "export").person
    asked = await export_log.asked(ctx.store, number, person)
    if asked is None:
        raise Mistake("unit_not_yours")
    kind, wanted = KINDS[KINDS.index(asked[0])], asked[1]
    held = await _held(ctx, wanted, kind)
    extract = Extract(kind, wanted, held, ctx.words.language, ctx.now, ctx.words.who(ctx.person))

    async def settled(ctx: Context, written: Written, stored: Sequence[Stored]) -> Reply:
        return await _settled(ctx, number, extract, written, stored)

    async def differs(ctx: Context, fault: RowsDiffer) -> Reply:
        values = {"written": ctx.words.number(fault.written), "counted": ctx.words.number(fault.counted)}
        return await _refused(ctx, number, extract, "differs", **values)

    async def failed(ctx: Context, why: str) -> Reply:
        return await _refused(ctx, number, extract, why)

    return Rows(extract, settled, differs, failed)


async def _settled(ctx: Context, number: int, extract: Extract, written: Written, stored: Sequence[Stored]) -> Reply:
    [one] = stored
    if not written.rows:
        return await _refused(ctx, number, extract, "none", of=await _of(ctx, extract.wanted))
    await export_log.settle(ctx.store, ctx.now, number, "done", written.rows, one.size)
    _note(ctx, extract, "exported", written.rows)
    values = {
        **{name: str(value) for name, value in written.facts.items()},
        "n": ctx.words.number(written.rows),
        "of": await _of(ctx, extract.wanted),
        "at": _at(ctx, extract),
    }
    reply = ctx.say(f"export.ready.{extract.kind}", _rows(ctx, extract), **values)
    return replace(reply, document=Attachment(one.key, one.name, one.media_type))


def _rows(ctx: Context, extract: Extract) -> list[list[Offer]]:
    wanted = extract.wanted
    other = ctx.button("other_period", slice_words.carry(ctx, "export_period", wanted, KINDS.index(extract.kind)))
    return [[other, ctx.button("export_other", slice_words.carry(ctx, "export_of", wanted))], ["menu"]]


def _at(ctx: Context, extract: Extract) -> str:
    """As in "16:00 ngày 28/04/2025", or the day at whose end things stood."""
    now, words = extract.now, ctx.words
    until = extract.wanted.until(now.today)
    if until < now.today:
        return words("export.end_of", day=words.day(until))
    return words("export.moment", time=words.time(now.local), day=words.day(now.today))


async def _refused(ctx: Context, number: int, extract: Extract, why: str, **values: str) -> Reply:
    """No file: why not, and what can be done. Such a wish counts against nobody's limit."""
    await export_log.settle(ctx.store, ctx.now, number, why)
    _note(ctx, extract, f"export_{why}", 0)
    name = ctx.words(f"export.name.{extract.kind}")
    return ctx.say(f"export.{why}", _rows(ctx, extract), **{"name": name, **values})


def _note(ctx: Context, extract: Extract, action: str, rows: int) -> None:
    wanted = extract.wanted
    days: list[Json] = [day.isoformat() if day else None for day in (wanted.first, wanted.last, wanted.as_of)]
    values: dict[str, Json] = {"kind": extract.kind, "days": days, "movement": wanted.movement, "rows": rows}
    audit.note(ctx.store, ctx.now, extract.scope.person, action, f"unit:{wanted.unit}", values)


COMMANDS = (Intention("export", export, verb="export", aliases=("xuat", "xuattep")),)
ACTIONS = (
    Intention("export_of", of_slice, verb="export", reading=True),
    Intention("export_period", other_period, verb="export", reading=True),
    Intention("take", take, verb="export"),
)
