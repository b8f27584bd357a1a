"""Reports, submissions, lists, minutes and achievement reports as Word opens them (Decree 30/2020, Annex I and III)."""

import io
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Pt

from documents import papers
from documents.papers.openings import in_full, in_short, rate
from domain.papers.bases import LegalBasis
from domain.papers.consistency import within
from domain.papers.papers import Issue
from domain.papers.submissions import ListRow
from tests.kit.campaign import CAMPAIGN
from tests.kit.office_papers import ACHIEVEMENT, FORM, HANH, LIST, MINUTES, SUBMISSION, TO, review

ALL = {"review": review(), "submission": SUBMISSION, "list": LIST, "minutes": MINUTES, "achievement": ACHIEVEMENT}


def opened(thing: papers.AnyPaper) -> Document:
    return docx.Document(io.BytesIO(papers.write(thing)))


def lines(paper: Document) -> list[str]:
    return [one.text for one in paper.paragraphs]


def words(paper: Document) -> str:
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*lines(paper), *cells])


@pytest.mark.parametrize("name", ALL)
def test_every_document_keeps_page_font_and_sizes_of_the_decree(name: str):
    paper = opened(ALL[name])
    assert paper.styles["Normal"].font.name == "Times New Roman"
    for section in paper.sections:
        sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(side.mm) for side in sides] == [20, 20, 30, 15]
        assert sorted(round(side.mm) for side in (section.page_width, section.page_height)) == [210, 297]
        assert section.different_first_page_header_footer, "no page number on the first page"
        assert [one.text for one in section.header._element.iter(qn("w:instrText"))] == ["PAGE"]
    assert {run.font.size for line in paper.paragraphs for run in line.runs} <= {Pt(11), Pt(12), Pt(13), Pt(14)}
    assert "None" not in words(paper)


@pytest.mark.parametrize("name", ALL)
def test_it_says_that_it_is_a_draft_until_a_person_approved_it(name: str):
    draft = ALL[name]
    approved = replace(draft, issue=replace(draft.issue, is_draft=False))
    assert [opened(one).sections[0].first_page_header.paragraphs[0].text for one in (draft, approved)] == [
        "DỰ THẢO",
        "",
    ]


def test_number_and_day_are_blanks_until_they_are_known_and_then_have_their_zeros():
    known = replace(review(), issue=Issue(2025, "5", date(2025, 2, 3), is_draft=False))
    told = [[cell.text for cell in opened(one).tables[0].rows[1].cells] for one in (review(), known)]
    assert [text.replace(" ", "") for text in told[0]] == ["Số:/BC-SGDĐT", "HảiPhòng,ngàythángnăm2025"]
    assert told[1] == ["Số: 05/BC-SGDĐT", "Hải Phòng, ngày 03 tháng 02 năm 2025"]
    assert "(Kèm theo Báo cáo số 05/BC-SGDĐT ngày 03 tháng 02 năm 2025 của Sở Giáo dục và Đào tạo)" in lines(
        opened(known)
    )


def test_title_addressees_and_bases_stand_as_the_decree_has_them():
    paper = opened(SUBMISSION)
    told = [one for one in paper.paragraphs if one.text.strip()]
    kind, about, to, first, second, *rest = told
    assert (kind.text, kind.runs[0].bold, kind.alignment) == ("TỜ TRÌNH", True, WD_ALIGN_PARAGRAPH.CENTER)
    assert about.text == "Về việc đề nghị tặng Bằng khen của Chủ tịch UBND thành phố"
    assert [to.text, first.text, second.text] == ["Kính gửi:", f"- {TO[0]};", f"- {TO[1]}."]
    bases = [one for one in rest if one.text.startswith("Căn cứ")]
    assert all(run.italic for one in bases for run in one.runs)
    assert {one.text[-1] for one in bases[:-1]} == {";"}
    assert bases[-1].text.endswith("ngày 15 tháng 5 năm 2025 (có mặt 9/11 thành viên).")
    assert bases[0].text == "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;", "a law has no number"
    assert sum(one._p.pPr.find(qn("w:pBdr")) is not None for one in paper.paragraphs) == 1, "a rule under the abstract"


