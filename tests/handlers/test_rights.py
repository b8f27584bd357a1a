"""Every command, action and form against every role, on the own branch and on another: as domain/rights says."""

from datetime import date

import pytest
from sqlalchemy import update

from domain.audiences import Audience, Reach
from domain.mistakes import Mistake
from domain.obligations import Owed
from domain.people import ROLES, Person
from domain.rights import VERBS, Scope
from handlers.commands import ACTIONS, COMMANDS, SHEETS
from handlers.context import as_list
from handlers.intentions import Intention, step
from storage import tables
from storage.deeds import deeds
from storage.duties import assigned, duty_answers, obligations
from storage.people import members, requests
from storage.plans import plans
from storage.sendings import announcements, chases, dispatches, recipients
from storage.sendings.announcements import Text
from storage.sendings.audiences import Found
from tests.handlers.conftest import Desk

ROWS: dict[str, tuple[str | None, str]] = {
    # what is asked for: (the verb it needs, on what it acts)
    "/start": (None, ""),
    "/help": (None, ""),
    "/menu": (None, ""),
    "/language": (None, ""),
    "/privacy": (None, ""),
    "/cancel": (None, ""),
    "/report": ("report", ""),
    "/onbehalf": ("report", ""),
    "/check": ("confirm_deed", ""),
    "/plan": ("report_plan", ""),
    "/mine": ("see_own", ""),
    "/requests": ("decide_plan", ""),
    "/bots": ("review", ""),
    "/file": (None, ""),
    "plan_grant": ("decide_plan", "asked plan"),
    "plan_other": ("decide_plan", "asked plan"),
    "plan_refuse": ("decide_plan", "asked plan"),
    "plan_excuse": ("decide_plan", "asked plan"),
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
    "overdue_calls": ("announce", "duty"),
    "duty_grant": ("decide_plan", "asked duty"),
    "duty_other": ("decide_plan", "asked duty"),
    "duty_refuse": ("decide_plan", "asked duty"),
    "duty_excuse": ("decide_plan", "asked exempt duty"),
    "/summary": ("see_figures", ""),
    "/search": ("see_own", ""),
    "found_page": ("see_own", "a page"),
    "found": ("see_own", "own deed"),
    "own_copy": (None, ""),
    "edit_details": (None, ""),
    "withdraw_consent": (None, ""),
    "withdraw_consent_now": (None, ""),
    "agree_again": (None, ""),
    "erase": (None, ""),
    "pass_on": ("hand_over", ""),
    "pass_on_to": ("hand_over", "colleague"),
    "complete": ("report", "own returned deed"),
    "confirm": ("confirm_deed", "sent deed"),
    "return": ("confirm_deed", "sent deed"),
    "not_ours": ("confirm_deed", "sent deed"),
    "reword": ("confirm_deed", "sent deed"),
    "see": ("confirm_deed", "sent deed"),
    "files": ("confirm_deed", "sent deed"),
    "plan": ("report_plan", "a state"),
    "mine": ("see_own", "own deed"),
    "add_evidence": ("see_own", "own deed"),
    "correct": ("report", "own deed"),
    "enough": ("see_own", "own deed"),
    "pupil_name": ("see_own", "own deed"),
    "drop_pupil_name": ("see_own", "own deed"),
    "withdraw": ("see_own", "own deed"),
    "withdraw_now": ("see_own", "own deed"),
    "praised_agreed": ("see_own", "own praise"),
    "praised_unnamed": ("see_own", "own praise"),
    "praised_mend": ("see_own", "own praise"),
    "mine_page": ("see_own", "a page"),
    "movements": ("see_figures", ""),
    "figures": ("see_figures", ""),
    "other_period": ("see_figures", ""),
    "late": ("see_figures", "a page"),
    "below": ("see_figures", "a page"),
    "card": ("see_figures", ""),
    "late_card": ("see_figures", ""),
    "deeds": ("see_deeds", "a page"),
    "deed": ("see_deeds", "a deed of a slice"),
    "/pending": ("see_figures", ""),
    "pending": ("see_figures", "a page"),
    "late_unit": ("see_figures", "unit"),
    "chart": ("see_figures", "figures of a unit"),
    "later": (None, ""),
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
    "member_role": ("admit", "member"),
    "member_as": ("admit", "member and role"),
    "member_head": ("appoint", "member"),
    "acting": ("stand_in", "member"),
    "acting_end": ("stand_in", "member"),
    "invite_to": ("invite", "unit"),
    "invite": ("invite", "unit and role"),
    "untie_others": (None, ""),
    "reach_here": (None, ""),
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
    "acknowledge": ("see_own", "own announcement"),
    "announced": ("see_own", "own announcement"),
    "announced_files": ("see_own", "own announcement"),
    "announced_page": ("see_own", "a page"),
    "ask_sender": ("see_own", "own announcement"),
    "answer_asker": ("announce", "own announcement"),
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
    "/chasebook": ("announce", ""),
    "chase_book": ("announce", "unit and page"),
    "chase_file": ("announce", "unit and page"),
    "chase_letter": ("decide_plan", "duty"),
    "chase": ("announce", "duty"),
    "chase_drop": ("announce", "dispatch of a chase"),
    "chase_later": ("announce", "dispatch of a chase"),
    "chase_reword": ("announce", "dispatch of a chase"),
}
AT_THE_DOOR = {"/start", "/help", "/menu", "/language", "/privacy", "/cancel", "/link", "find"}
FORMS = {
    "join": None,
    "ask": None,
    "link": None,
    "move": "admit",
    "acting": "stand_in",
    "deed": "report",
    "return": "confirm_deed",
    "reword": "confirm_deed",
    "not_ours": "confirm_deed",
    "mend": "see_own",
    "more": "see_own",
    "plan": "report_plan",
    "assign": "decide_plan",
    "reassign": "decide_plan",
    "duty": "report_plan",
    "duty_grant": "decide_plan",
    "duty_not_yet": "decide_plan",
    "grant": "decide_plan",
    "not_yet": "decide_plan",
    "details": None,
    "announce": "announce",
    "ask_sender": "see_own",
    "answer_asker": "announce",
    "chase_words": "announce",
}
ALL: dict[str, Intention] = {
    **{f"/{one.name}": one for one in COMMANDS},
    **{one.name: one for one in ACTIONS},
}
SEES_ALL = {"office", "relay", "partner"}
"""Roles whose figures reach below or beside their own unit; a head sees the own school only."""


