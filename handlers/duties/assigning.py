"""/assign: the Office asks units for something by a day, in chat; from then on it is owed as all else is."""

from datetime import date

from domain.audiences import SCHOOLS, Audience
from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Json
from domain.mistakes import Mistake
from domain.obligations import Owed
from domain.readers import audience as audience_reader
from domain.readers import dates, english
from domain.rights import need
from domain.units import RELAYS
from handlers.context import Answer, Context
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from handlers.sendings import audience_words
from storage.duties import assigned, obligations, obliged
from storage.units import units
from texts.catalogue import Words, shortened

SHORTEST, LONGEST = 6, 120
"""Letters of what is asked for."""


def _title(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - the shape of a reader
    said = " ".join(text.split()).rstrip(".")
    if not SHORTEST <= len(said) <= LONGEST:
        raise Mistake("assign_title")
    return {"title": said if said[:2].isupper() else said[:1].lower() + said[1:]}


def _due(text: str, asking: Asking) -> Answers:
    day = dates.day(english.dated(text), asking.today, "future")
    if day <= asking.today:
        raise Mistake("assign_due_past")
    return {"due": day.isoformat()}


def _who(text: str, asking: Asking) -> Answers:
    if text == "every_unit":
        return {"who": Audience(kinds=(*SCHOOLS, *RELAYS)).as_json()}
    meant = asking.facts.get("meant")
    if not isinstance(meant, dict):
        raise Mistake(str(meant or "audience_unclear"))
    audience = Audience.of(meant)
    if len(audience.branches) + len(audience.units) > 1 or audience.without:
        raise Mistake("assign_one_place")
    return {"who": audience.as_json()}


ASSIGN = Form(
    "assign",
    (
        Question("title", ("title",), _title, numbered=False),
        Question("due", ("due",), _due, numbered=False),
        Question("who", ("who",), _who, offers=(("every_unit",),)),
    ),
)


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    """Whom the typed words mean, told to the reader; and who that is, in words, for the review."""
    facts: dict[str, Json] = {"meant": _meant(ctx) if progress.at == "who" and ctx.incoming.text else ""}
    who = progress.answers.get("who")
    if isinstance(who, dict):
        facts["who_told"] = audience_words.who(ctx.words, Audience.of(who), ctx.house.units, ctx.campaign)
    return facts


def _meant(ctx: Context) -> Json:
    text, known = ctx.incoming.text, ctx.house.units
    named = known.mentioned(text)
    try:
        return audience_reader.read(text, audience_reader.Places(known.names), [named] if named else []).as_json()
    except Mistake as mistake:
        return mistake.key


def _fill(ctx: Context, progress: Progress) -> dict[str, Json]:
    """The review tells the units in words, and a due day on a day off has moved on."""
    due = ctx.house.calendar.next_working_day(date.fromisoformat(str(progress.answers["due"])))
    who = progress.answers["who"]
    told = (
        audience_words.who(ctx.words, Audience.of(who), ctx.house.units, ctx.campaign) if isinstance(who, dict) else ""
    )
    return {"due": due.isoformat(), "_who_told": told}


def shown(words: Words, name: str, answers: Answers) -> str:
    """An answer as the review has it."""
    if name == "due":
        return words.weekday(date.fromisoformat(str(answers["due"]))) if answers.get("due") else ""
    if name == "who":
        return str(answers.get("_who_told") or "")
    return shortened(str(answers.get("title") or ""), LONGEST)


async def _finish(ctx: Context, progress: Progress) -> Answer:
    scope, answers = need(ctx.person, "decide_plan"), progress.answers
    who = answers["who"]
    audience = Audience.of(who) if isinstance(who, dict) else Audience()
    kinds = audience.kinds or (*SCHOOLS, *RELAYS)
    branch = await _branch(ctx, audience)
    due = date.fromisoformat(str(answers["due"]))
    owed = Owed("", "", str(answers["title"]), due, kinds, ("", "cong", "tu", "dan_lap"), branch=branch)
    number = await assigned.add(ctx.store, ctx.now, ctx.house.campaign_id, owed, scope)
    stored = await obligations.get(ctx.store, number)
    n = await obliged.obliged_within(ctx.store, stored, branch, ctx.now, scope) if stored else 0
    values = {"title": owed.name, "due": ctx.words.weekday(due), "n": ctx.words.number(n)}
    return ctx.say("assign.done", [[ctx.button("assigned", "/assigned"), "menu"]], **values)


async def _branch(ctx: Context, audience: Audience) -> int:
    """The one place that was named, or the whole tree."""
    code = next(iter((*audience.branches, *audience.units)), None)
    if code is None:
        return ctx.house.root
    found = await units.by_code(ctx.store, code, ctx.now.today)
    if found is None:
        raise Mistake("audience_unclear")
    return found.id


SHEET = Sheet(
    ASSIGN,
    _finish,
    shown,
    verb="decide_plan",
    gaps=_gaps,
    fill=_fill,
    lines=("title", "due", "who"),
    spares=True,
)


async def assign(ctx: Context) -> Answer:
    """/assign: what, by when, from whom."""
    draft = ctx.talk.drafts.get(ASSIGN.name)
    return await walker.go_on(ctx, SHEET, draft) if draft else await walker.begin(ctx, SHEET)


COMMANDS = (Intention("assign", assign, verb="decide_plan", aliases=("giaoviec",)),)
