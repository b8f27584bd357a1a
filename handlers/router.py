"""From what came in to what is asked for: a button, a command, an answer to the open question, or plain words."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from domain import codes
from domain.forms import Progress
from domain.menus import is_act, is_zero, leaving
from domain.messages import Json
from domain.mistakes import Mistake
from domain.readers import chased, exports, freezing, reviewing
from domain.readers.answers import navigation
from domain.readers.choices import pick
from domain.readers.intents import intent
from domain.readers.own_data import wanted as own_wish
from domain.rights import need, scope
from handlers import menu, oddities, old_presses
from handlers.awards import awarding
from handlers.commands import ACTIONS, COMMANDS, SHEETS
from handlers.context import Answer, Context
from handlers.council import balloting
from handlers.deeds import voices
from handlers.exemplars import other_acts
from handlers.figures import search, wanting
from handlers.forms import holding, past_runs, resume, walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Handler, Intention, Step, is_number, step
from handlers.papers import drafting
from handlers.people import asking, doors, privacy
from handlers.plans import plan
from handlers.sendings import dispatching

SITTING = timedelta(hours=6)
"""Within one sitting an answer is an answer; later it is asked once whether it still is (C8)."""

_BY_NAME = {name: command for command in COMMANDS for name in (command.name, *command.aliases)}
_BY_ACTION = {action.name: action for action in ACTIONS}
_BY_FORM = {sheet.form.name: sheet for sheet in SHEETS}
_BESIDE = frozenset({"help", "language"})
"""Commands that leave an open question open."""
_NO_COMMAND = frozenset({"story", "unknown"})
"""Words that ask for nothing by name: a unit, a period or a movement alone is a question for figures."""
_ABOUT_FIGURES = _NO_COMMAND | {"summary", "missing", "progress"}
_SAID = frozenset(
    {"summary", "export", "papers", "remind", "link", "review"}
)  # read on in the words that asked for them
_FOR_ANYBODY = frozenset({"language", "privacy"})
"""What those who belong to no unit may ask for in plain words; the rest is answered with the way in."""


def resolve(ctx: Context) -> Step:
    """Decide what this message asks for; nothing is read or written yet."""
    incoming, page = ctx.incoming, ctx.talk.page
    if incoming.odd:
        return _odd(ctx, _open(ctx))
    if ctx.person is not None and ctx.person.withdrawn:
        return _withdrawn(ctx, page.get("what"))
    if incoming.choice:
        if not incoming.choice.startswith(("r.", search.TURN)):
            ctx.talk.page = {}
        return _value(ctx, incoming.choice)
    if page.get("what") in {"resume", "refused", voices.PAGE} and (picked := _picked(ctx, incoming.text)):
        return _value(ctx, picked)
    if not (ctx.talk.progress and holding.unseen(ctx, ctx.talk.progress.run)):
        ctx.talk.page = {}
    if incoming.files:
        return _files(ctx)
    text = incoming.text.strip()
    turned = menu.turned(page, text)
    if turned and turned.startswith(search.TURN):
        ctx.talk.page = page
    found = balloting.typed(ctx, page, text) or _at_page(ctx, page, text) or _at_figures(ctx, page, text, turned)
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
    value = incoming.choice or _picked(ctx, incoming.text) or incoming.text
    if value in privacy.OPEN_TO_WITHDRAWN or value.startswith("/language"):
        return _value(ctx, value)
    return Step(privacy.privacy)


def _at_page(ctx: Context, page: Mapping[str, Json], text: str) -> Step | None:
    """What was typed at the page of one's own data, or as the words to look for."""
    if privacy.is_erasing(what := page.get("what"), text):
        return Step(privacy.erase_now)
    if what == "privacy" and (wish := own_wish(text)):
        return step(_BY_ACTION[wish])
    if what == "papers_ask" and (about := drafting.period_typed(ctx, page, text)):
        return step(_BY_NAME["papers"], (about,))
    if found := _at_review(page, text):
        return found
    if what == "search_ask" and not text.startswith("/") and navigation(text) is None:
        return step(_BY_NAME["search"], (text,))
    return None


def _at_review(page: Mapping[str, Json], text: str) -> Step | None:
    """What was typed at an example (to whom it is given, a note), or several numbers at a list of them."""
    marks = page.get("marks")
    more = [str(mark) for mark in marks] if isinstance(marks, list) else []
    if page.get("what") == "review" and other_acts.is_said(text):
        return step(_BY_ACTION["exemplar_said"], (str(page["deed"]), text, *more))
    deeds = page.get("deeds")
    if page.get("what") == "review_list" and isinstance(deeds, dict) and reviewing.is_several(text):
        listed = ",".join(f"{place}:{deed}" for place, deed in deeds.items())
        return step(_BY_ACTION["exemplars_pick"], (text, listed, *more))
    return None


