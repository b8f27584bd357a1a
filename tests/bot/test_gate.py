"""One person's flood: what came before the limit is kept, one wish to wait, silence, and nobody else notices (S27)."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

from bot.gate import MOST_KNOWN, Gate
from tests.bot.looking import eventually, key, one, rows
from tests.bot.test_switchboard import crowd

MINUTE = datetime(2025, 4, 10, 16, 40, tzinfo=UTC)


def verdicts(gate, who, rows, minute, most):
    return [gate.look(who, row, minute, most)[0] for row in rows]


def test_so_many_are_let_in_one_is_told_and_the_rest_is_silent_until_the_minute_is_over():
    gate = Gate()
    assert verdicts(gate, "lan", range(6), MINUTE, 3) == ["in", "in", "in", "told", "silent", "silent"]
    assert gate.look("lan", 3, MINUTE, 3) == ("told", MINUTE + timedelta(minutes=1))
    assert verdicts(gate, "minh", [9], MINUTE, 3) == ["in"]
    later = MINUTE + timedelta(minutes=1)
    assert verdicts(gate, "lan", range(6, 10), later, 3) == ["in", "in", "in", "told"]


def test_ten_full_minutes_are_an_hour_and_the_rest_of_it_is_silent():
    gate, row = Gate(), 0
    hour = MINUTE.replace(minute=0)
    said = []
    for minute in range(12):
        for _ in range(20):
            row += 1
            said.append(gate.look("lan", row, hour + timedelta(minutes=minute), 20))
    assert [verdict for verdict, _ in said].count("in") == 200
    assert said[200] == ("told", hour + timedelta(hours=1))
    assert {verdict for verdict, _ in said[201:]} == {"silent"}
    assert verdicts(gate, "lan", [row + 1], hour + timedelta(hours=1), 20) == ["in"]


def test_a_message_that_is_handled_again_because_its_batch_died_is_counted_once():
    gate = Gate()
    for _ in range(3):
        assert verdicts(gate, "lan", (1, 2, 3, 4), MINUTE, 2) == ["in", "in", "told", "silent"]


def test_a_crowd_does_not_fill_the_memory_and_hides_nobody_who_sends_much():
    gate, row = Gate(), 0
    for _ in range(2):
        row += 1
        gate.look("flooder", row, MINUTE - timedelta(minutes=1), 2)
    gate.look("flooder", row + 1, MINUTE, 2)
    for person in range(MOST_KNOWN - 1):
        gate.look(str(person), person, MINUTE, 2)
    gate.look("lan", 1, MINUTE + timedelta(minutes=1), 2)
    assert set(gate._people) == {"flooder", "lan"}


async def test_a_stranger_is_heard_a_quarter_as_often_as_a_member(each_house):
    house = each_house
    house.service.works.most_a_minute = 20
    stranger = house.api.person(909, "Khách")
    while datetime.now(UTC).second > 50:  # noqa: ASYNC110 - the minute of the wall must not end in between
        await asyncio.sleep(1)
    for number in range(12):
        await stranger.says(f"alo {number}")
    heard = [one.text for one in await stranger.hears(6, timeout=20)]
    assert [text.startswith("Nhiều tin đến liền nhau") for text in heard] == [False] * 5 + [True]
    assert "thầy/cô" in heard[5]
    await stranger.hears_nothing()


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
