"""Buttons of fillings that are gone say what became of them, in every form and both languages (RELIABILITY S8)."""

import pytest

from domain.forms import Progress
from handlers.commands import SHEETS
from handlers.context import as_list
from handlers.forms import past_runs
from tests.handlers.conftest import Desk

HERE = "THPT-NGOQUYEN"
FORMS = [sheet.form.name for sheet in SHEETS]


@pytest.mark.parametrize("how", ["sent", "dropped"])
@pytest.mark.parametrize("form", FORMS)
async def test_the_button_of_an_ended_form_says_when_it_ended(form, how, desk: Desk):
    ctx = desk.context(desk.chat(await desk.person("Lan", "teacher", HERE, title="co")))
    past_runs.note(ctx, Progress(form, 7, {}, ""), how)
    [reply] = as_list(await past_runs.told("7")(ctx))
    assert "16:42 ngày 10/04/2025" in reply.text
    assert [choice.value for choice in reply.buttons()] == ["/menu"]
    [other] = as_list(await past_runs.told("8")(ctx))
    assert "16:42" not in other.text


async def test_only_the_last_fillings_are_remembered_and_each_once(desk: Desk):
    ctx = desk.context(desk.chat(await desk.person("Lan", "teacher", HERE, title="co")))
    for run in [*range(past_runs.MOST + 3), 5]:
        past_runs.note(ctx, Progress("deed", run, {}, ""), "dropped")
    assert [one["run"] for one in ctx.talk.ended][:2] == [5, past_runs.MOST + 2]
    assert len({one["run"] for one in ctx.talk.ended}) == len(ctx.talk.ended) == past_runs.MOST