def _at_figures(ctx: Context, page: Mapping[str, Json], text: str, turned: str | None) -> Step | None:
    """What was typed where a period, a unit or the rest of a question was asked for."""
    if page.get("what") != "figures_ask" or turned or text.startswith("/") or navigation(text) or _open(ctx):
        return None
    if _picked(ctx, text) or intent(text) not in _ABOUT_FIGURES or not wanting.is_answer(ctx, text):
        return None
    return step(_BY_NAME[str(page.get("command") or "summary")], (text, str(page.get("base") or "")))


# -- buttons -----------------------------------------------------------------------------------------------------------


def _value(ctx: Context, value: str) -> Step:
    """A button: of a form, an action on a thing, or a command."""
    head, _, rest = value.partition(".")
    if value.startswith("/"):
        return _command(ctx, value)
    if head == "a":
        name, *args = rest.split(".")
        action = _BY_ACTION.get(name)
        if action and all(is_number(arg) or _is_word(action, at, arg) for at, arg in enumerate(args)):
            ctx.talk.leave()
            return step(old_presses.as_of_now(action, ctx), tuple(args))
    if head == "f" and rest.count(".") >= 2:  # noqa: PLR2004 - run, question, value
        run, question, answer = rest.split(".", 2)
        return _form_button(ctx, run, question, answer)
    if head == "r":
        aside = {voices.KEEP: _voice_kept, voices.LET_BE: _voice_let_be, "r.notice": asking.notice_again}
        return Step(aside.get(value) or resume.chosen(rest, _BY_FORM, _afresh))
    return Step(menu.old_button)


def _is_word(action: Intention, at: int, arg: str) -> bool:
    return at == action.word_at and arg in action.words


def _form_button(ctx: Context, run: str, question: str, answer: str) -> Step:
    progress = ctx.talk.take_up(int(run)) if is_number(run) else None
    sheet = _BY_FORM.get(progress.form) if progress else None
    if progress is None or sheet is None:
        return Step(past_runs.told(run))

    async def run_it(ctx: Context) -> Answer:
        _let_in(ctx, sheet)
        return await walker.chosen(ctx, sheet, progress, question, answer)

    return Step(run_it, sheet.reads(progress))


def _voice(found: tuple[Sheet, Progress] | None) -> Step:
    """Evidence where evidence is asked for; elsewhere the question whether to keep it."""
    question = next((one for one in found[0].form.questions if one.name == found[1].at), None) if found else None
    if found and question and question.files:
        return _answer(*found)

    async def run(ctx: Context) -> Answer:
        return voices.offer(ctx)

    return Step(run)


async def _voice_kept(ctx: Context) -> Answer:
    return await _files(ctx).run(ctx) if voices.take(ctx) else await menu.old_button(ctx)


async def _voice_let_be(ctx: Context) -> Answer:
    found, is_known = _open(ctx), voices.take(ctx)
    if not is_known:
        return await menu.old_button(ctx)
    if found:
        return await walker.ask_again(ctx, *found, ctx.words("voice.not_kept_in_form"))
    return ctx.say("voice.not_kept", [["menu"]])


# -- words and files ---------------------------------------------------------------------------------------------------


def _files(ctx: Context) -> Step:
    found = _open(ctx)
    return _answer(*found, files=True) if found else step(_BY_NAME["report"], ("files",))


def _words(ctx: Context, text: str, turned: str | None = None) -> Step:
    found = _open(ctx)
    if text.startswith("/") and not (found and navigation(text) in {"back", "skip", "later", "cancel"}):
        return _command(ctx, text)
    if found and not (dispatching.is_stop(text) and scope(ctx.person, "announce")):
        return _in_form(ctx, *found, text)
    if turned:
        return _value(ctx, turned)
    if dispatching.is_stop(text) and scope(ctx.person, "announce"):
        return Step(_stopping(text))
    if picked := _picked(ctx, text):
        return _value(ctx, picked)
    return _free(ctx, text)


def _free(ctx: Context, text: str) -> Step:
    """Words that belong to nothing that is open."""
    if (kind := oddities.bare_number(text)) and codes.find(text) is None:
        return Step(oddities.not_kept(kind))
    if ctx.person and ctx.person.grants:
        return Step(menu.show) if is_zero(text) else _wanted(ctx, text)
    return step(_BY_NAME[wanted]) if (wanted := intent(text)) in _FOR_ANYBODY else Step(doors.typed)


