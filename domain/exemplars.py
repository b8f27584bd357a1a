"""The four steps of an example (II-4, DOMAIN §4): found, nurtured, concluded, spread; and when it is set aside."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, TypeAlias

from domain.deeds import STATES as COUNTING
from domain.deeds import State

Stage: TypeAlias = Literal["detected", "nurtured", "concluded", "replicated"]
STAGES: Final[tuple[Stage, ...]] = ("detected", "nurtured", "concluded", "replicated")
"""Phát hiện, bồi dưỡng, tổng kết, nhân rộng, in their order."""

Side: TypeAlias = Literal["", "held", "hidden"]
SIDES: Final[tuple[Side, ...]] = ("", "held", "hidden")
"""Held: a complaint or discipline is under way (tạm dừng). Hidden: for the sake of somebody's privacy (ẩn)."""

Level: TypeAlias = Literal["", "unit", "relay", "department", "city", "state"]
LEVELS: Final[tuple[Level, ...]] = ("unit", "relay", "department", "city")
"""What the Office may propose when it concludes; "state" is only ever given by an award (IV.1)."""

Proof: TypeAlias = Literal["task", "level", "publication"]
PROOFS: Final[dict[Stage, Proof]] = {"nurtured": "task", "concluded": "level", "replicated": "publication"}
"""What a step asks for: what to complete, and who does; the level, once figures were checked; where it is public."""

Turn: TypeAlias = Literal["office", "others"]
"""Whose word is awaited: the Office's, or that of somebody whom it asked."""

Refusal: TypeAlias = Literal["", "unconfirmed", "held", "hidden", "same", "last", "early", "back"]


@dataclass(frozen=True, slots=True)
class Exemplar:
    """How far a report has come with the Office. ``version`` rises with every change and guards every decision.

    ``beneath`` is what stands again once it is hidden no more. ``published_on`` is the first day it was made public.
    """

    deed: int
    unit: int
    campaign: int
    movement: str
    state: State
    stage: Stage = "detected"
    side: Side = ""
    beneath: Side = ""
    level: Level = ""
    assigned: int | None = None
    turn: Turn = "office"
    version: int = 0
    changed_at: datetime | None = None
    published_on: date | None = None


def next_of(stage: Stage) -> Stage | None:
    """The step after this one; None after the last."""
    place = STAGES.index(stage) + 1
    return STAGES[place] if place < len(STAGES) else None


def refusal(stage: Stage, side: Side, wanted: Stage) -> Refusal:
    """Why an example cannot come to ``wanted`` now, "" where it can.

    One step at a time, since each has its own proof; back only from the conclusion, to be completed once more.
    """
    if side:
        return side
    if wanted == stage:
        return "same"
    if (stage, wanted) == ("concluded", "nurtured") or next_of(stage) == wanted:
        return ""
    if stage == STAGES[-1]:
        return "last"
    return "early" if STAGES.index(wanted) > STAGES.index(stage) else "back"


def follows(stage: Stage, side: Side, wanted: Stage) -> bool:
    """Whether an example may come to ``wanted`` now."""
    return not refusal(stage, side, wanted)


def may_be_set_aside(side: Side, wanted: Side) -> bool:
    """Privacy goes before a complaint: what is held may be hidden, what is hidden cannot be held."""
    return (side, wanted) in {("", "held"), ("", "hidden"), ("held", "hidden")}


def overdue(sent: date, today: date, limit: int) -> int:
    """By how many days a first answer is late (I.2-2, kịp thời); 0 within the limit, and where there is no limit."""
    return max(0, (today - sent).days - limit) if limit else 0


Counted: TypeAlias = tuple[str, str, str]
"""Measure, movement, state of a kept figure."""


def counted(movement: str, state: str, stage: str | None, *, published: bool) -> list[Counted]:
    """What a report is counted for beside its own state; a report at the first step is one that is at no other.

    Only while the report itself counts: one that was withdrawn counts nowhere. None is a report of which the Office
    knows nothing yet.
    """
    if state not in COUNTING:
        return []
    told = [("stage", movement, stage)] if stage not in {None, STAGES[0]} else []
    return [*told, ("published", movement, "")] if published else told
