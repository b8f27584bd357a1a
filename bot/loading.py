"""Brings campaigns, units and invitations into an open database: what the command line and the demo both do."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.app import Base, the_calendar
from bot.reorganising import Refused, newly_left_behind
from documents import importers
from documents.importers import UnitSheet, read_campaign_file, read_unit_file
from domain import codes
from domain.campaigns import Campaign
from domain.clock import OPEN_END
from domain.mistakes import Mistake
from domain.obligations import owed
from domain.people import Role
from domain.units import UnitRow
from storage import audit, campaigns
from storage.database import Connection, reading
from storage.duties import obligations
from storage.people import invites
from storage.store import Store
from storage.units import inheriting, units
from storage.units.units import Unit


@dataclass(frozen=True, slots=True)
class Change:
    """What taking a row would do to a unit; ``before`` is None for a new one."""

    row: UnitRow
    before: Unit | None


async def load_campaign(base: Base, path: Path) -> tuple[Campaign, bool]:
    """Import or re-import a campaign file; returns it, and whether it was known. Raises CampaignErrors."""
    campaign = read_campaign_file(path)
    return campaign, await put_campaign(base, campaign)


async def put_campaign(base: Base, campaign: Campaign) -> bool:
    """Import or re-import a campaign; tells whether it was known."""
    now, calendar = base.clock.now(), the_calendar()

    async def write(connection: Connection) -> bool:
        store = Store(connection)
        known = await campaigns.spec(store, campaign.code) is not None
        row = await campaigns.put(store, now, campaign)
        await obligations.bring_up_to_date(store, now, row, owed(campaign, calendar))
        audit.note(store, now, None, "campaign_imported", f"campaign:{row}")
        await store.keep()
        return known

    return await base.writer.run(write)


async def read_units(base: Base, source: Path | bytes) -> UnitSheet:
    """Read a file of units, or its bytes, against those that are known; nothing is changed. Raises Mistake."""
    today = base.clock.now().today
    async with reading(base.readers) as connection:
        known = await units.parents(Store(connection), today)
    return read_unit_file(source, known) if isinstance(source, Path) else importers.read_units(source, known)


async def compare_units(base: Base, rows: Sequence[UnitRow], as_of: date | None) -> tuple[list[Change], int]:
    """What taking the rows would change, and how many known units the file does not name."""
    day = as_of or base.clock.now().today
    async with reading(base.readers) as connection:
        store = Store(connection)
        parents = await units.parents(store, day)
        found = []
        for row in rows:
            before = await units.by_code(store, row.code, day) if row.code in parents else None
            told = (row.name, row.kind, row.parent_code)
            if before is None or (before.name, before.kind, parents[row.code]) != told:
                found.append(Change(row, before))
    return found, len(parents.keys() - {row.code for row in rows})


async def load_units(base: Base, sheet: UnitSheet, as_of: date | None, *, dry_run: bool = False) -> tuple[int, int]:
    """Take a sheet without problems; returns (new, changed). A dry run does it all and then undoes it.

    Raises Refused when units would go on under one that ends: seen only on the whole tree in time.
    """
    now = base.clock.now()

    async def write(connection: Connection) -> tuple[int, int]:
        store = Store(connection)
        before = await units.tree(store)
        counts = await units.take(store, sheet.rows, as_of)
        if lost := newly_left_behind(before.spans, (after := await units.tree(store)).spans):
            raise Refused([_left_behind(sheet, after.codes(), unit, *where) for unit, where in sorted(lost.items())])
        ended = {
            unit: (heir, after.spans[unit][-1][1])
            for unit, heir in after.successors.items()
            if after.spans.get(unit) and after.spans[unit][-1][1] < OPEN_END and before.successors.get(unit) != heir
        }
        await inheriting.carry(store, ended)
        if dry_run:
            await store.undo()
            return counts
        audit.note(store, now, None, "units_imported", "units", {"new": counts[0], "changed": counts[1]})
        await store.keep()
        return counts

    return await base.writer.run(write)


def _left_behind(sheet: UnitSheet, codes: dict[int, str], unit: int, day: date, above: int) -> Mistake:
    """At the unit's own row, or at the row of the one that ends."""
    rows = {row.code: row.row for row in sheet.rows}
    given, ends = codes[unit], codes[above]
    at, column = (rows[given], "parent_code") if given in rows else (rows.get(ends, 0), "valid_to")
    return Mistake("import_left_behind", row=at, column=column, given=given, above=ends, day=day.isoformat())


async def invite(base: Base, code: str, role: Role, uses: int, days: int) -> tuple[str, Unit] | None:
    """Make an invitation to a role in the unit of that code; None when there is no such unit."""
    now = base.clock.now()
    secret = codes.make(secrets.choice)

    async def write(connection: Connection) -> Unit | None:
        store = Store(connection)
        unit = await units.by_code(store, code, now.today)
        if unit is None:
            return None
        row = await invites.add(store, now, secret, base.secret, unit.id, role, uses, days, None)
        audit.note(store, now, None, "invited", f"invite:{row}", {"role": role, "uses": uses, "days": days})
        await store.keep()
        return unit

    unit = await base.writer.run(write)
    return (secret, unit) if unit else None