def _stopping(text: str) -> Handler:
    """Whoever is sending something stops it with a word, whatever else is open (F4); to others it is a word."""

    async def run(ctx: Context) -> Answer:
        if dispatch := await dispatching.latest(ctx):
            ctx.args = (str(dispatch.id),)
            return await dispatching.stop(ctx)
        if found := _open(ctx):
            return await _in_form(ctx, *found, text).run(ctx)
        picked = _picked(ctx, text)
        return await (_value(ctx, picked) if picked else _wanted(ctx, text)).run(ctx)

    return run


def _picked(ctx: Context, text: str) -> str | None:
    """The button of the last list that was typed: its number, label or value; 0 leaves."""
    listed = [(value, label) for value, label in ctx.talk.menu]
    return leaving(listed) if is_zero(text) else ctx.talk.labelled(text) or pick(text, listed)


def _in_form(ctx: Context, sheet: Sheet, progress: Progress, text: str) -> Step:
    if _is_stale(ctx, progress) and not sheet.stranger and navigation(text) is None:
        return Step(resume.ask(sheet, progress))
    if sheet.stranger and doors.is_code(text):
        return Step(doors.typed)
    if (offered := ctx.talk.labelled(text)) and is_act(offered):
        return _value(ctx, offered)
    return _answer(sheet, progress)


def _wish(ctx: Context, text: str) -> str:
    """What words ask for, by the rights of the one who types them: the same words mean other work at the Office."""
    if chased.is_wanted(text) and scope(ctx.person, "announce"):
        return "remind"
    if exports.is_wanted(text):
        return "export"
    reviews, wanted = scope(ctx.person, "review") is not None, drafting.meant(ctx.person, text)
    if wanted == "review" and (not reviews or reviewing.is_for_all(text)):
        return "pending"
    return "review" if reviews and reviewing.is_asked(text) else wanted


def _wanted(ctx: Context, text: str) -> Step:
    """Free words outside any form: a command in everyday words, news of the plan, a good deed, or the menu."""
    if meant := _spoken_of(ctx, text):
        return meant
    wanted = _wish(ctx, text)
    if plan.is_news(ctx, text) and wanted != "remind":
        return step(_BY_NAME["plan"], ("said",))
    if wanted in {"missing", "progress"} or (wanted in _NO_COMMAND and wanting.is_wanted(ctx, text, wanted)):
        return step(_BY_NAME["summary"], (text,))
    if command := _BY_NAME.get(wanted):
        return step(command, search.asked(text) if wanted == "search" else (text,) if wanted in _SAID else ())
    return step(_BY_NAME["report"], ("story",)) if wanted == "story" else Step(menu.show)


def _spoken_of(ctx: Context, text: str) -> Step | None:
    """What words name that no other words are like: a code of figures, an award."""
    if (freezing.code(text) or freezing.asked(text) is not None) and scope(ctx.person, "freeze"):
        return step(_BY_NAME["freeze"], (text,))
    return step(_BY_NAME["award"], (text,)) if awarding.is_wish(ctx, text) else None


def _command(ctx: Context, text: str) -> Step:
    """A command. It closes an open form, whose draft stays; joining stays open until it is answered."""
    name, *args = text.removeprefix("/").split(maxsplit=1)
    command = _BY_NAME.get(name.partition("@")[0].lower()) if name else None
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


# -- the open form -----------------------------------------------------------------------------------------------------


def _open(ctx: Context) -> tuple[Sheet, Progress] | None:
    progress = ctx.talk.progress
    sheet = _BY_FORM.get(progress.form) if progress else None
    return (sheet, progress) if sheet and progress else None


def _is_stale(ctx: Context, progress: Progress) -> bool:
    touched = ctx.talk.touched.get(progress.form)
    return bool(touched) and ctx.now.campaign - datetime.fromisoformat(str(touched)) > SITTING


def _let_in(ctx: Context, sheet: Sheet) -> None:
    """Rights are looked at with every answer: who began a form may have lost them since."""
    if ctx.person is None and not sheet.stranger:
        raise Mistake("stranger")
    if sheet.verb is not None:
        need(ctx.person, sheet.verb)


def _answer(sheet: Sheet, progress: Progress, *, files: bool = False) -> Step:
    async def run(ctx: Context) -> Answer:
        _let_in(ctx, sheet)
        return await walker.typed(ctx, sheet, progress)

    return Step(run, sheet.reads(progress) and not files)
