"""The fast yardstick: aiogram's echo with its defaults (every update a task of its own); it stores nothing."""

import asyncio
import os

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web


async def echo(message: Message) -> None:
    await message.answer(message.text)


async def hook(bot: Bot) -> None:
    await bot.set_webhook(f"http://127.0.0.1:{os.environ['PORT']}/hook", secret_token="bench")


def main() -> None:
    port = int(os.environ["PORT"])
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["API"]))
    bot, dispatcher = Bot(os.environ["TOKEN"], session=session), Dispatcher()
    dispatcher.message.register(echo)
    if not port:
        asyncio.run(dispatcher.start_polling(bot))
        return
    dispatcher.startup.register(hook)
    application = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token="bench").register(application, path="/hook")
    setup_application(application, dispatcher, bot=bot)
    web.run_app(application, host="127.0.0.1", port=port, print=None)


main()
