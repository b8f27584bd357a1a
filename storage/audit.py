"""What was done, by whom, to what: ids, field names and salted hashes; the values apart, so that they can be erased."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, insert, select

from domain.clock import Now
from domain.messages import Json
from storage.database import Connection
from storage.store import Store
from storage.tables import AUDIT, AUDIT_VALUE

_ADD = insert(AUDIT).returning(AUDIT.c.id, sort_by_parameter_order=True)
_VALUE = insert(AUDIT_VALUE)
_ROWS = select(AUDIT.c.id, AUDIT.c.fields).where(AUDIT.c.subject == bindparam("subject")).order_by(AUDIT.c.id)
_VALUES = (
    select(AUDIT_VALUE.c.audit_id, AUDIT_VALUE.c.field, AUDIT_VALUE.c.salt, AUDIT_VALUE.c.value)
    .join(AUDIT, AUDIT.c.id == AUDIT_VALUE.c.audit_id)
    .where(AUDIT.c.subject == bindparam("subject"))
)
_ERASE = delete(AUDIT_VALUE).where(
    AUDIT_VALUE.c.audit_id.in_(select(AUDIT.c.id).where(AUDIT.c.subject == bindparam("subject")))
)


def note(
    store: Store, now: Now, actor: int | None, action: str, subject: str, values: Mapping[str, Json] | None = None
) -> None:
    """Leave an audit row in the transaction of the change it tells of; sealed later by the clock (DESIGN §13.10)."""
    salted = {field: (secrets.token_hex(16), value) for field, value in (values or {}).items()}
    row = {
        "at": now.real,
        "campaign_at": now.campaign,
        "actor_id": actor,
        "action": action,
        "subject": subject,
        "fields": {field: _hash(salt, value) for field, (salt, value) in salted.items()},
    }
    store.later(_write, (row, salted))


async def _write(connection: Connection, notes: Sequence[tuple[dict[str, Any], dict[str, tuple[str, Json]]]]) -> None:
    ids = (await connection.execute(_ADD, [row for row, _ in notes])).scalars().all()
    values = [
        {"audit_id": number, "field": field, "salt": salt, "value": value}
        for number, (_, salted) in zip(ids, notes, strict=True)
        for field, (salt, value) in salted.items()
    ]
    if values:
        await connection.execute(_VALUE, values)


async def erase(store: Store, subject: str) -> int:
    """Erase what was said in the rows on ``subject``, with the salts, or a short value could be guessed from its hash.

    The rows themselves stay as they were sealed; returns how many values are gone.
    """
    return await store.write(_ERASE, {"subject": subject})


async def check(store: Store, subject: str) -> list[dict[str, bool | None]]:
    """For each row on ``subject``, oldest first, and each field: does the value bear out its hash; None when erased."""
    values = {
        (row, field): (salt, value) for row, field, salt, value in await store.rows(_VALUES, {"subject": subject})
    }
    return [
        {
            field: _hash(*values[row, field]) == kept if (row, field) in values else None
            for field, kept in fields.items()
        }
        for row, fields in await store.rows(_ROWS, {"subject": subject})
    ]


def _hash(salt: str, value: Json) -> str:
    return hashlib.sha256(salt.encode() + orjson.dumps(value)).hexdigest()
