"""Replies as Zalo's calls: the menus of CONVERSATIONS, 2,000 units, addresses of files; and what a refusal means."""

import unicodedata

import pytest

from bot.channels.zalo.calls import ZaloError, _result, send_error
from bot.channels.zalo.links import Links, sweep
from bot.channels.zalo.requests import calls, cut, units
from domain.menus import arranged
from domain.messages import Attachment, Choice, Reply
from texts.catalogue import Catalogue

VI, EN = Catalogue.load().words("vi"), Catalogue.load().words("en")
LATER = Choice("f.1.q.later", "Để sau")
BACK = Choice("f.1.q.back", "Về câu trước")
SKIP = Choice("f.1.q.skip", "Bỏ qua câu này")
REFUSE = Choice("f.1.c.refuse", "Chưa đồng ý")
MENU = Choice("/menu", "Mở menu chính")


def act(*labels):
    return tuple(Choice(f"f.1.q.{number}x", label) for number, label in enumerate(labels))


MANY = """Gõ các số, ví dụ: 1 3
1 Họp hội đồng · 2 Chào cờ · 3 Nhóm Zalo · 4 Bảng tin · 5 Cách khác · 0 Để sau"""
MENUS = {
    "A2, consent": (
        Reply("Có đồng ý không?", (act("Đồng ý, tiếp tục", "Đọc bản đầy đủ"), (REFUSE,))),
        "Có đồng ý không? Gõ số:\n1 Đồng ý, tiếp tục\n2 Đọc bản đầy đủ\n0 Chưa đồng ý",
    ),
    "A2, a title": (
        Reply("Xưng hô với Lan.", (act("Cô", "Thầy", "Chị", "Anh"),)),
        "Xưng hô với Lan. Gõ số:\n1 Cô · 2 Thầy · 3 Chị · 4 Anh",
    ),
    "A2, the menu": (
        Reply("Mời chọn.", (act("Báo gương người tốt"), act("Xem báo cáo của tôi", "Sửa thông tin", "Xem trợ giúp"))),
        "Mời chọn. Gõ số:\n1 Báo gương người tốt\n2 Xem báo cáo của tôi\n3 Sửa thông tin\n4 Xem trợ giúp",
    ),
    "A6, where": (
        Reply("Ở đâu?", (act("Zalo", "Telegram"), (Choice("f.1.where.not_linked", "Không nối"),))),
        "Ở đâu? Gõ số:\n1 Zalo · 2 Telegram · 0 Không nối",
    ),
    "C2, the answer is a number": (
        Reply("Ghi bằng số.", ((SKIP,), (BACK, LATER)), numbers=False),
        "Ghi bằng số.\nHoặc gõ: trước · bỏ qua · để sau",
    ),
    "C2, a choice in a form": (
        Reply("Đã đồng ý nêu tên chưa?", (act("Đã đồng ý", "Chưa hỏi"), act("Không muốn nêu tên"), (BACK, LATER))),
        "Đã đồng ý nêu tên chưa? Gõ số:\n1 Đã đồng ý\n2 Chưa hỏi\n3 Không muốn nêu tên\n0 Để sau\nHoặc gõ: trước",
    ),
    "C2, the review": (
        Reply("Mục nào chưa đúng, mời sửa.", (act("Gửi báo cáo"), (*act("Sửa một mục"), LATER))),
        "Mục nào chưa đúng, mời sửa. Gõ số:\n1 Gửi báo cáo · 2 Sửa một mục · 0 Để sau",
    ),
    "C4, what was understood": (
        Reply("Ví dụ: thư cảm ơn.", ((SKIP,), (Choice("f.1._.edit_understood", "Sửa phần đã hiểu"),), (LATER,))),
        "Ví dụ: thư cảm ơn.\nHoặc gõ: sửa · bỏ qua · để sau",
    ),
    "C6, what is left": (
        Reply("Dùng được không?", (act("Dùng câu này", "Viết lại"), (LATER,))),
        "Dùng được không? Gõ số:\n1 Dùng câu này · 2 Viết lại · 0 Để sau",
    ),
    "C11, the list owns the numbers": (
        Reply("1 · a\n2 · b\n3 · c", (act("Mở 1", "Mở 2", "Mở 3"), (Choice("/report", "Báo gương người tốt"),))),
        "1 · a\n2 · b\n3 · c\nGõ 1–3 để mở · báo gương · 0 menu chính",
    ),
    "a list of one": (Reply("1 · a", (act("Mở 1"),)), "1 · a\nGõ 1 để mở · 0 menu chính"),
    "D1, several": (
        Reply("Bằng cách nào?", (act("Họp hội đồng", "Chào cờ"), act("Nhóm Zalo", "Bảng tin"), act("Cách khác"),
                                 (Choice("f.1.q.done", "Xong câu này"),), (BACK, LATER)), many=True),
        f"Bằng cách nào? {MANY}\nHoặc gõ: trước",
    ),
    "F2, an item": (
        Reply("TH Hoa Phượng", (act("Tạo mã mới", "Ghi đã gọi"), act("Về danh sách"), (MENU,))),
        "TH Hoa Phượng\nGõ số:\n1 Tạo mã mới\n2 Ghi đã gọi\n3 Về danh sách\n0 menu chính",
    ),
    "H1, only the menu": (Reply("Xong.", ((MENU,),)), "Xong.\nGõ 0 để mở menu chính."),
    "numbers under a list of dashes": (Reply("Trường\n- Kế hoạch", (act("Gửi"),)), "Trường\n- Kế hoạch\nGõ số:\n1 Gửi"),
    "the text names the number itself": (Reply("Chưa có mã, gõ 1 để tìm.", (act("Tìm"),)), "Chưa có mã, gõ 1 để tìm."),
    "nothing to choose": (Reply("Cảm ơn cô."), "Cảm ơn cô."),
}  # fmt: skip


