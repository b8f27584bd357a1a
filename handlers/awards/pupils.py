"""A pupil is no nominee of the campaign (III.1): said with the reason, the report that is kept, and the ad-hoc way."""

from collections.abc import Mapping

from domain.messages import Json, Reply
from domain.rights import grant_for, need
from domain.vietnamese import fold
from handlers.context import Context, Offer, act
from storage.awards import bases


async def refused(ctx: Context, who: Mapping[str, Json]) -> Reply:
    """What, why with the clause, what is possible (F8)."""
    deed = await _report_on(ctx, who)
    kept = ctx.words("nomination.story_kept", number=deed) if deed else ctx.words("nomination.story_possible")
    see = ctx.button("see_adhoc", act("adhoc", deed))
    rows: list[list[Offer]] = [[see], [ctx.button("nominate_other", act("nominate"))]]
    return ctx.say("nomination.pupil", rows, pupil=_named(ctx, who), clause=ctx.campaign.subjects.clause, kept=kept)


def _named(ctx: Context, who: Mapping[str, Json]) -> str:
    """As in "em A., lớp 12B": an initial and a class."""
    people = who.get("people")
    one = people[0] if isinstance(people, list) and people else None
    name = str(one["name"]) if isinstance(one, dict) else ""
    if not name:
        return ctx.words("nomination.a_pupil")
    of_class = str(who.get("class") or "")
    key = "nomination.pupil_in_class" if of_class else "nomination.pupil_named"
    return ctx.words(key, name=name, group=of_class)


async def _report_on(ctx: Context, who: Mapping[str, Json]) -> int:
    """The unit's newest report on this pupil; 0 when there is none."""
    scope, grant = need(ctx.person, "nominate"), grant_for(ctx.person, "nominate") if ctx.person else None
    if grant is None or not _initials(who):
        return 0
    states = ["sent", "returned", "confirmed"]
    found = await bases.of_unit(ctx.store, ctx.now, ctx.house.campaign_id, grant.unit, states, scope)
    for one in found:
        told = one.answers.get("who")
        if isinstance(told, Mapping) and told.get("role") == "pupil" and _is_same(told, who):
            return one.basis.id
    return 0


def _is_same(told: Mapping[str, Json], who: Mapping[str, Json]) -> bool:
    of_class = fold(str(who.get("class") or ""))
    return _initials(told) >= _initials(who) and of_class in {"", fold(str(told.get("class") or ""))}


def _initials(who: Mapping[str, Json]) -> set[str]:
    people = who.get("people")
    return {fold(str(one["name"])) for one in people if isinstance(one, dict)} if isinstance(people, list) else set()
