"""Secret votes: kept under tokens, changed until the case closes, counted, then parted from their voters for good."""

import secrets
from collections.abc import Sequence

from sqlalchemy import bindparam, delete, func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.council.ballots import Choice, tally, token
from domain.rights import Scope
from storage.store import Store
from storage.tables import VOTE

_PUT = upsert(VOTE)
_PUT = _PUT.on_conflict_do_update(index_elements=["case_id", "token"], set_={"choice": _PUT.excluded.choice})
_OWN = (VOTE.c.case_id == bindparam("of_case"), VOTE.c.token == bindparam("under"))
_IS_THERE = select(VOTE.c.case_id).where(*_OWN)
_TAKE = delete(VOTE).where(*_OWN)
_CHOICES = select(VOTE.c.choice).where(VOTE.c.case_id == bindparam("of_case"))
_CAST = (
    select(VOTE.c.case_id, func.count())
    .where(VOTE.c.case_id.in_(bindparam("cases", expanding=True)))
    .group_by(VOTE.c.case_id)
)
_EMPTY = delete(VOTE).where(VOTE.c.case_id == bindparam("of_case"))
_AGAIN = insert(VOTE)


def _own(secret: bytes, case: int, scope: Scope) -> dict[str, object]:
    return {"of_case": case, "under": token(secret, case, scope.person)}


async def vote(store: Store, secret: bytes, case: int, choice: Choice, scope: Scope) -> None:
    """The vote of the scope's own person, or another in its place. No audit row: its hour would tell whose it is."""
    await store.write(_PUT, {"case_id": case, "token": token(secret, case, scope.person), "choice": choice})


async def has_voted(store: Store, secret: bytes, case: int, scope: Scope) -> bool:
    """Whether the scope's own person has voted on it; what, is not read."""
    return await store.row(_IS_THERE, _own(secret, case, scope)) is not None


async def take_back(store: Store, secret: bytes, cases: Sequence[int], person: int) -> int:
    """Take one member's votes out of cases that are open still: they leave, or have to do with it."""
    taken = 0
    for case in cases:
        taken += await store.write(_TAKE, {"of_case": case, "under": token(secret, case, person)})
    return taken


async def cast(store: Store, cases: Sequence[int]) -> dict[int, int]:
    """How many votes each of these cases has; not what they say, before it is closed."""
    found = dict.fromkeys(cases, 0)
    if cases:
        found |= {row[0]: int(row[1]) for row in await store.rows(_CAST, {"cases": list(cases)})}
    return found


async def count(store: Store, case: int) -> dict[Choice, int]:
    """How many chose what."""
    return tally(row[0] for row in await store.rows(_CHOICES, {"of_case": case}))


async def part(store: Store, cases: Sequence[int]) -> None:
    """The count is confirmed: what was voted stays to be counted again, under tokens that belong to nobody."""
    for case in cases:
        choices = sorted(row[0] for row in await store.rows(_CHOICES, {"of_case": case}))
        await store.write(_EMPTY, {"of_case": case})
        if choices:
            rows = [{"case_id": case, "token": secrets.token_hex(32), "choice": choice} for choice in choices]
            await store.write(_AGAIN, rows)


async def forget(store: Store, case: int) -> None:
    """A case that is left for another session: what was voted on it decides nothing there."""
    await store.write(_EMPTY, {"of_case": case})
