"""Plays a golden conversation through the running service, on Telegram or on the web, and compares word for word."""

import asyncio
import difflib
import re
import tomllib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update

from bot import loading
from bot.app import Base, Service, serving
from domain import codes
from domain.campaigns import read_campaign
from domain.outages import Outage
from handlers.forms import added
from storage.database import Connection
from storage.tables import EVIDENCE, IS_OWED
from tests.kill.processes import free_port
from tests.kit import council_room
from tests.kit.botapi import BotApi
from tests.kit.botapi_updates import group_chat
from tests.kit.examples import example
from tests.kit.house import THURSDAY, ZONE, furnished, only_these_owe, settings, silence
from tests.kit.laid import confirmed_deed
from tests.kit.manners import unmannerly
from tests.kit.scenes import shot
from tests.kit.script import Line, Names, Script, written
from tests.kit.seats import Message, Seat, TelegramSeat, WebSeat
from tests.kit.zalo_reading import read as read_footer
from tests.kit.zalo_seat import ZaloSeat
from tests.kit.zaloapi import ZaloApi
from tests.kit.zaloapi_switches import Refused
from texts.catalogue import Catalogue

_MADE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b")
_CODE = re.compile(r"\{(\w+)\}")
_EITHER = re.compile(r"«([^|»]*?) ?\| ?([^|»]*?)(?: ?\| ?([^|»]*))?»")
_NAMED_SO = {
    "Telegram": "Zalo",
    "Tin nhắn đi qua Telegram, máy chủ ở nước ngoài.": "Tin nhắn đi qua Zalo.",
    "Messages travel through Telegram, whose servers are abroad.": "Messages travel through Zalo.",
}
"""Where a script names the channel and does not say how on Zalo."""
_LINK = re.compile(r"https?://[^\s,]+")
_PHOTOS = re.compile(r"\((\d+) ảnh\)\s*(.*)", re.DOTALL)
_SHOT = re.compile(r"\(ảnh chụp (\d+)(, chép lại)?\)\s*(.*)", re.DOTALL)
_PAPER = re.compile(r"\(1 tệp\)")
_ODD = re.compile(r"\((nhãn dán|tin thoại|vị trí|danh thiếp|sửa|nhóm|không hỗ trợ)\)\s*(.*)", re.DOTALL)
OF_REPORTS = frozenset({"questions", "a day later", "fetched", "at the council", "works too"})
DATA = Path(__file__).parents[1] / "data"
GROUP = -4001
"""The Telegram group of the scripts; "Nhóm" hears what is said there."""
PATIENCE = 30.0
"""Seconds for an answer; a picture of figures takes some where the machine is busy."""
QUIET = 0.25
"""Seconds without a word before a talk is over."""


class Breaks:
    """A campaign that nobody can read: whoever needs it fails."""

    def __getattr__(self, name: str) -> object:
        raise ZeroDivisionError(name)


@dataclass
class Stage:
    """The service with the people of one script."""

    channel: str
    base: Base
    service: Service
    api: BotApi | None
    zalo: ZaloApi | None
    closing: AsyncExitStack
    seats: dict[str, Seat] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    names: Names = field(default_factory=Names)

    def __post_init__(self) -> None:
        """Waves propose themselves only where a talk is about them."""
        self.whole = self.service.works.house
        self.use(waves=())

    def use(self, **of_campaign: object) -> None:
        """Let the campaign have these numbers, or these waves."""
        self.house = replace(self.whole, campaign=replace(self.whole.campaign, **of_campaign))
        self.service.works.house = self.house

    async def seat(self, name: str) -> Seat:
        """Where this person sits; a new face takes a new seat."""
        if name not in self.seats:
            self.seats[name] = await self._new_seat(name)
        return self.seats[name]

    async def _new_seat(self, name: str) -> Seat:
        if self.api is not None and not name.endswith((" ở web", " ở zalo")):
            number = GROUP if name == "Nhóm" else 101 + len(self.seats)
            return TelegramSeat(self.api.person(number, name))
        if self.zalo is not None and not name.endswith(" ở web"):
            found = ZaloSeat(self.zalo.person(101 + len(self.seats), name))
            return found.in_group() if name == "Nhóm" else found
        seat = WebSeat(f"http://127.0.0.1:{self.service.port}", f"seat{len(self.seats)}")
        self.closing.push_async_callback(seat.close)
        await seat.open()
        return seat

    def at(self, local: datetime) -> None:
        """Let it be this hour."""
        before = self.base.clock.campaign()
        self.base.clock.ahead = local.astimezone(UTC) - self.base.clock.real()
        for seat in self.seats.values():
            seat.grow_older(self.base.clock.campaign() - before)

    async def invite(self, role: str, unit: str, days: int = 30) -> str:
        """A fresh code, as people type it."""
        made = await loading.invite(self.base, unit, role, 1, days)
        assert made is not None, unit
        return codes.shown(made[0])

    async def join(self, name: str, title: str, role: str, unit: str, language: str = "vi") -> None:
        """Come in as A1 tells it; whatever is said meanwhile is heard."""
        seat = await self.seat(name)
        said = [await self.invite(role, unit), "đồng ý", f"{title} {name}"]
        for words in said if language == "vi" else [*said, f"/language {language}"]:
            await seat.say(words)
            await seat.hear()


