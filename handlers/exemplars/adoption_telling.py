"""A unit that has taken an example up tells how it goes, after 30 and 60 days: one line and a photo."""

from domain.clock import Now
from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.rights import need
from domain.unit_names import short_name
from handlers.context import Answer, Context, House, Telling, act, button, offers
from handlers.exemplars import adopting
from handlers.forms import walker
from handlers.forms.evidence import how_many
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from storage import audit
from storage.deeds import evidence
from storage.exemplars import adoptions
from storage.exemplars.adoptions import Ask
from storage.people import people
from storage.post import conversations
from storage.store import Store
from storage.units import units

SHORTEST, LONGEST = 4, 300
"""Letters of the line."""


def _read_line(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - a reader has one shape
    said = " ".join(text.split())
    if len(said) < SHORTEST:
        raise Mistake("line_short")
    return {"line": said[:LONGEST]}


def _read_photo(text: str, asking: Asking) -> Answers:
    photos, papers = how_many(asking.answers)
    if text in {"done", "skip"} or photos + papers:
        return {"files": photos + papers}
    raise Mistake("photo_or_none")


TELL = Form(
    "tell",
    (
        Question("line", ("line",), _read_line, numbered=False),
        Question("evidence", ("files",), _read_photo, optional=True, files=True),
    ),
    reviewed=False,
)


async def tellings(store: Store, now: Now, house: House, ask: Ask) -> list[Telling]:
    """The question, to whoever answers for the unit now; none where nobody does."""
    one = ask.adoption
    held = await people.holders(store, one.unit, ["head", "deputy", "relay"], now.today)
    unit = await units.by_id(store, one.unit, now.today)
    if unit is None:
        return []
    first = [row for row in held if row[1] != "deputy"] or held
    found = []
    for person, _ in first:
        reader = await conversations.reader(store, person, now.today, house.default_language)
        words = house.catalogue.words(reader.language, reader.person)
        text = words("telling.ask", unit=short_name(unit.name), days=ask.days, number=one.deed, day=words.day(one.on))
        rows = [
            [button(words, "tell", act("adoption_tell", one.id, ask.days))],
            [button(words, "see_published", act("published", one.deed)), button(words, "later", act("later"))],
        ]
        key = f"adoption:{one.id}:{ask.days}:{person}"
        found.append(Telling(reader, Reply(text, offers(words, rows)), "reminder", key))
    return found


async def tell(ctx: Context) -> Answer:
    """[Tell how it goes]: the form, or what the unit told before."""
    ask = await _found(ctx, int(ctx.args[0]), int(ctx.args[1]))
    if ask.state == "answered":
        row = [ctx.button("tell_again", act("adoption_again", ask.adoption.id, ask.days)), ctx.button("menu")]
        return ctx.say("telling.before", [row], number=ask.adoption.deed, line=ask.line or "")
    return await again(ctx)


async def again(ctx: Context) -> Answer:
    """[Tell it anew]: the last word counts."""
    ask = await _found(ctx, int(ctx.args[0]), int(ctx.args[1]))
    return await walker.begin(ctx, SHEET, subject=f"adoption:{ask.adoption.id}:{ask.days}")


async def _found(ctx: Context, row: int, days: int) -> Ask:
    ask = await adoptions.ask_of(ctx.store, row, days, need(ctx.person, "report_plan"))
    if ask is None:
        raise Mistake("adoption_not_yours")
    return ask


def _subject(progress: Progress) -> tuple[int, int]:
    row, days = progress.subject.split(":")[1:]
    return int(row), int(days)


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    ask = await _found(ctx, *_subject(progress))
    return {"number": ask.adoption.deed, "days": ask.days}


async def _finish(ctx: Context, progress: Progress) -> Answer:
    """It lands beside the example, and those whose example it is hear it."""
    ask, held = await _found(ctx, *_subject(progress)), need(ctx.person, "report_plan")
    one, line, files = ask.adoption, str(progress.answers["line"]), sum(how_many(progress.answers))
    await adoptions.answer(ctx.store, ctx.now, ask, line, files, held)
    await evidence.tie(ctx.store, ctx.talk.address.key, progress.run, progress.subject)
    audit.note(ctx.store, ctx.now, held.person, "adoption_told", f"deed:{one.deed}", {"line": line})
    unit = await units.by_id(ctx.store, one.unit, ctx.now.today)
    name = short_name(unit.name) if unit else ""
    for reader in await adopting.origin(ctx, one.deed):
        words, person = ctx.words_for(reader), reader.person.id if reader.person else 0
        text = words("telling.told", unit=name, days=ask.days, number=one.deed, line=line)
        text += words("telling.with_photos", n=files) if files else ""
        rows = [[button(words, "see_adopters", act("adopters", one.deed, 0))]]
        key = f"{progress.subject}:{ctx.now.campaign.timestamp():.0f}:{person}"
        ctx.tell(reader, Reply(text, offers(words, rows)), "notice", key)
    rows = [[ctx.button("see_adopters", act("adopters", one.deed, 0)), ctx.button("menu")]]
    return ctx.say("telling.done" if files else "telling.done_line", rows, number=one.deed, n=files)


SHEET = Sheet(TELL, _finish, verb="report_plan", gaps=_gaps, spares=True)
ACTIONS = (
    Intention("adoption_tell", tell, verb="report_plan"),
    Intention("adoption_again", again, verb="report_plan"),
)
