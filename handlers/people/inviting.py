"""An invite code made in chat: for a role the giver may give in that unit, one use, seven days."""

import secrets
from dataclasses import replace
from datetime import timedelta

from domain import codes
from domain.mistakes import Mistake
from domain.people import ROLES, Role
from domain.rights import fits, need
from domain.unit_names import short_name
from handlers import bots
from handlers.context import Answer, Context, Offer, act
from handlers.intentions import Intention
from storage import audit
from storage.people import invites, members
from storage.units import units
from storage.units.units import Unit

DAYS = 7


async def choose(ctx: Context) -> Answer:
    """For which role: only those that this person may give there."""
    unit = await _unit(ctx)
    rows: list[list[Offer]] = [
        [ctx.button(f"as_{role}", act("invite", unit.id, role))] for role in await _roles(ctx, unit)
    ]
    if not rows:
        raise Mistake("no_right_give")
    back = ctx.button("back_to_list", act("members", unit.id, 0))
    return ctx.say("members.which_role", [*rows, [back]], unit=short_name(unit.name))


async def make(ctx: Context) -> Answer:
    """The code, told once; storage refuses a role that the giver may not give (domain/rights)."""
    unit = await _unit(ctx)
    role: Role | None = next((one for one in await _roles(ctx, unit) if one == ctx.args[1]), None)
    if role is None or ctx.person is None:
        raise Mistake("no_right_give")
    code = codes.make(secrets.choice)
    row = await invites.give(ctx.store, ctx.now, code, ctx.house.secret, ctx.person, unit.id, role, 1, DAYS)
    if row is None:
        raise Mistake("no_right_give")
    audit.note(ctx.store, ctx.now, ctx.person.id, "invited", f"invite:{row}", {"role": role, "uses": 1, "days": DAYS})
    rows: list[list[Offer]] = [[ctx.button("another_code", act("invite_to", unit.id))], ["members", "menu"]]
    day = ctx.words.day(ctx.now.today + timedelta(days=DAYS))
    named = ctx.words.role(role, unit.kind)
    said = ctx.say("members.code", rows, code=codes.shown(code), role=named, unit=short_name(unit.name), day=day)
    if await bots.are_full(ctx, unit.id):
        return replace(said, text=f"{said.text}\n{ctx.words('bots.invited_full')}")
    return said


async def _unit(ctx: Context) -> Unit:
    scope, number = need(ctx.person, "invite"), int(ctx.args[0])
    unit = await units.by_id(ctx.store, number, ctx.now.today)
    if unit is None or not await units.is_below(ctx.store, number, scope.roots, ctx.now.today):
        raise Mistake("unit_not_yours")
    return unit


async def _roles(ctx: Context, unit: Unit) -> list[Role]:
    if ctx.person is None:
        return []
    return [
        role
        for role in members.ORDER
        if fits(role, unit.kind) and await members.may(ctx.store, ctx.person, role, unit.id, ctx.now.today)
    ]


ACTIONS = (
    Intention("invite_to", choose, verb="invite", reading=True),
    Intention("invite", make, verb="invite", words=ROLES, word_at=1),
)
