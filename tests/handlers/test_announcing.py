"""Announcements from the first question to the ledger: written, confirmed by a second person, sent, acknowledged."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from domain.conversations import Conversation
from domain.messages import Reply
from domain.people import Person
from handlers.sendings.dispatch_kinds import Wording
from scheduler.dispatches import sendings
from scheduler.retention import expire
from scheduler.waves import waves
from storage.people import reaching
from storage.post import outbox, sending
from storage.post.outbox import Mark, Numbers
from storage.sendings import dispatches, recipients
from storage.store import Store
from storage.tables import CONVERSATION, OUTBOX, RECIPIENT
from tests.handlers.conftest import Desk, value_of, values
from tests.kit.house import ZONE


class Post:
    """The clock and the sender in one: turns are taken by hand, what is said is kept."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.sent: list[tuple[int, Reply]] = []
        self.blocked: set[int] = set()
        numbers = Numbers(10_000)
        self.job = sendings(lambda: desk.house, numbers, lambda _: True)
        self.waves = waves(lambda: desk.house, numbers)

    async def ticks(self, times: int = 1) -> None:
        """The clock rings."""
        for _ in range(times):
            while await self.job.run(self.desk.connection, self.desk.now) >= 500:
                pass

    async def sends(self, most: int = 1000) -> int:
        """The sender says what is due: at most so many."""
        connection = self.desk.connection
        undirected = await sending.load(connection, await sending.ready(connection, "", (0, 9), most))
        chats = await reaching.chats(connection, [one.person or 0 for one in undirected])
        chosen = {one.id: chats[one.person][0] for one in undirected if one.person in chats}
        await sending.direct(connection, chosen, [one.id for one in undirected if one.id not in chosen])
        due = await sending.load(connection, await sending.ready(connection, "web:web", (2, 9), most))
        verdicts = await Wording(lambda: self.desk.house)(Store(connection), due, self.desk.now) if due else {}
        for one in due:
            verdict = verdicts.get(one.id, one.reply)
            await outbox.mark(connection, [self._marked(one, verdict)])
        return sum(isinstance(verdict, Reply) for verdict in verdicts.values())

    def _marked(self, one: outbox.Due, verdict: sending.Verdict) -> Mark:
        now = self.desk.now.real
        if isinstance(verdict, sending.Hold):
            return Mark(one.id, "planned", now, held=True)
        if isinstance(verdict, sending.Skip):
            return Mark(one.id, "skipped", now, reason=verdict.reason)
        if one.person in self.blocked:
            return Mark(one.id, "failed", now, reason="blocked")
        self.sent.append((one.person or 0, verdict))
        return Mark(one.id, "sent", now)

    async def told(self, who: Person) -> list[str]:
        """What the clock told somebody, in order."""
        rows = await self.desk.connection.execute(
            select(OUTBOX.c.payload).where(OUTBOX.c.person_id == who.id, OUTBOX.c.lane == 1).order_by(OUTBOX.c.id)
        )
        return [row[0]["text"] for row in rows if row[0]]

    async def states(self) -> dict[str, int]:
        """The ledger by states."""
        rows = await self.desk.connection.execute(select(RECIPIENT.c.state).where(RECIPIENT.c.person_id.is_not(None)))
        found: dict[str, int] = {}
        for (state,) in rows:
            found[state] = found.get(state, 0) + 1
        return found


@pytest.fixture
async def post(desk: Desk) -> Post:
    campaign = replace(desk.house.campaign, canary_size=3, second_above=5)
    desk.house = replace(desk.house, campaign=campaign)
    return Post(desk)


async def seat(desk: Desk, person: Person) -> None:
    """Give them a chat in which they can be told things."""
    values = {"address": f"web:web:p{person.id}", "person_id": person.id, "seen_at": desk.now.real}
    await desk.connection.execute(insert(CONVERSATION), values)


