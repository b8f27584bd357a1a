"""The rows of members, roles and invitations, and the people they act on."""

from domain.people import Person
from domain.rights import Scope
from storage.people import members, requests
from tests.handlers.conftest import Desk
from tests.handlers.rights.cells import OTHER_SCHOOL, SCHOOL, Forms, Rows, Thing

ROWS: Rows = {
    "/start": (None, ""),
    "/privacy": (None, ""),
    "own_copy": (None, ""),
    "edit_details": (None, ""),
    "withdraw_consent": (None, ""),
    "withdraw_consent_now": (None, ""),
    "agree_again": (None, ""),
    "erase": (None, ""),
    "pass_on": ("hand_over", ""),
    "pass_on_to": ("hand_over", "colleague"),
    "/members": ("admit", ""),
    "/link": (None, ""),
    "find": (None, ""),
    "ask_again": (None, ""),
    "ask_withdraw": (None, ""),
    "admit": ("admit", "request"),
    "not_known": ("admit", "request"),
    "members": ("admit", "unit and page"),
    "member": ("admit", "member"),
    "member_remove": ("admit", "member"),
    "member_end": ("admit", "member"),
    "member_untie": ("admit", "member"),
    "member_move": ("admit", "member"),
    "member_role": ("admit", "member of a school"),
    "member_as": ("admit", "member and role"),
    "member_head": ("appoint", "member of a school"),
    "acting": ("stand_in", "member"),
    "acting_end": ("stand_in", "member"),
    "invite_to": ("invite", "unit"),
    "invite": ("invite", "unit and role"),
    "untie_others": (None, ""),
    "reach_here": (None, ""),
}
FORMS: Forms = {
    "join": (None, "", {}),
    "ask": (None, "", {}),
    "link": (None, "", {}),
    "move": ("admit", "member_move", {"sure": False, "unit": 0}),
    "acting": ("stand_in", "acting", {"sure": True, "first": "2025-04-11", "last": "2025-04-18"}),
    "details": (None, "edit_details", {"name": "Lan", "title": "co"}),
}


async def asked(desk: Desk, unit: str) -> int:
    """A request to join that waits there; its row."""
    who = await desk.person("Khách", None)
    store, where = desk.store, await desk.unit(unit)
    row = await requests.add(store, desk.now, who.id, where, "teacher", "", "web", 0, None)
    await store.keep()
    return row


async def grant_of(desk: Desk, person: Person) -> int:
    """The row of the first role that a person holds."""
    everywhere = Scope("admit", (desk.house.root,), below=True, person=0)
    _, found = await members.of_unit(desk.store, desk.now, person.grants[0].unit, everywhere, (0, 999))
    return next(one.grant for one in found if one.person == person.id)


async def request(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """The same as a button names it."""
    return (str(await asked(desk, unit)),)


async def member(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """A teacher, or one of the staff, of that unit; the row of the role."""
    who = await desk.person("Tâm", "staff" if unit.startswith("PGD") else "teacher", unit)
    return (str(await grant_of(desk, who)),)


async def member_and_role(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """The same, and the role that they are to have."""
    return *await member(desk, unit, by), "staff"


async def colleague(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """Somebody of that unit."""
    return (str((await desk.person("Tâm", "teacher", unit)).id),)


async def unit_and_page(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """The first page of what belongs to that unit."""
    return str(await desk.unit(unit)), "0"


async def the_unit(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """The unit."""
    return (str(await desk.unit(unit)),)


async def unit_and_role(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """The unit, and a role in it."""
    return str(await desk.unit(unit)), "staff"


THINGS: dict[str, Thing] = {
    "request": Thing(request, "request_not_yours"),
    "member": Thing(member, "member_not_yours"),
    "member of a school": Thing(member, "member_not_yours", places=(SCHOOL, OTHER_SCHOOL)),
    "member and role": Thing(member_and_role, "member_not_yours"),
    "colleague": Thing(colleague, "successor_not_here"),
    "unit": Thing(the_unit, "unit_not_yours"),
    "unit and page": Thing(unit_and_page, "unit_not_yours"),
    "unit and role": Thing(unit_and_role, "unit_not_yours"),
}
