"""The book of reminders: every nudge with hour, channel, state and reason, in chat and as files (sổ đôn đốc, V.1-1)."""

from collections.abc import Sequence
from datetime import date, datetime

from domain.books import Annex, Book, Heading, Page
from domain.drawn import DOCX, XLSX, PaperKind
from domain.messages import Reply
from domain.mistakes import Mistake
from domain.obligations import Obligation
from domain.rights import Scope, need
from domain.unit_names import short_name
from handlers.context import Answer, Context, Offer, act
from handlers.intentions import Intention
from handlers.sendings import chase_words
from handlers.wanted import Wanted
from storage import audit, drawings
from storage.duties import chase_book, obligations
from storage.duties.chase_book import MOST, Entry
from storage.units import units
from texts.catalogue import Words, capital
from texts.official import LANGUAGE

PAGE = 4
KINDS: tuple[PaperKind, ...] = ("book_xlsx", "book_docx")


# -- in chat -----------------------------------------------------------------------------------------------------------


async def book(ctx: Context) -> Answer:
    """/chasebook, or the button of one unit: a page of it, the last nudges first."""
    scope = need(ctx.person, "announce")
    unit, page = (int(ctx.args[0]), int(ctx.args[1])) if len(ctx.args) > 1 else (0, 0)
    where = await _where(ctx, unit, scope)
    total, of = await chase_book.count(ctx.store, ctx.now, ctx.house.campaign_id, unit, scope)
    if not total:
        return ctx.say("chase_book.empty", [["menu"]], where=where)
    window = (page * PAGE, PAGE)
    found = await chase_book.entries(ctx.store, ctx.now, ctx.house.campaign_id, unit, scope, window)
    owed = await _owed(ctx)
    lines = "\n".join(_line(ctx, one, owed, is_one=bool(unit)) for one in found)
    turns: list[Offer] = [ctx.button("previous_page", act("chase_book", unit, page - 1))] if page else []
    turns += [ctx.button("next_page", act("chase_book", unit, page + 1))] if (page + 1) * PAGE < total else []
    files: list[Offer] = [
        ctx.button(f"chase_{kind}", act("chase_file", unit, place)) for place, kind in enumerate(KINDS)
    ]
    values = {"n": ctx.words.number(total), "units": ctx.words.number(of), "lines": lines}
    return ctx.say("chase_book.page", [turns, files, ["menu"]], where=where, **values)


async def _where(ctx: Context, unit: int, scope: Scope) -> str:
    """The unit, or all that one answers for. Raises Mistake for a unit beyond that."""
    row = unit or scope.roots[0]
    found = await units.by_id(ctx.store, row, ctx.now.today)
    if found is None or (unit and not await units.is_below(ctx.store, unit, scope.roots, ctx.now.today)):
        raise Mistake("unit_not_yours")
    return short_name(found.name)


async def _owed(ctx: Context) -> dict[int, Obligation]:
    return {one.id: one for one in await obligations.every(ctx.store, ctx.house.campaign_id)}


def _line(ctx: Context, one: Entry, owed: dict[int, Obligation], *, is_one: bool) -> str:
    local = one.at.astimezone(ctx.now.zone)
    parts = [
        f"{ctx.words.time(local)} {ctx.words.day(local.date())}",
        "" if is_one else short_name(one.unit),
        _duty(ctx.words, one.obligation, owed),
        _who(ctx.words, one.name, one.title),
        _state(ctx.words, one),
    ]
    return "- " + " · ".join(part for part in parts if part)


def _duty(words: Words, row: int, owed: dict[int, Obligation]) -> str:
    return chase_words.duty(words, owed[row]) if row in owed else ""


def _who(words: Words, name: str | None, title: str | None) -> str:
    return words.naming(name, title or "")["you"] if name else ""


def _state(words: Words, one: Entry) -> str:
    """What became of it, on which channel, and why not, or why not to the head."""
    channel = words(f"channel.{one.channel}") if one.channel else ""
    state = words(f"chase_book.state_{one.state}", channel=channel).strip()
    if not one.reason:
        return state
    return f"{state} ({words(words.first(f'chase_book.reason_{one.reason}', f'reason.{one.reason}', 'reason.failed'))})"


# -- as files ----------------------------------------------------------------------------------------------------------


async def asked(ctx: Context) -> Answer:
    """A button of a file: it is drawn up beside the batches and comes when it is ready."""
    scope, unit, place = need(ctx.person, "announce"), int(ctx.args[0]), int(ctx.args[1])
    if not 0 <= place < len(KINDS):
        raise Mistake("unit_not_yours")
    await _where(ctx, unit, scope)
    chat, language = ctx.talk.address.key, ctx.words.language
    await drawings.ask(ctx.store, ctx.now, scope.person, chat, language, KINDS[place], [unit])
    audit.note(ctx.store, ctx.now, scope.person, "chase_book_taken", f"unit:{unit or scope.roots[0]}")
    return ctx.say("chase_book.coming", [["menu"]])


