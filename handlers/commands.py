"""The one table of what can be asked for: chat commands, the acts behind buttons, and forms."""

from handlers import (
    admitting,
    asking,
    check,
    deed,
    doors,
    guide,
    inviting,
    late,
    linking,
    members,
    menu,
    mine,
    moving,
    plan,
    privacy,
    returning,
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
    *members.COMMANDS,
    *linking.COMMANDS,
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
    *asking.ACTIONS,
    *admitting.ACTIONS,
    *members.ACTIONS,
    *moving.ACTIONS,
    *inviting.ACTIONS,
    *linking.ACTIONS,
    *settings.ACTIONS,
)
SHEETS: tuple[Sheet, ...] = (*doors.SHEETS, deed.SHEET, returning.SHEET, plan.SHEET, moving.SHEET)
