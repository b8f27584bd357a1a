"""A message to each of many chats by aiogram, with its defaults: one after the other, or side by side."""

import asyncio
import os
import sys

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

WAY, AT_ONCE = os.environ["WAY"], 64
FIRST, COUNT = int(os.environ["FIRST"]), int(os.environ["COUNT"])


async def main() -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["API"]))
    async with Bot(os.environ["TOKEN"], session=session) as bot:
        await bot.get_me()
        print("ready", flush=True)
        sys.stdin.readline()
        if WAY == "loop":
            for chat in range(FIRST, FIRST + COUNT):
                await bot.send_message(chat, os.environ["TEXT"])
        else:
            places = asyncio.Semaphore(AT_ONCE)
            await asyncio.gather(*(one(bot, places, chat) for chat in range(FIRST, FIRST + COUNT)))
        print("done", flush=True)
        sys.stdin.readline()


async def one(bot: Bot, places: asyncio.Semaphore, chat: int) -> None:
    async with places:
        await bot.send_message(chat, os.environ["TEXT"])


asyncio.run(main())
