"""The one table of what can be asked for: chat commands, the acts behind buttons, and forms."""

from handlers import check, deed, guide, menu, mine, plan, settings, start, summary
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
    *settings.COMMANDS,
)
ACTIONS: tuple[Intention, ...] = (*deed.ACTIONS, *check.ACTIONS, *mine.ACTIONS, *summary.ACTIONS)
SHEETS: tuple[Sheet, ...] = (start.SHEET, deed.SHEET, check.SHEET, plan.SHEET)
