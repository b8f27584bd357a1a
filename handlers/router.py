"""From what came in to what is asked for: a button, a command, an answer to the open question, or plain words."""

from dataclasses import replace

from domain.forms import Progress
from domain.menus import is_act
from domain.messages import Json
from domain.readers.answers import navigation
from domain.rights import scope
from handlers import menu, oddities, old_presses
from handlers.commands import BY_ACTION, BY_FORM, BY_NAME
from handlers.context import Answer, Context
from handlers.council import balloting
from handlers.deeds import voices
from handlers.figures import search
from handlers.forms import holding, past_runs, resume, walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Handler, Intention, Step, is_number, step
from handlers.meant import at_pages, by_words, open_form
from handlers.people import asking, doors, privacy
from handlers.sendings import dispatching

_BESIDE = frozenset({"help", "language"})
"""Commands that leave an open question open."""


def resolve(ctx: Context) -> Step:
    """Decide what this message asks for; nothing is read or written yet."""
    incoming, page = ctx.incoming, ctx.talk.page
    if incoming.odd:
        return _odd(ctx, open_form.found(ctx))
    if ctx.person is not None and ctx.person.withdrawn:
        return _withdrawn(ctx, page.get("what"))
    if incoming.choice:
        if not incoming.choice.startswith(("r.", search.TURN)):
            ctx.talk.page = {}
        return _value(ctx, incoming.choice)
    if page.get("what") in {"resume", "refused", voices.PAGE} and (picked := at_pages.picked(ctx, incoming.text)):
        return _value(ctx, picked)
    if not (ctx.talk.progress and holding.unseen(ctx, ctx.talk.progress.run)):
        ctx.talk.page = {}
    if incoming.files:
        return _files(ctx)
    text = incoming.text.strip()
    turned = menu.turned(page, text)
    if turned and turned.startswith(search.TURN):
        ctx.talk.page = page
    found = (
        balloting.typed(ctx, page, text)
        or at_pages.at_page(ctx, page, text)
        or at_pages.at_figures(ctx, page, text, turned)
    )
    return found or _words(ctx, text, turned)


def _odd(ctx: Context, found: tuple[Sheet, Progress] | None) -> Step:
    kind = ctx.incoming.odd
    if kind == "voice" and voices.is_offered(ctx, found[1].form if found else ""):
        return _voice(found)
    return Step(oddities.in_form(*found) if found and oddities.is_for_one(kind) else oddities.answer)


def _withdrawn(ctx: Context, page: Json) -> Step:
    """Whoever took their consent back may agree again, take their data away, or have it erased; nothing else."""
    incoming, ctx.talk.page = ctx.incoming, {}
    if privacy.is_erasing(page, incoming.text):
        return Step(privacy.erase_now)
    value = incoming.choice or at_pages.picked(ctx, incoming.text) or incoming.text
    if value in privacy.OPEN_TO_WITHDRAWN or value.startswith("/language"):
        return _value(ctx, value)
    return Step(privacy.privacy)


# -- buttons -----------------------------------------------------------------------------------------------------------


def _value(ctx: Context, value: str) -> Step:
    """A button: of a form, an action on a thing, or a command."""
    head, _, rest = value.partition(".")
    if value.startswith("/"):
        return _command(ctx, value)
    if head == "a":
        name, *args = rest.split(".")
        action = BY_ACTION.get(name)
        if action and all(is_number(arg) or _is_word(action, at, arg) for at, arg in enumerate(args)):
            ctx.talk.leave()
            return step(old_presses.as_of_now(action, ctx), tuple(args))
    if head == "f" and rest.count(".") >= 2:  # noqa: PLR2004 - run, question, value
        run, question, answer = rest.split(".", 2)
        return _form_button(ctx, run, question, answer)
    if head == "r":
        aside = {voices.KEEP: _voice_kept, voices.LET_BE: _voice_let_be, "r.notice": asking.notice_again}
        return Step(aside.get(value) or resume.chosen(rest, BY_FORM, _afresh))
    return Step(menu.old_button)


def _is_word(action: Intention, at: int, arg: str) -> bool:
    return at == action.word_at and arg in action.words


