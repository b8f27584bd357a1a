"""One person's flood: what came before the limit is kept, one wish to wait, silence, and nobody else notices (S27)."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

from bot.gate import MOST_KNOWN, Gate
from tests.bot.looking import eventually, key, one, rows
from tests.bot.test_switchboard import crowd

MINUTE = datetime(2025, 4, 10, 16, 40, tzinfo=UTC)


def test_so_many_are_let_in_one_is_told_and_the_rest_is_silent_until_the_minute_is_over():
    gate = Gate()
    assert [gate.look("lan", row, MINUTE, 3) for row in range(6)] == ["in", "in", "in", "told", "silent", "silent"]
    assert gate.look("minh", 9, MINUTE, 3) == "in"
    later = MINUTE + timedelta(minutes=1)
    assert [gate.look("lan", row, later, 3) for row in range(6, 10)] == ["in", "in", "in", "told"]


def test_a_message_that_is_handled_again_because_its_batch_died_is_counted_once():
    gate = Gate()
    for _ in range(3):
        assert [gate.look("lan", row, MINUTE, 2) for row in (1, 2, 3, 4)] == ["in", "in", "told", "silent"]


def test_a_crowd_does_not_fill_the_memory():
    gate = Gate()
    for person in range(MOST_KNOWN):
        gate.look(str(person), person, MINUTE, 2)
    gate.look("lan", 1, MINUTE + timedelta(minutes=1), 2)
    assert len(gate._people) == 1


async def test_a_thousand_messages_of_one_get_few_answers_and_keep_nobody_waiting(each_house):
    house = each_house
    flooder, *others = await crowd(house, 11)
    house.service.works.most_a_minute = 20
    for number in range(1000):
        await flooder.says(f"/help {number}")
    began = time.monotonic()
    for other in others:
        await other.says("/help")
    await asyncio.gather(*(other.hears(1, timeout=20) for other in others))
    assert time.monotonic() - began < 15
    who = key(house, flooder)
    waits = "SELECT count(*) FROM inbox WHERE address = :who AND state <> 'done'"

    async def handled():
        return await one(house, waits, who=who) == 0

    await eventually(handled, 60)
    heard = [sent.text for sent in house.api.sent if sent.chat_id == flooder.id and sent.method == "sendMessage"]
    wishes = [text for text in heard if text.startswith("Nhiều tin đến liền nhau")]
    minutes = await rows(house, "SELECT count(*) FROM inbox WHERE address = :who", who=who)
    assert minutes[0][0] >= 1000, "all of it was taken before the platform was told"
    assert 1 <= len(wishes) <= 3
    assert len(heard) <= 3 + 3 * 21, "twenty answers a minute, and one wish"
