"""/review: what waits for the Office, one after another or as a list; by step, movement, branch or colleague."""

from dataclasses import replace
from datetime import date

from domain import exemplars as rules
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.readers import reviewing
from domain.review import Wanted
from domain.rights import Scope, need
from domain.unit_names import short_name
from handlers.context import Answer, Context, Offer, act
from handlers.deeds import check
from handlers.exemplars import review_screen, telling
from handlers.exemplars.review_screen import found_in, marks, shown, wanted_of
from handlers.figures import wanting
from handlers.intentions import Intention
from storage.deeds import evidence
from storage.exemplars import review_queue
from storage.exemplars.review_queue import Waiting
from storage.units import units
from texts.catalogue import capital, shortened

PAGE = 6
LONGEST = 32
"""Letters of a deed in a list, which has room for six on a phone's screen (CONVERSATIONS §1.5)."""


async def review(ctx: Context) -> Answer:
    """The oldest that waits, or what the words ask for."""
    need(ctx.person, "review")
    text = " ".join(ctx.args).strip()
    if not text:
        return await _next(ctx, Wanted(), 0)
    asked = reviewing.asked(text)
    found = await _wanted(ctx, asked)
    if found is None:
        return ctx.say("review.unread", [[ctx.button("review_all", "/review")], ["menu"]], query=shortened(text, 60))
    is_list = asked.listed or found.stage is not None or found.assigned or found.side
    return await (_page(ctx, found, 0) if is_list else _next(ctx, found, 0))


async def _wanted(ctx: Context, asked: reviewing.Asked) -> Wanted | None:
    """A colleague, a unit or a movement in what is left; None when something was not read."""
    mine = ctx.person.id if asked.mine and ctx.person else 0
    wanted = Wanted(asked.stage, assigned=mine, overdue=asked.overdue, side=asked.side)
    if not asked.rest:
        return wanted
    known = await known_colleagues(ctx)
    if who := reviewing.whom(asked.rest, known):
        return replace(wanted, assigned=who[0])
    told = wanting.read(ctx, asked.rest)
    if told.unread or len(told.units) > 1 or not (told.units or told.movements):
        return None
    unit = await units.by_code(ctx.store, told.units[0].code, ctx.now.today) if told.units else None
    movement = told.movements[0] if told.movements else ""
    return replace(wanted, movement=movement, unit=unit.id if unit else 0)


async def known_colleagues(ctx: Context) -> list[list[Json]]:
    """The Office's people as readers of names know them."""
    found = [reader.person for reader in await telling.colleagues(ctx)]
    return [[one.id, one.name, one.title] for one in found if one]


async def within(ctx: Context, wanted: Wanted) -> Scope:
    """The reader's part, narrowed to the branch that is looked at. Raises Mistake."""
    held = need(ctx.person, "review")
    if not wanted.unit:
        return held
    if not await units.is_below(ctx.store, wanted.unit, held.roots, ctx.now.today):
        raise Mistake("unit_not_yours")
    return replace(held, roots=(wanted.unit,))


async def found_by(ctx: Context, wanted: Wanted, window: tuple[int, int, int]) -> list[Waiting]:
    """Those after a report, so many passed over, so many at most."""
    held, campaign = await within(ctx, wanted), ctx.house.campaign_id
    return await review_queue.page(ctx.store, ctx.now, campaign, wanted, held, ctx.campaign.review_days, window)


async def counted(ctx: Context, wanted: Wanted) -> int:
    """How many there are."""
    held, campaign = await within(ctx, wanted), ctx.house.campaign_id
    return await review_queue.count(ctx.store, ctx.now, campaign, wanted, held, ctx.campaign.review_days)


async def _next(ctx: Context, wanted: Wanted, after: int) -> Reply:
    """The one after that number; after the last, what is left."""
    found = await found_by(ctx, wanted, (after, 0, 1))
    if found:
        return await shown(ctx, found[0].exemplar.deed, wanted)
    n = await counted(ctx, wanted)
    if not n:
        return ctx.say("review.none", [["menu"]], what=await _called(ctx, wanted))
    again = ctx.button("see_list", act("review_page", 0, *marks(ctx, wanted)), n=ctx.words.number(n))
    return ctx.say("review.no_more", [[again], ["menu"]], n=ctx.words.number(n))


