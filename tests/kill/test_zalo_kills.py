"""SIGKILL at random moments while Zalo calls: nothing it was told is safe is lost, nothing happens twice."""

import asyncio
import os
import random
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.sender import IN_FLIGHT
from storage.database import open_engine
from storage.tables import CONVERSATION, DEED, INBOX, OUTBOX
from tests.kill import checks, ground
from tests.kill.processes import fork_server, forked, serving_zalo
from tests.kill.zalo_people import ZaloTeacher
from tests.kit.zaloapi import ZaloApi

SEED = int(os.environ.get("KILL_SEED", "0")) or random.SystemRandom().randrange(1, 2**31)
TORTURE_ROUNDS = int(os.environ.get("KILL_ROUNDS", "200"))
LONGEST_LIFE = 1.0
EARLY = 0.2
"""So often the kill comes while the service is still starting."""
NAMING = {"Chưa hỏi": "not_asked", "Đã đồng ý": "agreed"}


async def move_to_zalo(url: str, account: str) -> None:
    """The people of the ground talk on Zalo."""
    engine = open_engine(url, "writer")
    async with engine.begin() as connection:
        for row, address in (await connection.execute(select(CONVERSATION.c.id, CONVERSATION.c.address))).all():
            chat = f"{int(address.rpartition(':')[2]):020x}"
            new = update(CONVERSATION).where(CONVERSATION.c.id == row).values(address=f"zalo:{account}:{chat}")
            await connection.execute(new)
    await engine.dispose()


async def ordeal(url: str, folder: Path, rounds: int, seed: int) -> None:
    """Lives and deaths, then the verdict."""
    dice, began = random.Random(seed), time.monotonic()
    patience = (0.05,) * 2000  # the live schedule is not published; ours ends later than any pause of the service
    async with ZaloApi(retries=patience, users=10**6, messages=10**9) as api, fork_server() as server:
        await move_to_zalo(url, api.bot.id)
        teachers = {one.user["id"]: one for one in (ZaloTeacher(api, n, dice) for n in range(ground.TEACHERS))}
        head: list[str] = []
        api.bot.users.add(f"{ground.HEAD_ID:020x}")
        api.listeners.append(
            lambda _, sent: teachers[sent.chat].hears(sent) if sent.chat in teachers else head.append(sent.text)
        )
        chosen, faults = serving_zalo(api.token, api.url, url, folder), []
        service = await forked(server, chosen, folder)
        asked = 0
        await api.until(lambda: api.bot.hook, 15)
        for one in teachers.values():
            one.begin()
        for number in range(rounds):
            if dice.random() > EARLY:
                await comes_alive(api, asked)
            await asyncio.sleep(dice.uniform(0.05, LONGEST_LIFE))
            await service.kill()
            asked = api.bot.counts["getWebhookInfo"]
            if missing := await confirmed_and_missing(url, api):
                faults.append(f"kill {number + 1}: {len(missing)} confirmed events are not in the inbox")
            service = await forked(server, chosen, folder)
        for one in teachers.values():
            one.enough = True
        await api.until(lambda: all(one.done for one in teachers.values()) and not api.bot.pending, 40)
        until = time.monotonic() + 20
        while not await checks.settled(url):
            assert time.monotonic() < until, "messages are left over"
            await asyncio.sleep(0.05)
        service.stop()
        assert await service.ends(10) == 0
        people = list(teachers.values())
        faults += [f"{one.number}: {fault}" for one in people for fault in one.faults]
        faults += [f"confirmed and missing: {one}" for one in await confirmed_and_missing(url, api)]
        faults += [f"never taken: {one}" for one in api.bot.undelivered]
        faults += await deeds_once(url, people)
        faults += await all_was_said(url, api, rounds)
        faults += await checks.whole(url)
        deeds = sum(one.filling for one in people)
        if len(set(head)) != deeds:
            faults.append(f"the head heard of {len(set(head))} of {deeds} deeds")
        print(  # noqa: T201 - shown when it fails, or with -s
            f"seed {seed}: {rounds} kills, {len(api.bot.delivered)} events, {deeds} deeds, "
            f"{time.monotonic() - began:.1f} s"
        )
        log = (folder / "log").read_text()[-1500:] if (folder / "log").exists() else ""
        assert not faults, f"seed {seed}, {len(faults)} faults:\n" + "\n".join(faults[:12]) + f"\nlog: {log}"
        assert len(api.bot.delivered) > 8 * rounds, "there was hardly any traffic"


async def comes_alive(api: ZaloApi, asked: int) -> None:
    """Wait for one more question than ``asked`` about the webhook: a service asks it when it has started."""
    async with asyncio.timeout(15):
        while api.bot.counts["getWebhookInfo"] <= asked:  # noqa: ASYNC110 - the loopback tells nobody of a call
            await asyncio.sleep(0.003)


async def confirmed_and_missing(url: str, api: ZaloApi) -> set[str]:
    """Events that Zalo was told are safe and that are not in the database."""
    delivered = set(api.bot.delivered)
    async with checks.looking(url) as connection:
        return delivered - set((await connection.execute(select(INBOX.c.event))).scalars())


async def deeds_once(url: str, teachers: list[ZaloTeacher]) -> list[str]:
    """Each finished form is one deed with its answers; there are no others."""
    expected = Counter(
        (said[1], said[4], NAMING[said[6]])
        for one in teachers
        for said in (one.answers(filling) for filling in range(1, one.filling + 1))
    )
    async with checks.looking(url) as connection:
        rows = (await connection.execute(select(DEED.c.answers))).scalars().all()
    found = Counter((row.get("what"), row.get("result"), row.get("naming")) for row in rows)
    return [f"{found[key]} of {key}, not {expected[key]}" for key in found | expected if found[key] != expected[key]]


async def all_was_said(url: str, api: ZaloApi, kills: int) -> list[str]:
    """Every planned message arrived; what came twice was in flight when a kill came."""
    received, calls = {sent.message_id for sent in api.bot.sent}, Counter(sent.chat for sent in api.bot.sent)
    async with checks.looking(url) as connection:
        rows = (await connection.execute(select(OUTBOX.c.address, OUTBOX.c.state, OUTBOX.c.message))).all()
    faults = [f"state {row.state}" for row in rows if row.state != "sent"]
    faults += [f"{row.address} never got {row.message}" for row in rows if row.message not in received]
    planned = Counter(row.address.rpartition(":")[2] for row in rows)
    repeats = {chat: calls[chat] - planned[chat] for chat in calls}
    faults += [f"chat {chat}: {n} repeats in {kills} kills" for chat, n in repeats.items() if not 0 <= n <= kills]
    if sum(repeats.values()) > IN_FLIGHT * kills:
        faults.append(f"{sum(repeats.values())} repeats in {kills} kills")
    return faults


async def test_killed_at_random_moments_while_zalo_calls(sqlite_template, tmp_path):
    url = await ground.sqlite_ground(sqlite_template, tmp_path)
    await ordeal(url, tmp_path, 6, SEED)


@pytest.mark.torture
async def test_tortured_while_zalo_calls(sqlite_template, tmp_path):
    url = await ground.sqlite_ground(sqlite_template, tmp_path)
    await ordeal(url, tmp_path, TORTURE_ROUNDS, SEED)


@pytest.mark.torture
async def test_tortured_on_postgresql_while_zalo_calls(postgres_server, tmp_path):
    url = await ground.postgres_ground(postgres_server)
    await ordeal(url, tmp_path, TORTURE_ROUNDS, SEED)
