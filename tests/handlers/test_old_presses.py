"""A decision under a message of more than two days ago is shown as it stands and asked again, never taken (S8)."""

from datetime import timedelta

import pytest

from domain.people import Person
from domain.rights import VERBS
from handlers.commands import ACTIONS
from tests.handlers.conftest import Desk, values
from tests.handlers.test_rights import ROWS, THINGS

DECISIONS = sorted(one.name for one in ACTIONS if one.again)
OLD, YOUNG = timedelta(hours=48, seconds=1), timedelta(hours=47, minutes=59)
UNHEARD = {"two_deeds", "one_deed"}
"""Whether two reports are of one deed is noted within the Office: nobody is told, and nothing more is asked."""
SAYS_SO = "Nút vừa bấm đã cũ hơn hai ngày nên chưa ghi gì. Hiện nay:\n"


def test_these_are_the_decisions_that_people_take_on_what_others_sent():
    of_people = {"confirm", "return", "not_ours", "admit", "not_known"}
    of_plans = {"plan_grant", "plan_other", "plan_refuse", "plan_excuse"}
    of_duties = {"duty_grant", "duty_other", "duty_refuse", "duty_excuse"}
    of_examples = {"to_nurtured", "level", "to_replicated", "ask_reporter", "hand_back", "two_deeds", "one_deed"}
    of_examples |= {"exemplar_hold", "exemplar_hide", "exemplar_lift"}
    assert set(DECISIONS) == of_people | of_plans | of_duties | of_examples | {"paper_approve"}


async def asked_of(desk: Desk, name: str) -> tuple[Person, str]:
    """Who decides, and the value of the button; what is to be decided waits."""
    verb, subject = ROWS[name]
    lan = await desk.person("Lan", "teacher")
    args = await THINGS[subject].make(desk, "THPT-NGOQUYEN", lan)
    at_office = verb not in VERBS["head"]
    unit = "SGDDT-HP" if at_office else "THPT-NGOQUYEN"
    who = await desk.person("Hoa", "office" if at_office else "head", unit, "chi")
    return who, ".".join(("a", name, *args))


@pytest.mark.parametrize("name", DECISIONS)
async def test_an_old_press_shows_the_question_and_a_press_under_that_one_decides(name: str, desk: Desk):
    who, value = await asked_of(desk, name)
    talk = desk.chat(who)
    (shown,) = await desk.handle(talk, choice=value, shown=desk.now.real - OLD)
    assert shown.text.startswith(SAYS_SO)
    assert value in values(shown)
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
