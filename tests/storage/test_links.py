"""Codes that tie a second chat: one for each person, one use, fifteen minutes, and nothing left behind."""

from datetime import timedelta

from sqlalchemy import func, select

from storage.people import links
from storage.tables import LINK
from tests.storage.room import Room, at

SECRET = b"a secret of the tests"


async def test_a_code_that_somebody_else_has_just_now_is_not_given_out_twice(house: Room):
    lan, mai = await house.person(), await house.person("Mai")
    given = [
        await house.does(lambda store, who=who: links.add(store, at(), "482913", SECRET, who, who))
        for who in (lan, mai)
    ]
    assert given == [True, False]
    found = await house.sees(lambda store: links.find(store, at(), "482913", SECRET))
    assert found.person == lan
    assert await house.sees(lambda store: links.find(store, at(), "482914", SECRET)) is None
    assert await house.sees(lambda store: links.find(store, at(), "482913", b"another")) is None


async def test_of_two_uses_one_counts(house: Room):
    lan = await house.person()
    await house.does(lambda store: links.add(store, at(), "482913", SECRET, lan, lan))
    row = (await house.sees(lambda store: links.find(store, at(), "482913", SECRET))).id
    assert [await house.does(lambda store: links.use(store, at(), row)) for _ in range(2)] == [True, False]


async def test_codes_that_are_over_are_forgotten_and_others_are_not(house: Room):
    lan, mai = await house.person(), await house.person("Mai")
    await house.does(lambda store: links.add(store, at(), "111111", SECRET, lan, lan))
    await house.does(lambda store: links.add(store, at(minutes=10), "222222", SECRET, mai, mai))
    later = at().real + links.LIVES + timedelta(seconds=1)
    assert await house.does(lambda store: links.forget(store, later, 500)) == 1
    assert await house.rows(select(func.count()).select_from(LINK)) == [(1,)]
