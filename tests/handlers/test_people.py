"""People come, are recognised, are let go and lose their phones: every right that moves, and the moment it does."""

import itertools

import pytest

from domain.people import ROLES, Person
from domain.rights import GIVES, VERBS, fits, may_grant
from storage.people import invites, members, people
from storage.post import conversations
from tests.handlers.conftest import Desk, value_of, values
from tests.handlers.rights.cells import outcome
from tests.handlers.rights.people import asked, grant_of
from tests.handlers.test_rights import ALL

OTHERS = ("THPT-BENGIO", "PGD-305", "THCS-305-SONGLAP")


async def newly(desk: Desk, person: Person) -> Person:
    """As the next message finds them."""
    found = await conversations.person_on(desk.store, person.id, desk.now.today)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["admit", "not_known"])
async def test_a_request_is_decided_in_its_unit_or_above_and_nowhere_else(name: str, desk: Desk):
    number = (str(await asked(desk, "THPT-NGOQUYEN")),)
    for unit in OTHERS:
        for role in ("head", "deputy", "relay"):
            stranger = await desk.person("Ai", role, unit)
            assert await outcome(desk, ALL[name], stranger, number) == "request_not_yours", (role, unit)
    for role, unit in (("head", "THPT-NGOQUYEN"), ("deputy", "THPT-NGOQUYEN"), ("office", "SGDDT-HP")):
        person = await desk.person("Minh", role, unit)
        assert await outcome(desk, ALL[name], person, number) == "allowed", role


@pytest.mark.parametrize(
    "name", ["member", "member_remove", "member_end", "member_untie", "member_move", "member_role"]
)
async def test_members_are_looked_after_in_their_unit_or_above_and_nowhere_else(name: str, desk: Desk):
    row = (str(await grant_of(desk, await desk.person("Lan", "teacher"))),)
    for unit in OTHERS:
        assert await outcome(desk, ALL[name], await desk.person("Ai", "head", unit), row) == "member_not_yours"
    assert await outcome(desk, ALL[name], await desk.person("Hoa", "office", "SGDDT-HP"), row) == "allowed"


@pytest.mark.parametrize("name", ["member_remove", "member_end", "member_untie", "member_move"])
async def test_nobody_takes_a_role_that_they_may_not_give(name: str, desk: Desk):
    head = await desk.person("Minh", "head", title="thay")
    deputy = await desk.person("Tâm", "deputy", title="thay")
    for person, whose, told in (
        (deputy, head, "no_right_give"),
        (deputy, deputy, "no_right_give"),
        (head, head, "no_right_give"),
        (head, deputy, "allowed"),
        (await desk.person("Hoa", "office", "SGDDT-HP"), head, "allowed"),
    ):
        assert await outcome(desk, ALL[name], person, (str(await grant_of(desk, whose)),)) == told


async def test_nobody_gets_a_code_to_be_somebody_who_holds_more(desk: Desk):
    """Lan teaches in Minh's school and works in the Office too: who had her code would have the Office's rights."""
    minh, lan, store = await desk.person("Minh", "head"), await desk.person("Lan", "teacher"), desk.store
    row = (str(await grant_of(desk, lan)),)
    assert await outcome(desk, ALL["member_untie"], minh, row) == "allowed"
    await people.grant(store, lan.id, "office", desk.house.root, desk.now.today, None)
    await store.keep()
    assert await outcome(desk, ALL["member_untie"], minh, row) == "no_right_give"
    assert await outcome(desk, ALL["member_untie"], await desk.person("Hoa", "office", "SGDDT-HP"), row) == "allowed"


def test_nobody_grants_more_than_they_hold_but_the_offices_above_appoint_heads():
    for giver, role in itertools.product(ROLES, ROLES):
        if may_grant([giver], role):
            assert VERBS[role] <= VERBS[giver] or (giver in {"relay", "office"} and role in {"head", "deputy", "relay"})
    assert not any("operator" in given for given in GIVES.values())
    assert not may_grant(["head"], "partner"), "the union sees the figures of everybody"


async def test_storage_refuses_an_invitation_to_more_than_its_maker_may_give(desk: Desk):
    units = [await desk.unit(code) for code in ("THPT-NGOQUYEN", "THPT-BENGIO", "PGD-305", "SGDDT-HP")]
    made = set()
    for giver, code in (("head", "THPT-NGOQUYEN"), ("relay", "PGD-305"), ("teacher", "THPT-NGOQUYEN")):
        person = await desk.person("Ai", giver, code)
        for at, role in itertools.product(range(4), ROLES):
            name, store = f"ABCD{len(made):04}{giver}{at}{role}", desk.store
            row = await invites.give(store, desk.now, name, b"key", person, units[at], role, 1, 7)
            if row is not None:
                made.add((giver, at, role))
    at_home = {("head", 0, role) for role in GIVES["head"]} | {("relay", 2, role) for role in GIVES["relay"]}
    assert made == at_home


