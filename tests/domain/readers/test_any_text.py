"""Whatever is typed, a reader answers quickly, alike for both Unicode forms, and complains only in words of its own."""

import time
import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.forms import Asking
from domain.messages import Json
from domain.mistakes import Mistake
from domain.readers import amounts, answers, choices, dates, doc_no, periods, private, story, when_where, who
from domain.readers.doc_numbers import parse
from domain.readers.intents import intent
from domain.readers.movements import Movement, pick_movement
from domain.readers.units import UnitName, Units
from domain.vietnamese import bare, clean, flat, fold, listed, plain

TODAY = date(2025, 4, 10)
ASKING = Asking(TODAY, {"what": "hqua 3 gv trg mk hien mau"}, {"unit_symbol": "THPTNQ", "unit_total": 92})
MOVEMENTS = [
    Movement("UMB", "Phong trào thi đua yêu nước", ("phong trào chung",), umbrella=True),
    Movement("TP3", "Thực hiện chương trình chuyển đổi số", ("cđs", "chuyển đổi số")),
    Movement("TW2", "Vì người nghèo", ("người nghèo",)),
]
UNITS = Units(
    [UnitName("THPT-NQ", "Trường THPT Ngô Quyền", "thpt"), UnitName("PGD-304", "Phòng GDĐT quận Ngô Quyền", "pgd")]
)
OPTIONS = [("agreed", "Đã đồng ý"), ("not_asked", "Chưa hỏi"), ("unnamed", "Không muốn nêu tên")]

READINGS = {
    "span": lambda text: dates.span(text, TODAY, "past"),
    "promised": lambda text: dates.day(text, TODAY, "future"),
    "period": lambda text: periods.period(text, TODAY),
    "when_where": lambda text: when_where.read(text, ASKING),
    "doc_no": lambda text: doc_no.read(text, ASKING),
    "superior": lambda text: doc_no.superior(text, ASKING),
    "parse": parse,
    "plan_state": doc_no.plan_state,
    "who": lambda text: who.who(text, ASKING),
    "introduced": lambda text: who.introduced(text, ASKING),
    "story": lambda text: story.read(text, TODAY, MOVEMENTS),
    "reached": lambda text: amounts.reached(text, ASKING),
    "count": amounts.count,
    "money": amounts.money,
    "figures": amounts.figures,
    "yes_no": answers.yes_no,
    "consent": answers.consent,
    "naming": answers.naming,
    "navigation": answers.navigation,
    "pick": lambda text: choices.pick(text, OPTIONS),
    "pick_many": lambda text: choices.pick_many(text, OPTIONS),
    "movement": lambda text: pick_movement(text, MOVEMENTS),
    "unit": UNITS.find,
    "mentioned": UNITS.mentioned,
    "intent": intent,
    "private": private.scan,
}

WORDS = listed(
    "từ đến tháng ngày tuần trước sau này quý năm thứ hai ba tư t2 t3 cn tết mùng âm 15/3 31/2 29/2 10-15/3 "
    "2025 9/2024 hôm qua "
    "số KH 45/KH-THPTNQ kh thptnq QĐ 120/92 86 15tr 1,5 tỷ trăm mươi lăm cô thầy em An lớp 12b tổ Toán gv hs "
    "hiệu trưởng và , . - / "
    "ở trường phường có không chưa rồi đồng ý chắc hủy thôi nhà 0912345678 031099000123 đầu cuối giữa nay giờ "
    "học kỳ 1 hk2"
)
TYPED = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=8).map(" ".join),
    st.text(alphabet="0123456789/-. tThángđ", max_size=24),
)


def outcome(read, text):
    try:
        return read(text)
    except Mistake as mistake:
        return mistake.key, mistake.values, mistake.filled


@pytest.mark.parametrize("name", READINGS)
@given(TYPED)
@settings(max_examples=120, deadline=None)
@example("")
@example("tháng 13/2025")
@example("00/00/0000")
@example("29/2/2100 - 1/1")
@example("cách đây 99 năm")
def test_no_text_brings_a_reader_down(name, text):
    outcome(READINGS[name], text)


