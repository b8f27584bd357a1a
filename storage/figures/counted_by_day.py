"""How many reports came in on each day, in a branch and of a movement (DOMAIN §4)."""

from datetime import date

from sqlalchemy import BindParameter, bindparam, func, select

from domain.clock import Now
from domain.rights import Scope
from storage.scopes import within
from storage.store import Store
from storage.tables import FIGURE

_BRANCH: BindParameter[int] = bindparam("branch", type_=FIGURE.c.branch_id.type)
_ALL = (
    select(FIGURE.c.day, func.sum(FIGURE.c.n))
    .where(
        within(_BRANCH, below=True),
        FIGURE.c.campaign_id == bindparam("campaign"),
        FIGURE.c.branch_id == _BRANCH,
        FIGURE.c.day >= bindparam("first"),
        FIGURE.c.day <= bindparam("last"),
        FIGURE.c.measure == "deed_in",
    )
    .group_by(FIGURE.c.day)
)
_ONE = _ALL.where(FIGURE.c.movement == bindparam("movement"))


async def reports(
    store: Store, now: Now, campaign: int, branch: int, days: tuple[date, date], movement: str, scope: Scope
) -> dict[date, int]:
    """By day, both days included; days without a report are not there. Without a movement, of all."""
    where = {"roots": list(scope.roots), "day": now.today}
    values = {"campaign": campaign, "branch": branch, "first": days[0], "last": days[1], **where}
    found = await store.rows(*((_ONE, {**values, "movement": movement}) if movement else (_ALL, values)))
    return {row[0]: int(row[1]) for row in found}