async def test_a_made_up_role_makes_no_code(desk: Desk):
    head, unit = await desk.person("Minh", "head"), await desk.unit("THPT-NGOQUYEN")
    for role in ("head", "office", "partner", "operator", "relay"):
        reply = await desk.presses(desk.chat(head), f"a.invite.{unit}.{role}")
        assert reply.text.startswith("Vai trò này do cấp trên giao"), role
    other = await desk.unit("THPT-BENGIO")
    reply = await desk.presses(desk.chat(head), f"a.invite.{other}.teacher")
    assert reply.text.startswith("Đơn vị này không thuộc phần")
    assert not fits("relay", "thpt")


async def test_whoever_is_let_go_is_refused_at_the_next_press(desk: Desk):
    minh, tam = await desk.person("Minh", "head", title="thay"), await desk.person("Tâm", "deputy", title="thay")
    talk = desk.chat(tam)
    listed = await desk.says(talk, "/members")
    assert "1 · thầy Minh" in listed.text
    await desk.presses(desk.chat(minh), f"a.member_end.{await grant_of(desk, tam)}")
    talk.person = await newly(desk, tam)
    assert (await desk.says(talk, "/members")).text.startswith("Danh sách thành viên dành cho người phụ trách")
    assert (await desk.says(talk, "/check")).text.startswith("Việc xác nhận báo cáo dành cho")
    assert (await desk.says(talk, "3 giáo viên hiến máu")).text.startswith("Chào thầy Tâm. Hiện thầy chưa thuộc")
    assert desk.tellings[-1].reply.text.startswith("Thầy Minh đã gỡ thầy Tâm khỏi danh sách thành viên")


async def test_a_role_taken_and_given_again_on_one_day_is_held(desk: Desk):
    minh, lan = await desk.person("Minh", "head"), await desk.person("Lan", "teacher")
    await desk.presses(desk.chat(minh), f"a.member_end.{await grant_of(desk, lan)}")
    assert (await newly(desk, lan)).grants == ()
    store = desk.store
    assert await people.grant(store, lan.id, "teacher", lan.grants[0].unit, desk.now.today, minh.id)
    assert (await newly(desk, lan)).grants == lan.grants


async def test_of_two_who_answer_a_request_at_once_one_decides(desk: Desk):
    minh, tam = await desk.person("Minh", "head", title="thay"), await desk.person("Tâm", "deputy", title="thay")
    number = await asked(desk, "THPT-NGOQUYEN")
    first = await desk.presses(desk.chat(minh), f"a.admit.{number}")
    second = await desk.presses(desk.chat(tam), f"a.not_known.{number}")
    assert first.text.startswith("✅ Cô Khách đã là thành viên của trường")
    assert second.text.startswith("Yêu cầu này đã được thầy Minh trả lời lúc")
    assert len(desk.tellings) == 1


async def test_a_chat_cut_off_stays_so_though_its_own_message_is_in_the_same_batch(desk: Desk):
    lan = await desk.person("Lan", "teacher")
    chat = desk.chat(lan)
    chat.fresh = True
    await conversations.save(desk.connection, [chat], desk.now.real)
    loaded = (await conversations.load(desk.connection, [chat.address.key], desk.now.today))[chat.address.key]
    assert loaded.person is not None
    minh = await desk.person("Minh", "head")
    await desk.presses(desk.chat(minh), f"a.member_untie.{await grant_of(desk, lan)}")
    await conversations.save(desk.connection, [loaded], desk.now.real)
    after = (await conversations.load(desk.connection, [chat.address.key], desk.now.today))[chat.address.key]
    assert after.person is None


