"""From what came in to what is asked for: a button, a command, an answer to the open question, or plain words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.forms import Progress
from domain.mistakes import Mistake
from domain.readers.choices import pick
from domain.readers.intents import intent
from handlers import menu, oddities, resume, start, walker
from handlers.commands import ACTIONS, COMMANDS, SHEETS
from handlers.context import Answer, Context
from handlers.intentions import Handler, Step, step
from handlers.sheets import Sheet

SITTING = timedelta(hours=6)
"""Within one sitting an answer is an answer; later it is asked once whether it still is (C8)."""

_BY_NAME = {name: command for command in COMMANDS for name in (command.name, *command.aliases)}
_BY_ACTION = {action.name: action for action in ACTIONS}
_BY_FORM = {sheet.form.name: sheet for sheet in SHEETS}


def resolve(ctx: Context) -> Step:
    """Decide what this message asks for; nothing is read or written yet."""
    incoming = ctx.incoming
    if incoming.odd:
        return Step(oddities.answer)
    if incoming.choice:
        return _value(ctx, incoming.choice)
    if incoming.files:
        return _files(ctx)
    return _words(ctx, incoming.text.strip())


def _value(ctx: Context, value: str) -> Step:
    """A button: of a form, an action on a thing, or a command."""
    head, _, rest = value.partition(".")
    if value.startswith("/"):
        return _command(ctx, value)
    if head == "a":
        name, *args = rest.split(".")
        if action := _BY_ACTION.get(name):
            return step(action, tuple(args))
    if head == "f" and rest.count(".") >= 2:  # noqa: PLR2004 - run, question, value
        run, question, answer = rest.split(".", 2)
        return _form_button(ctx, run, question, answer)
    if head == "r":
        return Step(resume.chosen(rest, _BY_FORM))
    return Step(menu.old_button)


def _form_button(ctx: Context, run: str, question: str, answer: str) -> Step:
    progress = next((one for one in ctx.talk.drafts.values() if str(one.run) == run), None)
    sheet = _BY_FORM.get(progress.form) if progress else None
    if progress is None or sheet is None:
        return Step(menu.old_button)
    return _in_form(sheet, progress, _Pressed(question, answer))


def _files(ctx: Context) -> Step:
    found = _open(ctx)
    if found:
        return _in_form(*found, None)
    return step(_BY_NAME["report"], ("files",))


def _words(ctx: Context, text: str) -> Step:
    if text.startswith("/"):
        return _command(ctx, text)
    if found := _open(ctx):
        sheet, progress = found
        if _is_stale(ctx, progress) and not sheet.stranger:
            return Step(resume.ask(sheet, progress))
        return _in_form(sheet, progress, None)
    if ctx.talk.page and (turned := menu.turn(ctx, text)):
        return _value(ctx, turned)
    if picked := pick(text, [(value, label) for value, label in ctx.talk.menu]):
        return _value(ctx, picked)
    if ctx.person is None:
        return Step(start.stranger)
    wanted = intent(text)
    if wanted in _BY_NAME:
        return step(_BY_NAME[wanted], (text,) if wanted == "summary" else ())
    if menu.is_plan_news(ctx, text):
        return step(_BY_NAME["plan"], ("said",))
    if wanted == "story":
        return step(_BY_NAME["report"], ("story",))
    return Step(menu.show)


def _command(ctx: Context, text: str) -> Step:
    name, *args = text.removeprefix("/").split(maxsplit=1)
    command = _BY_NAME.get(name.partition("@")[0].lower()) if name else None
    if command is None:
        return Step(menu.show if ctx.person else start.stranger)
    return step(command, tuple(args))


def _open(ctx: Context) -> tuple[Sheet, Progress] | None:
    progress = ctx.talk.progress
    sheet = _BY_FORM.get(progress.form) if progress else None
    return (sheet, progress) if sheet and progress else None


def _is_stale(ctx: Context, progress: Progress) -> bool:
    touched = ctx.talk.touched.get(progress.form)
    return bool(touched) and ctx.now.campaign - datetime.fromisoformat(str(touched)) > SITTING


@dataclass(frozen=True, slots=True)
class _Pressed:
    question: str
    value: str


def _in_form(sheet: Sheet, progress: Progress, pressed: _Pressed | None) -> Step:
    async def run(ctx: Context) -> Answer:
        if ctx.person is None and not sheet.stranger:
            raise Mistake("stranger")
        if pressed is None:
            return await walker.typed(ctx, sheet, progress)
        return await walker.chosen(ctx, sheet, progress, pressed.question, pressed.value)

    return Step(run)


__all__ = ["Handler", "resolve"]
