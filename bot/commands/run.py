"""``thidua run`` and ``thidua migrate``: the service until a signal, with a door for the command line beside it."""

import logging
from contextlib import AbstractAsyncContextManager

import typer

from bot.app import Service, serving, the_house
from bot.commands.acts import act
from bot.commands.base import alone
from bot.commands.door import Answer, Request, door_path, open_door
from bot.commands.edge import AGAIN, Ended, words_of
from bot.commands.stopping import either, until_signal
from bot.settings import Settings

LOG = logging.getLogger("thidua.run")


async def serve(settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT; the exit code. Raises Ended 75 when another process has the database now."""
    async with until_signal() as stop, alone(settings) as base, serving(base) as service, beside(service):
        names = ", ".join(sorted({name for name, _ in service.works.channels}))
        LOG.info("serving %s on http://%s:%s", names, settings.web_host, service.port)
        await either(stop, base.lock.lost)
        LOG.info("stopping")
    if base.lock.lost.is_set():
        raise Ended(AGAIN, words_of(settings)("taken_over"))
    LOG.info("stopped")
    return 0


def beside(service: Service) -> AbstractAsyncContextManager[None]:
    """The door of a running service: whatever it changes is used from the next message on."""

    async def answer(request: Request) -> Answer:
        done = await act(service.base, request)
        if done["changed"]:
            await refresh(service)
        return done

    return open_door(door_path(service.base.settings), answer)


async def refresh(service: Service) -> None:
    """Let the service see the campaign and the root unit as they are stored now."""
    service.works.house = await the_house(service.base)


async def bring_up(settings: Settings) -> int:
    """Migrate under the lock."""
    async with alone(settings):
        typer.echo(words_of(settings)("migrated"))
    return 0
