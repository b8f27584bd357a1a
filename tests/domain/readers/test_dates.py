"""Days as people write and say them, beyond the collected inputs: read rightly, or asked again."""

from datetime import date

import pytest

from domain.mistakes import Mistake
from domain.readers import lunar
from domain.readers.dates import span

THURSDAY = date(2025, 3, 20)

PAST = [
    ("15.3", "2025-03-15"),
    ("2025-03-15", "2025-03-15"),
    ("15032025", "2025-03-15"),
    ("ngay15/3", "2025-03-15"),
    ("15thang3", "2025-03-15"),
    ("ngayf 15 thangs 3", "2025-03-15"),
    ("mười lăm tháng ba", "2025-03-15"),
    ("8h30 ngày 15-3-2025", "2025-03-15"),
    ("15-3/2025", "2025-03-15"),
    ("15 tháng này", "2025-03-15"),
    ("ngày 15 tháng trước", "2025-02-15"),
    ("hn", "2025-03-20"),
    ("hôm kìa", "2025-03-18"),
    ("tối qua", "2025-03-19"),
    ("3 ngày trước", "2025-03-17"),
    ("t6 tuần trước", "2025-03-14"),
    ("thứ bảy tuần rồi", "2025-03-15"),
    ("Chủ nhật vừa rồi", "2025-03-16"),
    ("thứ năm", "2025-03-20"),
    ("20-11 năm ngoái", "2024-11-20"),
    ("rằm tháng giêng", "2025-02-12"),
    ("mồng một tết", "2025-01-29"),
    ("27 tết", "2025-01-26"),
    ("30 tết", "2025-01-28"),  # the month had 29 days: people mean the eve
    ("23 tháng chạp", "2025-01-22"),
    ("giao thừa", "2025-01-28"),
    ("10->15/3", "2025-03-10 2025-03-15"),
    ("10,11/3", "2025-03-10 2025-03-11"),
    ("28/2-3/3", "2025-02-28 2025-03-03"),
    ("28 đến 3/3", "2025-02-28 2025-03-03"),
    ("từ 20/12 đến 5/1", "2024-12-20 2025-01-05"),
    ("từ ngày 10 đến ngày 15 tháng 3", "2025-03-10 2025-03-15"),
    ("10-25/3", "2025-03-10 2025-03-25"),  # today lies in it, so it is this year's
    ("tháng 1 đến tháng 3", "2025-01-01 2025-03-31"),
    ("tháng 2, 3", "2025-02-01 2025-03-31"),
    ("t2 - t6 tuan truoc", "2025-03-10 2025-03-14"),
    ("tháng sáu", "2024-06-01 2024-06-30"),
    ("t10", "2024-10-01 2024-10-31"),
    ("đầu t3", "2025-03-01 2025-03-10"),
    ("giữa tháng 2", "2025-02-11 2025-02-20"),
    ("cuối năm ngoái", "2024-10-01 2024-12-31"),
    ("quý 2/2024", "2024-04-01 2024-06-30"),
    ("quý IV", "2024-10-01 2024-12-31"),
    ("hk1", "2024-09-05 2025-01-17"),
    ("2 tháng nay", "2025-01-19 2025-03-20"),
    ("từ hôm qua đến giờ", "2025-03-19 2025-03-20"),
    ("từ tết đến nay", "2025-01-28 2025-03-20"),
    ("từ đầu năm học", "2024-09-05 2025-03-20"),
    ("tháng giêng", "2025-01-29 2025-02-27"),
    ("cuối tuần", "2025-03-15 2025-03-16"),
    ("2023", "2023-01-01 2023-12-31"),
]
FUTURE = [
    ("hạn 30/4", "2025-04-30"),
    ("trước tháng 5", "2025-04-30"),
    ("hết tháng 4", "2025-04-30"),
    ("thứ ba tuần sau", "2025-03-25"),
    ("thứ năm tới", "2025-03-27"),
    ("thứ 6", "2025-03-21"),
    ("ngày mốt", "2025-03-22"),
    ("hai tuần nữa", "2025-03-31 2025-04-06"),
    ("thang sau", "2025-04-01 2025-04-30"),
    ("29/2", "2028-02-29"),
    ("10/3 âm lịch", "2025-04-07"),
]
ASKED = [
    ("29/2/2025", "invalid_date"),
    ("ngày 45", "no_such_date"),
    ("15/13", "no_such_date"),
    ("tháng 13", "no_such_date"),
    ("hôm nọ", "vague_date"),
    ("mấy hôm nay", "vague_date"),
    ("hơn 1 tháng nay", "vague_date"),
    ("dịp hè", "vague_date"),
    ("trước 30/4", "vague_date"),
    ("5-9/2024", "ambiguous_date"),
    ("t2-t4", "ambiguous_date"),
    ("thang sau", "ambiguous_date"),
    ("10 và 15/3", "ambiguous_date"),
    ("15/3 hoặc 16/3", "ambiguous_date"),
    ("thứ 7 tuần này", "future_date"),
    ("20/4/2025", "future_date"),
    ("ngày mai", "future_date"),
    ("15h30", "not_a_date"),
    ("10/12 em đạt giải", "not_a_date"),
    ("5-7 triệu", "not_a_date"),
    ("cô Thu hai lần hiến máu", "not_a_date"),
    ("qua loa", "not_a_date"),
]


@pytest.mark.parametrize(("text", "days"), PAST)
def test_days_that_were(text, days):
    first, _, last = days.partition(" ")
    assert span(text, THURSDAY, "past") == (date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize(("text", "days"), FUTURE)
def test_days_to_come(text, days):
    first, _, last = days.partition(" ")
    assert span(text, THURSDAY, "future") == (date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize(("text", "key"), ASKED)
def test_days_that_are_asked_again(text, key):
    with pytest.raises(Mistake) as mistake:
        span(text, THURSDAY, "past")
    assert mistake.value.key == key


@pytest.mark.parametrize(
    ("year", "day"), [(2024, "2024-02-10"), (2025, "2025-01-29"), (2026, "2026-02-17"), (2030, "2030-02-02")]
)
def test_tet_is_that_of_viet_nam(year, day):
    assert lunar.new_year(year).isoformat() == day
