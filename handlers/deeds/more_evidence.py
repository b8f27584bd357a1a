"""More evidence for a report that was sent, whether or not it was confirmed; the school is told (C11)."""

from domain.deeds import FOLLOWS, Deed
from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from handlers.context import Answer, Context, act, button, offers
from handlers.deeds import deed_words, mine, short_of_files
from handlers.deeds.deed_sending import heads_of
from handlers.exemplars import asked
from handlers.forms import walker
from handlers.forms.evidence import as_it_came, how_many
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from storage import audit
from storage.deeds import deed_changes, deeds, evidence


def _read(text: str, asking: Asking) -> Answers:
    """Files were counted as they came; words name who can confirm."""
    if text != "done":
        return {"confirmed_by": text.strip()}
    if sum(how_many(asking.answers)) <= int(str(asking.answers.get("_had") or 0)):
        raise Mistake("nothing_sent_yet")
    return {"confirmed_by": None}


MORE = Form("more", (Question("evidence", ("confirmed_by",), _read, files=True, counted=False),), reviewed=False)


async def ask(ctx: Context) -> Answer:
    """Ask for photos, papers, or who can confirm."""
    found = await _own(ctx, int(ctx.args[0]))
    if "withdrawn" not in FOLLOWS[found.state]:
        return await mine.one(ctx)
    photos, papers = how_many(await _come(ctx, found))
    known: dict[str, Json] = {"_photos": photos, "_papers": papers, "_had": photos + papers}
    return await walker.begin(ctx, SHEET, known, subject=f"deed:{found.id}")


async def _own(ctx: Context, number: int) -> Deed:
    found = await deeds.own(ctx.store, number, ctx.person.id) if ctx.person else None
    if found is None:
        raise Mistake("deed_not_yours")
    return found


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    found = await _own(ctx, int(progress.subject.removeprefix("deed:")))
    had = deed_words.evidence(ctx.words, await _come(ctx, found))
    return {"number": found.id, "had": had or ctx.words("deed.not_yet")}


async def _come(ctx: Context, found: Deed) -> dict[str, Json]:
    """The report's answers, counting only files that came or are still coming."""
    files = await evidence.of_report(ctx.store, f"deed:{found.id}")
    photos, papers = short_of_files.without_lost(found.answers, files)
    return {**found.answers, "_photos": photos, "_papers": papers}


def _with_more(before: Deed, told: Answers) -> dict[str, Json]:
    """The report's answers with the files and words that were added to them."""
    photos, papers = how_many(told)
    had = int(str(told.get("_had") or 0))
    more = {**before.answers, "confirmed_by": before.answers.get("confirmed_by")}
    if photos + papers > had:
        more |= {"_photos": photos, "_papers": papers}
    said = [str(one) for one in (before.answers.get("confirmed_by"), told.get("confirmed_by")) if one]
    return more | ({"confirmed_by": "; ".join(dict.fromkeys(said))} if said else {})


async def _finish(ctx: Context, progress: Progress) -> Answer:
    before = await _own(ctx, int(progress.subject.removeprefix("deed:")))
    person = ctx.person.id if ctx.person else 0
    if "withdrawn" not in FOLLOWS[before.state]:
        ctx.talk.drop(progress.form)
        raise Mistake("deed_moved_on", number=before.id)
    answers = _with_more(before, progress.answers)
    after = await deed_changes.amend(ctx.store, ctx.now, before, answers, person)
    if after is None:
        raise Mistake("deed_moved_on", number=before.id)
    come = await _come(ctx, before)
    if sum(how_many(progress.answers)) > int(str(progress.answers.get("_had") or 0)):
        await evidence.let_lost_be(ctx.store, f"deed:{before.id}")
    await evidence.tie(ctx.store, ctx.talk.address.key, progress.run, f"deed:{before.id}")
    audit.note(ctx.store, ctx.now, person, "deed_evidence_added", f"deed:{before.id}", answers)
    if after.state in {"sent", "confirmed"}:
        await _tell(ctx, come, after)
    said = progress.answers.get("confirmed_by")
    more = sum(how_many(progress.answers)) - int(str(progress.answers.get("_had") or 0))
    await asked.landed(ctx, after.id, str(said) if said else None, max(0, more))
    return ctx.say("more.done", [[ctx.button("see_report", act("mine", before.id))], ["menu"]], number=before.id)


async def _tell(ctx: Context, before: Answers, after: Deed) -> None:
    shown = await as_it_came(ctx.store, after.id, after.answers)
    for head in await heads_of(ctx, after.unit):
        words = ctx.words_for(head)
        text = words(
            "more.told",
            number=after.id,
            by=words.who(ctx.person),
            lines=deed_words.changes(words, before, shown),
        )
        if after.state == "sent":
            reply = deed_words.decision(words, after, text, look=True)
        else:
            rows = [[button(words, "see_files", act("files", after.id))], [button(words, "menu")]]
            reply = Reply(text, offers(words, rows))
        ctx.tell(head, reply, "notice", f"deed:{after.id}:{after.version}:{head.person.id if head.person else 0}")


SHEET = Sheet(MORE, _finish, verb="see_own", gaps=_gaps)
ACTIONS = (Intention("add_evidence", ask, verb="see_own"),)
