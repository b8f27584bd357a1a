"""Heads come, go, and are away: whose word counts on which day, and that nobody gives more than they hold."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import update

from domain.people import Grant, Person
from domain.readers.units import Units
from domain.rights import need, scope, verbs_of
from handlers.people import handing
from storage.people import acting, members, people
from storage.tables import OBLIGATION
from storage.units import callings, units
from storage.units.spans import ended
from tests.handlers.conftest import Desk, values
from tests.handlers.rights.cells import outcome
from tests.handlers.rights.deeds import sent
from tests.handlers.rights.people import asked, grant_of
from tests.handlers.test_people import newly
from tests.handlers.test_rights import ALL


async def stands_in(desk: Desk, minh: Person, tam: Person, first: int, last: int) -> bool:
    """Minh lets Tâm act from so many days to so many days after today."""
    member = await members.get(desk.store, desk.now, await grant_of(desk, tam), need(minh, "admit"))
    days = (desk.now.today + timedelta(days=first), desk.now.today + timedelta(days=last))
    store = desk.store
    done = await acting.give(store, desk.now, minh, member, days)
    await store.keep()
    return done


async def on(desk: Desk, person: Person, days: int) -> list[Grant]:
    """What somebody heads so many days from today."""
    desk.now = type(desk.now)(desk.now.real, desk.now.campaign + timedelta(days=days), desk.now.zone)
    found = [grant for grant in (await newly(desk, person)).grants if grant.role == "head"]
    desk.now = type(desk.now)(desk.now.real, desk.now.campaign - timedelta(days=days), desk.now.zone)
    return found


async def told_of(desk: Desk, days: int) -> list[int]:
    """To whom the school's questions go so many days from today."""
    day = desk.now.today + timedelta(days=days)
    held = await people.holders(desk.store, await desk.unit("THPT-NGOQUYEN"), ["head"], day)
    return [person for person, _ in held]


async def test_an_acting_head_is_told_and_may_decide_on_those_days_and_no_other(desk: Desk):
    minh, tam = await desk.person("Minh", "head", title="thay"), await desk.person("Tâm", "deputy", title="thay")
    assert await stands_in(desk, minh, tam, 3, 10)
    assert [len(await on(desk, tam, days)) for days in (0, 2, 3, 10, 11)] == [0, 0, 1, 1, 0]
    for days, who in ((0, minh), (2, minh), (3, tam), (10, tam), (11, minh)):
        assert await told_of(desk, days) == [who.id], days
    [grant] = await on(desk, tam, 5)
    assert (grant.acting, grant.until) == (True, desk.now.today + timedelta(days=10))
    assert len(await on(desk, minh, 5)) == 1, "the head still sees and decides"


async def test_whoever_acts_hands_the_school_to_nobody_and_names_no_deputy(desk: Desk):
    minh, tam = await desk.person("Minh", "head", title="thay"), await desk.person("Tâm", "teacher", title="thay")
    mai = await desk.person("Mai", "teacher")
    assert await stands_in(desk, minh, tam, 0, 5)
    tam = await newly(desk, tam)
    assert verbs_of(tam.grants[-1]) == verbs_of(minh.grants[0]) - {"hand_over", "stand_in"}
    assert scope(tam, "confirm_deed") is not None
    assert await outcome(desk, ALL["pass_on"], tam, ()) == "no_right_hand_over"
    row = str(await grant_of(desk, mai))
    assert await outcome(desk, ALL["acting"], tam, (row,)) == "no_right_stand_in"
    assert await outcome(desk, ALL["member_as"], tam, (row, "deputy")) == "no_right_give"
    assert await outcome(desk, ALL["member_as"], tam, (row, "staff")) == "allowed"
    assert await outcome(desk, ALL["member_end"], tam, (str(await grant_of(desk, minh)),)) == "no_right_give"


async def test_a_deputy_and_a_head_elsewhere_name_no_acting_head(desk: Desk):
    minh, tam = await desk.person("Minh", "head", title="thay"), await desk.person("Tâm", "deputy", title="thay")
    yen = await desk.person("Yến", "head", "THCS-305-SONGLAP")
    row = (str(await grant_of(desk, await desk.person("Mai", "teacher"))),)
    assert await outcome(desk, ALL["acting"], tam, row) == "no_right_stand_in"
    assert await outcome(desk, ALL["acting"], yen, row) == "member_not_yours"
    assert await outcome(desk, ALL["acting"], minh, (str(await grant_of(desk, minh)),)) == "no_right_give"
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", "chi")
    assert await outcome(desk, ALL["acting"], hoa, (str(await grant_of(desk, minh)),)) == "acting_is_head"
    assert not await stands_in(desk, tam, await newly(desk, tam), 0, 3)


