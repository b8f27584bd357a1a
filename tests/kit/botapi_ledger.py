"""What the people see: every message that reached a chat, and how each chat looks after edits and deletions."""

from array import array
from collections import Counter
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sent:
    """One call that people notice; `at` is monotonic seconds, `data` the bytes of an uploaded or repeated file."""

    method: str
    chat_id: int
    text: str
    message_id: int
    at: float
    reply_markup: dict | None = None
    name: str | None = None
    data: bytes | None = None
    message: dict | None = None

    @property
    def rows(self) -> list[list[str]]:
        """The labels of the buttons, row by row."""
        return [[label(button) for button in row] for row in buttons(self.reply_markup)]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One call that Telegram refused; chat_id is 0 where the call named none."""

    method: str
    chat_id: int
    code: int
    description: str
    at: float


def buttons(markup: dict | None) -> list[list[Any]]:
    """The rows of a keyboard, inline or not."""
    return (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []


def label(button: Any) -> str:
    return button if isinstance(button, str) else button["text"]


class Ledger:
    """keep=False keeps counts and times only: for load runs, where edits of any message are then believed."""

    def __init__(self, *, keep: bool = True) -> None:
        self.keep = keep
        self.sent: list[Sent] = []
        self.refusals: list[Refusal] = []
        self.counts: Counter[str] = Counter()
        self.refused: Counter[int] = Counter()
        self.times = array("d")
        self._visible: dict[int, dict[int, Sent]] = {}

    def add(self, record: Sent) -> None:
        """A new message."""
        self.times.append(record.at)
        if self.keep:
            self.sent.append(record)
            self._visible.setdefault(record.chat_id, {})[record.message_id] = record

    def replace(self, record: Sent) -> None:
        """An edited message: it keeps its place in the chat."""
        self.add(record)

    def note(self, record: Sent) -> None:
        """A call that people notice but that is not a message (a button's answer)."""
        if self.keep:
            self.sent.append(record)

    def remove(self, chat_id: int, message_id: int) -> bool:
        return self._visible.get(chat_id, {}).pop(message_id, None) is not None

    def refuse(self, refusal: Refusal) -> None:
        self.refused[refusal.code] += 1
        if self.keep:
            self.refusals.append(refusal)

    def find(self, chat_id: int, message_id: int) -> Sent | None:
        return self._visible.get(chat_id, {}).get(message_id)

    def chat(self, chat_id: int) -> list[Sent]:
        """The bot's messages that stand in the chat now, oldest first."""
        return list(self._visible.get(chat_id, {}).values())

    def busiest(self, window: float = 1.0, chat_id: int | None = None) -> int:
        """The largest number of messages in any half-open `window` of seconds, over all chats or in one."""
        if chat_id is None:
            times = list(self.times)
        else:
            times = [s.at for s in self.sent if s.chat_id == chat_id and s.method != "answerCallbackQuery"]
        most = first = 0
        for last, at in enumerate(times):
            while times[first] <= at - window:
                first += 1
            most = max(most, last - first + 1)
        return most
