"""Order within a conversation, turns for everybody, one effect per update, and a poison message that blocks nobody."""

import asyncio
import json
import random
import re

import aiohttp

from bot.switchboard import RETRY_AFTER
from tests.bot.looking import key, one, refusing, rows
from tests.kit.house import living

FORM = (
    ("/report", "1/6"),
    ("Quyên góp cho người nghèo {mark}.", "2/6"),  # another deed for each: none is held to have been told before
    ("cô Hạnh, giáo viên, tổ Toán", "3/6"),
    ("15/03/2025, tại trường", "4/6"),
    ("24 buổi", "5/6"),
    ("bỏ qua", "6/6"),
    ("Chưa hỏi", "Xem lại"),
    ("Gửi báo cáo", "Đã nhận báo cáo G-"),
)


def spoken(house, chat):
    """Everything said in a chat, in order."""
    return [one.text for one in house.api.sent if one.chat_id == chat and one.method == "sendMessage"]


async def crowd(house, size):
    """So many teachers of one school, joined."""
    code = await house.invite("teacher", uses=size)
    talkers = [house.api.person(2000 + number, f"Lan {number}") for number in range(size)]

    async def join(talker):
        for words in (f"/start {code}", "đồng ý", "cô Lan"):
            await talker.says(words)
            await talker.hears(1, timeout=20)

    await asyncio.gather(*(join(talker) for talker in talkers))
    assert await one(house, "SELECT count(*) FROM person") == size
    for talker in talkers:
        talker.forgets()
    return talkers


async def test_answers_written_all_at_once_are_handled_in_their_order_side_by_side(each_house):
    house = each_house
    teachers = await crowd(house, 12)
    for words, _ in FORM:
        for talker in teachers:
            await talker.says(words.format(mark=talker.id))
    for talker in teachers:
        heard = await talker.hears(len(FORM), timeout=20)
        assert all(mark in said.text for said, (_, mark) in zip(heard, FORM, strict=True)), [h.text for h in heard]
    assert await one(house, "SELECT count(*) FROM deed") == 12


async def test_a_flood_of_300_in_one_chat_starves_nobody(each_house):
    house = each_house
    flooder, *others = await crowd(house, 31)
    for number in range(300):
        await flooder.says(f"/report@loopback_bot {number}")
    for talker in others:
        await talker.says("/help")
    await asyncio.gather(*(talker.hears(1, timeout=10) for talker in others))
    handled = await one(
        house, "SELECT count(*) FROM inbox WHERE address = :who AND state = 'done'", who=key(house, flooder)
    )
    assert handled < 150, "the others waited for the flood"
    await house.api.until(lambda _: len(spoken(house, flooder.id)) >= 303, 30)


async def test_a_message_that_cannot_be_handled_is_set_aside_and_its_neighbours_do_not_notice(each_house):
    house = each_house
    lan, minh, anna = await crowd(house, 3)
    for talker in (lan, minh, anna):
        for words, _ in FORM[:-1]:
            await talker.says(words.format(mark=talker.id))
        await talker.hears(len(FORM) - 1, timeout=10)
    who = await one(house, "SELECT person_id FROM conversation WHERE address = :who", who=key(house, lan))
    async with refusing(house, "deed", "INSERT", f"NEW.reporter_id = {who}"):
        # They share a batch, which dies of Lan's message: each runs alone then.
        for talker in (lan, minh, anna):
            await talker.says("Gửi báo cáo")
        await lan.says("/help")
        for talker in (minh, anna):
            [receipt] = await talker.hears(1, timeout=0.9)
            assert "Đã nhận báo cáo" in receipt.text
        assert await one(house, "SELECT count(*) FROM deed") == 2
        apology, guide = await lan.hears(2, timeout=sum(RETRY_AFTER) + 4)
    [[aside, tries, code]] = await rows(house, "SELECT state, tries, code FROM inbox WHERE state <> 'done'")
    assert (aside, tries) == ("aside", 3)
    assert re.search(rf"\b{code}\b", apology.text), (code, apology.text)
    assert "/report" in guide.text or "Báo" in guide.text, "the lane goes on"
    await lan.says("/report")
    [draft] = await lan.hears(1)
    assert "đến câu 6/6" in draft.text, "nothing that was said before is lost"
    await asyncio.sleep(1.2)
    assert await one(house, "SELECT count(*) FROM deed") == 2, "what was set aside is never replayed by itself"


