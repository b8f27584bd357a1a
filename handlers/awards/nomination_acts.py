"""All that can be asked for about nominations, in one place for the table of commands."""

from handlers.awards import adhoc, awarding, deciding, endorsing, levels, nominating
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention

COMMANDS: tuple[Intention, ...] = awarding.COMMANDS
ACTIONS: tuple[Intention, ...] = (
    *awarding.ACTIONS,
    *endorsing.ACTIONS,
    *deciding.ACTIONS,
    *levels.ACTIONS,
    *adhoc.ACTIONS,
)
SHEETS: tuple[Sheet, ...] = (nominating.SHEET, adhoc.SHEET, *endorsing.SHEETS, *deciding.SHEETS, *levels.SHEETS)
