"""The doctor at Zalo: each bot's token, how it is reached, and what is left of its people and its month."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot import sealing
from bot.app import secret_key
from bot.bots import CHANNEL, account_of
from bot.commands.findings import Finding, right, so, wrong
from bot.commands.words import TerminalWords
from bot.commands.zalo_state import ask
from bot.settings import Settings
from domain.plan_room import month_of, state
from storage.database import open_engine, reading
from storage.post import bots, quota
from storage.post.quota import Spent
from storage.store import Store


@dataclass(slots=True)
class _Known:
    """What is stored: tokens by account ("" where it cannot be opened), people, the month."""

    tokens: dict[str, str] = field(default_factory=dict)
    people: Counter[str] = field(default_factory=Counter)
    spent: dict[tuple[str, str], Spent] = field(default_factory=dict)


async def zalo(settings: Settings, words: TerminalWords, *, is_there: bool) -> AsyncIterator[Finding]:
    """Line by line; ``is_there``: there is a database to look into."""
    known = await _stored(settings) if is_there else _Known()
    known.tokens |= {account_of(token): token for token in settings.zalo_bots}
    if not known.tokens:
        yield so(words("zalo_off"))
    for account, token in known.tokens.items():
        if not token:
            yield wrong(words("zalo_sealed", account=account))
            continue
        me = await ask(settings, token, "getMe")
        if me.result is None:
            key = "zalo_token" if me.reason in {"401", "404"} else "zalo_away"
            yield wrong(words(key, account=account, reason=me.reason))
            continue
        yield right(words("zalo_there", account=account, name=me.result.get("display_name") or "-"))
        yield await _reached(settings, words, account, token)
        yield _room(settings, words, account, known)


async def _reached(settings: Settings, words: TerminalWords, account: str, token: str) -> Finding:
    hook = await ask(settings, token, "getWebhookInfo")
    url = str((hook.result or {}).get("url") or "")
    if settings.zalo_webhook:
        ours = url.startswith(settings.public_url.rstrip("/") + "/zalo/")
        return right(words("zalo_hook", account=account)) if ours else so(words("zalo_no_hook", account=account))
    return so(words("zalo_other_hook", account=account)) if url else right(words("zalo_polls", account=account))


def _room(settings: Settings, words: TerminalWords, account: str, known: _Known) -> Finding:
    """People and messages of the month; from 80 % on it is worth knowing, at the end it is wrong."""
    people, spent = known.people[account], known.spent.get((CHANNEL, account), Spent())
    told = words(
        "zalo_room",
        account=account,
        people=people,
        most_people=settings.zalo_people or "∞",
        messages=spent.messages,
        most_messages=settings.zalo_messages or "∞",
    )
    states = {state(people, settings.zalo_people), state(spent.messages, settings.zalo_messages)}
    if spent.is_full or "full" in states:
        return wrong(told)
    return so(told) if "scarce" in states else right(told)


async def _stored(settings: Settings) -> _Known:
    engine = open_engine(settings.database_url, "reader", readers=1)
    try:
        async with reading(engine) as connection:
            store = Store(connection)
            added = [one for one in await bots.every(store) if one.channel == CHANNEL and one.sealed]
            people = await bots.people(store, CHANNEL)
            spent = await quota.every(store, month_of(datetime.now(UTC), settings.zone))
    finally:
        await engine.dispose()
    return _Known({one.account: _opened(settings, one.sealed) for one in added}, people, spent)


def _opened(settings: Settings, sealed: str) -> str:
    try:
        return sealing.opened(secret_key(settings), sealed)
    except sealing.Broken:
        return ""
