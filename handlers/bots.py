"""/bots: the Office sees every bot, whose it is, how many people it has and what is left of its month."""

from domain.clock import Now
from domain.plan_room import Room, month_of
from domain.unit_names import short_name
from handlers.context import Answer, Context
from handlers.intentions import Intention
from storage.post import bots, quota
from storage.store import Store
from storage.units import units
from texts.catalogue import Words

CHANNEL = "zalo"
MOST_LINES = 9
"""Of a list (CONVERSATIONS §1.5); bots near their end come first."""


async def rooms(store: Store, now: Now, plan: tuple[int, int]) -> list[Room]:
    """What each bot has used of its plan (people, messages a month), those with the least room first."""
    known = [one for one in await bots.every(store) if one.channel == CHANNEL]
    if not known:
        return []  # a province's chats need not be counted then
    spent = await quota.every(store, month_of(now.real, now.zone))
    people = await bots.people(store, CHANNEL)
    found = []
    for one in known:
        unit = await units.by_id(store, one.unit, now.today) if one.unit else None
        used = spent.get((CHANNEL, one.account), quota.Spent())
        name, whose = one.name or one.account, short_name(unit.name) if unit else ""
        counts = (people[one.account], plan[0], used.messages, plan[1])
        found.append(Room(one.account, name, whose, *counts, used.is_full, one.link, one.unit))
    return sorted(found, key=lambda one: (not one.refused, -one.messages, -one.people))


async def near(store: Store, now: Now, plan: tuple[int, int], unit: int) -> list[Room]:
    """The bots for a unit: its own, else those of the nearest unit above, at last those for everybody."""
    found = await rooms(store, now, plan)
    at: int | None = unit
    while at is not None:
        if own := [one for one in found if one.unit_id == at]:
            return own
        above = await units.by_id(store, at, now.today)
        at = above.parent if above else None
    return [one for one in found if one.unit_id is None]


async def are_full(ctx: Context, unit: int) -> bool:
    """Whether whoever is invited to this unit finds no place at its bots."""
    own = await near(ctx.store, ctx.now, ctx.house.plan, unit)
    return bool(own) and all(one.of_people == "full" for one in own)


def named(words: Words, room: Room) -> dict[str, object]:
    """A bot as it is spoken of."""
    return {
        "name": room.name,
        "unit": room.unit or words("bots.province"),
        "people": words.number(room.people),
        "most_people": words.number(room.most_people) if room.most_people else words("bots.unbounded"),
        "messages": words.number(room.messages),
        "most_messages": words.number(room.most_messages) if room.most_messages else words("bots.unbounded"),
    }


async def show(ctx: Context) -> Answer:
    """One line each."""
    found = await rooms(ctx.store, ctx.now, ctx.house.plan)
    if not found:
        return ctx.say("bots.none", [["menu"]])
    lines = [ctx.words("bots.line", **named(ctx.words, one)) for one in found[:MOST_LINES]]
    if len(found) > MOST_LINES:
        lines.append(ctx.words("bots.more", n=len(found) - MOST_LINES))
    month = f"{ctx.now.real.astimezone(ctx.now.zone):%m/%Y}"
    return ctx.say("bots.all", [["menu"]], count=len(found), month=month, lines="\n".join(lines))


COMMANDS = (Intention("bots", show, verb="review", aliases=("botzalo",), reading=True),)
