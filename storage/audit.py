"""What was done, by whom, to what: ids, field names and salted hashes; the values apart, so that they can be erased."""

import hashlib
import secrets
from collections.abc import Mapping

import orjson
from sqlalchemy import insert

from domain.clock import Now
from domain.messages import Json
from storage.store import Store
from storage.tables import AUDIT, AUDIT_VALUE

_ADD = insert(AUDIT).returning(AUDIT.c.id)
_VALUE = insert(AUDIT_VALUE)


async def note(
    store: Store, now: Now, actor: int | None, action: str, subject: str, values: Mapping[str, Json] | None = None
) -> int:
    """Leave an audit row in the transaction of the change it tells of; sealed later by the clock (DESIGN §13.10)."""
    salted = {field: (secrets.token_hex(16), value) for field, value in (values or {}).items()}
    row = await store.add(
        _ADD,
        {
            "at": now.real,
            "campaign_at": now.campaign,
            "actor_id": actor,
            "action": action,
            "subject": subject,
            "fields": {field: _hash(salt, value) for field, (salt, value) in salted.items()},
        },
    )
    if salted:
        await store.write(
            _VALUE,
            [
                {"audit_id": row, "field": field, "salt": salt, "value": value}
                for field, (salt, value) in salted.items()
            ],
        )
    return row


def _hash(salt: str, value: Json) -> str:
    return hashlib.sha256(salt.encode() + orjson.dumps(value)).hexdigest()