async def test_a_waiting_person_who_is_refused_often_may_not_pester(desk: Desk):
    talk = desk.chat()
    said = ("đăng ký", "đồng ý", "thpt ngô quyền", "cô Lan, tổ Văn")
    await desk.person("Minh", "head")
    assert (await desk.says(talk, *said)).text.startswith("✅ Đã gửi yêu cầu")
    for _ in range(2):
        await desk.presses(talk, "a.ask_withdraw")
        assert (await desk.says(talk, "đăng ký", "thpt ngô quyền", "cô Lan, tổ Văn")).text.startswith("✅ Đã gửi")
    await desk.presses(talk, "a.ask_withdraw")
    refused = await desk.says(talk, "đăng ký", "thpt ngô quyền", "cô Lan, tổ Văn")
    assert refused.text.startswith("Hôm nay đã gửi đủ 3 yêu cầu.")


async def test_nothing_is_kept_of_a_stranger_who_does_not_agree(desk: Desk):
    talk = desk.chat()
    reply = await desk.says(talk, "đăng ký", "chưa đồng ý")
    assert reply.text.startswith("Đã hiểu, cảm ơn thầy/cô đã trả lời.")
    assert talk.person is None
    again = await desk.presses(talk, values(reply)[0])
    assert "Mời đọc trước khi tìm đơn vị" in again.text


async def test_a_number_typed_at_the_greeting_never_agrees_to_the_notice(desk: Desk):
    talk = desk.chat()
    await desk.says(talk, "đăng ký")
    await desk.says(talk, "/start")
    assert "Mời đọc trước khi tìm đơn vị" in (await desk.says(talk, "1")).text


async def test_a_code_that_comes_while_one_looks_for_the_unit_is_taken(desk: Desk):
    minh, unit = await desk.person("Minh", "head"), await desk.unit("THPT-NGOQUYEN")
    made = await desk.presses(desk.chat(minh), f"a.invite.{unit}.staff")
    talk = desk.chat()
    reply = await desk.says(talk, "đăng ký", "đồng ý", "không nhớ tên trường", made.text.split(": ")[1].split("\n")[0])
    assert "Mã mời này dành cho nhân viên Trường THPT Ngô Quyền." in reply.text
    await desk.says(talk, "đồng ý", "cô Mai")
    assert talk.person is not None
    assert [grant.role for grant in talk.person.grants] == ["staff"]


async def test_schools_of_one_name_are_told_apart_by_their_place(desk: Desk):
    talk = desk.chat()
    reply = await desk.says(talk, "đăng ký", "đồng ý", "ngô quyền")
    assert value_of(reply, "THPT Ngô Quyền") != value_of(reply, "Phòng GDĐT Ngô Quyền")
    last = await desk.presses(talk, value_of(reply, "Phòng GDĐT Ngô Quyền"))
    assert last.text.startswith("Phòng GDĐT quận Ngô Quyền. Xin cho biết tên")


async def test_the_list_of_members_is_complete_page_by_page(desk: Desk):
    minh = await desk.person("Minh", "head", title="thay")
    names = [f"Lan {chr(65 + at)}" for at in range(19)]
    for name in names:
        await desk.person(name, "teacher")
    talk = desk.chat(minh)
    shown = (await desk.says(talk, "/members")).text
    for _ in range(2):
        shown += (await desk.says(talk, "tiếp")).text
    assert [name for name in names if shown.count(f"cô {name},") != 1] == []
    opened = await desk.says(talk, "20")
    assert opened.text.startswith("Cô Lan S, giáo viên")


async def test_members_of_a_named_unit_are_seen_from_above_alone(desk: Desk):
    thu = await desk.person("Thu", "relay", "PGD-305", title="chi")
    assert (await desk.says(desk.chat(thu), "/members thcs sông lấp")).text.startswith("THCS Sông Lấp chưa có")
    assert (await desk.says(desk.chat(thu), "/members thpt ngô quyền")).text.startswith("Đơn vị này không thuộc")


def test_every_role_that_may_be_given_is_in_the_order_of_offering():
    assert set().union(*GIVES.values()) == set(members.ORDER)


async def test_where_to_be_told_things_is_chosen_and_falls_back_when_that_chat_is_gone(desk: Desk):
    lan = await desk.person("Lan", "teacher")
    phone, page = desk.chat(lan), desk.chat(lan)
    for chat in (phone, page):
        chat.fresh = True
    await conversations.save(desk.connection, [phone, page], desk.now.real)

    async def told() -> str:
        found = await conversations.reader(desk.store, lan.id, desk.now.today, "vi")
        return found.address.key

    for chat in (phone, page, phone):
        assert (await desk.presses(chat, "a.reach_here")).text.startswith("✅ Từ nay nhắc việc của cô Lan đến")
        assert await told() == chat.address.key
    await conversations.blocked(desk.connection, phone.address.key, desk.now.real)
    assert await told() == page.address.key
