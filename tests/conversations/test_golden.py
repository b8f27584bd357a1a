"""Plays every golden conversation beside this file, on Telegram, on the web and on Zalo, word for word."""

from pathlib import Path

import pytest

from tests.kit.player import play, stage
from tests.kit.script import Script, read_script

SCRIPTS = [read_script(path) for path in sorted(Path(__file__).parent.glob("*.txt"))]
CHANNELS = ("telegram", "web", "zalo")


def talks(database: str) -> list:
    """Each script on each of its channels, for this database."""
    return [
        pytest.param(script, channel, id=f"{script.name}-{channel}")
        for script in SCRIPTS
        for channel in CHANNELS
        if script.is_played_on(channel) and database in {"sqlite", script.also}
    ]


@pytest.mark.parametrize(("script", "channel"), talks("sqlite"))
async def test_the_talk_goes_word_for_word(script: Script, channel: str, tmp_path):
    url = f"sqlite+aiosqlite:///{tmp_path}/thidua.db"
    async with stage(channel, url, tmp_path, script.beside) as on:
        await play(script, on)


@pytest.mark.parametrize("furnished_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("script", "channel"), talks("postgresql"))
async def test_the_talk_goes_word_for_word_on_postgresql(script: Script, channel: str, furnished_url, tmp_path):
    async with stage(channel, furnished_url, tmp_path) as on:
        await play(script, on)