@asynccontextmanager
async def stage(channel: str, url: str, folder: Path, beside: str = "") -> AsyncIterator[Stage]:
    """The service on one channel, or on another ``beside`` it."""
    async with AsyncExitStack() as closing:
        api = await closing.enter_async_context(BotApi()) if channel == "telegram" else None
        zalo = await closing.enter_async_context(ZaloApi()) if "zalo" in {channel, beside} else None
        # Zalo takes pictures by their address alone.
        port = free_port() if zalo else 0
        polling = {"zalo_mode": "polling", "telegram_mode": "polling"}
        reached = {"public_url": f"http://127.0.0.1:{port}", "web_port": port, **polling} if zalo else {}
        chosen = settings(url, folder, api, zalo, **reached)
        base = await closing.enter_async_context(furnished(chosen))
        service = await closing.enter_async_context(serving(base))
        people = await closing.enter_async_context(AsyncExitStack())
        for one in service.works.channels.values():
            one.capabilities = replace(one.capabilities, settling=0.4)
        service.draughtsman._slow = service.clerk._slow = PATIENCE  # a busy machine says no more than a quiet one
        found = Stage(channel, base, service, api, zalo, people)
        found.at(THURSDAY)
        yield found


async def play(script: Script, on: Stage) -> None:
    """Play it to the end; AssertionError shows the first message that differs, and whatever nobody expected."""
    for line in script.lines:
        if not line.happens(on.channel):
            continue
        if line.kind == "@":
            await _direct(on, line)
        elif line.kind == "says":
            _nothing_left(on, script, line.at)
            await _act(on, await on.seat(line.who), line)
        else:
            await _expect(on, script, line)
    await asyncio.sleep(QUIET)
    _nothing_left(on, script, None)


def _nothing_left(on: Stage, script: Script, at: int | None) -> None:
    for name, seat in on.seats.items():
        for message in seat.unheard():
            told = "\n    ".join(written(message.text, message.rows))
            raise AssertionError(f"{script.name}:{at or 'end'}: {name} also heard:\n    {told}")


async def _expect(on: Stage, script: Script, line: Line) -> None:
    try:
        heard = await (await on.seat(line.who)).hear(timeout=PATIENCE)
    except TimeoutError:
        raise AssertionError(f"{script.name}:{line.at}: {line.who} heard nothing, waited for: {line.said}") from None
    if "{new}" in line.said and (made := _MADE.search(heard.text)):
        on.codes["new"] = made[0]
    expected = _filled(on, line.said)
    text = on.names.as_scripted(heard, expected)
    heard = Message(text, [[on.names.known(label) for label in row] for row in heard.rows])
    if isinstance(on.seats[line.who], ZaloSeat):
        heard = _taken_apart(heard, expected, line)
    if wrong := unmannerly(heard):
        raise AssertionError(f"{script.name}:{line.at}: {', '.join(wrong)}:\n{heard.text}\n{heard.rows}")
    if (heard.text, [tuple(row) for row in heard.rows]) != (expected, list(line.rows)):
        raise AssertionError(f"{script.name}:{line.at}, to {line.who}:\n{_difference(expected, line, heard)}")


