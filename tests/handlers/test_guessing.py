"""Ten thousand guesses of each kind of code open nothing, whoever guesses, and lock the door (RELIABILITY S1)."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain import codes
from storage.people import invites, links
from tests.handlers.conftest import Desk

GUESSES = 10_000


async def doors(desk: Desk, drawn: random.Random) -> set[str]:
    """Codes that would open something: a hundred invitations, a code for each of a hundred people."""
    store, unit, found = desk.store, await desk.unit("THPT-NGOQUYEN"), set()
    for at in range(100):
        code, link = codes.make(drawn.choice), codes.make_link(drawn.choice)
        await invites.add(store, desk.now, code, desk.house.secret, unit, "teacher", 1, 30, None)
        lan = await desk.person(f"Lan {at}", "teacher")
        if await links.add(store, desk.now, link, desk.house.secret, lan.id, lan.id):
            found.add(f"LK {link}")
        found.add(codes.shown(code))
    await store.keep()
    return found


MADE: dict[str, Callable[[random.Random], str]] = {
    "invitation": lambda drawn: codes.shown(codes.make(drawn.choice)),
    "link": lambda drawn: f"LK {codes.make_link(drawn.choice)}",
}


@pytest.mark.parametrize("kind", MADE)
async def test_ten_thousand_guesses_open_nothing_and_lock(kind: str, desk: Desk):
    drawn = random.Random(2025)
    known = await doors(desk, drawn)
    one, tried, locked = desk.chat(), 0, 0
    for at in range(GUESSES):
        guess = MADE[kind](drawn)
        if guess in known:
            continue  # a real code is no guess; the limit below is what keeps the chance of one small
        talk = one if at % 2 else desk.chat()
        reply = await desk.says(talk, guess)
        assert talk.person is None
        assert talk.open == ""
        tried += reply.text.startswith("Chưa tìm thấy mã")
        locked += reply.text.startswith(("Đã thử 5 lần", "Lúc này có quá nhiều mã được thử"))
    assert tried <= invites.TRIES_OF_ALL
    assert tried + locked >= GUESSES - len(known)


async def test_a_link_code_works_once_and_fifteen_minutes(desk: Desk):
    lan = await desk.person("Lan", "teacher")
    made = await desk.says(desk.chat(lan), "nối kênh")
    code = f"LK {codes.link_in(made.text)}"
    start = desk.now
    late = desk.chat()
    desk.now = replace(start, real=start.real + timedelta(minutes=15))
    assert (await desk.says(late, code)).text.startswith("Chưa tìm thấy mã LK")
    desk.now = replace(start, real=start.real + timedelta(minutes=14))
    first, second = desk.chat(), desk.chat()
    await desk.says(first, code)
    await desk.says(second, code)
    assert (await desk.says(first, "1")).text.startswith("✅ Đã nối khung chat này")
    assert first.person is not None
    assert first.person.id == lan.id
    assert (await desk.says(second, "1")).text.startswith("Mã này đã dùng hoặc đã quá 15 phút")
    assert second.person is None


async def test_a_new_code_ends_the_one_before_and_only_hashes_are_kept(desk: Desk):
    lan = await desk.person("Lan", "teacher")
    made = [codes.link_in((await desk.says(desk.chat(lan), "/link")).text) for _ in range(2)]
    store = desk.store
    assert await links.find(store, desk.now, made[0], desk.house.secret) is None
    found = await links.find(store, desk.now, made[1], desk.house.secret)
    assert found is not None
    kept = (await desk.connection.exec_driver_sql("SELECT * FROM link_code")).all()
    assert made[1] not in str(kept)


async def test_a_chat_that_is_somebodys_is_not_taken_over(desk: Desk):
    lan, mai = await desk.person("Lan", "teacher"), await desk.person("Mai", "teacher")
    code = codes.link_in((await desk.says(desk.chat(lan), "/link")).text)
    talk = desk.chat(mai)
    assert (await desk.says(talk, f"lk {code}")).text.startswith("Khung chat này đang là của cô Mai")
    assert talk.person == mai
