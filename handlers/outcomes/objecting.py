"""Objections, kept apart: anybody may object in words, the Office alone sees who, and answers with a reason (I.2-2)."""

from domain.forms import Form, Progress, Question
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.readers.sentences import own_words
from domain.rights import Scope, need
from handlers import paging
from handlers.context import Answer, Context, Offer, act, button, offers
from handlers.council import room
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from handlers.outcomes import noticing
from storage.awards import nominations
from storage.outcomes import notices
from storage.outcomes.notices import Objection, Outcome
from storage.people import people
from texts.catalogue import shortened

OUTCOMES: tuple[Outcome, ...] = ("dismissed", "upheld")
LONGEST = 300
OBJECT = Form("objection", (Question("words", ("words",), own_words("words", 10)),), reviewed=False)
ANSWER = Form("objection_answer", (Question("reason", ("reason",), own_words("reason", 6)),), reviewed=False)


def _short(text: str, field: str) -> str:
    if len(text) > LONGEST:
        raise Mistake("question_long", n=len(text), most=LONGEST, field=field)
    return text


async def object_to(ctx: Context) -> Answer:
    """[I object]: in words, to the Office."""
    nomination, _ = await noticing.on_list(ctx, int(ctx.args[0]))
    return await walker.begin(ctx, OBJECTING, subject=f"nomination:{nomination.id}")


async def _of_nomination(ctx: Context, progress: Progress) -> dict[str, Json]:
    nomination, _ = await noticing.on_list(ctx, int(progress.subject.split(":")[1]))
    return {"who": (await room.nominee(ctx, nomination)).whole}


async def _objected(ctx: Context, progress: Progress) -> Answer:
    nomination, notice = await noticing.on_list(ctx, int(progress.subject.split(":")[1]))
    scope = need(ctx.person, "see_own")
    said = _short(str(progress.answers["words"]), "words")
    row = await notices.object_to(ctx.store, ctx.now, notice.id, nomination.id, said, scope)
    rows: list[list[Offer]] = [[ctx.button("notices", "/notices")], ["menu"]]
    code = room.code(ctx.words, nomination)
    if row is None:
        return ctx.say("objections.already", rows, code=code)
    for person, _ in await people.holders(ctx.store, ctx.house.root, ["office"], ctx.now.today):
        reader = await ctx.reader(person)
        words = ctx.words_for(reader)
        text = words("objections.told_office", code=room.code(words, nomination))
        reply = Reply(text, offers(words, [[button(words, "objection", act("objection", row))]]))
        ctx.tell(reader, reply, "notice", f"objection:{row}:{person}")
    return ctx.say("objections.noted", rows, code=code)


# -- the Office --------------------------------------------------------------------------------------------------------


async def listed(ctx: Context) -> Answer:
    """[Answer n objections]: the oldest first."""
    scope = need(ctx.person, "award")
    every = await notices.objections(ctx.store, ctx.now, ctx.house.campaign_id, scope)
    back: list[Offer] = [ctx.button("after_council", act("after_council"))]
    if not every:
        return ctx.say("objections.none", [back, ["menu"]])
    part = list(enumerate(every[: paging.PAGE], 1))
    code = "nomination.code"
    lines = [
        f"{n} · {ctx.words(code, number=one.nomination)} · {ctx.words.day(one.at.astimezone(ctx.now.zone).date())}"
        for n, one in part
    ]
    opens: list[Offer] = [ctx.button("open_place", act("objection", one.id), n=n) for n, one in part]
    rows = [*(opens[n : n + 4] for n in range(0, len(opens), 4)), back]
    return ctx.say("objections.list", rows, n=len(every), lines="\n".join(lines))


async def _found(ctx: Context, row: int) -> tuple[Objection, Scope]:
    scope = need(ctx.person, "award")
    one = await notices.objection(ctx.store, ctx.now, row, scope)
    if one is None:
        raise Mistake("objection_gone")
    return one, scope


