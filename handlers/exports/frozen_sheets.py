"""The rows behind figures that are frozen: codes, units, days and states, and neither people nor what they wrote."""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import date
from functools import partial
from typing import TypeAlias

from domain import plans
from domain.books import Cell, Row, Stream
from domain.extracts import RowsDiffer
from domain.messages import Json
from domain.papers.freezes import Figures
from domain.summary import Slice
from handlers.exports.ground import Columns, Ground
from storage.deeds import deed_rows
from storage.figures import stood
from storage.plans import plan_rows
from storage.plans.plan_rows import UnitPlan

Tell: TypeAlias = Callable[[Ground, Row], Row]
FIGURES: Columns = (("figure", 30), ("movement", 26), ("state", 26), ("n", 10))
UNITS: Columns = (
    ("unit_code", 20),
    ("unit", 38),
    ("above", 28),
    ("plan_state", 22),
    ("number", 22),
    ("issued", 13),
    ("reached", 11),
    ("total", 9),
    ("spread", 12),
    ("good", 14),
    ("complete", 12),
)
DEEDS: Columns = (
    ("code", 10),
    ("unit_code", 20),
    ("unit", 38),
    ("above", 28),
    ("movement", 26),
    ("state", 22),
    ("version", 10),
    ("first", 13),
    ("last", 13),
    ("sent", 13),
)


async def figures_of(ground: Ground) -> Figures:
    """How the slice stands."""
    extract = ground.extract
    return await stood.of_slice(ground.store, extract.now, ground.running, extract.wanted, extract.scope)


async def frozen(ground: Ground, figures: Figures) -> list[Stream]:
    """Figures, units and reports, each sheet for people and for machines."""
    words, extract = ground.words, ground.extract
    wanted, told = extract.wanted, figures.stood
    of = told.movements.get(wanted.movement, {})
    standing = sum(of.values()) if wanted.movement else told.reported
    where, what, now = await ground.where(), ground.slice_words(), extract.now.local
    note = words("freeze.note", code=extract.name, time=words.time(now), day=words.day(now.date()))

    def stream(name: str, columns: Columns, rows: AsyncIterator[Row], count: int | None, tell: Tell) -> Stream:
        title = words(f"freeze.title.{name}", code=extract.name, where=where, what=what)
        heads = ground.headings(columns, "freeze.column.")
        sheet = words(f"freeze.sheet.{name}")
        return Stream(name, sheet, title, note, heads, rows, count, partial(tell, ground))

    return [
        stream("figures", FIGURES, _figures(figures), None, _figure_told),
        stream("units", UNITS, _units(ground, figures), told.obliged, _unit_told),
        stream("deeds", DEEDS, _deeds(ground), standing if wanted.first is None else figures.new, _deed_told),
    ]


async def _figures(figures: Figures) -> AsyncIterator[Row]:
    told = figures.stood
    yield "obliged", "", "", told.obliged
    yield "complete", "", "", told.complete
    for said in plans.STATES:
        yield "plan", "", said, told.plans.get(said, 0)
    yield "plan", "", "refused", told.silent
    for movement, states in sorted(told.movements.items()):
        for state, n in sorted(states.items()):
            yield "deed", movement, state, n
    yield "deed_in", "", "", figures.new
    yield "deed_good", "", "", figures.good


async def _units(ground: Ground, figures: Figures) -> AsyncIterator[Row]:
    """Every unit that counts; what they add up to is what the figures say, or nothing is frozen."""
    states, complete = Counter[str](), 0
    async for one in units_now(ground, ground.extract.wanted):
        states["extension" if one.state == "extended" else one.state or "refused"] += 1
        complete += one.complete
        yield unit_row(one)
    if complete != figures.stood.complete:
        raise RowsDiffer("complete", complete, figures.stood.complete)
    for state, n in figures.stood.plans.items():
        if states[state] != n:
            raise RowsDiffer(state, states[state], n)


async def units_now(ground: Ground, wanted: Slice) -> AsyncIterator[UnitPlan]:
    """The units that count in a slice."""
    extract, duty = ground.extract, ground.campaign.duty("plan")
    campaign = ground.running[0]
    async for page in plan_rows.rows(ground.store, extract.now, campaign, wanted, duty, "obliged", extract.scope):
        for one in page:
            yield one


def unit_row(one: UnitPlan) -> Row:
    """A unit as it is frozen: no signer, no reporter."""
    said = one.answers
    return (
        one.code,
        one.name,
        one.above,
        one.state or "refused",
        str(said.get("doc_no") or said.get("superior_no") or ""),
        _day(said.get("issued_on")),
        _number(said.get("reached")),
        _number(said.get("total")),
        int(one.spread),
        int(one.confirmed),
        int(one.complete),
    )


def _day(said: Json) -> date | None:
    return date.fromisoformat(str(said)) if said else None


def _number(said: Json) -> Cell:
    return int(str(said)) if said is not None else None


async def _deeds(ground: Ground) -> AsyncIterator[Row]:
    async for row in deeds_of(ground, ground.extract.wanted):
        yield row


async def deeds_of(ground: Ground, wanted: Slice, *, as_today: bool = False) -> AsyncIterator[Row]:
    """Reports as they are frozen: no teller, no doer, no words."""
    extract, campaign = ground.extract, ground.running[0]
    async for page in deed_rows.rows(ground.store, extract.now, campaign, wanted, extract.scope, as_today=as_today):
        for one in page:
            yield (
                f"G-{one.id}",
                one.code,
                one.name,
                one.above,
                one.movement,
                one.state,
                one.version,
                one.first,
                one.last,
                one.sent_on,
            )


# -- as people read them -----------------------------------------------------------------------------------------------


def _figure_told(ground: Ground, row: Row) -> Row:
    words, (figure, movement, state, n) = ground.words, row
    kind = "export.plan" if figure == "plan" else "deed.state"
    label = words(f"{kind}.{state}") if state else ""
    return words(f"freeze.figure.{figure}"), ground.movement(str(movement)) if movement else "", label, n


def _unit_told(ground: Ground, row: Row) -> Row:
    words = ground.words
    yes = tuple(words("export.yes") if one else words("export.no") for one in row[8:])
    return (*row[:3], words(f"export.plan.{row[3]}"), *row[4:8], *yes)


def _deed_told(ground: Ground, row: Row) -> Row:
    return (*row[:4], ground.movement(str(row[4])), ground.words(f"deed.state.{row[5]}"), *row[6:])
