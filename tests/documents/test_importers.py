"""Files that Hoa brings in: a register of units as .csv or .xlsx, a campaign, and files that are not what they seem."""

import csv
import io
import random
import re
import time
import tomllib
import zipfile
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import importers, sheets
from documents.importers import (
    UnitSheet,
    read_campaign_file,
    read_holidays,
    read_unit_file,
    read_units,
    read_waves,
)
from domain import campaign_checks, campaign_questions, campaigns, entries, units
from domain.campaigns import CampaignErrors
from domain.mistakes import Mistake
from domain.unit_names import button_name, short_name, symbol_of

ROOT = Path(__file__).parents[2]
HAI_PHONG = ROOT / "campaigns/hai-phong-2025"
DEMO = ROOT / "campaigns/demo/units.csv"
HEADER = "code,name,kind,parent_code,valid_from,valid_to,successor,aliases,ownership,staff_total,note"
GOOD = f"""{HEADER}
SGDDT-HP,Sở Giáo dục và Đào tạo thành phố Hải Phòng,sgddt,,,,,sở gd|sgd,cong,,
PGD-305,Phòng Giáo dục và Đào tạo quận Lê Chân,pgd,SGDDT-HP,,2025-07-01,,,cong,14,
THCS-305-SONGLAP,Trường THCS Sông Lấp,thcs,PGD-305,05/09/2024,1/7/2025,TH-305-HAIAU,,cong,51,
TH-305-HAIAU,Trường Tiểu học Hải Âu,tieuhoc,SGDDT-HP,,,,th hải âu,cong,1.039,"gần chợ, cạnh sông"
"""


def told(sheet):
    return [(problem.row, problem.key, problem.mistake.key) for problem in sheet.problems]


def refused(content):
    with pytest.raises(Mistake) as caught:
        read_units(content)
    return caught.value.key


