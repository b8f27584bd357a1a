"""What free words ask for, typed where nothing is open and no list is meant."""

from domain import codes
from domain.menus import is_zero
from domain.readers import chased, exports, freezing, reviewing
from domain.readers.intents import intent
from domain.rights import scope
from handlers import menu, oddities
from handlers.awards import awarding
from handlers.commands import BY_NAME
from handlers.context import Context
from handlers.figures import search, wanting
from handlers.intentions import Step, step
from handlers.meant import by_codes
from handlers.papers import drafting
from handlers.people import doors
from handlers.plans import plan

_NO_COMMAND = frozenset({"story", "unknown"})
"""Words that ask for nothing by name: a unit, a period or a movement alone is a question for figures."""
ABOUT_FIGURES = _NO_COMMAND | {"summary", "missing", "progress"}
_SAID = frozenset({"summary", "export", "papers", "remind", "link", "review"})
"""Read on in the words that asked for them."""
_FOR_ANYBODY = frozenset({"language", "privacy"})
"""What those who belong to no unit may ask for in plain words; the rest is answered with the way in."""


def free(ctx: Context, text: str) -> Step:
    """Words that belong to nothing that is open."""
    if (kind := oddities.bare_number(text)) and codes.find(text) is None:
        return Step(oddities.not_kept(kind))
    if ctx.person and ctx.person.grants:
        return Step(menu.show) if is_zero(text) else wanted(ctx, text)
    return step(BY_NAME[wish]) if (wish := intent(text)) in _FOR_ANYBODY else Step(doors.typed)


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


def wanted(ctx: Context, text: str) -> Step:
    """Free words outside any form: a command in everyday words, news of the plan, a good deed, or the menu."""
    if meant := _spoken_of(ctx, text):
        return meant
    wish = _wish(ctx, text)
    if plan.is_news(ctx, text) and wish != "remind":
        return step(BY_NAME["plan"], ("said",))
    if wish in {"missing", "progress"} or (wish in _NO_COMMAND and wanting.is_wanted(ctx, text, wish)):
        return step(BY_NAME["summary"], (text,))
    if command := BY_NAME.get(wish):
        return step(command, search.asked(text) if wish == "search" else (text,) if wish in _SAID else ())
    return step(BY_NAME["report"], ("story",)) if wish == "story" else Step(menu.show)


def _spoken_of(ctx: Context, text: str) -> Step | None:
    """What words name that no other words are like: a code of figures, an award."""
    if (freezing.code(text) or freezing.asked(text) is not None) and scope(ctx.person, "freeze"):
        return step(BY_NAME["freeze"], (text,))
    if opens := by_codes.named(text):
        return opens
    return step(BY_NAME["award"], (text,)) if awarding.is_wish(ctx, text) else None
