"""Questions to the reporter and tasks for whoever completes something: put, answered in words or photos, heard of."""

from domain.deeds import Deed
from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.readers.sentences import on_one_line
from domain.rights import Scope, need, scope
from handlers.context import Answer, Context, act, button, offers
from handlers.exemplars import steps, subjects, telling
from handlers.exemplars.review import as_it_stands
from handlers.exemplars.review_screen import moved_on
from handlers.forms import walker
from handlers.forms.evidence import how_many
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from storage import audit
from storage.deeds import deed_changes, deeds, evidence
from storage.exemplars import exemplar_notes, exemplars
from storage.exemplars.exemplar_notes import Kind, Note
from texts.catalogue import capital, shortened

LONGEST = 300
"""Letters: whoever reads it reads all of it."""


ASK = Form(
    "ask_reporter",
    (Question("said", ("said",), on_one_line("said", LONGEST), offers=(("leave",),), counted=False, numbered=False),),
    reviewed=False,
    steps=False,
)


async def ask(ctx: Context) -> Answer:
    """[Ask the reporter]: what is to be known."""
    subject = await subjects.of_button(ctx)
    if not subject.is_as_seen:
        return await moved_on(ctx, subject.deed.id, subject.wanted)
    if subject.deed.reporter is None:
        raise Mistake("reporter_gone", number=subject.deed.id)
    return await walker.begin(ctx, ASK_SHEET, subject=subjects.kept(ctx, subject))


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    deed = (await subjects.of_form(ctx, progress)).deed
    reporter = (await ctx.reader(deed.reporter)).person if deed.reporter else None
    return {"reporter": ctx.words.who(reporter), "number": deed.id}


async def _asked(ctx: Context, progress: Progress) -> Answer:
    """It goes to the reporter's chat, and it is their turn; the Office's first word is said by this."""
    subject, held = await subjects.of_form(ctx, progress), need(ctx.person, "review")
    deed, said = subject.deed, str(progress.answers["said"])
    if not subject.is_as_seen or deed.reporter is None:
        return await moved_on(ctx, deed.id, subject.wanted)
    after = await exemplars.waits_for_others(ctx.store, ctx.now, subject.one, held, "asked")
    asked: tuple[int, Kind, str, Scope, int] = (deed.id, "question", said, held, deed.reporter)
    row = await exemplar_notes.add(ctx.store, ctx.now, *asked) if after else None
    if row is None:
        return await moved_on(ctx, deed.id, subject.wanted)
    audit.note(ctx.store, ctx.now, held.person, "exemplar_asked", f"deed:{deed.id}", {"said": said})
    reader = await ctx.reader(deed.reporter)
    words = ctx.words_for(reader)
    text = words("exemplar.question", number=deed.id, By=capital(words.who(ctx.person)), words=said)
    rows = [[button(words, "answer_office", act("answer_office", row)), button(words, "later", act("later"))]]
    ctx.tell(reader, Reply(text, offers(words, rows)), "notice", f"deed:{deed.id}:question:{row}")
    return steps.done(ctx, subject, "asked", to=ctx.words.who(reader.person), words=said)


# -- the answer --------------------------------------------------------------------------------------------------------


def _read_answer(text: str, asking: Asking) -> Answers:
    """Words, or photos and papers that were counted as they came."""
    if text != "done":
        return {"words": text.strip()}
    if sum(how_many(asking.answers)) <= int(str(asking.answers.get("_had") or 0)):
        raise Mistake("nothing_sent_yet")
    return {"words": None}


ANSWER = Form(
    "office_answer",
    (Question("evidence", ("words",), _read_answer, files=True, counted=False),),
    reviewed=False,
)


async def _mine(ctx: Context, row: int) -> Note:
    note = await exemplar_notes.mine(ctx.store, row, need(ctx.person, "see_own").person)
    if note is None:
        raise Mistake("question_not_yours")
    return note


