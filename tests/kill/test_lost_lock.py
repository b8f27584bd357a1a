"""The connection that holds a PostgreSQL database breaks: nothing is sent in doubt; whoever lost it leaves (R29)."""

import asyncio

import asyncpg
from sqlalchemy import make_url

from bot.app import serving
from storage.lock import alone
from tests.bot.looking import eventually, plan
from tests.bot.test_sender import said
from tests.kill.people import Telegram
from tests.kill.processes import fork_server, forked, serving_telegram
from tests.kit.botapi import BotApi
from tests.kit.house import House, furnished, settings

HOLDER = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = 7411 AND granted"
AGAIN = 75


async def straight(url):
    """A connection that thidua knows nothing of."""
    at = make_url(url)
    return await asyncpg.connect(host=at.query["host"], user=at.username, database=at.database)


async def test_a_lock_that_breaks_is_taken_again_where_nobody_else_has_it(postgres_server, tmp_path):
    url = postgres_server.create()
    async with BotApi() as api, furnished(settings(url, tmp_path, api)) as base, serving(base) as service:
        house = House(service, base, api)
        admin = await straight(url)
        own = await admin.fetchval(HOLDER)
        await admin.execute("SELECT pg_terminate_backend($1)", own)

        async def ours_again():
            return await admin.fetchval(HOLDER) not in {None, own} and base.lock.sure.is_set()

        await eventually(ours_again)
        await plan(house, 7, "hello")
        await api.until(lambda _: said(house) == ["hello"])
        assert not base.lock.lost.is_set()
        await admin.close()


async def test_nothing_is_sent_while_the_lock_is_in_doubt_or_somebody_elses(postgres_server, tmp_path):
    url = postgres_server.create()
    async with BotApi() as api, furnished(settings(url, tmp_path, api)) as base, serving(base) as service:
        house = House(service, base, api)
        admin = await straight(url)
        other = asyncio.create_task(admin.execute("SELECT pg_advisory_lock(7411, 1)"))  # waits for its turn
        await asyncio.sleep(0.1)
        killer = await straight(url)
        await killer.execute(f"SELECT pg_terminate_backend(pid) FROM ({HOLDER}) held")
        await other
        await eventually(lambda: not base.lock.sure.is_set())
        await plan(house, 7, "hello")
        await asyncio.wait_for(base.lock.lost.wait(), 5)
        assert said(house) == []
        assert not base.lock.sure.is_set()
        await admin.close()
        await killer.close()
    async with alone(url) as lock:
        assert lock


async def test_the_process_leaves_with_a_sentence_when_somebody_else_has_the_database(postgres_server, tmp_path):
    from tests.kill import ground

    url = await ground.postgres_ground(postgres_server)
    async with Telegram() as api, fork_server() as server:
        before = api.signs_of_life
        service = await forked(server, serving_telegram(api.token, api.url, url, tmp_path), tmp_path)
        await api.comes_alive(before, 15)
        admin, killer = await straight(url), await straight(url)
        other = asyncio.create_task(admin.execute("SELECT pg_advisory_lock(7411, 1)"))
        await asyncio.sleep(0.1)
        await killer.execute(f"SELECT pg_terminate_backend(pid) FROM ({HOLDER}) held")
        await other
        assert await service.ends(15) == AGAIN
        assert "thidua" in (tmp_path / "log").read_text().strip().splitlines()[-1]
        await admin.close()
        await killer.close()
