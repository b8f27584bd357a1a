"""How a branch stood at the end of days, from kept figures: the 100 % with everything it is made of (DOMAIN §4)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from domain.campaigns import Campaign
from domain.clock import Now
from domain.papers.freezes import Figures
from domain.rights import Scope
from domain.summary import Slice, Summary, summarise
from storage.figures import figures
from storage.store import Store
from storage.units import units

BRIEFLY: Final = (*figures.PLANS, *figures.DEEDS)
"""Plans and reports, but not at which step the Office's examples are: those are a third of all that is summed up."""


async def on_days(
    store: Store,
    now: Now,
    running: tuple[int, Campaign],
    branch: int,
    days: Sequence[date],
    scope: Scope,
    measures: Sequence[str] = BRIEFLY,
) -> list[Summary]:
    """The figures of a unit with everything under it, at the end of each day; ``running`` is a campaign by its row.

    What is not among the measures is nought, and ``stages`` is empty.
    """
    number, campaign = running
    duty = campaign.duty("plan")
    obliged = [0 for _ in days]
    if "plan" in measures:
        obliged = await units.count_obliged(store, branch, duty.obliged, duty.ownerships, days)
    sums = await figures.stock(store, now, number, branch, days, scope, measures)
    found = [summarise(day, n, told, duty.obliges) for day, n, told in zip(days, obliged, sums, strict=True)]
    return found if "stage" in measures else [replace(one, stages={}) for one in found]


async def of_slice(store: Store, now: Now, running: tuple[int, Campaign], wanted: Slice, scope: Scope) -> Figures:
    """A slice's figures at its end, and what came in within its period."""
    until = wanted.until(now.today)
    [stood] = await on_days(store, now, running, wanted.unit, [until], scope)
    if wanted.first is None:
        return Figures(stood)
    days = (wanted.first - timedelta(days=1), until)
    [came] = await figures.flow(store, now, running[0], wanted.unit, [days], scope, wanted.movement)
    new, good = (sum(n for key, n in came.items() if key[0] == measure) for measure in ("deed_in", "deed_good"))
    return Figures(stood, new, good)
