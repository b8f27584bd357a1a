"""/privacy: what is kept about the person who asks, and how to have it changed (G1)."""

from domain.people import Person
from handlers import deed
from handlers.context import Answer, Context
from handlers.intentions import Intention
from storage import deeds, people


async def privacy(ctx: Context) -> Answer:
    """Everything by its kind; of a stranger nothing is kept but the address of the chat."""
    person = ctx.person
    if person is None:
        return ctx.say("privacy.stranger")
    total, _ = await deeds.mine(ctx.store, ctx.house.campaign_id, person.id, 0, 1)
    drafts = sum(one.form == deed.DEED.name for one in ctx.talk.drafts.values())
    lines = [
        ctx.words("privacy.person", roles=_roles(ctx, person)),
        ctx.words("privacy.channel", channel=ctx.words(f"privacy.on_{ctx.talk.address.channel}")),
        ctx.words("privacy.reports", n=total, drafts=drafts),
    ]
    if agreed := await people.consented(ctx.store, person.id):
        at = agreed[1].astimezone(ctx.now.zone)
        when = {"time": ctx.words.time(at), "day": ctx.words.day(at.date())}
        lines.append(ctx.words("privacy.consent", notice=agreed[0], **when))
    return ctx.say("privacy.kept", [["mine"], ["menu"]], lines="\n".join(f"- {line}" for line in lines))


def _roles(ctx: Context, person: Person) -> str:
    return ctx.words.listed([f"{ctx.words.role(one.role, one.unit_kind)} {one.unit_name}" for one in person.grants])


COMMANDS = (Intention("privacy", privacy, aliases=("riengtu",), stranger=True),)
