"""/assigned: what the Office asked for in chat; changed or ended there, once one has seen whom it concerns."""

from datetime import date

from domain.audiences import SCHOOLS, Audience
from domain.forms import Answers, Form, Progress
from domain.messages import Json
from domain.mistakes import Mistake
from domain.obligations import Obligation
from domain.rights import need
from domain.units import RELAYS
from handlers import paging
from handlers.context import Answer, Context, Offer, act
from handlers.duties import assigning
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention, page_of
from handlers.sendings import audience_words
from storage.duties import assigned
from storage.duties.assigned import Standing
from storage.units import units
from texts.catalogue import Words, capital, shortened

ON_A_SCREEN = 6
EVERY_KIND = (*SCHOOLS, *RELAYS)
SHORT = 60
"""Letters of a thing's name in a list."""


async def listed(ctx: Context) -> Answer:
    """The list, the nearest day first."""
    scope = need(ctx.person, "decide_plan")
    page = page_of(ctx.args)
    every = await assigned.every(ctx.store, ctx.house.campaign_id, scope)
    shown = list(enumerate(every, 1))[page * ON_A_SCREEN : (page + 1) * ON_A_SCREEN]
    if not shown:
        return ctx.say("assigned.none", [[ctx.button("assign_new", "/assign")], ["menu"]])
    lines = "\n".join([f"{place} · {await _line(ctx, owed)}" for place, owed in shown])
    opens: list[Offer] = [ctx.button("open_place", act("assigned_one", owed.id), n=place) for place, owed in shown]
    turns = paging.turns(ctx, "assigned_page", page=page, more=(page + 1) * ON_A_SCREEN < len(every))
    rows = [opens[at : at + 3] for at in range(0, len(opens), 3)]
    last: list[Offer] = [ctx.button("assign_new", "/assign"), "menu"]
    return ctx.say("assigned.list", [*rows, turns, last], n=ctx.words.number(len(every)), lines=lines)


async def _line(ctx: Context, owed: Obligation) -> str:
    stands = await assigned.standing(ctx.store, ctx.now, owed, ctx.house.root)
    return ctx.words("assigned.line", **_values(ctx.words, owed, stands), title=shortened(owed.name, SHORT))


def _values(words: Words, owed: Obligation, stands: Standing) -> dict[str, str]:
    return {
        "Title": capital(owed.name),
        "due": words.weekday(owed.due),
        "due_day": words.day(owed.due),
        "answered": words.number(stands.answered),
        "total": words.number(stands.obliged),
        "reminded": words.number(stands.reminded),
        "n": words.number(stands.left),
    }


async def _found(ctx: Context, row: int) -> Obligation:
    owed = await assigned.one(ctx.store, row, need(ctx.person, "decide_plan"))
    if owed is None:
        raise Mistake("assigned_gone")
    return owed


async def one(ctx: Context) -> Answer:
    """One of them, with what can be done about it."""
    owed = await _found(ctx, int(ctx.args[0]))
    stands = await assigned.standing(ctx.store, ctx.now, owed, ctx.house.root)
    late: list[Offer] = [ctx.button("late_units", act("overdue", owed.id, 0), n=stands.left)] if stands.left else []
    change = ctx.button("assigned_change", act("assigned_change", owed.id))
    end = ctx.button("assigned_end", act("assigned_end", owed.id))
    rows: list[list[Offer]] = [late, [change, end], [ctx.button("assigned", "/assigned")]]
    said = {**_values(ctx.words, owed, stands), "who": await _who(ctx, owed), "day": ctx.words.day(ctx.now.today)}
    return ctx.say("assigned.one", rows, **said)


async def _who(ctx: Context, owed: Obligation) -> str:
    """Whom it is asked of, in the words in which it was asked."""
    day = min(owed.branch_day(ctx.now.today), ctx.now.today)
    branch = owed.branch if owed.branch != ctx.house.root else None
    unit = await units.by_id(ctx.store, branch, day) if branch else None
    is_one = unit is not None and unit.kind in SCHOOLS
    are_all = set(owed.kinds) == set(EVERY_KIND)
    kinds = tuple(kind for kind in EVERY_KIND if kind in owed.kinds) if not (is_one or (are_all and unit)) else ()
    codes = (unit.code,) if unit else ()
    audience = Audience(
        ("head", "deputy"), kinds=kinds, units=codes if is_one else (), branches=() if is_one else codes
    )
    return audience_words.who(ctx.words, audience, ctx.house.units, ctx.campaign)


