"""What people type in the golden conversations is read as the conversations say, word for word."""

from datetime import date

import pytest

from domain.forms import Asking
from domain.mistakes import Mistake
from domain.readers import amounts, answers, choices, dates, doc_no, periods, private, story, when_where, who
from domain.readers.doers import guess_who, hide_pupils
from domain.readers.intents import intent
from domain.readers.number_words import number
from domain.vietnamese import bare, fold, marked, plain, tidy

THURSDAY = date(2025, 4, 10)
FRIDAY = date(2025, 4, 18)
LAN = Asking(THURSDAY)
MINH = Asking(FRIDAY, facts={"unit_symbol": "THPTNQ", "unit_total": 92, "campaign_start": "2024-11-12"})
HANH = "co Hanh to Toan soan 24 bai giang so on thi cho hs khoi 12, ca to dung chung"
BLOOD = "hqua 3 gv trg mk hien mau o phuong"
WALLET = "em An lop 12b nhat dc vi co 15tr, tra lai nguoi mat chieu t4"


def refusal(read, *args):
    with pytest.raises(Mistake) as mistake:
        read(*args)
    return mistake.value


def one(who_answer):
    (person,) = who_answer["who"]["people"]
    return person


# --- A: coming in


@pytest.mark.parametrize("text", ["ok", "uk", "có", "chac la co", "hinh nhu roi", "vâng", "được", "👍", "", "đồng"])
def test_nothing_less_than_dong_y_is_consent(text):
    assert answers.consent(text) is None


@pytest.mark.parametrize("text", ["dong y", "Đồng ý", "đồng ý ạ", "em đồng ý", "Đồng ý, tiếp tục", "ddoongf ys"])
def test_dong_y_is_consent_in_any_spelling(text):
    assert answers.consent(text) is True


@pytest.mark.parametrize("text", ["không đồng ý", "chua dong y", "Chưa đồng ý", "khong"])
def test_a_refusal_of_consent_is_heard(text):
    assert answers.consent(text) is False


def test_lan_introduces_herself():
    assert who.introduced("co lan", LAN) == {"name": "Lan", "honorific": "co"}
    assert who.introduced("lan", LAN) == {"name": "Lan"}
    assert who.introduced("co Lan to Van", LAN) == {"name": "Lan", "honorific": "co", "group": "tổ Văn"}
    assert who.introduced("thầy Minh", LAN) == {"name": "Minh", "honorific": "thay"}
    assert refusal(who.introduced, "1", LAN).key == "name_missing"


def test_the_form_of_address_is_picked_by_number():
    address = [("co", "Cô"), ("thay", "Thầy"), ("chi", "Chị"), ("anh", "Anh")]
    assert choices.pick("1.", address) == "co"
    assert choices.pick("thay", address) == "thay"


# --- C: a good deed


def test_the_story_tells_that_hanh_did_it():
    guessed = guess_who(HANH)
    assert guessed["people"] == [{"name": "Hanh", "honorific": "co"}]
    assert (guessed["role"], guessed["group"], guessed["needs_diacritics"]) == ("teacher", "tổ Toán", True)


def test_a_name_typed_again_with_marks_replaces_only_the_name():
    told = who.who("cô Hạnh", Asking(THURSDAY, {"what": HANH}))
    assert one(told) == {"name": "Hạnh", "honorific": "co"}
    assert (told["who"]["role"], told["who"]["group"]) == ("teacher", "tổ Toán")
    assert told["who"]["needs_diacritics"] is False
    again = who.who("Hạnh", Asking(THURSDAY, {"what": HANH}))
    assert one(again) == {"name": "Hạnh", "honorific": "co"}


@pytest.mark.parametrize("text", ["đúng", "dung roi", "Đúng, tiếp tục", "1", "ok"])
def test_the_guess_is_kept_when_it_is_right(text):
    told = who.who(text, Asking(THURSDAY, {"what": HANH}))
    assert one(told) == {"name": "Hanh", "honorific": "co"}
    assert told["who"]["needs_diacritics"] is False


