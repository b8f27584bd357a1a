"""The council's room: who votes, when it may decide, that nobody can tell who voted what, and who may do what there."""

from dataclasses import dataclass, field
from datetime import date, datetime

import pytest
from sqlalchemy import select, update

from domain.conversations import Conversation
from domain.messages import Reply
from domain.people import Person
from domain.rights import Scope
from handlers.council import minutes
from handlers.outcomes import award_files, outcomes
from storage import tables
from storage.awards import nominations
from storage.council import ballots
from storage.people import people
from storage.post import conversations
from tests.handlers.conftest import Desk, desk, furnished_file, value_of, values
from tests.kit.council_room import nominated
from tests.kit.house import ZONE

__all__ = ["desk", "furnished_file"]


@dataclass
class Council:
    """A session with its people, each with a chat of their own."""

    desk: Desk
    chats: dict[str, Conversation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    session: int = 1

    async def joins(self, name: str, role: str, unit: str = "SGDDT-HP", works: str = "") -> None:
        who = await self.desk.person(name, role, unit, title="thay")
        if works:
            where = await self.desk.unit(works)
            await people.grant(self.desk.store, who.id, "teacher", where, self.desk.now.today, None)
            who = await conversations.person_on(self.desk.store, who.id, self.desk.now.today)
        self.people[name], self.chats[name] = who, self.desk.chat(who)

    async def presses(self, name: str, value: str) -> Reply:
        return await self.desk.presses(self.chats[name], value)

    async def says(self, name: str, *words: str) -> Reply:
        return await self.desk.says(self.chats[name], *words)

    def told(self, name: str) -> list[str]:
        """The first lines of what this person was told."""
        of = [one for one in self.desk.tellings if one.reader.person and one.reader.person.name == name]
        return [one.reply.text for one in of]

    async def seat(self, name: str, where: str) -> Reply:
        return await self.presses("Mai", f"a.session_sit.{self.session}.{self.people[name].id}.{where}")


@pytest.fixture
async def council(desk: Desk) -> Council:
    """Hải works at Sông Lấp, Sơn presides, Mai keeps the minutes; two cases, the second of Hải's own school."""
    room = Council(desk)
    await room.joins("Hoa", "office")
    for name, works in (("Hải", "THCS-305-SONGLAP"), ("Sơn", ""), ("Mai", ""), ("Tú", "")):
        await room.joins(name, "council", works=works)
    minh = await desk.person("Minh", "head", "THPT-NGOQUYEN", title="thay")
    for unit, name in (("THPT-NGOQUYEN", "cô Hạnh"), ("THCS-305-SONGLAP", "thầy Bảo")):
        await nominated(desk.store, desk.now, desk.house.campaign_id, await desk.unit(unit), minh.id, subject_name=name)
    await desk.store.keep()
    await room.says("Hoa", "/hoidong")
    await room.presses("Hoa", "a.session_new")
    review = await room.says("Hoa", "15/05/2025", "phong hop tang 2", "Sơn", "4", "đưa tất cả hồ sơ")
    await room.presses("Hoa", value_of(review, "Mở phiên họp này"))
    return room


async def opened(room: Council) -> None:
    """Everybody is there and votes are open."""
    await room.presses("Mai", f"a.session_all_here.{room.session}")
    await room.presses("Mai", f"a.voting_open.{room.session}")


async def close(room: Council, case: int) -> str:
    return (await room.presses("Mai", f"a.case_close_now.{case}")).text


async def test_a_session_is_called_and_everybody_who_sits_in_it_hears_it(council: Council):
    assert council.told("Mai")[0].endswith("mời thầy Mai điểm danh rồi mở bỏ phiếu.")
    assert council.told("Hải")[0].startswith("📌 Hội đồng Thi đua - Khen thưởng họp thứ Năm, 15/05/2025")
    screen = await council.says("Mai", "/council")
    assert "Có mặt 0/4, cần ít nhất 3 người" in screen.text
    assert [one.label for one in screen.buttons()][:3] == ["Mở bỏ phiếu", "Điểm danh", "Bỏ phiên họp này"]
    assert (await council.presses("Mai", "a.voting_open.1")).text.startswith("Chưa mở được bỏ phiếu: có mặt 0/4")


async def test_votes_are_secret_and_the_count_is_what_was_voted_last(council: Council, desk: Desk):
    await opened(council)
    for name, choices in (("Hải", "agree"), ("Sơn", "disagree agree"), ("Mai", "agree disagree"), ("Tú", "agree")):
        for choice in choices.split():
            assert (await council.presses(name, f"a.vote.1.{choice}")).text.startswith("✅ Đã nhận phiếu hồ sơ 1/2")
    assert await ballots.count(desk.store, 1) == {"agree": 3, "disagree": 1}
    ids = {str(one.id) for one in council.people.values()}

    async def everything() -> dict[str, list[tuple[object, ...]]]:
        return {
            table.name: [tuple(row) for row in await desk.store.rows(select(table))]
            for table in tables.METADATA.sorted_tables
        }

    rows = await everything()
    assert {len(token) for _, token, _ in rows["council_vote"]} == {64}
    assert all(str(cell) not in ids for row in rows["council_vote"] for cell in row[1:])
    for name, found in rows.items():
        if name != "council_vote":
            assert not [row for row in found if "agree" in {str(cell) for cell in row}], name
    assert not any("vote" in str(row) for name in ("audit", "audit_value") for row in rows[name])
    before = {token for _, token, _ in rows["council_vote"]}
    assert (await close(council, 1)).startswith(
        "Hồ sơ 1/2: có mặt 4/4, bỏ phiếu 4/4, đồng ý 75% (3/4), ngày 15/05/2025."
    )
    await close(council, 2)
    await council.presses("Mai", "a.session_ask.1")
    await council.presses("Sơn", "a.session_confirm.1.3")
    after = {token for _, token, _ in (await everything())["council_vote"]}
    assert (len(after), before & after) == (4, set())
    assert await ballots.count(desk.store, 1) == {"agree": 3, "disagree": 1}


async def test_nobody_votes_on_the_own_unit_and_the_count_says_how_many(council: Council):
    await opened(council)
    reply = await council.presses("Hải", "a.ballot.2")
    assert reply.text.startswith("Hồ sơ 2/2 thuộc đơn vị của thầy Hải nên thầy không bỏ phiếu hồ sơ này.")
    assert (await council.presses("Hải", "a.vote.2.agree")).text == reply.text
    assert (await council.presses("Hải", "a.ballot_dossier.2")).text == reply.text
    for name in ("Sơn", "Mai", "Tú"):
        await council.presses(name, "a.vote.2.agree")
    said = (await council.presses("Mai", "a.case_close.2")).text
    assert said.startswith(
        "Hồ sơ 2/2: có mặt 4/4, bỏ phiếu 3/4 (1 người cùng đơn vị không bỏ phiếu), đồng ý 100% (3/3)"
    )


async def test_whoever_has_to_do_with_a_case_says_so_and_a_vote_given_is_taken_out(council: Council, desk: Desk):
    await opened(council)
    await council.presses("Tú", "a.vote.1.agree")
    await council.presses("Tú", "a.ballot.1")
    assert (await council.says("Tú", "tôi có liên quan")).text.startswith("✅ Đã ghi thầy Tú có liên quan")
    assert await ballots.count(desk.store, 1) == {"agree": 0, "disagree": 0}
    assert "Tú đã báo có liên quan" in (await council.presses("Tú", "a.vote.1.agree")).text
    await council.presses("Sơn", "a.vote.1.disagree")
    assert "(1 người có liên quan không bỏ phiếu), đồng ý 0% (0/1)" in await close(council, 1)


async def test_the_quorum_is_looked_at_each_time_a_case_is_closed(council: Council, desk: Desk):
    await opened(council)
    for name in ("Hải", "Sơn", "Tú"):
        await council.presses(name, "a.vote.1.agree")
    await council.seat("Tú", "absent")
    assert await ballots.count(desk.store, 1) == {"agree": 2, "disagree": 0}
    await council.seat("Sơn", "absent")
    assert (await close(council, 1)).startswith("Chưa đóng được phiếu: có mặt 2/4")
    desk.tellings.clear()
    await council.seat("Sơn", "present")
    assert council.told("Sơn")[0].startswith("Phiên họp Hội đồng 15/05/2025, hồ sơ 1/2: cô Hạnh")
    assert (await close(council, 1)).startswith("Hồ sơ 1/2: có mặt 3/4, bỏ phiếu 1/3, đồng ý 100% (1/1)")


async def test_sheets_of_paper_count_once_a_second_member_has_seen_them(council: Council):
    await council.presses("Mai", "a.session_all_here.1")
    await council.seat("Tú", "sheet")
    await council.presses("Mai", "a.voting_open.1")
    await council.presses("Sơn", "a.vote.1.agree")
    assert "Phiên họp ghi thầy Tú gửi phiếu giấy" in (await council.presses("Tú", "a.vote.1.agree")).text
    await council.presses("Mai", "a.sheets.1")
    assert (await council.says("Mai", "3 phiếu, đồng ý 1")).text.startswith("Chỉ có 1 thành viên gửi phiếu")
    assert "Đã nhờ thầy Sơn xem" in (await council.says("Mai", "1 phiếu, đồng ý 0")).text
    assert (await close(council, 1)).startswith("Chưa đóng được phiếu hồ sơ 1/2: số phiếu gửi")
    assert (await council.presses("Mai", "a.sheets_confirm.1.1.0")).text.startswith("Thư ký không tự xác nhận")
    assert "mời hỏi thư ký" in (await council.presses("Sơn", "a.sheets_confirm.1.1.1")).text.lower()
    await council.presses("Sơn", "a.sheets_confirm.1.1.0")
    assert "có mặt 3/4, bỏ phiếu 2/4 (1 phiếu gửi), đồng ý 50% (1/2)" in await close(council, 1)


async def test_the_secretary_runs_it_and_nobody_confirms_what_they_wrote(council: Council, desk: Desk):
    for name in ("Hải", "Hoa"):
        assert (await council.presses(name, "a.voting_open.1")).text.startswith("Việc này do thư ký phiên họp làm")
    await opened(council)
    for name in ("Hải", "Sơn", "Mai"):
        await council.presses(name, "a.vote.1.agree")
    assert (await council.presses("Hoa", "a.vote.1.agree")).text.startswith("Việc này dành cho thành viên có mặt")
    await close(council, 1)
    await close(council, 2)
    await council.presses("Mai", "a.session_ask.1")
    assert (await council.presses("Mai", "a.session_confirm.1.3")).text.startswith("Thư ký không tự xác nhận")
    assert (await council.presses("Hoa", "a.session_confirm.1.3")).text.startswith("Việc này dành cho thành viên")
    await council.presses("Sơn", "a.session_doubt.1.3")
    await council.says("Sơn", "hồ sơ 2 chưa ai bỏ phiếu")
    assert 'Lý do: "hồ sơ 2 chưa ai bỏ phiếu".' in council.told("Mai")[-1]
    assert await ballots.count(desk.store, 1) == {"agree": 3, "disagree": 0}
    await council.presses("Tú", "a.vote.1.disagree")
    await close(council, 1)
    await close(council, 2)
    await council.presses("Mai", "a.session_ask.1")
    done = await council.presses("Sơn", "a.session_confirm.1.5")
    assert done.text.startswith("✅ Đã xác nhận kết quả phiên họp H-1: Hội đồng đồng ý 1/2 hồ sơ.")
    states = await desk.store.rows(select(tables.NOMINATION.c.state).order_by(tables.NOMINATION.c.id))
    assert [row[0] for row in states] == ["agreed", "not_agreed"]
    assert (await council.presses("Hải", "a.ballot_dossier.1")).text.startswith("Phiên họp này đã đóng phiếu")
    assert (await council.presses("Hải", "a.vote.1.agree")).text.startswith("Hồ sơ 1/2 đã đóng phiếu")


async def test_a_case_left_over_waits_for_another_session(council: Council, desk: Desk):
    await opened(council)
    await council.presses("Mai", "a.case_postpone.1")
    await close(council, 2)
    await council.presses("Mai", "a.session_ask.1")
    await council.presses("Sơn", "a.session_confirm.1.3")
    office = Scope("award", (desk.house.root,), below=True, person=0)
    found = await nominations.page(desk.store, desk.now, desk.house.campaign_id, ["at_council"], office)
    assert [one.subject_name for one in found.rows] == ["cô Hạnh"]


async def test_members_see_their_sessions_alone(council: Council, desk: Desk):
    await council.joins("Lâm", "council")
    assert "chưa có phiên họp Hội đồng nào" in (await council.says("Lâm", "/hoidong")).text
    for value in ("a.session.1", "a.ballot.1", "a.ballot_dossier.1", "a.session_cases.1.0", "a.minutes.1"):
        assert (await council.presses("Lâm", value)).text.startswith("Phiên họp này không có thầy Lâm"), value
    assert values(await council.says("Lâm", "/hoidong")) == ["/menu"]


async def test_anna_reads_the_same_in_english_and_tells_a_lock_screen_nothing_of_a_figure(council: Council, desk: Desk):
    await opened(council)
    council.chats["Tú"].language = "en"
    card = await council.presses("Tú", "a.ballot.2")
    assert card.text.split("\n")[0] == (
        "Session of the council, 15 May 2025, case 2/2: thầy Bảo, giáo viên, THCS Sông Lấp."
    )
    assert [one.label for one in card.buttons()] == ["In favour", "Not in favour", "See the dossier", "Finish later"]
    assert (await council.says("Tú", "1")).text.endswith('Type "next" to see the cases.')
    assert "2 · Đ-2 · thầy Bảo · you have voted" in (await council.says("Tú", "next")).text
    council.chats["Mai"].language = "en"
    said = (await council.presses("Mai", "a.case_close_now.2")).text
    assert said.startswith("Case 2/2: present 4/4, voted 1/4 (1 of the same unit did not vote), in favour 100% (1/1),")


async def test_those_who_have_not_voted_are_reminded_in_speaking_hours_alone(council: Council, desk: Desk):
    await opened(council)
    await council.presses("Sơn", "a.vote.1.agree")
    desk.tellings.clear()
    assert (await council.presses("Mai", "a.vote_nudge.1")).text.startswith("Đã nhắc 3 người")
    assert {one.reader.person.name for one in desk.tellings} == {"Hải", "Mai", "Tú"}
    desk.at(datetime(2025, 4, 10, 22, 0, tzinfo=ZONE))
    assert (await council.presses("Mai", "a.vote_nudge.1")).text.startswith("Ngoài 06:30–21:00, Trợ lý không nhắc ai.")


async def test_the_minutes_say_who_was_there_and_how_many_voted_and_never_who_what(council: Council, desk: Desk):
    await opened(council)
    for name in ("Sơn", "Tú"):
        await council.presses(name, "a.vote.2.agree")
    await council.presses("Mai", "a.ballot_concerned.2")
    await close(council, 1)
    await close(council, 2)
    wanted = await minutes.minutes(desk.context(council.chats["Sơn"]), [1])
    told = wanted.thing
    assert (told.members, told.need, len(told.present), told.issue.is_draft) == (4, 3, 4, True)
    assert [(one.voted, one.in_favour, one.outcome) for one in told.cases] == [(0, 0, "not_agreed"), (2, 2, "agreed")]
    assert told.cases[1].recused == ("Hải",)
    assert told.cases[1].note == "Mai không bỏ phiếu do có liên quan"
    assert "DỰ THẢO" in wanted.reply.text


async def test_a_member_is_greeted_with_what_they_have_not_voted_on(council: Council):
    """B1: Phiên họp 15/05/2025 có 9 hồ sơ, thầy chưa xem 4."""
    assert (await council.says("Sơn", "menu")).text == "Chào thầy Sơn. Phiên họp 15/05/2025 có 2 hồ sơ."
    await opened(council)
    await council.presses("Sơn", "a.vote.1.agree")
    reply = await council.says("Sơn", "menu")
    assert reply.text == "Chào thầy Sơn. Phiên họp 15/05/2025 có 2 hồ sơ, thầy chưa xem 1."
    assert [one.label for one in reply.buttons()] == ["Xem 1 hồ sơ", "Xem phiên họp", "Xem trợ giúp"]
    assert values(reply)[0] == "a.ballot.2"


async def test_the_submission_cites_the_session_whose_count_is_in_force(council: Council, desk: Desk):
    await opened(council)
    for name in ("Sơn", "Mai", "Tú"):
        await council.presses(name, "a.vote.1.agree")
    await close(council, 1)
    await close(council, 2)
    await council.presses("Mai", "a.session_ask.1")
    await council.presses("Sơn", "a.session_confirm.1.3")
    scope = Scope("award", (desk.house.root,), below=True, person=council.people["Hoa"].id)
    ctx = desk.context(council.chats["Hoa"])
    agreed = (await outcomes.of(ctx, scope)).agreed
    _, asked, _ = await award_files.dossier(ctx, "city", agreed, scope)
    assert (asked.council.day, asked.council.present, asked.council.members) == (date(2025, 5, 15), 4, 4)
    assert asked.to == ("UBND thành phố", "Ban TĐKT.TP")


async def test_the_secretary_is_exchanged_by_the_office_or_by_who_presides_and_newcomers_are_counted(
    council: Council, desk: Desk
):
    assert (await council.presses("Tú", "a.session_secretary.1")).text.startswith("Việc này do thư ký phiên họp làm")
    await council.presses("Sơn", "a.session_secretary.1")
    assert (await council.says("Sơn", "Tú")).text.startswith("✅ Thư ký phiên họp H-1 từ giờ là thầy Tú.")
    assert council.told("Tú")[-1].startswith("📌 Thầy Tú là thư ký phiên họp Hội đồng thứ Năm, 15/05/2025")
    assert (await council.presses("Mai", "a.session_seats.1.0")).text.startswith("Việc này do thư ký phiên họp làm")
    await council.joins("Lâm", "council")
    seats = await council.presses("Tú", "a.session_seats.1.0")
    assert seats.text.startswith("Điểm danh phiên họp H-1: có mặt 0/5")
    assert "5 · thầy Lâm · vắng" in seats.text


@pytest.mark.parametrize(
    "value", ["a.vote.1.1", "a.vote.1.agree", "a.session_sit.1.1.1", "a.award_file.1.1", "a.vote.9.agree"]
)
async def test_a_button_with_a_word_that_nobody_knows_changes_nothing(council: Council, desk: Desk, value: str):
    reply = await council.presses("Hoa" if "award" in value else "Mai", value)
    assert reply.text.startswith(("Nút này thuộc một việc đã xong", "Phiên họp chưa mở", "Phiên họp này không có"))
    assert await ballots.count(desk.store, 1) == {"agree": 0, "disagree": 0}


async def test_whoever_counted_does_not_confirm_it_although_somebody_else_keeps_the_minutes_by_then(council: Council):
    await opened(council)
    await close(council, 1)
    await close(council, 2)
    await council.presses("Mai", "a.session_secretary.1")
    await council.says("Mai", "Tú")
    asked = await council.presses("Tú", "a.session_ask.1")
    assert "thầy Sơn" in asked.text
    assert (await council.presses("Mai", "a.session_confirm.1.3")).text.startswith("Thư ký không tự xác nhận")
    assert (await council.presses("Sơn", "a.session_confirm.1.3")).text.startswith("✅ Đã xác nhận kết quả")


async def test_a_sheet_of_somebody_who_came_after_all_is_not_counted_beside_their_vote(council: Council):
    await council.presses("Mai", "a.session_all_here.1")
    await council.seat("Tú", "sheet")
    await council.presses("Mai", "a.voting_open.1")
    await council.presses("Mai", "a.sheets.1")
    await council.says("Mai", "1 phiếu, đồng ý 1")
    await council.presses("Sơn", "a.sheets_confirm.1.1.1")
    await council.seat("Tú", "present")
    for name in ("Hải", "Sơn", "Mai", "Tú"):
        await council.presses(name, "a.vote.1.agree")
    assert "bỏ phiếu 4/4, đồng ý 100% (4/4)" in await close(council, 1)


async def test_whoever_has_left_the_council_votes_no_more_and_what_they_voted_is_taken_out(
    council: Council, desk: Desk
):
    """An Office worker keeps "attend" for the minutes: that is no seat."""
    await opened(council)
    for name in ("Sơn", "Mai", "Tú"):
        await council.presses(name, "a.vote.1.agree")
    of, grant = council.people["Tú"].id, tables.GRANT
    await desk.store.write(update(grant).where(grant.c.person_id == of).values(to_day=desk.now.today), {})
    await people.grant(desk.store, of, "office", await desk.unit("SGDDT-HP"), desk.now.today, None)
    await desk.store.keep()
    council.chats["Tú"] = desk.chat(await conversations.person_on(desk.store, of, desk.now.today))
    for value in ("a.vote.1.agree", "a.vote.2.agree", "a.ballot_dossier.2", "a.ballot_concerned.2"):
        assert (await council.presses("Tú", value)).text.startswith("Việc này dành cho thành viên có mặt"), value
    assert "có mặt 3/4, bỏ phiếu 2/3, đồng ý 100% (2/2)" in await close(council, 1)


async def test_whoever_has_left_the_council_before_the_vote_opens_is_not_counted_for_the_quorum(
    council: Council, desk: Desk
):
    of, grant = council.people["Tú"].id, tables.GRANT
    await desk.store.write(update(grant).where(grant.c.person_id == of).values(to_day=desk.now.today), {})
    await desk.store.keep()
    assert "có mặt 3/3" in (await council.presses("Mai", "a.session_all_here.1")).text


@pytest.mark.parametrize("state", ["held", "withdrawn"])
async def test_nobody_decides_on_what_was_held_or_taken_back_while_the_council_sat(
    council: Council, desk: Desk, state: str
):
    await opened(council)
    await council.presses("Sơn", "a.vote.1.agree")
    one = tables.NOMINATION.c
    await desk.store.write(update(tables.NOMINATION).where(one.id == 1).values(state=state), {})
    assert (await council.presses("Tú", "a.vote.1.agree")).text.startswith("Hồ sơ 1/2 hiện không còn chờ Hội đồng xét")
    assert (await close(council, 1)).startswith("Hồ sơ 1/2 hiện không còn chờ Hội đồng xét")
    assert await ballots.count(desk.store, 1) == {"agree": 1, "disagree": 0}
    await council.presses("Mai", "a.case_postpone.1")
    await close(council, 2)
    await council.presses("Mai", "a.session_ask.1")
    confirmed = await council.presses("Sơn", "a.session_confirm.1.3")
    assert confirmed.text.startswith("✅ Đã xác nhận kết quả phiên họp H-1")
    assert await ballots.count(desk.store, 1) == {"agree": 0, "disagree": 0}
