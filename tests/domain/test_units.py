"""Registers of units: what keeps rows from being one tree, and the shorter names of a unit."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.unit_names import button_name, short_name, symbol_of
from domain.units import KINDS, UnitRow, check_tree

DEPARTMENT = UnitRow("SGDDT-HP", "Sở Giáo dục và Đào tạo thành phố Hải Phòng", "sgddt", row=2)
DISTRICT = UnitRow("PGD-305", "Phòng Giáo dục và Đào tạo quận Lê Chân", "pgd", "SGDDT-HP", row=3)
SCHOOL = UnitRow("THCS-305-SONGLAP", "Trường THCS Sông Lấp", "thcs", "PGD-305", row=4)
TREE = (DEPARTMENT, DISTRICT, SCHOOL)


def told(rows, known=None):
    return [(problem.row, problem.key, problem.mistake.key) for problem in check_tree(rows, known)]


def test_a_department_with_a_district_and_a_school_is_a_tree():
    assert told(TREE) == []


def test_children_may_come_before_their_parents():
    assert told(TREE[::-1]) == []


def test_a_single_school_joins_units_already_known():
    assert told([SCHOOL], {"SGDDT-HP": "", "PGD-305": "SGDDT-HP"}) == []


@pytest.mark.parametrize(
    ("change", "column", "mistake"),
    [
        ({"code": ""}, "code", "import_blank"),
        ({"code": "THCS Sông"}, "code", "import_code_shape"),
        ({"name": ""}, "name", "import_blank"),
        ({"kind": ""}, "kind", "import_blank"),
        ({"kind": "dai-hoc"}, "kind", "import_unknown_kind"),
        ({"ownership": "công"}, "ownership", "import_unknown_ownership"),
        ({"parent_code": "PGD-350"}, "parent_code", "import_unknown_parent"),
        ({"parent_code": ""}, "parent_code", "import_second_root"),
        ({"parent_code": "THCS-305-SONGLAP"}, "parent_code", "import_cycle"),
        ({"valid_from": date(2025, 7, 1), "valid_to": date(2025, 7, 1)}, "valid_to", "import_ends_early"),
        ({"successor": "THCS-305-X", "valid_to": date(2025, 7, 1)}, "successor", "import_unknown_successor"),
        ({"successor": "THCS-305-SONGLAP", "valid_to": date(2025, 7, 1)}, "successor", "import_own_successor"),
        ({"successor": "PGD-305"}, "valid_to", "import_successor_without_end"),
    ],
)
def test_what_is_amiss_in_a_row_is_named_with_its_row_and_column(change, column, mistake):
    assert told([DEPARTMENT, DISTRICT, replace(SCHOOL, **change)]) == [(4, column, mistake)]


def test_a_code_given_twice_points_to_its_first_row():
    problems = check_tree([*TREE, replace(SCHOOL, row=9)])
    assert [(problem.row, problem.mistake.values["first"]) for problem in problems] == [(9, 4)]


def test_a_ring_of_units_is_told_once_with_all_who_are_in_it():
    first = UnitRow("A", "A", "khac", "C", row=5)
    second = UnitRow("B", "B", "khac", "A", row=6)
    third = UnitRow("C", "C", "khac", "B", row=7)
    hanging = UnitRow("D", "D", "thcs", "C", row=8)
    problems = check_tree([*TREE, hanging, third, second, first])
    assert [(problem.row, problem.mistake.key) for problem in problems] == [(5, "import_cycle")]
    assert sorted(set(str(problems[0].mistake.values["ring"]).split(" → "))) == ["A", "B", "C"]


def test_a_ring_may_close_over_units_already_known():
    moved = UnitRow("PGD-305", "Phòng Giáo dục và Đào tạo quận Lê Chân", "pgd", "THCS-305-SONGLAP", row=2)
    known = {"SGDDT-HP": "", "PGD-305": "SGDDT-HP", "THCS-305-SONGLAP": "PGD-305"}
    assert told([moved], known) == [(2, "parent_code", "import_cycle")]


JULY = date(2025, 7, 1)


@pytest.mark.parametrize(("school_ends", "told_of"), [(None, True), (date(2025, 9, 1), True), (JULY, False)])
def test_a_school_that_goes_on_under_an_office_that_ends_is_told(school_ends, told_of):
    rows = [DEPARTMENT, replace(DISTRICT, valid_to=JULY), replace(SCHOOL, valid_to=school_ends)]
    assert told(rows) == ([(4, "parent_code", "import_left_behind")] if told_of else [])


def test_a_school_with_a_new_superior_is_not_left_behind():
    assert told([DEPARTMENT, replace(DISTRICT, valid_to=JULY), replace(SCHOOL, parent_code="SGDDT-HP")]) == []


def test_a_second_department_is_named_when_one_is_known_already():
    other = UnitRow("SGDDT-HD", "Sở Giáo dục và Đào tạo Hải Dương", "sgddt", row=2)
    assert told([other], {"SGDDT-HP": ""}) == [(2, "parent_code", "import_second_root")]


def test_the_department_itself_may_be_changed():
    assert told([DEPARTMENT], {"SGDDT-HP": "", "PGD-305": "SGDDT-HP"}) == []


def test_the_likeliest_parent_is_named_first():
    (problem,) = check_tree([*TREE, replace(SCHOOL, code="THCS-X", parent_code="PGD-35", row=5)])
    assert str(problem.mistake.values["near"]).startswith("PGD-305")


def test_where_a_unit_stands_in_its_file_is_no_part_of_what_it_is():
    assert replace(SCHOOL, row=99) == SCHOOL


CODES = st.sampled_from(["A", "B", "C", "D", "E", ""])


@given(st.lists(st.builds(UnitRow, CODES, st.just("x"), st.sampled_from(KINDS), CODES), max_size=8))
def test_rows_without_problems_always_lead_to_one_top(rows):
    if check_tree(rows):
        return
    parents = {row.code: row.parent_code for row in rows}
    for row in rows:
        code, steps = row.code, 0
        while parents[code]:
            code, steps = parents[code], steps + 1
            assert steps <= len(rows)
        assert sum(not parent for parent in parents.values()) == 1


@pytest.mark.parametrize(
    ("name", "short", "button", "symbol"),
    [
        ("Trường THPT Ngô Quyền", "Trường THPT Ngô Quyền", "THPT Ngô Quyền", "THPTNQ"),
        ("Trường Trung học phổ thông Ngô Quyền", "Trường THPT Ngô Quyền", "THPT Ngô Quyền", "THPTNQ"),
        ("Trường THCS Sông Lấp", "THCS Sông Lấp", "THCS Sông Lấp", "THCSSL"),
        ("Trường  Trung học cơ sở Sông Lấp", "THCS Sông Lấp", "THCS Sông Lấp", "THCSSL"),
        ("Trường Tiểu học Hoa Phượng", "TH Hoa Phượng", "TH Hoa Phượng", "THHP"),
        ("Trường Mầm non Vành Khuyên", "MN Vành Khuyên", "MN Vành Khuyên", "MNVK"),
        ("Trường Mầm non 8/3", "MN 8/3", "MN 8/3", "MN83"),
        ("Trường Tiểu học Đinh Tiên Hoàng", "TH Đinh Tiên Hoàng", "TH Đinh Tiên Hoàng", "THĐTH"),
        ("Phòng Giáo dục và Đào tạo quận Lê Chân", "Phòng GDĐT quận Lê Chân", "Phòng GDĐT Lê Chân", "PGDĐT"),
        ("Sở Giáo dục và Đào tạo thành phố Hải Phòng", "Sở GDĐT Hải Phòng", "Sở GDĐT Hải Phòng", "SGDĐT"),
        ("Trường TH&THCS Tân Thành", "Trường TH&THCS Tân Thành", "TH&THCS Tân Thành", "THTHCSTT"),
        (
            "Trường THCS và THPT Lý Thánh Tông",
            "Trường THCS và THPT Lý Thánh Tông",
            "THCS và THPT Lý Thánh Tông",
            "THCSTHPTLTT",
        ),
        ("Nhóm trẻ Hoa Mai", "Nhóm trẻ Hoa Mai", "Nhóm trẻ Hoa Mai", "NTHM"),
        ("Ủy ban nhân dân phường Gia Viên", "UBND phường Gia Viên", "UBND phường Gia Viên", "UBNDPGV"),
        (
            "Phòng Giáo dục Mầm non và Giáo dục Tiểu học (Sở GDĐT)",
            "Phòng Giáo dục Mầm non và Giáo dục Tiểu học (Sở GDĐT)",
            "Phòng Giáo dục Mầm non và Giáo dục Tiểu học (Sở GDĐT)",
            "PGDMNGDTHSGDĐT",
        ),
    ],
)
def test_a_unit_is_called_as_people_call_it(name, short, button, symbol):
    assert (short_name(name), button_name(name), symbol_of(name)) == (short, button, symbol)


def test_a_name_typed_on_an_apple_keyboard_is_the_same_name():
    apart = "Tru\u031bo\u031b\u0300ng THPT Ngo\u0302 Quye\u0302\u0300n"
    assert (short_name(apart), symbol_of(apart)) == ("Trường THPT Ngô Quyền", "THPTNQ")


@given(st.text(max_size=40))
def test_any_name_can_be_shortened_and_shortening_again_changes_nothing(name):
    once = short_name(name)
    assert short_name(once) == once
    button_name(name)
    assert all(letter.isalnum() for letter in symbol_of(name))
