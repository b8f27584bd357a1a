"""What people write in a measurement: a whole good-deed report by typed answers, or a word that brings the menu."""

import random
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

REPORT = tuple(Path(__file__).with_name("report.txt").read_text(encoding="utf-8").splitlines())
"""Each line is one update and gets one answer; the last sends the deed (conversation C1, without slips and photo)."""

SYLLABLES = [first + last for first in "bcdghklmnstvx" for last in ("a", "ai", "anh", "e", "ieu", "o", "ong", "u")]
MOST_WORDS = 16


def deed(number: int) -> str:
    """What was done, in other words for each number: or each person would be asked whether it was told before."""
    return f"to Toan {' '.join(random.Random(number).sample(SYLLABLES, MOST_WORDS))}"


MENU = ("xin chao",) * len(REPORT)
"""The lightest thing the service does: the main menu, stored and flushed like everything else."""

TALKS = {"report": REPORT, "menu": MENU}

FIRST_CHAT = 1001
"""People have the chats FIRST_CHAT, FIRST_CHAT + 1, ..."""

TODAY = datetime(2025, 4, 10, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
"""A day inside the campaign: the service runs on it, so that the days in the report are believed."""