async def heads(desk: Desk, count: int, unit: str = "THPT-NGOQUYEN") -> list[Person]:
    """So many people who lead that school."""
    found = []
    for place in range(count):
        person = await desk.person(f"Minh {place}", "head" if place == 0 else "deputy", unit, title="thay")
        await seat(desk, person)
        found.append(person)
    return found


TITLE = "Đợt thi đua chào mừng 70 năm Ngày Giải phóng Hải Phòng"
BODY = "- Đề nghị: mỗi đơn vị giới thiệu gương người tốt, việc tốt, hạn 09/05/2025"


LEADERS = "hiệu trưởng và phó hiệu trưởng THPT Ngô Quyền"


async def written(desk: Desk, hoa: Person, who: str = LEADERS) -> tuple[Reply, Conversation]:
    """Hoa answers all seven questions; the screen and her chat."""
    talk = desk.chat(hoa)
    await desk.says(talk, "/thongbao", TITLE, BODY, "không", "không", who, "đúng", "mỗi đơn vị")
    return await desk.says(talk, "ngay"), talk


async def test_seven_questions_make_a_draft_that_nobody_is_sent(desk: Desk, post: Post):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    await heads(desk, 2)
    screen, _ = await written(desk, hoa)
    assert screen.text.endswith("ký tự, vừa một tin trên mọi kênh.")
    assert [choice.label for choice in screen.buttons()] == [
        "Gửi thử cho tôi",
        "Xem bản Zalo",
        "Sửa một mục",
        "Gửi 2 tin",
        "Để sau",
    ]
    await post.ticks(3)
    assert await post.states() == {}


async def test_a_small_sending_goes_to_all_of_them_once_and_is_told(desk: Desk, post: Post):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    await seat(desk, hoa)
    led = await heads(desk, 2)
    screen, talk = await written(desk, hoa)
    answer = await desk.presses(talk, value_of(screen, "Gửi 2 tin"))
    assert "đang lập danh sách và gửi đến 2 người" in answer.text
    await post.ticks(4)
    assert await post.sends() == 2
    assert sorted(who for who, _ in post.sent) == [one.id for one in led]
    [(_, reply), _] = post.sent
    assert reply.text.split("\n")[0] == "Thông báo T-001 của Sở GDĐT Hải Phòng"
    assert [choice.label for choice in reply.buttons()] == ["Đã nhận và sẽ thực hiện", "Hỏi nơi gửi"]
    await post.ticks(3)
    assert await post.sends() == 0
    assert await post.states() == {"sent": 2}
    assert (await post.told(hoa))[-1].startswith("✅ T-001: đã gửi 100% (2/2 người), đến ")


async def test_above_the_limit_a_second_person_confirms_and_never_the_author(desk: Desk, post: Post):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    binh = await desk.person("Bình", "office", "SGDDT-HP", title="anh")
    for one in (hoa, binh):
        await seat(desk, one)
    await heads(desk, 8)
    screen, talk = await written(desk, hoa)
    asked = await desk.presses(talk, value_of(screen, "Nhờ xác nhận"))
    assert asked.text.startswith("Thông báo T-001 gửi trên 5 người nên cần người thứ hai xác nhận. Anh Bình đã nhận")
    notice = desk.tellings[-1]
    assert notice.reader.person == binh
    assert notice.reply.text.startswith("Chị Hoa đề nghị gửi thông báo T-001 đến 8 người tại 1 đơn vị.")
    confirm = value_of(notice.reply, "Xác nhận, gửi 8 tin")
    refused = await desk.presses(talk, confirm)
    assert refused.text.startswith("Người soạn không tự xác nhận được đợt trên 5 người. Anh Bình đã nhận yêu cầu lúc ")
    assert (await desk.presses(talk, value_of(screen, "Nhờ xác nhận"))).text.startswith("Thông báo T-001 đang chờ")
    await post.ticks(3)
    assert await post.states() == {}
    await desk.presses(desk.chat(binh), confirm)
    await post.ticks(4)
    assert await post.states() == {"queued": 3, "planned": 5}