async def test_acting_ends_early_and_another_one_takes_the_place_of_the_first(desk: Desk):
    minh, tam = await desk.person("Minh", "head", title="thay"), await desk.person("Tâm", "deputy", title="thay")
    mai = await desk.person("Mai", "teacher")
    assert await stands_in(desk, minh, tam, 0, 9)
    assert await stands_in(desk, minh, mai, 0, 9)
    assert await told_of(desk, 0) == [mai.id]
    row = await grant_of(desk, mai)
    answer = await desk.presses(desk.chat(minh), f"a.acting_end.{row}")
    assert answer.text.startswith("✅ Đã thôi giao quyền tạm cho cô Mai.")
    assert (await told_of(desk, 0), await told_of(desk, 3)) == ([minh.id], [minh.id])
    again = await desk.presses(desk.chat(minh), f"a.acting_end.{row}")
    assert again.text.startswith("Trường THPT Ngô Quyền hiện không có ai")


async def test_days_that_are_over_or_too_many_are_asked_again(desk: Desk):
    minh, tam = await desk.person("Minh", "head", title="thay"), await desk.person("Tâm", "deputy", title="thay")
    talk, row = desk.chat(minh), await grant_of(desk, tam)
    await desk.presses(talk, f"a.acting.{row}")
    assert (await desk.says(talk, "01/03/2025 đến 05/03/2025")).text.startswith("Ngày cuối đã qua.")
    assert (await desk.says(talk, "01/05/2025 đến 05/08/2026")).text.startswith("Mỗi lần giao quyền tạm không quá")
    assert "từ 10/04/2025 đến 30/04/2025" in (await desk.says(talk, "30/4")).text
    kept = await desk.says(talk, "giữ nguyên")
    assert kept.text.startswith("Đã giữ nguyên")
    assert await told_of(desk, 0) == [minh.id]


async def test_a_new_head_finds_what_is_open_and_the_old_one_finds_every_door_closed(desk: Desk):
    lan, minh = await desk.person("Lan", "teacher"), await desk.person("Minh", "head", title="thay")
    thu = await desk.person("Thư", "deputy")
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", "chi")
    number, version = (await sent(desk, "THPT-NGOQUYEN", lan)).split(".")
    request = await asked(desk, "THPT-NGOQUYEN")
    store = desk.store
    await store.write(update(OBLIGATION).where(OBLIGATION.c.code != "plan").values(ended_at=None), {})
    await store.keep()
    old = desk.chat(minh)
    await desk.presses(desk.chat(hoa), f"a.member_head.{await grant_of(desk, thu)}")
    told = {telling.reader.person.name: telling.reply for telling in desk.tellings if telling.key.startswith("unit:")}
    for name in ("Thư", "Minh"):
        assert "- Báo cáo chờ xác nhận: 1" in told[name].text
        assert "- Người xin tham gia: 1" in told[name].text
        assert "- Kế hoạch thi đua: chưa báo, hạn thứ Sáu, 25/04/2025" in told[name].text
        assert "- Báo số liệu tháng 4: hạn thứ Hai, 21/04/2025" in told[name].text
    assert values(told["Thư"]) == ["/plan", "/check", "/menu"]
    [question] = [one for one in desk.tellings if one.key.startswith(f"request:{request}:handed")]
    assert question.reader.person.id == thu.id
    old.person = await newly(desk, minh)
    assert old.person.grants == ()
    refused = await desk.presses(old, f"a.confirm.{number}.{version}")
    assert refused.text.startswith("Việc xác nhận báo cáo dành cho")
    hers = desk.chat(await newly(desk, thu))
    assert [grant.role for grant in hers.person.grants] == ["head"]
    assert (await desk.presses(hers, f"a.confirm.{number}.{version}")).text.startswith("✅ Đã xác nhận")
    assert (await desk.presses(hers, f"a.admit.{request}")).text.startswith("✅ Cô Khách")


async def test_only_the_level_above_puts_somebody_in_charge(desk: Desk):
    minh, tam = await desk.person("Minh", "head", title="thay"), await desk.person("Tâm", "deputy", title="thay")
    row = str(await grant_of(desk, tam))
    assert await outcome(desk, ALL["member_head"], minh, (row,)) == "no_right_appoint"
    assert await outcome(desk, ALL["member_as"], minh, (row, "head")) == "no_right_give"
    for role, unit, expected in (("relay", "PGD-305", "member_not_yours"), ("office", "SGDDT-HP", "allowed")):
        person = await desk.person("Ai", role, unit)
        assert await outcome(desk, ALL["member_head"], person, (row,)) == expected, role


