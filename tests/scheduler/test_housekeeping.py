"""Housekeeping deletes what is past its time and nothing else."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import Table, select

from domain.messages import Address, Reply
from scheduler.housekeeping import TRIES_KEPT, forget
from storage import audit
from storage.people import invites, people
from storage.post import inbox, outbox
from storage.post.inbox import ASIDE_KEPT, KEYS_KEPT, Fresh
from storage.post.outbox import SENT_KEPT, Due, Mark
from storage.tables import CODE_TRY, INBOX, METADATA, OUTBOX
from storage.writer import MOST_ROWS
from tests.storage.room import SMALL, THURSDAY, Room, at, room

LAN = Address("telegram", "1", "100")
KEEPERS = {INBOX.name, OUTBOX.name, CODE_TRY.name}


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[Room]:
    async with room(database_url) as opened:
        yield opened


async def furnish(house: Room) -> None:
    """Everything that may be forgotten one day, from the same moment, and much that may not."""
    ids, lan = await house.province(*SMALL), await house.person()
    await house.campaign()

    async def work(store: object) -> None:
        await people.consent(store, at(), lan, 1, "vi", "telegram")
        await people.grant(store, lan, "teacher", ids["A"], THURSDAY, None)
        audit.note(store, at(), lan, "joined", f"person:{lan}", {"role": "teacher"})
        await invites.add(store, at(), "ABCD2345", b"secret", ids["A"], "teacher", 1, 1, None)
        await invites.tried(store, at(), LAN.key)

    await house.does(work)
    fresh = [Fresh(event, LAN, "words", at().real) for event in ("done", "aside", "waiting")]
    done, aside, _ = await house.writer.run(lambda one: inbox.add(one, fresh))
    await house.writer.run(lambda one: inbox.done(one, [done.id], at().real))
    await house.writer.run(lambda one: inbox.failed(one, aside, "AB12", aside=True))
    about = {2: "announcement:1"}
    due = [Due(number, LAN.key, 0, Reply("words"), subject=about.get(number)) for number in (1, 2, 3)]
    await house.writer.run(lambda one: outbox.add(one, due, at().real))
    marks = [Mark(1, "sent", at().real, message="7"), Mark(2, "failed", at().real, reason="blocked")]
    await house.writer.run(lambda one: outbox.mark(one, marks))


async def everything(house: Room) -> dict[str, list]:
    return {table.name: await rows(house, table) for table in METADATA.sorted_tables}


async def rows(house: Room, table: Table) -> list:
    return await house.rows(select(table).order_by(*table.primary_key))


async def test_nothing_is_forgotten_before_its_time_and_nothing_else_ever(house: Room):
    await furnish(house)
    before = await everything(house)
    second = timedelta(seconds=1)
    for span, forgotten in (
        (TRIES_KEPT, {}),
        (TRIES_KEPT + second, {"code_try": 1}),
        (KEYS_KEPT, {}),
        (KEYS_KEPT + second, {"inbox": 1}),
        (ASIDE_KEPT, {}),
        (ASIDE_KEPT + second, {"inbox": 1}),
        (SENT_KEPT, {}),
        (SENT_KEPT + second, {"outbox": 2}),
        (timedelta(days=4000), {}),
    ):
        now = at(seconds=span.total_seconds())
        assert await house.writer.run(lambda one, now=now: forget(one, now)) == sum(forgotten.values())
        after = await everything(house)
        for name, found in after.items():
            assert len(found) == len(before[name]) - forgotten.get(name, 0)
            assert [row for row in before[name] if row in found] == found
            assert name in KEEPERS or found == before[name]
        before = after
    assert [row.state for row in before["inbox"]] == ["waiting"]
    assert [row.state for row in before["outbox"]] == ["planned"]


async def test_no_more_is_forgotten_in_one_transaction_than_one_may_carry(house: Room):
    fresh = [Fresh(str(number), LAN, "words", at().real) for number in range(400)]
    taken = await house.writer.run(lambda one: inbox.add(one, fresh))
    await house.writer.run(lambda one: inbox.done(one, [waiting.id for waiting in taken], at().real))
    due = [Due(number, LAN.key, 0, Reply("words"), reason="no_address") for number in range(1, 301)]
    await house.writer.run(lambda one: outbox.add(one, due, at().real))
    now = at(days=40)
    assert [await house.writer.run(lambda one: forget(one, now)) for _ in range(3)] == [MOST_ROWS, 700 - MOST_ROWS, 0]
