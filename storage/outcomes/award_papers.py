"""The papers by which nominations went up, were decided on, or lost their award again: number, day, who decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from sqlalchemy import bindparam, insert, select, update

from domain.clock import Now
from domain.rights import Scope
from storage import audit
from storage.store import Store
from storage.tables import DECISION, DECISION_ROW

Kind: TypeAlias = Literal["submitted", "decided", "revoked"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with number and symbol as issued; ``decided_by`` is the body or office that signed.

    Of an ad-hoc award the number ("") and the day (None) may not be known.
    """

    id: int
    kind: Kind
    number: str
    day: date | None
    decided_by: str
    reason: str | None = None


_ADD = insert(DECISION).returning(DECISION.c.id)
_ADD_ROW = insert(DECISION_ROW)
_OF = (
    select(
        DECISION_ROW.c.nomination_id,
        DECISION.c.id,
        DECISION.c.kind,
        DECISION.c.number,
        DECISION.c.day,
        DECISION.c.decided_by,
        DECISION.c.reason,
    )
    .join(DECISION, DECISION.c.id == DECISION_ROW.c.decision_id)
    .where(DECISION_ROW.c.nomination_id.in_(bindparam("ids", expanding=True)))
    .order_by(DECISION.c.id)
)

_FORGET = (
    update(DECISION).where(DECISION.c.campaign_id == bindparam("campaign"), DECISION.c.reason.is_not(None))
).values(reason=None)


async def record(store: Store, now: Now, campaign: int, paper: Paper, nominations: Sequence[int], scope: Scope) -> int:
    """Write a paper down with the nominations it is about; ``paper.id`` is of no matter. Returns its number."""
    values = {"kind": paper.kind, "number": paper.number, "day": paper.day, "decided_by": paper.decided_by}
    row = await store.add(
        _ADD,
        {
            **values,
            "campaign_id": campaign,
            "reason": paper.reason,
            "recorded_by": scope.person,
            "at": now.campaign,
        },
    )
    for nomination in nominations:
        await store.write(_ADD_ROW, {"decision_id": row, "nomination_id": nomination})
    said = ", ".join(map(str, nominations))
    told = {"number": paper.number, "day": paper.day.isoformat() if paper.day else "", "nominations": said}
    audit.note(store, now, scope.person, f"award_{paper.kind}", f"award_paper:{row}", told)
    return row


async def of(store: Store, nominations: Sequence[int]) -> dict[int, list[Paper]]:
    """The papers about each of these nominations, the oldest first."""
    found: dict[int, list[Paper]] = {row: [] for row in nominations}
    if nominations:
        for nomination, *paper in await store.rows(_OF, {"ids": list(nominations)}):
            found[nomination].append(Paper(*paper))
    return found


async def forget(store: Store, campaign: int) -> int:
    """The campaign is long over: why something was revoked goes, that it was stays."""
    return await store.write(_FORGET, {"campaign": campaign})