# -- ending ------------------------------------------------------------------------------------------------------------


async def see_end(ctx: Context) -> Answer:
    """What ending means, for how many, before it is done."""
    owed = await _found(ctx, int(ctx.args[0]))
    stands = await assigned.standing(ctx.store, ctx.now, owed, ctx.house.root)
    waiting = "\n" + ctx.words("assigned.end_waiting", n=stands.waiting) if stands.waiting else ""
    rows: list[list[Offer]] = [
        [ctx.button("assigned_end_now", act("assigned_end_now", owed.id))],
        [ctx.button("assigned_keep", act("assigned_one", owed.id))],
    ]
    return ctx.say("assigned.end", rows, **_values(ctx.words, owed, stands), waiting=waiting)


async def end(ctx: Context) -> Answer:
    """Nobody is reminded of it from here on, and what units have said is kept."""
    scope, owed = need(ctx.person, "decide_plan"), await _found(ctx, int(ctx.args[0]))
    stands = await assigned.standing(ctx.store, ctx.now, owed, ctx.house.root)
    silenced = await assigned.end(ctx.store, ctx.now, owed.id, scope)
    if silenced is None:
        raise Mistake("assigned_gone")
    ctx.silenced += silenced
    local = ctx.now.local
    said = {"time": ctx.words.time(local), "day": ctx.words.day(local.date())}
    return ctx.say(
        "assigned.ended",
        [[ctx.button("assigned", "/assigned"), "menu"]],
        **_values(ctx.words, owed, stands),
        **said,
    )


# -- changing ----------------------------------------------------------------------------------------------------------

REASSIGN = Form("reassign", assigning.ASSIGN.questions[:2])


async def change(ctx: Context) -> Answer:
    """Its name and day as they are, each to be written anew."""
    owed = await _found(ctx, int(ctx.args[0]))
    stands = await assigned.standing(ctx.store, ctx.now, owed, ctx.house.root)
    known: dict[str, Json] = {"title": owed.name, "due": owed.due.isoformat(), "_left": stands.left}
    return await walker.begin(ctx, SHEET, {**known, "_answered": stands.answered}, f"assigned:{owed.id}")


def _shown(words: Words, name: str, answers: Answers) -> str:
    if name == "concerns":
        left, answered = answers.get("_left", 0), answers.get("_answered", 0)
        return words("assigned.concerns", n=words.number(int(str(left))), answered=words.number(int(str(answered))))
    return assigning.shown(words, name, answers)


def _fill(ctx: Context, progress: Progress) -> dict[str, Json]:
    """A due day on a day off has moved on."""
    due = ctx.house.calendar.next_working_day(date.fromisoformat(str(progress.answers["due"])))
    return {"due": due.isoformat()}


async def _finish(ctx: Context, progress: Progress) -> Answer:
    scope, owed = need(ctx.person, "decide_plan"), await _found(ctx, int(progress.subject.split(":")[1]))
    title, due = str(progress.answers["title"]), date.fromisoformat(str(progress.answers["due"]))
    rows: list[list[Offer]] = [[ctx.button("assigned", "/assigned"), "menu"]]
    stands = await assigned.standing(ctx.store, ctx.now, owed, ctx.house.root)
    if (title, due) == (owed.name, owed.due):
        return ctx.say("assigned.same", rows, **_values(ctx.words, owed, stands))
    if due <= ctx.now.today and due != owed.due:
        raise Mistake("assign_due_past")
    silenced = await assigned.change(ctx.store, ctx.now, owed, title, due, scope)
    if silenced is None:
        raise Mistake("assigned_gone")
    ctx.silenced += silenced
    said = {**_values(ctx.words, owed, stands), "title": title, "due": ctx.words.weekday(due)}
    return ctx.say("assigned.changed" if due != owed.due else "assigned.renamed", rows, **said)


SHEET = Sheet(
    REASSIGN,
    _finish,
    _shown,
    verb="decide_plan",
    fill=_fill,
    lines=("title", "due", "concerns"),
    spares=True,
)
COMMANDS = (Intention("assigned", listed, verb="decide_plan", aliases=("viecdagiao",), reading=True),)
ACTIONS = (
    Intention("assigned_page", listed, verb="decide_plan", reading=True),
    Intention("assigned_one", one, verb="decide_plan", reading=True),
    Intention("assigned_change", change, verb="decide_plan"),
    Intention("assigned_end", see_end, verb="decide_plan", reading=True),
    Intention("assigned_end_now", end, verb="decide_plan"),
)
