"""The book of reminders: every nudge with hour, channel, state and reason, in chat and as files (sổ đôn đốc, V.1-1)."""

from collections.abc import Sequence

from domain.books import Annex, Book, Heading, Page, Row
from domain.drawn import DOCX
from domain.mistakes import Mistake
from domain.obligations import Obligation
from domain.rights import Scope, need
from domain.summary import Slice
from domain.unit_names import short_name
from handlers import paging
from handlers.context import Answer, Context, Offer, act
from handlers.duties.chase_lines import COLUMNS, Lines, duty, owed, reason, who
from handlers.exports import exporting
from handlers.figures import standing
from handlers.intentions import Intention
from handlers.wanted import Wanted
from storage import audit, drawings
from storage.duties import chase_book
from storage.duties.chase_book import MOST, Entry
from storage.units import units
from texts.catalogue import Words
from texts.official import LANGUAGE

PAGE = 4
FILES = ("xlsx", "docx")


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
    known = await owed(ctx.store, ctx.house.campaign_id)
    lines = "\n".join(_line(ctx, one, known, is_one=bool(unit)) for one in found)
    turns = paging.turns(ctx, "chase_book", unit, page=page, more=(page + 1) * PAGE < total)
    files: list[Offer] = [
        ctx.button(f"chase_book_{kind}", act("chase_file", unit, place)) for place, kind in enumerate(FILES)
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


def _line(ctx: Context, one: Entry, known: dict[int, Obligation], *, is_one: bool) -> str:
    local = one.at.astimezone(ctx.now.zone)
    parts = [
        f"{ctx.words.time(local)} {ctx.words.day(local.date())}",
        "" if is_one else short_name(one.unit),
        duty(ctx.words, one.obligation, known),
        who(ctx.words, one.name, one.title),
        _state(ctx.words, one),
    ]
    return "- " + " · ".join(part for part in parts if part)


def _state(words: Words, one: Entry) -> str:
    """What became of it, on which channel, and why not, or why not to the head."""
    channel = words(f"channel.{one.channel}") if one.channel else ""
    state = words(f"chase_book.state_{one.state}", channel=channel).strip()
    return f"{state} ({reason(words, one.reason)})" if one.reason else state


# -- as files ----------------------------------------------------------------------------------------------------------


async def asked(ctx: Context) -> Answer:
    """A button of a file: the sheets are an export like others, the annex is drawn up and comes when it is ready."""
    scope, unit, place = need(ctx.person, "announce"), int(ctx.args[0]), int(ctx.args[1])
    if not 0 <= place < len(FILES):
        raise Mistake("unit_not_yours")
    await _where(ctx, unit, scope)
    if FILES[place] == "xlsx":
        return await exporting.taken(ctx, Slice(unit or standing.branch_of(ctx)[1]), "chase")
    chat, language = ctx.talk.address.key, ctx.words.language
    await drawings.ask(ctx.store, ctx.now, scope.person, chat, language, "book_docx", [unit])
    audit.note(ctx.store, ctx.now, scope.person, "chase_book_taken", f"unit:{unit or scope.roots[0]}")
    return ctx.say("chase_book.coming", [["menu"]])


async def annex(ctx: Context, marks: list[int]) -> Wanted:
    """The .docx to go with a document: Vietnamese, whatever language one speaks."""
    official = ctx.house.catalogue.words(LANGUAGE)
    book, n, where = await _content(ctx, marks[0], official)
    values = {"n": ctx.words.number(n), "time": ctx.words.time(ctx.now.local), "day": ctx.words.day(ctx.now.today)}
    ready = ctx.say("chase_book.ready", [["menu"]], where=where, **values)
    not_made = ctx.say("chase_book.not_made", [["menu"]])
    return Wanted(Annex(ctx.campaign.plan.issuer, book), ready, f"{ctx.words('chase_book.file')}.docx", DOCX, not_made)


async def _content(ctx: Context, unit: int, words: Words) -> tuple[Book, int, str]:
    """Nudges, promises and telephone calls, each in its own sheet; how many nudges there are, and of which unit."""
    scope = need(ctx.person, "announce")
    where, campaign = await _where(ctx, unit, scope), ctx.house.campaign_id
    lines = Lines(words, ctx.now, await owed(ctx.store, campaign))
    entries = await chase_book.entries(ctx.store, ctx.now, campaign, unit, scope, (0, MOST))
    given = await chase_book.promises(ctx.store, ctx.now, campaign, unit, scope)
    calls = await chase_book.calls(ctx.store, ctx.now, campaign, unit, scope)
    as_of = ctx.now.local
    note = words("chase_book.as_of", time=words.time(as_of), day=words.day(as_of.date()))
    pages = (
        _page(words, ("nudges", where, note), [(place, *lines.nudge(one)) for place, one in enumerate(entries, 1)]),
        _page(words, ("promises", where, note), [(place, *lines.promise(one)) for place, one in enumerate(given, 1)]),
        _page(words, ("calls", where, note), [(place, *lines.call(one)) for place, one in enumerate(calls, 1)]),
    )
    return Book(pages), len(entries), where


def _page(words: Words, named: tuple[str, str, str], rows: Sequence[Row]) -> Page:
    name, where, note = named
    heads = tuple(Heading(words(f"chase_book.column_{column}"), width) for column, width in COLUMNS[name])
    title = words(f"chase_book.title_{name}", where=where)
    return Page(words(f"chase_book.sheet_{name}"), title, note, heads, tuple(rows))


COMMANDS = (Intention("chasebook", book, verb="announce", aliases=("sodondoc",)),)
ACTIONS = (
    Intention("chase_book", book, verb="announce", reading=True),
    Intention("chase_file", asked, verb="announce"),
)
