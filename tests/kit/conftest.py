"""A loopback Bot API with a bot, a plain client and a person for the tests of the kit."""

import aiohttp
import pytest
from telegram import Bot

from tests.kit.botapi import BotApi


@pytest.fixture
async def api():
    async with BotApi() as api:
        yield api


@pytest.fixture
async def bot(api):
    async with Bot(api.token, base_url=f"{api.url}/bot", base_file_url=f"{api.url}/file/bot") as bot:
        yield bot


@pytest.fixture
async def http():
    async with aiohttp.ClientSession() as http:
        yield http


@pytest.fixture
def lan(api):
    return api.person(id=101, first_name="Lan", language_code="vi")
