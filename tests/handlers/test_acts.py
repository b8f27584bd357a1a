"""Whatever a button is made to carry, it is answered: typed by hand, cut short, grown, or nonsense."""

from collections.abc import Iterator

import pytest

from domain.people import Role
from handlers.commands import ACTIONS
from handlers.intentions import Intention
from tests.handlers.conftest import Desk, desk, furnished_file, furnished_house

__all__ = ["desk", "furnished_file", "furnished_house"]
MOST = "9" * 18
FILES = {"chase_file", "freeze"}
"""The file is the answer: it comes from another process in a moment."""
OLD = "Nút này thuộc một việc đã xong hoặc đã đổi."


def carried(action: Intention) -> Iterator[str]:
    """Too few, too many and silly things for a button of this action to carry."""
    yield from (".".join(["1"] * many) for many in (1, 2, 3, 5, 6, 7, 9))
    yield from (".".join([number] * many) for number in ("0", MOST) for many in (1, 2, 6))
    for word in action.words[:2]:
        yield from (word, f"{word}.{word}", f"{word}.1", f"1.{word}", f"{word}.1.1", f"1.1.{word}", f"{word}.{MOST}")
    yield from ("x", "1.x", "-1", "²", "9" * 40, "1..1", ".")


@pytest.mark.parametrize(("role", "unit"), [("office", "SGDDT-HP"), ("head", "THPT-NGOQUYEN")])
async def test_every_act_answers_whatever_it_carries(desk: Desk, role: Role, unit: str):
    for action in ACTIONS:
        who = await desk.person("Hoa", role, unit)
        for what in ("", *(f".{one}" for one in carried(action))):
            talk = desk.chat(who)
            replies = await desk.handle(talk, choice=f"a.{action.name}{what}")
            assert replies or action.name in FILES, (action.name, what)
            assert all(reply.text for reply in replies), (action.name, what)


@pytest.mark.parametrize("value", ["a.dispatch", "a.owe", "a.owe.done", "a.owe.done.1", "a.plan", "a.invite.head.1"])
async def test_an_act_without_its_numbers_is_a_button_that_nobody_knows(desk: Desk, value: str):
    if value.startswith(("a.owe", "a.plan")):
        who = await desk.person("Minh", "head", title="thay")
    else:
        who = await desk.person("Hoa", "office", "SGDDT-HP", "chi")
    reply = await desk.presses(desk.chat(who), value)
    assert reply.text.startswith(OLD)


@pytest.mark.parametrize("typed", ["/mine ²", "/mine " + "9" * 40, "/announcements ²"])
async def test_a_page_that_cannot_be_is_the_first_one(desk: Desk, typed: str):
    minh = await desk.person("Minh", "head", title="thay")
    first, silly = [await desk.says(desk.chat(minh), one) for one in (typed.split(maxsplit=1)[0], typed)]
    assert silly.text == first.text