@pytest.mark.parametrize("name", READINGS)
@given(TYPED)
@settings(max_examples=60, deadline=None)
def test_both_unicode_forms_are_read_alike(name, text):
    composed = unicodedata.normalize("NFC", text)
    assert outcome(READINGS[name], composed) == outcome(READINGS[name], unicodedata.normalize("NFD", composed))


@given(st.text(max_size=200))
@settings(max_examples=300)
def test_folding_twice_changes_nothing_and_positions_agree(text):
    assert clean(clean(text)) == clean(text)
    assert len(flat(clean(text))) == len(clean(text))
    assert fold(fold(text)) == fold(text)
    assert plain(text) == " ".join(plain(text).split())
    assert bare(text) in plain(text)


@given(TYPED, st.dates(date(2024, 1, 1), date(2027, 12, 31)))
@settings(max_examples=400, deadline=None)
def test_a_deed_never_begins_in_the_future(text, today):
    read = outcome(lambda typed: dates.span(typed, today, "past"), text)
    if isinstance(read[0], date):
        assert read[0] <= today
        assert read[0] <= read[1]


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(0, 800))
@settings(max_examples=300)
def test_a_written_day_is_read_as_itself(today, back):
    day = today - timedelta(days=back)
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%y", "ngày %d tháng %m năm %Y", "%Y-%m-%d", "ngay %d thang %m nam %Y"):
        assert dates.span(day.strftime(form), today, "past") == (day, day)
    yearless = dates.day(f"{day.day}/{day.month}", today, "past")
    assert (yearless.day, yearless.month) == (day.day, day.month)
    assert yearless <= today
    if (day.day, day.month) != (29, 2):
        assert (today - yearless).days < 366


@given(st.integers(0, 10**12))
@settings(max_examples=200)
def test_grouped_dong_are_read_as_themselves(value):
    if value:
        assert amounts.money(f"{value:,} đồng".replace(",", ".")) == value


@given(st.integers(0, 2000), st.integers(1, 2000))
@settings(max_examples=100)
def test_no_more_people_are_reached_than_there_are(had, total):
    read = outcome(amounts.ratio, f"{had}/{total}")
    assert read == ((had, total) if had <= total else ("more_than_all", {"reached": had, "total": total}, {}))


EVIL = [
    "1" * 4000,
    "1/" * 2000,
    "15-" * 1300,
    "1." * 2000,
    "tu den " * 600,
    "thang " * 650,
    "co " * 1300,
    "em lop " * 570,
    "a " * 2000,
    "so " * 1300,
    "kh " * 1300,
    "so nha 1 ngo " * 300,
    "khong " * 650,
    "muoi " * 800,
    "nha truong " * 360,
    "can bo, giao vien, " * 210,
    "1 tr " * 800,
    "nguyen " * 580,
    "0" * 11 + " " * 3000 + "1",
    "ạ" * 4000,
    "a\u0323\u0302" * 1300,
    " " * 4000,
    "\n" * 4000,
    "chua co truong nao " * 210,
    "de nghi xin bao cao " * 200,
    "hom qua " * 500,
    "ngay 1 thang 1 " * 270,
    "truong thpt " * 340,
]


@pytest.mark.parametrize("name", READINGS)
def test_evil_texts_are_read_quickly(name):
    for text in EVIL:
        begun = time.process_time()
        outcome(READINGS[name], text)
        assert time.process_time() - begun < 1.5, text[:20]


@given(TYPED)
@settings(max_examples=200, deadline=None)
def test_what_a_reader_fills_is_json(text):
    for name in ("when_where", "doc_no", "who", "reached", "story"):
        read = outcome(READINGS[name], text)
        assert is_json(read if isinstance(read, dict) else [*read[1:]])


def is_json(value: Json) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and is_json(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(is_json, value))
    return value is None or isinstance(value, bool | int | float | str)
