"""People who are praised in a report and are members of its unit: asked once, and what they said (C10)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.clock import Now
from domain.rights import Scope
from storage.scopes import within
from storage.store import Store
from storage.tables import DEED, GRANT, PERSON, PRAISED

_ASK = insert(PRAISED).on_conflict_do_nothing().returning(PRAISED.c.person_id)
_MEMBERS = (
    select(PERSON.c.id, PERSON.c.name, PERSON.c.title)
    .where(
        PERSON.c.id.in_(
            select(GRANT.c.person_id).where(
                GRANT.c.unit_id == bindparam("unit"),
                GRANT.c.from_day <= bindparam("day"),
                GRANT.c.to_day > bindparam("day"),
            )
        )
    )
    .order_by(PERSON.c.id)
)
_ONE = select(PRAISED.c.answer, PRAISED.c.words, PRAISED.c.answered_at).where(
    PRAISED.c.deed_id == bindparam("row"), PRAISED.c.person_id == bindparam("who")
)
_OF = {
    below: select(PRAISED.c.person_id, PRAISED.c.answer, PRAISED.c.words, PRAISED.c.answered_at)
    .join(DEED, DEED.c.id == PRAISED.c.deed_id)
    .where(PRAISED.c.deed_id == bindparam("row"), within(DEED.c.unit_id, below=below))
    .order_by(PRAISED.c.person_id)
    for below in (True, False)
}
_ANSWERS = select(PRAISED.c.answer).where(PRAISED.c.deed_id == bindparam("row"))
_KNOWN = select(PRAISED.c.person_id).where(PRAISED.c.deed_id == bindparam("row")).order_by(PRAISED.c.person_id)
_ANSWER = (
    update(PRAISED)
    .where(PRAISED.c.deed_id == bindparam("row"), PRAISED.c.person_id == bindparam("who"))
    .values(answer=bindparam("said"), words=bindparam("told"), answered_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody who is praised answered: ``agreed``, ``unnamed`` or ``mend``; None while they have not."""

    person: int
    answer: str | None
    words: str | None = field(repr=False)
    at: datetime | None


async def members(store: Store, unit: int, day: date) -> Sequence[tuple[int, str, str]]:
    """Who holds a role in this very unit: (person, name, form of address)."""
    return [(row[0], row[1], row[2]) for row in await store.rows(_MEMBERS, {"unit": unit, "day": day})]


async def ask(store: Store, now: Now, deed: int, person: int) -> bool:
    """Note that somebody is asked about a report; False when they were before."""
    values = {"deed_id": deed, "person_id": person, "asked_at": now.campaign}
    return await store.returned(_ASK, values) is not None


async def was_asked(store: Store, deed: int, person: int) -> Said | None:
    """What this person answered; None for somebody who was never asked."""
    row = await store.row(_ONE, {"row": deed, "who": person})
    return Said(person, row[0], row[1], row[2]) if row else None


async def of(store: Store, now: Now, deed: int, scope: Scope) -> list[Said]:
    """Everybody who was asked about a report of the scope."""
    values = {"row": deed, "roots": list(scope.roots), "day": now.today}
    return [Said(*row) for row in await store.rows(_OF[scope.below], values)]


async def answers(store: Store, deed: int) -> list[str | None]:
    """What was answered, without the words and by nobody in particular: whether a name may stand (C10)."""
    return [row[0] for row in await store.rows(_ANSWERS, {"row": deed})]


async def known(store: Store, deed: int) -> list[int]:
    """Members who are praised in a report: whom thanks for it go to."""
    return [int(row[0]) for row in await store.rows(_KNOWN, {"row": deed})]


async def answer(store: Store, now: Now, deed: int, person: int, said: str, words: str | None) -> None:
    """Keep what they said; the last word counts."""
    await store.write(_ANSWER, {"row": deed, "who": person, "said": said, "told": words, "at": now.campaign})
