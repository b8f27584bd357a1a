"""Invite codes: kept as keyed hashes, used a counted number of times, tried a limited number of times."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, insert, select, update

from domain.clock import Now
from domain.people import Person, Role
from domain.rights import Scope
from storage.people import members
from storage.scopes import within
from storage.store import Store
from storage.tables import CODE_TRY, HEIR, INVITE, JOINED, UNIT_SPAN

TRIES_AN_HOUR = 5
TRIES_OF_ALL = 500
"""Limits of DESIGN §11: per address, and over everybody."""


@dataclass(frozen=True, slots=True)
class Invite:
    """An invitation to a role in a unit."""

    id: int
    unit: int
    unit_name: str
    unit_kind: str
    role: Role
    uses_left: int
    expires_at: datetime


_ADD = insert(INVITE).returning(INVITE.c.id)
_ON_DAY = (UNIT_SPAN.c.from_day <= bindparam("day")) & (UNIT_SPAN.c.to_day > bindparam("day"))
_HEIR = (
    select(HEIR.c.heir_id)
    .where(HEIR.c.unit_id == INVITE.c.unit_id, HEIR.c.from_day <= bindparam("day"), HEIR.c.to_day > bindparam("day"))
    .correlate(INVITE)
    .scalar_subquery()
)
_AT = func.coalesce(_HEIR, INVITE.c.unit_id)
"""A code of a unit that has ended leads to the one that goes on in its place, as a plain member alone."""
_HOLDS = _HEIR.is_(None) | INVITE.c.role.in_(("teacher", "staff"))
_FIND = (
    select(
        INVITE.c.id,
        _AT,
        UNIT_SPAN.c.name,
        UNIT_SPAN.c.kind,
        INVITE.c.role,
        INVITE.c.uses_left,
        INVITE.c.expires_at,
    )
    .select_from(INVITE.join(UNIT_SPAN, (UNIT_SPAN.c.unit_id == _AT) & _ON_DAY))
    .where(INVITE.c.code_hash == bindparam("hash"), _HOLDS)
)
_GET = (
    select(*_FIND.selected_columns)
    .select_from(INVITE.join(UNIT_SPAN, (UNIT_SPAN.c.unit_id == _AT) & _ON_DAY))
    .where(INVITE.c.id == bindparam("row"), _HOLDS)
)
_USE = (
    update(INVITE)
    .where(INVITE.c.id == bindparam("row"), INVITE.c.uses_left > 0, INVITE.c.expires_at > bindparam("now"))
    .values(uses_left=INVITE.c.uses_left - 1)
)
_UNUSED = {
    below: select(INVITE.c.id)
    .where(
        INVITE.c.unit_id == bindparam("unit"),
        INVITE.c.uses_left > 0,
        INVITE.c.expires_at > bindparam("now"),
        within(INVITE.c.unit_id, below=below),
    )
    .limit(1)
    for below in (True, False)
}
_JOINED = insert(JOINED)
_HAS_JOINED = select(JOINED.c.at).where(
    JOINED.c.invite_id == bindparam("row"), JOINED.c.person_id == bindparam("person")
)
_TRY = insert(CODE_TRY)
_TRIES = select(func.count(), func.min(CODE_TRY.c.at)).where(
    CODE_TRY.c.at > bindparam("since"), CODE_TRY.c.address == bindparam("chat")
)
_ALL_TRIES = select(func.count()).where(CODE_TRY.c.at > bindparam("since"))
_FORGET = delete(CODE_TRY).where(
    CODE_TRY.c.id.in_(select(CODE_TRY.c.id).where(CODE_TRY.c.at < bindparam("before")).limit(bindparam("most")))
)


async def is_unused(store: Store, now: Now, unit: int, scope: Scope) -> bool:
    """Whether a code for a unit in the scope waits to be used."""
    values = {"unit": unit, "now": now.real, "roots": list(scope.roots), "day": now.today}
    return await store.row(_UNUSED[scope.below], values) is not None


def code_hash(secret: bytes, code: str) -> str:
    """What is stored in place of a code."""
    return hmac.digest(secret, code.encode(), "sha256").hex()


async def add(  # noqa: PLR0913, PLR0917 - an invitation's own facts
    store: Store, now: Now, code: str, secret: bytes, unit: int, role: Role, uses: int, days: int, by: int | None
) -> int:
    """Keep an invitation; the code itself is told once and not kept."""
    return await store.add(
        _ADD,
        {
            "code_hash": code_hash(secret, code),
            "unit_id": unit,
            "role": role,
            "uses_left": uses,
            "expires_at": now.real + timedelta(days=days),
            "created_at": now.real,
            "created_by": by,
        },
    )


async def give(  # noqa: PLR0913, PLR0917 - an invitation's own facts
    store: Store, now: Now, code: str, secret: bytes, giver: Person, unit: int, role: Role, uses: int, days: int
) -> int | None:
    """Keep an invitation that a person makes in chat; None when they may not give that role there (domain/rights)."""
    if not await members.may(store, giver, role, unit, now.today):
        return None
    return await add(store, now, code, secret, unit, role, uses, days, giver.id)


async def find(store: Store, now: Now, code: str, secret: bytes) -> Invite | None:
    """The invitation behind a code, used up or expired ones too."""
    row = await store.row(_FIND, {"hash": code_hash(secret, code), "day": now.today})
    return Invite(*row) if row else None


async def get(store: Store, now: Now, row: int) -> Invite | None:
    """The invitation of that row id."""
    found = await store.row(_GET, {"row": row, "day": now.today})
    return Invite(*found) if found else None


async def use(store: Store, now: Now, invite: int, person: int) -> bool:
    """Take one use; False when somebody else took the last one meanwhile. Whoever has joined by it uses no more."""
    if await has_joined(store, invite, person):
        return True
    if await store.write(_USE, {"row": invite, "now": now.real}) != 1:
        return False
    await store.write(_JOINED, {"invite_id": invite, "person_id": person, "at": now.campaign})
    return True


async def has_joined(store: Store, invite: int, person: int) -> bool:
    """Whether this person came in by this very invitation."""
    return await store.row(_HAS_JOINED, {"row": invite, "person": person}) is not None


async def tries(store: Store, now: Now, address: str) -> tuple[int, datetime | None]:
    """How often codes were tried from there within the hour, and when the first of these was."""
    row = await store.row(_TRIES, {"since": now.minus(timedelta(hours=1)), "chat": address})
    return (row[0], row[1]) if row else (0, None)


async def too_many(store: Store, now: Now) -> bool:
    """Whether somebody is guessing on a grand scale."""
    row = await store.row(_ALL_TRIES, {"since": now.minus(timedelta(hours=1))})
    return bool(row and row[0] >= TRIES_OF_ALL)


async def tried(store: Store, now: Now, address: str) -> None:
    """Count a code that opened nothing."""
    await store.write(_TRY, {"address": address, "at": now.real})


async def forget_tries(store: Store, before: datetime, most: int) -> int:
    """Tries count for an hour; older ones serve nobody."""
    return await store.write(_FORGET, {"before": before, "most": most})
