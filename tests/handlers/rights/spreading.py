"""The rows of publishing an example, taking it up and thanking for it, and what they act on."""

from datetime import timedelta

from domain.audiences import Audience, Reach
from domain.people import Person
from domain.rights import Scope
from storage.deeds import deeds
from storage.exemplars import adoptions, conferences, exemplars, publications
from storage.sendings import dispatches, recipients
from storage.sendings.audiences import Found
from tests.handlers.conftest import Desk
from tests.handlers.rights.cells import OFFICE, OTHER_SCHOOL, Forms, Rows, Thing
from tests.handlers.rights.deeds import sent

ROWS: Rows = {
    "publish": ("review", "concluded deed"),
    "published": ("see_own", "own publication"),
    "published_files": ("see_own", "own publication"),
    "adopt_not_now": ("see_own", "own publication"),
    "adopt": ("see_own", "publication to take up"),
    "took_down": ("see_own", "own word to take down"),
    "adopters": ("see_own", "publication with its adopters"),
    "adopters_photos": ("see_deeds", "concluded deed"),
    "adopt_agree": ("report_plan", "proposal to take up"),
    "adoption_tell": ("report_plan", "question after 30 days"),
    "adoption_again": ("report_plan", "question after 30 days"),
    "thank": ("confirm_deed", "concluded deed"),
    "thanks_passed": ("confirm_deed", "concluded deed"),
    "/conference": ("see_figures", ""),
    "conferences": ("see_figures", "a page"),
    "conference": ("see_figures", "conference"),
    "conference_new": ("convene", ""),
    "conference_list": ("convene", "conference"),
    "conference_held": ("convene", "conference"),
    "conference_drop": ("convene", "conference"),
    "conference_file": ("convene", "conference"),
}
FORMS: Forms = {
    "publish": ("review", "publish", {"audience": {"roles": ["head"]}, "fits": Reach().as_json()}),
    "conference": ("convene", "conference_list", {"deeds": []}),
    "tell": ("report_plan", "adoption_again", {"line": "9 bài soạn chung", "files": 0}),
}


async def concluded(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """A report of that unit that the Office has concluded."""
    number = int((await sent(desk, unit, by)).split(".")[0])
    where, store = await desk.unit(unit), desk.store
    head = await desk.person("Minh", "head", unit, title="thay")
    await deeds.decide(store, desk.now, number, 1, "confirmed", Scope("confirm_deed", (where,), False, head.id))
    await store.keep()
    held = Scope("review", (desk.house.root,), below=True, person=head.id)
    one = await exemplars.known(store, desk.now, number, held)
    for step in ("nurtured", "concluded"):
        one = await exemplars.move(store, desk.now, one, step, held)
    await store.keep()
    return (str(number),)


async def _sent(desk: Desk, subject: str, kind: str, unit: str, by: Person) -> int:
    """A sending of the Office that this person has got; its number."""
    hoa, store = await desk.person("Hoa", "office", OFFICE, title="chi"), desk.store
    what = (kind, subject, desk.house.root, hoa.id, Audience(roles=("head",)), Reach())
    row = await dispatches.draft(store, desk.now, desk.house.campaign_id, *what)
    await recipients.add(store, await dispatches.known(store, row), [Found(await desk.unit(unit), by.id, "web")])
    [one] = await recipients.next_planned(store, row, 9)
    await recipients.queued(store, desk.now, {one.id: 77}, first=False)
    await store.keep()
    return row


async def published(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """An example of another school, published to this person."""
    [number] = await concluded(desk, OTHER_SCHOOL, await desk.person("Mai", "teacher", OTHER_SCHOOL))
    row = await _sent(desk, publications.subject(int(number)), "publication", unit, by)
    store, held = desk.store, Scope("review", (desk.house.root,), below=True, person=by.id)
    await publications.add(store, desk.now, desk.house.campaign_id, int(number), held, dispatch=row)
    await store.keep()
    return (number,)


async def with_adopters(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """The same, the first page of who took it up."""
    return *await published(desk, unit, by), "0"


async def to_take_down(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """A word to this person that an example is public no more."""
    [number] = await concluded(desk, OTHER_SCHOOL, await desk.person("Mai", "teacher", OTHER_SCHOOL))
    await _sent(desk, f"takedown:{number}", "takedown", unit, by)
    return (number,)


async def proposed(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """Somebody of that unit proposes to take an example of others up."""
    return (str(await _adoption(desk, unit, by, "proposed")),)


async def _adoption(desk: Desk, unit: str, by: Person, state: str) -> int:
    [number] = await concluded(desk, OTHER_SCHOOL, by)
    store, held = desk.store, Scope("review", (desk.house.root,), below=True, person=by.id)
    await publications.add(store, desk.now, desk.house.campaign_id, int(number), held, place="cuộc họp giao ban")
    where = await desk.unit(unit)
    row = await adoptions.add(store, desk.now, desk.house.campaign_id, int(number), where, by.id, state)
    await store.keep()
    return row


async def asked(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """A unit that has taken an example up, and the first question to it."""
    row, store = await _adoption(desk, unit, by, "applied"), desk.store
    await adoptions.plan_asks(store, row, {30: desk.now.today})
    await store.keep()
    return str(row), "30"


async def planned(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """A conference that this unit plans for tomorrow; "number", "version"."""
    where, store = await desk.unit(unit), desk.store
    held = Scope("convene", (where,), below=False, person=by.id)
    tomorrow = desk.now.today + timedelta(days=1)
    row = await conferences.add(store, desk.now, desk.house.campaign_id, "unit", tomorrow, "hội trường", held)
    await store.keep()
    return str(row), "1"


THINGS: dict[str, Thing] = {
    "concluded deed": Thing(concluded, "deed_not_yours"),
    "own publication": Thing(published, "publication_not_yours", own=True, also="see_deeds", lies=OTHER_SCHOOL),
    "publication to take up": Thing(published, "publication_not_yours", own=True, to_maker="adopt_only_a_test"),
    "own word to take down": Thing(to_take_down, "publication_not_yours", own=True),
    "publication with its adopters": Thing(
        with_adopters, "deed_not_yours", own=True, also="see_deeds", lies=OTHER_SCHOOL
    ),
    "conference": Thing(planned, "conference_not_yours"),
    "proposal to take up": Thing(proposed, "adoption_not_yours"),
    "question after 30 days": Thing(asked, "adoption_not_yours"),
}
