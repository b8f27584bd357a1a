"""Number and day of what went up and of what was decided, written down by the Office; and an award that is revoked."""

from collections.abc import Sequence
from datetime import date

from domain.awards.nominations import Nomination, State
from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.readers import dates, english
from domain.readers.sentences import own_words
from domain.rights import Scope, need
from domain.vietnamese import clean
from handlers.context import Answer, Context, Offer, act, button, offers
from handlers.council import room
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from handlers.outcomes import award_files, outcomes
from storage.awards import nominations
from storage.outcomes import award_papers
from storage.outcomes.award_papers import Paper
from storage.people import people
from texts.catalogue import Words

LONGEST_NUMBER, LONGEST_REASON = 40, 300


def _number(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - the shape of a reader
    """As issued: "352/QĐ-SGDĐT"; what stands there is the office's own."""
    said = "".join(clean(text).split()).rstrip(".,;")
    if not any(sign.isdigit() for sign in said) or len(said) > LONGEST_NUMBER:
        raise Mistake("award_paper_number")
    return {"number": said}


def _day(text: str, asking: Asking) -> Answers:
    day = dates.day(english.dated(text), asking.today, "past")
    if day > asking.today:
        raise Mistake("award_paper_day_ahead")
    return {"day": day.isoformat()}


def _decided_by(text: str, asking: Asking) -> Answers:
    if text == "usual_decider":
        return {"decided_by": str(asking.facts.get("usual") or "")}
    said = clean(text).strip()
    if not 3 <= len(said) <= 120:  # noqa: PLR2004 - the column
        raise Mistake("award_paper_decider")
    return {"decided_by": said}


NUMBER = Question("number", ("number",), _number, numbered=False)
DAY = Question("day", ("day",), _day, numbered=False)
SUBMITTED = Form("award_submitted", (NUMBER, DAY))
DECIDED_BY = Question("decided_by", ("decided_by",), _decided_by, offers=(("usual_decider",),), numbered=False)
DECIDED = Form("award_decided", (NUMBER, DAY, DECIDED_BY))
REVOKED = Form("award_revoked", (NUMBER, DAY, Question("reason", ("reason",), own_words("reason", 6), numbered=False)))


def shown(words: Words, name: str, answers: Answers) -> str:
    """An answer as the review has it."""
    value = str(answers.get(name) or "")
    return words.day(date.fromisoformat(value)) if name == "day" and value else value


def _level(progress: Progress) -> str:
    return outcomes.LEVELS[int(progress.subject.split(":")[1])]


async def _meant(ctx: Context, progress: Progress, state: str) -> list[Nomination]:
    """What stood there when this began, and does still: a paper is about no nomination that came since."""
    found = await outcomes.of(ctx, need(ctx.person, "award"))
    meant = progress.answers.get("_meant")
    known = set(meant) if isinstance(meant, list) else set()
    return [one for one in found.of_level(_level(progress), state) if one.id in known]


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    state = "noticed" if progress.form == SUBMITTED.name else "submitted"
    meant = await _meant(ctx, progress, state)
    usual = outcomes.decider(ctx, _level(progress))
    return {"n": len(meant), "usual": usual, "level": ctx.words(f"outcomes.level_{_level(progress)}")}


async def submitted(ctx: Context) -> Answer:
    """[Write down the submission]: its number and day."""
    return await _begin(ctx, SUBMITTING, "noticed")


async def decided(ctx: Context) -> Answer:
    """[Write down the decision]: its number, day, and who signed."""
    return await _begin(ctx, DECIDING, "submitted")


async def _begin(ctx: Context, sheet: Sheet, state: str) -> Answer:
    at = min(int(ctx.args[0]), len(outcomes.LEVELS) - 1)
    found = await outcomes.of(ctx, need(ctx.person, "award"))
    meant = found.of_level(outcomes.LEVELS[at], state)
    if not meant:
        rows: list[list[Offer]] = [[ctx.button("after_council", act("after_council"))], ["menu"]]
        return ctx.say("outcomes.level_none", rows)
    if state == "noticed" and (refused := await award_files.differing(ctx, at, meant)):
        return refused
    known: dict[str, Json] = {"_meant": list[Json](one.id for one in meant)}
    return await walker.begin(ctx, sheet, known, subject=f"level:{at}")


async def _submitted(ctx: Context, progress: Progress) -> Answer:
    meant = await _meant(ctx, progress, "noticed")
    if refused := await award_files.differing(ctx, outcomes.LEVELS.index(_level(progress)), meant):
        return refused
    paper = _paper(progress, "submitted", outcomes.decider(ctx, _level(progress)))
    return await _record(ctx, paper, meant)


async def _decided(ctx: Context, progress: Progress) -> Answer:
    meant = await _meant(ctx, progress, "submitted")
    answer = await _record(ctx, _paper(progress, "decided", str(progress.answers["decided_by"])), meant)
    for unit in dict.fromkeys(one.unit for one in meant):
        await _thank(ctx, _paper(progress, "decided", ""), [one for one in meant if one.unit == unit])
    return answer


def _paper(progress: Progress, kind: award_papers.Kind, decided_by: str, reason: str | None = None) -> Paper:
    said = progress.answers
    return Paper(0, kind, str(said["number"]), date.fromisoformat(str(said["day"])), decided_by, reason)


async def _record(ctx: Context, paper: Paper, meant: Sequence[Nomination]) -> Answer:
    """One paper for all of a level, and each of them one step on; what moved meanwhile is not on it."""
    scope = need(ctx.person, "award")
    state: State = "submitted" if paper.kind == "submitted" else "decided"
    moved = [
        one.id
        for one in meant
        if await nominations.move(ctx.store, ctx.now, one, state, scope, paper.number) is not None
    ]
    back: list[list[Offer]] = [[ctx.button("after_council", act("after_council"))], ["menu"]]
    if not moved:
        return ctx.say("outcomes.level_none", back)
    await award_papers.record(ctx.store, ctx.now, ctx.house.campaign_id, paper, moved, scope)
    cited = outcomes.cited(ctx.words, paper)
    return ctx.say(f"outcomes.recorded_{paper.kind}", back, cited=cited, n=len(moved))


async def _thank(ctx: Context, paper: Paper, meant: Sequence[Nomination]) -> None:
    """The head hears of the decision and is asked to pass the thanks on; whoever has joined hears it too."""
    await tell_head(ctx, paper, meant)
    for one in meant:
        if one.person:
            await tell_nominee(ctx, paper, one, one.person)


async def tell_head(ctx: Context, paper: Paper, meant: Sequence[Nomination]) -> None:
    """The head of the unit of these nominations hears of the decision and is asked to pass the thanks on."""
    unit = meant[0].unit
    for person, _ in await people.holders(ctx.store, unit, ["head"], ctx.now.today):
        reader = await ctx.reader(person)
        words = ctx.words_for(reader)
        lines = [f"- {one.subject_name}: {_form(ctx, words, one)}" for one in meant[:8]]
        cited = outcomes.cited(words, paper)
        key = "outcomes.told_unit" if cited else "outcomes.told_unit_bare"
        text = words(key, n=len(meant), cited=cited, lines="\n".join(lines))
        reply = Reply(text, offers(words, [[button(words, "menu")]]))
        ctx.tell(reader, reply, "notice", f"award:{meant[0].id}:{unit}:{person}")


async def tell_nominee(ctx: Context, paper: Paper, one: Nomination, person: int) -> None:
    """Somebody who has joined hears of the decision on their own commendation."""
    reader = await ctx.reader(person)
    words = ctx.words_for(reader)
    cited = outcomes.cited(words, paper)
    key = "outcomes.told_nominee" if cited else "outcomes.told_nominee_bare"
    reply = Reply(words(key, cited=cited, form=_form(ctx, words, one)), offers(words, [[button(words, "menu")]]))
    ctx.tell(reader, reply, "notice", f"award:{one.id}:nominee:{person}")


def _form(ctx: Context, words: Words, one: Nomination) -> str:
    return words("nomination.adhoc_short") if one.route == "adhoc" else ctx.campaign.form_name(one.form)


# -- revoking ----------------------------------------------------------------------------------------------------------


async def revoke(ctx: Context) -> Answer:
    """[Revoke]: what was declared was not so (chapter VII of the law)."""
    nomination = await _to_revoke(ctx, int(ctx.args[0]))
    return await walker.begin(ctx, REVOKING, subject=f"nomination:{nomination.id}")


async def _to_revoke(ctx: Context, row: int) -> Nomination:
    nomination = await outcomes.decided_one(ctx, row, need(ctx.person, "award"))
    papers = (await award_papers.of(ctx.store, [nomination.id]))[nomination.id]
    if any(one.kind == "revoked" for one in papers):
        raise Mistake("not_decided")
    return nomination


async def _of_nomination(ctx: Context, progress: Progress) -> dict[str, Json]:
    nomination = await _to_revoke(ctx, int(progress.subject.split(":")[1]))
    return {"code": room.code(ctx.words, nomination), "who": nomination.subject_name}


async def _revoked(ctx: Context, progress: Progress) -> Answer:
    scope = need(ctx.person, "award")
    nomination = await _to_revoke(ctx, int(progress.subject.split(":")[1]))
    reason = str(progress.answers["reason"])[:LONGEST_REASON]
    paper = _paper(progress, "revoked", outcomes.decider(ctx, nomination.level), reason)
    await award_papers.record(ctx.store, ctx.now, ctx.house.campaign_id, paper, [nomination.id], scope)
    await _tell_revoked(ctx, nomination, paper, scope)
    back: list[list[Offer]] = [[ctx.button("awards_decided", act("awards_decided", 0))], ["menu"]]
    said = {"cited": outcomes.cited(ctx.words, paper), "code": room.code(ctx.words, nomination)}
    return ctx.say("outcomes.recorded_revoked", back, **said)


async def _tell_revoked(ctx: Context, nomination: Nomination, paper: Paper, scope: Scope) -> None:
    for person, _ in await people.holders(ctx.store, nomination.unit, ["head"], ctx.now.today):
        if person == scope.person:
            continue
        reader = await ctx.reader(person)
        words = ctx.words_for(reader)
        said = {"cited": outcomes.cited(words, paper), "code": room.code(words, nomination)}
        text = words("outcomes.told_unit_revoked", reason=paper.reason, **said)
        reply = Reply(text, offers(words, [[button(words, "menu")]]))
        ctx.tell(reader, reply, "notice", f"award:{nomination.id}:revoked:{person}")


_LINES = ("number", "day")
SUBMITTING = Sheet(SUBMITTED, _submitted, shown, verb="award", gaps=_gaps, lines=_LINES)
DECIDING = Sheet(DECIDED, _decided, shown, verb="award", gaps=_gaps, lines=(*_LINES, "decided_by"))
REVOKING = Sheet(REVOKED, _revoked, shown, verb="award", gaps=_of_nomination, lines=(*_LINES, "reason"), spares=True)
SHEETS = (SUBMITTING, DECIDING, REVOKING)
ACTIONS = (
    Intention("award_submitted", submitted, verb="award"),
    Intention("award_decided", decided, verb="award"),
    Intention("award_revoke", revoke, verb="award"),
)
