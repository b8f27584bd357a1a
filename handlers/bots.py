"""/bots: the Office sees every bot, whose it is, how many people it has and what is left of its month."""

from domain.clock import Now
from domain.plan_room import Room, month_of
from domain.unit_names import short_name
from handlers.context import Answer, Context, House
from handlers.intentions import Intention
from storage import bots, quota, units
from storage.store import Store
from texts.catalogue import Words

CHANNEL = "zalo"
MOST_LINES = 9
"""Of a list (CONVERSATIONS §1.5); bots near their end come first."""


async def rooms(store: Store, now: Now, house: House) -> list[Room]:
    """What each bot has used, those with the least room first."""
    spent = await quota.every(store, month_of(now.real, now.zone))
    people = await bots.people(store, CHANNEL)
    found = []
    for one in await bots.every(store):
        if one.channel != CHANNEL:
            continue
        unit = await units.by_id(store, one.unit, now.today) if one.unit else None
        used = spent.get((CHANNEL, one.account), quota.Spent())
        name, whose = one.name or one.account, short_name(unit.name) if unit else ""
        counts = (people[one.account], house.plan[0], used.messages, house.plan[1])
        found.append(Room(one.account, name, whose, *counts, refused=used.is_full))
    return sorted(found, key=lambda one: (not one.refused, -one.messages, -one.people))


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
    found = await rooms(ctx.store, ctx.now, ctx.house)
    if not found:
        return ctx.say("bots.none", [["menu"]])
    lines = [ctx.words("bots.line", **named(ctx.words, one)) for one in found[:MOST_LINES]]
    if len(found) > MOST_LINES:
        lines.append(ctx.words("bots.more", n=len(found) - MOST_LINES))
    month = f"{ctx.now.real.astimezone(ctx.now.zone):%m/%Y}"
    return ctx.say("bots.all", [["menu"]], count=len(found), month=month, lines="\n".join(lines))


COMMANDS = (Intention("bots", show, verb="review", aliases=("botzalo",), reading=True),)
