"""Whom a sending goes to, asked in words: what readers must know, what was meant, and how many those are (F4)."""

from datetime import timedelta

from domain.audiences import Audience
from domain.forms import Answers, Progress
from domain.messages import Json
from domain.mistakes import Mistake
from domain.readers import audience as audience_reader
from domain.rights import Scope, grant_for, need
from handlers.context import Context
from handlers.deeds import deed_facts
from handlers.sendings import audience_words
from storage.sendings import audiences
from storage.sendings.audiences import Ground


async def gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    """What readers must know: whom the typed words mean, how many those are, and what time it is."""
    campaign, local = ctx.campaign, ctx.now.local
    facts: dict[str, Json] = {
        "now": local.isoformat(),
        "speaking_from": f"{campaign.speaking_from:%H:%M}",
        "speaking_until": f"{campaign.speaking_until:%H:%M}",
        "reach": {},
        "who": "",
        "counted": "",
        "audience": "",
        "tomorrow": ctx.words.day(local.date() + timedelta(days=1)),
    }
    if progress.at == "audience" and ctx.incoming.text:
        facts["audience"] = _meant(ctx)
    meant = progress.answers.get("audience")
    if progress.at in {"audience", "fits"} and isinstance(meant, dict):
        audience = Audience.of(meant)
        reach = await audiences.count(ctx.store, audience, ground(ctx))
        facts["reach"] = reach.as_json()
        facts["who"] = audience_words.who(ctx.words, audience, ctx.house.units, campaign)
        facts["counted"] = audience_words.reach(ctx.words, reach, audience)
    return facts


def _meant(ctx: Context) -> Json:
    """The audience that was typed, or the key of why it cannot be read."""
    text, units = ctx.incoming.text, ctx.house.units
    named = units.mentioned(text)
    movements = deed_facts.movements(deed_facts.movement_facts(ctx.campaign))
    places = audience_reader.Places(units.names)
    try:
        return audience_reader.read(text, places, [named] if named else [], movements).as_json()
    except Mistake as mistake:
        return mistake.key


def speaker(ctx: Context) -> Scope:
    """The unit in whose name one speaks, with all below it."""
    need(ctx.person, "announce")
    grant = grant_for(ctx.person, "announce") if ctx.person else None
    if grant is None or ctx.person is None:
        raise Mistake("stranger")
    return Scope("announce", (grant.unit,), below=True, person=ctx.person.id)


def ground(ctx: Context) -> Ground:
    """Where this person's audiences are looked for."""
    return Ground(ctx.house.campaign_id, ctx.campaign, speaker(ctx), ctx.now.today)


def offered(ctx: Context, answers: Answers) -> list[list[tuple[str, str]]]:
    """The audience can be changed; the offices between can be added where they are not meant."""
    meant, change = answers.get("audience"), ("edit_before", ctx.words("own.announce.fits.edit_before"))
    if not isinstance(meant, dict) or Audience.of(meant).has_relays:
        return [[change]]
    return [[("add_relays", ctx.words("own.announce.fits.add_relays")), change]]
