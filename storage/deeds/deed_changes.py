"""What happens to a report beside the school's decision: more evidence, a word put right, withdrawn by its reporter."""

from sqlalchemy import bindparam, select, update

from domain.clock import Now
from domain.deeds import FOLLOWS, Deed
from domain.messages import Json
from domain.rights import Scope
from storage.deeds import deed_versions, deeds, search
from storage.scopes import within
from storage.store import Store
from storage.tables import DEED, EXEMPLAR_NOTE, PRAISED

_IS = (DEED.c.id == bindparam("row"), DEED.c.version == bindparam("seen"), DEED.c.state == bindparam("was"))
_AMEND = (
    update(DEED)
    .where(
        *_IS,
        (DEED.c.reporter_id == bindparam("person"))
        | select(PRAISED.c.deed_id)
        .where(PRAISED.c.deed_id == DEED.c.id, PRAISED.c.person_id == bindparam("person"))
        .exists()
        | select(EXEMPLAR_NOTE.c.id)
        .where(EXEMPLAR_NOTE.c.deed_id == DEED.c.id, EXEMPLAR_NOTE.c.to_id == bindparam("person"))
        .exists(),
    )
    .values(version=DEED.c.version + 1, answers=bindparam("said"))
    .returning(*deeds.COLUMNS)
)
_HIDE = (
    update(DEED)
    .where(*_IS, within(DEED.c.unit_id, below=True))
    .values(version=DEED.c.version + 1, answers=bindparam("said"))
    .returning(*deeds.COLUMNS)
)
_WITHDRAW = (
    update(DEED)
    .where(*_IS, DEED.c.reporter_id == bindparam("person"))
    .values(state="withdrawn", version=DEED.c.version + 1, decided_at=bindparam("at"), decided_by=bindparam("person"))
    .returning(*deeds.COLUMNS, *deeds.BESIDE)
)
_REWORD = (
    update(DEED)
    .where(*_IS, within(DEED.c.unit_id, below=False))
    .values(version=DEED.c.version + 1, reason=bindparam("why"), decided_at=bindparam("at"), decided_by=bindparam("by"))
    .returning(*deeds.COLUMNS)
)


_HAND_BACK = (
    update(DEED)
    .where(*_IS, within(DEED.c.unit_id, below=True))
    .values(
        state="returned",
        version=DEED.c.version + 1,
        decided_at=bindparam("at"),
        decided_by=bindparam("by"),
        reason=bindparam("why"),
    )
    .returning(*deeds.COLUMNS, *deeds.BESIDE)
)


async def hand_back(store: Store, now: Now, before: Deed, scope: Scope, reason: str) -> Deed | None:
    """The Office returns what a school has confirmed; None when it changed meanwhile, or lies elsewhere."""
    if before.state != "confirmed":
        return None
    values = {"row": before.id, "seen": before.version, "was": before.state, "why": reason, "by": scope.person}
    where = {"roots": list(scope.roots), "day": now.today, "at": now.campaign}
    changed = await store.returned(_HAND_BACK, {**values, **where})
    if changed is None:
        return None
    after = Deed(*changed[: len(deeds.COLUMNS)])
    deeds.record(store, now, after.id, "returned", after.movement, scope.person, reason)
    deeds.moved(store, now, changed, before, after)
    return after


async def amend(store: Store, now: Now, before: Deed, answers: dict[str, Json], person: int) -> Deed | None:
    """More evidence, or a word on being named: the state stays. None when the report changed meanwhile.

    Only its reporter, those who are praised in it and those whom the Office asked about it can.
    """
    values = {"row": before.id, "seen": before.version, "was": before.state, "said": answers, "person": person}
    changed = await store.returned(_AMEND, values)
    if changed is None:
        return None
    after = Deed(*changed)
    deed_versions.keep(store, now, before, after, person)
    search.note(store, after.id)
    return after


async def hide(store: Store, now: Now, before: Deed, answers: dict[str, Json], scope: Scope) -> Deed | None:
    """A name goes out of a report of this scope; the state stays. None when it changed meanwhile or lies elsewhere."""
    values = {"row": before.id, "seen": before.version, "was": before.state, "said": answers}
    changed = await store.returned(_HIDE, {**values, "roots": list(scope.roots), "day": now.today})
    if changed is None:
        return None
    after = Deed(*changed)
    deed_versions.keep(store, now, before, after, scope.person)
    return after


async def withdraw(store: Store, now: Now, before: Deed, version: int, person: int) -> Deed | None:
    """Taken back by its reporter, out of every figure; None when it is not theirs or changed meanwhile."""
    if "withdrawn" not in FOLLOWS[before.state]:
        return None
    values = {"row": before.id, "seen": version, "was": before.state, "person": person, "at": now.campaign}
    changed = await store.returned(_WITHDRAW, values)
    if changed is None:
        return None
    after = Deed(*changed[: len(deeds.COLUMNS)])
    deeds.record(store, now, after.id, "withdrawn", after.movement, person, None)
    deeds.moved(store, now, changed, before, after)
    return after


async def reword(store: Store, now: Now, row: int, version: int, scope: Scope, reason: str) -> Deed | None:
    """Other words for a return that was not answered yet; None when the report moved on or is out of scope."""
    values = {
        "row": row,
        "seen": version,
        "was": "returned",
        "roots": list(scope.roots),
        "why": reason,
        "at": now.campaign,
        "by": scope.person,
    }
    changed = await store.returned(_REWORD, values)
    return Deed(*changed) if changed else None
