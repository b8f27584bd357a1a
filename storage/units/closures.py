"""Writes what a changed tree of units comes to: spans, who stands under whom, and who goes on in whose place."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Table, bindparam, delete, insert, select, update

from storage.store import Store
from storage.tables import BRANCH, HEIR, UNIT, UNIT_SPAN
from storage.units.spans import Span, Stretch, closure, heirs

BRANCHES = select(BRANCH.c.ancestor_id, BRANCH.c.unit_id, BRANCH.c.from_day, BRANCH.c.to_day)
HEIRS = select(HEIR.c.heir_id, HEIR.c.unit_id, HEIR.c.from_day, HEIR.c.to_day)
_SUCCEED = update(UNIT).where(UNIT.c.id == bindparam("row")).values(successor_id=bindparam("next"))
_CLEAR_SPANS = delete(UNIT_SPAN).where(UNIT_SPAN.c.unit_id == bindparam("row"))
_CLEAR_BRANCH = delete(BRANCH).where(
    BRANCH.c.ancestor_id == bindparam("above"),
    BRANCH.c.unit_id == bindparam("unit"),
    BRANCH.c.from_day == bindparam("since"),
)
_CLEAR_HEIR = delete(HEIR).where(
    HEIR.c.heir_id == bindparam("above"), HEIR.c.unit_id == bindparam("unit"), HEIR.c.from_day == bindparam("since")
)


async def renew(
    store: Store,
    changed: Mapping[int, Sequence[Span]],
    told: Mapping[int, Sequence[Span]],
    successors: Mapping[int, int],
) -> tuple[set[Stretch], set[Stretch]]:
    """Write the spans that changed, and what follows of all there are now; (closure before, closure now). Raises Ring.

    Only rows that differ are written.
    """
    kept = {(row[0], row[1], row[2], row[3]) for row in await store.rows(BRANCHES)}
    stood_in = {(row[0], row[1], row[2], row[3]) for row in await store.rows(HEIRS)}
    wanted = closure(told, successors)
    if successors:
        await store.write(_SUCCEED, [{"row": unit, "next": after} for unit, after in successors.items()])
    if changed:
        await _write_spans(store, changed)
    await _write(store, BRANCH, kept, wanted)
    await _write(store, HEIR, stood_in, heirs(told, successors))
    return kept, wanted


async def _write_spans(store: Store, changed: Mapping[int, Sequence[Span]]) -> None:
    await store.write(_CLEAR_SPANS, [{"row": unit} for unit in changed])
    columns = ("unit_id", "from_day", "to_day", "name", "kind", "parent_id")
    if rows := [dict(zip(columns, (unit, *span), strict=True)) for unit, spans in changed.items() for span in spans]:
        await store.write(insert(UNIT_SPAN), rows)


async def _write(store: Store, table: Table, kept: set[Stretch], wanted: set[Stretch]) -> None:
    clear, above = (_CLEAR_BRANCH, "ancestor_id") if table is BRANCH else (_CLEAR_HEIR, "heir_id")
    if gone := [{"above": row[0], "unit": row[1], "since": row[2]} for row in kept - wanted]:
        await store.write(clear, gone)
    columns = (above, "unit_id", "from_day", "to_day")
    if new := [dict(zip(columns, row, strict=True)) for row in wanted - kept]:
        await store.write(insert(table), new)
