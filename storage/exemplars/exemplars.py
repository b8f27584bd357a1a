"""How far reports have come with the Office: known, moved on, set aside, given to a colleague, one after another."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.clock import Now
from domain.exemplars import Exemplar, Level, Side, Stage, Turn, counted, follows, may_be_set_aside
from domain.rights import Scope
from storage.database import Connection
from storage.exemplars import adoptions
from storage.figures import standing
from storage.figures.figures import Step
from storage.scopes import within
from storage.store import Store
from storage.tables import DEED, EXEMPLAR, EXEMPLAR_STEP
from storage.types import AnyRow

_OF_DEED: Final = (DEED.c.id, DEED.c.unit_id, DEED.c.campaign_id, DEED.c.movement, DEED.c.state)
_OWN: Final = (
    EXEMPLAR.c.stage,
    EXEMPLAR.c.side,
    EXEMPLAR.c.beneath,
    EXEMPLAR.c.level,
    EXEMPLAR.c.assigned_to,
    EXEMPLAR.c.turn,
    EXEMPLAR.c.version,
    EXEMPLAR.c.changed_at,
    EXEMPLAR.c.published_on,
)
COLUMNS = (*_OF_DEED, *_OWN)
"""Of a report beside its example, if it has a row of its own (:func:`exemplar`)."""
OF_REPORT: Final = 5
"""So many of them are of the report itself; the last but two of all is the version, None without a row."""
WIDTH: Final = 14
JOINED = DEED.outerjoin(EXEMPLAR, EXEMPLAR.c.deed_id == DEED.c.id)
_KNOWN = {
    below: select(*COLUMNS)
    .select_from(JOINED)
    .where(DEED.c.id.in_(bindparam("rows", expanding=True)), within(DEED.c.unit_id, below=below))
    .order_by(DEED.c.id)
    for below in (True, False)
}
_NEW = upsert(EXEMPLAR)
_BEGIN = _NEW.on_conflict_do_nothing()
_AWAITED = _NEW.on_conflict_do_update(
    index_elements=["deed_id"], set_={"turn": _NEW.excluded.turn, "version": EXEMPLAR.c.version + 1}
)
_CHANGE = {
    below: update(EXEMPLAR)
    .where(
        EXEMPLAR.c.deed_id == bindparam("row"),
        EXEMPLAR.c.version == bindparam("seen"),
        EXEMPLAR.c.deed_id.in_(
            select(DEED.c.id).where(DEED.c.id == bindparam("row"), within(DEED.c.unit_id, below=below))
        ),
    )
    .values(
        stage=bindparam("at_stage"),
        side=bindparam("on_side"),
        beneath=bindparam("under"),
        level=bindparam("of_level"),
        assigned_to=bindparam("who"),
        turn=bindparam("whose"),
        published_on=bindparam("public"),
        changed_at=bindparam("at"),
        version=EXEMPLAR.c.version + 1,
    )
    .returning(EXEMPLAR.c.version)
    for below in (True, False)
}
_STEP = insert(EXEMPLAR_STEP)
_ITS = EXEMPLAR.c.deed_id == DEED.c.id
STAGE_OF = select(EXEMPLAR.c.stage).where(_ITS).correlate(DEED).scalar_subquery().label("stage")
PUBLISHED_OF = select(EXEMPLAR.c.published_on).where(_ITS).correlate(DEED).scalar_subquery().label("published_on")
"""For whoever changes a report: what it is counted for beside itself goes with it."""


def exemplar(row: AnyRow) -> Exemplar:
    """From :data:`COLUMNS`; a report that has no row stands at the first step."""
    told = list(row[:WIDTH])
    return Exemplar(*told) if told[-3] is not None else Exemplar(*told[:OF_REPORT])


async def known(store: Store, now: Now, deed: int, scope: Scope) -> Exemplar | None:
    """How far a report of the scope has come; None for one that lies elsewhere."""
    return (await several(store, now, [deed], scope)).get(deed)


async def several(store: Store, now: Now, deeds: Sequence[int], scope: Scope) -> dict[int, Exemplar]:
    """The same of several, by their numbers; those of elsewhere are not there."""
    values = {"rows": list(deeds), "roots": list(scope.roots), "day": now.today}
    return {int(row[0]): exemplar(row) for row in await store.rows(_KNOWN[scope.below], values)}


def awaited(store: Store, deed: int) -> None:
    """The school has confirmed a report: it waits for the Office's word, at the step it had come to."""
    store.later(_await, deed)


async def _await(connection: Connection, deeds: Sequence[int]) -> None:
    await connection.execute(_AWAITED, [{"deed_id": deed, "turn": "office"} for deed in dict.fromkeys(deeds)])


_STEPS = (
    select(EXEMPLAR_STEP.c.step, EXEMPLAR_STEP.c.stage, EXEMPLAR_STEP.c.at, EXEMPLAR_STEP.c.person_id)
    .join(DEED, DEED.c.id == EXEMPLAR_STEP.c.deed_id)
    .where(EXEMPLAR_STEP.c.deed_id == bindparam("row"))
    .order_by(EXEMPLAR_STEP.c.id)
)
_OWN_STEPS = _STEPS.where(DEED.c.reporter_id == bindparam("person"))
_STEPS_WITHIN = _STEPS.add_columns(EXEMPLAR_STEP.c.note).where(within(DEED.c.unit_id, below=True))
_OWN_STAGE = select(EXEMPLAR.c.stage, EXEMPLAR.c.side).join(DEED, DEED.c.id == EXEMPLAR.c.deed_id)
_OWN_STAGE = _OWN_STAGE.where(DEED.c.id == bindparam("row"), DEED.c.reporter_id == bindparam("person"))


