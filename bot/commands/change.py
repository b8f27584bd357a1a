"""Gets a change done: by the running service if there is one, else under the lock in this process."""

import typer

from bot.commands.acts import act
from bot.commands.base import alone
from bot.commands.door import Answer, Hung, door_path, knock
from bot.commands.edge import AGAIN, CONFIG, Ended, words_of
from bot.settings import Settings


async def change(settings: Settings, verb: str, **asked: object) -> Answer:
    """Ask for a change. Raises Ended when it could not be done: what is wrong goes to stderr."""
    words = words_of(settings)
    request = {"verb": verb, "language": words.language, **asked}
    try:
        answer = await knock(door_path(settings), request)
    except PermissionError:
        raise Ended(CONFIG, words("not_yours")) from None
    except Hung:
        raise Ended(AGAIN, words("hung")) from None
    if answer is None:
        async with alone(settings) as base:
            answer = await act(base, request)
    if answer["code"]:
        raise Ended(answer["code"], *answer["lines"])
    return answer


def say(answer: Answer) -> int:
    """Print what came of it; returns the exit code."""
    for line in answer["lines"]:
        typer.echo(line)
    return int(answer["code"])
