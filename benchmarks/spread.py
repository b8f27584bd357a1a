"""What the Office's desk leaves behind in a province: published examples, units that took them up, and first thanks."""

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta

from benchmarks.bulk import Bulk
from storage.tables import ADOPTION, ADOPTION_ASK, PUBLICATION, THANKS

ADOPTERS = 3
"""Units that take up each published example."""


async def pour(bulk: Bulk, schools: Sequence[int], root: int, made: Sequence[tuple], published: set[int]) -> None:
    """For reports as `province.deed` makes them, those in ``published`` on the Office's list."""
    dice = random.Random(len(made))
    good = [one for one in made if one[4] == "confirmed"]
    public = [one for one in good if one[0] in published]
    await bulk.pour(
        PUBLICATION,
        "campaign_id deed_id unit_id state place created_at published_on",
        ((one[1], one[0], root, "out", "", one[11], one[12] + timedelta(days=3)) for one in public),
    )
    taken = [(one, n, unit) for one in public for n, unit in enumerate(dice.sample(schools, ADOPTERS))]
    await bulk.pour(
        ADOPTION,
        "id campaign_id deed_id unit_id state at on_day",
        (
            (one[0] * ADOPTERS + n, one[1], one[0], unit, "applied", one[11], one[12] + timedelta(days=5))
            for one, n, unit in taken
        ),
    )
    await bulk.pour(
        ADOPTION_ASK,
        "adoption_id after_days due_on state reason files",
        (
            (one[0] * ADOPTERS + n, days, one[12] + timedelta(days=5 + days), state, "", 0)
            for one, n, _ in taken
            for days, state in ((30, "answered"), (60, "asked"))
        ),
    )
    await bulk.pour(THANKS, "campaign_id deed_id unit_id kind at on_day first_after", thanks(good, dice))


def thanks(good: Sequence[tuple], dice: random.Random) -> Iterator[tuple]:
    """Of every other confirmed report, most within a fortnight, some within two months."""
    for one in good[::2]:
        after = min(60, int(dice.expovariate(1 / 7)))
        yield one[1], one[0], one[2], "timely", one[11], one[12] + timedelta(days=after), after
