"""Invitations: a counted number of uses, a limited number of tries, and an end; consent is kept with its version."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from domain.clock import OPEN_END
from storage.people import invites, people
from storage.tables import CONSENT, GRANT, INVITE, JOINED
from tests.storage.room import SMALL, THURSDAY, Room, at

SECRET = b"a secret of the tests"
CODE = "ABCD2345"


async def invited(house: Room, uses: int = 1, days: int = 30) -> int:
    ids = await house.province(*SMALL)
    return await house.does(lambda store: invites.add(store, at(), CODE, SECRET, ids["A"], "teacher", uses, days, None))


async def test_of_twenty_who_come_at_once_one_gets_the_one_use(house: Room):
    row = await invited(house)
    crowd = [await house.person(f"Lan {number}") for number in range(20)]
    let_in = await asyncio.gather(
        *(house.does(lambda store, who=who: invites.use(store, at(), row, who)) for who in crowd)
    )
    assert sorted(let_in) == [False] * 19 + [True]
    assert await house.rows(select(JOINED.c.person_id)) == [(crowd[let_in.index(True)],)]
    assert await house.rows(select(INVITE.c.uses_left)) == [(0,)]


async def test_whoever_has_joined_uses_no_more(house: Room):
    row, lan, minh = await invited(house, uses=2), await house.person(), await house.person("Minh")
    for _ in range(3):
        assert await house.does(lambda store: invites.use(store, at(), row, lan))
    assert await house.rows(select(INVITE.c.uses_left)) == [(1,)]
    assert await house.does(lambda store: invites.use(store, at(), row, minh))
    assert await house.sees(lambda store: invites.has_joined(store, row, minh))


async def test_an_invitation_opens_nothing_after_its_days(house: Room):
    row, lan = await invited(house, days=30), await house.person()
    after, before = at(days=30), at(days=30, seconds=-1)
    assert not await house.does(lambda store: invites.use(store, after, row, lan))
    assert await house.does(lambda store: invites.use(store, before, row, lan))


async def test_a_code_is_found_by_itself_and_kept_only_as_a_hash_under_the_secret(house: Room):
    row = await invited(house)
    found = await house.sees(lambda store: invites.find(store, at(), CODE, SECRET))
    assert (found.id, found.unit_name, found.role, found.uses_left) == (row, "THPT Ngô Quyền", "teacher", 1)
    assert found == await house.sees(lambda store: invites.get(store, at(), row))
    assert await house.sees(lambda store: invites.find(store, at(), CODE, b"another")) is None
    assert await house.sees(lambda store: invites.find(store, at(), "ABCD2346", SECRET)) is None
    assert CODE not in str(await house.rows(select(INVITE)))


async def test_tries_count_for_an_hour_and_for_the_address_that_tried(house: Room):
    for minutes in (0, 10, 59):
        await house.does(lambda store, minutes=minutes: invites.tried(store, at(minutes=minutes), "web:1:a"))
    await house.does(lambda store: invites.tried(store, at(), "web:1:b"))

    async def tries(minutes: float, address: str = "web:1:a") -> tuple:
        return await house.sees(lambda store: invites.tries(store, at(minutes=minutes), address))

    assert await tries(59) == (3, at().real)
    assert await tries(60) == (2, at(minutes=10).real)
    assert await tries(130) == (0, None)
    assert await tries(59, "web:1:b") == (1, at().real)


async def test_guessing_on_a_grand_scale_is_seen_whoever_guesses(house: Room):
    async def guess(count: int, start: int) -> None:
        async def work(store: object) -> None:
            for number in range(start, start + count):
                await invites.tried(store, at(), f"web:1:{number}")

        await house.does(work)

    await guess(invites.TRIES_OF_ALL - 1, 0)
    assert not await house.sees(lambda store: invites.too_many(store, at(minutes=1)))
    await guess(1, 1000)
    assert await house.sees(lambda store: invites.too_many(store, at(minutes=1)))
    assert not await house.sees(lambda store: invites.too_many(store, at(minutes=61)))


async def test_a_role_is_held_once_from_its_day_on(house: Room):
    ids, lan = await house.province(*SMALL), await house.person()
    for expected in (True, False):
        given = await house.does(lambda store: people.grant(store, lan, "teacher", ids["A"], THURSDAY, None))
        assert given is expected
    assert await house.rows(select(GRANT.c.from_day, GRANT.c.to_day)) == [(THURSDAY, OPEN_END)]
    assert await house.sees(lambda store: people.holders(store, ids["A"], ["teacher"], THURSDAY)) == [(lan, "teacher")]
    day = THURSDAY - timedelta(days=1)
    assert await house.sees(lambda store: people.holders(store, ids["A"], ["teacher"], day)) == []


async def test_consent_is_kept_with_the_notice_it_was_given_to(house: Room):
    lan = await house.person()
    for notice in (1, 2):
        await house.does(
            lambda store, notice=notice: people.consent(store, at(hour=notice), lan, notice, "vi", "telegram")
        )
    kept = await house.rows(
        select(CONSENT.c.person_id, CONSENT.c.notice, CONSENT.c.language, CONSENT.c.channel, CONSENT.c.given_at)
    )
    assert kept == [(lan, 1, "vi", "telegram", at(hour=1).real), (lan, 2, "vi", "telegram", at(hour=2).real)]
