"""What people write is kept whole, shown as far as there is room, and what is still missing is said."""

from dataclasses import replace
from datetime import timedelta

from domain.messages import FileRef, Reply
from handlers.deeds import deed_words
from tests.handlers.conftest import Desk, value_of
from texts.catalogue import Catalogue

STORY = "Cô Hạnh soạn bài giảng số cho học sinh khối 12, cả tổ dùng chung, " * 60
"""About four thousand letters: the longest that a channel takes."""
LIMIT = 4096
"""UTF-16 units that Telegram and the page take."""


def units(reply: Reply) -> int:
    return len(reply.text.encode("utf-16-le")) // 2


async def test_the_longest_story_fits_every_message_it_is_told_in(desk: Desk):
    lan = desk.chat(await desk.person("Lan", "teacher"))
    minh = desk.chat(await desk.person("Minh", "head", title="thay"))
    long = STORY[:4000]
    said = [await desk.says(lan, text) for text in (long, "cô Hạnh", "hôm qua tại trường", long, long)]
    said.append(await desk.says(lan, "đã đồng ý"))
    if "phong trào nào" in said[-1].text:
        said.append(await desk.says(lan, "1"))
    assert said[-1].text.startswith("Xem lại trước khi gửi")
    said.append(await desk.presses(lan, value_of(said[-1], "Gửi báo cáo")))
    to_head = desk.tellings[-1].reply
    returned = await desk.presses(minh, value_of(to_head, "Trả lại để bổ sung"))
    said += [to_head, returned, await desk.says(minh, long)]
    said.append(desk.tellings[-1].reply)
    said.append(await desk.presses(lan, value_of(said[-1], "Bổ sung ngay")))
    said.append(await desk.says(lan, long[::-1]))
    said.append(await desk.says(lan, "gửi lại cho trường"))
    said += [desk.tellings[-1].reply, await desk.says(lan, "của tôi"), await desk.says(lan, "1")]
    assert [reply.text[:40] for reply in said if units(reply) > LIMIT] == []
    assert any("…" in reply.text for reply in said)


async def test_the_whole_story_is_kept(desk: Desk):
    talk = desk.chat(await desk.person("Lan", "teacher"))
    await desk.says(talk, "/report", STORY[:4000])
    assert talk.progress.answers["what"] == STORY[:4000].strip()


async def test_a_photo_that_is_still_owed_is_said_in_the_list_and_in_the_report(desk: Desk):
    talk = desk.chat(await desk.person("Lan", "teacher"))
    await desk.says(
        talk, "/report", "tổ chức tặng áo ấm cho học sinh vùng cao", "cô Mai, tổ Văn", "hôm qua", "60 áo ấm"
    )
    assert await desk.sends(talk) == []
    review = await desk.says(talk, "xong", "đã đồng ý")
    if "trẻ em" in review.text.splitlines()[0]:
        review = await desk.says(talk, "không")
    await desk.presses(talk, value_of(review, "Gửi báo cáo"))
    listed = await desk.says(talk, "/mine")
    assert listed.text.splitlines()[1].endswith("· Chờ trường xác nhận, còn thiếu 1 ảnh")
    one = await desk.says(talk, "1")
    assert "- Minh chứng: 1 ảnh, còn thiếu 1 ảnh" in one.text


async def test_an_eleventh_photo_has_a_way_out(desk: Desk):
    talk = desk.chat(await desk.person("Lan", "teacher"))
    await desk.says(
        talk, "/report", "tổ chức tặng áo ấm cho học sinh vùng cao", "cô Mai, tổ Văn", "hôm qua", "60 áo ấm"
    )
    for _ in range(10):
        assert await desk.sends(talk) == []
    told = (await desk.sends(talk))[-1]
    assert told.text == "Báo cáo này đã đủ 10 ảnh. Muốn thay, mời bỏ bớt một ảnh trước."
    which = await desk.presses(talk, value_of(told, "Chọn ảnh để bỏ"))
    assert [choice.label for choice in which.buttons()] == [f"Ảnh {n}" for n in range(1, 11)]
    dropped = await desk.presses(talk, value_of(which, "Ảnh 3"))
    assert dropped.text.startswith("Đã bỏ ảnh thứ ba, còn 9. Mời gửi ảnh thay.\n5/6 · ")
    assert await desk.sends(talk) == []
    assert talk.progress.answers["_photos"] == 10
    again = await desk.presses(talk, value_of((await desk.sends(talk))[-1], "Giữ 10 ảnh"))
    assert again.text.startswith("5/6 · ")


