"""Every command, action and form against every role, on the own branch and on another: as domain/rights says."""

import pytest

from domain.people import ROLES, Person
from domain.rights import VERBS
from handlers.commands import ACTIONS, COMMANDS
from handlers.intentions import Intention
from tests.handlers.conftest import Desk
from tests.handlers.rights import (
    awards,
    council,
    deeds,
    doors,
    duties,
    exemplars,
    exports,
    figures,
    nominations,
    outcomes,
    papers,
    people,
    plans,
    reviewing,
    sendings,
    spreading,
)
from tests.handlers.rights.cells import (
    PLAIN,
    SCHOOL,
    SEATS,
    Rows,
    Thing,
    holds,
    outcome,
    reaches,
    seated,
)
from tests.handlers.rights.deeds import sent

NOUNS = (
    *(doors, deeds, plans, people, figures, duties, sendings, exemplars, papers, awards, exports, spreading),
    *(council, outcomes, nominations, reviewing),
)
ROWS: Rows = {name: row for noun in NOUNS for name, row in noun.ROWS.items()}
THINGS: dict[str, Thing] = {**PLAIN, **{name: thing for noun in NOUNS for name, thing in noun.THINGS.items()}}
ALL: dict[str, Intention] = {
    **{f"/{one.name}": one for one in COMMANDS},
    **{one.name: one for one in ACTIONS},
}
AT_THE_DOOR = {"/start", "/help", "/menu", "/language", "/privacy", "/cancel", "/link", "find"}


def test_every_handler_has_one_row_with_its_verb():
    assert len(ROWS) == sum(len(noun.ROWS) for noun in NOUNS)
    assert {name: one.verb for name, one in ALL.items()} == {name: verb for name, (verb, _) in ROWS.items()}


def test_every_role_has_a_seat():
    assert {role for role, _ in SEATS.values() if role} == set(ROLES) == set(VERBS)


def expected(name: str, seat: str, person: Person | None, place: str) -> str:
    """What has to come of it when this seat asks for this, on a thing that lies there."""
    verb, thing = ROWS[name][0], THINGS[ROWS[name][1]]
    if person is None:
        return "allowed" if name in AT_THE_DOOR else "stranger"
    if verb is not None and not holds(person, verb):
        return f"no_right_{verb}"
    return "allowed" if verb is None or not thing.elsewhere or reaches(seat, verb, place) else thing.elsewhere


OF_UNITS = sorted(name for name, (_, subject) in ROWS.items() if not THINGS[subject].own)
OF_PEOPLE = sorted(name for name, (_, subject) in ROWS.items() if THINGS[subject].own)


@pytest.mark.parametrize("name", OF_UNITS)
async def test_each_seat_is_let_at_what_lies_within_its_reach_and_at_nothing_else(name: str, desk: Desk):
    thing, seats = THINGS[ROWS[name][1]], await seated(desk)
    told, wanted = {}, {}
    for place in thing.places if thing.elsewhere else (SCHOOL,):
        args = await thing.make(desk, place, seats["colleague"])
        for seat, person in seats.items():
            told[seat, place] = await outcome(desk, ALL[name], person, args)
            wanted[seat, place] = expected(name, seat, person, place)
    assert told == wanted


def expected_of_own(name: str, seat: str, person: Person | None) -> set[str]:
    """What may come of it when this seat asks for what belongs to a teacher of the school."""
    verb, thing = ROWS[name][0], THINGS[ROWS[name][1]]
    if person is None:
        return {"stranger"}
    if not holds(person, verb):
        return {f"no_right_{verb}"}
    if thing.also is None:
        return {thing.elsewhere, thing.to_maker or thing.elsewhere}
    if not holds(person, thing.also):
        return {thing.elsewhere, f"no_right_{thing.also}"}
    return {"allowed" if reaches(seat, thing.also, thing.lies) else thing.elsewhere}


@pytest.mark.parametrize("name", OF_PEOPLE)
async def test_what_is_ones_own_is_nobody_elses(name: str, desk: Desk):
    (verb, subject), seats = ROWS[name], await seated(desk)
    for seat, person in seats.items():
        if verb and holds(person, verb):
            args = await THINGS[subject].make(desk, SEATS[seat][1], person)
            thing = THINGS[subject]
            is_theirs = thing.only_as is None or person.holding(thing.only_as)
            assert await outcome(desk, ALL[name], person, args) == ("allowed" if is_theirs else thing.to_maker), seat
    owner = seats.pop("teacher")
    args = await THINGS[subject].make(desk, SCHOOL, owner)
    for seat, person in seats.items():
        assert await outcome(desk, ALL[name], person, args) in expected_of_own(name, seat, person), seat


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_whatever_is_refused_is_refused_in_words(language: str, desk: Desk):
    words = desk.house.catalogue.words(language, None)
    for verb in {verb for verb, _ in ROWS.values() if verb}:
        assert words(f"mistake.no_right_{verb}", you="Lan", You="Lan"), verb


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