def test_another_name_is_another_person():
    told = who.who("thầy Sơn bảo vệ", Asking(THURSDAY, {"what": HANH}))
    assert one(told) == {"name": "Sơn", "honorific": "thay"}
    assert (told["who"]["role"], told["who"]["group"]) == ("employee", None)


def test_the_31st_of_february_is_explained_and_the_place_is_kept():
    mistake = refusal(when_where.read, "31/2 o truong", LAN)
    assert (mistake.key, mistake.filled) == ("invalid_date", {"where": "tại trường"})
    assert mistake.values == {"typed": "31/2", "month": 2, "year": 2025, "days": 28}


def test_long_ago_is_asked_for_the_month():
    assert refusal(when_where.read, "lau roi", LAN).key == "vague_date"


def test_the_place_said_before_stays():
    told = when_where.read("tu dau t3 den nay", Asking(THURSDAY, {"where": "tại trường"}))
    assert told == {"from": "2025-03-01", "to": "2025-04-10", "where": "tại trường"}


def test_a_place_not_said_is_none():
    assert when_where.read("15/3", LAN) == {"from": "2025-03-15", "to": "2025-03-15", "where": None}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("15/03/2025, tại trường", "tại trường"),
        ("o trg mk, 15/3", "tại trường"),
        ("15/3 o phuong", "tại phường"),
        ("15/3 tại nhà văn hóa phường Cát Bi", "tại nhà văn hóa phường Cát Bi"),
        ("chieu t4 o ho sen", "o ho sen"),
        ("15/3, san truong", "tại sân trường"),
        ("15/3 online", "trực tuyến"),
    ],
)
def test_places_are_normal_or_in_the_person_s_words(text, where):
    assert when_where.read(text, LAN)["where"] == where


def test_before_tet_is_an_answer_because_the_question_offers_it():
    assert dates.span("trước Tết", THURSDAY, "past") == (date(2024, 12, 31), date(2025, 1, 28))


def test_about_three_hundred_stays_about_three_hundred():
    exact, about = amounts.figures("24 bai, hon 300 luot hs dung")
    assert (exact.value, exact.about) == (24, False)
    assert (about.value, about.words, about.about) == (300, "hon 300", True)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("chac la co", None),
        ("ok", None),
        ("chua hoi", "not_asked"),
        ("roi", "agreed"),
        ("da dong y", "agreed"),
        ("Không muốn nêu tên", "unnamed"),
    ],
)
def test_naming_a_person_needs_a_clear_answer(text, meant):
    assert answers.naming(text) == meant


@pytest.mark.parametrize("text", ["số 2", "2", "2.", "2)", "chua hoi", "Chưa hỏi", "not_asked", "câu 2", "hai"])
def test_a_choice_is_made_by_number_label_or_value(text):
    options = [("agreed", "Đã đồng ý"), ("not_asked", "Chưa hỏi"), ("unnamed", "Không muốn nêu tên")]
    assert choices.pick(text, options) == "not_asked"


@pytest.mark.parametrize("text", ["4", "0", "chac la co", "khong", "a", "", "2 3"])
def test_what_is_no_choice_is_none(text):
    options = [("agreed", "Đã đồng ý"), ("not_asked", "Chưa hỏi"), ("unnamed", "Không muốn nêu tên")]
    assert choices.pick(text, options) is None


def test_yes_never_picks_no():
    options = [("yes", "Đồng ý gia hạn"), ("other", "Đồng ý ngày khác"), ("no", "Chưa đồng ý")]
    assert choices.pick("dong y", options) is None
    assert choices.pick("chua dong y", options) == "no"
    assert choices.pick("dong y gia han", options) == "yes"


def test_one_message_with_photos_is_a_report():
    draft = story.read(BLOOD, THURSDAY)
    assert (draft["from"], draft["to"], draft["where"]) == ("2025-04-09", "2025-04-09", "tại phường")
    assert (draft["who"]["role"], draft["who"]["count"], draft["who"]["people"]) == ("teacher", 3, [])
    assert draft["what"] == BLOOD


