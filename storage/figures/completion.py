"""How far several branches are, each by kind of unit, in two statements (DOMAIN §4)."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, bindparam, func, select

from domain.clock import Now
from domain.rights import Scope
from storage.store import Store
from storage.tables import BRANCH, FIGURE, UNIT, UNIT_SPAN


@dataclass(slots=True)
class Share:
    """So many units of those that have the duty."""

    complete: int = 0
    obliged: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.complete + other.complete, self.obliged + other.obliged)

    def __sub__(self, other: "Share") -> "Share":
        return Share(self.complete - other.complete, self.obliged - other.obliged)


Shares = dict[int, dict[str, Share]]
"""By branch, then by kind of unit."""

_DAY: BindParameter[date] = bindparam("day")
_THERE = (UNIT_SPAN.c.from_day <= _DAY) & (UNIT_SPAN.c.to_day > _DAY)
_IN_FORCE = (BRANCH.c.from_day <= _DAY) & (BRANCH.c.to_day > _DAY)
_OF: BindParameter[Sequence[int]] = bindparam("branches", expanding=True)
_SEEN = (
    select(BRANCH.c.unit_id)
    .where(
        BRANCH.c.unit_id.in_(_OF),
        BRANCH.c.ancestor_id.in_(bindparam("roots", expanding=True)),
        BRANCH.c.from_day <= bindparam("today"),
        BRANCH.c.to_day > bindparam("today"),
    )
    .distinct()
)
_UNITS = (
    select(BRANCH.c.ancestor_id, UNIT_SPAN.c.kind, UNIT.c.ownership, func.count())
    .select_from(BRANCH)
    .join(UNIT_SPAN, (UNIT_SPAN.c.unit_id == BRANCH.c.unit_id) & _THERE)
    .join(UNIT, UNIT.c.id == BRANCH.c.unit_id)
    .where(BRANCH.c.ancestor_id.in_(_OF), _IN_FORCE)
    .group_by(BRANCH.c.ancestor_id, UNIT_SPAN.c.kind, UNIT.c.ownership)
)
_KEPT = (
    select(FIGURE.c.branch_id, FIGURE.c.movement, FIGURE.c.state, func.sum(FIGURE.c.n))
    .where(
        FIGURE.c.campaign_id == bindparam("campaign"),
        FIGURE.c.branch_id.in_(_OF),
        FIGURE.c.day <= _DAY,
        FIGURE.c.measure.in_(("complete", "complete_moved", "plan", "plan_moved")),
        FIGURE.c.state.in_(("", "excused")),
    )
    .group_by(FIGURE.c.branch_id, FIGURE.c.movement, FIGURE.c.state)
)
_CHILD = UNIT_SPAN.alias("child")
_HAS_UNITS = UNIT_SPAN.c.unit_id.in_(
    select(_CHILD.c.parent_id).where(_CHILD.c.parent_id.is_not(None), _CHILD.c.from_day <= _DAY, _CHILD.c.to_day > _DAY)
)
_BRANCHES = (
    select(UNIT_SPAN.c.unit_id, UNIT_SPAN.c.name)
    .where(UNIT_SPAN.c.parent_id == bindparam("branch"), _THERE, _HAS_UNITS)
    .order_by(UNIT_SPAN.c.unit_id)
)


async def branches(store: Store, branch: int, day: date) -> list[tuple[int, str]]:
    """The branches right below one, in the order of the register: (unit, name). A school is none."""
    return [(int(row[0]), str(row[1])) for row in await store.rows(_BRANCHES, {"branch": branch, "day": day})]


async def shares(
    store: Store,
    now: Now,
    campaign: int,
    wanted: Sequence[int],
    day: date,
    obliges: Callable[[str, str], bool],
    scope: Scope,
) -> Shares:
    """How many units of each branch and kind are complete at the end of ``day``; excused ones are not counted.

    Of a branch that does not lie in the scope today nothing is found.
    """
    found: Shares = {branch: defaultdict(Share) for branch in wanted}
    who = {"branches": list(wanted), "roots": list(scope.roots), "today": now.today}
    seen = [int(row[0]) for row in await store.rows(_SEEN, who)] if wanted else []
    if not seen:
        return found
    values = {"branches": seen, "day": day}
    for branch, kind, ownership, n in await store.rows(_UNITS, values):
        if obliges(kind, ownership):
            found[branch][kind] += Share(0, int(n))
    for branch, kept_as, state, n in await store.rows(_KEPT, {**values, "campaign": campaign}):
        kind, _, ownership = kept_as.partition("/")
        if obliges(kind, ownership):
            found[branch][kind] += Share(0, -int(n)) if state == "excused" else Share(int(n), 0)
    return found
