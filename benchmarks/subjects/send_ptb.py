"""A message to each of many chats by python-telegram-bot: one after the other, side by side, or by its rate limiter."""

import asyncio
import os
import sys

from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

ROOT, TOKEN, WAY = os.environ["API"], os.environ["TOKEN"], os.environ["WAY"]
FIRST, COUNT, AT_ONCE = int(os.environ["FIRST"]), int(os.environ["COUNT"]), 64
LIMITERS = {"limiter": AIORateLimiter, "limiter, lifted": lambda: AIORateLimiter(overall_max_rate=100_000)}


async def main() -> None:
    request = HTTPXRequest(connection_pool_size=1 if WAY == "loop" else AT_ONCE, pool_timeout=600.0)
    bot = ExtBot(TOKEN, base_url=f"{ROOT}/bot", request=request, rate_limiter=LIMITERS.get(WAY, lambda: None)())
    async with bot:
        if bot.rate_limiter:
            await bot.rate_limiter.initialize()
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


async def one(bot: ExtBot, places: asyncio.Semaphore, chat: int) -> None:
    async with places:
        try:
            await bot.send_message(chat, os.environ["TEXT"])
        except TelegramError as fault:
            print(type(fault).__name__, file=sys.stderr)


asyncio.run(main())