@pytest.mark.parametrize("known", [{"what": BLOOD}, {}])
def test_three_names_are_three_people_and_no_title_is_guessed(known):
    told = who.who("Mai t Sơn Ly", Asking(THURSDAY, known))["who"]["people"]
    assert told == [
        {"name": "Mai", "honorific": ""},
        {"name": "Sơn", "honorific": "thay"},
        {"name": "Ly", "honorific": ""},
    ]


def test_a_pupil_is_an_initial_and_a_class():
    draft = story.read(WALLET, THURSDAY)
    assert draft["what"] == "em A. lop 12b nhat dc vi co 15tr, tra lai nguoi mat chieu t4"
    assert draft["who"]["people"] == [{"name": "A.", "honorific": "em"}]
    assert (draft["who"]["role"], draft["who"]["class"]) == ("pupil", "12B")
    assert (draft["from"], draft["money"], draft["standing"], draft["minor"]) == (
        "2025-04-09",
        15_000_000,
        "story",
        True,
    )


@pytest.mark.parametrize(
    ("story_told", "kept"),
    [
        ("em Nguyễn Văn An, lớp 9A1, giúp bạn", "em A., lớp 9A1, giúp bạn"),
        ("em Nguyễn Văn An nhặt được ví", "em A. nhặt được ví"),
        ("học sinh Trần Thị Thu Hà lớp 7 cứu bạn", "học sinh H. lớp 7 cứu bạn"),
        ("hs Lê Văn Tám nhặt được ví", "hs T. nhặt được ví"),
        ("cô Hà giúp em Hiền lớp 12B", "cô Hà giúp em H. lớp 12B"),
        ("cháu Bin và cháu An được cô giúp", "cháu B. và cháu A. được cô giúp"),
        ("em A. lớp 7", "em A. lớp 7"),
        ("học sinh Hải Phòng đạt giải", "học sinh Hải Phòng đạt giải"),
        ("học sinh THPT Ngô Quyền hiến máu", "học sinh THPT Ngô Quyền hiến máu"),
        ("cô Hạnh dạy Toán", "cô Hạnh dạy Toán"),
    ],
)
def test_pupils_names_are_cut_to_an_initial_and_others_are_not(story_told, kept):
    assert hide_pupils(story_told) == kept


def test_a_number_of_an_identity_card_is_taken_out():
    spared = private.scan("nguoi mat vi la co Thu cccd 031099000123 da viet thu cam on")
    assert spared.text == "nguoi mat vi la co Thu da viet thu cam on"
    assert spared.kinds == ("id_card",)


@pytest.mark.parametrize(
    ("text", "kind", "left"),
    [
        ("gọi 0912 345 678 gặp cô Mai", "phone", "gọi gặp cô Mai"),
        ("sđt +84 912345678", "phone", ""),
        ("nhà ở số 12 ngõ 34 Lạch Tray, cô Mai hiến máu", "address", "cô Mai hiến máu"),
        ("chị Tư bị ung thư, cả tổ giúp đỡ", "health", "chị Tư, cả tổ giúp đỡ"),
    ],
)
def test_telephones_addresses_and_health_are_taken_out(text, kind, left):
    spared = private.scan(text)
    assert (spared.kinds, spared.text) == ((kind,), left)


@pytest.mark.parametrize(
    "text",
    [
        "quyên góp 15.000.000 đồng",
        "45/KH-THPTNQ ngày 12/11/2024",
        "hiến máu tại bệnh viện",
        "lớp 12b có 45 hs",
        HANH,
        BLOOD,
    ],
)
def test_money_dates_and_numbers_of_documents_are_not_private(text):
    assert private.scan(text).kinds == ()


def test_a_sentence_is_no_command():
    assert answers.navigation("hủy buổi chào cờ vì mưa") is None
    assert intent("hủy buổi chào cờ vì mưa") == "story"


