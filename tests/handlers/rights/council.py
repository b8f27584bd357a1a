"""The rows of the council's room, of public notices and of decisions, and the things they act on."""

from datetime import date

from domain.people import Person
from domain.rights import Scope
from storage.council import cases, sessions
from storage.council.sessions import Called
from tests.handlers.conftest import Desk
from tests.handlers.rights.cells import Forms, Make, Rows, Thing
from tests.kit.council_room import nominated

ROWS: Rows = {
    "/council": ("attend", ""),
    "sessions": ("attend", "a page"),
    "session": ("attend", "session"),
    "session_new": ("award", "nomination that waits"),
    "session_drop": ("attend", "session to run"),
    "session_secretary": ("attend", "session to hand over"),
    "session_seats": ("attend", "session to run, a page"),
    "session_seat": ("attend", "session to run, a member"),
    "session_sit": ("attend", "session to run, a member, a seat"),
    "session_all_here": ("attend", "session to run"),
    "voting_open": ("attend", "session to run"),
    "ballot": ("attend", "case to vote on"),
    "ballot_next": ("attend", "case to vote on"),
    "ballot_dossier": ("attend", "case to vote on"),
    "ballot_concerned": ("attend", "case to vote on"),
    "vote": ("attend", "case to vote on, a choice"),
    "session_case": ("attend", "case to run"),
    "case_close": ("attend", "case to run"),
    "case_close_now": ("attend", "case to run"),
    "case_postpone": ("attend", "case to run"),
    "vote_nudge": ("attend", "case to run"),
    "sheets": ("attend", "case to run"),
    "sheets_confirm": ("attend", "case to vote on, sheets"),
    "session_cases": ("attend", "session, a page"),
    "ballot_over": ("attend", "session, a page"),
    "session_ask": ("attend", "session to run"),
    "session_confirm": ("attend", "session to confirm"),
    "session_doubt": ("attend", "session to confirm"),
    "minutes": ("attend", "session that was opened"),
}
_CALLED = {"held_on": "2025-05-15", "place": "phòng họp", "chair_told": "thầy Sơn", "secretary_told": "thầy Sơn"}
FORMS: Forms = {
    "session": ("award", "session_new", {**_CALLED, "chair": 1, "secretary": 1, "cases": []}),
    "session_secretary": ("attend", "session_secretary", {"secretary": 1, "secretary_told": "thầy Sơn"}),
    "sheets": ("attend", "sheets", {"sheets": 1, "in_favour": 0}),
    "count_doubt": ("attend", "session_doubt", {"reason": "hồ sơ 2 chưa ai bỏ phiếu"}),
}


async def waiting(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """A nomination at the council, which has a member."""
    await desk.person("Sơn", "council", "SGDDT-HP", title="thay")
    minh = await desk.person("Minh", "head", "THPT-NGOQUYEN", title="thay")
    where = await desk.unit("THPT-NGOQUYEN")
    await nominated(desk.store, desk.now, desk.house.campaign_id, where, minh.id)
    await desk.store.keep()
    return ()


async def _called(desk: Desk, by: Person, *, runs: bool, state: str) -> tuple[int, int, int, int]:
    """A session of this person, who runs it or sits in it; (session, version, case, a member)."""
    son, tu = [await desk.person(name, "council", "SGDDT-HP", title="thay") for name in ("Sơn", "Tú")]
    minh = await desk.person("Minh", "head", "THPT-NGOQUYEN", title="thay")
    store, now, campaign = desk.store, desk.now, desk.house.campaign_id
    one = await nominated(store, now, campaign, await desk.unit("THPT-NGOQUYEN"), minh.id)
    scope = Scope("award", (desk.house.root,), below=True, person=by.id)
    secretary = by.id if runs else son.id
    called = Called(date(2025, 5, 15), "phòng họp", son.id, secretary, [son.id, tu.id, by.id], [one])
    row = await sessions.call(store, now, campaign, called, scope)
    session = await sessions.known(store, now, row, scope)
    for person, seat in ((son.id, "present"), (by.id, "present"), (tu.id, "sheet")):
        await sessions.seat(store, now, session, person, seat, scope)
    for wanted in {"drawn": (), "voting": ("voting",), "counted": ("voting", "counted")}[state]:
        session = await sessions.move(store, now, session, wanted, scope)
    [case] = await cases.of_session(store, session)
    if runs and state == "voting":
        await cases.write_sheets(store, now, case, 0, 0, scope)
    await store.keep()
    return row, session.version, case.id, son.id


def session(state: str = "drawn", *more: str, runs: bool = True, version: bool = False) -> Make:
    """A session in that state."""

    async def make(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
        row, at, _, member = await _called(desk, by, runs=runs, state=state)
        carried = [str(member) if one == "member" else one for one in more]
        return (str(row), *([str(at)] if version else []), *carried)

    return make


def case(*more: str, runs: bool = False) -> Make:
    """A case that is voted on."""

    async def make(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
        _, _, row, _ = await _called(desk, by, runs=runs, state="voting")
        return (str(row), *more)

    return make


def _seen(make: Make) -> Thing:
    """What the Office sees too."""
    return Thing(make, "session_not_yours", own=True, also="award", lies="SGDDT-HP")


def _run(make: Make) -> Thing:
    """What the secretary alone does."""
    return Thing(make, "session_not_yours", own=True, to_maker="not_secretary")


def _voted(make: Make) -> Thing:
    """What members alone do."""
    return Thing(make, "session_not_yours", own=True, to_maker="not_a_member", only_as="council")


THINGS: dict[str, Thing] = {
    "nomination that waits": Thing(waiting, ""),
    "session": _seen(session()),
    "session, a page": _seen(session("drawn", "0")),
    "session that was opened": _seen(session("voting")),
    "session to hand over": _seen(session()),
    "session to run": _run(session()),
    "session to run, a page": _run(session("drawn", "0")),
    "session to run, a member": _run(session("drawn", "member")),
    "session to run, a member, a seat": _run(session("drawn", "member", "absent")),
    "case to run": _run(case(runs=True)),
    "case to vote on": _voted(case()),
    "case to vote on, a choice": _voted(case("agree")),
    "case to vote on, sheets": _voted(case("1", "0")),
    "session to confirm": _voted(session("counted", runs=False, version=True)),
}
