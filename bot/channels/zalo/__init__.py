"""Zalo Bot Platform as a channel, without a library of others: its API is eleven methods of plain JSON (ZALO §5)."""

from bot.channels.zalo.channel import ZaloChannel, ZaloSettings

__all__ = ["ZaloChannel", "ZaloSettings"]
