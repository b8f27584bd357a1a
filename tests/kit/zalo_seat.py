"""A person in a Zalo chat: a button is pressed by typing what stands for it."""

from datetime import timedelta

from tests.kit import zalo_reading
from tests.kit import zaloapi_events as make
from tests.kit.seats import Message, picture
from tests.kit.zalo_reading import Footer
from tests.kit.zaloapi_people import ZaloTalker

GROUP = 4001


class ZaloSeat:
    """At the loopback Zalo."""

    def __init__(self, talker: ZaloTalker) -> None:
        self.talker = talker
        self.last = Footer("")
        self.before: list[Footer] = []

    async def say(self, text: str) -> None:
        await self.talker.says(text)

    async def press(self, label: str) -> None:
        """Of the last message by what stands for it; of one further up by its label, written out."""
        typed = self.last.typed_for(label)
        if typed is None and not any(one.typed_for(label) for one in self.before):
            raise AssertionError(f"[{label}] cannot be typed: {self.last}")
        await self.talker.says(typed or label)

    async def photos(self, count: int, caption: str) -> None:
        """They come one by one, the words with the first."""
        for number in range(count):
            await self.talker.sends_photo(picture(number), "" if number else caption)

    async def shows(self, photo: bytes, caption: str) -> None:
        await self.talker.sends_photo(photo, caption)

    async def paper(self, name: str) -> None:
        """Zalo does not pass files on: whatever its name, only that something came is told."""
        await self.talker.sends_what_zalo_does_not_pass_on()

    async def does(self, kind: str, said: str) -> None:
        """Something that is neither words nor a photo, or words in the group."""
        acts = {
            "nhãn dán": self.talker.sends_sticker,
            "tin thoại": self.talker.sends_voice,
            "không hỗ trợ": self.talker.sends_what_zalo_does_not_pass_on,
            "nhóm": lambda: self.talker.says(said, make.group(GROUP)),
        }
        await acts[kind]()

    def in_group(self) -> "ZaloSeat":
        """Whoever sits here hears what is said in the group."""
        self.talker.id = make.group(GROUP)["id"]
        return self

    async def hear(self, timeout: float = 5) -> Message:  # noqa: ASYNC109
        return self._read((await self.talker.hears(timeout)).text)

    def unheard(self) -> list[Message]:
        return [self._read(sent.text) for sent in self.talker.unheard()]

    def grow_older(self, span: timedelta) -> None:
        """Nothing: there are no buttons, so no press is older than what was listed last."""

    def _read(self, text: str) -> Message:
        found = zalo_reading.read(text)
        if found.numbers or found.words or found.verb or found.typed_for("?"):
            self.before.append(found)
            self.last = found
        return Message(text, [])
