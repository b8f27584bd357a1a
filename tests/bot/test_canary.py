"""The token reaches no log at any level, no database file, no page and no repr, whatever happens to a whole talk."""

import asyncio
import io
import logging
from dataclasses import replace

import aiohttp
import pytest
from sqlalchemy import text

from bot.log import _Text, set_up
from storage.database import reading
from storage.tables import METADATA
from tests.bot.looking import eventually, refusing, rows
from tests.kit.house import living

JPEG = b"\xff\xd8\xff\xe0" + bytes(400)


class Ear(logging.Handler):
    """Hears every logger: our own words as they are, those of libraries as the log writes them."""

    def __init__(self):
        super().__init__(logging.NOTSET)
        self.heard = []
        self._log, self._plain = _Text(), logging.Formatter("%(name)s %(message)s %(args)s")

    def emit(self, record):
        ours = record.name.startswith(("thidua", "web"))
        self.heard.append((self._plain if ours else self._log).format(record))


@pytest.fixture
def ear():
    """Every logger of every library at DEBUG."""
    one, root = Ear(), logging.getLogger()
    before = root.level
    root.addHandler(one)
    root.setLevel(logging.DEBUG)
    yield one
    root.removeHandler(one)
    root.setLevel(before)


async def a_whole_talk(house):
    """Joining, a report with a photo, and everything that can go wrong between us and Telegram."""
    lan = await house.joins("Lan", "cô", "teacher")
    for words in ("/report", "Phụ đạo miễn phí cho học sinh.", "cô Hạnh", "15/03/2025", "24 buổi"):
        await lan.says(words)
        await lan.hears(1)
    house.api.faults.fail("error", method="file")
    await lan.sends_photo(JPEG)
    await lan.hears(1, timeout=8)
    for kind in ("error", "refuse", "drop", "retry_after"):
        house.api.faults.fail(kind, method="sendMessage", seconds=1)
        await lan.says("/help")
        await lan.hears(1, timeout=15)
        house.api.faults.fail(kind, method="getUpdates", seconds=1)
    await house.api.away()
    await asyncio.sleep(0.1)
    await house.api.back()
    await lan.says("/help")
    await lan.hears(1, timeout=15)
    token, house.api.token = house.api.token, "700000001:another-token-was-given-out"
    await asyncio.sleep(1.2)  # every call is a 401 now
    house.api.token = token


async def test_the_token_is_nowhere(sqlite_url, tmp_path, ear):
    async with living(sqlite_url, tmp_path, log_level="DEBUG") as house:
        token = house.api.token
        secret = token.partition(":")[2]
        await a_whole_talk(house)
        channel = house.service.works.channels["telegram", token.partition(":")[0]]
        assert secret not in repr(channel) + repr(house.base.settings) + repr(house.service.works)
        async with aiohttp.ClientSession() as http:
            for page in ("/", "/healthz", "/readyz", "/nothing"):
                async with http.get(f"http://127.0.0.1:{house.service.port}{page}") as answer:
                    assert secret not in await answer.text()
        assert await rows(house, "SELECT 1 FROM evidence WHERE state = 'stored'")
    assert any("telegram.Bot" in line for line in ear.heard), "libraries are not heard"
    assert any("thidua" in line for line in ear.heard)
    assert not [line for line in ear.heard if secret in line]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" for path in files)
    assert not [path.name for path in files if secret.encode() in path.read_bytes()]


async def test_nor_is_it_in_a_postgresql_database(postgres_server, tmp_path):
    async with living(postgres_server.create(), tmp_path) as house:
        secret = house.api.token.partition(":")[2]
        lan = await house.joins("Lan", "cô", "teacher")
        await lan.says("/report")
        await lan.hears(1)
        await eventually(lambda: not house.api.pending)
        async with reading(house.base.readers) as connection:
            for table in METADATA.sorted_tables:
                found = await connection.execute(text(f'SELECT t::text FROM "{table.name}" AS t'))
                assert not [row for row in found.scalars() if secret in row], table.name


async def test_a_revoked_token_is_not_told_either(sqlite_url, tmp_path, ear):
    canary = "700000001:AAHcanaryTOKEN_of-the-tests-0123456"
    async with living(sqlite_url, tmp_path, telegram_token=canary):
        await eventually(lambda: any("telegram not set up yet: InvalidToken" in line for line in ear.heard))
        await eventually(lambda: any("polling paused: getUpdates 401" in line for line in ear.heard))
    assert not [line for line in ear.heard if "canary" in line]


NAME, WORDS = "Lan Bìm Bịp", "Phụ đạo miễn phí cho lớp chim sâu"


async def test_a_whole_talk_at_debug_leaves_no_name_no_word_and_no_token_in_the_log(sqlite_url, tmp_path):
    """The log as the service sets it up, at its most talkative, while everything is asked for and things break."""
    root, ours, written = logging.getLogger(), logging.getLogger("thidua"), io.StringIO()
    before = (root.handlers[:], root.level, ours.level)
    set_up("DEBUG", "text")
    root.handlers[0].setStream(written)
    try:
        async with living(sqlite_url, tmp_path, log_level="DEBUG") as house:
            lan = await house.joins(NAME, "cô", "teacher")
            for words in (
                "/report",
                WORDS,
                "cô Chích Chòe",
                "15/03/2025",
                "31/2",
                "/mine",
                "/tim chim sau",
                "/riengtu",
            ):
                await lan.says(words)
                await lan.hears(1, timeout=10)
            house.service.works.house, whole = (
                replace(house.service.works.house, campaign=None),
                house.service.works.house,
            )
            await lan.says(f"/report {WORDS}")
            await lan.hears(1, timeout=15)
            house.service.works.house = whole
            for words in ("/riengtu", "tải"):
                await lan.says(words)
                await lan.hears(1, timeout=10)
            await lan.hears(1, timeout=10)
            async with refusing(house, "person", "UPDATE"):
                await lan.says("/riengtu")
                await lan.hears(1)
                await lan.says("xóa hết")
                await lan.hears(1)
                await lan.says("xóa")
                await eventually(lambda: "not carried out" in written.getvalue())
            await lan.hears(1, timeout=15)
            secret, chat = house.api.token.partition(":")[2], str(lan.id)
    finally:
        root.handlers[:] = before[0]
        root.setLevel(before[1])
        ours.setLevel(before[2])
    told = written.getvalue()
    assert "thidua.desk" in told
    for said in (NAME, WORDS, "Chích Chòe", "chim sau", "31/2", secret):
        assert said not in told
    assert f"telegram:{house.api.me['id']}:{chat}" not in told