@pytest.mark.parametrize("case", MENUS)
async def test_choices_are_numbers_to_type(case):
    reply, wanted = MENUS[case]
    [call] = await calls(reply, VI, None)
    assert (call.method, call.values) == ("sendMessage", {"text": wanted})


async def test_in_english_too():
    reply = Reply("Ready?", (act("Send it"), (Choice("f.1._.later", "Finish later"),)))
    [call] = await calls(reply, EN, None)
    assert call.values["text"] == "Ready? Type a number:\n1 Send it · 0 later"


@pytest.mark.parametrize("case", MENUS)
def test_each_number_stands_where_it_is_looked_for(case):
    """The place in the stored list is the number drawn."""
    reply, wanted = MENUS[case]
    for number, choice in enumerate(arranged(reply).in_order, 1):
        assert f"\n{number} {choice.label}" not in wanted.replace(" · ", "\n") or choice in arranged(reply).numbered
    for number, choice in enumerate(arranged(reply).numbered, 1):
        assert arranged(reply).in_order[number - 1] is choice


async def test_words_leave_composed_and_as_plain_text():
    said = "*Cô Hạnh* _dạy_ #1 `x`"
    [call] = await calls(Reply(unicodedata.normalize("NFD", said)), VI, None)
    assert call.values == {"text": said}


def test_two_thousand_units_are_the_most_and_cuts_are_at_lines():
    lines = "\n".join(f"dòng {number} " + "chữ " * 20 for number in range(60))
    parts = list(cut(lines))
    assert all(0 < units(part) <= 2000 for part in parts)
    assert all(part.startswith("dòng") for part in parts)
    assert "".join("".join(parts).split()) == "".join(lines.split())


@pytest.mark.parametrize("text", ["😀" * 1500, "a" * 2001, "ấ " * 1500, "😀a" * 1400])
def test_no_sign_is_torn_apart(text):
    parts = list(cut(text))
    assert all(units(part) <= 2000 for part in parts)
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")


PICTURE = Attachment("ab12", "biểu đồ.png", "image/png")
PAPER = Attachment("cd34", "theo-dõi.xlsx", "application/vnd.ms-excel")


async def test_a_picture_goes_by_its_address(tmp_path):
    links = Links(tmp_path, "https://td.example.vn/zalo/x/files", None)
    [call] = await calls(Reply("Biểu đồ", picture=PICTURE), VI, links)
    assert call.method == "sendPhoto"
    assert call.values["caption"] == "Biểu đồ"
    assert call.values["photo"].startswith("https://td.example.vn/zalo/x/files/")
    assert call.values["photo"].endswith(".png")


