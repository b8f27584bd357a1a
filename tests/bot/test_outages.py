"""A channel that carries nothing: the Office hears of it elsewhere, once, and what can go another way does (R45)."""

import asyncio
from datetime import timedelta

import pytest

from bot import line, outages
from domain.messages import Address, Reply
from storage.post import outbox
from storage.post.outbox import Due
from tests.bot.looking import change, eventually, key, one, plan, rows, state
from tests.bot.test_order import Page
from tests.bot.test_sender import said
from tests.kit.house import OFFICE


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """What is long takes a second here."""
    monkeypatch.setattr(outages, "LONG_BAN", timedelta(seconds=1))
    monkeypatch.setattr(line, "LONG_DOWN", 1.0)


async def also_reads_the_page(house, page, talker):
    """Somebody has the page open as a second chat; returns its address."""
    chat = await chat_of(house, page)
    whose = "(SELECT person_id FROM conversation WHERE address = :known)"
    await change(house, f"UPDATE conversation SET person_id = {whose} WHERE address = :page",
                 known=key(house, talker), page=chat)  # fmt: skip
    return chat


async def chat_of(house, page):
    async with page.open() as socket:
        await page.says(socket, "/start", 1)
        await eventually(lambda: page.shown)
    page.shown.clear()
    return await one(house, "SELECT address FROM conversation WHERE address LIKE 'web:%'")


async def test_of_a_long_ban_the_office_hears_once_and_elsewhere(house):
    hoa = await house.joins("Hoa", "chị", "office", OFFICE)
    async with Page(house) as page:
        await also_reads_the_page(house, page, hoa)
        async with page.open():
            house.api.faults.fail("retry_after", seconds=4, chat=7, times=2)
            await plan(house, 7, "met the ban")
            await eventually(lambda: page.shown, 6)
            assert page.shown[0].startswith("Telegram yêu cầu trợ lý tạm ngừng gửi tin đến ")
            await asyncio.sleep(2.5)
            assert len(page.shown) == 1
    told = await rows(house, "SELECT address, lane FROM outbox WHERE key LIKE 'outage:%'")
    assert [(address.partition(":")[0], lane) for address, lane in told] == [("web", 1)]


async def test_while_a_channel_is_silent_what_can_goes_another_way_and_the_rest_waits(house):
    hoa = await house.joins("Hoa", "chị", "office", OFFICE)
    lan = await house.joins("Lan", "cô", "teacher")
    async with Page(house) as page:
        await also_reads_the_page(house, page, hoa)
        people = [await one(house, "SELECT person_id FROM conversation WHERE address = :who", who=key(house, who))
                  for who in (hoa, lan)]  # fmt: skip
        await change(house, "UPDATE person SET reach = :chat WHERE id = :row", chat=key(house, hoa), row=people[0])
        await house.api.away()
        due = [
            Due(house.service.works.numbers.take(), Address.of(key(house, who)).key, 3, Reply("to all"), person=person)
            for who, person in zip((hoa, lan), people, strict=True)
        ]
        at = house.base.clock.real()
        async with page.open():
            house.service.sender.offer(await house.base.writer.run(lambda one: outbox.add(one, due, at)))
            await eventually(lambda: "to all" in page.shown, 15)
            await eventually(lambda: [text for text in page.shown if text.startswith("Từ ") and "qua Telegram" in text])
            assert (await state(house, due[1].id))[0] == "planned"
            await house.api.back()
            await house.api.until(lambda _: said(house, lan.id)[-1] == "to all", 15)
        assert "to all" not in said(house, hoa.id)