async def _deed(ctx: Context, number: int) -> Deed | None:
    """The report: one's own, or one of one's unit; None for somebody who was asked and sees neither."""
    held = scope(ctx.person, "see_own")
    if held is None:
        return None
    own = await deeds.own(ctx.store, number, held.person)
    return own or await deeds.get(ctx.store, ctx.now, number, held)


async def answer(ctx: Context) -> Answer:
    """[Answer]: in words, or with photos and papers."""
    note = await _mine(ctx, int(ctx.args[0]))
    if note.answered_at is not None:
        return ctx.say("exemplar.answered_before", [["menu"]], number=note.deed)
    deed = await _deed(ctx, note.deed)
    photos, papers = how_many(deed.answers) if deed else (0, 0)
    known: dict[str, Json] = {"_photos": photos, "_papers": papers, "_had": photos + papers}
    return await walker.begin(ctx, ANSWER_SHEET, known, subject=f"note:{note.id}")


async def _answer_gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    note = await _mine(ctx, int(progress.subject.removeprefix("note:")))
    return {"number": note.deed, "said": shortened(note.words, LONGEST)}


async def _answered(ctx: Context, progress: Progress) -> Answer:
    """It lands in the file, photos beside the report's own; whoever asked hears it."""
    note = await _mine(ctx, int(progress.subject.removeprefix("note:")))
    deed, said = await _deed(ctx, note.deed), progress.answers.get("words")
    person, more = need(ctx.person, "see_own").person, 0
    counted = how_many(progress.answers)
    more = sum(counted) - int(str(progress.answers.get("_had") or 0))
    if more > 0 and deed is not None:
        told: dict[str, Json] = {**deed.answers, "_photos": counted[0], "_papers": counted[1]}
        await deed_changes.amend(ctx.store, ctx.now, deed, told, person)
    await evidence.tie(ctx.store, ctx.talk.address.key, progress.run, f"deed:{note.deed}")
    if not await heard(ctx, note, str(said) if said else None, max(0, more)):
        return ctx.say("exemplar.answered_before", [["menu"]], number=note.deed)
    return ctx.say("exemplar.answer_done", [["menu"]], number=note.deed)


async def heard(ctx: Context, note: Note, said: str | None, files: int) -> bool:
    """Keep an answer and tell whoever asked; False when it had been answered before."""
    person = need(ctx.person, "see_own").person
    kept = await exemplar_notes.answer(ctx.store, ctx.now, note.id, person, said)
    if kept is None:
        return False
    audit.note(ctx.store, ctx.now, person, "exemplar_answered", f"deed:{note.deed}", {"said": said})
    exemplars.awaited(ctx.store, note.deed)
    for reader in await telling.whoever_asked(ctx, note.by):
        words = ctx.words_for(reader)
        told = [f'"{shortened(said, LONGEST)}"'] if said else []
        told += [words("exemplar.files", n=files)] if files else []
        text = words(
            "exemplar.answer",
            number=note.deed,
            By=capital(words.who(ctx.person)),
            words=shortened(note.words, LONGEST),
            answer=words.listed(told),
        )
        rows = [[button(words, "see_exemplar", act("review_see", note.deed))]]
        who = reader.person.id if reader.person else 0
        ctx.tell(reader, Reply(text, offers(words, rows)), "notice", f"deed:{note.deed}:answer:{note.id}:{who}")
    return True


async def landed(ctx: Context, number: int, said: str | None, files: int) -> None:
    """Evidence was added to a report in the usual way: what its sender was asked about it is answered by that."""
    person = need(ctx.person, "see_own").person
    for note in await exemplar_notes.open_of(ctx.store, number, person):
        await heard(ctx, note, said, files)


ASK_SHEET = Sheet(ASK, _asked, verb="review", gaps=_gaps, spares=True)
ANSWER_SHEET = Sheet(ANSWER, _answered, verb="see_own", gaps=_answer_gaps, spares=True)
ACTIONS = (
    Intention("ask_reporter", ask, verb="review", again=as_it_stands),
    Intention("answer_office", answer, verb="see_own"),
)
