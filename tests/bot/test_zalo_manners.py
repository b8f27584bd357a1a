"""Whose numbers count, what is said of a changing message, and where people are reached when Zalo is full or down."""

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import ClientSession

from bot import line as lines
from bot import patience
from bot.app import opened, serving
from bot.rounds import jobs
from domain.messages import Address, Attachment, Choice, Reply
from domain.plan_room import month_of
from storage.files import Files
from storage.post import outbox
from storage.post.outbox import Due
from tests.bot.looking import change, eventually, one, rows, state
from tests.bot.test_sender import until_settled
from tests.kill.processes import free_port
from tests.kit.botapi import BotApi
from tests.kit.house import House, furnished, settings
from tests.kit.zaloapi import ZaloApi
from tests.kit.zaloapi_switches import Refused

ACCOUNT = "1459232241454765289"
DECIDE = ((Choice("/mine", "Xem báo cáo của tôi"), Choice("/report", "Báo gương người tốt")),)


@asynccontextmanager
async def living(tmp_path, **more):
    """The service on Telegram and on Zalo."""
    url = f"sqlite+aiosqlite:///{tmp_path}/thidua.db"
    async with BotApi() as api, ZaloApi() as zalo:
        chosen = settings(url, tmp_path, api, zalo, **more)
        async with furnished(chosen) as base, serving(base) as service:
            yield House(service, base, api), zalo


@pytest.fixture
async def both(tmp_path):
    async with living(tmp_path) as found:
        yield found


async def joins(house, zalo, number, name):
    """Somebody comes in on Zalo."""
    talker = zalo.person(number, name)
    for said in (f"mã {await house.invite('teacher')}", "1", f"cô {name}"):
        await talker.says(said)
        await talker.hears(9)
    return talker


async def person_of(house, talker):
    return await one(
        house, "SELECT person_id FROM conversation WHERE address = :who", who=f"zalo:{ACCOUNT}:{talker.id}"
    )


async def plan(house, talker, said, lane="notice", choices=DECIDE, *, slot="", person=None, key=None):
    reply = Reply(said, choices, slot=slot, language="vi")
    row = house.service.works.numbers.take()
    due = Due(row, f"zalo:{ACCOUNT}:{talker.id}", outbox.lane(lane), reply, person=person, key=key)
    at = house.base.clock.real()
    house.service.sender.offer(await house.base.writer.run(lambda connection: outbox.add(connection, [due], at)))
    return due.id


async def counted(house, n):
    return [tuple(row) for row in await rows(house, "SELECT spoken FROM bot_month")] == [(n,)]


async def tie_telegram(house, talker, number):
    """The same person at Telegram, by the code of A6; Telegram is not where they want to be told things."""
    await talker.says("nối kênh")
    code = (await talker.hears()).text.partition("LK ")[2][:6]
    lan = house.api.person(number, "Lan")
    for said in (f"LK {code}", "2"):
        await lan.says(said)
        await lan.hears(1, timeout=9)
    await talker.hears()
    talker.unheard()
    return lan


async def test_a_notice_with_choices_waits_while_a_form_is_open(both, monkeypatch):
    monkeypatch.setattr(patience, "LOOK_AGAIN", 0.1)
    house, zalo = both
    lan = await joins(house, zalo, 1, "Lan")
    await lan.says("/report")
    assert "1/6" in (await lan.hears()).text
    row = await plan(house, lan, "Thông báo.")
    await lan.hears_nothing(0.5)
    assert await state(house, row) == ("planned", "not_now")
    plain = await plan(house, lan, "Không có nút.", lane="reply", choices=())
    assert (await lan.hears()).text == "Không có nút."
    assert await until_settled(house, plain) is None
    await lan.says("0")
    assert "Đã giữ bản nháp" in (await lan.hears()).text
    assert (await lan.hears()).text.startswith("Thông báo.")
    await lan.says("1")
    assert (await lan.hears()).text.startswith("Báo cáo của cô Lan"), "the number is the notice's now"