async def test_a_document_is_a_link_and_without_an_address_it_is_told_in_words(tmp_path):
    links = Links(tmp_path, "https://td.example.vn/zalo/x/files", None)
    [call] = await calls(Reply("Tệp đây.", document=PAPER), VI, links)
    assert call.values["text"].startswith(
        "Tệp đây.\nMở tệp trong 15 phút (hết giờ, gõ: tệp): https://td.example.vn/zalo/x/files/"
    )
    [call] = await calls(Reply("Tệp đây.", document=PAPER), VI, None)
    assert call.values["text"] == "Tệp đây.\nTệp kèm theo chưa mở được ở đây; mời lấy ở kênh khác của thầy/cô."
    [call] = await calls(Reply("Biểu đồ", picture=PICTURE), VI, None)
    assert call.method == "sendMessage"


async def test_a_link_is_long_different_each_time_and_soon_over(tmp_path):
    now = [1000.0]
    links = Links(tmp_path, "https://a", None, lambda: now[0])
    one, other = [(await links.make(PAPER)).rsplit("/", 1)[1] for _ in range(2)]
    assert one != other
    assert len(one) == 32
    assert links.find(one) == links.find(other) == PAPER
    now[0] += 15 * 60 + 1
    assert links.find(one) is None
    assert links.find("../" + one) is links.find("0" * 32) is None


async def test_notes_of_links_that_are_over_are_swept_away(tmp_path):
    links = Links(tmp_path / "zalo", "https://a", None)
    assert sweep(tmp_path / "zalo", 0) == 0
    await links.make(PAPER)
    now = (tmp_path / "zalo").stat().st_mtime
    assert sweep(tmp_path / "zalo", now + 14 * 60) == 0
    assert sweep(tmp_path / "zalo", now + 16 * 60) == 1
    assert not list((tmp_path / "zalo").iterdir())


ANSWERS = {
    "wrong field": (200, b'{"ok":false,"description":"Bad request","error_code":400}', "refused", False, False, False),
    "as a status": (400, b'{"ok":false,"description":"Bad request","error_code":400}', "refused", False, False, False),
    "a code as text": (200, b'{"ok":false,"error_code":"400"}', "refused", False, False, False),
    "the other name": (200, b'{"ok":false,"errorCode":429,"description":"Quota"}', "full", True, False, False),
    "the token": (200, b'{"ok":false,"error_code":401}', "server", True, True, False),
    "no such chat": (200, b'{"ok":false,"error_code":400,"description":"Chat not found"}', "gone", False, False, False),
    "blocked": (200, b'{"ok":false,"error_code":400,"description":"User blocked bot"}', "blocked", False, False, False),
    "403 is theirs": (200, b'{"ok":false,"error_code":403}', "server", True, False, False),
    "no such method": (200, b'{"ok":false,"error_code":404}', "refused", False, False, False),
    "a time-out": (200, b'{"ok":false,"error_code":408}', "network", True, False, True),
    "a daily limit": (200, b'{"ok":false,"error_code":426}', "refused", False, False, False),
    "the month is full": (200, b'{"ok":false,"error_code":429}', "full", True, False, False),
    "too fast, a page": (429, b"<html>nginx</html>", "too_many", True, True, False),
    "an outage": (502, b"<html>502</html>", "server", True, False, False),
    "a page with 200": (200, b"<html>hello</html>", "server", True, False, False),
    "a number": (200, b"5", "server", True, False, False),
    "an unknown error": (200, b'{"ok":false,"error_code":-1}', "server", True, False, False),
    "ok of another kind": (500, b'{"ok":"yes"}', "server", True, False, False),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_a_refusal_is_one_of_the_closed_set(case):
    status, body, reason, retryable, whole_account, unknown = ANSWERS[case]
    with pytest.raises(ZaloError) as raised:
        _result(status, body)
    error = send_error(raised.value)
    assert (error.reason, error.retryable, error.whole_account, error.unknown) == (
        reason, retryable, whole_account, unknown,
    )  # fmt: skip


@pytest.mark.parametrize("unknown", [True, False])
def test_no_answer_may_still_have_been_a_message(unknown):
    error = send_error(ZaloError(0, unknown=unknown))
    assert (error.reason, error.retryable, error.unknown) == ("network", True, unknown)


def test_what_went_well_is_the_result():
    assert _result(200, b'{"ok":true,"result":{"message_id":"82"},"error_code":0}') == {"message_id": "82"}
    assert _result(200, b'{"ok":true}') is None
