"""Beside the decision on an example: its history, whose work it is, notes within the Office, and the way back."""

from dataclasses import replace
from datetime import datetime

from domain import exemplars as rules
from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.readers import reviewing
from domain.readers.sentences import at_length
from domain.review import Wanted
from domain.rights import need
from handlers.context import Answer, Context, Offer, act, button, offers
from handlers.exemplars import review_screen, subjects
from handlers.exemplars.review import known_colleagues
from handlers.exemplars.review_screen import found_in, marks, moved_on, shown, wanted_of
from handlers.exemplars.subjects import Subject
from handlers.figures import standing
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from storage import audit
from storage.exemplars import exemplar_notes, exemplars
from texts.catalogue import shortened

MOST_LINES = 8
"""Of its history, the newest (CONVERSATIONS §1.5)."""
SHORTEST = 2


async def acts(ctx: Context) -> Answer:
    """What became of it so far, and what is done seldom."""
    deed, one = await found_in(ctx, int(ctx.args[0]))
    held, wanted = need(ctx.person, "review"), wanted_of(ctx, len(ctx.args) % 4)
    steps = await exemplars.steps(ctx.store, ctx.now, deed.id, held)
    told = [(at, await _step(ctx, step, at, by, note)) for step, _, at, by, note in steps]
    notes = await exemplar_notes.of(ctx.store, ctx.now, deed.id, held)
    told += [(note.at, await review_screen.note_line(ctx, note)) for note in notes]
    lines = [f"- {line}" for _, line in sorted(told, key=lambda one: one[0])][-MOST_LINES:]
    key, more = (deed.id, one.version), marks(ctx, wanted)

    def offered(name: str, verb: str) -> Offer:
        return ctx.button(name, act(verb, *key, *more))

    aside = [offered("hold_exemplar", "exemplar_hold")] if rules.may_be_set_aside(one.side, "held") else []
    aside += [offered("hide_exemplar", "exemplar_hide")] if rules.may_be_set_aside(one.side, "hidden") else []
    again = one.stage == "concluded" and rules.follows(one.stage, one.side, "nurtured") and deed.state == "confirmed"
    rows: list[list[Offer]] = [
        [offered("assign_exemplar", "exemplar_assign"), offered("note_exemplar", "exemplar_note")],
        [offered("nurture_again", "to_nurtured")] if again else [],
        aside,
        [ctx.button("back_to_exemplar", act("review_see", deed.id, *more))],
    ]
    head = await review_screen.headline(ctx, deed, one)
    return ctx.say("review.acts", rows, lines="\n".join([head, *(lines or [ctx.words("review.no_history")])]))


async def _step(ctx: Context, step: str, at: datetime, by: int | None, note: str | None) -> str:
    line = await review_screen.step_line(ctx, step, at, by)
    return ctx.words("review.step_noted", done=line, words=shortened(note, review_screen.SHORT)) if note else line


# -- whose work it is --------------------------------------------------------------------------------------------------


def read_who(text: str, asking: Asking) -> Answers:
    """A colleague by name, or oneself."""
    if text == "myself":
        return {"who": asking.facts["me"]}
    known = asking.facts.get("people")
    found = reviewing.whom(text, [one for one in known if isinstance(one, list)] if isinstance(known, list) else [])
    if len(found) > 1:
        raise Mistake("which_of_them", n=len(found))
    if not found:
        raise Mistake("no_such_colleague")
    return {"who": found[0]}


ASSIGN = Form(
    "assign_exemplar",
    (Question("who", ("who",), read_who, offers=(("myself", "leave"),), counted=False, numbered=False),),
    reviewed=False,
    steps=False,
)


async def colleagues(ctx: Context, progress: Progress) -> dict[str, Json]:  # noqa: ARG001 - the shape of Gaps
    """The people of the Office, for readers of names and for the question."""
    known = await known_colleagues(ctx)
    named = [ctx.words.naming(str(one[1]), str(one[2]))["you"] for one in known]
    return {"people": list(known), "me": ctx.person.id if ctx.person else 0, "colleagues": ", ".join(named)}


async def ask_whom(ctx: Context) -> Answer:
    """[Give it to a colleague]."""
    subject = await subjects.of_button(ctx)
    if not subject.is_as_seen:
        return await moved_on(ctx, subject.deed.id, subject.wanted)
    return await walker.begin(ctx, ASSIGN_SHEET, subject=subjects.kept(ctx, subject))


async def _assigned(ctx: Context, progress: Progress) -> Answer:
    subject = await subjects.of_form(ctx, progress)
    return await assign(ctx, subject, int(str(progress.answers["who"])))


