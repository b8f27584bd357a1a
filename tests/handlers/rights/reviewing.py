"""The rows of the Office's review, and the examples and questions they act on."""

from domain.exemplars import STAGES
from domain.people import Person
from domain.rights import Scope
from storage.deeds import deeds
from storage.exemplars import exemplar_notes, exemplars
from tests.handlers.conftest import Desk
from tests.handlers.rights.cells import OFFICE, Forms, Rows, Thing
from tests.handlers.rights.deeds import sent

ROWS: Rows = {
    "/review": ("review", ""),
    "review_page": ("review", "a page"),
    "review_next": ("review", "a page"),
    "review_see": ("review", "example"),
    "review_files": ("review", "example"),
    "review_acts": ("review", "example"),
    "to_nurtured": ("review", "example"),
    "to_concluded": ("review", "nurtured example"),
    "level": ("review", "nurtured example and level"),
    "not_checked": ("review", "nurtured example"),
    "to_replicated": ("review", "concluded example"),
    "ask_reporter": ("review", "example"),
    "answer_office": ("see_own", "own question"),
    "hand_back": ("review", "example"),
    "exemplar_hold": ("review", "example"),
    "exemplar_hide": ("review", "example"),
    "exemplar_lift": ("review", "held example"),
    "exemplar_assign": ("review", "example"),
    "exemplar_note": ("review", "example"),
    "exemplar_said": ("review", "example and words"),
    "exemplars_pick": ("review", "numbers of a list"),
}
FORMS: Forms = {
    "nurture": ("review", "to_nurtured", {"words": "thêm ý kiến tổ", "who": 1}),
    "public_at": ("review", "to_replicated", {"where": "báo Hải Phòng ngày 03/05/2025"}),
    "ask_reporter": ("review", "ask_reporter", {"said": "dạy vào ngày nào"}),
    "office_answer": ("see_own", "answer_office", {"words": "chiều thứ Ba"}),
    "hand_back": ("review", "hand_back", {"reason": "ghi rõ số tiết"}),
    "hold_exemplar": ("review", "exemplar_hold", {"reason": "có đơn"}),
    "hide_exemplar": ("review", "exemplar_hide", {"reason": "rút lại đồng ý"}),
    "lift_exemplar": ("review", "exemplar_lift", {"reason": "đã có kết luận"}),
    "assign_exemplar": ("review", "exemplar_assign", {"who": 1}),
    "exemplar_note": ("review", "exemplar_note", {"words": "hỏi lại tổ Toán"}),
    "bulk": ("review", "exemplars_pick", {"act": "return", "words": "ghi rõ số liệu", "sure": True}),
}


async def reviewed(desk: Desk, unit: str, by: Person, stage: str = "detected", side: str = "") -> tuple[int, str]:
    """A report of that unit that was confirmed and has come to that step; its number, and the version it is in."""
    number = int((await sent(desk, unit, by)).split(".")[0])
    where, store = await desk.unit(unit), desk.store
    head, hoa = await desk.person("Minh", "head", unit, title="thay"), await desk.person("Hoa", "office", OFFICE)
    school = Scope("confirm_deed", (where,), below=False, person=head.id)
    assert await deeds.decide(store, desk.now, number, 1, "confirmed", school)
    await store.keep()
    held = Scope("review", (desk.house.root,), below=True, person=hoa.id)
    one = await exemplars.known(store, desk.now, number, held)
    for step in STAGES[1 : STAGES.index(stage) + 1]:
        one = await exemplars.move(store, desk.now, one, step, held)
    if side:
        one = await exemplars.set_aside(store, desk.now, one, side, held, "có đơn")
    await store.keep()
    return number, str(one.version)


def _at(stage: str, *more: str, side: str = "") -> Thing:
    async def make(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
        number, version = await reviewed(desk, unit, by, stage, side)
        return str(number), version, *more

    return Thing(make, "deed_not_yours")


async def _in_words(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    return str((await reviewed(desk, unit, by))[0]), "ghi chú: hỏi lại tổ Toán"


async def _listed(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    return "1", f"1:{(await reviewed(desk, unit, by))[0]}"


async def asked(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """A question of the Office to this person about a report of the unit."""
    number, _ = await reviewed(desk, unit, await desk.person("Mai", "teacher", unit))
    hoa, store = await desk.person("Hoa", "office", OFFICE), desk.store
    held = Scope("review", (desk.house.root,), below=True, person=hoa.id)
    row = await exemplar_notes.add(store, desk.now, number, "question", "dạy vào ngày nào", held, by.id)
    await store.keep()
    return (str(row),)


THINGS: dict[str, Thing] = {
    "example": _at("detected"),
    "nurtured example": _at("nurtured"),
    "nurtured example and level": _at("nurtured", "city"),
    "concluded example": _at("concluded"),
    "held example": _at("detected", side="held"),
    "example and words": Thing(_in_words, "deed_not_yours"),
    "numbers of a list": Thing(_listed, "deed_not_yours"),
    "own question": Thing(asked, "question_not_yours", own=True),
}