async def test_an_update_that_cannot_be_read_is_set_aside_with_an_apology(house):
    [lan] = await crowd(house, 1)
    poison = house.api.make.text(lan.user, "/help")
    poison["message"]["date"] = "yesterday"
    await lan.does(poison)
    [apology] = await lan.hears(1, timeout=sum(RETRY_AFTER) + 4)
    code = await one(house, "SELECT code FROM inbox WHERE state = 'aside'")
    assert code in apology.text
    await lan.says("/help")
    await lan.hears(1)


async def test_each_update_three_times_and_shuffled_has_one_effect(each_house):
    house = each_house
    teachers = await crowd(house, 6)
    house.api.faults.duplicates, house.api.faults.shuffle = 2, 50
    for talker in teachers:
        for words, _ in FORM:
            await talker.says(words.format(mark=talker.id))
    for talker in teachers:
        heard = await talker.hears(len(FORM), timeout=20)
        assert all(mark in said.text for said, (_, mark) in zip(heard, FORM, strict=True)), [h.text for h in heard]
        await talker.hears_nothing(0.05)
    await house.api.until(lambda api: not api.pending, 10)
    assert await one(house, "SELECT count(*) FROM deed") == 6
    assert await one(house, "SELECT count(*) FROM audit WHERE action = 'deed_sent'") == 6


async def test_what_was_handled_before_a_restart_is_not_handled_again(sqlite_url, tmp_path):
    async with living(sqlite_url, tmp_path) as house:
        [lan] = await crowd(house, 1)
        update = house.api.make.text(lan.user, "/help")
        await lan.does(update)
        await lan.hears(1)
    async with living(sqlite_url, tmp_path) as house:
        again = house.api.person(lan.id, "Lan 0")
        house.api.push(update)
        await again.hears_nothing(0.4)
        house.api.push({**update, "update_id": update["update_id"] + 1})
        await again.hears(1)


async def test_update_ids_may_jump_to_smaller_ones(house):
    [lan] = await crowd(house, 1)
    await house.api.until(lambda api: not api.pending)
    house.api.jump(17)
    for _ in range(3):
        await lan.says("/help")
        await lan.hears(1)


async def test_webhooks_that_overtake_each_other_keep_the_order_of_their_chat(sqlite_url, tmp_path):
    async with living(sqlite_url, tmp_path, public_url="http://127.0.0.1:9", telegram_mode="webhook") as house:
        channel = house.service.works.channels["telegram", str(house.api.me["id"])]
        lan = house.api.person(101, "Lan")
        updates = [house.api.make.text(lan.user, f"/start {number}") for number in range(8)]
        random.Random(7).shuffle(updates)
        address = f"http://127.0.0.1:{house.service.port}{channel.routes()[0].path}"
        headers = {"X-Telegram-Bot-Api-Secret-Token": channel._secret}
        hold = asyncio.Event()

        async def busy(_):
            await hold.wait()

        holding = asyncio.create_task(house.base.writer.run(busy))
        async with aiohttp.ClientSession(headers=headers) as http:
            posts = [asyncio.create_task(http.post(address, data=json.dumps(update))) for update in updates]
            await asyncio.sleep(0.3)
            assert not any(post.done() for post in posts), "one was acknowledged before it was stored"
            hold.set()
            assert [(await post).status for post in posts] == [200] * 8
        await holding
        events = [int(row.event) for row in await rows(house, "SELECT event FROM inbox ORDER BY id")]
        assert events == sorted(events)


async def test_reading_handlers_run_on_the_read_pool_and_keep_the_order_of_their_chat(each_house):
    house = each_house
    lan, minh = await crowd(house, 2)
    taken = [await house.base.readers.connect() for _ in range(4)]
    await lan.says("/mine")
    await lan.says("/report")
    await minh.says("/report")
    [first] = await minh.hears(1)
    assert "1/6" in first.text, "writing goes on while all readers are busy"
    await lan.hears_nothing(0.3)
    for connection in taken:
        await connection.close()
    mine, question = await lan.hears(2, timeout=5)
    assert "1/6" not in mine.text
    assert "1/6" in question.text


async def test_the_database_away_for_a_while_loses_nothing(house):
    [lan] = await crowd(house, 1)
    async with refusing(house, "inbox", "UPDATE"):
        await lan.says("/help")
        await lan.hears_nothing(1.5)
    [guide] = await lan.hears(1, timeout=12)
    assert guide.text
    assert await one(house, "SELECT count(*) FROM inbox WHERE state <> 'done'") == 0
