"""Two services on one database would write beside each other: the second says so and leaves (RELIABILITY R28)."""

import time

from tests.kill.people import Telegram
from tests.kill.processes import executed, fork_server, forked, serving_telegram

AGAIN = 75
"""sysexits.h: EX_TEMPFAIL."""


async def up(api, server, settings, folder, seconds):
    """Start one; it must have spoken to the platform within so many seconds."""
    before = api.signs_of_life
    service = await forked(server, settings, folder)
    await api.comes_alive(before, seconds)
    return service


async def test_a_second_one_leaves_at_once_with_a_sentence(peopled_url, tmp_path):
    async with Telegram() as api, fork_server() as server:
        settings = serving_telegram(api.token, api.url, peopled_url, tmp_path)
        first = await up(api, server, settings, tmp_path, 10)
        asked = api.signs_of_life
        for start in (lambda: forked(server, settings, tmp_path), lambda: executed(settings, tmp_path)):
            (tmp_path / "log").write_text("")
            second = await start()
            assert await second.ends(3 if start.__code__.co_names[0] == "forked" else 10) == AGAIN
            said = (tmp_path / "log").read_text().strip().splitlines()
            assert len(said) == 1, said
            assert "thidua" in said[0]
        assert api.signs_of_life == asked, "the second one had spoken to the platform"
        await first.kill()


async def test_a_killed_one_leaves_the_lock_free_at_once(peopled_url, tmp_path):
    async with Telegram() as api, fork_server() as server:
        settings = serving_telegram(api.token, api.url, peopled_url, tmp_path)
        for _ in range(2):
            service = await up(api, server, settings, tmp_path, 5)
            began = time.monotonic()
            await service.kill()
            service = await up(api, server, settings, tmp_path, 5)
            assert time.monotonic() - began < 1.5
            await service.kill()
