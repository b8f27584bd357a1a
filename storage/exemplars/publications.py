"""Where a good example was published: written down, sent or told of, and taken down again."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, insert, literal, select, update

from domain.clock import Now
from domain.rights import Scope
from storage.store import Store
from storage.tables import IS_DRAFTED, PUBLICATION

LONGEST: Final = 200
"""Letters of where something was told of."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One publication of an example. ``unit`` publishes it; ``place`` says where, unless it was sent from here."""

    id: int
    campaign: int
    deed: int
    unit: int
    by: int | None
    dispatch: int | None
    state: str
    place: str = field(repr=False)
    on: date | None

    @property
    def scope(self) -> Scope:
        """What whoever publishes may show: the publisher's own branch."""
        return Scope("review", (self.unit,), below=True, person=self.by or 0)


_COLUMNS = (
    PUBLICATION.c.id,
    PUBLICATION.c.campaign_id,
    PUBLICATION.c.deed_id,
    PUBLICATION.c.unit_id,
    PUBLICATION.c.by_id,
    PUBLICATION.c.dispatch_id,
    PUBLICATION.c.state,
    PUBLICATION.c.place,
    PUBLICATION.c.published_on,
)
_ADD = insert(PUBLICATION).returning(PUBLICATION.c.id)
_ANY = select(literal(1)).where(PUBLICATION.c.deed_id == bindparam("deed"), PUBLICATION.c.state == "out").limit(1)
_OUT = (
    select(*_COLUMNS)
    .where(PUBLICATION.c.deed_id == bindparam("deed"), PUBLICATION.c.state == "out")
    .order_by(PUBLICATION.c.id)
)
_NEWEST = select(*_COLUMNS).where(PUBLICATION.c.deed_id == bindparam("deed")).order_by(PUBLICATION.c.id.desc())
_OF_DISPATCH = select(*_COLUMNS).where(IS_DRAFTED, PUBLICATION.c.dispatch_id == bindparam("dispatch")).limit(1)
_MARK_OUT = (
    update(PUBLICATION)
    .where(PUBLICATION.c.id == bindparam("row"), IS_DRAFTED)
    .values(state="out", published_at=bindparam("at"), published_on=bindparam("today"))
)
_DOWN = (
    update(PUBLICATION)
    .where(PUBLICATION.c.deed_id == bindparam("deed"), PUBLICATION.c.state.in_(("draft", "out")))
    .values(state="down", down_at=bindparam("at"))
)


def subject(deed: int) -> str:
    """How sendings of an example, and the ledger of who got them, name it."""
    return f"publication:{deed}"


async def add(
    store: Store, now: Now, campaign: int, deed: int, scope: Scope, *, place: str = "", dispatch: int | None = None
) -> int:
    """Written down: sent from here (a draft until the first has it), or told of elsewhere, which is out at once."""
    is_out = dispatch is None
    values: dict[str, Any] = {
        "campaign_id": campaign,
        "deed_id": deed,
        "unit_id": scope.roots[0],
        "by_id": scope.person,
        "dispatch_id": dispatch,
        "state": "out" if is_out else "draft",
        "place": place[:LONGEST],
        "created_at": now.campaign,
        "published_at": now.campaign if is_out else None,
        "published_on": now.today if is_out else None,
    }
    return await store.add(_ADD, values)


async def any_of(store: Store, deed: int) -> bool:
    """Whether an example has been published anywhere and stands there still: what step four asks for (II-4)."""
    return await store.row(_ANY, {"deed": deed}) is not None


async def out(store: Store, deed: int) -> list[Publication]:
    """Where an example stands published now, the first first."""
    return [Publication(*row) for row in await store.rows(_OUT, {"deed": deed})]


async def latest(store: Store, deed: int) -> Publication | None:
    """The newest publication of an example, whatever became of it: for whoever was sent one of them."""
    row = await store.row(_NEWEST, {"deed": deed})
    return Publication(*row) if row else None


async def drafted(store: Store, dispatch: int) -> Publication | None:
    """What a sending is to make public, while nobody has it yet: for the clock."""
    row = await store.row(_OF_DISPATCH, {"dispatch": dispatch})
    return Publication(*row) if row else None


async def mark_out(store: Store, now: Now, row: int) -> bool:
    """The first has it: from here on it is public; False when somebody marked it before."""
    return await store.write(_MARK_OUT, {"row": row, "at": now.campaign, "today": now.today}) == 1


async def take_down(store: Store, now: Now, deed: int) -> int:
    """An example is public no more; returns how many publications that ends."""
    return await store.write(_DOWN, {"deed": deed, "at": now.campaign})