def test_every_handler_has_a_row_with_its_verb():
    assert {name: one.verb for name, one in ALL.items()} == {name: verb for name, (verb, _) in ROWS.items()}


def test_every_form_needs_the_verb_of_its_command():
    assert {sheet.form.name: sheet.verb for sheet in SHEETS} == FORMS
    assert [sheet.form.name for sheet in SHEETS if sheet.stranger] == ["join", "ask", "link"]


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_whatever_is_refused_is_refused_in_words(language: str, desk: Desk):
    words = desk.house.catalogue.words(language, None)
    for verb in {verb for verb, _ in ROWS.values() if verb}:
        assert words(f"mistake.no_right_{verb}", you="Lan", You="Lan"), verb


async def outcome(desk: Desk, intention: Intention, person: Person | None, args: tuple[str, ...]) -> str:
    """allowed, or the key of the refusal; nothing it did is kept."""
    ctx = desk.context(desk.chat(person))
    try:
        as_list(await step(intention, args).run(ctx))
    except Mistake as mistake:
        return mistake.key
    finally:
        await ctx.store.undo()
    return "allowed"


async def sent(desk: Desk, unit: str, by: Person) -> str:
    """A report that waits in that unit; returns "number.version"."""
    answers = {
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
    where = await desk.unit(unit)
    store = desk.store
    number = await deeds.send(
        store, desk.now, desk.house.campaign_id, where, by.id, answers, "TW2", (None, None), outside=False
    )
    await store.keep()
    return f"{number}.1"


async def asked(desk: Desk, unit: str) -> int:
    """A request to join that waits there; its row."""
    who = await desk.person("Khách", None)
    store, where = desk.store, await desk.unit(unit)
    return await requests.add(store, desk.now, who.id, where, "teacher", "", "web", 0, None)


async def grant_of(desk: Desk, person: Person) -> int:
    """The row of the first role that a person holds."""
    everywhere = Scope("admit", (desk.house.root,), below=True, person=0)
    unit = person.grants[0].unit
    _, found = await members.of_unit(desk.store, desk.now, unit, everywhere, (0, 999))
    return next(one.grant for one in found if one.person == person.id)


async def asked_plan(desk: Desk, unit: str, state: str = "extension") -> tuple[str, str]:
    """A request of that unit that waits for the Office; (number, version)."""
    where, minh = await desk.unit(unit), await desk.person("Minh", "head", unit, title="thay")
    said = {"until": "2025-05-09", "reason": "06/05 mới họp hội đồng được"}
    store, scope = desk.store, Scope("report_plan", (where,), below=False, person=minh.id)
    number = await plans.report(store, desk.now, desk.house.campaign_id, where, state, said, scope, spread=False)
    await store.keep()
    report = await plans.of_unit(desk.store, desk.now, desk.house.campaign_id, where, scope)
    return str(number), str(report.version)


async def duty(desk: Desk) -> int:
    """The figures of April, as an obligation that is open."""
    await desk.store.write(update(tables.OBLIGATION).values(ended_at=None), {})
    await desk.store.keep()
    found = await obligations.by_code(desk.store, desk.house.campaign_id, "figures:2025-04")
    return found.id


async def asked_for(desk: Desk, unit: str) -> str:
    """Something the Office asked of that unit in chat."""
    where, store = await desk.unit(unit), desk.store
    scope = Scope("decide_plan", (desk.house.root,), below=True, person=(await desk.person("Hoa", "office")).id)
    owed = Owed("", "", "gửi danh sách", date(2025, 5, 9), ("thpt",), ("cong",), branch=where)
    number = await assigned.add(store, desk.now, desk.house.campaign_id, owed, scope)
    await store.keep()
    return str(number)


async def asked_duty(desk: Desk, unit: str, state: str) -> tuple[str, str]:
    """What that unit asks about these figures; (number, version)."""
    where, minh = await desk.unit(unit), await desk.person("Minh", "head", unit, title="thay")
    said = {"until": "2025-05-09", "reason": "06/05 mới có số liệu"}
    store, scope = desk.store, Scope("report_plan", (where,), below=False, person=minh.id)
    number = await duty_answers.report(store, desk.now, await duty(desk), where, state, said, None, scope)
    await store.keep()
    return str(number), "1"


async def _of_duty(desk: Desk, subject: str, unit: str) -> tuple[str, str]:
    if subject.startswith("asked"):
        return await asked_duty(desk, unit, "exempt" if "exempt" in subject else "extension")
    return (str(await duty(desk)), "0" if subject.endswith("page") else str(await desk.unit(unit)))


async def announcement(desk: Desk, unit: str) -> str:
    """A draft of an announcement of that unit; its number, which is that of its sending too."""
    where, by = await desk.unit(unit), await desk.person("Thu", "relay", unit, title="chi")
    store = desk.store
    row = await announcements.add(
        store, desk.now, desk.house.campaign_id, where, by.id, Text("Đợt thi đua", "Nội dung")
    )
    audience, subject = Audience(roles=("head",)), f"announcement:{row}"
    number = await dispatches.draft(
        store, desk.now, desk.house.campaign_id, "announcement", subject, where, by.id, audience, Reach()
    )
    await store.keep()
    assert number == row
    return str(row)


async def chase(desk: Desk, unit: str) -> str:
    """A reminder by hand that this unit prepares; the number of its sending."""
    where, by = await desk.unit(unit), await desk.person("Thu", "relay", unit, title="chi")
    store, campaign = desk.store, desk.house.campaign_id
    row = await chases.add(store, desk.now, campaign, where, by.id, await duty(desk))
    audience, subject = Audience(roles=("head",)), f"chase:{row}"
    number = await dispatches.draft(store, desk.now, campaign, "chase", subject, where, by.id, audience, Reach())
    await store.keep()
    return str(number)


async def _args(desk: Desk, subject: str, unit: str, by: Person) -> tuple[str, ...]:
    if subject in {"sent deed", "a deed of a slice"}:
        number, version = (await sent(desk, unit, by)).split(".")
        return (number, version) if subject == "sent deed" else (str(await desk.unit(unit)), *"00000", number)
    if subject == "figures of a unit":
        return (str(await desk.unit(unit)), "0", "0", "0", "0", "2")
    if subject.startswith("unit"):
        return (str(await desk.unit(unit)), *{"unit and page": ("0",), "unit and role": ("teacher",)}.get(subject, ()))
    if subject == "request" or subject.startswith("member"):
        row = await (asked(desk, unit) if subject == "request" else grant_of(desk, by))
        return (str(row), *{"member and role": ("staff",)}.get(subject, ()))
    if "duty" in subject or subject == "asked plan":
        return await (asked_plan(desk, unit) if subject == "asked plan" else _of_duty(desk, subject, unit))
    return await _plain_args(desk, subject, unit, by)


async def _plain_args(desk: Desk, subject: str, unit: str, by: Person) -> tuple[str, ...]:
    if subject == "dispatch of a chase":
        return (await chase(desk, unit),)
    if subject == "thing asked for":
        return (await asked_for(desk, unit),)
    if subject.startswith(("announcement", "dispatch")):
        return (await announcement(desk, unit), *(("0",) if subject.endswith("page") else ()))
    return {"a page": ("0",), "a wave": ("739384",), "a state": ("drafting",), "colleague": (str(by.id),)}.get(
        subject, ()
    )


@pytest.mark.parametrize("name", sorted(ROWS))
async def test_what_a_role_lacks_is_refused_and_what_it_holds_is_not(name: str, desk: Desk):
    verb, subject = ROWS[name]
    lan = await desk.person("Lan", "teacher")
    if subject.startswith("own"):
        return  # one's own things: the next test
    args = await _args(desk, subject, "THPT-NGOQUYEN", lan)
    for role in ROLES:
        person = await desk.person("Ai", role)
        told = await outcome(desk, ALL[name], person, args)
        expected = "allowed" if verb is None or verb in VERBS[role] else f"no_right_{verb}"
        assert told == expected, (name, role)
    nobody = await desk.person("Cũ", None)
    assert await outcome(desk, ALL[name], nobody, args) == ("allowed" if verb is None else f"no_right_{verb}")


@pytest.mark.parametrize("name", sorted(ROWS))
async def test_a_stranger_gets_in_nowhere_but_at_the_door(name: str, desk: Desk):
    told = await outcome(desk, ALL[name], None, ("1", "1"))
    assert told == ("allowed" if name in AT_THE_DOOR else "stranger")


@pytest.mark.parametrize("name", [name for name, (_, subject) in ROWS.items() if subject == "sent deed"])
async def test_a_head_acts_on_the_own_school_alone(name: str, desk: Desk):
    lan = await desk.person("Lan", "teacher")
    args = await _args(desk, "sent deed", "THPT-NGOQUYEN", lan)
    for unit, expected in (
        ("THPT-NGOQUYEN", "allowed"),
        ("THPT-BENGIO", "deed_not_yours"),
        ("PGD-305", "deed_not_yours"),
    ):
        minh = await desk.person("Minh", "head", unit)
        assert await outcome(desk, ALL[name], minh, args) == expected, unit


async def test_figures_of_a_unit_are_seen_from_above_and_from_nowhere_else(desk: Desk):
    within = (str(await desk.unit("THCS-305-SONGLAP")),)
    for role, unit, expected in (
        ("office", "SGDDT-HP", "allowed"),
        ("partner", "CDN-GD", "allowed"),
        ("relay", "PGD-305", "allowed"),
        ("relay", "PGD-304", "unit_not_yours"),
        ("head", "THCS-305-SONGLAP", "allowed"),
        ("head", "THCS-305-VUONOI", "unit_not_yours"),
    ):
        person = await desk.person("Ai", role, unit)
        assert await outcome(desk, ALL["late_unit"], person, within) == expected, (role, unit)


OF_SENDINGS = [name for name, (_, subject) in ROWS.items() if subject.startswith(("announcement", "dispatch"))]


@pytest.mark.parametrize("name", OF_SENDINGS)
async def test_a_sending_is_touched_from_its_own_office_and_from_above(name: str, desk: Desk):
    args = await _args(desk, ROWS[name][1], "PGD-305", await desk.person("Lan", "teacher"))
    for role, unit, expected in (
        ("office", "SGDDT-HP", "allowed"),
        ("relay", "PGD-305", "allowed"),
        ("relay", "PGD-304", "dispatch_not_yours"),
    ):
        person = await desk.person("Ai", role, unit)
        assert await outcome(desk, ALL[name], person, args) == expected, (role, unit)


@pytest.mark.parametrize("name", ["call_unit", "call_noted"])
async def test_a_relay_telephones_the_own_branch_alone(name: str, desk: Desk):
    args = (str(await desk.unit("THCS-305-SONGLAP")),)
    for unit, expected in (("PGD-305", "allowed"), ("PGD-304", "unit_not_yours")):
        thu = await desk.person("Thu", "relay", unit)
        assert await outcome(desk, ALL[name], thu, args) == expected


@pytest.mark.parametrize("name", [name for name, (_, subject) in ROWS.items() if subject == "own announcement"])
async def test_an_announcement_is_read_and_acknowledged_by_those_it_was_sent_to(name: str, desk: Desk):
    row = await announcement(desk, "SGDDT-HP")
    lan, mai = await desk.person("Lan", "teacher"), await desk.person("Mai", "teacher")
    store = desk.store
    dispatch = await dispatches.known(store, int(row))
    assert dispatch is not None
    await recipients.add(store, dispatch, [Found(lan.grants[0].unit, lan.id, "web")])
    [one] = await recipients.next_planned(store, dispatch.id, 9)
    await recipients.queued(store, desk.now, {one.id: 77}, first=False)
    await store.keep()
    if name == "answer_asker":
        hoa = await desk.person("Hoa", "office", "SGDDT-HP")
        assert await outcome(desk, ALL[name], hoa, (row, str(lan.id))) == "allowed"
        assert await outcome(desk, ALL[name], hoa, (row, str(mai.id))) == "dispatch_not_yours"
        return
    assert await outcome(desk, ALL[name], lan, (row,)) == "allowed"
    assert await outcome(desk, ALL[name], mai, (row,)) == "announcement_not_yours"


@pytest.mark.parametrize("name", ["mine", "complete"])
async def test_ones_own_reports_are_nobody_elses(name: str, desk: Desk):
    lan, mai = await desk.person("Lan", "teacher"), await desk.person("Mai", "teacher")
    minh = await desk.person("Minh", "head", title="thay")
    number, version = (await sent(desk, "THPT-NGOQUYEN", lan)).split(".")
    assert (await desk.presses(desk.chat(minh), f"a.return.{number}.{version}")).text.startswith("Cần bổ sung gì?")
    talk = desk.chat(minh)
    await desk.presses(talk, f"a.return.{number}.{version}")
    await desk.says(talk, "ghi rõ số đơn vị máu")
    refused = "deed_not_yours"
    assert await outcome(desk, ALL[name], lan, (number,)) == "allowed"
    assert await outcome(desk, ALL[name], mai, (number,)) == refused
    assert await outcome(desk, ALL[name], minh, (number,)) == refused


async def test_the_role_is_looked_at_when_the_button_is_used_not_when_it_was_shown(desk: Desk):
    lan, minh = await desk.person("Lan", "teacher"), await desk.person("Minh", "head", title="thay")
    number, version = (await sent(desk, "THPT-NGOQUYEN", lan)).split(".")
    talk = desk.chat(minh)
    await desk.says(talk, "/check")
    talk.person = Person(minh.id, minh.name, minh.title, ())
    reply = await desk.presses(talk, f"a.confirm.{number}.{version}")
    assert reply.text.startswith("Việc xác nhận báo cáo dành cho người phụ trách đơn vị.")


async def test_no_button_carries_a_right(desk: Desk):
    """Whoever makes up a button's value is answered as if it were old."""
    lan = await desk.person("Lan", "teacher")
    odd = ("a.mine.x", "a.confirm.1.²", "a.mine." + "9" * 30, "a.mine.-1", "a.mine.1 or 1")
    for made_up in (
        "f.99._.send",
        "f.x.what.y",
        "a.unknown.1",
        "r.here",
        "r.notice",
        "invite:1",
        "a.confirm.1.1",
        *odd,
    ):
        reply = await desk.presses(desk.chat(lan), made_up)
        assert reply.text.startswith(("Nút này thuộc một việc đã xong", "Việc xác nhận báo cáo dành cho")), made_up
