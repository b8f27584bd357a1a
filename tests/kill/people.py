"""People who fill in the good-deed form again and again, each answer numbered, each waiting for the right question."""

import asyncio
import random
from typing import Any

from tests.kit.botapi import BotApi
from tests.kit.botapi_ledger import Sent
from tests.kit.talker import Talker

FIRST_ID = 4001
HEAD_ID = 4000
LONGEST_THOUGHT = 0.02
"""Seconds from a question to its answer; short, so that a kill meets every moment of a message's way."""


class Telegram(BotApi):
    """The loopback with ears: whoever writes here hears what comes into their chat, at once."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.ears: dict[int, Teacher | Head] = {}

    @property
    def signs_of_life(self) -> int:
        """How often a service has asked for updates, or to be called with them."""
        return self.ledger.counts["getUpdates"] + self.ledger.counts["setWebhook"]

    async def comes_alive(self, before: int, seconds: float) -> None:
        """Wait for one more sign of life than ``before``."""
        async with asyncio.timeout(seconds):
            while self.signs_of_life <= before:  # noqa: ASYNC110 - the loopback tells nobody of a call
                await asyncio.sleep(0.003)

    def record(self, sent: Sent) -> None:
        """Keep it, then let its reader hear it."""
        super().record(sent)
        if reader := self.ears.get(sent.chat_id):
            reader.hears(sent)


class Teacher:
    """Fills the form from /report to the receipt; every text names the person and the number of the filling.

    ``hasty`` ones write all their answers at once; ``presses`` are used by every second person where buttons are.
    """

    ASKS = ("1/6", "2/6", "3/6", "4/6", "5/6", "6/6", "Xem lại trước khi gửi", "Đã nhận báo cáo G-")

    def __init__(self, api: Telegram, number: int, dice: random.Random, *, hasty: bool = False) -> None:
        self.api = api
        self.talker = Talker(api, {"id": FIRST_ID + number, "is_bot": False, "first_name": f"Lan {number}"})
        self.number = number
        self.filling = 0
        self.step = 0
        self.enough = False
        self.faults: list[str] = []
        self.repeated = 0
        self._dice = dice
        self._hasty = hasty
        self._last = ""
        api.ears[self.talker.id] = self

    @property
    def done(self) -> bool:
        """Told that it is enough, and the last form is sent."""
        return self.enough and self.step == len(self.ASKS)

    def answers(self, filling: int) -> tuple[str, ...]:
        """What this person says, word by word, in the order of the questions."""
        mark = f"{self.number}-{filling}"
        return (
            "/report",
            f"Quyên góp cho người nghèo {mark}.",  # too short to be held to be like another
            "cô Hạnh, giáo viên, tổ Toán",
            "15/03/2025, tại trường",
            f"24 buổi, ghi trong sổ {mark}",
            "bỏ qua",
            "Chưa hỏi" if filling % 2 else "Đã đồng ý",
            "Gửi báo cáo",
        )

    def begin(self) -> None:
        """The next form."""
        self.filling += 1
        self.step = 0
        if self._hasty:
            for text in self.answers(self.filling):
                self.api.push(self.api.make.text(self.talker.user, text))
        else:
            self._say()

    def hears(self, sent: Sent) -> None:
        """The next question, or the last one again; anything else is a fault."""
        if sent.method != "sendMessage":
            return
        if self.step < len(self.ASKS) and self.ASKS[self.step] in sent.text:
            self._last = sent.text
            self._check_review(sent)
            self.step += 1
            self._go_on(sent)
        elif sent.text == self._last:
            self.repeated += 1
        else:
            self.faults.append(f"filling {self.filling}, step {self.step}: heard {sent.text[:120]!r}")

    def _check_review(self, sent: Sent) -> None:
        if self.step == 6:
            _, what, _, _, result, *_ = self.answers(self.filling)
            if what not in sent.text or result not in sent.text:
                self.faults.append(f"the review of filling {self.filling} is not what was said: {sent.text!r}")

    def _go_on(self, sent: Sent) -> None:
        thought = self._dice.uniform(0, LONGEST_THOUGHT)
        if self.step == len(self.ASKS):
            if not self.enough:
                asyncio.get_running_loop().call_later(thought, self.begin)
        elif not self._hasty:
            asyncio.get_running_loop().call_later(thought, self._say, sent)

    def _say(self, under: Sent | None = None) -> None:
        text = self.answers(self.filling)[self.step]
        value = self._button(under, text) if under and self.number % 2 else None
        if value and under:
            self.api.push(self.api.make.callback(self.talker.user, under.message or {}, value))
        else:
            self.api.push(self.api.make.text(self.talker.user, text))

    @staticmethod
    def _button(under: Sent, label: str) -> str | None:
        rows = (under.reply_markup or {}).get("inline_keyboard", [])
        return next((one["callback_data"] for row in rows for one in row if one["text"] == label), None)


class Head:
    """Minh, who is told of every deed and answers nothing here."""

    def __init__(self, api: Telegram) -> None:
        self.heard: dict[str, int] = {}
        api.ears[HEAD_ID] = self

    def hears(self, sent: Sent) -> None:
        """Count by text: a deed's number is in it."""
        self.heard[sent.text] = self.heard.get(sent.text, 0) + 1
