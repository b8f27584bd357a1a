"""A pupil's full name, kept apart from the report, only with two consents (Law 91/2025/QH15, art. 24)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from domain.clock import Now
from domain.forms import Answers
from domain.rights import Scope
from storage.scopes import within
from storage.store import Store
from storage.tables import DEED, MINOR

PARTS = tuple(f"{whose}_{part}" for whose in ("child", "guardian") for part in ("on", "form", "by"))
"""Day, form and collector of the pupil's own consent and of the parents' or guardian's."""
MOST_LETTERS = 120

_COLUMNS = (MINOR.c.name, *(MINOR.c[part] for part in PARTS))
_OF = select(*_COLUMNS).join(DEED, DEED.c.id == MINOR.c.deed_id).where(MINOR.c.deed_id == bindparam("row"))
_OWN = _OF.where(DEED.c.reporter_id == bindparam("person"))
_WITHIN = {below: _OF.where(within(DEED.c.unit_id, below=below)) for below in (True, False)}
_ADD = insert(MINOR)
_FORGET = delete(MINOR).where(MINOR.c.deed_id == bindparam("row"))


@dataclass(frozen=True, slots=True)
class Named:
    """A full name with its two consents; ``consents`` are the :data:`PARTS`."""

    name: str = field(repr=False)
    consents: dict[str, Any] = field(repr=False)


def _named(row: Any) -> Named | None:  # noqa: ANN401 - a row or None
    return Named(row[0], dict(zip(PARTS, row[1:], strict=True))) if row else None


async def own(store: Store, deed: int, person: int) -> Named | None:
    """The name in a report of one's own."""
    return _named(await store.row(_OWN, {"row": deed, "person": person}))


async def of(store: Store, now: Now, deed: int, scope: Scope) -> Named | None:
    """The name in a report that lies in this scope."""
    values = {"row": deed, "roots": list(scope.roots), "day": now.today}
    return _named(await store.row(_WITHIN[scope.below], values))


async def record(store: Store, now: Now, deed: int, name: str, answers: Answers, person: int) -> None:
    """Keep the name with both consents, in place of what was kept before; KeyError when a part of them is missing."""
    await forget(store, deed)
    told: dict[str, Any] = {part: str(answers[part])[:MOST_LETTERS] for part in PARTS}
    for whose in ("child", "guardian"):
        told[f"{whose}_on"] = date.fromisoformat(told[f"{whose}_on"])
    row = {"deed_id": deed, "name": name[:MOST_LETTERS], "recorded_at": now.campaign, "recorded_by": person}
    await store.write(_ADD, {**row, **told})


async def forget(store: Store, deed: int) -> int:
    """The name and the consents go; returns how many rows that were (0 or 1)."""
    return await store.write(_FORGET, {"row": deed})