def workbook(rows, sheet="Đơn vị", before=()):
    """An .xlsx as Excel writes one; ``before`` are (name, rows) of sheets that come first."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, lines in (*before, (sheet, rows)):
            page = book.add_worksheet(name)
            for number, line in enumerate(lines):
                for place, cell in enumerate(line):
                    if isinstance(cell, date):
                        page.write_datetime(number, place, cell, book.add_format({"num_format": "dd/mm/yyyy"}))
                    elif cell != "":
                        page.write(number, place, cell)
    return out.getvalue()


def cells(text):
    return list(csv.reader(io.StringIO(text)))


# --- registers of units -----------------------------------------------------------------------------------------------


def test_all_units_of_hai_phong_come_in_without_a_problem():
    sheet = read_unit_file(HAI_PHONG / "units.csv")
    assert (len(sheet.rows), sheet.problems) == (109, ())
    assert sheet.ignored == ("district_2024", "source", "source_year", "district_basis")


def test_the_sample_province_comes_in_without_a_problem():
    sheet = read_unit_file(DEMO)
    assert sheet.problems == ()
    assert 60 <= len(sheet.rows) <= 80
    assert all(row.staff_total for row in sheet.rows if row.kind in {"thpt", "thcs", "tieuhoc", "mamnon"})


def test_the_sample_province_has_the_units_of_the_golden_talks():
    called = {short_name(row.name): row for row in read_unit_file(DEMO).rows}
    assert called["Trường THPT Ngô Quyền"].parent_code == "SGDDT-HP"
    assert called["Trường THPT Ngô Quyền"].staff_total == 92
    assert called["MN Vành Khuyên"].staff_total == 20
    of_le_chan = ("THCS Sông Lấp", "TH Hoa Phượng", "TH Hải Âu", "MN Vành Khuyên", "MN Bằng Lăng", "Nhóm trẻ Hoa Mai")
    assert {called[name].parent_code for name in of_le_chan} == {called["Phòng GDĐT quận Lê Chân"].code}
    assert called["Nhóm trẻ Hoa Mai"].ownership == "tu"
    assert (button_name("Phòng Giáo dục và Đào tạo quận Ngô Quyền"), symbol_of("Trường THCS Sông Lấp")) == (
        "Phòng GDĐT Ngô Quyền",
        "THCSSL",
    )


def test_no_school_of_the_sample_province_but_one_is_in_the_real_register():
    schools = {"thpt", "thcs", "tieuhoc", "mamnon", "gdtx", "liencap", "daihoc"}
    real = {row.name for row in read_unit_file(HAI_PHONG / "units.csv").rows if row.kind in schools}
    shown = {row.name for row in read_unit_file(DEMO).rows if row.kind in schools}
    assert real & shown == {"Trường THPT Ngô Quyền"}


def test_optional_columns_are_read():
    department, district, school, other = read_units(GOOD.encode()).rows
    assert department.aliases == ("sở gd", "sgd")
    assert (district.valid_from, district.valid_to) == (None, date(2025, 7, 1))
    assert (school.valid_from, school.valid_to) == (date(2024, 9, 5), date(2025, 7, 1))
    assert school.successor == other.code
    assert (school.staff_total, other.staff_total, department.staff_total) == (51, 1039, None)
    assert other.note == "gần chợ, cạnh sông"
    assert [row.row for row in (department, district, school, other)] == [2, 3, 4, 5]


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode("utf-8-sig"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("gần chợ, cạnh", "gần chợ; cạnh").replace(",", ";").replace("chợ; c", "chợ, c").encode(),
        GOOD.replace('"gần chợ, cạnh sông"', "gần chợ, cạnh sông").replace(",", "\t").replace("chợ\t", "chợ,").encode(),
    ],
    ids=["byte-order mark", "Windows line ends", "semicolons", "tabs"],
)
def test_every_way_excel_saves_a_csv_gives_the_same_rows(content):
    assert read_units(content).rows == read_units(GOOD.encode()).rows


def test_xlsx_and_csv_give_equal_rows():
    lines = cells(GOOD)
    lines[2][9], lines[3][9], lines[4][9] = 14, 51.0, 1039  # numbers as Excel keeps them
    lines[3][4] = date(2024, 9, 5)
    assert read_units(workbook(lines)) == read_units(GOOD.encode())


def test_the_whole_register_gives_equal_rows_as_xlsx():
    text = (HAI_PHONG / "units.csv").read_text("utf-8-sig")
    assert read_units(workbook(cells(text))).rows == read_units(text.encode()).rows


def test_titles_blank_rows_and_merged_cells_above_the_header_are_passed_over():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Danh sách")
        page.merge_range(0, 0, 0, 10, "DANH SÁCH ĐƠN VỊ")
        page.write(2, 0, "(Kèm theo Kế hoạch)")
        for number, line in enumerate(cells(GOOD), 4):
            page.write_row(number + (number > 5), 0, line)
    sheet = read_units(out.getvalue())
    assert sheet.rows == read_units(GOOD.encode()).rows
    assert [row.row for row in sheet.rows] == [6, 8, 9, 10]  # as Excel numbers them


def test_the_sheet_with_the_header_is_found_among_others():
    content = workbook(cells(GOOD), before=(("Hướng dẫn", [["Mời điền trang sau"]]), ("Trống", [])))
    assert read_units(content) == read_units(GOOD.encode())


def test_vietnamese_headings_are_understood_and_named_back():
    heading = "TT,Mã đơn vị,Tên đơn vị,Loại,Mã cấp trên,Số người"
    sheet = read_units(f"{heading}\n1,SGDDT-HP,Sở GDĐT,sgddt,,\n2,A,Trường A,thcs,B,x\n".encode())
    assert sheet.ignored == ("TT",)
    assert told(sheet) == [(3, "staff_total", "import_unreadable_number"), (3, "parent_code", "import_unknown_parent")]
    assert [problem.mistake.values["column"] for problem in sheet.problems] == ["Số người", "Mã cấp trên"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("PGD-305,05/09", "PGD-350,05/09"), [(4, "parent_code", "import_unknown_parent")]),
        ((",thcs,", ",cap2,"), [(4, "kind", "import_unknown_kind")]),
        (("05/09/2024", "31/02/2025"), [(4, "valid_from", "import_unreadable_day")]),
        (("1/7/2025", "1/7/2024"), [(4, "valid_to", "import_ends_early")]),
        (("1/7/2025", ""), [(4, "valid_to", "import_successor_without_end"), (4, "parent_code", "import_left_behind")]),
        (("TH-305-HAIAU,,cong,51", "TH-305-X,,cong,51"), [(4, "successor", "import_unknown_successor")]),
        ((",51,", ",năm mươi,"), [(4, "staff_total", "import_unreadable_number")]),
        ((",51,", ",=46+5,"), [(4, "staff_total", "import_formula")]),
        ((",51,", ",-3,"), [(4, "staff_total", "import_unreadable_number")]),
        (("Trường THCS Sông Lấp", "#N/A"), [(4, "name", "import_error_cell")]),
        (("Trường THCS Sông Lấp", ""), [(4, "name", "import_blank")]),
        (("cong,51", "công lập,51"), [(4, "ownership", "import_unknown_ownership")]),
        (("TH-305-HAIAU,Trường", "PGD-305,Trường"), None),
        (("pgd,SGDDT-HP", "pgd,THCS-305-SONGLAP"), [(3, "parent_code", "import_cycle")]),
        (("pgd,SGDDT-HP", "pgd,"), [(3, "parent_code", "import_second_root")]),
    ],
)
def test_a_broken_row_is_named_with_its_row_and_column(change, expected):
    sheet = read_units(GOOD.replace(*change, 1).encode())
    if expected is None:
        assert (5, "code", "import_code_twice") in told(sheet)
    else:
        assert told(sheet) == expected


def test_all_broken_rows_are_named_together_in_their_order():
    broken = GOOD.replace(",thcs,", ",cap2,").replace("pgd,SGDDT-HP", "pgd,SGD").replace("1.039", "đông")
    assert told(read_units(broken.encode())) == [
        (3, "parent_code", "import_unknown_parent"),
        (4, "kind", "import_unknown_kind"),
        (5, "staff_total", "import_unreadable_number"),
    ]


def test_new_schools_join_units_that_are_known_already():
    text = f"{HEADER}\nTH-305-X,Trường Tiểu học Lá Bàng,tieuhoc,PGD-305,,,,,,,\n"
    assert told(read_units(text.encode(), {"SGDDT-HP": "", "PGD-305": "SGDDT-HP"})) == []
    assert told(read_units(text.encode())) == [(2, "parent_code", "import_unknown_parent")]


def test_a_formula_in_a_workbook_is_named_and_not_worked_out():
    lines = cells(GOOD)
    lines[3][9] = "=46+5"
    sheet = read_units(workbook(lines))
    assert told(sheet) == [(4, "staff_total", "import_formula")]
    assert sheet.rows[2].staff_total is None


# --- files that cannot be taken ---------------------------------------------------------------------------------------


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "mistake"),
    [
        (GOOD.encode("utf-16"), "import_not_utf8"),
        (f"{HEADER}\nA,Tr\u01b0\u01a1\u0300ng THCS Sông L\u00e2\u0301p,thcs,".encode("cp1258"), "import_not_utf8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "import_old_excel"),
        (b"\0\0\0\0", "import_unknown_type"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "import_not_utf8"),
        (b"", "import_columns_missing"),
        (b"<html><body>code</body></html>", "import_columns_missing"),
        (b"code,name,kind\nA,B,thcs\n", "import_columns_missing"),
        (b"code,name,kind,parent_code,code\nA,B,thcs,,A\n", "import_column_twice"),
        (HEADER.encode(), "import_no_rows"),
        ((HEADER + '\nA,"Trường A,thcs,\nB,B,thcs,A\n').encode(), "import_csv_quotes"),
        (b"PK\x03\x04 and then nothing", "import_broken_xlsx"),
        (zipped([("hello.txt", "hello")]), "import_broken_xlsx"),
        (workbook(cells(GOOD))[:-300], "import_broken_xlsx"),
        ((HEADER + "\nA,A,thcs,\n" * (sheets.MOST_ROWS + 1)).encode(), "import_too_many_rows"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_taken_is_refused_with_advice(content, mistake):
    assert refused(content) == mistake


def test_an_old_code_page_is_refused_with_the_line_where_it_shows():
    with pytest.raises(Mistake) as caught:
        read_units(HEADER.encode() + b"\nA,A,sgddt,\nB,Tr\xfd\xf5\xecng,thcs,A\n")
    assert (caught.value.key, caught.value.values["line"]) == ("import_not_utf8", 3)


def test_the_columns_still_missing_are_named():
    with pytest.raises(Mistake) as caught:
        read_units(b"name,code,note\nA,B,C\n")
    assert caught.value.values["missing"] == "kind, parent_code"


def bomb(size):
    """A workbook whose sheet unpacks to ``size`` bytes of blanks."""
    source = zipfile.ZipFile(io.BytesIO(workbook(cells(GOOD))))
    members = [(name, source.read(name)) for name in source.namelist()]
    return zipped(
        (
            name,
            content.replace(b"<sheetData>", b"<sheetData>" + b" " * size) if name.endswith("sheet1.xml") else content,
        )
        for name, content in members
    )


def crowded():
    """Small packed and small unpacked, but one row of cells that would take a gigabyte to parse."""
    source = zipfile.ZipFile(io.BytesIO(workbook(cells(GOOD))))
    row = b'<row r="9">' + b"<c><v>1</v></c>" * 800_000 + b"</row></sheetData>"
    return zipped((name, source.read(name).replace(b"</sheetData>", row)) for name in source.namelist())


def with_head(head):
    """A workbook whose styles begin with another declaration."""
    source = zipfile.ZipFile(io.BytesIO(workbook(cells(GOOD))))
    return zipped(
        (name, head + source.read(name).split(b"?>", 1)[1] if name.endswith("styles.xml") else source.read(name))
        for name in source.namelist()
    )


def lying_bomb():
    """A bomb whose directory declares a small size."""
    honest = bomb(60_000_000)
    at = honest.rindex(b"xl/worksheets/sheet1.xml") - 46
    return honest[: at + 24] + (1000).to_bytes(4, "little") + honest[at + 28 :]


@pytest.mark.parametrize(
    ("content", "mistake"),
    [
        (bomb(60_000_000), "import_too_large"),
        (zipped([(f"xl/{n}.xml", "x") for n in range(1_001)]), "import_too_large"),
        (lying_bomb(), "import_broken_xlsx"),
        (crowded(), "import_too_large"),
        (with_head(b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'), "import_broken_xlsx"),
        (with_head(b'<?xml version="1.0" encoding="cp037"?>'), "import_broken_xlsx"),
        (with_head(b'<?xml version="1.0" encoding="UTF-O"?>'), "import_broken_xlsx"),
        (with_head("\ufeff<?xml version='1.0'?>".encode("utf-16-le")), "import_broken_xlsx"),
    ],
    ids=["blanks", "members", "a small size declared", "cells", "entities", "EBCDIC", "no encoding", "UTF-16"],
)
def test_a_bomb_is_refused_before_it_is_unpacked(content, mistake):
    begun = time.process_time()
    assert refused(content) == mistake
    assert time.process_time() - begun < 0.5  # 0.1 s is the promise; a shared machine needs room


def test_a_sheet_that_claims_a_million_rows_costs_no_time():
    honest = workbook(cells(GOOD))
    source = zipfile.ZipFile(io.BytesIO(honest))
    content = zipped(
        (name, re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', source.read(name)))
        for name in source.namelist()
    )
    begun = time.process_time()
    assert read_units(content) == read_units(honest)
    assert time.process_time() - begun < 1


def read_or_refused(content):
    """Whether the file gave rows or a refusal that has words; anything else that is raised fails the test."""
    try:
        return isinstance(read_units(content), UnitSheet)
    except Mistake as mistake:
        return mistake.key in KEYS


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 12))
def test_a_damaged_workbook_is_read_or_refused_and_never_breaks(seed, times):
    rng = random.Random(seed)
    source = zipfile.ZipFile(io.BytesIO(workbook(cells(GOOD))))
    members = {name: bytearray(source.read(name)) for name in source.namelist()}
    for _ in range(times):
        victim = members[rng.choice(sorted(members))]
        victim[rng.randrange(len(victim))] = rng.choice(b'<>"/=0A&')
    assert read_or_refused(zipped((name, bytes(content)) for name, content in members.items()))


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f"{HEADER}\n{text}".encode()))
def test_any_bytes_are_read_or_refused_and_never_break(content):
    assert read_or_refused(content)


def test_a_file_that_is_not_there_is_named_without_its_folder(tmp_path):
    with pytest.raises(Mistake) as caught:
        read_unit_file(tmp_path / "don-vi.csv")
    assert (caught.value.key, caught.value.values) == ("import_no_file", {"name": "don-vi.csv"})


# --- campaigns, anniversaries, holidays -------------------------------------------------------------------------------


def test_the_campaign_of_hai_phong_comes_in_with_its_waves():
    campaign = read_campaign_file(HAI_PHONG / "campaign.toml")
    assert len(campaign.waves) == 20
    wave = next(wave for wave in campaign.waves if wave.day == date(2025, 5, 13))
    assert (wave.name, wave.years, wave.scope) == ("Ngày Giải phóng Hải Phòng", 70, "thanh_pho")
    assert campaign.wave_span(wave) == (date(2025, 4, 14), date(2025, 5, 13))


@pytest.fixture
def folder(tmp_path):
    for name in ("campaign.toml", "anniversaries.csv"):
        (tmp_path / name).write_bytes((HAI_PHONG / name).read_bytes())
    return tmp_path


def problems_of(folder):
    with pytest.raises(CampaignErrors) as caught:
        read_campaign_file(folder / "campaign.toml")
    return [(problem.key, problem.mistake.key, problem.mistake.values) for problem in caught.value.problems]


def rewrite(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_slip_in_the_toml_is_named_by_line_and_column(folder):
    (folder / "campaign.toml").write_text('code = "x"\nname = "chưa đóng\n', "utf-8")
    assert problems_of(folder) == [("", "campaign_toml", {"line": 2, "column": 18})]


def test_a_toml_that_ends_too_early_is_named_by_its_last_line(folder):
    (folder / "campaign.toml").write_text('code = "x"\nwaves = [\n', "utf-8")
    assert problems_of(folder) == [("", "campaign_toml", {"line": 3, "column": 1})]


def test_a_campaign_that_is_not_there_or_not_utf8_is_one_problem(folder):
    assert problems_of(folder / "none") == [("", "import_no_file", {"name": "campaign.toml"})]
    (folder / "campaign.toml").write_bytes(b'name = "Phong tr\xe0o"\n')
    assert problems_of(folder) == [("", "import_not_utf8", {"line": 1})]


def test_anniversaries_are_read_from_the_campaign_s_own_folder_only(folder):
    rewrite(folder / "campaign.toml", '"anniversaries.csv"', '"../anniversaries.csv"')
    assert [found[:2] for found in problems_of(folder)] == [("waves_file", "campaign_file_elsewhere")]


def test_problems_of_the_anniversaries_and_of_the_campaign_come_together(folder):
    rewrite(folder / "anniversaries.csv", "2025-03-08", "8 tháng 3")
    rewrite(folder / "campaign.toml", 'motto = "Đồng thuận cao - Thi đua giỏi - Về đích sớm"', "")
    assert [found[:2] for found in problems_of(folder)] == [
        ("waves_file", "import_unreadable_day"),
        ("motto", "campaign_missing"),
    ]


def test_an_anniversary_outside_the_campaign_is_named(folder):
    rewrite(folder / "anniversaries.csv", "2025-02-03", "2026-02-03")
    assert [found[:2] for found in problems_of(folder)] == [("waves.1.day", "campaign_outside_period")]


def test_a_campaign_nested_beyond_sense_is_one_problem(folder):
    (folder / "campaign.toml").write_text("waves = " + "[" * 20_000, "utf-8")
    assert [found[1] for found in problems_of(folder)] == ["campaign_toml"]


def test_anniversaries_lose_nothing():
    waves = read_waves((HAI_PHONG / "anniversaries.csv").read_bytes())
    assert waves[3] == {
        "day": "2025-04-07",
        "name": "Giỗ Tổ Hùng Vương (10/3 âm lịch Ất Tỵ)",
        "years": None,
        "origin_year": None,
        "scope": "quoc_gia",
        "verified_by": "thu_vien",
        "source": "python-holidays 0.109",
    }


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("30/2/2025,Tết,tet", "import_unreadable_day"),
        (",Tết,tet", "import_blank"),
        ("2025-01-29,Tết,nghi", "import_not_one_of"),
    ],
)
def test_a_holiday_that_cannot_be_read_stops_the_calendar(line, mistake):
    with pytest.raises(Mistake) as caught:
        read_holidays(f"date,name_vi,type\n{line}\n".encode())
    assert (caught.value.key, caught.value.values["row"]) == (mistake, 2)


# --- words ------------------------------------------------------------------------------------------------------------

WORDS = {
    language: tomllib.loads((ROOT / f"texts/{language}.d/imports.toml").read_text("utf-8"))["mistake"]
    for language in ("vi", "en")
}
SOURCES = [
    Path(module.__file__)
    for module in (importers, sheets, campaign_checks, campaign_questions, campaigns, entries, units)
]
KEYS = {key for path in SOURCES for key in re.findall(r'"((?:import|campaign)_[a-z0-9_]+)"', path.read_text("utf-8"))}


def gaps(sentence):
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_mistake_has_its_words_in_both_languages():
    assert set(WORDS["vi"]) == set(WORDS["en"]) == KEYS


@pytest.mark.parametrize("key", sorted(KEYS))
def test_the_words_of_a_mistake_keep_the_rules(key):
    vietnamese, english = WORDS["vi"][key], WORDS["en"][key]
    assert gaps(vietnamese) == gaps(english)
    assert "!" not in vietnamese + english
    for word in (
        "sai",
        "không hợp lệ",
        "vui lòng",
        "bạn",
        "lỗi",
        "nhập lại yêu cầu",
        "rất tiếc",
        "tôi",
        "em",
        "nhé",
        "ạ",
    ):
        assert not re.search(rf"\b{word}\b", vietnamese.lower())
    assert "Mời" in vietnamese or "Ví dụ" in vietnamese
    assert max(len(vietnamese), len(english)) < 300


def test_the_limits_people_read_are_those_that_hold():
    assert f"{sheets.MOST_ROWS:,}" in WORDS["en"]["import_too_many_rows"]
    assert f"{sheets.MOST_ROWS:,}".replace(",", ".") in WORDS["vi"]["import_too_many_rows"]


def test_every_sentence_can_be_said_with_the_values_it_gets():
    broken = f"""{HEADER}
A B,,cap2,X-1,x,1/1/2024,Y,,z,n,=1
S,S,sgddt,,2025-01-01,2024-01-01,S,,,,#N/A
S,S,khac,,,,,,,,
C,C,khac,C,,,S,,,,
"""
    problems = read_units(broken.encode()).problems
    assert len({problem.mistake.key for problem in problems}) >= 14
    for problem in problems:
        for language in WORDS:
            said = WORDS[language][problem.mistake.key].format_map(problem.mistake.values)
            assert str(problem.row) in said
            assert str(problem.mistake.values["column"]) in said
