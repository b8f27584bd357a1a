"""Wherever people write in their own words, what must not be kept is taken out first (C6)."""

import pytest

from handlers.commands import SHEETS
from tests.handlers.conftest import Desk
from tests.handlers.rights.deeds import sent

OWN_WORDS = frozenset({"what", "result", "reason", "words"})
WRITTEN = [sheet for sheet in SHEETS if OWN_WORDS & {name for one in sheet.form.questions for name in one.fields}]


@pytest.mark.parametrize("sheet", WRITTEN, ids=lambda sheet: sheet.form.name)
def test_every_form_that_takes_own_words_spares_them(sheet):
    assert sheet.spares


async def test_a_number_in_the_words_of_not_ours_is_taken_out(desk: Desk):
    lan, minh = await desk.person("Lan", "teacher"), await desk.person("Minh", "head", title="thay")
    waiting = await sent(desk, "THPT-NGOQUYEN", lan)
    talk = desk.chat(minh)
    await desk.presses(talk, f"a.not_ours.{waiting}")
    reply = await desk.says(talk, "hỏi cô Thu cccd 031099000123 bên trường THCS")
    assert "031099000123" not in reply.text
    assert "031099000123" not in str(talk.state())
