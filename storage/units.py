"""The tree of units in time: spans of name, kind and parent, and the closure that questions about branches use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.clock import OPEN_END
from domain.units import UnitRow
from storage.store import Store
from storage.tables import BRANCH, PLAN, UNIT, UNIT_SPAN

ALWAYS = date(1900, 1, 1)
"""The first day of a unit whose beginning the file does not tell."""

Span = tuple[date, date, str, str, int | None]
"""From, to, name, kind, parent."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it is on one day."""

    id: int
    code: str
    name: str
    kind: str
    parent: int | None
    staff_total: int | None


@dataclass(frozen=True, slots=True)
class Late:
    """An obliged unit that has said nothing of its plan, and the unit above it."""

    id: int
    name: str
    kind: str
    above: str


_PUT = upsert(UNIT)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["code"],
    set_={
        "aliases": _PUT.excluded.aliases,
        "ownership": _PUT.excluded.ownership,
        "staff_total": func.coalesce(_PUT.excluded.staff_total, UNIT.c.staff_total),
        "note": _PUT.excluded.note,
    },
)
_SUCCEED = update(UNIT).where(UNIT.c.id == bindparam("row")).values(successor_id=bindparam("next"))
_IDS = select(UNIT.c.code, UNIT.c.id)
_SPANS = select(UNIT_SPAN)
_CLEAR_SPANS = delete(UNIT_SPAN).where(UNIT_SPAN.c.unit_id == bindparam("row"))
_ADD_SPAN = insert(UNIT_SPAN)
_CLEAR_BRANCHES = delete(BRANCH)
_ADD_BRANCH = insert(BRANCH)