async def one(ctx: Context) -> Answer:
    """One objection: who, what, against whom, and the two answers there are."""
    found, scope = await _found(ctx, int(ctx.args[0]))
    nomination = await nominations.known(ctx.store, ctx.now, found.nomination, scope)
    if nomination is None:
        raise Mistake("objection_gone")
    said = {
        "code": room.code(ctx.words, nomination),
        "who": (await room.nominee(ctx, nomination)).whole,
        "by": ctx.words.who(await room.person(ctx, found.person)),
        "day": ctx.words.day(found.at.astimezone(ctx.now.zone).date()),
        "words": shortened(found.words, LONGEST),
        "answer": shortened(found.answer, LONGEST),
    }
    back: list[Offer] = [ctx.button("after_council", act("after_council"))]
    if found.state != "open":
        by = ctx.words.who(await room.person(ctx, found.answered_by))
        return ctx.say(f"objections.was_{found.state}", [back], answered_by=by, **said)
    rows: list[list[Offer]] = [
        [ctx.button(f"objection_{outcome}", act("objection_answer", found.id, outcome))] for outcome in OUTCOMES
    ]
    return ctx.say("objections.one", [*rows, back], **said)


async def _apart(ctx: Context, found: Objection, scope: Scope) -> None:
    """Neither who objected answers, nor who is objected to. Raises Mistake."""
    if found.person == scope.person:
        raise Mistake("not_own_objection")
    nomination = await nominations.known(ctx.store, ctx.now, found.nomination, scope)
    if nomination is not None and scope.person in {nomination.person, nomination.created_by}:
        raise Mistake("objection_to_oneself")


async def answer(ctx: Context) -> Answer:
    """The reason is obligatory, and whoever objected reads it."""
    found, scope = await _found(ctx, int(ctx.args[0]))
    await _apart(ctx, found, scope)
    if found.state != "open":
        return await one(ctx)
    return await walker.begin(ctx, ANSWERING, subject=f"objection:{found.id}:{room.word(ctx, 1, OUTCOMES)}")


async def _answered(ctx: Context, progress: Progress) -> Answer:
    _, row, wanted = progress.subject.split(":")
    found, scope = await _found(ctx, int(row))
    await _apart(ctx, found, scope)
    outcome = next(each for each in OUTCOMES if each == wanted)
    reason = _short(str(progress.answers["reason"]), "reason")
    ctx.args = (row,)
    if not await notices.answer(ctx.store, ctx.now, found, outcome, reason, scope):
        return await one(ctx)
    nomination = await nominations.known(ctx.store, ctx.now, found.nomination, scope)
    if nomination is not None and outcome == "upheld":
        await nominations.look_again(ctx.store, ctx.now, nomination, reason, scope)
        await notices.strike(ctx.store, nomination.id)
    if found.person:
        reader = await ctx.reader(found.person)
        words = ctx.words_for(reader)
        code = words("nomination.code", number=found.nomination)
        text = words(f"objections.told_{outcome}", code=code, reason=reason)
        ctx.tell(reader, Reply(text, offers(words, [[button(words, "menu")]])), "notice", f"objection:{row}:answer")
    rows: list[list[Offer]] = [[ctx.button("after_council", act("after_council"))], ["menu"]]
    code = ctx.words("nomination.code", number=found.nomination)
    return ctx.say(f"objections.done_{outcome}", rows, code=code)


OBJECTING = Sheet(OBJECT, _objected, verb="see_own", gaps=_of_nomination, spares=True)
ANSWERING = Sheet(ANSWER, _answered, verb="award", spares=True)
SHEETS = (OBJECTING, ANSWERING)
ACTIONS = (
    Intention("object", object_to, verb="see_own"),
    Intention("objections", listed, verb="award", reading=True),
    Intention("objection", one, verb="award", reading=True),
    Intention("objection_answer", answer, verb="award", words=OUTCOMES, word_at=1),
)
