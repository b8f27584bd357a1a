"""Bots and what they have used of a month, on each database."""

from domain.conversations import Conversation
from domain.messages import Address
from storage.post import bots, conversations, quota
from storage.post.bots import Bot
from tests.storage.room import Room, at

ONE = Bot("zalo", "1111", "Bot Lê Chân", "https://zalo.me/1111", None, "sealed")


async def test_a_bot_is_put_once_and_again_and_meeting_it_changes_nothing(house: Room):
    await house.does(lambda store: bots.put(store, ONE, at().real))
    await house.does(lambda store: bots.meet(store, [("zalo", "1111"), ("zalo", "2222")], at().real))
    renamed = Bot("zalo", "1111", "Bot Ngô Quyền", "", None, "sealed anew")
    assert await house.sees(bots.every) == [ONE, Bot("zalo", "2222", "", "", None, "")]
    await house.does(lambda store: bots.put(store, renamed, at().real))
    assert (await house.sees(bots.every))[0] == renamed
    assert [await house.does(lambda store: bots.remove(store, "zalo", "1111")) for _ in range(2)] == [True, False]


async def test_people_are_counted_by_bot_and_groups_are_none(house: Room):
    chats = [("1111", "a1"), ("1111", "b2"), ("1111", "zgr-77"), ("2222", "a1")]
    talks = [Conversation(Address("zalo", account, chat)) for account, chat in chats]
    talks.append(Conversation(Address("telegram", "1111", "5")))

    async def save(store):
        await conversations.save(store._connection, talks, at().real)

    await house.does(save)
    assert await house.sees(lambda store: bots.people(store, "zalo")) == {"1111": 2, "2222": 1}


async def test_each_month_is_counted_for_itself_and_filled_by_the_platforms_word(house: Room):
    async def speak(store):
        await quota.spoke(store._connection, [("zalo", "1111", "2025-04")] * 3 + [("zalo", "2222", "2025-04")])
        await quota.spoke(store._connection, [("zalo", "1111", "2025-04"), ("zalo", "1111", "2025-05")])
        await quota.filled(store._connection, "zalo", "2222", "2025-04")
        await quota.filled(store._connection, "zalo", "3333", "2025-04")
        await quota.spoke(store._connection, [("zalo", "2222", "2025-04")])

    await house.does(speak)
    assert await house.sees(lambda store: quota.every(store, "2025-04")) == {
        ("zalo", "1111"): quota.Spent(4),
        ("zalo", "2222"): quota.Spent(2, is_full=True),
        ("zalo", "3333"): quota.Spent(0, is_full=True),
    }
    assert await house.sees(lambda store: quota.every(store, "2025-05")) == {("zalo", "1111"): quota.Spent(1)}