_DAY: BindParameter[date] = bindparam("day")
_NOW = (UNIT_SPAN.c.from_day <= _DAY) & (UNIT_SPAN.c.to_day > _DAY)
_UNIT = (
    select(UNIT.c.id, UNIT.c.code, UNIT_SPAN.c.name, UNIT_SPAN.c.kind, UNIT_SPAN.c.parent_id, UNIT.c.staff_total)
    .join(UNIT_SPAN, UNIT_SPAN.c.unit_id == UNIT.c.id)
    .where(_NOW)
)
_BY_CODE = _UNIT.where(UNIT.c.code == bindparam("code"))
_BY_ID = _UNIT.where(UNIT.c.id == bindparam("row"))
_ROOT = _UNIT.where(UNIT_SPAN.c.parent_id.is_(None)).order_by(UNIT.c.id).limit(1)
_IN_BRANCH = (
    (BRANCH.c.ancestor_id == bindparam("branch"))
    & (BRANCH.c.unit_id == UNIT_SPAN.c.unit_id)
    & (BRANCH.c.from_day <= _DAY)
    & (BRANCH.c.to_day > _DAY)
)
_OBLIGED = (
    UNIT_SPAN.join(BRANCH, _IN_BRANCH).join(UNIT, UNIT.c.id == UNIT_SPAN.c.unit_id),
    _NOW
    & UNIT_SPAN.c.kind.in_(bindparam("kinds", expanding=True))
    & UNIT.c.ownership.in_(bindparam("ownerships", expanding=True)),
)
_COUNT = select(func.count()).select_from(_OBLIGED[0]).where(_OBLIGED[1])
_ABOVE = UNIT_SPAN.alias("above")
_SILENT = (
    ~select(PLAN.c.id)
    .where(PLAN.c.unit_id == UNIT_SPAN.c.unit_id, PLAN.c.campaign_id == bindparam("campaign"))
    .exists()
)
_LATE = (
    select(UNIT_SPAN.c.unit_id, UNIT_SPAN.c.name, UNIT_SPAN.c.kind, func.coalesce(_ABOVE.c.name, ""))
    .select_from(
        _OBLIGED[0].outerjoin(
            _ABOVE,
            (_ABOVE.c.unit_id == UNIT_SPAN.c.parent_id) & (_ABOVE.c.from_day <= _DAY) & (_ABOVE.c.to_day > _DAY),
        )
    )
    .where(_OBLIGED[1], _SILENT)
    .order_by(UNIT_SPAN.c.parent_id, UNIT_SPAN.c.unit_id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_BELOW = select(BRANCH.c.unit_id).where(
    BRANCH.c.ancestor_id.in_(bindparam("roots", expanding=True)),
    BRANCH.c.unit_id == bindparam("unit"),
    BRANCH.c.from_day <= _DAY,
    BRANCH.c.to_day > _DAY,
)


# -- asking ------------------------------------------------------------------------------------------------------------


async def by_code(store: Store, code: str, day: date) -> Unit | None:
    """The unit of that code, as it is on ``day``."""
    row = await store.row(_BY_CODE, {"code": code, "day": day})
    return Unit(*row) if row else None


async def by_id(store: Store, unit: int, day: date) -> Unit | None:
    """The unit of that row, as it is on ``day``."""
    row = await store.row(_BY_ID, {"row": unit, "day": day})
    return Unit(*row) if row else None


async def root(store: Store, day: date) -> Unit | None:
    """The department: the unit with nothing above it."""
    row = await store.row(_ROOT, {"day": day})
    return Unit(*row) if row else None


async def is_below(store: Store, unit: int, roots: Sequence[int], day: date) -> bool:
    """Whether the unit lies on the branch of one of these, or is one of them."""
    return await store.row(_BELOW, {"unit": unit, "roots": list(roots), "day": day}) is not None


async def count_obliged(store: Store, branch: int, kinds: Sequence[str], ownerships: Sequence[str], day: date) -> int:
    """How many active units of a branch have the duty on ``day``: the denominator (DOMAIN §4)."""
    row = await store.row(_COUNT, {"branch": branch, "kinds": list(kinds), "ownerships": list(ownerships), "day": day})
    return int(row[0]) if row else 0


async def late(
    store: Store,
    campaign: int,
    branch: int,
    kinds: Sequence[str],
    ownerships: Sequence[str],
    day: date,
    page: tuple[int, int],
) -> list[Late]:
    """A page (skip, most) of the obliged units that have said nothing of their plan."""
    values = {
        "campaign": campaign,
        "branch": branch,
        "kinds": list(kinds),
        "ownerships": list(ownerships),
        "day": day,
        "skip": page[0],
        "most": page[1],
    }
    return [Late(*row) for row in await store.rows(_LATE, values)]


async def parents(store: Store, day: date) -> dict[str, str]:
    """Code of each known unit → code of the unit above it on ``day`` ("" for the root, or when it has ended)."""
    codes = {row[1]: row[0] for row in await store.rows(_IDS)}
    above = dict.fromkeys(codes.values(), "")
    for unit, spans in (await _spans(store)).items():
        for start, end, _, _, parent in spans:
            if start <= day < end and parent is not None:
                above[codes[unit]] = codes[parent]
    return above


# -- changing ----------------------------------------------------------------------------------------------------------


async def take(store: Store, rows: Sequence[UnitRow], as_of: date | None) -> tuple[int, int]:
    """Take checked rows: new units, or changes of known ones; returns (new, changed).

    Without ``as_of`` a known unit's present name, kind and parent are put right; with it, they are so from that day on.
    """
    before = {row[0]: row[1] for row in await store.rows(_IDS)}
    await store.write(
        _PUT,
        [
            {
                "code": row.code,
                "aliases": list(row.aliases),
                "ownership": row.ownership,
                "staff_total": row.staff_total,
                "note": row.note,
            }
            for row in rows
        ],
    )
    ids = {row[0]: row[1] for row in await store.rows(_IDS)}
    spans = await _spans(store)
    changed = 0
    for row in rows:
        unit = ids[row.code]
        told = spans.get(unit, [])
        spans[unit] = renewed(told, row, ids.get(row.parent_code), as_of)
        changed += row.code in before and spans[unit] != told
        if spans[unit] != told:
            await _write_spans(store, unit, spans[unit])
        if row.successor:
            await store.write(_SUCCEED, {"row": unit, "next": ids[row.successor]})
    await _write_branches(store, spans)
    return len(ids) - len(before), changed


def renewed(spans: Sequence[Span], row: UnitRow, parent: int | None, as_of: date | None) -> list[Span]:
    """A unit's spans after a row of a register was taken."""
    end = row.valid_to or OPEN_END
    if not spans:
        return [(row.valid_from or as_of or ALWAYS, end, row.name, row.kind, parent)]
    *earlier, (start, _, name, kind, above) = spans
    since = row.valid_from or as_of
    if since is None or since <= start:
        return [*earlier, (row.valid_from or start, end, row.name, row.kind, parent)]
    if (name, kind, above) == (row.name, row.kind, parent):
        return [*earlier, (start, end, name, kind, above)]
    return [*earlier, (start, since, name, kind, above), (since, end, row.name, row.kind, parent)]


async def _spans(store: Store) -> dict[int, list[Span]]:
    spans: dict[int, list[Span]] = {}
    for unit, *span in await store.rows(_SPANS):
        spans.setdefault(unit, []).append((span[0], span[1], span[2], span[3], span[4]))
    return {unit: sorted(of_unit, key=lambda span: span[0]) for unit, of_unit in spans.items()}


async def _write_spans(store: Store, unit: int, spans: Sequence[Span]) -> None:
    await store.write(_CLEAR_SPANS, {"row": unit})
    await store.write(
        _ADD_SPAN,
        [
            {
                "unit_id": unit,
                "from_day": span[0],
                "to_day": span[1],
                "name": span[2],
                "kind": span[3],
                "parent_id": span[4],
            }
            for span in spans
        ],
    )


async def _write_branches(store: Store, spans: Mapping[int, Sequence[Span]]) -> None:
    rows = [
        {"ancestor_id": ancestor, "unit_id": unit, "from_day": start, "to_day": end}
        for unit, above in closure(spans).items()
        for ancestor, start, end in above
    ]
    await store.write(_CLEAR_BRANCHES, {})
    for at in range(0, len(rows), 5000):
        await store.write(_ADD_BRANCH, rows[at : at + 5000])


def closure(spans: Mapping[int, Sequence[Span]]) -> dict[int, list[tuple[int, date, date]]]:
    """For each unit, every unit it stands under (itself among them) and in which half-open stretch of days."""
    done: dict[int, list[tuple[int, date, date]]] = {}

    def above(unit: int) -> list[tuple[int, date, date]]:
        if unit not in done:
            found: list[tuple[int, date, date]] = []
            for start, end, _, _, parent in spans.get(unit, ()):
                found.append((unit, start, end))
                for ancestor, since, until in above(parent) if parent is not None else ():
                    if max(start, since) < min(end, until):
                        found.append((ancestor, max(start, since), min(end, until)))
            done[unit] = _joined(found)
        return done[unit]

    for unit in spans:
        above(unit)
    return done


def _joined(stretches: list[tuple[int, date, date]]) -> list[tuple[int, date, date]]:
    """Stretches of one ancestor that meet become one."""
    joined: list[Any] = []
    for ancestor, start, end in sorted(stretches):
        if joined and joined[-1][0] == ancestor and joined[-1][2] >= start:
            joined[-1] = (ancestor, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((ancestor, start, end))
    return joined
