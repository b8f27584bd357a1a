"""Documents of the Office: drafted, written on by whoever sees them as they stand, approved once, then only read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from domain.clock import Now
from domain.papers.freezes import Freeze
from domain.papers.kept import KeptPaper, code_of
from domain.papers.reviews import ReviewKind
from domain.rights import Scope
from domain.summary import Slice
from storage.scopes import within
from storage.store import Store
from storage.tables import PAPER
from storage.types import AnyRow

_COLUMNS = (
    PAPER.c.id,
    PAPER.c.kind,
    PAPER.c.unit_id,
    PAPER.c.first_day,
    PAPER.c.last_day,
    PAPER.c.as_of,
    PAPER.c.words,
    PAPER.c.freeze_id,
    PAPER.c.state,
    PAPER.c.version,
    PAPER.c.sections,
    PAPER.c.number,
    PAPER.c.issued,
    PAPER.c.file_key,
    PAPER.c.drafted_by,
    PAPER.c.drafted_at,
    PAPER.c.approved_by,
    PAPER.c.approved_at,
)
_SEEN = (PAPER.c.campaign_id == bindparam("campaign"), within(PAPER.c.unit_id, below=True))
_LIVE = PAPER.c.state != "dropped"
_ADD = insert(PAPER).returning(PAPER.c.id)
_ONE = select(*_COLUMNS).where(*_SEEN, _LIVE, PAPER.c.id == bindparam("row"))
_PAGE = (
    select(*_COLUMNS)
    .where(*_SEEN, _LIVE)
    .order_by(PAPER.c.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_COUNT = select(func.count()).where(*_SEEN, _LIVE)
_DRAFT = (*_SEEN, PAPER.c.id == bindparam("row"), PAPER.c.version == bindparam("seen"), PAPER.c.state == "draft")
_NEXT = {"version": PAPER.c.version + 1}
_WRITE = update(PAPER).where(*_DRAFT).values(sections=bindparam("said"), **_NEXT).returning(*_COLUMNS)
_CITE = (
    update(PAPER)
    .where(*_DRAFT)
    .values(freeze_id=bindparam("frozen"), as_of=bindparam("until"), **_NEXT)
    .returning(*_COLUMNS)
)
_DROP = update(PAPER).where(*_DRAFT).values(state="dropped", **_NEXT).returning(*_COLUMNS)
_APPROVE = (
    update(PAPER)
    .where(*_DRAFT)
    .values(
        state="approved",
        number=bindparam("numbered"),
        issued=bindparam("dated"),
        approved_by=bindparam("by"),
        approved_at=bindparam("at"),
        **_NEXT,
    )
    .returning(*_COLUMNS)
)
_KEEP = (
    update(PAPER)
    .where(PAPER.c.id == bindparam("row"), PAPER.c.state == "approved", PAPER.c.file_key.is_(None))
    .values(file_key=bindparam("key"))
)
_FILES = select(PAPER.c.id, PAPER.c.file_key).where(PAPER.c.file_key.is_not(None)).order_by(PAPER.c.id)


def _paper(row: AnyRow) -> KeptPaper:
    return KeptPaper(row[0], row[1], Slice(row[2], row[3], row[4], "", row[5]), *row[6:])


def _where(now: Now, campaign: int, scope: Scope) -> dict[str, Any]:
    return {"campaign": campaign, "roots": list(scope.roots), "day": now.today}


async def add(  # noqa: PLR0913, PLR0917 - what a draft is about
    store: Store,
    now: Now,
    campaign: int,
    kind: ReviewKind,
    wanted: Slice,
    words: str,
    freeze: int | None,
    scope: Scope,
) -> int:
    """A new draft of a slice's report; returns its number."""
    return await store.add(
        _ADD,
        {
            "campaign_id": campaign,
            "unit_id": wanted.unit,
            "kind": kind,
            "first_day": wanted.first,
            "last_day": wanted.last,
            "as_of": wanted.until(now.today),
            "words": words,
            "freeze_id": freeze,
            "sections": {},
            "drafted_by": scope.person,
            "drafted_at": now.campaign,
        },
    )


async def known(store: Store, now: Now, campaign: int, row: int, scope: Scope) -> KeptPaper | None:
    """The document of that number, if its unit lies in the scope."""
    found = await store.row(_ONE, {"row": row, **_where(now, campaign, scope)})
    return _paper(found) if found else None


async def page(
    store: Store, now: Now, campaign: int, scope: Scope, window: tuple[int, int]
) -> tuple[int, list[KeptPaper]]:
    """How many there are, and a page (skip, most) of them, the last ones first."""
    values = {**_where(now, campaign, scope), "skip": window[0], "most": window[1]}
    count = await store.row(_COUNT, values)
    return (int(count[0]) if count else 0), [_paper(row) for row in await store.rows(_PAGE, values)]


async def write(
    store: Store, now: Now, campaign: int, before: KeptPaper, sections: Mapping[str, str], scope: Scope
) -> KeptPaper | None:
    """Put these sections in place of those before; None when the draft changed meanwhile, or is none any more."""
    return await _change(store, now, campaign, before, scope, _WRITE, {"said": dict(sections)})


async def cite(
    store: Store, now: Now, campaign: int, before: KeptPaper, freeze: Freeze, as_of: date, scope: Scope
) -> KeptPaper | None:
    """The draft rests on another freeze, whose figures are those of the day ``as_of``; None as above."""
    return await _change(store, now, campaign, before, scope, _CITE, {"frozen": freeze.id, "until": as_of})


async def drop(store: Store, now: Now, campaign: int, before: KeptPaper, scope: Scope) -> KeptPaper | None:
    """Nobody wants the draft any more; None as above."""
    return await _change(store, now, campaign, before, scope, _DROP, {})


async def approve(
    store: Store, now: Now, campaign: int, before: KeptPaper, number: str, issued: date | None, scope: Scope
) -> KeptPaper | None:
    """A person answers for it; number and day may still be blank. None when the draft changed meanwhile."""
    values = {"numbered": number, "dated": issued, "by": scope.person, "at": now.campaign}
    return await _change(store, now, campaign, before, scope, _APPROVE, values)


async def _change(
    store: Store,
    now: Now,
    campaign: int,
    before: KeptPaper,
    scope: Scope,
    statement: ReturningUpdate[Any],
    values: dict[str, Any],
) -> KeptPaper | None:
    where = {"row": before.id, "seen": before.version, **_where(now, campaign, scope)}
    found = await store.returned(statement, {**where, **values})
    return _paper(found) if found else None


async def keep(store: Store, row: int, key: str) -> bool:
    """The file of an approved document was made; False when it was kept before: the first one counts."""
    return await store.write(_KEEP, {"row": row, "key": key}) == 1


async def keys(store: Store) -> set[str]:
    """The contents that documents own: they are never swept away."""
    return set((await files(store)).values())


async def files(store: Store) -> dict[str, str]:
    """The contents of approved documents by their codes, for whoever looks whether they are whole."""
    return {code_of(row[0]): str(row[1]) for row in await store.rows(_FILES)}
