"""What a golden book holds: confirmed reports that praise a person or that they told, thanks for them, and awards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from sqlalchemy import BindParameter, bindparam, literal, select, union

from domain.messages import Json
from storage.store import Store
from storage.tables import DECISION, DECISION_ROW, DEED, EXEMPLAR, NOMINATION, PRAISED, THANKS

MOST = 60
"""Deeds in one book; the newest, should there ever be more."""
TRUE = ("agreed", "unnamed")
"""Answers of somebody praised by which the report is true. Whether the name may be published is another question."""


Thanker = Literal["office", "school"]


@dataclass(frozen=True, slots=True)
class Page:
    """A confirmed report: whether the person told it, whether they said that its praise of them is true, and thanks."""

    deed: int
    is_told: bool
    is_praised: bool
    answers: Mapping[str, Json] = field(repr=False)
    first: date | None
    sent_on: date
    confirmed_at: datetime | None
    published_on: date | None
    thanked: tuple[tuple[Thanker, date], ...] = ()
    """Who thanked whom this person is in the report (praised, or its reporter), and on which day."""


@dataclass(frozen=True, slots=True)
class Award:
    """What was decided on in the person's favour: the form's code, and the decision."""

    form: str
    number: str
    day: date
    decided_by: str


_WHO: BindParameter[int] = bindparam("person")
_PRAISING = select(PRAISED.c.deed_id).where(PRAISED.c.person_id == _WHO, PRAISED.c.answer.in_(TRUE))
_TOLD = select(DEED.c.id).where(DEED.c.reporter_id == _WHO)
_IS_PRAISED = (
    select(literal(1))
    .where(PRAISED.c.deed_id == DEED.c.id, PRAISED.c.person_id == _WHO, PRAISED.c.answer.in_(TRUE))
    .correlate(DEED)
    .scalar_subquery()
)
_PAGES = (
    select(
        DEED.c.id,
        DEED.c.reporter_id,
        _IS_PRAISED,
        DEED.c.answers,
        DEED.c.from_day,
        DEED.c.sent_on,
        DEED.c.decided_at,
        EXEMPLAR.c.published_on,
    )
    .outerjoin(EXEMPLAR, EXEMPLAR.c.deed_id == DEED.c.id)
    .where(
        DEED.c.id.in_(union(_PRAISING, _TOLD)),
        DEED.c.state == "confirmed",
        EXEMPLAR.c.side.is_(None) | (EXEMPLAR.c.side == ""),
    )
    .order_by(DEED.c.id.desc())
    .limit(bindparam("most"))
)
_ANY = (
    select(PRAISED.c.deed_id)
    .join(DEED, DEED.c.id == PRAISED.c.deed_id)
    .where(PRAISED.c.person_id == _WHO, PRAISED.c.answer.in_(TRUE), DEED.c.state == "confirmed")
    .limit(1)
)
_THANKS = (
    select(THANKS.c.deed_id, THANKS.c.kind, THANKS.c.on_day, THANKS.c.to_id)
    .where(THANKS.c.deed_id.in_(bindparam("ids", expanding=True)))
    .order_by(THANKS.c.on_day)
)


_REVOKED = DECISION.alias("revoked")
_REVOKED_ROW = DECISION_ROW.alias("revoked_row")
_AWARDS = (
    select(NOMINATION.c.form, DECISION.c.number, DECISION.c.day, DECISION.c.decided_by)
    .join(DECISION_ROW, DECISION_ROW.c.nomination_id == NOMINATION.c.id)
    .join(DECISION, DECISION.c.id == DECISION_ROW.c.decision_id)
    .where(
        NOMINATION.c.person_id == _WHO,
        NOMINATION.c.subject_type == "individual",
        DECISION.c.kind == "decided",
        ~select(_REVOKED_ROW.c.nomination_id)
        .join(_REVOKED, _REVOKED.c.id == _REVOKED_ROW.c.decision_id)
        .where(_REVOKED_ROW.c.nomination_id == NOMINATION.c.id, _REVOKED.c.kind == "revoked")
        .exists(),
    )
    .order_by(DECISION.c.day, DECISION.c.id)
)


async def awards(store: Store, person: int) -> list[Award]:
    """What the person was awarded, oldest first; without what was revoked."""
    return [Award(*row) for row in await store.rows(_AWARDS, {"person": person})]


async def are_any(store: Store, person: int) -> bool:
    """Whether any confirmed report praises the person who said that it is true."""
    return await store.row(_ANY, {"person": person}) is not None


async def of(store: Store, person: int) -> list[Page]:
    """The pages, oldest deed first. A report that is held or hidden is left out until a person lifts that."""
    rows = await store.rows(_PAGES, {"person": person, "most": MOST})
    praised, thanks = {row[0] for row in rows if row[2]}, dict[int, list[tuple[Thanker, date]]]()
    for deed, kind, day, to in await store.rows(_THANKS, {"ids": [row[0] for row in rows]}) if rows else ():
        if kind == ("praised" if deed in praised else "reporter"):
            thanks.setdefault(deed, []).append(("office", day))
        elif kind == "timely" and to == person:
            thanks.setdefault(deed, []).append(("school", day))
    pages = [
        Page(row[0], row[1] == person, row[0] in praised, row[3], row[4], row[5], row[6], row[7], tuple(given))
        for row in rows
        for given in [thanks.get(row[0], ())]
    ]
    return sorted(pages, key=lambda page: (page.first or page.sent_on, page.deed))
