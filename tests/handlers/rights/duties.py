"""The rows of what units owe, and the duties and requests they act on."""

from datetime import date

from sqlalchemy import update

from domain.obligations import Owed
from domain.people import Person
from domain.rights import Scope
from storage import tables
from storage.duties import assigned, duty_answers, obligations
from tests.handlers.conftest import Desk
from tests.handlers.rights.cells import Forms, Make, Rows, Thing

ROWS: Rows = {
    "/requests": ("decide_plan", ""),
    "/assign": ("decide_plan", ""),
    "/assigned": ("decide_plan", ""),
    "assigned_page": ("decide_plan", "a page"),
    "assigned_one": ("decide_plan", "thing asked for"),
    "assigned_change": ("decide_plan", "thing asked for"),
    "assigned_end": ("decide_plan", "thing asked for"),
    "assigned_end_now": ("decide_plan", "thing asked for"),
    "digest_off": (None, ""),
    "digest_on": (None, ""),
    "owe": ("report_plan", "duty"),
    "overdue": ("see_figures", "duty and page"),
    "overdue_calls": ("announce", "duty of all"),
    "duty_grant": ("decide_plan", "asked duty"),
    "duty_other": ("decide_plan", "asked duty"),
    "duty_refuse": ("decide_plan", "asked duty"),
    "duty_excuse": ("decide_plan", "asked exempt duty"),
    "/chasebook": ("announce", ""),
    "chase_book": ("announce", "unit and page"),
    "chase_file": ("announce", "unit and page"),
    "chase_letter": ("decide_plan", "duty"),
}
FORMS: Forms = {
    "assign": ("decide_plan", "/assign", {"title": "gửi danh sách", "due": "2025-05-09", "who": {}}),
    "reassign": ("decide_plan", "assigned_change", {"title": "gửi danh sách", "due": "2025-05-12"}),
    "duty": ("report_plan", "owe", {"state": "drafting", "promised_on": "2025-04-25"}),
    "duty_grant": ("decide_plan", "duty_other", {"until": "2025-05-12"}),
    "duty_not_yet": ("decide_plan", "duty_refuse", {"reason": "đã hết hạn của cấp trên"}),
}


async def april(desk: Desk) -> int:
    """The figures of April, as an obligation that is open."""
    await desk.store.write(update(tables.OBLIGATION).values(ended_at=None), {})
    await desk.store.keep()
    found = await obligations.by_code(desk.store, desk.house.campaign_id, "figures:2025-04")
    return found.id


async def duty(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """What that unit owes."""
    return str(await april(desk)), str(await desk.unit(unit))


async def duty_and_page(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """Who owes it, the first page."""
    return str(await april(desk)), "0"


def asked(state: str) -> Make:
    """What that unit asks about these figures."""

    async def make(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
        where, minh = await desk.unit(unit), await desk.person("Minh", "head", unit, title="thay")
        said = {"until": "2025-05-09", "reason": "06/05 mới có số liệu"}
        store, scope = desk.store, Scope("report_plan", (where,), below=False, person=minh.id)
        number = await duty_answers.report(store, desk.now, await april(desk), where, state, said, None, scope)
        await store.keep()
        return str(number), "1"

    return make


async def asked_for(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """Something the Office asked of that unit in chat."""
    where, store = await desk.unit(unit), desk.store
    scope = Scope("decide_plan", (desk.house.root,), below=True, person=(await desk.person("Hoa", "office")).id)
    owed = Owed("", "", "gửi danh sách", date(2025, 5, 9), ("thpt",), ("cong",), branch=where)
    number = await assigned.add(store, desk.now, desk.house.campaign_id, owed, scope)
    await store.keep()
    return (str(number),)


THINGS: dict[str, Thing] = {
    "duty": Thing(duty, "unit_not_yours"),
    "duty of all": Thing(duty, ""),
    "duty and page": Thing(duty_and_page, ""),
    "asked duty": Thing(asked("extension"), "unit_not_yours"),
    "asked exempt duty": Thing(asked("exempt"), "unit_not_yours"),
    "thing asked for": Thing(asked_for, "unit_not_yours"),
}
