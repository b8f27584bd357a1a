"""What was typed at something that is shown: the number or the label of a button, or what a page asks to be told."""

from collections.abc import Mapping

from domain.menus import is_zero, leaving
from domain.messages import Json
from domain.readers import reviewing
from domain.readers.answers import navigation
from domain.readers.choices import pick
from domain.readers.intents import intent
from domain.readers.own_data import wanted as own_wish
from handlers.commands import BY_ACTION, BY_NAME
from handlers.context import Context
from handlers.exemplars import other_acts
from handlers.figures import wanting
from handlers.intentions import Step, step
from handlers.meant import by_words, open_form
from handlers.papers import drafting
from handlers.people import privacy


def picked(ctx: Context, text: str) -> str | None:
    """The button of the last list that was typed: its number, label or value; 0 leaves."""
    listed = [(value, label) for value, label in ctx.talk.menu]
    return leaving(listed) if is_zero(text) else ctx.talk.labelled(text) or pick(text, listed)


def at_page(ctx: Context, page: Mapping[str, Json], text: str) -> Step | None:
    """What was typed at the page of one's own data, or as the words to look for."""
    if privacy.is_erasing(what := page.get("what"), text):
        return Step(privacy.erase_now)
    if what == "privacy" and (wish := own_wish(text)):
        return step(BY_ACTION[wish])
    if what == "papers_ask" and (about := drafting.period_typed(ctx, page, text)):
        return step(BY_NAME["papers"], (about,))
    if found := _at_review(page, text):
        return found
    if what == "search_ask" and not text.startswith("/") and navigation(text) is None:
        return step(BY_NAME["search"], (text,))
    return None


def _at_review(page: Mapping[str, Json], text: str) -> Step | None:
    """What was typed at an example (to whom it is given, a note), or several numbers at a list of them."""
    marks = page.get("marks")
    more = [str(mark) for mark in marks] if isinstance(marks, list) else []
    if page.get("what") == "review" and other_acts.is_said(text):
        return step(BY_ACTION["exemplar_said"], (str(page["deed"]), text, *more))
    deeds = page.get("deeds")
    if page.get("what") == "review_list" and isinstance(deeds, dict) and reviewing.is_several(text):
        listed = ",".join(f"{place}:{deed}" for place, deed in deeds.items())
        return step(BY_ACTION["exemplars_pick"], (text, listed, *more))
    return None


def at_figures(ctx: Context, page: Mapping[str, Json], text: str, turned: str | None) -> Step | None:
    """What was typed where a period, a unit or the rest of a question was asked for."""
    if page.get("what") != "figures_ask" or turned or text.startswith("/") or navigation(text) or open_form.found(ctx):
        return None
    if picked(ctx, text) or intent(text) not in by_words.ABOUT_FIGURES or not wanting.is_answer(ctx, text):
        return None
    return step(BY_NAME[str(page.get("command") or "summary")], (text, str(page.get("base") or "")))
