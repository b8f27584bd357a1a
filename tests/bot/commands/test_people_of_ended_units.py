"""A school ends and another goes on in its place: its people, its reports and its name, before and after 2025-07-01."""

from datetime import date, timedelta

import pytest

from bot.app import the_house
from bot.commands.acts import act
from domain.clock import Now
from domain.people import Person
from domain.rights import Scope, need
from handlers.people import benches
from storage.database import Connection, reading
from storage.deeds import deeds
from storage.people import members, people
from storage.post import conversations
from storage.store import Store
from storage.units import callings, heirs, units
from tests.bot.commands.test_units_hai_phong import base, province_url, stand_on

__all__ = ["base", "province_url"]
JUNE, JULY = date(2025, 6, 30), date(2025, 7, 1)
OLD, NEW = "THCS-305-SONGLAP", "THCS-305-VUONOI"


async def writes(base, work):
    async def write(connection: Connection):
        store = Store(connection)
        found = await work(store)
        await store.keep()
        return found

    return await base.writer.run(write)


async def sees(base, work):
    async with reading(base.readers) as connection:
        return await work(Store(connection, writable=False))


async def unit(base, code: str) -> int:
    return (await sees(base, units.tree)).ids[code]


async def joins(base, name: str, role: str, code: str) -> int:
    where, today = await unit(base, code), base.clock.now().today

    async def join(store: Store) -> int:
        row = await people.add(store, base.clock.now(), name, "co")
        await people.grant(store, row, role, where, today, None)
        return row

    return await writes(base, join)


async def on(base, person: int, day: date) -> Person:
    return await sees(base, lambda store: conversations.person_on(store, person, day))


async def held(base, person: int, day: date) -> list[tuple[str, str]]:
    return [(grant.role, grant.unit_code) for grant in (await on(base, person, day)).grants]


def at(base, day: date) -> Now:
    now = base.clock.now()
    return Now(now.real, now.campaign + (day - now.today), now.zone)


async def merges(base, *codes: str, into: str = NEW, dry_run: bool = False) -> str:
    asked = {"codes": list(codes), "into": into, "day": "2025-07-01", "dry_run": dry_run, "language": "vi"}
    answer = await act(base, {"verb": "units_merge", **asked})
    assert answer["code"] == 0, answer
    return "\n".join(answer["lines"])


async def test_people_go_on_under_the_successor_and_the_preview_says_so(base):
    yen, lan, van = [
        await joins(base, *who) for who in (("Yến", "head", OLD), ("Lan", "teacher", OLD), ("Vân", "head", NEW))
    ]
    before = await held(base, lan, JULY)
    preview = await merges(base, OLD, dry_run=True)
    assert f"2 vai trò của {OLD} (Trường THCS Sông Lấp) tiếp tục ở Trường THCS" in preview
    assert "1 người đứng đầu của THCS-305-SONGLAP" in preview
    assert await held(base, lan, JULY) == before == [("teacher", OLD)]
    assert preview.splitlines()[:-1] == (await merges(base, OLD)).splitlines()[:-1]
    for person, role in ((yen, "head"), (lan, "teacher")):
        assert await held(base, person, JUNE) == [(role, OLD)]
    assert await held(base, yen, JULY) == [("deputy", NEW)], "Vân heads the school already"
    assert await held(base, lan, JULY) == [("teacher", NEW)]
    assert await held(base, van, JUNE) == await held(base, van, JULY) == [("head", NEW)]


async def test_the_only_head_stays_head_where_nobody_heads_the_successor(base):
    yen = await joins(base, "Yến", "head", OLD)
    await merges(base, OLD)
    assert await held(base, yen, JULY) == [("head", NEW)]


async def test_two_heads_who_come_together_are_deputies_until_one_is_appointed(base):
    yen, thu = await joins(base, "Yến", "head", OLD), await joins(base, "Thư", "head", "TH-305-HAIAU")
    told = await merges(base, OLD, "TH-305-HAIAU")
    assert told.count("là cấp phó ở") == 2
    assert (await held(base, yen, JULY), await held(base, thu, JULY)) == ([("deputy", NEW)], [("deputy", NEW)])


