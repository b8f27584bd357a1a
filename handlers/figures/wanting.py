"""From plain words to a slice of figures: what was understood, what may be meant, and what is asked again (F1)."""

from dataclasses import dataclass, replace
from datetime import date

from domain.messages import Json
from domain.mistakes import Mistake
from domain.readers import slices
from domain.readers.movements import Movement
from domain.readers.slices import Asked
from domain.summary import Slice
from domain.unit_names import short_name
from handlers.context import Answer, Context, Offer
from handlers.figures import slice_words, standing
from storage.units import below, callings, units
from storage.units.units import Unit
from texts.catalogue import capital, shortened

LONGEST = 60
"""Letters of what was typed that an answer repeats."""
ROW = 4
SHORT = 6
"""Words of an answer to "which period?" that is no story."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What becomes of the slice that is understood: the button of it, and which command reads what is typed next."""

    verb: str = "figures"
    more: tuple[int, ...] = ()
    command: str = "summary"

    def carry(self, ctx: Context, wanted: Slice) -> str:
        """The value of a button that goes on with that slice."""
        return slice_words.carry(ctx, self.verb, wanted, *self.more)


FIGURES = Purpose()
"""The figures are shown."""


def read(ctx: Context, text: str) -> Asked:
    """What a text asks for, by the units and movements of this house."""
    house = ctx.house
    known = [Movement(one.code, one.short_name, one.aliases) for one in ctx.campaign.movements]
    return slices.read(text, ctx.now.today, ctx.campaign.start, (house.units, house.ended_units), known)


def is_wanted(ctx: Context, text: str, intent: str) -> bool:
    """Whether words without a command ask those who see figures for them: all understood, or a unit and no story."""
    if standing.sight(ctx.person, ctx.house.root) is None:
        return False
    asked = read(ctx, text)
    return asked.is_clear or (intent != "story" and bool(asked.units))


def is_answer(ctx: Context, text: str) -> bool:
    """Whether words at the question for a period or unit answer it, be it badly."""
    asked = read(ctx, text)
    return asked.is_clear or bool(asked.problem or asked.units) or len(text.split()) <= SHORT


async def wanted(ctx: Context, text: str, base: Slice, purpose: Purpose = FIGURES) -> tuple[Slice, bool] | Answer:
    """The slice that is asked for and whether those who said nothing are; or the answer that asks again.

    ``base`` is what was looked at, whose unit, period and movement stay where nothing else is said. Raises Mistake.
    """
    asked = read(ctx, text)
    if problem := asked.problem:
        ctx.talk.page = _page(ctx, base, purpose)
        return ctx.say("summary.date_again", [["menu"]], why=ctx.words(f"mistake.{problem.key}", **problem.values))
    meant = _meant(ctx, asked, base)
    if not asked.units:
        return await _whole(ctx, asked, meant, purpose)
    found = await _units(ctx, asked, meant)
    allowed = [one for one in found if await standing.sees(ctx, one.id)]
    if not allowed:
        return await _refused(ctx, found, base, purpose)
    if len(allowed) > 1 or not (asked.sure or len(found) > 1):
        return await _which(ctx, text, asked, meant, allowed, purpose)
    return await _whole(ctx, asked, replace(meant, unit=allowed[0].id), purpose)


def _page(ctx: Context, base: Slice, purpose: Purpose) -> dict[str, Json]:
    marks = ".".join(map(str, (*base.marks(standing.codes(ctx)), *purpose.more)))
    return {"what": "figures_ask", "base": marks, "command": purpose.command}


def _meant(ctx: Context, asked: Asked, base: Slice) -> Slice:
    first, last = asked.period or ((None, None) if asked.anew or asked.as_of else (base.first, base.last))
    as_of = asked.as_of or (None if asked.period or asked.anew else base.as_of)
    movement = asked.movements[0] if asked.movements else ("" if asked.anew else base.movement)
    unit = standing.branch_of(ctx)[1] if asked.own or asked.whole else base.unit
    return Slice(unit, first, last, movement, as_of)


async def _units(ctx: Context, asked: Asked, meant: Slice) -> list[Unit]:
    """Those that may be meant: there on the last day that counts, else whichever ever were."""
    day = meant.until(ctx.now.today)
    places = await callings.places(ctx.store, [one.code for one in asked.units], day)
    if not places:
        found = [await _ever(ctx, one.code) for one in asked.units]
        return [one for one in found if one is not None]
    here = [await units.by_id(ctx.store, one.id, day) for one in places]
    return [one for one in here if one is not None]


async def _ever(ctx: Context, code: str) -> Unit | None:
    row = (await units.tree(ctx.store)).ids.get(code)
    return await slice_words.unit_of(ctx, Slice(row)) if row else None


async def _whole(ctx: Context, asked: Asked, meant: Slice, purpose: Purpose) -> tuple[Slice, bool] | Answer:
    """Nothing was left unread, and the days can be told of."""
    if asked.unread:
        return await _unread(ctx, asked, meant, purpose)
    late = meant.as_of or meant.first
    if late and late > ctx.now.today:
        return await _not_there(ctx, "summary.not_yet", meant, purpose)
    if meant.until(ctx.now.today) < ctx.campaign.start:
        return await _not_there(ctx, "summary.too_early", meant, purpose)
    return replace(meant, as_of=await _end_of(ctx, meant)), asked.missing


