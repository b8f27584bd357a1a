"""How an ad-hoc award ends: the Office writes down its decision, with thanks, or why it was not granted (G-06)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.awards.nominations import Nomination
from domain.forms import Form, Progress
from domain.messages import Json
from domain.rights import need
from handlers import paging
from handlers.awards import awards_words, deciding, endorsing
from handlers.context import Answer, Context, Offer, act
from handlers.council import room
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from handlers.outcomes import outcomes, recording
from storage.awards import nomination_past, nominations
from storage.deeds import praised
from storage.outcomes import award_papers
from storage.outcomes.award_papers import Paper

_NUMBER, _DAY = (replace(one, optional=True) for one in (recording.NUMBER, recording.DAY))
DECIDED = Form("adhoc_decided", (_NUMBER, _DAY, recording.DECIDED_BY))
REFUSED = Form("adhoc_refused", (endorsing.REASON,), reviewed=False, steps=False)


async def waiting(ctx: Context) -> Answer:
    """[Ad-hoc, to be decided]: what went up and has no decision; each can be opened."""
    at, every = int(ctx.args[0]), await outcomes.adhoc(ctx, need(ctx.person, "award"))
    numbered = list(enumerate(every, 1))[at * paging.PAGE : (at + 1) * paging.PAGE]
    lines = [f"{n} · {awards_words.line(ctx.words, ctx.campaign, one, ctx.now.today)}" for n, one in numbered]
    opens: list[Offer] = [ctx.button("open_place", act("nomination", one.id), n=n) for n, one in numbered]
    turns = paging.turns(ctx, "adhoc_waiting", page=at, more=(at + 1) * paging.PAGE < len(every))
    back: list[Offer] = [ctx.button("after_council", act("after_council"))]
    rows = [*(opens[n : n + 4] for n in range(0, len(opens), 4)), turns, back]
    return ctx.say("outcomes.adhoc_waiting", rows, n=len(every), lines="\n".join(lines))


async def decided(ctx: Context) -> Answer:
    """[Record the decision]: its number and day, as far as they are known, and who signed."""
    return await _begin(ctx, DECIDING)


async def refused(ctx: Context) -> Answer:
    """[Not granted]: with the reason that the unit reads."""
    return await _begin(ctx, REFUSING)


async def _begin(ctx: Context, sheet: Sheet) -> Answer:
    row, version = endorsing.pressed(ctx)
    if await _at_hand(ctx, row, version) is None:
        return await endorsing.as_now(ctx)
    return await walker.begin(ctx, sheet, subject=f"nomination:{row}:{version}")


async def _at_hand(ctx: Context, row: int, version: int) -> Nomination | None:
    """The ad-hoc nomination as the button saw it, gone up and not decided yet."""
    found = await deciding.at_hand(ctx, row, version, "submitted")
    return found if found and found.route == "adhoc" else None


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    known = await endorsing.gaps(ctx, progress)
    return {**known, "usual": outcomes.decider(ctx, "department")}


async def _decided(ctx: Context, progress: Progress) -> Answer:
    """One step on, once, with its paper; the unit hears it, and whoever is praised and has joined."""
    scope, before = need(ctx.person, "award"), await _at_hand(ctx, *endorsing.subject(progress))
    paper = _paper(progress)
    note = paper.number or None
    after = await nominations.move(ctx.store, ctx.now, before, "decided", scope, note) if before else None
    if after is None:
        return await deciding.gone(ctx, progress)
    await award_papers.record(ctx.store, ctx.now, ctx.house.campaign_id, paper, [after.id], scope)
    await recording.tell_head(ctx, paper, [after])
    for person in await _people(ctx, after):
        await recording.tell_nominee(ctx, paper, after, person)
    rows: list[list[Offer]] = [[ctx.button("after_council", act("after_council"))], ["menu"]]
    cited = outcomes.cited(ctx.words, paper)
    key = "outcomes.recorded_adhoc" if cited else "outcomes.recorded_adhoc_bare"
    return ctx.say(key, rows, code=room.code(ctx.words, after), cited=cited)


def _paper(progress: Progress) -> Paper:
    said = progress.answers
    day = date.fromisoformat(str(said["day"])) if said.get("day") else None
    return Paper(0, "decided", str(said.get("number") or ""), day, str(said["decided_by"]))


async def _people(ctx: Context, nomination: Nomination) -> Sequence[int]:
    """Members whom the report praises and who said that it is true; pupils are no members."""
    scope = need(ctx.person, "award")
    rests = await nomination_past.deeds_of(ctx.store, ctx.now, [nomination.id], scope)
    asked = [one for deed in rests[nomination.id] for one in await praised.of(ctx.store, ctx.now, deed, scope)]
    found = [one.person for one in asked if one.answer in {"agreed", "unnamed"}]
    return list(dict.fromkeys([*([nomination.person] if nomination.person else []), *found]))


async def _refused(ctx: Context, progress: Progress) -> Answer:
    before = await _at_hand(ctx, *endorsing.subject(progress))
    if before is None:
        return await deciding.gone(ctx, progress)
    return await deciding.moved(ctx, before, "declined", "adhoc_refused", str(progress.answers["reason"]))


DECIDING = Sheet(DECIDED, _decided, recording.shown, verb="award", gaps=_gaps, lines=("number", "day", "decided_by"))
REFUSING = Sheet(REFUSED, _refused, verb="award", gaps=_gaps, spares=True)
SHEETS = (DECIDING, REFUSING)
ACTIONS = (
    Intention("adhoc_waiting", waiting, verb="award", reading=True),
    Intention("adhoc_decided", decided, verb="award", again=endorsing.as_now),
    Intention("adhoc_refused", refused, verb="award", again=endorsing.as_now),
)