def test_a_submission_names_its_numbers_its_annexes_and_ends_with_its_mark():
    paper = opened(SUBMISSION)
    told = lines(paper)
    assert f"- {FORM}: 1 tập thể, 1 cá nhân." in told
    assert "(Có danh sách trích ngang và báo cáo thành tích kèm theo)." in told
    assert "Kính trình Chủ tịch Ủy ban nhân dân thành phố xem xét, quyết định./." in told
    left, right = paper.tables[-1].rows[0].cells
    assert [one.text for one in left.paragraphs] == ["Nơi nhận:", "- Như trên;", "- Lưu: VT, VP."]
    assert [one.text for one in right.paragraphs if one.text] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]


def test_the_list_has_collectives_first_and_counts_its_rows():
    paper = opened(LIST)
    rows = [[cell.text for cell in row.cells] for row in paper.tables[0].rows]
    heads = ["TT", "Họ và tên (hoặc tên tập thể)", "Chức vụ, đơn vị", "Tóm tắt thành tích", "Hình thức đề nghị"]
    assert rows[0] == heads
    assert [row[1] for row in rows[1:] if row[0].isdigit()] == ["Tổ Hóa học", "Nguyễn Thị Hạnh"]
    assert "Danh sách này có 2 trường hợp: 1 tập thể, 1 cá nhân./." in lines(paper)
    assert paper.sections[0].page_width > paper.sections[0].page_height


def test_minutes_count_votes_and_name_nobody_s_vote():
    paper = opened(MINUTES)
    told, text = lines(paper), words(paper)
    assert any("có mặt 2/3 thành viên" in one and "vắng 1" in one for one in told)
    assert "- Vũ Thị Giang, Ủy viên (lý do: đi công tác)." in told
    votes = [[cell.text for cell in row.cells][-3:] for row in paper.tables[1].rows[1:]]
    assert votes == [["1", "1/1", "Đồng ý"], ["2", "0/2", "Chưa đồng ý"]]
    assert "- Trường hợp 1: Lê Thị Hoa không bỏ phiếu do cùng đơn vị với người được đề nghị." in told
    assert "Hội đồng đồng ý đề nghị 1/2 trường hợp; chưa đồng ý 1; chưa kết luận 0." in told
    assert (
        "Số phiếu do thư ký ghi; Phạm Quốc Hải, Chủ tịch Hội đồng xác nhận lúc 16 giờ 25, ngày 15 tháng 5 năm 2025."
        in told
    )
    assert "Thời gian bắt đầu: 14 giờ 05, ngày 15 tháng 5 năm 2025." in told
    end = next(one for one in told if one.startswith("Cuộc họp kết thúc"))
    assert end.replace(" ", "") == "Cuộchọpkếtthúcvàogiờ,ngàythángnăm2025./.", "an hour nobody noted stays blank"
    assert "- Lưu: Hồ sơ." in text


def test_an_achievement_report_leaves_lines_for_what_is_never_asked():
    paper = opened(ACHIEVEMENT)
    told = lines(paper)
    assert [one for one in told if one.startswith(("I. ", "II. ", "III. "))] == [
        "I. SƠ LƯỢC LÝ LỊCH",
        "II. THÀNH TÍCH ĐẠT ĐƯỢC",
        "III. DANH HIỆU, HÌNH THỨC KHEN THƯỞNG ĐÃ ĐƯỢC NHẬN",
    ]
    assert "- Họ và tên: Nguyễn Thị Hạnh" in told
    assert "1. Tháng 3 năm 2025: Soạn 24 bài giảng số." in told
    born = next(one for one in paper.paragraphs if one.text.startswith("- Ngày, tháng, năm sinh"))
    assert [stop.leader for stop in born.paragraph_format.tab_stops] == [WD_TAB_LEADER.DOTS]
    assert any(one.startswith("Tôi cam đoan") and one.endswith("./.") for one in told)
    left, right = paper.tables[-1].rows[0].cells
    assert left.paragraphs[0].text == "XÁC NHẬN CỦA ĐƠN VỊ"
    assert [one.text for one in right.paragraphs if one.text] == [
        "NGƯỜI BÁO CÁO",
        "(Ký, ghi rõ họ và tên)",
        "Nguyễn Thị Hạnh",
    ]


