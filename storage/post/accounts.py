"""What the platforms asked of our bot accounts: silence until some moment, remembered over a restart."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from storage.database import Connection
from storage.tables import ACCOUNT

_PAUSE = insert(ACCOUNT)
_PAUSE = _PAUSE.on_conflict_do_update(
    index_elements=["channel", "account"], set_={"paused_until": _PAUSE.excluded.paused_until}
)
_PAUSES = select(ACCOUNT.c.channel, ACCOUNT.c.account, ACCOUNT.c.paused_until)


async def pause(connection: Connection, channel: str, account: str, until: datetime) -> None:
    """Remember a platform's ban over a restart."""
    await connection.execute(_PAUSE, {"channel": channel, "account": account, "paused_until": until})


async def pauses(connection: Connection) -> Iterable[tuple[str, str, datetime]]:
    """The bans that were remembered: (channel, account, until)."""
    return [(row[0], row[1], row[2]) for row in await connection.execute(_PAUSES) if row[2] is not None]