async def _called(ctx: Context, wanted: Wanted) -> str:
    """As in "khâu Bồi dưỡng, Chuyển đổi số, quận Lê Chân"."""
    words = ctx.words
    told = [words("review.of_stage", stage=words(f"exemplar.stage.{wanted.stage}"))] if wanted.stage else []
    told += [words("review.of_overdue")] if wanted.overdue else []
    told += [words(f"review.of_{wanted.side}")] if wanted.side else []
    told += [ctx.campaign.movement(wanted.movement).short_name] if wanted.movement else []
    unit = await units.by_id(ctx.store, wanted.unit, ctx.now.today) if wanted.unit else None
    told += [short_name(unit.name)] if unit else []
    told += [words.who((await ctx.reader(wanted.assigned)).person)] if wanted.assigned else []
    return ", ".join(told) or words("review.of_waiting")


async def _page(ctx: Context, wanted: Wanted, page: int) -> Reply:
    total = await counted(ctx, wanted)
    found = await found_by(ctx, wanted, (0, page * PAGE, PAGE))
    called = await _called(ctx, wanted)
    if not found:
        return ctx.say("review.none", [["menu"]], what=called)
    more, pages = marks(ctx, wanted), -(-total // PAGE)
    first = page * PAGE + 1
    numbered = list(enumerate(found, first))
    ctx.talk.page = {
        "what": "review_list",
        "marks": list(more),
        "deeds": {str(place): one.exemplar.deed for place, one in numbered},
        "items": {str(place): act("review_see", one.exemplar.deed, *more) for place, one in numbered},
    }
    turns: list[Offer] = []
    for name, to in (("previous", page - 1), ("next", page + 1)):
        if 0 <= to < pages:
            ctx.talk.page[name] = act("review_page", to, *more)
            turns.append(ctx.button(f"{name}_page", act("review_page", to, *more)))
    which = ctx.words("summary.page", page=page + 1, pages=pages) if pages > 1 else ""
    key = "review.list_or_more" if total >= review_queue.MOST_COUNTED else "review.list"
    lines = "\n".join([f"{place} · {await _line(ctx, one, wanted)}" for place, one in numbered])
    return ctx.say(
        key, [turns, ["menu"]], n=ctx.words.number(total), What=capital(called), page=which, lines=lines, first=first
    )


async def _line(ctx: Context, one: Waiting, wanted: Wanted) -> str:
    words, limit = ctx.words, ctx.campaign.review_days
    what = shortened(str(one.answers.get("what") or ""), LONGEST)
    told = [f"G-{one.exemplar.deed}", what, short_name(one.unit)]
    told += [] if wanted.stage else [words(f"exemplar.stage.{one.exemplar.stage}")]
    late = _waits(ctx, one.sent_on) if one.exemplar.changed_at is None else 0
    if late and rules.overdue(one.sent_on, ctx.now.today, limit):
        told.append(words("review.line_overdue", n=late))
    if one.exemplar.side:
        told.append(words(f"review.side_{one.exemplar.side}"))
    if one.exemplar.assigned:
        told.append(words.who((await ctx.reader(one.exemplar.assigned)).person))
    return " · ".join(told)


def _waits(ctx: Context, sent: date) -> int:
    return (ctx.now.today - sent).days


async def turn(ctx: Context) -> Answer:
    """Another page of the list."""
    return await _page(ctx, wanted_of(ctx, 1), int(ctx.args[0]))


async def go_on(ctx: Context) -> Answer:
    """[Next]: the one after this, of the same list."""
    return await _next(ctx, wanted_of(ctx, 1), int(ctx.args[0]))


async def see(ctx: Context) -> Answer:
    """One of them."""
    return await shown(ctx, int(ctx.args[0]), wanted_of(ctx, 1))


async def as_it_stands(ctx: Context) -> Answer:
    """What a button of days ago is answered: the example as it is today."""
    number = int(ctx.args[0])
    return await shown(ctx, number, before=await review_screen.last_step(ctx, number))


async def files(ctx: Context) -> Answer:
    """Its photos and papers, and the screen after them."""
    deed, _ = await found_in(ctx, int(ctx.args[0]))
    stored = await evidence.of(ctx.store, ctx.now, deed.id, need(ctx.person, "review"))
    if not stored:
        return ctx.say("check.files_owed", [["menu"]], number=deed.id)
    return [*check.as_files(ctx, deed, stored), await shown(ctx, deed.id, wanted_of(ctx, 1))]


COMMANDS = (Intention("review", review, verb="review", aliases=("duyet",)),)
ACTIONS = (
    Intention("review_page", turn, verb="review"),
    Intention("review_next", go_on, verb="review"),
    Intention("review_see", see, verb="review"),
    Intention("review_files", files, verb="review"),
)
