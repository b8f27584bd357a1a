"""/help lists what a role can do, all of it and nothing else, as the table of commands and the table of rights say."""

import pytest

from domain.people import ROLES
from domain.rights import VERBS
from handlers import guide
from handlers.commands import COMMANDS
from handlers.context import as_list
from handlers.intentions import step
from tests.handlers.conftest import Desk
from texts.catalogue import LANGUAGES, Catalogue

EVERYWHERE = {"start", "menu", "cancel", "help", "file"}
HELP = next(one for one in COMMANDS if one.name == "help")
LISTED = [one for one in COMMANDS if one.name not in EVERYWHERE]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_its_phrase(language):
    texts = Catalogue.load().texts[language]
    assert [one.name for one in LISTED if f"guide.{one.name}" not in texts] == []


@pytest.mark.parametrize("role", ROLES)
async def test_help_lists_exactly_what_the_role_can_do(role, desk: Desk):
    person = await desk.person("Ai", role)
    ctx = desk.context(desk.chat(person))
    [reply] = as_list(await step(HELP).run(ctx))
    may = {one.name for one in LISTED if one.verb is None or one.verb in VERBS[role]}
    if any(one.verb for one in LISTED if one.name in may):
        told = {one.name for one in LISTED if ctx.words(f"guide.{one.name}") in reply.text}
        assert told == may
    assert reply.text.count("\n- ") <= 9
    assert len(reply.text) <= 900
    commands = {choice.value.removeprefix("/") for choice in reply.buttons()} - EVERYWHERE
    assert commands <= may
    assert len(list(reply.buttons())) <= 10


async def test_whoever_belongs_nowhere_is_told_so(desk: Desk):
    person = await desk.person("Ai", None)
    ctx = desk.context(desk.chat(person))
    [reply] = as_list(await step(HELP).run(ctx))
    assert guide.allowed(person, COMMANDS) == ["link", "privacy", "language"]
    assert "chưa có việc nào" in reply.text
