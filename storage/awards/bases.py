"""What a nomination rests on and stands on: reports with their evidence, and the unit as it is or last was."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, select

from domain.awards.rules import Basis
from domain.clock import OPEN_END, Now
from domain.messages import Json
from domain.rights import Scope
from storage.scopes import within
from storage.store import Store
from storage.tables import DEED, EVIDENCE, NOMINATION_DEED, UNIT_SPAN

_COLUMNS = (DEED.c.id, DEED.c.movement, DEED.c.state, DEED.c.from_day, DEED.c.outside, DEED.c.answers)
_NAMED = {
    below: select(*_COLUMNS)
    .where(DEED.c.id.in_(bindparam("ids", expanding=True)), within(DEED.c.unit_id, below=below))
    .order_by(DEED.c.id)
    for below in (True, False)
}
_OF_UNIT = {
    below: select(*_COLUMNS)
    .where(
        DEED.c.unit_id == bindparam("unit"),
        DEED.c.campaign_id == bindparam("campaign"),
        DEED.c.state.in_(bindparam("states", expanding=True)),
        within(DEED.c.unit_id, below=below),
    )
    .order_by(DEED.c.id.desc())
    .limit(bindparam("most"))
    for below in (True, False)
}
_FILES = (
    select(EVIDENCE.c.subject, EVIDENCE.c.state, func.count())
    .where(EVIDENCE.c.subject.in_(bindparam("subjects", expanding=True)), EVIDENCE.c.state.in_(("stored", "owed")))
    .group_by(EVIDENCE.c.subject, EVIDENCE.c.state)
)
_SHAKEN = {
    below: select(NOMINATION_DEED.c.nomination_id)
    .join(DEED, DEED.c.id == NOMINATION_DEED.c.deed_id)
    .where(
        NOMINATION_DEED.c.nomination_id.in_(bindparam("ids", expanding=True)),
        DEED.c.state != "confirmed",
        within(DEED.c.unit_id, below=below),
    )
    .distinct()
    for below in (True, False)
}
_STOOD = (
    select(UNIT_SPAN.c.name, UNIT_SPAN.c.kind, UNIT_SPAN.c.to_day, UNIT_SPAN.c.parent_id)
    .where(UNIT_SPAN.c.unit_id == bindparam("unit"), UNIT_SPAN.c.from_day <= bindparam("day"))
    .order_by(UNIT_SPAN.c.from_day.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Report:
    """A report as the rules look at it, with its answers."""

    basis: Basis
    answers: dict[str, Json] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Stood:
    """A unit as it stands on a day, or stood last; ``ended`` is the first day on which it was no more."""

    name: str
    kind: str
    parent: int | None
    ended: date | None


async def named(store: Store, now: Now, ids: Sequence[int], scope: Scope) -> list[Report]:
    """Reports of these numbers that lie in the scope."""
    if not ids:
        return []
    values = {"ids": list(ids), "roots": list(scope.roots), "day": now.today}
    return await _reports(store, await store.rows(_NAMED[scope.below], values))


async def of_unit(
    store: Store, now: Now, campaign: int, unit: int, states: Sequence[str], scope: Scope, most: int = 50
) -> list[Report]:
    """A unit's reports in these states, the newest first."""
    values = {"campaign": campaign, "unit": unit, "states": list(states), "most": most}
    return await _reports(
        store, await store.rows(_OF_UNIT[scope.below], {**values, "roots": list(scope.roots), "day": now.today})
    )


async def _reports(store: Store, rows: Sequence[Any]) -> list[Report]:
    subjects = [f"deed:{row.id}" for row in rows]
    files: Counter[tuple[str, str]] = Counter()
    for subject, state, n in await store.rows(_FILES, {"subjects": subjects}) if subjects else ():
        files[subject, state] += int(n)
    return [
        Report(
            Basis(
                row.id,
                row.movement,
                row.state,
                row.from_day,
                row.outside,
                files[f"deed:{row.id}", "stored"],
                files[f"deed:{row.id}", "owed"],
                bool(row.answers.get("confirmed_by")),
            ),
            row.answers,
        )
        for row in rows
    ]


async def shaken(store: Store, now: Now, nominations: Sequence[int], scope: Scope) -> set[int]:
    """Those of these nominations that rest on a report which its school does not stand by any more (IV.2)."""
    if not nominations:
        return set()
    values = {"ids": list(nominations), "roots": list(scope.roots), "day": now.today}
    return {row[0] for row in await store.rows(_SHAKEN[scope.below], values)}


async def stood(store: Store, unit: int, day: date) -> Stood | None:
    """The unit as it stands on ``day``, or as it stood last before it ended."""
    row = await store.row(_STOOD, {"unit": unit, "day": day})
    if row is None:
        return None
    has_ended = row.to_day <= day and row.to_day != OPEN_END
    return Stood(row.name, row.kind, row.parent_id, row.to_day if has_ended else None)
