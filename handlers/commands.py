"""The one table of what can be asked for: chat commands, the acts behind buttons, and forms."""

from handlers import (
    check,
    deed,
    guide,
    late,
    menu,
    mine,
    more_evidence,
    not_ours,
    plan,
    plan_requests,
    praised,
    privacy,
    returning,
    settings,
    start,
    summary,
    withdrawing,
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
    *plan_requests.COMMANDS,
    *mine.COMMANDS,
    *summary.COMMANDS,
    *privacy.COMMANDS,
    *settings.COMMANDS,
)
ACTIONS: tuple[Intention, ...] = (
    *deed.ACTIONS,
    *check.ACTIONS,
    *returning.ACTIONS,
    *not_ours.ACTIONS,
    *praised.ACTIONS,
    *plan.ACTIONS,
    *plan_requests.ACTIONS,
    *mine.ACTIONS,
    *more_evidence.ACTIONS,
    *withdrawing.ACTIONS,
    *summary.ACTIONS,
    *late.ACTIONS,
    *settings.ACTIONS,
)
SHEETS: tuple[Sheet, ...] = (
    start.SHEET,
    deed.SHEET,
    returning.SHEET,
    returning.REWORDING,
    not_ours.SHEET,
    praised.SHEET,
    more_evidence.SHEET,
    plan.SHEET,
    *plan_requests.SHEETS,
)
