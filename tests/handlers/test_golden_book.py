"""The golden book as a document: what is known is written, what is not stays blank, whatever the reader's language."""

from dataclasses import replace

import pytest

from documents.papers import write
from domain.awards.nominations import New
from domain.mistakes import Mistake
from domain.people import Person
from domain.rights import Scope
from handlers.papers import golden_book
from storage.awards import nominations
from storage.deeds import deeds, praised
from storage.outcomes import award_papers
from storage.outcomes.award_papers import Paper
from tests.handlers.conftest import Desk

SAID = {"what": "Cô Hạnh soạn 24 bài giảng số", "from": "2025-03-01", "to": "2025-04-10", "where": "tại trường"}
WHO = {"people": [{"name": "Hạnh", "honorific": "co"}], "role": "teacher", "group": "tổ Toán"}


async def confirmed(desk: Desk, school: str, by: Person, **said: object) -> int:
    """A report that the school has confirmed."""
    unit, store = await desk.unit(school), desk.store
    number = await deeds.send(
        store, desk.now, desk.house.campaign_id, unit, by.id, {**SAID, **said}, "TP3", (None, None), outside=False
    )
    head = Scope("confirm_deed", (unit,), below=False, person=by.id)
    assert await deeds.decide(store, desk.now, number, 1, "confirmed", head)
    await store.keep()
    return number


async def test_deeds_and_awards_are_written_each_with_what_bears_it_out(desk: Desk):
    school = "THCS-305-SONGLAP"
    hanh, lan = await desk.person("Hạnh", "teacher", school), await desk.person("Lan", "teacher", school)
    number, own = await confirmed(desk, school, lan, who=WHO), await confirmed(desk, school, hanh, who=WHO)
    other = await confirmed(desk, school, hanh, what="Thầy Sơn hiến máu")
    store = desk.store
    await praised.ask(store, desk.now, number, hanh.id)
    await praised.answer(store, desk.now, number, hanh.id, "agreed", None)
    new = New("regular", "individual", "cô Hạnh", "giáo viên", "teacher", "TP3", "city", "bang_khen", "")
    scope = Scope("nominate", (await desk.unit(school),), below=False, person=lan.id)
    campaign, unit = desk.house.campaign_id, await desk.unit(school)
    row = await nominations.add(store, desk.now, campaign, unit, replace(new, person=hanh.id), "decided", scope)
    paper = Paper(0, "decided", "12/QĐ-UBND", desk.now.today, "Chủ tịch UBND thành phố")
    await award_papers.record(store, desk.now, campaign, paper, [row], scope)
    await store.keep()
    talk = desk.chat(hanh)
    talk.language = "en"
    wanted = await golden_book.draft(desk.context(talk), [])
    book = wanted.thing
    assert "2 confirmed deeds, 1 deed of somebody else you reported" in wanted.reply.text
    assert [f"báo cáo G-{one}" in done.evidence for one, done in zip((number, own), book.achievements, strict=False)]
    assert all(done.when == "Từ 01/03/2025 đến 10/04/2025, tại trường" for done in book.achievements[:2])
    assert book.achievements[2].evidence == f"báo cáo G-{other}"
    [honour] = book.honours
    assert honour.decision == "Quyết định số 12/QĐ-UBND ngày 10 tháng 4 năm 2025; Chủ tịch UBND thành phố"
    assert honour.form.startswith("Bằng khen")
    assert (book.role, book.head.superior, book.issue.is_draft) == ("giáo viên, tổ Toán", "UBND quận Lê Chân", True)
    assert write(book).startswith(b"PK")


async def test_whoever_holds_no_role_any_more_gets_no_book(desk: Desk):
    gone = await desk.person("Hạnh", None)
    with pytest.raises(Mistake, match="no_right_see_own"):
        await golden_book.draft(desk.context(desk.chat(gone)), [])