@pytest.mark.parametrize(
    ("texts", "command"),
    [
        ("ql|quay lại|trước|về câu trước|Quay lai a", "back"),
        ("bq|bỏ qua|bo qua cau nay|Bỏ qua câu này", "skip"),
        ("để sau|de sau|0|lúc khác", "later"),
        ("thoi|Thôi|hủy|huỷ|/huy|huyr", "cancel"),
        ("xong|Xong phần minh chứng|xong roi a", "done"),
        ("menu|Mở menu chính", "menu"),
        ("trợ giúp|help|Xem trợ giúp", "help"),
        ("làm lại|lam lai tu dau", "restart"),
        ("tiếp|trang sau", "next"),
    ],
)
def test_commands_are_known_in_many_spellings(texts, command):
    assert {answers.navigation(text) for text in texts.split("|")} == {command}


def test_huy_without_marks_is_a_name_where_a_person_is_asked_for():
    assert answers.navigation("Huy", person=True) is None
    assert answers.navigation("hủy", person=True) == "cancel"
    assert answers.navigation("sáu") is None  # six, not "sau"


# --- D: the unit's plan


def test_a_messy_number_and_a_date_without_a_year():
    assert doc_no.read("so 45 kh thptnq 12/11", MINH) == {
        "doc_no": "45/KH-THPTNQ",
        "issued_on": "2024-11-12",
        "year_guessed": True,
        "before_launch": False,
    }


@pytest.mark.parametrize(
    ("text", "key", "values"),
    [
        ("kh số bốn lăm", "doc_no_needs_symbol", {"number": 45}),
        ("133/KH-UBND", "doc_no_of_superior", {"doc_no": "133/KH-UBND", "body": "UBND"}),
        ("144 /BC-THPTNQ", "doc_no_is_report", {"doc_no": "144/BC-THPTNQ"}),
        ("45/KH-THPTNQ, 46/KH-THPTNQ", "doc_no_two", {"doc_nos": ["45/KH-THPTNQ", "46/KH-THPTNQ"]}),
        ("10-KH/ĐTN", "doc_no_of_union", {"doc_no": "10-KH/ĐTN"}),
        ("hôm nào có thì báo", "not_a_doc_no", {"typed": "hôm nào có thì báo"}),
    ],
)
def test_each_line_of_the_table_has_its_mistake(text, key, values):
    mistake = refusal(doc_no.read, text, MINH)
    assert (mistake.key, mistake.values) == (key, values)


def test_a_date_before_the_launch_is_kept_and_asked_about():
    told = doc_no.read("45/KH-THPTNQ 5/9/2024", MINH)
    assert (told["issued_on"], told["before_launch"]) == ("2024-09-05", True)


def test_a_wrong_date_does_not_lose_the_number():
    mistake = refusal(doc_no.read, "45/KH-THPTNQ ngày 31/2", MINH)
    assert (mistake.key, mistake.filled) == ("invalid_date", {"doc_no": "45/KH-THPTNQ"})


def test_the_superior_s_plan_may_have_any_symbol():
    assert doc_no.superior("41/kh-pgddt", MINH) == {"doc_no": "41/KH-PGDĐT"}
    assert doc_no.read("k có kh riêng, làm theo kh của phòng", MINH) == {"state": "follows_superior"}


@pytest.mark.parametrize(
    "text", ["45 kh thptnq", "45kh-thptnq", "Số: 45/KH-THPTNQ", "45 /KH–THPTNQ", "45\\KH-THPTNQ", "045/kh-thptnq"]
)
def test_one_number_is_written_in_one_way(text):
    assert doc_no.read(text, MINH) == {"doc_no": "45/KH-THPTNQ"}


def test_a_name_spelled_out_is_no_symbol():
    assert refusal(doc_no.read, "so 12 kh-thcs song lap", MINH).key == "doc_no_needs_symbol"


def test_ways_of_spreading_are_several():
    ways = [("meeting", "Họp hội đồng"), ("flag", "Chào cờ"), ("zalo", "Nhóm Zalo"), ("board", "Bảng tin")]
    assert choices.pick_many("hop hd 14/11 voi nhom zalo", ways) == ("meeting", "zalo")
    assert choices.pick_many("1 3", ways) == ("meeting", "zalo")
    assert choices.pick_many("chào cờ, gì đó", ways) is None
    assert choices.pick_many("1 9", ways) is None


