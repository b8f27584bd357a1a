"""The rows of what follows the council: public notices, objections, submissions, decisions; and what they act on."""

from datetime import date

from sqlalchemy import update

from domain.people import Person
from domain.rights import Scope
from storage import tables
from storage.outcomes import notices
from tests.handlers.conftest import Desk
from tests.handlers.rights.cells import Forms, Make, Rows, Thing, plainly
from tests.kit.council_room import nominated

ROWS: Rows = {
    "/notices": ("see_own", ""),
    "notices_page": ("see_own", "a page"),
    "notice_one": ("see_own", "nomination open to comments"),
    "object": ("see_own", "nomination open to comments"),
    "notice_see": ("award", ""),
    "notice_open": ("award", ""),
    "notice_announce": ("announce", "a list open to comments"),
    "objections": ("award", ""),
    "objection": ("award", "objection"),
    "objection_answer": ("award", "objection and its outcome"),
    "after_council": ("award", ""),
    "award_level": ("award", "a level"),
    "award_file": ("award", "a level and a file"),
    "award_submitted": ("award", "nominations to submit"),
    "award_decided": ("award", "nominations to decide"),
    "awards_decided": ("award", "a page"),
    "award_one": ("award", "nomination decided on"),
    "award_revoke": ("award", "nomination decided on"),
}
_PAPER = {"number": "352/QĐ-SGDĐT", "day": "2025-04-09"}
FORMS: Forms = {
    "objection": ("see_own", "object", {"words": "số tiết dạy chưa khớp sổ đầu bài"}),
    "objection_answer": ("award", "objection_answer", {"reason": "đã đối chiếu sổ đầu bài"}),
    "award_submitted": ("award", "award_submitted", _PAPER),
    "award_decided": ("award", "award_decided", {**_PAPER, "decided_by": "Giám đốc Sở"}),
    "award_revoked": ("award", "award_revoke", {**_PAPER, "reason": "kê khai không có trong sổ đầu bài"}),
}


async def stands(desk: Desk, state: str) -> int:
    """A nomination of the own school in that state; its number."""
    minh = await desk.person("Minh", "head", "THPT-NGOQUYEN", title="thay")
    where = await desk.unit("THPT-NGOQUYEN")
    row = await nominated(desk.store, desk.now, desk.house.campaign_id, where, minh.id)
    await desk.store.write(update(tables.NOMINATION).where(tables.NOMINATION.c.id == row).values(state=state), {})
    return row


async def listed(desk: Desk) -> tuple[int, int]:
    """A nomination that stands open to comments; (nomination, list)."""
    row, hoa = await stands(desk, "agreed"), await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    scope = Scope("award", (desk.house.root,), below=True, person=hoa.id)
    span = (desk.now.today, date(2025, 4, 20))
    return row, await notices.publish(desk.store, desk.now, desk.house.campaign_id, [row], span, scope)


def standing(state: str, *carried: str) -> Make:
    """A nomination in that state; its number unless the button carries something else."""

    async def make(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
        row = (await listed(desk))[0] if state == "listed" else await stands(desk, state)
        await desk.store.keep()
        return carried or (str(row),)

    return make


def objected(*more: str) -> Make:
    """An objection that waits for an answer."""

    async def make(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
        (row, notice), lan = await listed(desk), await desk.person("Lan", "teacher")
        scope = Scope("see_own", (desk.house.root,), below=True, person=lan.id)
        said = "số tiết dạy chưa khớp sổ đầu bài"
        number = await notices.object_to(desk.store, desk.now, notice, row, said, scope)
        await desk.store.keep()
        return (str(number), *more)

    return make


THINGS: dict[str, Thing] = {
    "nomination open to comments": Thing(standing("listed"), ""),
    "a list open to comments": Thing(standing("listed", "0"), ""),
    "objection": Thing(objected(), ""),
    "objection and its outcome": Thing(objected("dismissed"), ""),
    "a level": plainly("1"),
    "a level and a file": plainly("1", "list"),
    "nominations to submit": Thing(standing("noticed", "1"), ""),
    "nominations to decide": Thing(standing("submitted", "1"), ""),
    "nomination decided on": Thing(standing("decided"), ""),
}
