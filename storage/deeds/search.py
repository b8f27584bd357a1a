"""Finding reports, plans and units by folded words, within one's rights (F6; RELIABILITY S24)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, update

from domain.rights import Scope
from domain.unit_names import short_name
from domain.vietnamese import plain
from storage.database import Connection
from storage.deeds import word_index
from storage.deeds.beginnings import Begins
from storage.deeds.word_index import Change
from storage.scopes import within
from storage.store import Store
from storage.tables import BRANCH, DEED, PLAN, UNIT, UNIT_SPAN
from storage.types import AnyRow

LONGEST = 100
"""Letters of a query; what is longer is cut (a pattern of any length matches slowly)."""
MOST_WORDS = 8
LONGEST_FOLDED = 6000
LONGEST_WORD = 60
"""An index of words takes none of any length, and nobody types more."""
VERY_FEW = 20
"""Units with so few reports that no index of words is needed."""
FEW = 200
"""Units whose reports are better looked up one by one."""
MOST_COUNTED = 300
"""Who finds more types another word."""
_SAID = ("what", "who", "result", "where", "group", "confirmed_by")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose reports may be found: one's own, and (``branch``) those of one's branch on ``day``."""

    campaign: int
    person: int
    branch: Scope | None
    day: date


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that was found, with the name of its unit on the day."""

    id: int
    answers: dict[str, Any]
    unit: str
    sent_on: date


@dataclass(frozen=True, slots=True)
class PlanHit:
    """A plan that was found by its number."""

    id: int
    unit: int
    name: str


# -- what is looked in -------------------------------------------------------------------------------------------------

_ROWS = select(DEED.c.id, DEED.c.unit_id, DEED.c.answers, DEED.c.sent_on, DEED.c.folded).where(
    DEED.c.id.in_(bindparam("ids", expanding=True))
)
_ABOVE = (
    select(BRANCH.c.unit_id, UNIT_SPAN.c.name)
    .join(
        UNIT_SPAN,
        (UNIT_SPAN.c.unit_id == BRANCH.c.ancestor_id)
        & (UNIT_SPAN.c.from_day <= bindparam("day"))
        & (UNIT_SPAN.c.to_day > bindparam("day")),
    )
    .where(
        BRANCH.c.unit_id.in_(bindparam("units", expanding=True)),
        BRANCH.c.from_day <= bindparam("day"),
        BRANCH.c.to_day > bindparam("day"),
        UNIT_SPAN.c.parent_id.is_not(None),
    )
)
_PUT = update(DEED).where(DEED.c.id == bindparam("row")).values(folded=bindparam("words"))


def note(store: Store, deed: int) -> None:
    """A report is new or has changed: fold its words again at the end of the transaction."""
    store.later(_fold, deed)


async def _fold(connection: Connection, deeds: Sequence[int]) -> None:
    rows = (await connection.execute(_ROWS, {"ids": sorted(set(deeds))})).all()
    above = await _names(connection, rows)
    changes = [
        Change(number, was, folded(answers, above.get((unit, day), []))) for number, unit, answers, day, was in rows
    ]
    if changes:
        await connection.execute(_PUT, [{"row": one.deed, "words": one.now} for one in changes])
        await word_index.renew(connection, changes)


async def _names(connection: Connection, rows: Sequence[Any]) -> dict[tuple[int, date], list[str]]:
    """The unit and those above it but the root, as they were named on the day of the report."""
    found: dict[tuple[int, date], list[str]] = {}
    for day in {row[3] for row in rows}:
        units = sorted({row[1] for row in rows if row[3] == day})
        for unit, name in await connection.execute(_ABOVE, {"units": units, "day": day}):
            found.setdefault((unit, day), []).append(name)
    return found


def folded(answers: Mapping[str, Any], names: Sequence[str]) -> str:
    """Everything a report is found by: its words and its units' names, without marks, each word after a blank."""
    told = [*(_told(answers.get(name)) for name in _SAID), *names, *map(short_name, names)]
    words = " ".join(word[:LONGEST_WORD] for text in told for word in plain(text).split())
    return f" {words}"[:LONGEST_FOLDED].rstrip() if words else ""


def _told(value: Any) -> str:  # noqa: ANN401 - any answer
    if isinstance(value, Mapping):
        return " ".join(_told(one) for one in value.values())
    if isinstance(value, list):
        return " ".join(_told(one) for one in value)
    return value if isinstance(value, str) else ""


# -- looking -----------------------------------------------------------------------------------------------------------


def words_of(query: str) -> list[str]:
    """The folded words of a query, at most so many; empty when it holds none."""
    return [word[:LONGEST_WORD] for word in plain(query[:LONGEST]).split()][:MOST_WORDS]


_ON_BRANCH = (
    select(BRANCH.c.unit_id)
    .where(
        BRANCH.c.ancestor_id.in_(bindparam("roots", expanding=True)),
        BRANCH.c.from_day <= bindparam("day"),
        BRANCH.c.to_day > bindparam("day"),
    )
    .distinct()
    .limit(FEW + 1)
)


async def _near(store: Store, wanted: Wanted) -> list[int] | None:
    """The units whose reports may be seen, when they are few enough to be looked up one by one; None for many."""
    if wanted.branch is None:
        return []
    values = {"roots": list(wanted.branch.roots), "day": wanted.day}
    near = [int(row[0]) for row in await store.rows(_ON_BRANCH, values)]
    return near if len(near) <= FEW else None


def _may_see(wanted: Wanted, near: list[int] | None) -> ColumnElement[bool]:
    own = DEED.c.reporter_id == wanted.person
    if wanted.branch is None:
        return own
    return or_(own, within(DEED.c.unit_id, below=True) if near is None else DEED.c.unit_id.in_(near))