def test_how_many_were_reached():
    assert amounts.reached("86", MINH) == {"reached": 86, "total": 92}
    assert amounts.reached("86/92", LAN) == {"reached": 86, "total": 92}
    mistake = refusal(amounts.reached, "120/92", MINH)
    assert (mistake.key, mistake.values) == ("more_than_all", {"reached": 120, "total": 92})
    assert refusal(amounts.reached, "86", LAN).key == "total_missing"


def test_a_promised_day():
    assert dates.day("t3 tuan sau", FRIDAY, "future") == date(2025, 4, 22)
    assert dates.day("29/4", date(2025, 4, 23), "future") == date(2025, 4, 29)
    assert refusal(dates.day, "tuần sau", FRIDAY, "future").key == "vague_date"


def test_uk_dung_and_ok_xn_confirm_what_was_read():
    assert answers.yes_no("uk dung") is True
    assert answers.yes_no("ok xn") is True


# --- F: the Office


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("/tonghop tuan truoc", date(2025, 4, 21), date(2025, 4, 27)),
        ("cds quy 2", date(2025, 4, 1), date(2025, 6, 30)),
        ("nhắc lại các trường chưa nộp số liệu t4", date(2025, 4, 1), date(2025, 4, 30)),
        ("tuần này", date(2025, 4, 28), date(2025, 5, 4)),
        ("từ đầu năm", date(2025, 1, 1), date(2025, 4, 28)),
        ("năm học", date(2024, 9, 5), date(2025, 5, 31)),
        ("quý 1/2025", date(2025, 1, 1), date(2025, 3, 31)),
        ("hôm nay", date(2025, 4, 28), date(2025, 4, 28)),
    ],
)
def test_a_period_is_named_in_passing(text, first, last):
    assert periods.find_period(text, date(2025, 4, 28)) == (first, last)


def test_no_period_is_none():
    assert periods.find_period("/tonghop thpt nq", date(2025, 4, 28)) is None
    assert refusal(periods.period, "gì cũng được", date(2025, 4, 28)).key == "not_a_period"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("cua toi", "mine"),
        ("alo", "menu"),
        ("hi", "menu"),
        ("tong hop", "summary"),
        ("kế hoạch", "plan"),
        ("/kehoach", "plan"),
        ("lê chân trường nào chưa nộp", "missing"),
        ("cho xin file excel", "export"),
        ("/tim hien mau le chan", "search"),
        ("de nghi khen em A lop 12b", "award"),
        ("LK 482913", "link"),
        ("riêng tư", "privacy"),
        ("english", "language"),
        (BLOOD, "story"),
        (WALLET, "story"),
        ("?", "unknown"),
    ],
)
def test_everyday_words_are_commands(text, wanted):
    assert intent(text) == wanted


# --- the language itself


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("nga2y 15 tha1ng 3", "ngày 15 tháng 3"),
        ("huyr", "hủy"),
        ("ddoongf ys", "đồng ý"),
        ("cos", "có"),
        ("thang1", "thang1"),
    ],
)
def test_leftovers_of_the_keyboard_are_mended_where_a_word_results(text, mended):
    assert tidy(text) == mended


def test_folding_forgets_marks_and_where_the_tone_stands():
    assert fold("  Hoà Bình\u200b ĐẶNG ") == fold("hòa   bình đặng") == "hoa binh dang"
    assert plain("3 đ/c gv, k có hs!") == "3 dong chi giao vien khong co hoc sinh"
    assert bare("dạ có ạ") == "co"
    assert marked("Hạnh")
    assert not marked("Hanh to Toan")


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("bon lam", 45),
        ("mot tram hai muoi", 120),
        ("hai tram linh nam", 205),
        ("muoi", 10),
        ("hai ba", None),
        ("abc", None),
    ],
)
def test_numbers_in_words(words, value):
    assert number(words) == value
