"""Plays every golden conversation beside this file, on Telegram, on the web and on Zalo, word for word."""

import shutil
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
async def test_the_talk_goes_word_for_word(script: Script, channel: str, furnished_file, tmp_path):
    shutil.copy(furnished_file, tmp_path / "thidua.db")
    url = f"sqlite+aiosqlite:///{tmp_path}/thidua.db"
    async with stage(channel, url, tmp_path, script.beside, is_furnished=True) as on:
        await play(script, on)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("script", "channel"), talks("postgresql"))
async def test_the_talk_goes_word_for_word_on_postgresql(script: Script, channel: str, database_url, tmp_path):
    async with stage(channel, database_url, tmp_path, is_furnished=False) as on:
        await play(script, on)