@pytest.fixture
async def merged(base):
    """Lan of the old school has sent a report; from July on Vân's school goes on in its place."""
    van, lan = await joins(base, "Vân", "head", NEW), await joins(base, "Lan", "teacher", OLD)
    house, where, today = await the_house(base), await unit(base, OLD), base.clock.now()
    number = await writes(
        base,
        lambda store: deeds.send(
            store, today, house.campaign_id, where, lan, {"what": "hiến máu"}, "TW2", (None, None), outside=False
        ),
    )
    await merges(base, OLD)
    return base, house.campaign_id, van, lan, number


async def test_what_waits_in_the_old_school_is_its_successors_to_answer_and_nobody_elses(merged):
    base, campaign, van, _, number = merged
    other = await joins(base, "Ai", "head", "THPT-NGOQUYEN")
    for day, person, expected in ((JUNE, van, 0), (JULY, van, 1), (JULY, other, 0)):
        scope = need(await on(base, person, day), "confirm_deed")
        assert await sees(base, lambda store, scope=scope: deeds.count_waiting(store, campaign, scope)) == expected
    stand_on(base, JULY + timedelta(days=3))
    scope = need(await on(base, van, JULY), "confirm_deed")
    done = await writes(base, lambda store: deeds.decide(store, base.clock.now(), number, 1, "confirmed", scope))
    assert done.unit == await unit(base, OLD), "it stays with the unit that reported"


async def test_the_old_school_is_seen_from_above_and_by_its_successor_on_both_sides_of_the_day(merged):
    base, _, van, _, number = merged
    hoa = await joins(base, "Hoa", "office", "SGDDT-HP")
    for day, person, is_seen in ((JUNE, hoa, True), (JULY, hoa, True), (JUNE, van, False), (JULY, van, True)):
        scope = need(await on(base, person, day), "see_deeds")
        found = await sees(base, lambda store, scope=scope, day=day: deeds.get(store, at(base, day), number, scope))
        assert (found is not None) is is_seen, (day, person)


async def test_questions_about_the_old_school_go_to_the_new_ones_head(merged):
    base, _, van, *_ = merged
    old = await unit(base, OLD)
    for day, expected in ((JUNE, []), (JULY, [(van, "head")])):
        assert await sees(base, lambda store, day=day: people.holders(store, old, ["head"], day)) == expected
    seat = await sees(base, lambda store: benches.bench(store, old, 0, JULY))
    assert seat.people == (van,)


async def test_the_old_name_leads_to_the_successor_and_stands_in_its_lists(merged):
    base, *_ = merged
    new = await unit(base, NEW)
    assert await sees(base, lambda store: heirs.past(store, new, JUNE)) == []
    [past] = await sees(base, lambda store: heirs.past(store, new, JULY))
    assert (past.name, past.until) == ("Trường THCS Sông Lấp", JUNE)
    assert OLD not in {one.code for one in await sees(base, lambda store: callings.names(store, JULY))}
    assert [one.code for one in await sees(base, lambda store: callings.successors(store, [OLD], JULY))] == [NEW]
    assert await sees(base, lambda store: callings.successors(store, [OLD], JUNE)) == []


async def test_members_of_both_schools_stand_in_one_list_after_the_day(merged):
    base, *_ = merged
    scope = Scope("admit", (await unit(base, "SGDDT-HP"),), below=True, person=0)
    names = {}
    for code, day in ((OLD, JUNE), (NEW, JUNE), (OLD, JULY), (NEW, JULY)):
        where = await unit(base, code)
        _, found = await sees(
            base, lambda store, where=where, day=day: members.of_unit(store, at(base, day), where, scope, (0, 9))
        )
        names[code, day] = [one.name for one in found]
    assert names[NEW, JULY] == ["Vân", "Lan"]
    assert (names[OLD, JUNE], names[NEW, JUNE], names[OLD, JULY]) == (["Lan"], ["Vân"], [])