async def test_after_half_an_hour_it_comes_all_the_same_and_its_choices_are_words(both, monkeypatch):
    monkeypatch.setattr(patience, "LOOK_AGAIN", 0.1)
    monkeypatch.setattr(patience, "LONGEST", 0.3)
    house, zalo = both
    lan = await joins(house, zalo, 1, "Lan")
    await lan.says("/report")
    await lan.hears()
    await plan(house, lan, "Thông báo.")
    told = (await lan.hears()).text
    assert told == "Thông báo.\nHoặc gõ: xem báo cáo của tôi · báo gương"
    await lan.says("3 gv trg mk hien mau o phuong")
    assert "2/6" in (await lan.hears()).text, "words are still the form's answer"
    await lan.says("xem báo cáo của tôi")
    assert (await lan.hears()).text.startswith("Báo cáo của cô Lan")


async def test_of_a_changing_message_the_first_and_the_last_are_said(both, monkeypatch):
    monkeypatch.setattr(patience, "SETTLES", 0.6)
    house, zalo = both
    lan = await joins(house, zalo, 1, "Lan")
    for percent in (10, 30, 60, 90, 100):
        await plan(house, lan, f"Đang gửi: {percent} %", choices=(), slot="progress")
        await asyncio.sleep(0.12)
    await asyncio.sleep(1.2)
    assert [sent.text for sent in lan.unheard()] == ["Đang gửi: 10 %", "Đang gửi: 100 %"]
    found = await rows(house, "SELECT state, reason FROM outbox WHERE slot = 'progress' ORDER BY id")
    assert [row[0] for row in found] == ["sent", "skipped", "skipped", "skipped", "sent"]


async def test_several_answers_to_one_message_are_one_message(both, monkeypatch):
    house, zalo = both
    desk = house.service.switchboard._desk
    lan = await joins(house, zalo, 1, "Lan")
    real = desk._run

    async def twice(ctx, step):
        async def run(_):
            return [Reply("Một."), Reply("Hai.", DECIDE)]

        return await real(ctx, replace(step, run=run))

    monkeypatch.setattr(type(desk), "_run", lambda _, ctx, step: twice(ctx, step))
    await lan.says("bất kỳ")
    assert (await lan.hears()).text == "Một.\n\nHai. Gõ số:\n1 Xem báo cáo của tôi · 2 Báo gương người tốt"
    await lan.hears_nothing()


async def test_numbers_of_a_notice_that_did_not_arrive_are_those_of_the_message_before(both):
    house, zalo = both
    lan = await joins(house, zalo, 1, "Lan")
    await lan.says("menu")
    assert "1 Báo gương người tốt" in (await lan.hears()).text
    zalo.bot.faults.fail("500", times=40, method="sendMessage")
    await plan(house, lan, "Thông báo.")
    await eventually(lambda: zalo.bot.counts["sendMessage"] > 5)
    await eventually(lambda: menu_begins(house, "/report"))
    zalo.bot.faults.planned.clear()
    assert (await lan.hears(9)).text.startswith("Thông báo.")
    await eventually(lambda: menu_begins(house, "/mine"))


async def menu_begins(house, value):
    [[menu]] = await rows(house, "SELECT menu FROM conversation WHERE address LIKE 'zalo%'")
    return json.loads(menu)[0][0] == value


# -- another channel ---------------------------------------------------------------------------------------------------


async def test_who_has_blocked_the_bot_is_told_on_another_channel(both):
    house, zalo = both
    lan = await joins(house, zalo, 1, "Lan")
    elsewhere = await tie_telegram(house, lan, 301)
    zalo.bot.faults.unreachable[lan.id] = Refused(400, "Bad request: user has blocked the bot")
    row = await plan(house, lan, "Thông báo.", person=await person_of(house, lan))
    [heard] = await elsewhere.hears(1, timeout=9)
    assert heard.text == "Thông báo."
    await until_settled(house, row)
    assert (await state(house, row))[0] == "sent"


