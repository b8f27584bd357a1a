"""The figures of a whole province in one go, by what recount stands on; recount itself then finds nothing to mend."""

from collections import Counter

from sqlalchemy import text

from benchmarks.bulk import Bulk
from bot.app import Base
from storage.database import reading
from storage.figures.lives import lives
from storage.figures.places import Key, places
from storage.figures.recount import recount
from storage.store import Store
from storage.tables import FIGURE
from storage.units import units

UNITS_AT_ONCE = 50


async def count(base: Base, bulk: Bulk, campaign: int) -> None:
    """All figures anew, by what `recount` stands on; `check` proves it."""
    await bulk.empty(FIGURE)
    upper: Counter[Key] = Counter()
    async with reading(base.readers) as connection:
        store = Store(connection, writable=False)
        tree = await units.tree(store)
        ids, above = sorted(tree.ids.values()), {span[4] for spans in tree.spans.values() for span in spans}
        for at in range(0, len(ids), UNITS_AT_ONCE):
            part = ids[at : at + UNITS_AT_ONCE]
            where, own = await places(store, part), Counter[Key]()
            for unit, told in (await lives(store, campaign, part)).items():
                for step in told:
                    for key, n in where[unit].contributions(step):
                        (upper if key[0] in above else own)[key] += n
            await kept(bulk, campaign, own)
    await kept(bulk, campaign, upper)


async def kept(bulk: Bulk, campaign: int, counted: Counter[Key]) -> None:
    await bulk.pour(
        FIGURE,
        "campaign_id branch_id measure movement state day n",
        sorted((campaign, key[0], *key[2:], key[1], n) for key, n in counted.items() if n),
    )


async def look(base: Base) -> None:
    await base.writer.run(lambda connection: connection.execute(text("ANALYZE")))


async def check(base: Base, campaign: int) -> None:
    """The service's own recount must find nothing to put right."""
    wrong = await recount(base.readers, base.writer, campaign)
    if wrong:
        raise SystemExit(f"bench: {wrong} figures differ from what recount counts")
