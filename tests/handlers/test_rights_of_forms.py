"""Every form against every role: whoever began one may have lost the right since, or have gone to another branch."""

from dataclasses import replace

import pytest

from domain.conversations import Conversation
from domain.forms import Progress
from domain.mistakes import Mistake
from domain.people import Person
from handlers.commands import SHEETS
from handlers.context import Answer, Context
from handlers.forms.sheets import Sheet
from handlers.intentions import Step, step
from handlers.router import resolve
from tests.handlers.conftest import Desk
from tests.handlers.rights.cells import DISTRICT, SCHOOL, Forms, Thing, holds, outcome, seated
from tests.handlers.test_rights import ALL, NOUNS, ROWS, THINGS, expected, expected_of_own

FORMS: Forms = {name: row for noun in NOUNS for name, row in noun.FORMS.items()}
BY_NAME: dict[str, Sheet] = {sheet.form.name: sheet for sheet in SHEETS}
OPENED = sorted(name for name, (_, opener, _) in FORMS.items() if opener)


def test_every_form_has_one_row_with_its_verb():
    assert len(FORMS) == sum(len(noun.FORMS) for noun in NOUNS)
    assert {sheet.form.name: sheet.verb for sheet in SHEETS} == {name: verb for name, (verb, _, _) in FORMS.items()}
    assert [sheet.form.name for sheet in SHEETS if sheet.stranger] == ["join", "ask", "link"]
    assert {name for name, (_, opener, _) in FORMS.items() if not opener} == {"join", "ask", "link"}


async def opened(desk: Desk, name: str, args: tuple[str, ...], seats: dict[str, Person | None]) -> Progress | None:
    """The form as its button opens it for the first who may, its answers given; None when nobody may."""
    for person in seats.values():
        talk = desk.chat(person)
        ctx = desk.context(talk)
        try:
            await step(ALL[FORMS[name][1]], args).run(ctx)
        except Mistake:
            continue
        finally:
            await ctx.store.undo()
        assert talk.progress, name
        return replace(talk.progress, answers={**talk.progress.answers, **FORMS[name][2]})
    return None


async def told(desk: Desk, person: Person | None, progress: Progress, *, last: bool) -> str:
    """What comes of typing an answer there, or of the last answer, when this person holds the form by now."""
    talk = Conversation(desk.chat().address, person)
    talk.begin(progress)
    sheet = BY_NAME[progress.form]

    async def typed(ctx: Context) -> Answer:
        ctx = desk.context(talk, text="abc")
        return await resolve(ctx).run(ctx)

    async def finished(ctx: Context) -> Answer:
        return await sheet.finish(ctx, progress)

    return await outcome(desk, Step(finished if last else typed), person)


def owner(seats: dict[str, Person | None], verb: str | None, thing: Thing) -> str:
    """Whose the thing is: the teacher's, or that of the first who may have one at all."""
    may = {
        seat: person
        for seat, person in seats.items()
        if person and (thing.only_as is None or person.holding(thing.only_as))
    }
    return next((seat for seat, person in may.items() if not verb or holds(person, verb)), "teacher")


@pytest.mark.parametrize("name", OPENED)
async def test_no_answer_is_taken_from_somebody_without_the_right(name: str, desk: Desk):
    verb, opener, _ = FORMS[name]
    thing, seats = THINGS[ROWS[opener][1]], await seated(desk)
    args = await thing.make(desk, thing.places[0], seats[owner(seats, verb, thing)])
    progress = await opened(desk, name, args, seats)
    assert progress
    for seat, person in seats.items():
        if person is None:
            assert await told(desk, person, progress, last=False) == "stranger"
        elif verb and not holds(person, verb):
            assert await told(desk, person, progress, last=False) == f"no_right_{verb}", seat


@pytest.mark.parametrize("name", OPENED)
async def test_the_last_answer_reaches_no_further_than_the_button_that_opened_it(name: str, desk: Desk):
    verb, opener, _ = FORMS[name]
    thing, seats = THINGS[ROWS[opener][1]], await seated(desk)
    for place in thing.places if thing.elsewhere and not thing.own else (SCHOOL,):
        args = await thing.make(desk, place, seats[owner(seats, verb, thing)])
        progress = await opened(desk, name, args, seats)
        assert progress or place == DISTRICT, place
        for seat, person in seats.items() if progress else ():
            if person is None or (verb and not holds(person, verb)):
                continue  # the test above
            wanted = {expected(opener, seat, person, place)}
            if thing.own and seat != owner(seats, verb, thing):
                wanted = {*expected_of_own(opener, seat, person), "deed_moved_on"}
            assert await told(desk, person, progress, last=True) in wanted, (seat, place)
