"""Where a good example was published: written down, sent or told of, and taken down again."""

from sqlalchemy import bindparam, literal, select

from storage.store import Store
from storage.tables import PUBLICATION

_ANY = select(literal(1)).where(PUBLICATION.c.deed_id == bindparam("deed"), PUBLICATION.c.state == "out").limit(1)


async def any_of(store: Store, deed: int) -> bool:
    """Whether an example has been published anywhere and stands there still: what step four asks for (II-4)."""
    return await store.row(_ANY, {"deed": deed}) is not None
