"""The rows of plans, and the requests they act on."""

from domain.people import Person
from domain.rights import Scope
from storage.plans import plans
from tests.handlers.conftest import Desk
from tests.handlers.rights.cells import Forms, Rows, Thing, plainly

ROWS: Rows = {
    "/plan": ("report_plan", ""),
    "plan_grant": ("decide_plan", "asked plan"),
    "plan_other": ("decide_plan", "asked plan"),
    "plan_refuse": ("decide_plan", "asked plan"),
    "plan_excuse": ("decide_plan", "asked exempt plan"),
    "plan": ("report_plan", "a state"),
}
FORMS: Forms = {
    "plan": ("report_plan", "plan", {"spread": False, "promised_on": "2025-04-25"}),
    "grant": ("decide_plan", "plan_other", {"until": "2025-05-12"}),
    "not_yet": ("decide_plan", "plan_refuse", {"reason": "đã hết hạn của cấp trên"}),
}


async def asked_plan(desk: Desk, unit: str, state: str = "extension") -> tuple[str, str]:
    """A request of that unit that waits for the Office; (number, version)."""
    where, minh = await desk.unit(unit), await desk.person("Minh", "head", unit, title="thay")
    said = {"until": "2025-05-09", "reason": "06/05 mới họp hội đồng được"}
    store, scope = desk.store, Scope("report_plan", (where,), below=False, person=minh.id)
    campaign = desk.house.campaign_id
    number = await plans.report(store, desk.now, campaign, where, state, said, scope, spread=False)
    await store.keep()
    report = await plans.of_unit(desk.store, desk.now, campaign, where, scope)
    return str(number), str(report.version)


async def asked(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """More time asked for."""
    return await asked_plan(desk, unit)


async def excused(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """Word that it does not concern the unit."""
    return await asked_plan(desk, unit, "exempt")


THINGS: dict[str, Thing] = {
    "a state": plainly("drafting"),
    "asked plan": Thing(asked, "unit_not_yours"),
    "asked exempt plan": Thing(excused, "unit_not_yours"),
}
