"""The one table of what can be asked for: chat commands, the acts behind buttons, and forms."""

from handlers import (
    check,
    deed,
    details,
    guide,
    late,
    menu,
    mine,
    passing_on,
    plan,
    privacy,
    returning,
    search,
    settings,
    start,
    summary,
)
from handlers.intentions import Intention
from handlers.sheets import Sheet

COMMANDS: tuple[Intention, ...] = (
    *start.COMMANDS,
    *guide.COMMANDS,
    *menu.COMMANDS,
    *deed.COMMANDS,
    *check.COMMANDS,
    *plan.COMMANDS,
    *mine.COMMANDS,
    *summary.COMMANDS,
    *search.COMMANDS,
    *privacy.COMMANDS,
    *settings.COMMANDS,
)
ACTIONS: tuple[Intention, ...] = (
    *deed.ACTIONS,
    *check.ACTIONS,
    *returning.ACTIONS,
    *plan.ACTIONS,
    *mine.ACTIONS,
    *summary.ACTIONS,
    *late.ACTIONS,
    *search.ACTIONS,
    *privacy.ACTIONS,
    *passing_on.ACTIONS,
    *settings.ACTIONS,
)
SHEETS: tuple[Sheet, ...] = (start.SHEET, deed.SHEET, returning.SHEET, plan.SHEET, details.SHEET)