async def test_when_the_channel_is_down_for_long_its_people_are_told_elsewhere_and_come_back(both, monkeypatch):
    monkeypatch.setattr(lines, "LONG_DOWN", 0.3)
    house, zalo = both
    lan = await joins(house, zalo, 1, "Lan")
    alone = await joins(house, zalo, 2, "Mai")
    elsewhere = await tie_telegram(house, lan, 301)
    who, of_alone = await person_of(house, lan), await person_of(house, alone)
    await zalo.away()
    kept = await plan(house, alone, "Chờ.", person=of_alone)
    for number in range(3):
        await plan(house, lan, f"Tin {number}", person=who, choices=())
    heard = [one.text for one in await elsewhere.hears(3, timeout=20)]
    assert sorted(heard) == ["Tin 0", "Tin 1", "Tin 2"]
    moved = await rows(house, "SELECT reason FROM outbox WHERE address LIKE 'telegram%' AND person_id = :who", who=who)
    assert moved
    assert (await state(house, kept))[0] == "planned", "who has no other chat waits"
    await zalo.back()
    await until_settled(house, kept, seconds=30)
    assert (await state(house, kept))[0] == "sent"


# -- the month ---------------------------------------------------------------------------------------------------------


async def test_a_month_that_is_full_loses_nothing_and_goes_on_by_another_channel_or_next_month(tmp_path, monkeypatch):
    """An announcement to forty people meets the end of the plan in its middle."""
    async with living(tmp_path, zalo_messages=45) as (house, zalo):
        lan = await joins(house, zalo, 1, "Lan")
        elsewhere = await tie_telegram(house, lan, 301)
        people = [lan, *[await joins(house, zalo, number, f"Mai {number}") for number in range(2, 8)]]
        spent = zalo.bot.spent
        await eventually(lambda: counted(house, spent))
        left = 45 - spent
        waiting = []
        for number in range(40):
            to = people[number % 7]
            who = await person_of(house, to)
            waiting.append(await plan(house, to, f"Tin {number}", "announcement", (), person=who, key=f"t:{number}"))
        await eventually(lambda: zalo.bot.spent == 45, 20)
        await asyncio.sleep(1)
        assert zalo.bot.spent == 45, "and not one more was tried at Zalo"
        told = {sent.text for sent in zalo.bot.sent if sent.text.startswith("Tin ")}
        assert len(told) == left
        mine = {f"Tin {number}" for number in range(0, 40, 7)}
        by_telegram = {one.text for one in elsewhere.sees if one.text.startswith("Tin ")}
        assert mine <= told | by_telegram, "who has another chat has everything"
        assert by_telegram
        reasons = await rows(
            house, "SELECT DISTINCT state, reason FROM outbox WHERE key LIKE 't:%' AND state != 'sent'"
        )
        # What stands behind another in its chat was not even tried.
        assert {tuple(row) for row in reasons} == {("planned", "full"), ("planned", None)}

    # The next month, a new process: what waited is said once.
    async with ZaloApi(port=zalo.port) as again:
        again.bot.users |= {one.id for one in people}
        url = f"sqlite+aiosqlite:///{tmp_path}/thidua.db"
        async with opened(settings(url, tmp_path, None, again, zalo_messages=45)) as base:
            later = base.clock.real() + timedelta(days=32)
            monkeypatch.setattr(type(base.clock), "real", lambda _: later)
            async with serving(base) as service:
                house = House(service, base, None)
                for row in waiting:
                    await until_settled(house, row, seconds=20)
                assert await one(house, "SELECT count(*) FROM outbox WHERE key LIKE 't:%' AND state = 'sent'") == 40
                said = [sent.text for sent in again.bot.sent]
                assert len(said) == len(set(said)) == 40 - left - len(by_telegram)
                month = month_of(later, base.clock.zone)
                assert await one(house, "SELECT spoken FROM bot_month WHERE month = :m", m=month) == len(said)