async def own_steps(store: Store, deed: int, person: int) -> list[tuple[str, datetime, int | None]]:
    """What the Office did with a person's own report, as the person hears of it: (step, when, by whom)."""
    return [(row[0], row[2], row[3]) for row in await store.rows(_OWN_STEPS, {"row": deed, "person": person})]


async def own_stage(store: Store, deed: int, person: int) -> tuple[Stage, Side]:
    """How far a person's own report has come."""
    row = await store.row(_OWN_STAGE, {"row": deed, "person": person})
    return (row[0], row[1]) if row else ("detected", "")


async def steps(
    store: Store, now: Now, deed: int, scope: Scope
) -> list[tuple[str, str, datetime, int | None, str | None]]:
    """What the Office did with a report of the scope: (step, the stage then, when, by whom, with which words)."""
    values = {"row": deed, "roots": list(scope.roots), "day": now.today}
    return [(row[0], row[1], row[2], row[3], row[4]) for row in await store.rows(_STEPS_WITHIN, values)]


# -- one change after another ------------------------------------------------------------------------------------------


async def change(
    store: Store, now: Now, before: Exemplar, after: Exemplar, scope: Scope, step: str, note: str | None = None
) -> Exemplar | None:
    """Put ``after`` in place of ``before`` and leave a step; None when it changed meanwhile, or lies elsewhere."""
    if not before.version:
        await store.write(_BEGIN, {"deed_id": before.deed})
    values: dict[str, Any] = {
        "row": before.deed,
        "seen": before.version or 1,
        "at_stage": after.stage,
        "on_side": after.side,
        "under": after.beneath,
        "of_level": after.level,
        "who": after.assigned,
        "whose": after.turn,
        "public": after.published_on,
        "at": now.campaign,
        "roots": list(scope.roots),
        "day": now.today,
    }
    changed = await store.returned(_CHANGE[scope.below], values)
    if changed is None:
        return None
    after = replace(after, version=int(changed[0]), changed_at=now.campaign)
    record(store, now, after, step, scope.person, note)
    count(store, before, after, now.today)
    return after


def record(store: Store, now: Now, one: Exemplar, step: str, person: int, note: str | None) -> None:
    """Leave a step in an example's history."""
    store.later(
        _write_steps,
        {
            "deed_id": one.deed,
            "step": step,
            "stage": one.stage,
            "side": one.side,
            "at": now.campaign,
            "day": now.today,
            "person_id": person,
            "note": note,
        },
    )


async def _write_steps(connection: Connection, steps: Sequence[dict[str, Any]]) -> None:
    await connection.execute(_STEP, list(steps))


def count(store: Store, before: Exemplar, after: Exemplar, day: date) -> None:
    """Count an example out of where it stood, and into where it stands now."""
    more = Counter(_counted(after))
    more.subtract(_counted(before))
    steps = [(Step(after.campaign, after.unit, day, *what), n) for what, n in more.items() if n]
    if steps:
        standing.count(store, after.campaign, after.unit, day, steps)


def _counted(one: Exemplar) -> list[tuple[str, str, str]]:
    return counted(one.movement, one.state, one.stage, published=one.published_on is not None)


async def move(  # noqa: PLR0913 - a step, its proof and whose word is awaited then
    store: Store,
    now: Now,
    before: Exemplar,
    wanted: Stage,
    scope: Scope,
    note: str | None = None,
    *,
    level: Level = "",
    turn: Turn = "office",
) -> Exemplar | None:
    """Take the next step (or back from the conclusion); None when that does not follow, or something changed meanwhile.

    Whether its proof is there is for the caller to look at.
    """
    if before.state != "confirmed" or not follows(before.stage, before.side, wanted):
        return None
    after = replace(before, stage=wanted, level=level or before.level, turn=turn)
    return await change(store, now, before, after, scope, wanted, note)


async def set_aside(
    store: Store, now: Now, before: Exemplar, side: Side, scope: Scope, note: str | None
) -> Exemplar | None:
    """Hold it while a complaint is open, or hide it; None when that does not follow, or something changed meanwhile."""
    if not may_be_set_aside(before.side, side):
        return None
    after = replace(before, side=side, beneath=before.side, turn="others")
    return await change(store, now, before, after, scope, side, note)


async def lift(store: Store, now: Now, before: Exemplar, scope: Scope, note: str | None) -> Exemplar | None:
    """A person ends a hold, or shows again what was hidden: it stands as it did before."""
    if not before.side:
        return None
    after = replace(before, side=before.beneath, beneath="", turn="others" if before.beneath else "office")
    lifted = await change(store, now, before, after, scope, "lifted", note)
    if lifted is not None and not lifted.side:
        await adoptions.plan_again(store, lifted.deed)
    return lifted


async def waits_for_others(store: Store, now: Now, before: Exemplar, scope: Scope, step: str) -> Exemplar | None:
    """Somebody was asked about it, whose turn it is; None when it is set aside, or changed meanwhile."""
    if before.side or before.state != "confirmed":
        return None
    return await change(store, now, before, replace(before, turn="others"), scope, step)


async def published(store: Store, now: Now, before: Exemplar, scope: Scope) -> Exemplar | None:
    """It was made public today; the first time is the day that counts. None when it changed meanwhile."""
    if before.published_on is not None:
        return before
    return await change(store, now, before, replace(before, published_on=now.today), scope, "published")