async def assign(ctx: Context, subject: Subject, who: int) -> Answer:
    """It is that colleague's work from here on, who hears it."""
    if not await give(ctx, subject, who):
        return await moved_on(ctx, subject.deed.id, subject.wanted)
    named = ctx.words.who((await ctx.reader(who)).person)
    return await shown(
        ctx, subject.deed.id, subject.wanted, ctx.words("review.given", number=subject.deed.id, to=named)
    )


async def give(ctx: Context, subject: Subject, who: int) -> bool:
    """Once; False when somebody changed it meanwhile."""
    held = need(ctx.person, "review")
    seen = replace(subject.one, version=subject.version)
    after = replace(seen, assigned=who)
    if await exemplars.change(ctx.store, ctx.now, seen, after, held, "assigned") is None:
        return False
    audit.note(ctx.store, ctx.now, held.person, "exemplar_assigned", f"deed:{subject.deed.id}", {"to": who})
    if who != held.person:
        reader = await ctx.reader(who)
        words = ctx.words_for(reader)
        stage = words(f"exemplar.stage.{subject.one.stage}")
        text = words("review.given_you", number=subject.deed.id, By=words.who(ctx.person), stage=stage)
        rows = [[button(words, "see_exemplar", act("review_see", subject.deed.id))]]
        key = f"deed:{subject.deed.id}:assigned:{after.version}:{who}"
        ctx.tell(reader, Reply(text, offers(words, rows)), "notice", key)
    return True


# -- notes -------------------------------------------------------------------------------------------------------------


NOTE = Form(
    "exemplar_note",
    (Question("words", ("words",), at_length("words", SHORTEST), offers=(("leave",),), counted=False, numbered=False),),
    reviewed=False,
    steps=False,
)


async def ask_note(ctx: Context) -> Answer:
    """[Note]: read within the Office alone."""
    subject = await subjects.of_button(ctx)
    return await walker.begin(ctx, NOTE_SHEET, subject=subjects.kept(ctx, subject))


async def _noted(ctx: Context, progress: Progress) -> Answer:
    subject = await subjects.of_form(ctx, progress)
    return await note(ctx, subject.deed.id, subject.wanted, str(progress.answers["words"]))


async def note(ctx: Context, number: int, wanted: Wanted, words: str) -> Answer:
    """Notes are added to one another; nobody's is written over."""
    held = need(ctx.person, "review")
    if await exemplar_notes.add(ctx.store, ctx.now, number, "note", words, held) is None:
        raise Mistake("deed_not_yours")
    audit.note(ctx.store, ctx.now, held.person, "exemplar_noted", f"deed:{number}", {"words": words})
    return await shown(ctx, number, wanted, ctx.words("review.noted", number=number))


# -- in words, while an example is looked at ---------------------------------------------------------------------------


def is_said(text: str) -> bool:
    """Whether words at an example give it to somebody, or note something."""
    return bool(reviewing.given_to(text) or reviewing.noted(text))


async def said(ctx: Context) -> Answer:
    """As in "giao anh Bình", "ghi chú: …"."""
    number, text = int(ctx.args[0]), ctx.args[1]
    wanted = Wanted.of(ctx.args[2:], standing.codes(ctx))
    if told := reviewing.noted(text):
        return await note(ctx, number, wanted, told)
    deed, one = await found_in(ctx, number)
    found = reviewing.whom(reviewing.given_to(text), await known_colleagues(ctx))
    if len(found) != 1:
        known = await colleagues(ctx, Progress("", 0, {}, ""))
        ctx.talk.page = {"what": "review", "deed": number, "marks": list(marks(ctx, wanted))}
        rows = [[ctx.button("back_to_exemplar", act("review_see", number, *marks(ctx, wanted)))]]
        return ctx.say("review.who_is_that", rows, colleagues=known["colleagues"])
    return await assign(ctx, Subject(deed, one, one.version, wanted), found[0])


ASSIGN_SHEET = Sheet(ASSIGN, _assigned, verb="review", gaps=colleagues)
NOTE_SHEET = Sheet(NOTE, _noted, verb="review", spares=True)
SHEETS = (ASSIGN_SHEET, NOTE_SHEET)
ACTIONS = (
    Intention("review_acts", acts, verb="review"),
    Intention("exemplar_assign", ask_whom, verb="review"),
    Intention("exemplar_note", ask_note, verb="review"),
    Intention("exemplar_said", said, verb="review"),
)
