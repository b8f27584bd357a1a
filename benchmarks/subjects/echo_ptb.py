"""The yardstick everybody knows: python-telegram-bot's echo with all its defaults; it stores nothing."""

import os

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.reply_text(update.message.text)


def main() -> None:
    root, port = os.environ["API"], int(os.environ["PORT"])
    application = Application.builder().token(os.environ["TOKEN"]).base_url(f"{root}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    if not port:
        application.run_polling()
        return
    application.run_webhook(
        listen="127.0.0.1",
        port=port,
        url_path="hook",
        webhook_url=f"http://127.0.0.1:{port}/hook",
        secret_token="bench",
    )


main()
