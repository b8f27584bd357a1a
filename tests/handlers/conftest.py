"""A desk at which a test handles messages itself: real handlers, a real database, no channels and no network."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import opened, the_house
from domain.clock import Now
from domain.conversations import Conversation
from domain.messages import Address, FileRef, Incoming, Reply
from domain.mistakes import Mistake
from domain.people import Person, Role, Title
from handlers import refusals
from handlers.context import Context, House, Telling, as_list
from handlers.router import resolve
from storage.database import Connection, open_engine
from storage.people import people
from storage.post import conversations
from storage.store import Store
from storage.units import units
from tests.kit.furnished import furnished_file
from tests.kit.house import SCHOOL, THURSDAY, ZONE, settings

__all__ = ["furnished_file"]


@dataclass
class Desk:
    """One transaction on a furnished house; ``now`` may be moved."""

    connection: Connection
    house: House
    now: Now
    tellings: list[Telling] = field(default_factory=list)
    _chats: int = 0

    @property
    def store(self) -> Store:
        return Store(self.connection)

    async def unit(self, code: str) -> int:
        found = await units.by_code(self.store, code, self.now.today)
        assert found is not None, code
        return found.id

    async def person(self, name: str, role: Role | None, unit: str = SCHOOL, title: Title = "co") -> Person:
        """Somebody who has joined; without a role they hold nothing any more."""
        store = self.store
        row = await people.add(store, self.now, name, title)
        if role is not None:
            await people.grant(store, row, role, await self.unit(unit), self.now.today, None)
        await store.keep()
        found = await conversations.person_on(self.store, row, self.now.today)
        assert found is not None
        return found

    def chat(self, person: Person | None = None) -> Conversation:
        """A new chat of theirs."""
        self._chats += 1
        return Conversation(Address("web", "web", str(self._chats)), person)

    def context(self, talk: Conversation, **what: object) -> Context:
        incoming = Incoming(talk.address, str(id(what)), "x", self.now.real, **what)
        words = self.house.catalogue.words(talk.language or "vi", talk.person)
        return Context(incoming, talk, self.now, self.store, self.house, words)

    async def handle(self, talk: Conversation, **what: object) -> list[Reply]:
        """Handle one message as the switchboard does; what is told to others is kept in ``tellings``."""
        ctx = self.context(talk, **what)
        try:
            replies = as_list(await resolve(ctx).run(ctx))
        except Mistake as mistake:
            await ctx.store.undo()
            replies = [refusals.refusal(ctx, mistake)]
        else:
            await ctx.store.keep()
            self.tellings += ctx.tellings
        for reply in replies:
            if reply.choices:
                talk.offered(reply)
        return replies

    async def says(self, talk: Conversation, *texts: str) -> Reply:
        """The last reply to the last of these."""
        replies: list[Reply] = []
        for text in texts:
            replies = await self.handle(talk, text=text)
        return replies[-1]

    async def presses(self, talk: Conversation, value: str) -> Reply:
        return (await self.handle(talk, choice=value))[-1]

    async def sends(self, talk: Conversation, kind: str = "photo") -> list[Reply]:
        return await self.handle(talk, files=(FileRef(kind, "ref", "anh.jpg", 10),))

    def at(self, local: datetime) -> None:
        self.now = replace(self.now, campaign=local.astimezone(UTC))


@pytest.fixture(scope="session")
def furnished_house(furnished_file: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """What all messages share in that file: values that nobody changes, read once."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(furnished_file, folder / "thidua.db")

    async def read() -> House:
        async with opened(settings(f"sqlite+aiosqlite:///{folder}/thidua.db", folder)) as base:
            return await the_house(base)

    return asyncio.run(read())


@pytest.fixture
async def desk(furnished_file: Path, furnished_house: House, tmp_path: Path) -> AsyncIterator[Desk]:
    shutil.copy(furnished_file, tmp_path / "thidua.db")
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path}/thidua.db", "writer")
    async with engine.connect() as connection, connection.begin():
        yield Desk(connection, furnished_house, Now(datetime.now(UTC), THURSDAY.astimezone(UTC), ZONE))
    await engine.dispose()


def values(reply: Reply) -> list[str]:
    """The values of a reply's buttons."""
    return [choice.value for choice in reply.buttons()]


def value_of(reply: Reply, label: str) -> str:
    """The value of the button with this label."""
    return next(choice.value for choice in reply.buttons() if choice.label == label)
