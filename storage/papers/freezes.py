"""Frozen figures: asked for, filled once from one view of the database, and from then on only read (chốt số)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from domain.clock import Now
from domain.papers.freezes import Figures, Freeze, FrozenFile
from domain.rights import Scope
from domain.summary import Slice
from storage.scopes import within
from storage.store import Store
from storage.tables import FREEZE
from storage.types import AnyRow

_COLUMNS = (
    FREEZE.c.id,
    FREEZE.c.unit_id,
    FREEZE.c.first_day,
    FREEZE.c.last_day,
    FREEZE.c.movement,
    FREEZE.c.as_of,
    FREEZE.c.words,
    FREEZE.c.at,
    FREEZE.c.person_id,
    FREEZE.c.figures,
    FREEZE.c.files,
    FREEZE.c.digest,
)
_KEPT = (
    FREEZE.c.campaign_id == bindparam("campaign"),
    FREEZE.c.state == "kept",
    within(FREEZE.c.unit_id, below=True),
)
_ADD = insert(FREEZE).returning(FREEZE.c.id)
_ASKED = select(
    FREEZE.c.unit_id,
    FREEZE.c.first_day,
    FREEZE.c.last_day,
    FREEZE.c.movement,
    FREEZE.c.as_of,
    FREEZE.c.words,
    FREEZE.c.at,
).where(FREEZE.c.id == bindparam("row"), FREEZE.c.state == "asked", FREEZE.c.person_id == bindparam("person"))
_SAME = select(FREEZE.c.id).where(
    FREEZE.c.state == "asked",
    FREEZE.c.campaign_id == bindparam("campaign"),
    FREEZE.c.person_id == bindparam("person"),
    FREEZE.c.unit_id == bindparam("unit"),
    FREEZE.c.movement == bindparam("what"),
    FREEZE.c.first_day.is_not_distinct_from(bindparam("first", type_=FREEZE.c.first_day.type)),
    FREEZE.c.last_day.is_not_distinct_from(bindparam("last", type_=FREEZE.c.last_day.type)),
    FREEZE.c.as_of.is_not_distinct_from(bindparam("day", type_=FREEZE.c.as_of.type)),
)
_FILL = (
    update(FREEZE)
    .where(FREEZE.c.id == bindparam("row"), FREEZE.c.state == "asked")
    .values(
        state="kept",
        figures=bindparam("told"),
        files=bindparam("contents"),
        digest=bindparam("manifest"),
        at=bindparam("moment"),
        frozen_at=bindparam("now"),
    )
)
_REFUSE = update(FREEZE).where(FREEZE.c.id == bindparam("row"), FREEZE.c.state == "asked").values(state="refused")
_ONE = select(*_COLUMNS).where(*_KEPT, FREEZE.c.id == bindparam("row"))
_PAGE = select(*_COLUMNS).where(*_KEPT).order_by(FREEZE.c.id.desc()).limit(bindparam("most")).offset(bindparam("skip"))
_COUNT = select(func.count()).where(*_KEPT)
_EVERY = select(*_COLUMNS).where(FREEZE.c.state == "kept").order_by(FREEZE.c.id)
_FILES = select(FREEZE.c.files).where(FREEZE.c.files.is_not(None))


def _freeze(row: AnyRow) -> Freeze:
    unit, first, last, movement, as_of = row[1:6]
    files = tuple(FrozenFile(*one) for one in row[10] or ())
    wanted = Slice(unit, first, last, movement, as_of)
    return Freeze(row[0], wanted, row[6], row[7], row[8], Figures.of(row[9]), files, row[11])


def _where(now: Now, campaign: int, scope: Scope) -> dict[str, Any]:
    return {"campaign": campaign, "roots": list(scope.roots), "day": now.today}


async def ask(store: Store, now: Now, campaign: int, wanted: Slice, words: str, scope: Scope) -> int:
    """Note that a slice is to be frozen; the number it will have. Asked twice before it is done, it is one."""
    same = {"unit": wanted.unit, "first": wanted.first, "last": wanted.last, "day": wanted.as_of}
    who = {"campaign": campaign, "person": scope.person, "what": wanted.movement}
    if row := await store.row(_SAME, {**same, **who}):
        return int(row[0])
    return await store.add(
        _ADD,
        {
            "campaign_id": campaign,
            "unit_id": wanted.unit,
            "first_day": wanted.first,
            "last_day": wanted.last,
            "movement": wanted.movement,
            "as_of": wanted.as_of,
            "words": words,
            "at": now.campaign,
            "person_id": scope.person,
        },
    )


async def asked(store: Store, row: int, scope: Scope) -> tuple[Slice, str, datetime] | None:
    """What is to be frozen, if it is this person who asked and it is not done yet: slice, its words, the moment."""
    found = await store.row(_ASKED, {"row": row, "person": scope.person})
    return (Slice(*found[:5]), found[5], found[6]) if found else None


async def fill(
    store: Store, now: Now, row: int, figures: Figures, files: Sequence[FrozenFile], digest: str, scope: Scope
) -> bool:
    """Keep it for good, once; False when that was done before.

    ``now`` is the moment of which the figures are; ``scope`` is that of whoever asked.
    """
    values = {
        "row": row,
        "told": figures.as_json(),
        "contents": [[one.name, one.key, one.media_type, one.size, one.rows] for one in files],
        "manifest": digest,
        "moment": now.campaign,
        "now": now.real,
    }
    return await asked(store, row, scope) is not None and await store.write(_FILL, values) == 1


async def refuse(store: Store, row: int, scope: Scope) -> bool:
    """Nothing was frozen; the number is used up."""
    return await asked(store, row, scope) is not None and await store.write(_REFUSE, {"row": row}) == 1


async def known(store: Store, now: Now, campaign: int, code: str, scope: Scope) -> Freeze | None:
    """What stands under a code ("S-012", "s12", "12"), if its unit lies in the scope."""
    digits = code.strip().upper().removeprefix("S").lstrip("- ")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 18:  # noqa: PLR2004 - what a row's number holds
        return None
    row = await store.row(_ONE, {"row": int(digits), **_where(now, campaign, scope)})
    return _freeze(row) if row else None


async def page(
    store: Store, now: Now, campaign: int, scope: Scope, window: tuple[int, int]
) -> tuple[int, list[Freeze]]:
    """How many there are, and a page (skip, most) of them, the last ones first."""
    values = {**_where(now, campaign, scope), "skip": window[0], "most": window[1]}
    count = await store.row(_COUNT, values)
    return (int(count[0]) if count else 0), [_freeze(row) for row in await store.rows(_PAGE, values)]


async def every(store: Store) -> list[Freeze]:
    """All of them, for whoever looks whether their files are whole."""
    return [_freeze(row) for row in await store.rows(_EVERY)]


async def keys(store: Store) -> set[str]:
    """The contents that freezes own: they are never swept away."""
    return {str(one[1]) for row in await store.rows(_FILES) for one in row[0]}