def test_a_review_has_its_eight_parts_a_place_for_every_movement_and_its_four_annexes():
    told = lines(opened(review()))
    parts = [
        one.split(".")[0]
        for one in told
        if one.isupper() and one.split(".")[0] in ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"]
    ]
    assert parts == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"]
    for one in CAMPAIGN.movements:
        if one.kind != "chien_dich":
            assert sum(f"“{one.name_exact}”" in line for line in told) == 1, one.code
    assert [one for one in told if one.startswith("Phụ lục")] == [f"Phụ lục {n}" for n in ("I", "II", "III", "IV")]
    source = next(one for one in told if one.startswith("Số liệu trong Báo cáo tính đến hết ngày 31 tháng 3 năm 2025"))
    assert source.endswith(", theo bản chốt số S-012 lúc 16 giờ 05, ngày 28 tháng 4 năm 2025.")
    assert any("611" not in one and "2/3 đơn vị (66,6%)" in one for one in told), "rounded down"


def test_what_nobody_knows_is_a_dotted_line_and_what_somebody_wrote_is_theirs():
    paper = opened(review())
    told = lines(paper)
    at = {one: told.index(one) for one in told if one.startswith(("V. ", "VI. "))}
    [shortcomings, lessons] = at.values()
    assert told[shortcomings + 1] == "\t"
    assert told[lessons + 1 : lessons + 3] == ["Giao việc rõ.", "Nhắc sớm."]
    blank = paper.paragraphs[shortcomings + 1]
    assert [stop.leader for stop in blank.paragraph_format.tab_stops] == [WD_TAB_LEADER.DOTS]


def test_each_annex_begins_its_own_page_numbers():
    starts = [one._sectPr.find(qn("w:pgNumType")) for one in opened(review()).sections]
    assert [one is not None and one.get(qn("w:start")) for one in starts] == [False, "1", "1", "1", "1"]


def test_a_report_s_figures_are_the_rows_of_its_annexes():
    told = review()
    assert within(told) == ()
    fewer = replace(told, plans=told.plans[:1], late=())
    assert [(one.values["annex"], one.values["told"], one.values["rows"]) for one in within(fewer)] == [
        (1, 2, 1),
        (4, 2, 0),
    ]
    assert [one.key for one in within(replace(told, movements=told.movements[:-1]))] == ["movements"]


def test_words_that_look_like_code_stay_words():
    odd = "{{7*7}} {% x %} \x0b\ud800 <b>&"
    paper = opened(replace(LIST, rows=(ListRow(replace(HANH, name=odd), odd, FORM),)))
    assert [cell.text for cell in paper.tables[0].rows[2].cells][1] == "{{7*7}} {% x %}  <b>&"


def test_a_basis_is_told_in_full_first_and_in_short_later():
    decree = LegalBasis("Nghị định", "152/2025/NĐ-CP", "Chính phủ", "quy định về thi đua", date(2025, 6, 14))
    assert (
        in_full(decree)
        == "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ quy định về thi đua"
    )
    assert in_short(decree) == "Nghị định số 152/2025/NĐ-CP"
    unknown = replace(decree, issued=None, issued_year=2025, abstract="")
    assert in_full(unknown).replace(" ", "") == "CăncứNghịđịnhsố152/2025/NĐ-CPngàythángnăm2025củaChínhphủ"


def test_rates_are_rounded_down():
    assert (rate(1607, 1608), rate(1, 3), rate(0, 0)) == ("99,9%", "33,3%", "0,0%")
