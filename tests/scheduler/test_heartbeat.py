"""The service knows since when it was away: by the last beat of its clock, at the next start (CONVERSATIONS H5)."""

from datetime import UTC, datetime, timedelta

from bot.app import opened, serving
from domain.outages import SHORTEST, between
from storage import notes
from storage.database import reading
from storage.store import Store
from tests.kit.house import furnished, settings

HOUR = timedelta(hours=1)


async def last_heard(base, ago):
    """As if the clock had beaten for the last time so long ago."""

    async def set_back(connection):
        store = Store(connection)
        await notes.put(store, "last_beat", (base.clock.real() - ago).isoformat())
        await store.keep()

    await base.writer.run(set_back)


async def beaten(base):
    async with reading(base.readers) as connection:
        return await notes.get(Store(connection), "last_beat")


async def test_the_first_start_knows_of_no_outage_and_the_clock_begins_to_beat(furnished_url, tmp_path):
    async with furnished(settings(furnished_url, tmp_path)) as base:
        assert await beaten(base) is None
        async with serving(base) as service:
            assert service.works.outage is None
            assert await beaten(base) is not None


async def test_a_start_after_hours_knows_since_when_and_still_does_after_one_more_restart(furnished_url, tmp_path):
    chosen = settings(furnished_url, tmp_path)
    async with furnished(chosen) as base:
        await last_heard(base, 2 * HOUR)
        async with serving(base) as service:
            found = service.works.outage
            assert found is not None
            assert abs(base.clock.real() - 2 * HOUR - found.since) < timedelta(minutes=2)
            assert found.holds(base.clock.real() - HOUR)
            assert not found.holds(base.clock.real() + HOUR)
    async with opened(chosen) as base, serving(base) as service:
        assert service.works.outage == found


async def test_a_restart_is_no_outage_and_what_is_long_past_is_forgotten(furnished_url, tmp_path):
    async with furnished(settings(furnished_url, tmp_path)) as base:
        await last_heard(base, SHORTEST / 2)
        async with serving(base) as service:
            assert service.works.outage is None

        async def long_ago(connection):
            store, now = Store(connection), base.clock.real()
            await notes.put(store, "outage", [(now - 30 * HOUR).isoformat(), (now - 25 * HOUR).isoformat()])
            await store.keep()

        await base.writer.run(long_ago)
        async with serving(base) as service:
            assert service.works.outage is None


def test_of_an_outage_longer_than_the_platform_keeps_messages_nobody_is_sure():
    start = datetime(2025, 4, 10, 11, 25, tzinfo=UTC)
    short, long = between(start - 2 * HOUR, start), between(start - 25 * HOUR, start)
    assert short.is_all_kept(24 * HOUR)
    assert not short.is_all_kept(timedelta())
    assert not long.is_all_kept(24 * HOUR)
