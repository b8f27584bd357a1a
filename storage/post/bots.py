"""The bots of the service: added, removed, for which unit, and how many people talk to each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from domain.messages import Address
from storage.store import Store
from storage.tables import BOT, CONVERSATION


@dataclass(frozen=True, slots=True)
class Bot:
    """One bot. ``sealed`` is its token as :mod:`bot.sealing` keeps it, empty where the settings hold the token."""

    channel: str
    account: str
    name: str
    link: str
    unit: int | None
    sealed: str


_ALL = select(BOT.c.channel, BOT.c.account, BOT.c.name, BOT.c.link, BOT.c.unit_id, BOT.c.sealed).order_by(BOT.c.id)
_PUT = insert(BOT)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["channel", "account"],
    set_={name: _PUT.excluded[name] for name in ("sealed", "name", "link", "unit_id")},
)
_MEET = insert(BOT).on_conflict_do_nothing(index_elements=["channel", "account"])
_REMOVE = delete(BOT).where(BOT.c.channel == bindparam("on"), BOT.c.account == bindparam("which"))
_CHATS = select(CONVERSATION.c.address).where(CONVERSATION.c.address.like(bindparam("pattern")))


async def every(store: Store) -> list[Bot]:
    """All of them, the oldest first."""
    rows = await store.rows(_ALL)
    return [Bot(row.channel, row.account, row.name, row.link, row.unit_id, row.sealed or "") for row in rows]


async def put(store: Store, bot: Bot, at: datetime) -> None:
    """Add a bot, or give a known one another token, name, link or unit."""
    await store.write(_PUT, [_row(bot, at)])


async def meet(store: Store, bots: Sequence[tuple[str, str]], at: datetime) -> None:
    """Know the bots (channel, account) that the settings name; what is known of them already stays."""
    if bots:
        await store.write(_MEET, [_row(Bot(channel, account, "", "", None, ""), at) for channel, account in bots])


def _row(bot: Bot, at: datetime) -> dict[str, object]:
    return {
        "channel": bot.channel,
        "account": bot.account,
        "name": bot.name,
        "link": bot.link,
        "unit_id": bot.unit,
        "sealed": bot.sealed or None,
        "added_at": at,
    }


async def remove(store: Store, channel: str, account: str) -> bool:
    """Forget a bot and its token; False when there was none."""
    return await store.write(_REMOVE, {"on": channel, "which": account}) > 0


async def people(store: Store, channel: str) -> Counter[str]:
    """How many chats with one person each account of a channel has; groups are no people (ids like ``zgr-…``)."""
    rows = await store.rows(_CHATS, {"pattern": f"{channel}:%"})
    found = [Address.of(row[0]) for row in rows]
    return Counter(one.account for one in found if not one.chat.startswith(("zgr-", "-")))