async def test_zalos_own_refusal_fills_the_month_whatever_was_counted(both):
    house, zalo = both
    lan = await joins(house, zalo, 1, "Lan")
    zalo.bot.switches.messages = zalo.bot.spent
    await plan(house, lan, "Tin", choices=())
    await eventually(lambda: one(house, "SELECT is_full FROM bot_month"))
    asked = zalo.bot.counts["sendMessage"]
    await plan(house, lan, "Tin nữa", choices=())
    await asyncio.sleep(0.5)
    assert zalo.bot.counts["sendMessage"] == asked


async def test_what_the_bot_said_is_counted_over_a_restart(both):
    house, zalo = both
    await joins(house, zalo, 1, "Lan")
    assert zalo.bot.spent == 3
    await eventually(lambda: counted(house, 3))
    await change(house, "UPDATE bot_month SET spoken = 2999")
    channel = house.service.works.channels["zalo", ACCOUNT]
    channel._meter._month = ""  # as a new process finds it
    assert await channel._meter.has_room()
    await channel._meter.spoke()
    assert not await channel._meter.has_room()


async def test_the_office_is_told_once_a_month_when_a_bot_nears_its_end_and_sees_them_all(tmp_path):
    async with living(tmp_path, zalo_people=2, zalo_messages=5) as (house, zalo):
        hoa = await house.joins("Hoa", "chị", "office", "SGDDT-HP")
        await joins(house, zalo, 1, "Lan")
        await eventually(lambda: counted(house, 3))
        job = next(one for one in jobs(house.service.works) if one.name == "bot_room")
        await house.base.writer.run(lambda connection: job.run(connection, house.base.clock.now()))
        await hoa.hears_nothing(1.5)
        other = zalo.person(2, "Mai")
        await other.says("alo")
        await other.hears()
        await eventually(lambda: counted(house, 4))
        for _ in range(2):
            await house.base.writer.run(lambda connection: job.run(connection, house.base.clock.now()))
        told = [heard.text for heard in await hoa.hears(2, timeout=9)]
        assert any("đã đủ 2/2 người" in text for text in told)
        assert any("đã gửi 4/5 tin của tháng" in text for text in told)
        await hoa.hears_nothing(1.5)
        await hoa.says("/bots")
        [seen] = await hoa.hears(1)
        assert f"- {ACCOUNT}, toàn tỉnh: 2/2 người, 4/5 tin" in seen.text
        lan = await house.joins("Lan", "cô", "teacher")
        await lan.says("/bots")
        [refused] = await lan.hears(1)
        assert "2/2" not in refused.text


async def test_a_picture_and_a_document_are_fetched_by_their_links_again_and_again_and_soon_no_more(tmp_path):
    port = free_port()
    reached = {"public_url": f"http://127.0.0.1:{port}", "web_port": port}
    async with living(tmp_path, zalo_mode="polling", telegram_mode="polling", **reached) as (house, zalo):
        lan = await joins(house, zalo, 1, "Lan")
        files, content = Files(house.base.settings.files), b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40
        key, _ = await files.put(once(content), 10**6)
        chart = Reply("Biểu đồ.", picture=Attachment(key, "biểu đồ.jpg", "image/jpeg"), language="vi")
        paper = Reply("Tệp.", document=Attachment(key, "kế hoạch.pdf", "application/pdf"), language="vi")
        channel = house.service.works.channels["zalo", ACCOUNT]
        for reply in (chart, paper):
            await channel.send(Address("zalo", ACCOUNT, lan.id), reply)
        shown, told = await lan.hears(), await lan.hears()
        assert (shown.method, shown.text) == ("sendPhoto", "Biểu đồ.")
        links = [shown.arguments["photo"], told.text.rpartition(" ")[2]]
        async with ClientSession() as http:
            for link in links * 3:
                async with http.get(link) as answer:
                    assert (answer.status, await answer.read()) == (200, content)
                    assert answer.headers["Cache-Control"] == "no-store"
            for note in (house.base.settings.files / "zalo").iterdir():
                note.write_text(note.read_text().replace('"until": ', '"until": 0, "was": '))
            for link in [*links, links[0].replace("/files/", "/files/0")]:
                async with http.get(link) as answer:
                    assert answer.status == 404


async def once(content):
    yield content
