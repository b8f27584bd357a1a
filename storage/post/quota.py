"""How many messages each bot account has sent in a month, where its plan counts them (ZALO §1.3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, literal_column, select
from sqlalchemy.dialects.postgresql import insert

from storage.database import Connection
from storage.store import Store
from storage.tables import BOT_MONTH


@dataclass(frozen=True, slots=True)
class Spent:
    """What an account has used of its month; ``is_full``: the platform has refused more."""

    messages: int = 0
    is_full: bool = False


_OF = select(BOT_MONTH.c.spoken, BOT_MONTH.c.is_full).where(
    BOT_MONTH.c.channel == bindparam("on"),
    BOT_MONTH.c.account == bindparam("which"),
    BOT_MONTH.c.month == bindparam("period"),
)
_ALL = select(BOT_MONTH.c.channel, BOT_MONTH.c.account, BOT_MONTH.c.spoken, BOT_MONTH.c.is_full).where(
    BOT_MONTH.c.month == bindparam("period")
)
_KEY = ["channel", "account", "month"]
_SPOKEN = insert(BOT_MONTH)
_SPOKEN = _SPOKEN.on_conflict_do_update(index_elements=_KEY, set_={"spoken": BOT_MONTH.c.spoken + literal_column("1")})
_FULL = insert(BOT_MONTH)
_FULL = _FULL.on_conflict_do_update(index_elements=_KEY, set_={"is_full": _FULL.excluded.is_full})


async def of(connection: Connection, channel: str, account: str, month: str) -> Spent:
    """What one account has used; ``month`` as in "2025-04"."""
    found = await connection.execute(_OF, {"on": channel, "which": account, "period": month})
    row = found.one_or_none()
    return Spent(row[0], row[1]) if row else Spent()


async def spoke(connection: Connection, sent: Sequence[tuple[str, str, str]]) -> None:
    """Count messages of (channel, account, month)."""
    rows = [{"channel": one[0], "account": one[1], "month": one[2], "spoken": 1, "is_full": False} for one in sent]
    await connection.execute(_SPOKEN, rows)


async def filled(connection: Connection, channel: str, account: str, month: str) -> None:
    """The platform says that this month is full, whatever was counted."""
    row = {"channel": channel, "account": account, "month": month, "spoken": 0, "is_full": True}
    await connection.execute(_FULL, [row])


async def every(store: Store, month: str) -> dict[tuple[str, str], Spent]:
    """What each account (channel, account) has used of a month."""
    return {(row[0], row[1]): Spent(row[2], row[3]) for row in await store.rows(_ALL, {"period": month})}
