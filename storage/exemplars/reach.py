"""How far an example has spread: who took it up, and what they told after 30 and after 60 days."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Integer, String, bindparam, case, cast, func, or_, select

from domain.clock import Now
from domain.rights import Scope
from storage.exemplars.adoptions import ASKED_AFTER
from storage.scopes import within
from storage.store import Store
from storage.tables import ADOPTION, ADOPTION_ASK, BRANCH, DEED, EVIDENCE, PUBLICATION, UNIT_SPAN
from storage.types import AnyRow


@dataclass(frozen=True, slots=True)
class Adopter:
    """A unit in the list of those that took an example up, with what it told after 30 and 60 days, in that order."""

    unit: int
    name: str
    on: date
    told: Sequence[tuple[int, str, int]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Spread:
    """How far an example has spread: units that took it up; of those asked after so many days, how many told."""

    units: int = 0
    asked: tuple[int, int] = (0, 0)
    told: tuple[int, int] = (0, 0)


def _of(days: int, *states: str) -> Any:  # noqa: ANN401 - a column
    stands = (ADOPTION_ASK.c.after_days == days) & ADOPTION_ASK.c.state.in_(states)
    return func.coalesce(func.sum(case((stands, 1), else_=0)), 0).cast(Integer)


_SPREAD = (
    select(
        func.count(ADOPTION.c.id.distinct()),
        *(_of(days, "asked", "answered") for days in ASKED_AFTER),
        *(_of(days, "answered") for days in ASKED_AFTER),
    )
    .select_from(ADOPTION)
    .outerjoin(ADOPTION_ASK, ADOPTION_ASK.c.adoption_id == ADOPTION.c.id)
    .where(ADOPTION.c.state == "applied")
)
_SPREAD_OF = _SPREAD.where(ADOPTION.c.deed_id == bindparam("deed"))
_PUBLISHED = select(PUBLICATION.c.deed_id).where(
    PUBLICATION.c.campaign_id == bindparam("campaign"),
    select(DEED.c.movement).where(DEED.c.id == PUBLICATION.c.deed_id).scalar_subquery() == bindparam("movement"),
)
"""Of a movement, what others can have taken up: each publication asked for its report's movement. Joined, SQLite reads
all reports there are as long as it knows of no publication."""
_TOP: BindParameter[int] = bindparam("branch", type_=BRANCH.c.ancestor_id.type)
_SPREAD_BELOW = _SPREAD.where(
    ADOPTION.c.deed_id.in_(_PUBLISHED),
    or_(_TOP.in_(bindparam("roots", expanding=True)), within(_TOP, below=True)),
    select(BRANCH.c.unit_id)
    .where(
        BRANCH.c.unit_id == ADOPTION.c.unit_id,
        BRANCH.c.ancestor_id == _TOP,
        BRANCH.c.from_day <= bindparam("until"),
        BRANCH.c.to_day > bindparam("until"),
    )
    .exists(),
    ADOPTION.c.on_day >= bindparam("first"),
    ADOPTION.c.on_day <= bindparam("until"),
)
_LIST = (
    select(ADOPTION.c.id, ADOPTION.c.unit_id, UNIT_SPAN.c.name, ADOPTION.c.on_day)
    .join(
        UNIT_SPAN,
        (UNIT_SPAN.c.unit_id == ADOPTION.c.unit_id)
        & (UNIT_SPAN.c.from_day <= ADOPTION.c.on_day)
        & (UNIT_SPAN.c.to_day > ADOPTION.c.on_day),
    )
    .where(ADOPTION.c.deed_id == bindparam("deed"), ADOPTION.c.state == "applied")
    .order_by(ADOPTION.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_TOLD = (
    select(ADOPTION_ASK.c.adoption_id, ADOPTION_ASK.c.after_days, ADOPTION_ASK.c.line, ADOPTION_ASK.c.files)
    .where(
        ADOPTION_ASK.c.adoption_id.in_(bindparam("rows", expanding=True)),
        ADOPTION_ASK.c.state == "answered",
        ADOPTION_ASK.c.line.is_not(None),
    )
    .order_by(ADOPTION_ASK.c.adoption_id, ADOPTION_ASK.c.after_days)
)
_PHOTOS = (
    select(UNIT_SPAN.c.name, ADOPTION_ASK.c.after_days, EVIDENCE.c.clean_key)
    .select_from(ADOPTION)
    .join(ADOPTION_ASK, ADOPTION_ASK.c.adoption_id == ADOPTION.c.id)
    .join(
        EVIDENCE,
        EVIDENCE.c.subject == "adoption:" + cast(ADOPTION.c.id, String) + ":" + cast(ADOPTION_ASK.c.after_days, String),
    )
    .join(
        UNIT_SPAN,
        (UNIT_SPAN.c.unit_id == ADOPTION.c.unit_id)
        & (UNIT_SPAN.c.from_day <= ADOPTION.c.on_day)
        & (UNIT_SPAN.c.to_day > ADOPTION.c.on_day),
    )
    .where(
        ADOPTION.c.deed_id == bindparam("deed"),
        ADOPTION.c.state == "applied",
        EVIDENCE.c.state == "stored",
        EVIDENCE.c.clean_key.is_not(None),
        select(DEED.c.id).where(DEED.c.id == bindparam("deed"), within(DEED.c.unit_id, below=True)).exists(),
    )
    .order_by(ADOPTION.c.id, ADOPTION_ASK.c.after_days, EVIDENCE.c.id)
    .limit(bindparam("most"))
)


def _spread(row: AnyRow | None) -> Spread:
    return Spread(row[0], (row[1], row[2]), (row[3], row[4])) if row else Spread()


async def spread_of(store: Store, deed: int) -> Spread:
    """How far one example has spread; whoever asks may see the example itself."""
    return _spread(await store.row(_SPREAD_OF, {"deed": deed}))


async def spread_below(
    store: Store, now: Now, campaign: int, branch: int, movement: str, days: tuple[date, date], scope: Scope
) -> Spread:
    """What units of a branch took up of a movement's examples from one day to another, both included."""
    values = {"campaign": campaign, "branch": branch, "movement": movement, "first": days[0], "until": days[1]}
    return _spread(await store.row(_SPREAD_BELOW, {**values, "roots": list(scope.roots), "day": now.today}))


async def photos(store: Store, now: Now, deed: int, most: int, scope: Scope) -> list[tuple[str, int, str]]:
    """Cleaned photos that units told it with: (unit, days, key), of an example in the scope."""
    values = {"deed": deed, "most": most, "roots": list(scope.roots), "day": now.today}
    return [(row[0], row[1], row[2]) for row in await store.rows(_PHOTOS, values)]


async def adopters(store: Store, deed: int, page: tuple[int, int]) -> list[Adopter]:
    """A page (skip, most) of the units that took an example up, the first first, by the name they had then."""
    rows = await store.rows(_LIST, {"deed": deed, "skip": page[0], "most": page[1]})
    told: dict[int, list[tuple[int, str, int]]] = {}
    for row, days, line, files in await store.rows(_TOLD, {"rows": [one[0] for one in rows]}) if rows else ():
        told.setdefault(row, []).append((days, line, files))
    return [Adopter(unit, name, on, told.get(row, [])) for row, unit, name, on in rows]
