"""Sendings against whoever would use a button, an edit or a number for more than it was given for."""

from sqlalchemy import select, update

from domain.conversations import Conversation
from domain.messages import Reply
from domain.people import Person
from storage.post import conversations
from storage.tables import GRANT, RECIPIENT
from tests.handlers.conftest import Desk, desk, furnished_file, furnished_house, value_of
from tests.handlers.test_announcing import Post, confirmed, heads, post, seat, written

__all__ = ["desk", "furnished_file", "furnished_house", "post"]
OTHER_BODY = "- Đề nghị: mỗi đơn vị giới thiệu gương người tốt, việc tốt, hạn 31/12/2025"
NOT_THEIRS = "Thông báo này không có trong danh sách gửi đến thầy Minh"


async def office(desk: Desk) -> tuple[Person, Person]:
    """Hoa and Bình of the Office, and a school of more people than one of them may write to alone."""
    found = []
    for name, title in (("Hoa", "chi"), ("Bình", "anh")):
        one = await desk.person(name, "office", "SGDDT-HP", title=title)
        await seat(desk, one)
        found.append(one)
    await heads(desk, 8)
    return found[0], found[1]


async def reworded(desk: Desk, talk: Conversation) -> Reply:
    """The body of the first announcement is another one; the screen after that."""
    await desk.presses(talk, "a.announce_edit.1")
    await desk.says(talk, "Nội dung")
    return await desk.says(talk, OTHER_BODY)


async def without(desk: Desk, post: Post) -> list[Person]:
    """Those on the list who have not been sent it."""
    had = {who for who, _ in post.sent}
    rows = await desk.connection.execute(select(RECIPIENT.c.person_id).order_by(RECIPIENT.c.id))
    return [await conversations.person_on(desk.store, row[0], desk.now.today) for row in rows if row[0] not in had]


async def test_whoever_changed_the_words_does_not_confirm_them(desk: Desk, post: Post):
    hoa, binh = await office(desk)
    _, her_chat = await written(desk, hoa)
    his_chat = desk.chat(binh)
    await desk.presses(his_chat, value_of(await reworded(desk, his_chat), "Nhờ xác nhận"))
    asked = desk.tellings[-1]
    assert asked.reader.person == hoa
    confirm = value_of(asked.reply, "Xác nhận, gửi 8 tin")
    refused = await desk.presses(his_chat, confirm)
    assert refused.text.startswith("Người soạn không tự xác nhận được đợt trên 5 người.")
    await post.ticks(3)
    assert await post.states() == {}
    await desk.presses(her_chat, confirm)
    await post.ticks(4)
    assert await post.states() == {"queued": 3, "planned": 5}


async def test_an_old_confirmation_shows_the_words_as_they_are_now(desk: Desk, post: Post):
    hoa, binh = await office(desk)
    screen, talk = await written(desk, hoa)
    await desk.presses(talk, value_of(screen, "Nhờ xác nhận"))
    old = value_of(desk.tellings[-1].reply, "Xác nhận, gửi 8 tin")
    await desk.presses(talk, value_of(await reworded(desk, talk), "Nhờ xác nhận"))
    his_chat = desk.chat(binh)
    shown = await desk.presses(his_chat, old)
    assert OTHER_BODY in shown.text
    assert (await desk.presses(his_chat, "a.dispatch_confirm.1")).text == shown.text
    await post.ticks(3)
    assert await post.states() == {}
    await desk.presses(his_chat, value_of(shown, "Xác nhận, gửi 8 tin"))
    await post.ticks(4)
    assert await post.states() == {"queued": 3, "planned": 5}


async def test_what_was_stopped_before_it_reached_somebody_is_not_read_by_its_number(desk: Desk, post: Post):
    _, talk = await confirmed(desk, post)
    await post.sends()
    await post.ticks(3)
    minh = (await without(desk, post))[0]
    for press in ("a.dispatch_stop.1", "a.dispatch_end.1"):
        for value in ("a.announced.1", "a.acknowledge.1", "a.announced_files.1", "a.ask_sender.1"):
            assert (await desk.presses(desk.chat(minh), value)).text.startswith(NOT_THEIRS)
        await desk.presses(talk, press)
        await post.ticks(3)
    had = await conversations.person_on(desk.store, post.sent[0][0], desk.now.today)
    assert (await desk.presses(desk.chat(had), "a.announced.1")).text.startswith("Thông báo T-001")