def _form_button(ctx: Context, run: str, question: str, answer: str) -> Step:
    progress = ctx.talk.take_up(int(run)) if is_number(run) else None
    sheet = BY_FORM.get(progress.form) if progress else None
    if progress is None or sheet is None:
        return Step(past_runs.told(run))

    async def run_it(ctx: Context) -> Answer:
        open_form.let_in(ctx, sheet)
        return await walker.chosen(ctx, sheet, progress, question, answer)

    return Step(run_it, sheet.reads(progress))


def _voice(found: tuple[Sheet, Progress] | None) -> Step:
    """Evidence where evidence is asked for; elsewhere the question whether to keep it."""
    question = next((one for one in found[0].form.questions if one.name == found[1].at), None) if found else None
    if found and question and question.files:
        return open_form.answer(*found)

    async def run(ctx: Context) -> Answer:
        return voices.offer(ctx)

    return Step(run)


async def _voice_kept(ctx: Context) -> Answer:
    return await _files(ctx).run(ctx) if voices.take(ctx) else await menu.old_button(ctx)


async def _voice_let_be(ctx: Context) -> Answer:
    found, is_known = open_form.found(ctx), voices.take(ctx)
    if not is_known:
        return await menu.old_button(ctx)
    if found:
        return await walker.ask_again(ctx, *found, ctx.words("voice.not_kept_in_form"))
    return ctx.say("voice.not_kept", [["menu"]])


# -- words and files ---------------------------------------------------------------------------------------------------


def _files(ctx: Context) -> Step:
    found = open_form.found(ctx)
    return open_form.answer(*found, files=True) if found else step(BY_NAME["report"], ("files",))


def _words(ctx: Context, text: str, turned: str | None = None) -> Step:
    found = open_form.found(ctx)
    if text.startswith("/") and not (found and navigation(text) in {"back", "skip", "later", "cancel"}):
        return _command(ctx, text)
    if found and not (dispatching.is_stop(text) and scope(ctx.person, "announce")):
        return _in_form(ctx, *found, text)
    if turned:
        return _value(ctx, turned)
    if dispatching.is_stop(text) and scope(ctx.person, "announce"):
        return Step(_stopping(text))
    if picked := at_pages.picked(ctx, text):
        return _value(ctx, picked)
    return by_words.free(ctx, text)


def _stopping(text: str) -> Handler:
    """Whoever is sending something stops it with a word, whatever else is open (F4); to others it is a word."""

    async def run(ctx: Context) -> Answer:
        if dispatch := await dispatching.latest(ctx):
            ctx.args = (str(dispatch.id),)
            return await dispatching.stop(ctx)
        if found := open_form.found(ctx):
            return await _in_form(ctx, *found, text).run(ctx)
        picked = at_pages.picked(ctx, text)
        return await (_value(ctx, picked) if picked else by_words.wanted(ctx, text)).run(ctx)

    return run


def _in_form(ctx: Context, sheet: Sheet, progress: Progress, text: str) -> Step:
    if open_form.is_stale(ctx, progress) and not sheet.stranger and navigation(text) is None:
        return Step(resume.ask(sheet, progress))
    if sheet.stranger and doors.is_code(text):
        return Step(doors.typed)
    if (offered := ctx.talk.labelled(text)) and is_act(offered):
        return _value(ctx, offered)
    return open_form.answer(sheet, progress)


def _command(ctx: Context, text: str) -> Step:
    """A command. It closes an open form, whose draft stays; joining stays open until it is answered."""
    name, *args = text.removeprefix("/").split(maxsplit=1)
    command = BY_NAME.get(name.partition("@")[0].lower()) if name else None
    if command is None:
        return Step(menu.show if ctx.person else doors.typed)
    if ctx.person and command.name not in _BESIDE:
        ctx.talk.leave()
    return step(command, tuple(args))


async def _afresh(ctx: Context, text: str) -> Answer:
    """These words as if nothing were open."""
    ctx.talk.leave()
    ctx.incoming = replace(ctx.incoming, text=text, choice="")
    return await _words(ctx, text).run(ctx)