async def confirmed(desk: Desk, post: Post, count: int = 8) -> tuple[Person, object]:
    """A sending to so many that a second person has let go; its author, and her chat."""
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    binh = await desk.person("Bình", "office", "SGDDT-HP", title="anh")
    await seat(desk, hoa)
    await seat(desk, binh)
    await heads(desk, count)
    screen, talk = await written(desk, hoa)
    await desk.presses(talk, value_of(screen, "Nhờ xác nhận"))
    await desk.presses(desk.chat(binh), value_of(desk.tellings[-1].reply, f"Xác nhận, gửi {count} tin"))
    await post.ticks(4)
    return hoa, talk


async def test_a_few_go_first_and_the_rest_waits_for_a_word(desk: Desk, post: Post):
    hoa, talk = await confirmed(desk, post)
    assert await post.sends() == 3
    await post.ticks(3)
    assert await post.sends() == 0
    assert (await post.told(hoa))[-1] == "Gửi trước 3 người: 3/3 gửi được. Gửi tiếp 5 người còn lại?"
    progress = await desk.presses(talk, "a.dispatch_go_on.1")
    assert progress.text == "Đang gửi T-001: 37,5% (3/8)."
    await post.ticks(2)
    assert await post.sends() == 5
    await post.ticks(3)
    assert await post.states() == {"sent": 8}


async def test_a_stop_in_one_word_holds_whatever_has_not_left(desk: Desk, post: Post):
    _, talk = await confirmed(desk, post)
    await post.sends()
    await post.ticks(2)
    await desk.presses(talk, "a.dispatch_go_on.1")
    await post.ticks(2)
    assert await post.sends(2) == 2
    stopped = await desk.says(talk, "dung")
    assert stopped.text.startswith("✅ Đã dừng T-001 lúc ")
    assert stopped.text.endswith("Đã gửi 3 người, 5 người chưa gửi.")  # two more have left that the clock has not seen
    assert [one.label for one in stopped.buttons()] == ["Gửi tiếp 5 tin", "Soạn đính chính", "Kết thúc"]
    assert await post.sends() == 0
    await post.ticks(3)
    assert await post.sends() == 0
    assert await post.states() == {"sent": 5, "queued": 3}
    await desk.presses(talk, "a.dispatch_go_on.1")
    await post.ticks(2)
    assert await post.sends() == 3
    await post.ticks(3)
    assert await post.states() == {"sent": 8}
    assert sorted(who for who, _ in post.sent) == sorted({who for who, _ in post.sent})


async def test_the_clock_looks_no_more_at_what_is_held_and_has_come_to_rest(desk: Desk, post: Post):
    _, talk = await confirmed(desk, post)
    await post.sends()
    await post.ticks(3)
    await desk.presses(talk, "a.dispatch_stop.1")
    await post.ticks()
    assert [one.state for one in await dispatches.at_work(desk.store)] == ["stopped"]
    desk.now = replace(desk.now, campaign=desk.now.campaign + timedelta(minutes=1))
    await post.ticks()
    assert await dispatches.at_work(desk.store) == []
    assert [one.state for one in await dispatches.under_way(desk.store)] == ["stopped"]
    await desk.presses(talk, "a.dispatch_go_on.1")
    await post.ticks(2)
    assert await post.sends() == 5
    await post.ticks(3)
    assert await post.states() == {"sent": 8}


async def test_what_was_stopped_and_left_alone_comes_to_its_end_by_itself(desk: Desk, post: Post):
    _, talk = await confirmed(desk, post)
    await post.sends()
    await post.ticks(3)
    await desk.presses(talk, "a.dispatch_stop.1")
    desk.now = replace(desk.now, campaign=desk.now.campaign + timedelta(days=desk.house.campaign.draft_days + 1))
    await expire(desk.connection, desk.now)
    await post.ticks(5)
    assert await post.states() == {"sent": 3, "skipped": 5}
    assert await dispatches.under_way(desk.store) == []


