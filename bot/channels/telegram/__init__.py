"""Telegram as a channel; the only room that knows python-telegram-bot."""

from bot.channels.telegram.channel import TelegramChannel

__all__ = ["TelegramChannel"]
