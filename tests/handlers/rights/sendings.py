"""The rows of announcements, sendings and reminders by hand, and what they act on."""

from domain.audiences import Audience, Reach
from domain.people import Person
from storage.sendings import announcements, chases, dispatches, recipients
from storage.sendings.announcements import Text
from storage.sendings.audiences import Found
from tests.handlers.conftest import Desk
from tests.handlers.rights.cells import OFFICE, Forms, Rows, Thing, plainly
from tests.handlers.rights.duties import april

ROWS: Rows = {
    "/announce": ("announce", ""),
    "/announcements": ("see_own", ""),
    "/calls": ("announce", ""),
    "calls_page": ("announce", "a page"),
    "call_unit": ("announce", "unit"),
    "call_noted": ("announce", "unit"),
    "announce_wave": ("announce", "a wave"),
    "announce_correct": ("announce", "announcement"),
    "announce_edit": ("announce", "announcement"),
    "announce_zalo": ("announce", "announcement"),
    "announce_silent": ("announce", "announcement and page"),
    "announce_remind": ("announce", "announcement"),
    "acknowledge": ("see_own", "announcement to acknowledge"),
    "announced": ("see_own", "own announcement"),
    "announced_files": ("see_own", "own announcement"),
    "announced_page": ("see_own", "a page"),
    "ask_sender": ("see_own", "announcement to ask about"),
    "answer_asker": ("announce", "question about an announcement"),
    "dispatch": ("announce", "dispatch"),
    "dispatch_send": ("announce", "dispatch"),
    "dispatch_ask": ("announce", "dispatch"),
    "dispatch_other": ("announce", "dispatch"),
    "dispatch_confirm": ("announce", "dispatch"),
    "dispatch_not_yet": ("announce", "dispatch"),
    "dispatch_test": ("announce", "dispatch"),
    "dispatch_before": ("announce", "dispatch"),
    "dispatch_pause": ("announce", "dispatch"),
    "dispatch_stop": ("announce", "dispatch"),
    "dispatch_go_on": ("announce", "dispatch"),
    "dispatch_end": ("announce", "dispatch"),
    "dispatch_unsent": ("announce", "dispatch and page"),
    "dispatch_branches": ("announce", "dispatch"),
    "dispatch_gaps": ("announce", "dispatch and page"),
    "/remind": ("announce", ""),
    "chase": ("announce", "duty of all"),
    "chase_drop": ("announce", "dispatch of a chase"),
    "chase_later": ("announce", "dispatch of a chase"),
    "chase_reword": ("announce", "dispatch of a chase"),
}
FORMS: Forms = {
    "announce": ("announce", "announce_edit", {}),
    "ask_sender": ("see_own", "ask_sender", {"said": "Hạn nộp là ngày nào?"}),
    "answer_asker": ("announce", "answer_asker", {"said": "Ngày 09/05."}),
    "chase_words": ("announce", "chase_reword", {"said": "Đề nghị gửi số liệu."}),
}


async def announcement(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """A draft of an announcement of that unit; its number, which is that of its sending too."""
    where, author = await desk.unit(unit), await desk.person("Thu", "relay", unit, title="chi")
    store, campaign = desk.store, desk.house.campaign_id
    row = await announcements.add(store, desk.now, campaign, where, author.id, Text("Đợt thi đua", "Nội dung"))
    what = ("announcement", f"announcement:{row}", where, author.id, Audience(roles=("head",)), Reach())
    number = await dispatches.draft(store, desk.now, campaign, *what)
    await store.keep()
    assert number == row
    return (str(row),)


async def announcement_and_page(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """The same, the first page of what there is to say about it."""
    return *await announcement(desk, unit, by), "0"


async def chase(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """A reminder by hand that this unit prepares; the number of its sending."""
    where, author = await desk.unit(unit), await desk.person("Thu", "relay", unit, title="chi")
    store, campaign = desk.store, desk.house.campaign_id
    row = await chases.add(store, desk.now, campaign, where, author.id, await april(desk))
    what = ("chase", f"chase:{row}", where, author.id, Audience(roles=("head",)), Reach())
    number = await dispatches.draft(store, desk.now, campaign, *what)
    await store.keep()
    return (str(number),)


async def received(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """An announcement of the Office that was sent to this person."""
    return await _to(desk, await announcement(desk, OFFICE, by), unit, by)


async def question(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """An announcement of that unit, and somebody who was sent it and asks."""
    return *await _to(desk, await announcement(desk, unit, by), unit, by), str(by.id)


async def _to(desk: Desk, row: tuple[str, ...], unit: str, by: Person) -> tuple[str, ...]:
    store = desk.store
    dispatch = await dispatches.known(store, int(row[0]))
    assert dispatch is not None
    await recipients.add(store, dispatch, [Found(await desk.unit(unit), by.id, "web")])
    [one] = await recipients.next_planned(store, dispatch.id, 9)
    await recipients.queued(store, desk.now, {one.id: 77}, first=False)
    await store.keep()
    return row


THINGS: dict[str, Thing] = {
    "a wave": plainly("739384"),
    "announcement": Thing(announcement, "dispatch_not_yours"),
    "announcement and page": Thing(announcement_and_page, "dispatch_not_yours"),
    "dispatch": Thing(announcement, "dispatch_not_yours"),
    "dispatch and page": Thing(announcement_and_page, "dispatch_not_yours"),
    "dispatch of a chase": Thing(chase, "dispatch_not_yours"),
    "own announcement": Thing(received, "announcement_not_yours", own=True, lies=OFFICE, also="announce"),
    "announcement to acknowledge": Thing(received, "announcement_not_yours", own=True, to_maker="only_a_test"),
    "announcement to ask about": Thing(received, "announcement_not_yours", own=True),
    "question about an announcement": Thing(question, "dispatch_not_yours"),
}