def _taken_apart(heard: Message, expected: str, line: Line) -> Message:
    """On Zalo what can be typed stands for the buttons of a script, where it is all there and nothing else."""
    text, labels = _LINK.sub("(liên kết)", heard.text), [label for row in line.rows for label in row]
    footer = read_footer(text)
    wrong = footer.misfit(labels)
    if line.zalo and text.split() != [*expected.split(), *line.zalo.split()]:
        wrong = f"not as in Z> {line.zalo}"
    return Message(f"{text}\n({wrong})", []) if wrong else Message(footer.body, [list(row) for row in line.rows])


def _difference(expected: str, line: Line, heard: Message) -> str:
    """Script and service side by side: "-" stands in the script, "+" was heard."""
    return "\n".join(difflib.ndiff(written(expected, line.rows), written(heard.text, heard.rows)))


def _filled(on: Stage, said: str) -> str:
    place = ("telegram", "web", "zalo").index(on.channel) + 1
    said = _EITHER.sub(lambda match: match[place] or _NAMED_SO.get(match[1], match[2]), said)
    return _CODE.sub(lambda match: on.codes.get(match[1], match[0]), said)


async def _direct(on: Stage, line: Line) -> None:
    if re.fullmatch(r"\d\d/\d\d/\d{4} \d\d:\d\d", line.who):
        on.at(datetime.strptime(line.who, "%d/%m/%Y %H:%M").replace(tzinfo=ZONE))
    elif line.who.startswith("code "):
        role, unit, *rest = line.said.split()
        on.codes[line.who.removeprefix("code ")] = await on.invite(role, unit, -2 if "expired" in rest else 30)
    elif line.who in {"fault", "well"}:
        house = replace(on.house, campaign=Breaks()) if line.who == "fault" else on.house
        on.service.works.house = house
    elif line.who in OF_REPORTS or line.who.startswith(("example ", "deed ")):
        await _of_reports(on, line)
    elif line.who in {"reminders", "overviews", "owing"}:
        await _remind(on, line.who, line.said.split())
    elif line.who == "rule":
        _rule(on, line.said)
    elif line.who in {"blocked", "stopped"}:
        await (_blocked(on, line.said) if line.who == "blocked" else _stopped(on, *line.said.split()))
    elif line.who == "most a minute":
        on.service.works.most_a_minute = int(line.said)
    elif line.who == "unfetched":
        _unfetched(on, int(line.said))
    else:
        await on.join(line.who, *line.said.split(", "))


async def _example(on: Stage, golden: str, reporter: str, unit: str, stage: str, sent: str) -> None:
    """A report that has come so far with the Office before the talk begins."""
    at = datetime.strptime(sent, "%d/%m/%Y %H:%M").replace(tzinfo=ZONE).astimezone(UTC)
    on.names.golden[f"G-{await example(on.base, reporter, unit, stage, at)}"] = golden


async def _remind(on: Stage, what: str, codes: list[str]) -> None:
    """Let the clock speak of these obligations, or send the overviews; or let these units alone owe a plan."""
    if what == "overviews":
        on.service.works.house = replace(on.house, campaign=replace(on.house.campaign, digest_at=time(7)))
    else:
        await (silence if what == "reminders" else only_these_owe)(on.base, codes)


async def _blocked(on: Stage, name: str) -> None:
    """This person has blocked the bot."""
    talker = (await on.seat(name)).talker
    if on.zalo is not None:
        on.zalo.bot.faults.unreachable[talker.id] = Refused(400, "Bad request: the user has blocked the bot")
    elif on.api is not None:
        on.api.faults.fail("blocked", times=99, chat=talker.id)


async def _stopped(on: Stage, since: str, until: str) -> None:
    """The service was away between these hours of the script's day; what is sent now was sent meanwhile."""
    on.base.clock.ahead += timedelta(seconds=5)  # platforms tell whole seconds: the minute before would be told
    now = on.base.clock.now()
    span = (datetime.combine(now.today, time.fromisoformat(one), ZONE) - now.campaign for one in (since, until))
    on.service.works.outage = Outage(*(now.real + one for one in span))


