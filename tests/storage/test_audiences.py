"""Who an audience is: counted and listed alike, within what one may reach, each who cannot be told with the reason."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from documents.importers import read_campaign_file
from domain.audiences import SCHOOLS, Audience
from domain.campaigns import Campaign
from domain.rights import Scope
from domain.units import UnitRow
from storage.duties import phone_calls
from storage.people import people
from storage.plans import plans
from storage.sendings import audiences, dispatches, recipients
from storage.sendings.audiences import Found, Ground
from storage.store import Store
from storage.tables import CONVERSATION, GRANT, PERSON
from tests.storage.room import SMALL, THURSDAY, Room, at

LEADERS = Audience(roles=("head", "deputy"), kinds=SCHOOLS)


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return read_campaign_file(Path("campaigns/hai-phong-2025/campaign.toml"))


async def joined(house: Room, name: str, role: str, unit: int, chat: str = "web:web:", *, blocked: bool = False) -> int:
    """Somebody with a role, and a chat unless there is none."""
    who = await house.person(name)

    async def come(store: Store) -> None:
        await people.grant(store, who, role, unit, THURSDAY, None)
        if chat:
            values = {"address": f"{chat}{who}", "person_id": who, "seen_at": at().real}
            await store.write(insert(CONVERSATION), values | ({"blocked_at": at().real} if blocked else {}))

    await house.does(come)
    return who


@pytest.fixture
async def ground(house: Room, campaign: Campaign) -> Ground:
    number = await house.campaign()
    unit = await house.province(*SMALL, UnitRow("D", "THCS Vườn Ổi", "thcs", "PGD"))
    office = await house.person("Hoa")
    return Ground(number, campaign, Scope("announce", (unit["SO"],), below=True, person=office), THURSDAY)


async def unit(house: Room, code: str) -> int:
    return (await house.province())[code]


async def test_what_is_counted_is_what_is_listed(house: Room, ground: Ground):
    units = await house.province()
    minh = await joined(house, "Minh", "head", units["A"], "telegram:1:")
    tam = await joined(house, "Tâm", "deputy", units["A"])
    yen = await joined(house, "Yến", "head", units["B"], blocked=True)
    await joined(house, "Lan", "teacher", units["A"])
    await joined(house, "Thu", "relay", units["PGD"])
    reach = await house.sees(lambda store: audiences.count(store, LEADERS, ground))
    assert (reach.people, reach.units, reach.reached, reach.empty, reach.deaf, reach.unreachable) == (2, 4, 1, 2, 1, 1)
    assert reach.channels == (("telegram", 1), ("web", 1))
    listed = await house.sees(lambda store: audiences.people_after(store, LEADERS, ground, 0, 10))
    assert listed == [
        Found(units["A"], minh, "telegram"),
        Found(units["A"], tam, "web"),
        Found(units["B"], yen, "", "blocked"),
    ]
    empty = await house.sees(lambda store: audiences.empty_after(store, LEADERS, ground, 0, 10))
    assert empty == [Found(units["C"], None, "", "nobody"), Found(units["D"], None, "", "nobody")]
    relays = await house.sees(lambda store: audiences.count(store, LEADERS.with_relays(), ground))
    assert (relays.people, relays.units) == (3, 5)


async def test_a_page_goes_on_where_the_last_one_ended(house: Room, ground: Ground):
    where = await unit(house, "A")
    come = [await joined(house, f"Lan {place}", "teacher", where) for place in range(5)]
    everybody = Audience(roles=("teacher",))
    first = await house.sees(lambda store: audiences.people_after(store, everybody, ground, 0, 3))
    rest = await house.sees(lambda store: audiences.people_after(store, everybody, ground, first[-1].person, 3))
    assert [one.person for one in (*first, *rest)] == come


async def test_a_relay_reaches_the_own_branch_alone(house: Room, ground: Ground):
    units = await house.province()
    await joined(house, "Minh", "head", units["A"])
    yen = await joined(house, "Yến", "head", units["B"])
    thu = replace(ground, scope=Scope("announce", (units["PGD"],), below=True, person=1))
    assert [one.person for one in await house.sees(lambda s: audiences.people_after(s, LEADERS, thu, 0, 9))] == [yen]
    without = replace(LEADERS, without=("PGD",))
    assert (await house.sees(lambda store: audiences.count(store, without, ground))).units == 1
    assert (
        await house.sees(lambda store: audiences.count(store, replace(LEADERS, branches=("PGD",)), ground))
    ).units == 3


async def test_those_who_have_answered_are_not_late(house: Room, ground: Ground):
    units = await house.province()
    minh = await joined(house, "Minh", "head", units["A"])
    yen = await joined(house, "Yến", "head", units["B"])
    late = replace(LEADERS, late_for="plan")

    async def answer(store: Store) -> None:
        scope = Scope("report_plan", (units["A"],), below=False, person=minh)
        await plans.report(store, at(), ground.campaign_id, units["A"], "drafting", {}, scope, spread=False)

    assert (await house.sees(lambda store: audiences.count(store, late, ground))).people == 2
    await house.does(answer)
    assert [one.person for one in await house.sees(lambda s: audiences.people_after(s, late, ground, 0, 9))] == [yen]


async def test_whoever_withdrew_consent_or_never_wrote_is_named_with_the_reason(house: Room, ground: Ground):
    where = await unit(house, "A")
    gone = await joined(house, "Lan", "head", where)
    silent = await joined(house, "Mai", "deputy", where, "")
    withdraw = update(PERSON).where(PERSON.c.id == gone).values(withdrawn_at=at().real)
    await house.does(lambda store: store.write(withdraw, {}))
    listed = await house.sees(lambda store: audiences.people_after(store, LEADERS, ground, 0, 9))
    assert [(one.person, one.reason) for one in listed] == [(gone, "withdrawn"), (silent, "no_chat")]
    assert (await house.sees(lambda store: audiences.count(store, LEADERS, ground))).people == 0


async def announced(house: Room, ground: Ground, number: int = 18) -> dispatches.Dispatch:
    """A sending of an announcement on its way to everybody of the audience."""

    async def begin(store: Store) -> int:
        reach = await audiences.count(store, LEADERS, ground)
        unit, author = ground.scope.roots[0], ground.scope.person
        subject = f"announcement:{number}"
        return await dispatches.draft(
            store, at(), ground.campaign_id, "announcement", subject, unit, author, LEADERS, reach
        )

    row = await house.does(begin)
    dispatch = await house.sees(lambda store: dispatches.known(store, row))
    found = await house.sees(lambda store: audiences.people_after(store, LEADERS, ground, 0, 99))
    await house.does(lambda store: recipients.add(store, dispatch, found))
    listed = await house.sees(lambda store: recipients.next_planned(store, row, 99))
    rows = {one.id: 1_000 + one.id for one in listed}
    await house.does(lambda store: recipients.queued(store, at(), rows, first=False))
    return dispatch


async def test_one_of_a_unit_acknowledges_for_all_of_it_where_that_is_asked(house: Room, ground: Ground):
    units = await house.province()
    minh = await joined(house, "Minh", "head", units["A"])
    await joined(house, "Tâm", "deputy", units["A"])
    yen = await joined(house, "Yến", "head", units["B"])
    number = await house.does(lambda store: _announcement(store, ground, "unit"))
    dispatch = await announced(house, ground, number)
    silent = Audience(unacknowledged=number)
    assert (await house.sees(lambda store: audiences.count(store, silent, ground))).people == 3
    subject = f"announcement:{number}"
    assert await house.does(lambda store: recipients.acknowledge(store, at().campaign, subject, minh))
    assert not await house.does(lambda store: recipients.acknowledge(store, at(hour=10).campaign, subject, minh))
    assert [one.person for one in await house.sees(lambda s: audiences.people_after(s, silent, ground, 0, 9))] == [yen]
    assert await house.sees(lambda store: recipients.units(store, subject)) == (2, 1)
    [waiting] = await house.sees(lambda store: recipients.silent_units(store, subject, THURSDAY, (0, 9)))
    assert (waiting.unit, waiting.people, waiting.is_told) == (units["B"], 1, False)
    shares = await house.sees(lambda store: recipients.by_branch(store, dispatch.id, THURSDAY))
    assert [(one.branch, one.meant, one.acknowledged) for one in shares] == [
        ("Sở GDĐT", 2, 1),
        ("Phòng GDĐT Lê Chân", 1, 0),
    ]
    by_person = await house.does(lambda store: _announcement(store, ground, "person"))
    await announced(house, ground, by_person)
    await house.does(lambda store: recipients.acknowledge(store, at().campaign, f"announcement:{by_person}", minh))
    left = Audience(unacknowledged=by_person)
    assert (await house.sees(lambda store: audiences.count(store, left, ground))).people == 2


async def _announcement(store: Store, ground: Ground, by: str) -> int:
    from storage.tables import ANNOUNCEMENT

    values = {
        "campaign_id": ground.campaign_id,
        "unit_id": ground.scope.roots[0],
        "title": "Đợt thi đua",
        "body": "",
        "acknowledged_by": by,
        "created_at": at().real,
    }
    return await store.add(insert(ANNOUNCEMENT).returning(ANNOUNCEMENT.c.id), values)


async def test_the_call_list_tells_why_and_forgets_nobody(house: Room, ground: Ground):
    units = await house.province()
    await joined(house, "Minh", "head", units["A"])
    await joined(house, "Yến", "head", units["B"], blocked=True)
    await joined(house, "Thu", "relay", units["PGD"])
    kinds, since = (*SCHOOLS, "pgd"), at().real - timedelta(days=30)
    counted = await house.sees(lambda store: phone_calls.count(store, at(), ground.scope, kinds, since))
    assert counted == {"nobody": 2, "blocked": 1}
    await house.does(lambda store: phone_calls.note(store, at(), ground.campaign_id, units["B"], ground.scope.person))
    found = await house.sees(lambda store: phone_calls.page(store, at(), ground.scope, kinds, since, (0, 9)))
    assert [(one.unit, one.silence) for one in found] == [
        (units["C"], "nobody"),
        (units["D"], "nobody"),
        (units["B"], "blocked"),
    ]
    assert found[2].called_at == at().campaign
    later = at().real + timedelta(hours=1)
    assert (await house.sees(lambda store: phone_calls.count(store, at(), ground.scope, kinds, later)))["quiet"] == 2


async def test_while_somebody_acts_for_a_head_it_is_they_who_are_told(house: Room, ground: Ground):
    where = await unit(house, "A")
    minh = await joined(house, "Minh", "head", where)
    tam = await joined(house, "Tâm", "deputy", where)

    async def acts(store: Store) -> None:
        days = {"from_day": THURSDAY, "to_day": THURSDAY + timedelta(days=5)}
        await store.write(insert(GRANT), {"person_id": tam, "role": "head", "unit_id": where, "acting": True, **days})

    await house.does(acts)
    heads, later = Audience(roles=("head",)), replace(ground, day=THURSDAY + timedelta(days=5))
    for on, who in ((ground, tam), (later, minh)):
        told = await house.sees(lambda store, on=on: audiences.people_after(store, heads, on, 0, 9))
        assert [one.person for one in told] == [who]
    assert (await house.sees(lambda store: audiences.count(store, heads, ground))).people == 1
