"""Takes the pictures of the READMEs: the real demo with a fresh database, used in a real browser."""

import asyncio
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).parents[1]))

from texts.catalogue import Catalogue
from tools import chromium
from tools.chromium import Browser, Page

FOLDER = Path("docs/pictures")
DESKTOP, PHONE = (1440, 900), (390, 844)
COLOURS = 128
MISSING = "thidua: make pictures needs Chromium on the PATH. On Debian or Ubuntu: apt install chromium"

LANGUAGES = ("vi", "en")
TALK = Path("campaigns/demo/talk.toml")
"""What Lan answers to the first four questions; she writes Vietnamese in both languages."""


def main() -> int:
    """Take them all; 1 with a sentence when there is no browser."""
    program = chromium.find()
    if program is None:
        print(MISSING, file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        asyncio.run(_take_all(program, Path(made)))
    for file in sorted(FOLDER.glob("*.png")):
        print(f"{file}  {file.stat().st_size // 1024} kB")
    return 0


async def _take_all(program: str, folder: Path) -> None:
    photo = _photo(folder / "bai-giang.jpg")
    async with chromium.running(program, folder / "profile") as browser:
        for language in LANGUAGES:
            with _demo(folder / f"demo-{language}", language) as url:
                await _take(browser, url, language, photo)


async def _take(browser: Browser, url: str, language: str, photo: Path) -> None:
    page = await browser.page(*DESKTOP)
    await page.go(f"{url}/?language={language}")
    for seat in ("lan", "minh", "hoa"):
        await _heard(page, seat, 1)
    await _report(page, language, photo)
    await _shot(page, f"review-{language}")
    await _send(page, language)
    before = await page.evaluate(_count("lan"))
    await _press(page, "minh", language, "confirm_deed")
    await _heard(page, "lan", before + 1)
    await _type(page, "hoa", "/summary")
    await _settled(page)
    await _shot(page, f"talk-{language}")
    await _at_the_desk(page, language)
    await _on_the_phone(await browser.page(*PHONE, phone=True), url, language)


async def _report(page: Page, language: str, photo: Path) -> None:
    """Lan fills the sheet as far as its review."""
    await _type(page, "lan", "/report")
    await _settled(page)
    for answer in _answers():
        if choice := answer.get("choose"):
            await _press(page, "lan", language, choice)
        else:
            await _type(page, "lan", answer["type"])
        await _settled(page)
    before = await page.evaluate(_count("lan"))
    await page.attach("#pick-lan", photo)
    await page.until(
        "document.querySelectorAll('#chat-lan .tray li').length > 0 && !document.querySelector('#chat-lan.busy')"
    )
    await page.evaluate("document.querySelector('#chat-lan .send').click()")
    await _heard(page, "lan", before + 1)
    await _settled(page)
    await _press(page, "lan", language, "files_done_evidence")
    await _settled(page)
    await _press(page, "lan", language, "agreed")
    await _settled(page)


def _answers() -> list[dict[str, str]]:
    told: list[dict[str, str]] = tomllib.loads(TALK.read_text("utf-8"))["answers"]
    return told


async def _send(page: Page, language: str) -> None:
    """Lan sends her report; Minh has it before him."""
    await _press(page, "lan", language, "send")
    await _settled(page)


async def _at_the_desk(page: Page, language: str) -> None:
    """What the Office reviews, what Minh's school has nominated, and what stands open to everybody's comments."""
    for seat, typed in (("lan", "/notices"), ("minh", "/award"), ("hoa", "/review")):
        await _type(page, seat, typed)
        await _settled(page)
    await _shot(page, f"office-{language}")


async def _on_the_phone(page: Page, url: str, language: str) -> None:
    """The same database on a phone: Lan's reports, and the Office's figures."""
    await page.go(f"{url}/?language={language}")
    for seat, typed in (("lan", "/mine"), ("hoa", "/summary")):
        await _heard(page, seat, 1)
        await page.evaluate(f"document.querySelector('#tab-{seat}').click()")
        await _type(page, seat, typed)
        await _settled(page)
        await _shot(page, f"phone-{seat}-{language}")


# -- on the page -------------------------------------------------------------------------------------------------------


def _count(seat: str) -> str:
    return f"document.querySelectorAll('#chat-{seat} .bubbles .theirs').length"


def _button(seat: str, label: str) -> str:
    """The last button of a chat with this label."""
    buttons = f"[...document.querySelectorAll('#chat-{seat} .rows button')]"
    return f"{buttons}.filter((button) => button.textContent === {json.dumps(label)}).at(-1)"


async def _heard(page: Page, seat: str, count: int) -> None:
    await page.until(f"{_count(seat)} >= {count}")


async def _type(page: Page, seat: str, text: str) -> None:
    await page.type(f"#type-{seat}", text)


async def _press(page: Page, seat: str, language: str, choice: str) -> None:
    """Use a choice by its name in the catalogue."""
    button = _button(seat, Catalogue.load().words(language)(f"choice.{choice}"))
    await page.until(button + " !== undefined")
    await page.evaluate(button + ".click()")


async def _settled(page: Page) -> None:
    """Everything sent is stored, and no new bubble has come for a while."""
    counted, since = -1, time.monotonic()
    while time.monotonic() - since < 1.0:
        now = await page.evaluate("document.querySelectorAll('.bubbles > li').length")
        if now != counted:
            counted, since = now, time.monotonic()
        await asyncio.sleep(0.1)


async def _shot(page: Page, name: str) -> None:
    """A picture with few colours: small, and the letters stay sharp."""
    await asyncio.sleep(0.4)
    image = Image.open(io.BytesIO(await page.picture())).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)


# -- around it ---------------------------------------------------------------------------------------------------------


@contextmanager
def _demo(folder: Path, language: str) -> Iterator[str]:
    """The demo itself, in a folder of its own, as `make demo` starts it."""
    command = [sys.executable, "-m", "bot", "demo", "--folder", str(folder), "--port", "0"]
    environment = dict(os.environ, DEFAULT_LANGUAGE=language, PTB_TIMEDELTA="1")
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            yield _address(folder / "address", process)
        finally:
            process.send_signal(signal.SIGTERM)


def _address(file: Path, process: "subprocess.Popen[bytes]") -> str:
    while process.poll() is None:
        if file.exists() and (url := file.read_text("ascii")):
            return url
        time.sleep(0.1)
    sys.exit("thidua: the demo did not start; the lines above say why.")


def _photo(file: Path) -> Path:
    """A drawn blackboard: no person, no place."""
    image = Image.new("RGB", (960, 640), "#d9c7a3")
    draw = ImageDraw.Draw(image)
    draw.rectangle((70, 60, 890, 520), fill="#20483c", outline="#7a5a34", width=16)
    for place in range(6):
        draw.line((130, 130 + place * 60, 130 + 640 - place * 70, 130 + place * 60), fill="#e9efe6", width=7)
    draw.ellipse((640, 300, 820, 480), outline="#f2d675", width=8)
    draw.line((730, 300, 730, 480), fill="#f2d675", width=6)
    image.save(file, quality=88)
    return file


if __name__ == "__main__":
    sys.exit(main())