async def test_of_many_photos_at_once_those_that_fit_are_taken(desk: Desk):
    talk = desk.chat(await desk.person("Lan", "teacher"))
    await desk.says(
        talk, "/report", "tổ chức tặng áo ấm cho học sinh vùng cao", "cô Mai, tổ Văn", "hôm qua", "60 áo ấm"
    )
    twelve = tuple(FileRef("photo", f"ref{n}", "anh.jpg", 10) for n in range(12))
    [told] = await desk.handle(talk, files=twelve)
    assert told.text.startswith("Báo cáo này đã đủ 10 ảnh.")
    assert talk.progress.answers["_photos"] == 10


async def test_a_photo_of_more_than_ten_megabytes_is_not_taken(desk: Desk):
    talk = desk.chat(await desk.person("Lan", "teacher"))
    await desk.says(talk, "/report", "tổ chức tặng áo ấm cho học sinh vùng cao", "cô Mai, tổ Văn", "hôm qua", "60 áo")
    [told] = await desk.handle(talk, files=(FileRef("photo", "big", "anh.jpg", (10 << 20) + 1),))
    assert told.text.startswith("Có ảnh lớn hơn 10 MB nên chưa nhận được.")
    assert not talk.progress.answers["_photos"]


async def test_nobody_sends_more_than_a_hundred_megabytes_on_a_day(desk: Desk):
    talk = desk.chat(await desk.person("Lan", "teacher"))
    begin = ("/report", "tổ chức tặng áo ấm cho học sinh vùng cao", "cô Mai, tổ Văn", "hôm qua", "60 áo")
    await desk.says(talk, *begin)
    nine = tuple(FileRef("photo", f"ref{n}", "anh.jpg", 10 << 20) for n in range(9))
    assert await desk.handle(talk, files=nine) == []
    await desk.says(talk, "/report new", *begin[1:])
    [told] = await desk.handle(talk, files=nine[:2])
    assert told.text.startswith("Hôm nay đã nhận đủ 100 MB ảnh và tệp.")
    assert talk.progress.answers["_photos"] == 1
    desk.now = replace(desk.now, real=desk.now.real + timedelta(days=1))
    assert await desk.handle(talk, files=nine[:2]) == []


async def test_photos_outside_a_form_open_one(desk: Desk):
    talk = desk.chat(await desk.person("Lan", "teacher"))
    assert await desk.sends(talk) == []
    assert str(talk.page["text"]).startswith("1/6 · Việc gì đã được làm?")
    assert talk.progress.answers["_photos"] == 1


async def test_privacy_tells_what_is_kept(desk: Desk):
    talk = desk.chat(await desk.person("Lan", "teacher"))
    told = await desk.says(talk, "/riengtu")
    assert told.text.splitlines()[:3] == [
        "Thông tin của cô Lan đang được giữ:",
        "- Tên, cách xưng hô, giáo viên Trường THPT Ngô Quyền",
        "- Kênh: trang chat của Sở GDĐT; ngôn ngữ: Tiếng Việt",
    ]


def test_a_group_that_is_praised_by_its_own_name_is_named_once():
    vi = Catalogue.load().words("vi")
    group = {"role": "collective", "people": [{"name": "Tổ Hóa"}], "group": "tổ Hóa"}
    assert deed_words.who(vi, group) == "Tổ Hóa"
    assert deed_words.who(vi, {"people": [{"name": "Hạnh", "honorific": "co"}], "group": "tổ Toán"}).endswith(
        ", tổ Toán"
    )
