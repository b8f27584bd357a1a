"""A batch takes up no further message when its time is over; what is left loses neither its turn nor its order."""

import asyncio

from bot import desk
from tests.kit.house import living


async def test_a_batch_that_takes_long_leaves_the_rest_to_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(desk, "LONGEST_BATCH", 0.0)
    async with living(f"sqlite+aiosqlite:///{tmp_path}/thidua.db", tmp_path) as house:
        people = [house.api.person(500 + n, f"Khách {n}") for n in range(12)]
        for one in people:
            await one.says("xin chào")
            await one.says("/help")
        heard = await asyncio.gather(*(one.hears(2, timeout=20) for one in people))
        assert all(len(of_one) == 2 for of_one in heard)
