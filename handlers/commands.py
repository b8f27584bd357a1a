"""The one table of what can be asked for: chat commands, the acts behind buttons, and forms."""

from handlers import check, deed, guide, late, menu, mine, plan, privacy, returning, settings, start, summary
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
    *settings.ACTIONS,
)
SHEETS: tuple[Sheet, ...] = (start.SHEET, deed.SHEET, returning.SHEET, plan.SHEET)
