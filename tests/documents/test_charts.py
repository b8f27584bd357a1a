"""Pictures of figures: readable on a phone, whatever the figures and however long the names."""

import io

import pytest
from PIL import Image, ImageStat

from documents.charts import WIDTH, draw
from domain.charts import Bar, Chart

LONG = "Phòng Văn hóa - Xã hội UBND đặc khu Bạch Long Vĩ và các phường Nguyễn Thị Minh Khai, Trần Hưng Đạo, Ngô Quyền"
LETTERS = "ăâđêôơư ĂÂĐÊÔƠƯ ắằẳẵặ ấầẩẫậ ếềểễệ ốồổỗộ ớờởỡợ ứừửữự ỳỷỹỵ"
BLUE, TRACK = (0, 114, 178), (228, 228, 228)


def bars(*shares: tuple[int, int]) -> tuple[Bar, ...]:
    return tuple(Bar(f"Quận {n}", (done,), f"{done}/{of}", of) for n, (done, of) in enumerate(shares))


def opened(chart: Chart) -> Image.Image:
    return Image.open(io.BytesIO(draw(chart))).convert("RGB")


def wide(picture: Image.Image, colour: tuple[int, int, int]) -> list[int]:
    """How many pixels of that colour stand in each bar, from top to bottom."""
    counted, found = [], 0
    for y in range(picture.height):
        row = picture.crop((0, y, picture.width, y + 1)).getcolors(picture.width)
        here = next((n for n, seen in row if seen == colour), 0)
        if here < 200 and found:
            counted.append(found)
            found = 0
        found = max(found, here) if here >= 200 else found
    return counted


def test_a_bar_is_as_long_as_its_share():
    picture = opened(Chart("Hoàn thành", "đến 28/04/2025", bars((41, 41), (1, 2))))
    assert picture.width == WIDTH
    whole, half = wide(picture, BLUE)
    assert whole == pytest.approx(WIDTH - 96, abs=2)
    assert half == pytest.approx(whole / 2, abs=2)


def test_nothing_done_is_an_empty_track_and_not_no_bar():
    picture = opened(Chart("Hoàn thành", "đến 28/04/2025", bars((0, 41))))
    assert wide(picture, BLUE) == []
    assert len(wide(picture, TRACK)) == 1


@pytest.mark.parametrize("count", [1, 20])
def test_a_long_name_makes_the_picture_higher_and_never_wider(count: int):
    short = opened(Chart("Hoàn thành", "đến 28/04/2025", bars(*[(1, 2)] * count)))
    named = tuple(Bar(LONG, (607,), "99,8% (607/608)", 608) for _ in range(count))
    long = opened(Chart(LONG, LONG, named, note=LONG))
    assert long.width == short.width == WIDTH
    assert short.height < long.height <= 6_000
    edges = {long.getpixel((x, y)) for x in (0, 20, WIDTH - 20, WIDTH - 1) for y in range(long.height)}
    assert edges == {(255, 255, 255)}


def test_every_vietnamese_letter_is_in_the_font():
    draw(Chart(LETTERS, LETTERS, (Bar(LETTERS, (1,), "1"),)))  # a letter that lacks is a warning, and warnings fail


def test_signs_of_formulas_are_only_signs():
    draw(Chart("100% $x^2$ \\frac", "a_b $", (Bar("$\\alpha", (1,), "1"),)))


def test_parts_of_a_bar_are_told_apart_without_colours():
    parts = (Bar("Chuyển đổi số", (40, 40, 40), "120", numbers=("40", "40", "40")),)
    picture = opened(Chart("Gương", "đến 28/04/2025", parts, ("đã xác nhận", "chờ", "trả lại"))).convert("L")
    third = (WIDTH - 96) // 3
    lowest = picture.height - 24 - 30 - 8
    seen = []
    for part in range(3):
        left = 48 + part * third
        look = ImageStat.Stat(picture.crop((left + 10, lowest - 36, left + 100, lowest)))
        seen.append((look.mean[0], look.stddev[0]))
    assert min(abs(a[0] - b[0]) + abs(a[1] - b[1]) for n, a in enumerate(seen) for b in seen[n + 1 :]) > 25, seen


def test_the_same_chart_is_the_same_picture():
    chart = Chart("Gương", "đến 28/04/2025", bars((1, 2)))
    assert draw(chart) == draw(chart)