async def test_only_those_who_were_sent_it_are_asked_to_acknowledge(desk: Desk, post: Post):
    _, talk = await confirmed(desk, post)
    await post.sends()
    await post.ticks(3)
    for press in ("a.dispatch_stop.1", "a.dispatch_end.1"):
        await desk.presses(talk, press)
        await post.ticks(3)
    draft = await desk.presses(talk, "a.announce_remind.1")
    assert "Sẽ gửi đến 3 người tại 1/1 đơn vị." in draft.text


async def test_whoever_reads_a_correction_reads_what_it_corrects(desk: Desk, post: Post):
    hoa, talk = await confirmed(desk, post)
    binh = desk.tellings[-2].reader.person or hoa
    await post.sends()
    await post.ticks(3)
    minh = (await without(desk, post))[0]
    await desk.presses(talk, "a.dispatch_stop.1")
    await desk.presses(talk, "a.announce_correct.1")
    screen = await desk.says(talk, OTHER_BODY, "không", "không", "ngay")
    await desk.presses(talk, value_of(screen, "Nhờ xác nhận"))
    await desk.presses(desk.chat(binh), value_of(desk.tellings[-1].reply, "Xác nhận, gửi 8 tin"))
    await post.ticks(4)
    await post.sends()
    await post.ticks(3)
    await desk.presses(talk, "a.dispatch_go_on.2")
    await post.ticks(3)
    await post.sends()
    assert (await desk.presses(desk.chat(minh), "a.announced.1")).text.startswith("Thông báo T-001")


async def test_whoever_is_let_go_while_it_rests_is_not_sent_it(desk: Desk, post: Post):
    _, talk = await confirmed(desk, post)
    await post.sends()
    await post.ticks(3)
    gone = (await without(desk, post))[0]
    await desk.connection.execute(update(GRANT).where(GRANT.c.person_id == gone.id).values(to_day=desk.now.today))
    await desk.presses(talk, "a.dispatch_go_on.1")
    await post.ticks(3)
    await post.sends()
    assert (len(post.sent), gone.id in {who for who, _ in post.sent}) == (7, False)
    await post.ticks(3)
    unsent = await desk.presses(talk, "a.dispatch_unsent.1.0")
    assert unsent.text.endswith("không còn ở đơn vị")


async def test_a_wave_that_does_not_exist_begins_an_announcement_without_a_title(desk: Desk, post: Post):
    hoa, _ = await office(desk)
    for day in ("0", "999999999999999999"):
        assert (await desk.presses(desk.chat(hoa), f"a.announce_wave.{day}")).text.startswith(
            "1/7 · Tiêu đề thông báo?"
        )


async def test_a_question_to_the_sender_arrives_whole_or_is_asked_for_shorter(desk: Desk, post: Post):
    await confirmed(desk, post)
    await post.sends()
    await post.ticks(3)
    reader = await conversations.person_on(desk.store, post.sent[0][0], desk.now.today)
    his_chat = desk.chat(reader)
    await desk.presses(his_chat, "a.ask_sender.1")
    refused = await desk.says(his_chat, "từ " * 100 + "cuối")
    assert refused.text.startswith("Câu này dài 304 ký tự; dài nhất 300 ký tự")
    await desk.says(his_chat, "từ " * 95 + "cuối")
    assert desk.tellings[-1].reply.text.endswith('cuối".')


async def test_another_colleague_than_the_one_who_was_asked_may_let_it_go_and_its_author_hears_who(
    desk: Desk, post: Post
):
    hoa, binh = await office(desk)
    screen, talk = await written(desk, hoa)
    await desk.presses(talk, value_of(screen, "Nhờ xác nhận"))
    assert desk.tellings[-1].reader.person == binh
    assert "Xem trước" not in [choice.label for choice in (await desk.presses(talk, "a.dispatch.1")).buttons()]
    mai = desk.chat(await desk.person("Mai", "office", "SGDDT-HP"))
    stands = await desk.presses(mai, "a.dispatch.1")
    shown = await desk.presses(mai, value_of(stands, "Xem trước"))
    await desk.presses(mai, value_of(shown, "Xác nhận, gửi 8 tin"))
    assert desk.tellings[-1].reader.person == hoa
    assert desk.tellings[-1].reply.text.startswith("✅ Cô Mai đã xác nhận")
    await post.ticks(4)
    assert await post.states() == {"queued": 3, "planned": 5}
