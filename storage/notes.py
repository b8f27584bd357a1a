"""Small facts of the installation itself, such as how far the demo's pretend day has moved."""

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from domain.messages import Json
from storage.store import Store
from storage.tables import NOTE

_PUT = insert(NOTE)
_PUT = _PUT.on_conflict_do_update(index_elements=["name"], set_={"value": _PUT.excluded.value})
_GET = select(NOTE.c.value).where(NOTE.c.name == bindparam("name"))


async def put(store: Store, name: str, value: Json) -> None:
    """Remember a fact."""
    await store.write(_PUT, {"name": name, "value": value})


async def get(store: Store, name: str) -> Json:
    """A remembered fact, None when it is not."""
    row = await store.row(_GET, {"name": name})
    return row[0] if row else None
