"""What a report was before each change, and what differs: nothing that was confirmed can be put right unseen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from domain.clock import Now
from domain.deeds import Deed
from domain.messages import Json
from storage.database import Connection
from storage.deeds.minors import PARTS
from storage.store import Store
from storage.tables import DEED, DEED_VERSION

_ADD = insert(DEED_VERSION)
_OF = (
    select(
        DEED_VERSION.c.version,
        DEED_VERSION.c.answers,
        DEED_VERSION.c.changed,
        DEED_VERSION.c.replaced_at,
        DEED_VERSION.c.replaced_by,
    )
    .join(DEED, DEED.c.id == DEED_VERSION.c.deed_id)
    .where(DEED_VERSION.c.deed_id == bindparam("row"), DEED.c.reporter_id == bindparam("person"))
    .order_by(DEED_VERSION.c.version)
)
_ALL = select(DEED_VERSION.c.version, DEED_VERSION.c.answers).where(DEED_VERSION.c.deed_id == bindparam("row"))
_REWRITE = (
    update(DEED_VERSION)
    .where(DEED_VERSION.c.deed_id == bindparam("row"), DEED_VERSION.c.version == bindparam("one"))
    .values(answers=bindparam("kept"))
)


@dataclass(frozen=True, slots=True)
class Version:
    """A report as it was until somebody changed it; ``changed`` are the answers that differ from then on."""

    version: int
    answers: Mapping[str, Json] = field(repr=False)
    changed: list[str]
    until: datetime
    by: int | None


async def _write(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    await connection.execute(_ADD, list(rows))


def _without_consents(answers: Mapping[str, Json]) -> dict[str, Json]:
    return {name: one for name, one in answers.items() if name not in PARTS and name != "_full_name"}


def keep(store: Store, now: Now, before: Deed, after: Deed, person: int) -> None:
    """Keep what ``before`` was; of two consents to a pupil's name nothing once the name is gone."""
    answers = before.answers if after.answers.get("_full_name") else _without_consents(before.answers)
    names = {name for name in before.answers.keys() | after.answers.keys() if name[0] != "_" or name in _FILES}
    changed: list[Json] = [name for name in sorted(names) if before.answers.get(name) != after.answers.get(name)]
    if before.movement != after.movement:
        changed.append("movement")
    store.later(
        _write,
        {
            "deed_id": before.id,
            "version": before.version,
            "answers": answers,
            "movement": before.movement,
            "changed": changed,
            "replaced_at": now.campaign,
            "replaced_by": person,
        },
    )


async def forget_consents(store: Store, row: int) -> int:
    """A pupil's name was taken out: what earlier versions keep of its two consents goes too; returns how many did.

    Their purpose was to let the name stand (DOMAIN §12); that they were given is known to the audit alone.
    """
    found = [(one[0], one[1]) for one in await store.rows(_ALL, {"row": row})]
    told = [(version, _without_consents(answers)) for version, answers in found if set(PARTS) & answers.keys()]
    for version, answers in told:
        await store.write(_REWRITE, {"row": row, "one": version, "kept": answers})
    return len(told)


_FILES = frozenset({"_photos", "_papers"})


async def of(store: Store, row: int, person: int) -> list[Version]:
    """The earlier versions of a person's own report, oldest first."""
    return [Version(*one) for one in await store.rows(_OF, {"row": row, "person": person})]
