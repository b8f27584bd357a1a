"""/search: reports, plans and units by words without marks, or by receipt number, within one's rights (F6)."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.deeds import Deed
from domain.messages import Reply
from domain.mistakes import Mistake
from domain.readers.seeking import looked_for
from domain.rights import need, scope
from domain.unit_names import short_name
from handlers.context import Answer, Context, Offer, act
from handlers.deeds import check, deed_words, mine, minors
from handlers.exemplars import adopters, marks, publishing, review_screen
from handlers.figures import standing
from handlers.forms.evidence import as_it_came
from handlers.intentions import Intention
from storage.deeds import deeds
from storage.deeds import search as found
from storage.deeds.search import Hit, PlanHit, Wanted
from storage.exemplars import exemplars
from texts.catalogue import shortened

PAGE = 6
"""Lines on a page: with the ways on, no more than ten buttons (CONVERSATIONS §1.20)."""
ROW = 4
LONGEST = 44
"""Letters of a deed in a list."""
TURN = "a.found_page."
_NUMBER = re.compile(r"\s*([gk])\s*-?\s*(\d{1,9})\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    """One thing found: what its line says and what opens it."""

    text: str
    value: str


async def search(ctx: Context) -> Answer:
    """Look for what was typed, or ask for it."""
    query = " ".join(ctx.args).strip()[: found.LONGEST]
    if not found.words_of(query):
        ctx.talk.page = {"what": "search_ask"}
        return ctx.say("search.ask", [["menu"]])
    return await _page(ctx, query, 0)


def asked(text: str) -> tuple[str, ...]:
    """As in "tìm hiến máu": what is looked for, without the word that asks."""
    rest = looked_for(text)
    return (rest,) if rest else ()


async def turn(ctx: Context) -> Answer:
    """Another page of the same words; they are kept here, a button has no room for them."""
    page, ctx.talk.page = ctx.talk.page, {}
    query = str(page.get("query") or "")
    if len(ctx.args) < 2 or not query or ctx.args[1] != _mark(query):  # noqa: PLR2004 - page and mark
        ctx.talk.page = {"what": "search_ask"}
        return ctx.say("search.ask", [["menu"]])
    return await _page(ctx, query, int(ctx.args[0]))


def _mark(query: str) -> str:
    return str(int(hashlib.sha256(query.encode()).hexdigest()[:7], 16))


async def _page(ctx: Context, query: str, page: int) -> Answer:
    total, units, lines = await _find(ctx, query, page * PAGE)
    said = shortened(query, LONGEST)
    if not lines:
        return not_found(ctx, said)
    opens: list[Offer] = [ctx.button("open_place", one.value, n=place) for place, one in enumerate(lines, 1)]
    rows = [opens[at : at + ROW] for at in range(0, len(opens), ROW)]
    rows += [_turns(ctx, query, page, total + units), [ctx.button("search_again", "/search")]]
    items = {str(place): one.value for place, one in enumerate(lines, 1)}
    ctx.talk.page = {**ctx.talk.page, "what": "found", "query": query, "items": {**items}}
    told_more = "search.reports_or_more" if total >= found.MOST_COUNTED else "search.reports"
    counted = [ctx.words(told_more, n=ctx.words.number(total))] if total else []
    counted += [ctx.words("search.units", n=ctx.words.number(units))] if units else []
    told = "\n".join(f"{place} · {one.text}" for place, one in enumerate(lines, 1))
    pages = -(-(total + units) // PAGE)
    which = ctx.words("summary.page", page=page + 1, pages=pages) if pages > 1 else ""
    return ctx.say("search.found", rows, query=said, counted=", ".join(counted), lines=told, page=which)


def not_found(ctx: Context, said: str) -> Reply:
    """Nothing of that name for this person, and how else to look."""
    ctx.talk.page = {"what": "search_ask"}
    return ctx.say("search.none", [[ctx.button("search_again", "/search"), ctx.button("menu")]], query=said)


def _turns(ctx: Context, query: str, page: int, total: int) -> list[Offer]:
    ctx.talk.page = {}
    turns: list[Offer] = []
    for name, to, is_there in (("previous", page - 1, page > 0), ("next", page + 1, (page + 1) * PAGE < total)):
        if is_there:
            value = act("found_page", to, _mark(query))
            ctx.talk.page[name] = value
            turns.append(ctx.button(f"{name}_page", value))
    return turns


async def _find(ctx: Context, query: str, skip: int) -> tuple[int, int, list[_Line]]:
    """How many reports (or plans) and units there are, and a page of them."""
    wanted = _wanted(ctx)
    if number := _NUMBER.fullmatch(query):
        one = await _by_number(ctx, wanted, number[1].lower(), int(number[2]))
        return (1, 0, [one]) if one else (0, 0, [])
    words = found.words_of(query)
    total, hits = await found.deeds(ctx.store, wanted, words, skip, PAGE)
    sight = standing.sight(ctx.person, ctx.house.root)
    units = await found.units(ctx.store, wanted.day, words, sight) if sight else []
    stages = await _stages(ctx, [hit.id for hit in hits])
    lines = [_report(ctx, hit, stages) for hit in hits]
    first = max(0, skip - total)
    for unit, name in units[first : first + PAGE - len(lines)]:
        lines.append(_Line(short_name(name), act("late_unit", unit)))
    return total, len(units), lines


async def _by_number(ctx: Context, wanted: Wanted, letter: str, number: int) -> _Line | None:
    if letter == "g":
        hit = await found.deed(ctx.store, wanted, number)
        return _report(ctx, hit, await _stages(ctx, [hit.id])) if hit else None
    plan = await _plan(ctx, wanted, number)
    if plan is None:
        return None
    return _Line(ctx.words("search.plan", number=plan.id, unit=short_name(plan.name)), act("late_unit", plan.unit))


async def _plan(ctx: Context, wanted: Wanted, number: int) -> PlanHit | None:
    sight = standing.sight(ctx.person, ctx.house.root)
    return await found.plan(ctx.store, wanted.campaign, wanted.day, number, sight) if sight else None


async def unit_of_plan(ctx: Context, number: int) -> int:
    """The unit whose plan has this number. Raises Mistake where it is not within sight."""
    plan = await _plan(ctx, _wanted(ctx), number)
    if plan is None:
        raise Mistake("unit_not_yours")
    return plan.unit


async def _stages(ctx: Context, numbers: list[int]) -> dict[int, str]:
    """At which of the four steps each confirmed report stands, for the Office alone."""
    held = scope(ctx.person, "review")
    found = await exemplars.several(ctx.store, ctx.now, numbers, held) if held and numbers else {}
    confirmed = {number: one.stage for number, one in found.items() if one.state == "confirmed"}
    return {number: ctx.words(f"exemplar.stage.{stage}") for number, stage in confirmed.items()}


def _report(ctx: Context, hit: Hit, stages: Mapping[int, str]) -> _Line:
    text = ctx.words(
        "search.report_at" if hit.id in stages else "search.report",
        number=hit.id,
        what=shortened(str(hit.answers.get("what") or ""), LONGEST),
        unit=short_name(hit.unit),
        day=ctx.words.day(hit.sent_on),
        stage=stages.get(hit.id, ""),
    )
    return _Line(text, act("found", hit.id))


def _wanted(ctx: Context) -> Wanted:
    person = need(ctx.person, "see_own").person
    return Wanted(ctx.house.campaign_id, person, scope(ctx.person, "see_deeds"), ctx.now.today)


async def opened(ctx: Context) -> Answer:
    """A report that was found: one's own with its history, a school's to decide on, any other to read."""
    number, person = int(ctx.args[0]), need(ctx.person, "see_own").person
    if await deeds.own(ctx.store, number, person):
        return await mine.one(ctx)
    branch = scope(ctx.person, "see_deeds")
    deed = await deeds.get(ctx.store, ctx.now, number, branch) if branch else None
    if deed is None:
        raise Mistake("deed_not_yours")
    if deed.state == "confirmed" and scope(ctx.person, "review"):
        return await review_screen.shown(ctx, number)
    confirming = scope(ctx.person, "confirm_deed")
    if confirming and await deeds.get(ctx.store, ctx.now, number, confirming):
        return await check.see(ctx)
    rows: list[list[Offer]] = [[ctx.button("search_again", "/search"), ctx.button("menu")]]
    return await read_only(ctx, deed, rows)


async def read_only(ctx: Context, deed: Deed, rows: list[list[Offer]]) -> Reply:
    """A report as those read it who do not decide on it."""
    minors.seen(ctx, deed)
    sent = deed.sent_at.astimezone(ctx.now.zone)
    reporter = await ctx.reader(deed.reporter) if deed.reporter else None
    by = ctx.words(
        "deed.sent_by",
        by=ctx.words.who(reporter.person if reporter else None),
        time=ctx.words.time(sent),
        day=ctx.words.day(sent.date()),
    )
    mark = await marks.to_office(ctx, deed)
    told = deed_words.lines(ctx.words, await as_it_came(ctx.store, deed.id, deed.answers), by)
    spread = await adopters.line(ctx, deed.id)
    lines = "\n".join((told, *([f"- {spread}"] if spread else []), *mark.lines))
    rows = [[*mark.offers], *rows]
    if spread:
        rows = [[ctx.button("see_adopters", act("adopters", deed.id, 0))], *rows]
    if publish := await publishing.offer(ctx, deed.id):
        rows = [publish, *rows]
    if deed.answers.get("_full_name") and scope(ctx.person, "see_pupils"):
        rows = [[ctx.button("see_pupil_name", act("pupil_name", deed.id))], *rows]
    return ctx.say("check.seen", rows, number=deed.id, lines=lines, state=ctx.words(f"deed.state.{deed.state}"))


COMMANDS = (Intention("search", search, verb="see_own", aliases=("tim",), reading=True),)
ACTIONS = (
    Intention("found_page", turn, verb="see_own", reading=True),
    Intention("found", opened, verb="see_own"),
)
