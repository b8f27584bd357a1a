"""The plan tracking sheet and the units that have said nothing, as many rows as the 100 % counts units (DOMAIN §8)."""

from collections.abc import AsyncIterator, Sequence
from datetime import date

from domain.books import Cell, Row, Stream
from domain.plans import due_day
from handlers.deeds.deed_words import files
from handlers.exports.ground import Columns, Ground
from handlers.plans import plan_words
from storage.duties import nudged
from storage.figures import stood
from storage.plans import plan_rows
from storage.plans.plan_rows import UnitPlan, Which
from storage.units import units
from texts.catalogue import capital

PLANS: Columns = (
    ("place", 6),
    ("unit", 38),
    ("above", 28),
    ("plan_state", 22),
    ("number", 22),
    ("issued", 13),
    ("signer", 22),
    ("ways", 34),
    ("reached", 11),
    ("total", 9),
    ("proof", 14),
    ("reporter", 16),
    ("reported", 17),
    ("complete", 12),
    ("remark", 34),
)
LATE: Columns = (
    ("place", 6),
    ("unit", 38),
    ("level", 18),
    ("above", 28),
    ("people", 26),
    ("nudged", 10),
    ("nudged_last", 17),
    ("overdue", 12),
)


async def plans(ground: Ground) -> list[Stream]:
    """Who counts in the 100 %, and apart from them whoever the Office let off."""
    now, words, extract = ground.extract.now, ground.words, ground.extract
    told = (await stood.of_slice(ground.store, now, ground.running, extract.wanted, extract.scope)).stood
    duty, until = ground.campaign.duty("plan"), extract.wanted.until(now.today)
    [owe] = await units.count_obliged(ground.store, extract.wanted.unit, duty.obliged, duty.ownerships, [until])
    where = await ground.where()
    day = words.day(until)
    streams = [
        Stream(
            "plans",
            words("export.sheet.plans"),
            words("export.title.plans", where=where, day=day),
            ground.note,
            ground.headings(PLANS),
            _plans(ground, "obliged"),
            told.obliged,
        )
    ]
    if owe - told.obliged:
        title = words("export.title.excused", where=where, day=day)
        columns, rows = ground.headings(PLANS), _plans(ground, "excused")
        streams.append(
            Stream("excused", words("export.sheet.excused"), title, ground.note, columns, rows, owe - told.obliged)
        )
    return streams


async def _plans(ground: Ground, which: Which) -> AsyncIterator[Row]:
    place = 0
    async for page in _pages(ground, which):
        for one in page:
            place += 1
            yield place, *_plan(ground, one)


def _pages(ground: Ground, which: Which) -> AsyncIterator[Sequence[UnitPlan]]:
    extract, duty = ground.extract, ground.campaign.duty("plan")
    return plan_rows.rows(ground.store, extract.now, ground.running[0], extract.wanted, duty, which, extract.scope)


def _plan(ground: Ground, one: UnitPlan) -> Row:
    words, said = ground.words, one.answers
    issued = said.get("issued_on")
    return (
        one.name,
        one.above,
        words(f"export.plan.{one.state or 'refused'}"),
        str(said.get("doc_no") or said.get("superior_no") or ""),
        date.fromisoformat(str(issued)) if issued else None,
        str(said.get("signer") or ""),
        plan_words.spread_words(words, said.get("spread")),
        _number(said.get("reached")),
        _number(said.get("total")) if said.get("total") is not None else one.staff_total,
        files(words, said),
        ground.named(one.by, one.title),
        ground.local(one.at),
        words("export.yes") if one.complete else words("export.no"),
        _remark(ground, one),
    )


def _number(value: object) -> Cell:
    return int(str(value)) if value is not None else None


def _remark(ground: Ground, one: UnitPlan) -> str:
    """The day a unit named, and why."""
    words, said = ground.words, one.answers
    day = said.get("promised_on") if one.state == "drafting" else said.get("until")
    told = words(f"export.day_{one.state}", day=words.day(date.fromisoformat(str(day)))) if day else ""
    return capital(": ".join(part for part in (told, str(said.get("reason") or "")) if part))


async def late(ground: Ground) -> list[Stream]:
    """Those who have said nothing."""
    now, words, extract = ground.extract.now, ground.words, ground.extract
    told = (await stood.of_slice(ground.store, now, ground.running, extract.wanted, extract.scope)).stood
    day = words.day(extract.wanted.until(now.today))
    title = words("export.title.late", where=await ground.where(), day=day)
    columns, rows = ground.headings(LATE), _late(ground)
    return [Stream("late", words("export.sheet.late"), title, ground.note, columns, rows, told.silent)]


async def _late(ground: Ground) -> AsyncIterator[Row]:
    extract, place = ground.extract, 0
    due = due_day(ground.campaign.duty("plan").due, None)
    overdue = max(0, (extract.wanted.until(extract.now.today) - due).days) if due else None
    async for page in _pages(ground, "silent"):
        ids = [one.id for one in page]
        beside = await nudged.of_units(ground.store, extract.now, ground.running[0], "plan", ids, extract.scope)
        for one in page:
            place += 1
            known = beside[one.id]
            people = ", ".join(ground.named(*person) for person in known.people)
            last = ground.local(known.last)
            yield place, one.name, ground.kind(one.kind), one.above, people, known.times, last, overdue or None
