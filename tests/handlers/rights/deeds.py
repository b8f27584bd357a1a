"""The rows of reports of good deeds, and the reports they act on."""

from domain.people import Person
from domain.rights import Scope
from storage.deeds import deeds, minors, praised
from tests.handlers.conftest import Desk
from tests.handlers.rights.cells import Forms, Rows, Thing

ROWS: Rows = {
    "/report": ("report", ""),
    "/onbehalf": ("report", ""),
    "/check": ("confirm_deed", ""),
    "/mine": ("see_own", ""),
    "complete": ("report", "own returned deed"),
    "confirm": ("confirm_deed", "sent deed"),
    "return": ("confirm_deed", "sent deed"),
    "not_ours": ("confirm_deed", "sent deed"),
    "reword": ("confirm_deed", "returned deed"),
    "see": ("confirm_deed", "sent deed"),
    "files": ("confirm_deed", "sent deed"),
    "mine": ("see_own", "own deed"),
    "add_evidence": ("see_own", "own deed"),
    "correct": ("report", "own deed"),
    "enough": ("see_own", "own deed"),
    "pupil_name": ("see_own", "a child's name"),
    "drop_pupil_name": ("see_own", "a child's name"),
    "withdraw": ("see_own", "own deed"),
    "withdraw_now": ("see_own", "own deed"),
    "praised_agreed": ("see_own", "own praise"),
    "praised_unnamed": ("see_own", "own praise"),
    "praised_mend": ("see_own", "own praise"),
    "mine_page": ("see_own", "a page"),
}
FORMS: Forms = {
    "deed": ("report", "correct", {}),
    "return": ("confirm_deed", "return", {"reason": "ghi rõ số đơn vị máu"}),
    "reword": ("confirm_deed", "reword", {"reason": "ghi rõ ngày hiến máu"}),
    "not_ours": ("confirm_deed", "not_ours", {"reason": "không phải việc của trường"}),
    "mend": ("see_own", "praised_mend", {"words": "việc này của cả tổ"}),
    "more": ("see_own", "add_evidence", {"confirmed_by": "cô Mai"}),
}


ANSWERS = {
    "what": "hiến máu tình nguyện",
    "who": {"people": [{"name": "Sơn", "honorific": "thay"}], "role": "teacher"},
    "from": "2025-04-09",
    "to": "2025-04-09",
    "outside": False,
    "result": None,
    "confirmed_by": None,
    "naming": "agreed",
    "minor": False,
}


async def sent(desk: Desk, unit: str, by: Person) -> str:
    """A report that waits in that unit; "number.version"."""
    where, store, campaign = await desk.unit(unit), desk.store, desk.house.campaign_id
    number = await deeds.send(store, desk.now, campaign, where, by.id, ANSWERS, "TW2", (None, None), outside=False)
    await store.keep()
    return f"{number}.1"


async def waiting(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """The same as a button names it."""
    number, version = (await sent(desk, unit, by)).split(".")
    return number, version


async def returned(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """The same, returned with a question."""
    number, _ = await waiting(desk, unit, by)
    head = await desk.person("Minh", "head", unit, title="thay")
    store, scope = desk.store, Scope("confirm_deed", (await desk.unit(unit),), below=False, person=head.id)
    assert await deeds.decide(store, desk.now, int(number), 1, "returned", scope, "ghi rõ số đơn vị máu")
    await store.keep()
    return number, "2"


async def praising(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """A report of somebody else that praises this person, who was asked about it."""
    number, version = await waiting(desk, unit, await desk.person("Mai", "teacher", unit))
    store = desk.store
    assert await praised.ask(store, desk.now, int(number), by.id)
    await store.keep()
    return number, version


async def with_a_name(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """A report with the full name of a child, to which both consents were given."""
    number, version = await waiting(desk, unit, by)
    store = desk.store
    parts = {"on": "2025-04-08", "form": "written", "by": "cô Mai"}
    consents = {part: parts[part.partition("_")[2]] for part in minors.PARTS}
    await minors.record(store, desk.now, int(number), "Nguyễn Văn Bình", consents, by.id)
    await store.keep()
    return number, version


THINGS: dict[str, Thing] = {
    "sent deed": Thing(waiting, "deed_not_yours"),
    "returned deed": Thing(returned, "deed_not_yours"),
    "own deed": Thing(waiting, "deed_not_yours", own=True),
    "own returned deed": Thing(returned, "deed_not_yours", own=True),
    "own praise": Thing(praising, "deed_not_yours", own=True),
    "a child's name": Thing(with_a_name, "deed_not_yours", own=True, also="see_pupils"),
}
