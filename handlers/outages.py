"""Tells the Office, on another channel, that one does not carry messages (RELIABILITY R45)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from domain.clock import Now
from domain.messages import Address, Reply
from domain.people import Reader
from handlers.context import House, Telling, button, offers
from storage.people import people, reaching
from storage.post import conversations
from storage.store import Store

Kind = Literal["banned", "silent"]
"""The platform asked for silence until a moment, or nothing has got through since one."""


async def who_is_told(store: Store, now: Now, house: House) -> list[int]:
    """The Office's people and the operators."""
    return list(
        dict.fromkeys(row for row, _ in await people.holders(store, house.root, ["office", "operator"], now.today))
    )


async def tellings(
    store: Store, now: Now, house: House, kind: Kind, account: str, moment: datetime, to: Mapping[int, str]
) -> list[Telling]:
    """The message of each person, in their chat elsewhere; its key lets it out once a day for an account."""
    languages = await reaching.languages(store, list(to.values()))
    told = []
    for row, chat in to.items():
        person = await conversations.person_on(store, row, now.today)
        words = house.catalogue.words(languages.get(chat, house.default_language), person)
        at = moment.astimezone(now.zone)
        name = words(f"outages.on_{account.partition(':')[0]}")
        text = words(f"outages.{kind}", channel=name, time=words.time(at), day=words.day(at.date()))
        reply = Reply(text, offers(words, [[button(words, "menu")]]))
        reader = Reader(person, words.language, Address.of(chat))
        told.append(Telling(reader, reply, "notice", f"outage:{kind}:{account}:{now.today}:{row}"))
    return told