async def _end_of(ctx: Context, meant: Slice) -> date | None:
    """A unit that has ended is told of as of its last day."""
    life = await below.life(ctx.store, meant.unit)
    until = meant.until(ctx.now.today)
    if life is None or life[1] > until:
        return meant.as_of
    return date.fromordinal(life[1].toordinal() - 1)


async def _not_there(ctx: Context, key: str, meant: Slice, purpose: Purpose) -> Answer:
    """Days that have not come, or lie before the campaign: said, and another period offered."""
    words = ctx.words
    asked = slice_words.period(words, meant.first, meant.last) if meant.first and meant.last else ""
    asked = asked or words.day(meant.as_of or ctx.now.today)
    base = replace(meant, first=None, last=None, as_of=None)
    ctx.talk.page = _page(ctx, base, purpose)
    rows: list[list[Offer]] = [*period_rows(ctx, base, purpose), ["menu"]]
    values = {"start": words.day(ctx.campaign.start), "today": words.day(ctx.now.today)}
    return ctx.say(key, rows, When=capital(asked), **values)


async def _unread(ctx: Context, asked: Asked, meant: Slice, purpose: Purpose) -> Answer:
    ctx.talk.page = _page(ctx, meant, purpose)
    something = asked.units or asked.period or asked.movements or asked.as_of or asked.whole or asked.own
    go_on = ctx.button("see_understood", purpose.carry(ctx, meant))
    rows: list[list[Offer]] = [[go_on] if something else [], ["menu"]]
    return ctx.say("summary.unread", rows, query=shortened(asked.unread, LONGEST))


async def _refused(ctx: Context, found: list[Unit], base: Slice, purpose: Purpose) -> Answer:
    """Outside one's rights: what, and what can be seen instead."""
    if not found:
        raise Mistake("unit_not_yours")
    own = Slice(standing.branch_of(ctx)[1])
    rows: list[list[Offer]] = [[slice_words.to_summary(ctx, own)], ["menu"]]
    ctx.talk.page = _page(ctx, replace(base, unit=own.unit), purpose)
    return ctx.say(
        "summary.not_yours",
        rows,
        Unit=capital(short_name(found[0].name)),
        where=await slice_words.where(ctx, own),
    )


async def _which(ctx: Context, text: str, asked: Asked, meant: Slice, found: list[Unit], purpose: Purpose) -> Answer:
    """A numbered list of the units that may be meant; each leads on to what was asked of it."""
    slices_of = [replace(meant, unit=one.id) for one in found]
    values = [
        slice_words.carry(ctx, "late", one, 0) if asked.missing and purpose is FIGURES else purpose.carry(ctx, one)
        for one in slices_of
    ]
    lines = []
    for place, one in enumerate(found, 1):
        above = await units.by_id(ctx.store, one.parent, ctx.now.today) if one.parent else None
        beside = [short_name(above.name)] if above and above.id != ctx.house.root else []
        lines.append(" · ".join([str(place), short_name(one.name), *beside]))
    opens: list[Offer] = [ctx.button("open_place", value, n=place) for place, value in enumerate(values, 1)]
    rows = [opens[at : at + ROW] for at in range(0, len(opens), ROW)]
    items: dict[str, Json] = {str(place): value for place, value in enumerate(values, 1)}
    ctx.talk.page = {**_page(ctx, meant, purpose), "items": items}
    lined = "\n".join(lines)
    return ctx.say("summary.which", [*rows, ["menu"]], query=shortened(text, LONGEST), n=len(found), lines=lined)


# -- another period ----------------------------------------------------------------------------------------------------


async def other_period(ctx: Context) -> Answer:
    """[Chọn kỳ khác]: the usual periods as buttons, any other in words."""
    base = await standing.slice_of(ctx)
    return await ask_period(ctx, base, FIGURES, slice_words.to_summary(ctx, base))


async def ask_period(ctx: Context, base: Slice, purpose: Purpose, back: Offer) -> Answer:
    """Which period of the same unit and movement is meant."""
    ctx.talk.page = _page(ctx, base, purpose)
    rows: list[list[Offer]] = [*period_rows(ctx, base, purpose), [back]]
    return ctx.say("summary.which_period", rows, where=capital(await slice_words.where(ctx, base)))


def period_rows(ctx: Context, base: Slice, purpose: Purpose = FIGURES) -> list[list[Offer]]:
    """Buttons of the same unit: this week and the last, this month and the last, this quarter, the whole campaign."""
    today = ctx.now.today
    found: list[Offer] = []
    for name, said in slices.USUAL:
        asked = slices.read(said, today, ctx.campaign.start, (), ())
        if asked.period and asked.period[1] >= ctx.campaign.start:
            one = replace(base, first=asked.period[0], last=asked.period[1], as_of=None)
            found.append(ctx.button(name, purpose.carry(ctx, one)))
    whole = replace(base, first=None, last=None, as_of=None)
    found.append(ctx.button("whole_period", purpose.carry(ctx, whole)))
    return [found[at : at + 2] for at in range(0, len(found), 2)]