def _unfetched(on: Stage, times: int) -> None:
    """So many files cannot be fetched from the platform."""
    if on.zalo is not None:
        on.zalo.unfetched = times
    elif on.api is not None:
        on.api.faults.clear()
        if times:
            on.api.faults.fail("error", times=times, method="file")


async def _of_reports(on: Stage, line: Line) -> None:
    if line.who in {"at the council", "works too"}:
        happens = council_room.comes if line.who == "at the council" else council_room.works
        await on.base.writer.run(lambda connection: happens(connection, on.base.clock.now(), *line.said.split(", ")))
        return
    if line.who.startswith("example "):
        await _example(on, line.who.removeprefix("example "), *line.said.split(", "))
    elif line.who.startswith("deed "):
        on.names.golden[f"G-{await confirmed_deed(on.base, line.said)}"] = line.who.removeprefix("deed ")
    elif line.who == "questions":
        _ask_beside(on, DATA / line.said)
    elif line.who == "a day later":
        await on.base.writer.run(_tried_for_a_day)
        on.service.collector.nudge()
    else:
        _unfetched(on, 0)
        await asyncio.sleep(QUIET)  # what is being tried just now still fails
        await on.base.writer.run(_tried_now)
        on.service.collector.nudge()


def _ask_beside(on: Stage, path: Path) -> None:
    """From here on the campaign asks what that file says, as if it had been imported."""
    told = tomllib.loads(path.read_text("utf-8"))
    campaign = read_campaign({**on.house.campaign.as_json(), **told})
    on.house = replace(on.house, campaign=campaign, catalogue=added.spoken(Catalogue.load(), campaign))
    on.service.works.house = on.house


def _rule(on: Stage, said: str) -> None:
    """The campaign's numbers for this talk, or the one wave that it is about."""
    told = dict(one.split() for one in said.split(", "))
    wave = told.pop("wave", "")
    waves = tuple(one for one in on.whole.campaign.waves if one.day.isoformat() == wave)
    on.use(**{name: int(number) for name, number in told.items()}, waves=waves)


async def _tried_for_a_day(connection: Connection) -> None:
    since = datetime.now(UTC) - timedelta(hours=25)
    await connection.execute(update(EVIDENCE).where(IS_OWED).values(sent_at=since, retry_at=None))


async def _tried_now(connection: Connection) -> None:
    await connection.execute(update(EVIDENCE).where(IS_OWED).values(retry_at=None))


async def _act(on: Stage, seat: Seat, line: Line) -> None:
    said = on.names.spoken(_filled(on, line.said))
    if said.startswith("[") and said.endswith("]"):
        await seat.press(said[1:-1])
    elif match := _PHOTOS.fullmatch(said):
        await seat.photos(int(match[1]), match[2])
    elif match := _SHOT.fullmatch(said):
        await seat.shows(shot(int(match[1]), copied=bool(match[2])), match[3])
    elif _PAPER.fullmatch(said):
        await seat.paper("ke-hoach.pdf")
    elif (match := _ODD.fullmatch(said)) and isinstance(seat, TelegramSeat):
        await _odd(on, seat, match[1], match[2])
    elif match and isinstance(seat, ZaloSeat):
        await seat.does(match[1], match[2])
    else:
        await seat.say(said)


async def _odd(on: Stage, seat: TelegramSeat, kind: str, said: str) -> None:
    talker, make = seat.talker, on.api.make
    acts: dict[str, Any] = {
        "nhãn dán": talker.sends_sticker,
        "tin thoại": talker.sends_voice,
        "vị trí": lambda: talker.shares_location(20.86, 106.68),
        "danh thiếp": lambda: talker.shares_contact("0912345678"),
        "sửa": lambda: talker.does(make.edited(make.text(talker.user, said), said)),
        "nhóm": lambda: talker.says(said, group_chat(GROUP, "Tổ Toán")),
    }
    await acts[kind]()


__all__ = ["Stage", "play", "stage"]