def _values(wanted: Wanted) -> dict[str, Any]:
    return {"roots": list(wanted.branch.roots), "day": wanted.day} if wanted.branch else {}


_HIT = (
    select(DEED.c.id, DEED.c.answers, func.coalesce(UNIT_SPAN.c.name, ""), DEED.c.sent_on)
    .select_from(DEED)
    .outerjoin(
        UNIT_SPAN,
        (UNIT_SPAN.c.unit_id == DEED.c.unit_id)
        & (UNIT_SPAN.c.from_day <= DEED.c.sent_on)
        & (UNIT_SPAN.c.to_day > DEED.c.sent_on),
    )
)


_PAGE = _HIT.where(DEED.c.id.in_(bindparam("ids", expanding=True))).order_by(DEED.c.id.desc())


def _seen_by(wanted: Wanted, near: list[int]) -> Select[tuple[int]]:
    """The reports of a few hundred units, and one's own: their numbers alone, from the indexes."""
    theirs = select(DEED.c.id).where(DEED.c.unit_id.in_(near))
    return theirs.union_all(select(DEED.c.id).where(DEED.c.reporter_id == wanted.person))  # type: ignore[return-value]


async def _by_index(
    store: Store, wanted: Wanted, near: list[int] | None, words: Sequence[str], matched: str
) -> Sequence[AnyRow]:
    """Through the index of words; of a common one, whoever sees a few hundred units does not open all that hold it."""
    where = [DEED.c.campaign_id == wanted.campaign, _may_see(wanted, near), *(Begins(word) for word in words)]
    values = {**_values(wanted), "matched": matched}
    if near is None:
        return await store.rows(word_index.newest(where).limit(MOST_COUNTED), values)
    rows = await store.rows(word_index.among_newest(where).limit(MOST_COUNTED), values)
    if len(rows) == MOST_COUNTED or not await word_index.is_common(store, matched):
        return rows
    return await store.rows(word_index.newest(where, those=_seen_by(wanted, near)).limit(MOST_COUNTED), values)


def _looked_at(wanted: Wanted, near: list[int] | None, words: Sequence[str]) -> Select[tuple[int]]:
    return (
        select(DEED.c.id)
        .where(DEED.c.campaign_id == wanted.campaign, _may_see(wanted, near), *(Begins(word) for word in words))
        .order_by(DEED.c.id.desc())
        .limit(MOST_COUNTED)
    )


async def deeds(store: Store, wanted: Wanted, words: Sequence[str], skip: int, most: int) -> tuple[int, list[Hit]]:
    """How many reports hold all these words (:data:`MOST_COUNTED` may mean more), and a page of them, newest first."""
    near, matched = await _near(store, wanted), word_index.matched(words)
    is_quick = store.is_sqlite and matched and (near is None or len(near) > VERY_FEW)
    if is_quick:
        rows = await _by_index(store, wanted, near, words, matched)
    else:
        rows = await store.rows(_looked_at(wanted, near, words), _values(wanted))
    page = [int(row[0]) for row in rows[skip : skip + most]]
    hits = await store.rows(_PAGE, {"ids": page}) if page else ()
    return len(rows), [Hit(*row) for row in hits]


async def deed(store: Store, wanted: Wanted, number: int) -> Hit | None:
    """The report of that number, if it may be seen."""
    seen = _may_see(wanted, await _near(store, wanted))
    one = _HIT.where(DEED.c.id == number, DEED.c.campaign_id == wanted.campaign, seen)
    row = await store.row(one, _values(wanted))
    return Hit(*row) if row else None


_SPANS = (
    select(UNIT_SPAN.c.unit_id, UNIT_SPAN.c.name, UNIT.c.code, UNIT.c.aliases)
    .join(UNIT, UNIT.c.id == UNIT_SPAN.c.unit_id)
    .where(
        UNIT_SPAN.c.from_day <= bindparam("day"),
        UNIT_SPAN.c.to_day > bindparam("day"),
        within(UNIT_SPAN.c.unit_id, below=True),
    )
    .order_by(UNIT_SPAN.c.unit_id)
)


@lru_cache(8_192)
def _called(name: str, code: str, *aliases: str) -> str:
    """Folding takes longer than looking, and names seldom change."""
    return f" {plain(' '.join([name, short_name(name), code, *aliases]))}"


async def units(store: Store, day: date, words: Sequence[str], scope: Scope) -> list[tuple[int, str]]:
    """Units of the scope whose name, code or alias holds all these words: (unit, name).

    Their names are folded here: a province has some thousand, and they change in too many ways to keep folded.
    """
    found = []
    for unit, name, code, aliases in await store.rows(_SPANS, {"roots": list(scope.roots), "day": day}):
        told = _called(name, code, *(aliases or ()))
        if all(f" {word}" in told for word in words):
            found.append((unit, name))
    return found


async def plan(store: Store, campaign: int, day: date, number: int, scope: Scope) -> PlanHit | None:
    """The plan of that number, if its unit lies in the scope."""
    one = (
        select(PLAN.c.id, PLAN.c.unit_id, UNIT_SPAN.c.name)
        .join(UNIT_SPAN, UNIT_SPAN.c.unit_id == PLAN.c.unit_id)
        .where(
            PLAN.c.id == bindparam("row"),
            PLAN.c.campaign_id == bindparam("campaign"),
            UNIT_SPAN.c.from_day <= bindparam("day"),
            UNIT_SPAN.c.to_day > bindparam("day"),
            within(PLAN.c.unit_id, below=True),
        )
    )
    row = await store.row(one, {"row": number, "campaign": campaign, "roots": list(scope.roots), "day": day})
    return PlanHit(*row) if row else None


__all__ = ["Hit", "PlanHit", "Wanted", "deed", "deeds", "folded", "note", "plan", "units", "words_of"]