async def test_a_draft_that_nobody_came_back_to_ends_by_itself(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    await heads(desk, 2)
    await written(desk, hoa)
    days = desk.house.campaign.draft_days

    async def after(more: int) -> str:
        desk.now = replace(desk.now, campaign=desk.now.campaign + timedelta(days=more))
        await expire(desk.connection, desk.now)
        found = await dispatches.known(desk.store, 1)
        assert found is not None
        return found.state

    assert [await after(days - 1), await after(2), await after(days * 2)] == ["draft", "ended", "ended"]


async def test_what_is_ended_is_never_sent_and_the_ledger_says_why(desk: Desk, post: Post):
    _, talk = await confirmed(desk, post)
    await post.sends()
    await post.ticks(3)
    await desk.presses(talk, "a.dispatch_stop.1")
    ended = await desk.presses(talk, "a.dispatch_end.1")
    assert ended.text == "✅ Đã kết thúc T-001: 3 người đã nhận, 5 người không gửi nữa."
    await post.ticks(5)
    assert await post.sends() == 0
    assert await post.states() == {"sent": 3, "skipped": 5}
    reasons = await desk.connection.execute(select(RECIPIENT.c.reason).where(RECIPIENT.c.state == "skipped"))
    assert {row[0] for row in reasons} == {"stopped"}


async def test_it_stops_itself_when_too_many_cannot_be_sent(desk: Desk, post: Post):
    hoa, talk = await confirmed(desk, post)
    post.blocked = set(range(10_000))
    await post.sends()
    await post.ticks(3)
    assert (await post.told(hoa))[-1] == "Đã tự dừng T-001: 3/3 tin chưa gửi được. Mời chị Hoa xem rồi quyết."
    listed = await desk.presses(talk, "a.dispatch_unsent.1.0")
    assert listed.text.split("\n")[1] == "1 · Trường THPT Ngô Quyền · thầy Minh 0 · không nhận tin"
    post.blocked = set()
    await desk.presses(talk, "a.dispatch_go_on.1")
    await post.ticks(2)
    assert await post.sends() == 5
    await post.ticks(3)
    result = (await post.told(hoa))[-1]
    assert result.startswith("✅ T-001: đã gửi 62,5% (5/8 người), đến ")
    assert result.endswith("Còn 3: 3 không nhận tin.")


async def test_one_of_a_unit_acknowledges_and_only_the_silent_are_reminded(desk: Desk, post: Post):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    await seat(desk, hoa)
    minh, tam = await heads(desk, 2)
    [yen] = await heads(desk, 1, "THCS-305-SONGLAP")
    screen, talk = await written(desk, hoa, "hiệu trưởng và phó hiệu trưởng các trường")
    await desk.presses(talk, value_of(screen, "Gửi 3 tin"))
    await post.ticks(4)
    await post.sends()
    await post.ticks(2)
    told = await desk.presses(desk.chat(minh), "a.acknowledge.1")
    assert told.text.startswith("✅ Đã ghi: Trường THPT Ngô Quyền đã nhận và sẽ thực hiện thông báo T-001, lúc ")
    again = await desk.presses(desk.chat(tam), "a.acknowledge.1")
    assert again.text.startswith("Thông báo T-001: thầy Minh 0 đã xác nhận cho đơn vị lúc ")
    silent = await desk.presses(talk, "a.announce_silent.1.0")
    assert silent.text.split("\n")[0].startswith("T-001: đã xác nhận ")
    draft = await desk.presses(talk, value_of(silent, "Nhắc các đơn vị này"))
    assert draft.text.startswith("Nhắc xác nhận thông báo T-001 chưa gửi. Sẽ gửi đến 1 người tại 1/1 đơn vị.")
    post.sent.clear()
    await desk.presses(talk, value_of(draft, "Gửi 1 tin"))
    await post.ticks(4)
    await post.sends()
    [(who, reply)] = post.sent
    assert who == yen.id
    assert reply.text.startswith(
        "📌 THCS Sông Lấp: thông báo T-001 của Sở GDĐT Hải Phòng, gửi ngày 10/04/2025, đang chờ"
    )
    assert values(reply) == ["a.acknowledge.1", "a.announced.1"]


async def test_a_correction_goes_to_those_who_had_the_first(desk: Desk, post: Post):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    await seat(desk, hoa)
    minh, tam = await heads(desk, 2)
    screen, talk = await written(desk, hoa)
    await desk.presses(talk, value_of(screen, "Gửi 2 tin"))
    await post.ticks(4)
    await post.sends()
    await post.ticks(3)
    question = await desk.presses(talk, "a.announce_correct.1")
    assert question.text.startswith("2/6 · Nội dung?")
    screen = await desk.says(
        talk, "- Hạn giới thiệu gương: 12/05/2025 (bản trước ghi 09/05/2025)", "không", "không", "ngay"
    )
    post.sent.clear()
    await desk.presses(talk, value_of(screen, "Gửi 2 tin"))
    await post.ticks(4)
    await post.sends()
    assert sorted(who for who, _ in post.sent) == [minh.id, tam.id]
    reply = post.sent[0][1]
    assert reply.text.startswith("Đính chính thông báo T-001 của Sở GDĐT Hải Phòng\n- Hạn giới thiệu gương: 12/05/2025")
    assert next(choice.label for choice in reply.buttons()) == "Đã nhận đính chính"
    late = await desk.presses(desk.chat(minh), "a.acknowledge.1")
    assert late.text.endswith("Thông báo này đã có đính chính, mời đọc bản mới.")
    assert values(late) == ["a.announced.2"]


async def test_the_test_copy_goes_to_oneself_and_its_buttons_note_nothing(desk: Desk, post: Post):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    await heads(desk, 2)
    screen, talk = await written(desk, hoa)
    copy = await desk.presses(talk, value_of(screen, "Gửi thử cho tôi"))
    assert copy.text.startswith("Bản gửi thử, chỉ chị Hoa nhận\nThông báo T-001 của Sở GDĐT Hải Phòng\n")
    pressed = await desk.presses(talk, value_of(copy, "Đã nhận và sẽ thực hiện"))
    assert pressed.text.startswith("Đây là bản gửi thử")
    zalo = await desk.presses(talk, value_of(screen, "Xem bản Zalo"))
    assert zalo.text.split("\n")[-2:] == ["1 Đã nhận và sẽ thực hiện", "2 Hỏi nơi gửi"]


async def test_an_item_is_changed_before_anybody_is_sent_it(desk: Desk, post: Post):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    await heads(desk, 2)
    await heads(desk, 1, "THCS-305-SONGLAP")
    screen, talk = await written(desk, hoa)
    items = await desk.presses(talk, value_of(screen, "Sửa một mục"))
    assert [choice.label for choice in items.buttons()][:3] == ["Tiêu đề", "Nội dung", "Tệp kèm theo"]
    await desk.presses(talk, value_of(items, "Người nhận"))
    asked = await desk.says(talk, "hiệu trưởng các trường")
    assert "2 người tại" in asked.text
    screen = await desk.says(talk, "đúng")
    assert "Gửi 2 tin" in [choice.label for choice in screen.buttons()]
    assert screen.text.startswith("Thông báo T-001 đã soạn xong")


async def test_at_a_time_it_waits_until_then(desk: Desk, post: Post):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    await heads(desk, 2)
    talk = desk.chat(hoa)
    await desk.says(
        talk, "/thongbao", TITLE, BODY, "không", "1234/SGDĐT-VP ngày 10/04/2025", LEADERS, "đúng", "không cần"
    )
    screen = await desk.says(talk, "8h sáng mai")
    assert screen.text.endswith("Gửi lúc 08:00, thứ Sáu, 11/04/2025.")
    answer = await desk.presses(talk, value_of(screen, "Gửi 2 tin"))
    assert answer.text.startswith("✅ Thông báo T-001 sẽ gửi lúc 08:00, thứ Sáu, 11/04/2025.")
    await post.ticks(3)
    assert await post.states() == {}
    desk.at(datetime(2025, 4, 11, 8, 1, tzinfo=ZONE))
    await post.ticks(4)
    assert await post.sends() == 2
    assert "- Văn bản: 1234/SGDĐT-VP ngày 10/04/2025" in post.sent[0][1].text


async def test_a_relay_speaks_to_the_own_branch_alone(desk: Desk, post: Post):
    thu = await desk.person("Thu", "relay", "PGD-305", title="chi")
    await heads(desk, 2)
    await heads(desk, 1, "THCS-305-SONGLAP")
    screen, _ = await written(desk, thu, "hiệu trưởng và phó hiệu trưởng các trường")
    assert "Gửi 1 tin" in [choice.label for choice in screen.buttons()]


async def test_people_read_again_what_was_announced_to_them_newest_first(desk: Desk, post: Post):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    minh, _ = await heads(desk, 2)
    lan = await desk.person("Lan", "teacher")
    for _ in range(2):
        screen, talk = await written(desk, hoa)
        await desk.presses(talk, value_of(screen, "Gửi 2 tin"))
        await post.ticks(4)
        await post.sends()
        await post.ticks(2)
    listed = await desk.says(desk.chat(minh), "/announcements")
    assert listed.text.split("\n")[0] == "Có 2 thông báo đã gửi đến thầy Minh 0:"
    assert listed.text.split("\n")[1].startswith("1 · T-002 · 10/04/2025 · Đợt thi đua")
    one = await desk.presses(desk.chat(minh), value_of(listed, "Mở 1"))
    assert one.text.startswith("Thông báo T-002 của Sở GDĐT Hải Phòng\n")
    assert (await desk.says(desk.chat(lan), "/announcements")).text == "Chưa có thông báo nào gửi đến cô Lan."
    assert (await desk.presses(desk.chat(lan), "a.announced.1")).text.startswith(
        "Thông báo này không có trong danh sách"
    )


async def test_waves_only_propose_themselves_and_once(desk: Desk, post: Post):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    await seat(desk, hoa)
    desk.at(datetime(2025, 5, 6, 8, 0, tzinfo=ZONE))
    assert await post.waves.run(desk.connection, desk.now) == 2
    assert await post.waves.run(desk.connection, desk.now) == 0
    [_, told] = await post.told(hoa)
    assert told.startswith("Còn 7 ngày đến đợt 13/05/2025: ")
    assert told.endswith("Chị Hoa có muốn soạn thông báo không?")
    talk = desk.chat(hoa)
    day = datetime(2025, 5, 13, tzinfo=ZONE).date().toordinal()
    asked = await desk.presses(talk, f"a.announce_wave.{day}")
    assert asked.text.startswith("2/7 · Nội dung?")
    assert await post.states() == {}


async def test_what_arrived_can_be_answered_by_typing(desk: Desk, post: Post):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    [minh] = await heads(desk, 1)
    screen, talk = await written(desk, hoa)
    await desk.presses(talk, value_of(screen, "Gửi 1 tin"))
    await post.ticks(4)
    await desk.connection.execute(update(OUTBOX).where(OUTBOX.c.address == "").values(address=f"web:web:p{minh.id}"))
    rows = await desk.connection.execute(select(OUTBOX.c.id).where(OUTBOX.c.subject == "dispatch:1"))
    await outbox.mark(desk.connection, [Mark(row[0], "sent", desk.now.real) for row in rows])
    await post.ticks(2)
    menu = await desk.connection.execute(select(CONVERSATION.c.menu).where(CONVERSATION.c.person_id == minh.id))
    assert menu.scalar_one()[0] == ["a.acknowledge.1", "Đã nhận và sẽ thực hiện"]
    known = await dispatches.known(desk.store, 1)
    assert known is not None
    assert (await recipients.tally(desk.store, 1)).sent == 1
