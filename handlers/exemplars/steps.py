"""The second and the third step, each with its proof: what is completed by whom; figures checked, and a level (F7)."""

from domain import exemplars as rules
from domain.exemplars import LEVELS, Exemplar, Level, Stage
from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.readers import reviewing
from domain.rights import need
from handlers.context import Answer, Context, Offer, act, button, offers
from handlers.deeds.deed_sending import heads_of
from handlers.exemplars import subjects, telling
from handlers.exemplars.review import as_it_stands, known_colleagues
from handlers.exemplars.review_screen import marks, moved_on, shown
from handlers.exemplars.subjects import Subject
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from storage import audit
from storage.deeds import praised
from storage.exemplars import exemplar_notes, exemplars
from texts.catalogue import shortened

SHORTEST = 4
LONGEST = 300
"""Letters of a task in a message."""


async def refused(ctx: Context, subject: Subject, wanted: Stage) -> Reply | None:
    """Why this step cannot be taken now, with what is possible; None where it can."""
    deed, one = subject.deed, subject.one
    if not subject.is_as_seen:
        return await moved_on(ctx, deed.id, subject.wanted)
    why = cannot(subject, wanted)
    if not why:
        return None
    stages = {"stage": ctx.words(f"exemplar.stage.{one.stage}"), "wanted": ctx.words(f"exemplar.stage.{wanted}")}
    said = ctx.words(f"review.refused_{why}", number=deed.id, **stages)
    return await shown(ctx, deed.id, subject.wanted, said)


def cannot(subject: Subject, wanted: Stage) -> rules.Refusal:
    """Why this step cannot be taken; "" where it can."""
    one = subject.one
    return "unconfirmed" if subject.deed.state != "confirmed" else rules.refusal(one.stage, one.side, wanted)


async def taken(
    ctx: Context, subject: Subject, after: Exemplar | None, step: str, note: str = "", but: int = 0
) -> bool:
    """Leave it on record and tell the reporter; False when somebody else was quicker."""
    if after is None:
        return False
    person = need(ctx.person, "review").person
    values: dict[str, Json] = {"note": note} if note else {}
    audit.note(ctx.store, ctx.now, person, f"exemplar_{step}", f"deed:{after.deed}", values)
    await telling.reporter(ctx, subject.deed, after, step, but)
    return True


def done(ctx: Context, subject: Subject, key: str, **values: str) -> Reply:
    """What was done, and the way to the next one of the list."""
    return ctx.say(
        f"review.done_{key}",
        [[ctx.button("next_exemplar", act("review_next", subject.deed.id, *marks(ctx, subject.wanted)))]],
        number=subject.deed.id,
        by=ctx.words.who(ctx.person),
        day=ctx.words.day(ctx.now.today),
        **values,
    )


# -- nurtured: what is to be completed, and by whom --------------------------------------------------------------------


def _one_of(found: list[int]) -> dict[str, Json]:
    if len(found) > 1:
        raise Mistake("which_of_them", n=len(found))
    return {"who": found[0]} if found else {}


def _read_task(text: str, asking: Asking) -> Answers:
    what, found = reviewing.task(text, _people(asking))
    if len(what) < SHORTEST:
        raise Mistake("reason_short")
    try:
        return {"words": what, **_one_of(found)}
    except Mistake as mistake:
        raise mistake.keeping(words=what) from None


def _read_who(text: str, asking: Asking) -> Answers:
    if text in {"reporter", "head"} and asking.facts.get(text):
        return {"who": asking.facts[text]}
    found = _one_of(reviewing.whom(text, _people(asking)))
    if not found:
        raise Mistake("nobody_of_that_name")
    return found


def _people(asking: Asking) -> list[list[Json]]:
    known = asking.facts.get("people")
    return [one for one in known if isinstance(one, list)] if isinstance(known, list) else []


NURTURE = Form(
    "nurture",
    (
        Question("task", ("words",), _read_task, offers=(("leave",),), counted=False, numbered=False),
        Question("who", ("who",), _read_who, counted=False),
    ),
    reviewed=False,
    steps=False,
)


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    """Who can be asked: the reporter, people of the unit, colleagues."""
    subject = await subjects.of_form(ctx, progress)
    heads = [one.person.id for one in await heads_of(ctx, subject.deed.unit) if one.person]
    found: list[Json] = [list(one) for one in await praised.members(ctx.store, subject.deed.unit, ctx.now.today)]
    told = (await ctx.reader(subject.deed.reporter)).person if subject.deed.reporter else None
    known = {one[0] for one in found if isinstance(one, list)}
    found += [[told.id, told.name, told.title]] if told and told.id not in known else []
    found += list(await known_colleagues(ctx))
    return {"people": found, "reporter": told.id if told else 0, "head": heads[0] if heads else 0}


