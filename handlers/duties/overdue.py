"""The units of one's branch that have not answered an obligation, numbered, page by page (D6, F2)."""

from domain.mistakes import Mistake
from domain.obligations import Obligation
from domain.reminders import LateList
from domain.rights import scope
from domain.unit_names import short_name
from handlers.context import Answer, Context, Offer, act
from handlers.duties import reminding
from handlers.duties.reminding import ON_A_SCREEN
from handlers.figures import standing
from handlers.intentions import Intention
from storage.duties import obligations, obliged
from storage.units import units
from texts.catalogue import capital


async def _late(ctx: Context, number: int) -> tuple[Obligation, LateList, int]:
    """What is owed, who of one's own branch is late with it, and the branch that was looked at."""
    _, branch = standing.branch_of(ctx)
    owed, today = await obligations.get(ctx.store, number), ctx.now.today
    if owed is None:
        raise Mistake("duty_gone")
    below = branch
    if owed.branch and not await units.is_below(ctx.store, branch, [owed.branch], today):
        if not await units.is_below(ctx.store, owed.branch, [branch], today):
            raise Mistake("unit_not_yours")
        below = owed.branch
    return owed, await obliged.late_within(ctx.store, owed, below, ctx.now, standing.seen(ctx)), below


async def overdue(ctx: Context) -> Answer:
    """A page of the list; a unit's number typed at it opens the unit."""
    grant, _ = standing.branch_of(ctx)
    number, page = int(ctx.args[0]), int(ctx.args[1])
    owed, late, below = await _late(ctx, number)
    if not late.units:
        return ctx.say("summary.none_late", [["menu"]])
    skip = page * ON_A_SCREEN
    shown = late.units[skip : skip + ON_A_SCREEN]
    ctx.talk.page = {
        "what": "late",
        "items": {str(place): act("late_unit", one.unit) for place, one in enumerate(shown, skip + 1)},
    }
    where = ctx.words("summary.whole") if below == ctx.house.root else short_name(grant.unit_name)
    name = reminding.duty_name(ctx.words, owed)
    values = {"Duty": capital(name), "due_day": ctx.words.day(owed.due), "Where": capital(where)}
    counted = {"n": ctx.words.number(len(late.units)), "total": ctx.words.number(late.obliged)}
    lines = reminding.late_lines(ctx.words, late, skip)
    remind: list[Offer] = (
        [ctx.button("chase_late", act("chase", number))] if scope(ctx.person, "announce") is not None else []
    )
    rows: list[list[Offer]] = [remind, _turns(ctx, number, page, len(late.units)), ["menu"]]
    return ctx.say("reminding.page", rows, **values, **counted, lines=lines, first=skip + 1)


def _turns(ctx: Context, number: int, page: int, count: int) -> list[Offer]:
    turns: list[Offer] = []
    if page > 0:
        ctx.talk.page["previous"] = act("overdue", number, page - 1)
        turns.append(ctx.button("previous_page", act("overdue", number, page - 1)))
    if (page + 1) * ON_A_SCREEN < count:
        ctx.talk.page["next"] = act("overdue", number, page + 1)
        turns.append(ctx.button("next_page", act("overdue", number, page + 1)))
    return turns


async def calls(ctx: Context) -> Answer:
    """[Note a call]: which of the late units that no message reaches was telephoned."""
    owed, late, _ = await _late(ctx, int(ctx.args[0]))
    to_call = [(place, late.units[place - 1]) for place in late.to_call][:ON_A_SCREEN]
    if not to_call:
        return ctx.say("reminding.nobody_to_call", [["menu"]], Duty=capital(reminding.duty_name(ctx.words, owed)))
    lines = "\n".join(
        f"{place} · {short_name(unit.name)} · {reminding.hindered(ctx.words, unit)}" for place, unit in to_call
    )
    noted: list[Offer] = [ctx.button("called_place", act("call_noted", unit.unit), n=place) for place, unit in to_call]
    rows: list[list[Offer]] = [noted[at : at + 2] for at in range(0, len(noted), 2)]
    return ctx.say("reminding.which_called", [*rows, ["menu"]], lines=lines)


ACTIONS = (
    Intention("overdue", overdue, verb="see_figures", reading=True),
    Intention("overdue_calls", calls, verb="announce", reading=True),
)
