"""What belongs to a nomination: its steps, the reports it rests on, and the other nominations of its unit."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from domain.awards.nominations import LIVE, Nomination, Step
from domain.clock import Now
from domain.rights import Scope
from storage.awards import nominations
from storage.scopes import within
from storage.store import Store
from storage.tables import NOMINATION, NOMINATION_DEED, NOMINATION_STEP

_IS_SEEN = {
    below: select(NOMINATION.c.id)
    .where(NOMINATION.c.id == NOMINATION_STEP.c.nomination_id, within(NOMINATION.c.unit_id, below=below))
    .exists()
    for below in (True, False)
}
_HISTORY = {
    below: select(
        NOMINATION_STEP.c.act,
        NOMINATION_STEP.c.state,
        NOMINATION_STEP.c.at,
        NOMINATION_STEP.c.day,
        NOMINATION_STEP.c.person_id,
        NOMINATION_STEP.c.note,
    )
    .where(NOMINATION_STEP.c.nomination_id == bindparam("row"), _IS_SEEN[below])
    .order_by(NOMINATION_STEP.c.id)
    for below in (True, False)
}
_OF_UNIT = {
    below: select(*nominations.COLUMNS)
    .where(
        NOMINATION.c.campaign_id == bindparam("campaign"),
        NOMINATION.c.unit_id == bindparam("unit"),
        NOMINATION.c.state.in_(bindparam("states", expanding=True)),
        within(NOMINATION.c.unit_id, below=below),
    )
    .order_by(NOMINATION.c.id)
    for below in (True, False)
}
_OF_PERSON = {
    below: select(*nominations.COLUMNS)
    .where(
        NOMINATION.c.person_id == bindparam("person"),
        NOMINATION.c.campaign_id == bindparam("campaign"),
        NOMINATION.c.state.in_(bindparam("states", expanding=True)),
        within(NOMINATION.c.unit_id, below=below),
    )
    .order_by(NOMINATION.c.id)
    for below in (True, False)
}
_RESTS_ON = {
    below: select(NOMINATION_DEED.c.nomination_id, NOMINATION_DEED.c.deed_id)
    .join(NOMINATION, NOMINATION.c.id == NOMINATION_DEED.c.nomination_id)
    .where(
        NOMINATION_DEED.c.nomination_id.in_(bindparam("ids", expanding=True)), within(NOMINATION.c.unit_id, below=below)
    )
    .order_by(NOMINATION_DEED.c.deed_id)
    for below in (True, False)
}


async def history(store: Store, now: Now, row: int, scope: Scope) -> list[Step]:
    """Every step of a nomination, the oldest first."""
    values = {"row": row, **nominations.values_of(now, scope)}
    return [Step(*one) for one in await store.rows(_HISTORY[scope.below], values)]


async def of_unit(store: Store, now: Now, campaign: int, unit: int, scope: Scope) -> list[Nomination]:
    """A unit's live nominations: what a new one must not repeat."""
    values = {"campaign": campaign, "unit": unit, "states": sorted(LIVE), **nominations.values_of(now, scope)}
    return [Nomination(*row) for row in await store.rows(_OF_UNIT[scope.below], values)]


async def of_person(store: Store, now: Now, campaign: int, person: int, scope: Scope) -> list[Nomination]:
    """Live nominations of somebody who is known, from whatever unit of the scope: people change schools."""
    values = {"campaign": campaign, "person": person, "states": sorted(LIVE), **nominations.values_of(now, scope)}
    return [Nomination(*row) for row in await store.rows(_OF_PERSON[scope.below], values)]


async def deeds_of(store: Store, now: Now, rows: Sequence[int], scope: Scope) -> dict[int, tuple[int, ...]]:
    """The reports each of these nominations rests on."""
    found: dict[int, tuple[int, ...]] = dict.fromkeys(rows, ())
    if not rows:
        return found
    values = {"ids": list(rows), **nominations.values_of(now, scope)}
    for row, deed in await store.rows(_RESTS_ON[scope.below], values):
        found[row] = (*found[row], deed)
    return found
