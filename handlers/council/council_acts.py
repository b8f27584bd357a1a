"""What can be asked for of the council and of what follows it, together: a part of the one table of commands."""

from handlers.council import balloting, calling, confirming, council, counting, minutes, seats, sheets_of_paper
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from handlers.outcomes import adhoc_ends, award_files, noticing, objecting, outcomes, recording

COMMANDS: tuple[Intention, ...] = (*council.COMMANDS, *noticing.COMMANDS)
ACTIONS: tuple[Intention, ...] = (
    *council.ACTIONS,
    *calling.ACTIONS,
    *seats.ACTIONS,
    *balloting.ACTIONS,
    *counting.ACTIONS,
    *confirming.ACTIONS,
    *sheets_of_paper.ACTIONS,
    *minutes.ACTIONS,
    *outcomes.ACTIONS,
    *noticing.ACTIONS,
    *objecting.ACTIONS,
    *recording.ACTIONS,
    *adhoc_ends.ACTIONS,
    *award_files.ACTIONS,
)
SHEETS: tuple[Sheet, ...] = (
    *calling.SHEETS,
    confirming.SHEET,
    sheets_of_paper.SHEET,
    *objecting.SHEETS,
    *recording.SHEETS,
    *adhoc_ends.SHEETS,
)
