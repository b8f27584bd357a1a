"""In which of their chats people are reached now, and in which language they read there."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, case, select

from storage.database import Connection
from storage.store import Store
from storage.tables import CONVERSATION, PERSON

_CHATS = (
    select(CONVERSATION.c.person_id, CONVERSATION.c.address)
    .join(PERSON, PERSON.c.id == CONVERSATION.c.person_id)
    .where(
        CONVERSATION.c.person_id.in_(bindparam("people", expanding=True)),
        CONVERSATION.c.blocked_at.is_(None),
        PERSON.c.erased_at.is_(None),
        PERSON.c.withdrawn_at.is_(None),
    )
    .order_by(
        CONVERSATION.c.person_id,
        case((CONVERSATION.c.address == PERSON.c.reach, 0), else_=1),
        CONVERSATION.c.seen_at.desc(),
    )
)
_LANGUAGES = select(CONVERSATION.c.address, CONVERSATION.c.language).where(
    CONVERSATION.c.address.in_(bindparam("chats", expanding=True))
)


async def chats(connection: Connection, people: Iterable[int]) -> dict[int, list[str]]:
    """The addresses in which each of these people can be spoken to, the one they asked for or used last first."""
    found: dict[int, list[str]] = {}
    for person, address in await connection.execute(_CHATS, {"people": sorted(set(people))}):
        found.setdefault(person, []).append(address)
    return found


async def languages(store: Store, addresses: Sequence[str]) -> dict[str, str]:
    """The language chosen in each chat, where one was chosen."""
    return {row[0]: row[1] for row in await store.rows(_LANGUAGES, {"chats": list(addresses)}) if row[1]}
