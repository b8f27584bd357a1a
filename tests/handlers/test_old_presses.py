"""A decision under a message of more than two days ago is shown as it stands and asked again, never taken (S8)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.people import Person
from domain.rights import VERBS
from handlers.commands import ACTIONS
from tests.handlers.conftest import Desk, values
from tests.handlers.rights.cells import DISTRICT, SCHOOL
from tests.handlers.rights.nominations import HANH, lying
from tests.handlers.test_rights import ROWS, THINGS

DECISIONS = sorted(one.name for one in ACTIONS if one.again)
OLD, YOUNG = timedelta(hours=48, seconds=1), timedelta(hours=47, minutes=59)
UNHEARD = {"two_deeds", "one_deed", "award_keep", "award_pass", "award_release", "nomination_withdraw"}
"""Nobody is told: what the Office notes or takes up again for itself or has yet to sign, and what a unit takes back."""
LIES = {
    "adhoc_forward": lying("at_office", new=replace(HANH, route="adhoc", subject_type="collective")),
    "award_release": lying("held"),
}
"""Where the decision needs the thing in another state than its row of the table of rights."""
BEHIND = {
    "award_keep": "a.award_pass.1.1",
    "award_sign": "a.award_pass.1.1",
    "nomination_level": "a.award_levels.1.1",
}
"""The choice itself was under another question: the card offers the way to that one, which reads the rules again."""
SAYS_SO = "Nút vừa bấm đã cũ hơn hai ngày nên chưa ghi gì. Hiện nay:\n"


def test_these_are_the_decisions_that_people_take_on_what_others_sent():
    of_people = {"confirm", "return", "not_ours", "admit", "not_known"}
    of_plans = {"plan_grant", "plan_other", "plan_refuse", "plan_excuse"}
    of_duties = {"duty_grant", "duty_other", "duty_refuse", "duty_excuse"}
    of_examples = {"to_nurtured", "level", "to_replicated", "ask_reporter", "hand_back", "two_deeds", "one_deed"}
    of_examples |= {"exemplar_hold", "exemplar_hide", "exemplar_lift"}
    of_awards = {"endorse", "endorse_note", "endorse_return", "nomination_withdraw", "nomination_level", "award_sign"}
    of_awards |= {"award_keep", "award_pass", "adhoc_forward", "award_return", "award_decline", "award_hold"}
    of_awards |= {"award_release", "adhoc_decided", "adhoc_refused"}
    assert set(DECISIONS) == of_people | of_plans | of_duties | of_examples | of_awards | {"paper_approve"}


async def asked_of(desk: Desk, name: str) -> tuple[Person, str]:
    """Who decides, and the value of the button; what is to be decided waits."""
    verb, subject = ROWS[name]
    lan = await desk.person("Lan", "teacher")
    at_relay, at_office = verb == "endorse", verb not in VERBS["head"]
    make = LIES.get(name, THINGS[subject].make)
    args = await make(desk, SCHOOL if at_relay else "THPT-NGOQUYEN", lan)
    role, unit = ("office", "SGDDT-HP") if at_office else ("head", "THPT-NGOQUYEN")
    who = await desk.person("Hoa", *(("relay", DISTRICT) if at_relay else (role, unit)), "chi")
    return who, ".".join(("a", name, *args))


@pytest.mark.parametrize("name", DECISIONS)
async def test_an_old_press_shows_the_question_and_a_press_under_that_one_decides(name: str, desk: Desk):
    who, value = await asked_of(desk, name)
    talk = desk.chat(who)
    (shown,) = await desk.handle(talk, choice=value, shown=desk.now.real - OLD)
    assert shown.text.startswith(SAYS_SO)
    assert BEHIND.get(name, value) in values(shown)
    assert not desk.tellings
    assert not talk.open
    (again,) = await desk.handle(talk, choice=value, shown=desk.now.real - OLD)
    assert again.text == shown.text  # nothing has happened meanwhile
    (done,) = await desk.handle(talk, choice=value, shown=desk.now.real)
    assert desk.tellings or talk.open or name in UNHEARD
    assert not done.text.startswith(SAYS_SO)


@pytest.mark.parametrize("name", DECISIONS)
async def test_a_press_within_two_days_decides(name: str, desk: Desk):
    who, value = await asked_of(desk, name)
    talk = desk.chat(who)
    (done,) = await desk.handle(talk, choice=value, shown=desk.now.real - YOUNG)
    assert desk.tellings or talk.open or name in UNHEARD
    assert not done.text.startswith(SAYS_SO)


@pytest.mark.parametrize("name", ["confirm", "admit", "plan_grant", "duty_grant"])
async def test_an_old_press_on_what_is_decided_tells_who_decided_it(name: str, desk: Desk):
    who, value = await asked_of(desk, name)
    await desk.presses(desk.chat(who), value)
    (told,) = await desk.handle(desk.chat(who), choice=value, shown=desk.now.real - OLD)
    assert "chị Hoa" in told.text.replace("Chị", "chị")
    assert "16:42" in told.text
    assert values(told) == ["/menu"]


@pytest.mark.parametrize("name", DECISIONS)
async def test_an_old_press_of_somebody_without_the_right_shows_nothing(name: str, desk: Desk):
    _, value = await asked_of(desk, name)
    stranger = await desk.person("Kỳ", "teacher", "THPT-BENGIO")
    (told,) = await desk.handle(desk.chat(stranger), choice=value, shown=desk.now.real - OLD)
    assert "Hiện nay" not in told.text
    head = await desk.person("Kỳ", "head", "THPT-BENGIO")
    (told,) = await desk.handle(desk.chat(head), choice=value, shown=desk.now.real - OLD)
    assert "Hiện nay" not in told.text
