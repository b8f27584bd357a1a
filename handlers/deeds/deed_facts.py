"""What a report can be filled in with by itself: its movement, its unit, whether a child is in it."""

from collections.abc import Mapping

from domain.campaigns import Campaign
from domain.forms import Answers, Progress
from domain.messages import Json
from domain.readers.doers import guess_who
from domain.readers.movements import Guess, Movement, guess
from domain.readers.subject import minor_involved, standing
from domain.rights import grant_for
from handlers.context import Context


def movements(facts: Mapping[str, Json]) -> list[Movement]:
    """The campaign's movements as readers know them."""
    told = facts.get("movements")
    rows = [row for row in told if isinstance(row, list)] if isinstance(told, list) else []
    return [
        Movement(str(code), str(name), tuple(map(str, aliases)), umbrella=bool(umbrella))
        for code, umbrella, name, *aliases in rows
    ]


def movement_facts(campaign: Campaign) -> dict[str, Json]:
    """Movements as facts: [code, whether the umbrella, short name, alias, …] each."""
    umbrella = campaign.umbrella.code
    return {"movements": [[one.code, one.code == umbrella, one.short_name, *one.aliases] for one in campaign.movements]}


def likely_movement(campaign: Campaign, answers: Answers) -> Guess:
    """The movement the story speaks of."""
    story = " ".join(str(answers.get(name) or "") for name in ("what", "result"))
    return guess(story, movements(movement_facts(campaign)))


def told_of(answers: Answers) -> dict[str, Json] | None:
    """Who did it, as the deed itself tells."""
    return guess_who(str(answers.get("what", "")))


def guessed_who(answers: Answers) -> Answers | None:
    """Who did it, as the first answer tells; nothing when it names nobody."""
    found = told_of(answers) if "who" not in answers else None
    return {**answers, "who": found, **of_pupil(found)} if found and found.get("people") else None


def of_pupil(doer: Json) -> dict[str, Json]:
    """Whether the doer is a pupil: then two consents are asked about instead of one (DOMAIN §12)."""
    return {"_pupil": isinstance(doer, dict) and doer.get("role") == "pupil"}


def filled_in(ctx: Context, progress: Progress) -> dict[str, Json]:
    """What needs no question; a movement that is guessed says so, one that is unsure is asked.

    ``_standing``, what the doer may be under III.1: "nominee", "story" (never nominated), "open" (a person decides).
    """
    answers = progress.answers
    grant = grant_for(ctx.person, "report") if ctx.person else None
    return {
        **_movement(ctx, answers),
        **_minor(answers),
        "_unit": grant.unit_name if grant else "",
        "_standing": standing(who if isinstance(who := answers.get("who"), dict) else None) or "open",
    }


def _movement(ctx: Context, answers: Answers) -> dict[str, Json]:
    code, guessed = answers.get("movement"), bool(answers.get("_guessed", True))
    if code is None or guessed:
        likely = likely_movement(ctx.campaign, answers)
        if not likely.sure:
            return {"_unsure": True}
        code, guessed = likely.code, True
    is_umbrella = code == ctx.campaign.umbrella.code
    name = ctx.words("deed.umbrella") if is_umbrella else ctx.campaign.movement(str(code)).short_name
    return {"movement": code, "_guessed": guessed, "_movement": name}


def _minor(answers: Answers) -> dict[str, Json]:
    """Results count pupils helped ("300 lượt hs"), so only the deed itself tells whether a child is in the story."""
    if answers.get("_minor_unsure") and "minor" in answers:
        return {}
    who = answers.get("who")
    involved = minor_involved(str(answers.get("what") or ""), who if isinstance(who, dict) else None)
    return {"_minor_unsure": True} if involved is None else {"minor": involved, "_minor_unsure": False}
