"""The same people on Zalo: they type everything, each waiting for the right question."""

import asyncio
import random

from tests.kill.people import FIRST_ID, LONGEST_THOUGHT, Teacher
from tests.kit import zaloapi_events as make
from tests.kit.zaloapi import ZaloApi
from tests.kit.zaloapi_switches import Sent


class ZaloTeacher:
    """Fills the form from /report to the receipt, as :class:`tests.kill.people.Teacher` does on Telegram."""

    def __init__(self, api: ZaloApi, number: int, dice: random.Random) -> None:
        self.number = number
        self.user = make.user(FIRST_ID + number, f"Lan {number}")
        self.filling = 0
        self.step = 0
        self.enough = False
        self.faults: list[str] = []
        self.repeated = 0
        self.heard: list[str] = []
        """The ids of messages that came."""
        self._bot = api.bot
        self._dice = dice
        self._last = ""
        self._bot.users.add(self.user["id"])

    @property
    def done(self) -> bool:
        """Told that it is enough, and the last form is sent."""
        return self.enough and self.step == len(Teacher.ASKS)

    def answers(self, filling: int) -> tuple[str, ...]:
        """What this person types, in the order of the questions."""
        return Teacher.answers(self, filling)  # type: ignore[arg-type]

    def begin(self) -> None:
        """The next form."""
        self.filling += 1
        self.step = 0
        self._say()

    def hears(self, sent: Sent) -> None:
        """The next question, or the last one again; anything else is a fault."""
        self.heard.append(sent.message_id)
        if self.step < len(Teacher.ASKS) and Teacher.ASKS[self.step] in sent.text:
            self._last = sent.text
            self.step += 1
            self._go_on()
        elif sent.text == self._last:
            self.repeated += 1
        else:
            self.faults.append(f"filling {self.filling}, step {self.step}: heard {sent.text[:120]!r}")

    def _go_on(self) -> None:
        thought, loop = self._dice.uniform(0, LONGEST_THOUGHT), asyncio.get_running_loop()
        if self.step < len(Teacher.ASKS):
            loop.call_later(thought, self._say)
        elif not self.enough:
            loop.call_later(thought, self.begin)

    def _say(self) -> None:
        said = self.answers(self.filling)[self.step]
        typed = {"Chưa hỏi": "2", "Đã đồng ý": "1", "Gửi báo cáo": "1"}  # every second person types numbers
        self._bot.push(make.text(self.user, typed.get(said, said) if self.number % 2 else said))
