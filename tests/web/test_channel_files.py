"""Files over the web channel, both ways: what people send can be fetched, what we send opens for its chat alone."""

import asyncio

import pytest

from bot.channels.contract import SendError
from domain.messages import Attachment, Reply
from web.words import page_words

from .conftest import JPEG, chat_address, first_page


async def test_a_photo_comes_as_a_reference_that_can_be_fetched(serve, browse, house):
    channel, browser, page = await first_page(serve, browse)
    status, file = await browser.upload(JPEG, "../../Ảnh\u202e lớp.jpg")
    assert (status, file["kind"], file["name"], file["size"]) == (200, "photo", "Ảnh lớp.jpg", len(JPEG))
    lie = {**file, "kind": "document", "size": 1}
    await page.put("file", text="2 anh", files=[lie])
    await page.get("taken")
    incoming = channel.understand(house.inbox[0].body)
    (ref,) = incoming.files
    assert (incoming.text, ref.kind, ref.size, ref.name) == ("2 anh", "photo", len(JPEG), "Ảnh lớp.jpg")
    assert b"".join([piece async for piece in channel.fetch(ref)]) == JPEG


async def test_a_reference_of_another_chat_opens_nothing(serve, browse, house):
    _, root = await serve()
    lan, stranger = browse(root), browse(root)
    await lan.sit()
    await stranger.sit()
    _, file = await lan.upload(JPEG)
    page = await stranger.open()
    await page.put("file", text="", files=[file])
    assert (await page.get("refused"))["text"] == page_words("vi")["unknown_file"]
    assert house.inbox == []


async def test_a_file_that_is_gone_is_said_to_be_gone(serve, browse, house, tmp_path):
    channel, browser, page = await first_page(serve, browse)
    _, file = await browser.upload(JPEG)
    await page.put("file", text="", files=[file])
    await page.get("taken")
    (ref,) = channel.understand(house.inbox[0].body).files
    next((tmp_path / "web" / "received").rglob("*.jpg")).unlink()
    with pytest.raises(SendError) as error:
        _ = [piece async for piece in channel.fetch(ref)]
    assert (error.value.reason, error.value.retryable) == ("gone", False)


async def test_a_picture_of_ours_is_given_to_its_chat_alone(serve, browse, house):
    channel, browser, page = await first_page(serve, browse)
    address = await chat_address(house, page)
    reply = Reply("", picture=Attachment("figures.png", "biểu đồ.png", "image/png"))
    sending = asyncio.create_task(channel.send(address, reply))
    frame = await page.get("message")
    await page.seen(frame)
    await sending
    async with browser.session.get(browser.root + frame["picture"]["url"]) as answer:
        assert (await answer.read(), answer.content_type) == (house.store["figures.png"], "image/png")
        assert "attachment" not in answer.headers["Content-Disposition"]
    stranger = browse(browser.root)
    await stranger.sit()
    async with stranger.session.get(browser.root + frame["picture"]["url"]) as answer:
        assert answer.status == 404


async def test_a_document_of_ours_is_taken_away_under_its_name(serve, browse, house):
    channel, browser, page = await first_page(serve, browse)
    address = await chat_address(house, page)
    reply = Reply("Tệp", document=Attachment("list.xlsx", 'Báo cáo "4".xlsx', "application/vnd.ms-excel"))
    sending = asyncio.create_task(channel.send(address, reply))
    frame = await page.get("message")
    await page.seen(frame)
    await sending
    async with browser.session.get(browser.root + frame["document"]["url"]) as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment; filename")