def _who_offers(ctx: Context, answers: Answers) -> list[list[tuple[str, str]]]:  # noqa: ARG001 - the shape of Offers
    return [
        [("reporter", ctx.button("the_reporter").label), ("head", ctx.button("the_head").label)],
        [("leave", ctx.button("leave").label)],
    ]


async def to_nurtured(ctx: Context) -> Answer:
    """[To nurturing]: what is to be completed, and who does it."""
    subject = await subjects.of_button(ctx)
    if refusal := await refused(ctx, subject, "nurtured"):
        return refusal
    return await walker.begin(ctx, SHEET, subject=subjects.kept(ctx, subject))


async def _nurture(ctx: Context, progress: Progress) -> Answer:
    subject = await subjects.of_form(ctx, progress)
    if refusal := await refused(ctx, subject, "nurtured"):
        return refusal
    told, who = str(progress.answers["words"]), int(str(progress.answers["who"]))
    named = await nurture(ctx, subject, told, who)
    if named is None:
        return await moved_on(ctx, subject.deed.id, subject.wanted)
    return done(ctx, subject, "nurtured", to=named, words=shortened(told, LONGEST))


async def nurture(ctx: Context, subject: Subject, told: str, who: int) -> str | None:
    """Take the step and give the task; the name of whoever was told, None when somebody else was quicker."""
    held, deed = need(ctx.person, "review"), subject.deed
    after = await exemplars.move(ctx.store, ctx.now, subject.one, "nurtured", held, told, turn="others")
    if not await taken(ctx, subject, after, "nurtured", told, but=who):
        return None
    row = await exemplar_notes.add(ctx.store, ctx.now, deed.id, "task", told, held, who)
    reader = await ctx.reader(who)
    if row is not None:
        words = ctx.words_for(reader)
        key = "exemplar.task" if who == deed.reporter else "exemplar.task_other"
        text = words(key, number=deed.id, by=words.who(ctx.person), words=shortened(told, LONGEST))
        rows = [[button(words, "complete", act("answer_office", row)), button(words, "later", act("later"))]]
        ctx.tell(reader, Reply(text, offers(words, rows)), "notice", f"deed:{deed.id}:task:{row}")
    return ctx.words.who(reader.person)


# -- concluded: figures checked, and the level -------------------------------------------------------------------------


async def to_concluded(ctx: Context) -> Answer:
    """[To the conclusion]: which level, now that the figures have been checked; or not yet."""
    subject = await subjects.of_button(ctx, 3 if ctx.args[2:] and ctx.args[2] in LEVELS else 2)
    if refusal := await refused(ctx, subject, "concluded"):
        return refusal
    key, more = (subject.deed.id, subject.version), marks(ctx, subject.wanted)
    levels: list[Offer] = [ctx.button(f"level_{one}", act("level", *key, one, *more)) for one in LEVELS]
    not_yet = ctx.button("not_checked", act("not_checked", *key, *more))
    return ctx.say("review.which_level", [levels[:2], levels[2:], [not_yet]])


async def conclude(ctx: Context) -> Answer:
    """The level is proposed, by whoever says that the figures agree with the evidence."""
    subject, level = await subjects.of_button(ctx, 3), _level(ctx.args[2])
    if refusal := await refused(ctx, subject, "concluded"):
        return refusal
    held = need(ctx.person, "review")
    after = await exemplars.move(ctx.store, ctx.now, subject.one, "concluded", held, level=level)
    if not await taken(ctx, subject, after, "concluded", level):
        return await moved_on(ctx, subject.deed.id, subject.wanted)
    return done(ctx, subject, "concluded", level=ctx.words(f"exemplar.level.{level}"))


def _level(told: str) -> Level:
    found = next((level for level in LEVELS if level == told), None)
    if found is None:
        raise Mistake("old_button")
    return found


async def not_checked(ctx: Context) -> Answer:
    """The figures have not been checked: it stays where it is, with its evidence at hand."""
    subject = await subjects.of_button(ctx)
    return await shown(ctx, subject.deed.id, subject.wanted, ctx.words("review.not_checked", number=subject.deed.id))


SHEET = Sheet(NURTURE, _nurture, verb="review", gaps=_gaps, offers={"who": _who_offers}, spares=True)
ACTIONS = (
    Intention("to_nurtured", to_nurtured, verb="review", again=as_it_stands),
    Intention("to_concluded", to_concluded, verb="review"),
    Intention("level", conclude, verb="review", words=LEVELS, word_at=2, again=to_concluded),
    Intention("not_checked", not_checked, verb="review"),
)
