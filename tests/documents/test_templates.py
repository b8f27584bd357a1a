"""Templates of the office: looked at before they are used, filled in their own fashion, never read as a language."""

import io
from dataclasses import replace
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.shared import Pt

from documents import letters, papers
from documents.official import templates
from documents.official.defaults import KINDS, default
from documents.official.templates import file_name, read
from tests.documents.test_official import letter
from tests.documents.test_papers import ACHIEVEMENT, MINUTES, SUBMISSION, review

THINGS = {"review": review(), "submission": SUBMISSION, "minutes": MINUTES, "achievement": ACHIEVEMENT}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The defaults, as the command writes them."""
    for kind in KINDS:
        (tmp_path / file_name(kind)).write_bytes(default(kind))
    return tmp_path


def written(content: bytes) -> list[str]:
    """Everything it says, without the blanks of its layout."""
    paper = docx.Document(io.BytesIO(content))
    lines = [line.text.strip() for line in templates.paragraphs(paper)]
    return sorted(" ".join(line.split()) for line in lines if line.strip())


def changed(kind: str, old: str, new: str) -> bytes:
    """A default in which somebody has typed something else."""
    paper = docx.Document(io.BytesIO(default(kind)))
    for line in templates.paragraphs(paper):
        for run in line.runs:
            run.text = run.text.replace(old, new)
    kept = io.BytesIO()
    paper.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("kind", sorted(THINGS))
def test_a_document_on_its_default_template_says_the_same_as_without(kind: str, folder: Path):
    own, wrong = read(folder)
    assert wrong == []
    with_it, without = papers.write(THINGS[kind], own), papers.write(THINGS[kind])
    assert with_it != without
    one, other = written(with_it), written(without)
    assert [line for line in one if line not in other and not line.endswith(".;")] == []
    assert [line for line in other if line not in one] == []


def test_a_letter_on_its_default_template_says_the_same(folder: Path):
    told = letter(3)
    one, other = written(letters.chase(told, read(folder)[0]["letter"])), written(letters.chase(told))
    assert [line for line in other if line not in one] == [
        "Kính gửi: Thủ trưởng các đơn vị có tên trong Phụ lục kèm theo."
    ], "its addressee stands on a line of its own"


def test_words_and_fashion_of_the_template_are_kept_and_the_text_stands_between(folder: Path):
    mine = changed("submission", "{{NGUOI_KY}}", "{{nguoi_ky}}")
    paper = docx.Document(io.BytesIO(mine))
    line = paper.add_paragraph("Điện thoại: 0225. {{so_ky_hieu}}")
    line.runs[0].font.size = Pt(9)
    kept = io.BytesIO()
    paper.save(kept)
    (folder / file_name("submission")).write_bytes(kept.getvalue())
    own, wrong = read(folder)
    assert wrong == []
    numbered = replace(SUBMISSION, issue=replace(SUBMISSION.issue, number="7"))
    made = docx.Document(io.BytesIO(papers.write(numbered, own)))
    last = made.paragraphs[-1]
    assert last.text == "Điện thoại: 0225. Số: 07/TTr-SGDĐT"
    assert {run.font.size for run in last.runs if run.text} == {Pt(9)}
    assert made.sections[0].first_page_header.paragraphs[0].text == "DỰ THẢO"


def test_a_place_that_a_program_cut_into_runs_is_found(folder: Path):
    paper = docx.Document(io.BytesIO(default("minutes")))
    [line] = [one for one in templates.paragraphs(paper) if "noi_dung" in one.text]
    line.clear()
    for piece in ("{{no", "i_d", "ung}}"):
        line.add_run(piece)
    kept = io.BytesIO()
    paper.save(kept)
    (folder / file_name("minutes")).write_bytes(kept.getvalue())
    own, wrong = read(folder)
    assert wrong == []
    assert not [line for line in written(papers.write(MINUTES, own)) if "{{" in line or "noi_d" in line]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("{{noi_dung}}", "", "template_missing"),
        ("{{noi_dung}}", "{{noi_dung}} {{so_ky_hieu}}", "template_text_alone"),
        ("{{can_cu}}", "{{can_cu_luat}}", "template_unknown"),
    ],
)
def test_what_is_missing_unknown_or_in_the_wrong_place_is_named(old: str, new: str, key: str, folder: Path):
    (folder / file_name("review")).write_bytes(changed("review", old, new))
    own, wrong = read(folder)
    assert "review" not in own
    assert (wrong[0].file, key in [one.mistake.key for one in wrong]) == ("bao-cao.docx", True)


def test_files_that_are_no_documents_or_no_templates_are_named(folder: Path, tmp_path: Path):
    (folder / "bao-cao.docx").write_bytes(b"no document")
    (folder / "thu-moi.docx").write_bytes(default("letter"))
    assert [(one.file, one.mistake.key) for one in read(folder)[1]] == [
        ("bao-cao.docx", "template_no_docx"),
        ("thu-moi.docx", "template_name"),
    ]
    assert [one.mistake.key for one in read(tmp_path / "nowhere")[1]] == ["template_no_folder"]


@pytest.mark.parametrize(
    ("part", "said", "key"),
    [
        ("word/document.xml", b"<cut", "template_no_docx"),
        ("word/document.xml", b"<other/>", "template_no_docx"),
        ("word/styles.xml", b"<cut", "template_no_docx"),
        ("[Content_Types].xml", b"", "template_no_docx"),
        ("word/media/image1.png", bytes(64 * 1024 * 1024), "template_large"),
    ],
)
def test_a_damaged_template_or_one_that_unpacks_to_too_much_is_named_and_stops_nothing(
    part: str, said: bytes, key: str, folder: Path
):
    whole, made = ZipFile(io.BytesIO(default("review"))), io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as packed:
        for name in dict.fromkeys([*whole.namelist(), part]):
            packed.writestr(name, said if name == part else whole.read(name))
    (folder / file_name("review")).write_bytes(made.getvalue())
    own, wrong = read(folder)
    assert ("review" not in own, [one.mistake.key for one in wrong]) == (True, [key])


def test_a_user_s_braces_fill_no_place(folder: Path):
    own, _ = read(folder)
    odd = replace(SUBMISSION, about="tặng {{nguoi_ky}} {{noi_nhan}}", achieved_in="{{co_quan}}")
    told = written(papers.write(odd, own))
    assert "Về việc đề nghị tặng {{nguoi_ky}} {{noi_nhan}}" in told
    assert any("{{co_quan}}" in line for line in told)