async def test_a_changed_role_holds_at_the_next_press_both_ways(desk: Desk):
    minh, lan = await desk.person("Minh", "head", title="thay"), await desk.person("Lan", "teacher")
    for role in ("deputy", "teacher", "deputy"):
        row = await grant_of(desk, await newly(desk, lan))
        answer = await desk.presses(desk.chat(minh), f"a.member_as.{row}.{role}")
        assert answer.text.startswith("✅ Cô Lan nay là"), answer.text
        assert [grant.role for grant in (await newly(desk, lan)).grants] == [role]
    assert len([one for one in desk.tellings if "đã đổi vai trò" in one.reply.text]) == 3


async def test_the_units_card_says_who_acts_and_until_when(desk: Desk):
    minh, tam = await desk.person("Minh", "head", title="thay"), await desk.person("Tâm", "deputy", title="thay")
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", "chi")
    assert await stands_in(desk, minh, tam, 0, 5)
    card = await desk.presses(desk.chat(hoa), f"a.late_unit.{await desk.unit('THPT-NGOQUYEN')}")
    assert "thầy Tâm (quyền hiệu trưởng đến 15/04/2025)" in card.text
    assert "thầy Minh" not in card.text


async def test_the_list_of_members_names_the_units_that_went_before(desk: Desk):
    minh, unit = await desk.person("Minh", "head", title="thay"), await desk.unit("THPT-NGOQUYEN")
    store = desk.store
    tree, old = await units.tree(store), await desk.unit("THPT-BENGIO")
    await units.reshape(store, tree, {old: ended(tree.spans[old], desk.now.today)}, {old: unit})
    await store.keep()
    told = await desk.says(desk.chat(minh), "/members")
    assert "1 · thầy Minh, hiệu trưởng\nTiếp nối Trường THPT Bến Gió (đến 09/04/2025)" in told.text


async def test_whoever_types_the_old_name_of_their_school_finds_the_one_that_goes_on(desk: Desk):
    unit, old = await desk.unit("THPT-NGOQUYEN"), await desk.unit("THPT-BENGIO")
    store = desk.store
    tree = await units.tree(store)
    await units.reshape(store, tree, {old: ended(tree.spans[old], desk.now.today)}, {old: unit})
    await store.keep()
    today = desk.now.today
    names = [Units(await named(desk.store, today)) for named in (callings.names, callings.ended)]
    desk.house = replace(desk.house, units=names[0], ended_units=names[1])
    asked = await desk.says(desk.chat(), "đăng ký", "đồng ý", "trường thpt bến gió")
    assert asked.text.startswith("Trường THPT Ngô Quyền. Xin cho biết tên")


async def test_whoever_is_let_go_acts_for_nobody_and_a_changed_role_leaves_acting_as_it_is(desk: Desk):
    minh, tam = await desk.person("Minh", "head", title="thay"), await desk.person("Tâm", "deputy", title="thay")
    assert await stands_in(desk, minh, tam, 0, 9)
    await desk.presses(desk.chat(minh), f"a.member_as.{await grant_of(desk, tam)}.teacher")
    assert [grant.role for grant in (await newly(desk, tam)).grants] == ["head", "teacher"]
    await desk.presses(desk.chat(minh), f"a.member_end.{await grant_of(desk, await newly(desk, tam))}")
    assert (await newly(desk, tam)).grants == ()
    assert (await told_of(desk, 0), await on(desk, tam, 5)) == ([minh.id], [])


async def test_a_school_handed_over_twice_on_one_day_is_told_both_times(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", "chi")
    minh, tam = await desk.person("Minh", "head", title="thay"), await desk.person("Tâm", "deputy", title="thay")
    unit, keys = minh.grants[0].unit, []
    for new in (tam, minh, tam):
        desk.now = replace(desk.now, real=desk.now.real + timedelta(minutes=5))
        ctx = desk.context(desk.chat(hoa))
        await handing.hand_over(ctx, unit, new.id, hoa)
        await ctx.store.keep()
        keys += [telling.key for telling in ctx.tellings]
    assert len(keys) == 6, "each time the new head and the old one"
    assert len(set(keys)) == len(keys)