async def sheets(ctx: Context, marks: list[int]) -> Wanted:
    """The .xlsx, in the words of whoever asked."""
    book, n, where = await _content(ctx, marks[0], ctx.words)
    return Wanted(book, _ready(ctx, n, where), f"{ctx.words('chase_book.file')}.xlsx", XLSX, _not_made(ctx))


async def annex(ctx: Context, marks: list[int]) -> Wanted:
    """The .docx to go with a document: Vietnamese, whatever language one speaks."""
    official = ctx.house.catalogue.words(LANGUAGE)
    book, n, where = await _content(ctx, marks[0], official)
    body = ctx.campaign.plan.issuer
    return Wanted(
        Annex(body, book), _ready(ctx, n, where), f"{ctx.words('chase_book.file')}.docx", DOCX, _not_made(ctx)
    )


def _ready(ctx: Context, n: int, where: str) -> Reply:
    values = {"n": ctx.words.number(n), "time": ctx.words.time(ctx.now.local), "day": ctx.words.day(ctx.now.today)}
    return ctx.say("chase_book.ready", [["menu"]], where=where, **values)


def _not_made(ctx: Context) -> Reply:
    return ctx.say("chase_book.not_made", [["menu"]])


async def _content(ctx: Context, unit: int, words: Words) -> tuple[Book, int, str]:
    """Nudges, promises and telephone calls, each in its own sheet; how many nudges there are, and of which unit."""
    scope = need(ctx.person, "announce")
    where, campaign = await _where(ctx, unit, scope), ctx.house.campaign_id
    entries = await chase_book.entries(ctx.store, ctx.now, campaign, unit, scope, (0, MOST))
    given = await chase_book.promises(ctx.store, ctx.now, campaign, unit, scope)
    calls = await chase_book.calls(ctx.store, ctx.now, campaign, unit, scope)
    owed = await _owed(ctx)
    nudges = [
        (
            place,
            _plain(ctx, one.at),
            one.unit,
            one.above,
            capital(_duty(words, one.obligation, owed)),
            words(words.first(f"chase_book.step_{one.step}", "chase_book.step_hand"), name=one.step),
            _who(words, one.name, one.title),
            words(f"channel.{one.channel}") if one.channel else "",
            words(f"chase_book.state_{one.state}", channel="").strip(),
            words(words.first(f"chase_book.reason_{one.reason}", f"reason.{one.reason}", "reason.failed"))
            if one.reason
            else "",
        )
        for place, one in enumerate(entries, 1)
    ]
    promised = [
        (
            place,
            one.unit,
            capital(_duty(words, one.obligation, owed)),
            _plain(ctx, one.made_at),
            one.day,
            words(f"chase_book.promise_{one.state}"),
        )
        for place, one in enumerate(given, 1)
    ]
    called = [
        (place, one.unit, _plain(ctx, one.at), _who(words, one.name, one.title)) for place, one in enumerate(calls, 1)
    ]
    as_of = ctx.now.local
    note = words("chase_book.as_of", time=words.time(as_of), day=words.day(as_of.date()))
    pages = (
        _page(words, ("nudges", where, note), NUDGES, nudges),
        _page(words, ("promises", where, note), PROMISES, promised),
        _page(words, ("calls", where, note), CALLS, called),
    )
    return Book(pages), len(entries), where


NUDGES = (
    ("place", 8),
    ("at", 20),
    ("unit", 34),
    ("above", 28),
    ("duty", 26),
    ("step", 20),
    ("who", 18),
    ("channel", 15),
    ("state", 16),
    ("reason", 26),
)
PROMISES = (("place", 6), ("unit", 40), ("duty", 30), ("made", 17), ("promised", 14), ("kept", 18))
CALLS = (("place", 6), ("unit", 44), ("at", 17), ("caller", 24))


def _page(
    words: Words, named: tuple[str, str, str], columns: Sequence[tuple[str, int]], rows: Sequence[tuple[object, ...]]
) -> Page:
    name, where, note = named
    heads = tuple(Heading(words(f"chase_book.column_{column}"), width) for column, width in columns)
    title = words(f"chase_book.title_{name}", where=where)
    return Page(words(f"chase_book.sheet_{name}"), title, note, heads, tuple(tuple(row) for row in rows))  # type: ignore[arg-type]  # cells


def _plain(ctx: Context, at: datetime) -> datetime | date:
    """The local moment, to the minute, as a spreadsheet keeps it."""
    return at.astimezone(ctx.now.zone).replace(second=0, microsecond=0, tzinfo=None)


COMMANDS = (Intention("chasebook", book, verb="announce", aliases=("sodondoc",)),)
ACTIONS = (
    Intention("chase_book", book, verb="announce", reading=True),
    Intention("chase_file", asked, verb="announce"),
)
