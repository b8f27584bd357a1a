"""/privacy: what is kept about the person who asks, and how to have it changed (G1)."""

from domain.people import Person
from handlers import deed, linking, menu
from handlers.context import Answer, Context, Offer, act
from handlers.intentions import Intention
from storage import conversations, deeds, people


async def privacy(ctx: Context) -> Answer:
    """Everything by its kind; of a stranger nothing is kept but the address of the chat."""
    person = ctx.person
    if person is None:
        return ctx.say("privacy.stranger", menu.way_on(ctx))
    total, _ = await deeds.mine(ctx.store, ctx.house.campaign_id, person.id, 0, 1)
    chats = await conversations.chats_of(ctx.store, person.id) or [ctx.talk.address.key]
    drafts = sum(one.form == deed.DEED.name for one in ctx.talk.drafts.values())
    lines = [
        ctx.words("privacy.person", roles=_roles(ctx, person)),
        ctx.words("privacy.channel", channel=linking.channels(ctx.words, chats)),
        ctx.words("privacy.reports", n=total, drafts=drafts),
    ]
    if agreed := await people.consented(ctx.store, person.id):
        at = agreed[1].astimezone(ctx.now.zone)
        when = {"time": ctx.words.time(at), "day": ctx.words.day(at.date())}
        lines.append(ctx.words("privacy.consent", notice=agreed[0], **when))
    rows: list[list[Offer]] = [["mine"], [ctx.button("link", "/link")]]
    rows += (
        [[ctx.button("reach_here", act("reach_here"))], [ctx.button("untie_others", act("untie_others"))]]
        if len(chats) > 1
        else []
    )
    rows.append(["menu"])
    return ctx.say("privacy.kept", rows, lines="\n".join(f"- {line}" for line in lines))


def _roles(ctx: Context, person: Person) -> str:
    return ctx.words.listed([f"{ctx.words.role(one.role, one.unit_kind)} {one.unit_name}" for one in person.grants])


COMMANDS = (Intention("privacy", privacy, aliases=("riengtu",), stranger=True),)
