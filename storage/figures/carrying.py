"""Keeps figures true when the tree of units changes: what units counted for under the old one moves to the new one."""

from collections import Counter
from collections.abc import Mapping
from typing import Final, TypeAlias

from sqlalchemy import select

from storage.figures import figures
from storage.figures.lives import lives
from storage.figures.places import Key, Place
from storage.store import Store
from storage.tables import CAMPAIGN

Moves: TypeAlias = Counter[tuple[int, str]]
"""By branch and measure ("deed", "plan", "complete"): how much its stock grew or shrank at the end of all days."""

_CAMPAIGNS = select(CAMPAIGN.c.id).order_by(CAMPAIGN.c.id)
_UNITS_AT_ONCE: Final = 40
_NOWHERE: Final = Place()


async def carry(store: Store, before: Mapping[int, Place], after: Mapping[int, Place]) -> Moves:
    """Take away what the units whose place differs contributed ``before``, and add what they do ``after``.

    Both are counted from the raw rows by the same rule as in a recount, and from the first differing day on only:
    a move tomorrow costs the sums up to today, not their days. In the transaction of the change itself.
    """
    differing = ((unit, place.differs_from(after.get(unit, _NOWHERE))) for unit, place in before.items())
    since = {unit: day for unit, day in differing if day is not None}
    moved = sorted(since, key=lambda unit: (since[unit], unit))
    moves: Moves = Counter()
    for (campaign,) in await store.rows(_CAMPAIGNS) if moved else ():
        for at in range(0, len(moved), _UNITS_AT_ONCE):
            part = moved[at : at + _UNITS_AT_ONCE]
            more: Counter[Key] = Counter()
            for unit, steps in (await lives(store, campaign, part, since[part[0]])).items():
                for own in steps:
                    for key, n in before[unit].contributions(own):
                        more[key] -= n
                    for key, n in after.get(unit, _NOWHERE).contributions(own):
                        more[key] += n
            await figures.add(store, campaign, more)
            for (branch, _, measure, _, _), n in more.items():
                moves[branch, measure.removesuffix("_moved")] += n
    return moves
