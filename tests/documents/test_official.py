"""The letter to late units as Word opens it: page, fonts, sizes, every late unit, and blanks where nobody knows."""

import io
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from documents import annexes, letters
from domain.books import Annex, Book, Heading, Page
from domain.letters import Basis, ChaseLetter, LateEntry, Letterhead
from texts.official import dated, numbered

HEAD = Letterhead(
    "UBND thành phố Hải Phòng",
    "Sở Giáo dục và Đào tạo",
    "SGDĐT-VP",
    "Hải Phòng",
    ("KT.GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
)
BASIS = Basis("", "KH-SGDĐT", None, "Phát động phong trào thi đua yêu nước")


def late(count: int) -> tuple[LateEntry, ...]:
    return tuple(LateEntry(f"Trường Mầm non Bằng Lăng {n}", "Phòng GDĐT quận Lê Chân", n % 5) for n in range(count))


def letter(count: int) -> ChaseLetter:
    due, day = date(2025, 4, 25), date(2025, 5, 5)
    return ChaseLetter(HEAD, BASIS, "báo kế hoạch thi đua", due, day, 823, late(count))


def opened(count: int) -> Document:
    return docx.Document(io.BytesIO(letters.chase(letter(count))))


def sizes(paragraph) -> set[Pt]:
    return {run.font.size for run in paragraph.runs}


def test_the_page_is_a4_with_the_margins_of_the_decree():
    for section in opened(3).sections:
        assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
        sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(side.mm) for side in sides] == [20, 20, 30, 15]
        assert section.different_first_page_header_footer


def test_the_font_is_times_new_roman_in_every_script():
    style = opened(1).styles["Normal"]
    fonts = style.element.rPr.rFonts
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}


def test_the_head_stands_as_the_decree_has_it():
    left, right = opened(3).tables[0].rows[0].cells
    superior, body, *_ = left.paragraphs
    nation, motto, *_ = right.paragraphs
    assert (superior.text, superior.runs[0].bold) == ("UBND THÀNH PHỐ HẢI PHÒNG", False)
    assert (body.text, body.runs[0].bold, sizes(body)) == ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", True, {Pt(13)})
    assert (nation.text, nation.runs[0].bold, sizes(nation)) == ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True, {Pt(12)})
    assert (motto.text, motto.runs[0].bold, sizes(motto)) == ("Độc lập - Tự do - Hạnh phúc", True, {Pt(14)})
    assert all(one.alignment == WD_ALIGN_PARAGRAPH.CENTER for one in (superior, body, nation, motto))
    rules = [one for cell in (left, right) for one in cell.paragraphs if one._p.pPr.find(qn("w:pBdr")) is not None]
    assert len(rules) == 2, "a rule under the issuing body, and one under the motto"


def test_number_and_day_stay_blank_and_the_subject_stands_under_the_number():
    left, right = opened(3).tables[0].rows[1].cells
    number, subject = left.paragraphs
    assert number.text.replace(" ", "") == "Số:/SGDĐT-VP"
    assert (subject.text, sizes(subject)) == ("V/v đôn đốc báo kế hoạch thi đua", {Pt(12)})
    assert right.paragraphs[0].runs[0].italic
    assert right.paragraphs[0].text.replace(" ", "") == "HảiPhòng,ngàythángnăm2025"


def test_the_body_is_justified_set_in_and_ends_with_its_mark():
    body = [one for one in opened(3).paragraphs if one.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY]
    assert len(body) == 8
    assert all(sizes(one) == {Pt(14)} and one.paragraph_format.space_after >= Pt(6) for one in body)
    assert all(one.paragraph_format.first_line_indent is not None for one in body)
    assert "hạn ngày 25 tháng 4 năm 2025" in body[0].text
    assert "đến ngày 05 tháng 5 năm 2025 vẫn còn 3/823 đơn vị chưa báo kế hoạch thi đua" in body[1].text
    assert body[-1].text.endswith("./.")
    assert "None" not in " ".join(one.text for one in body)


def test_it_is_a_draft_that_a_person_signs():
    paper = opened(3)
    assert paper.sections[0].first_page_header.paragraphs[0].text == "DỰ THẢO"
    left, right = paper.tables[1].rows[0].cells
    assert [one.text for one in left.paragraphs] == ["Nơi nhận:", "- Như trên;", "- Lưu: VT, VP."]
    assert (left.paragraphs[0].runs[0].bold, left.paragraphs[0].runs[0].italic) == (True, True)
    assert [sizes(one) for one in left.paragraphs] == [{Pt(12)}, {Pt(11)}, {Pt(11)}]
    assert [one.text for one in right.paragraphs if one.text] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]


@pytest.mark.parametrize("count", [1, 2, 60])
def test_the_annex_names_every_late_unit_and_counts_them(count: int):
    paper = opened(count)
    table = paper.tables[2]
    head, *rows = table.rows
    assert [row.cells[1].text for row in rows] == [one.name for one in late(count)]
    assert [row.cells[0].text for row in rows] == [str(place) for place in range(1, count + 1)]
    assert f"{count}/823" in " ".join(one.text for one in paper.paragraphs)
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None, "its head is repeated on every page"
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    texts = [one.text for one in paper.paragraphs]
    assert "Phụ lục" in texts
    assert "DANH SÁCH ĐƠN VỊ CHƯA BÁO KẾ HOẠCH THI ĐUA, TÍNH ĐẾN NGÀY 05 THÁNG 5 NĂM 2025" in texts
    assert paper.sections[1]._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_one_late_unit_is_addressed_by_name():
    lines = [one.text for one in opened(1).paragraphs]
    assert lines[1] == "Kính gửi: Thủ trưởng Trường Mầm non Bằng Lăng 0."
    assert opened(2).paragraphs[1].text == "Kính gửi: Thủ trưởng các đơn vị có tên trong Phụ lục kèm theo."


def test_what_is_known_is_written_and_nothing_else():
    known = replace(letter(1), basis=Basis("5", "KH-SGDĐT", date(2025, 2, 3), "Phát động"))
    paper = docx.Document(io.BytesIO(letters.chase(known)))
    assert any("Kế hoạch số 05/KH-SGDĐT ngày 03 tháng 02 năm 2025" in one.text for one in paper.paragraphs)


def test_days_and_numbers_have_their_zeros_where_the_decree_wants_them():
    assert dated(date(2025, 3, 5)) == "ngày 05 tháng 3 năm 2025"
    assert dated(date(2025, 1, 15)) == "ngày 15 tháng 01 năm 2025"
    assert (numbered("5"), numbered("12")) == ("05", "12")


def test_the_book_as_an_annex_lies_and_has_a_number_for_each_sheet():
    pages = tuple(
        Page(name, f"Sổ đôn đốc {name}", "", (Heading("TT", 6), Heading("Đơn vị", 40)), ((1, "THCS Sông Lấp"),))
        for name in ("a", "b")
    )
    paper = docx.Document(io.BytesIO(annexes.write(Annex("Sở Giáo dục và Đào tạo", Book(pages)))))
    assert all(section.page_width > section.page_height for section in paper.sections)
    assert [one.text for one in paper.paragraphs if one.text.startswith("Phụ lục")] == ["Phụ lục I", "Phụ lục II"]
    assert [table.rows[1].cells[1].text for table in paper.tables] == ["THCS Sông Lấp"] * 2
