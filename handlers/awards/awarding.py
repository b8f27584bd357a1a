"""/award: a unit's own nominations, what waits for the relay or the Office, and each with its card (F8)."""

from collections.abc import Sequence
from dataclasses import replace

from domain.awards.nominations import STATES, WITH_UNIT, Nomination, State
from domain.messages import Reply
from domain.mistakes import Mistake
from domain.readers import nominees
from domain.rights import Scope, need, scope
from handlers import paging
from handlers.awards import adhoc, awards_words, desks, dossiers, nominating
from handlers.awards.desks import Desk
from handlers.awards.endorsing import as_now, pressed
from handlers.context import Answer, Context, Offer, act
from handlers.deeds import deed_words
from handlers.intentions import Intention
from storage import audit
from storage.awards import bases, nominations

LISTS = ("waiting", "all")


def is_wish(ctx: Context, text: str) -> bool:
    """Whether words ask for an award, or name a nomination; whoever writes, the answer says whose it is to ask."""
    return ctx.person is not None and (nominees.is_wish(text) or nominees.number(text) > 0)


async def award(ctx: Context) -> Answer:
    """/award: begun with a sentence, or the list of what is one's own to see."""
    said = ctx.args[0] if ctx.args else ""
    if number := nominees.number(said):
        return await card(ctx, number)
    if said and nominees.says_more(said):
        return await _said(ctx, said)
    desk = _desk(ctx)
    return await _listed(ctx, desk, "waiting" if desk in {"relay", "office"} else "all", 0)


def _desk(ctx: Context) -> Desk:
    """The highest desk one sits at."""
    held = desks.desks_of(ctx.person)
    return held[0][0] if held else "reader"


async def _said(ctx: Context, text: str) -> Answer:
    """One sentence: a nomination, or the ad-hoc award by its name."""
    need(ctx.person, "nominate")
    if nominees.wish(text, ctx.now.today, ()).is_adhoc:
        return await adhoc.what(ctx, 0)
    return await nominating.said(ctx, text)


async def page(ctx: Context) -> Answer:
    """A page of a list behind a button; raises Mistake for a list that there is not."""
    if ctx.args[0] not in LISTS:
        raise Mistake("old_button")
    return await _listed(ctx, _desk(ctx), ctx.args[0], int(ctx.args[1]))


async def _listed(ctx: Context, desk: Desk, which: str, number: int) -> Reply:
    """A page: what waits for this desk, or everything it sees."""
    held, states = dict(desks.desks_of(ctx.person)).get(desk, desks.reading(ctx)), _states(desk, which)
    found = await nominations.page(
        ctx.store, ctx.now, ctx.house.campaign_id, states, held, number * paging.PAGE, paging.PAGE
    )
    lines = await _lines(ctx, found.rows, desk, number)
    rows: list[list[Offer]] = [_turns(ctx, which, number, found.total), *await _acts(ctx, desk, which), ["menu"]]
    where = "office" if desk == "reader" else desk
    if not found.total:
        return ctx.say(f"nomination.none_{where}_{which}", rows)
    told = {"n": ctx.words.number(found.total), "lines": "\n".join(lines), "pages": _of_pages(ctx, number, found.total)}
    return ctx.say(f"nomination.list_{where}_{which}", rows, **told)


def _states(desk: Desk, which: str) -> Sequence[State]:
    return [desks.WAITS[desk]] if which == "waiting" and desk in desks.WAITS else STATES


async def _lines(ctx: Context, rows: Sequence[Nomination], desk: Desk, number: int) -> list[str]:
    """Numbered lines; what is typed at them opens one."""
    lines, items = [], {}
    for place, one in enumerate(rows, number * paging.PAGE + 1):
        unit = await bases.stood(ctx.store, one.unit, ctx.now.today) if desk != "unit" else None
        told = awards_words.line(ctx.words, ctx.campaign, one, ctx.now.today, unit.name if unit else "")
        lines.append(f"{place} · {told}")
        items[str(place)] = act("nomination", one.id)
    ctx.talk.page = {"what": "nominations", "items": {**items}}
    return lines


def _turns(ctx: Context, which: str, number: int, total: int) -> list[Offer]:
    turns: list[Offer] = []
    if number:
        turns.append(ctx.button("previous_page", act("nominations", which, number - 1)))
        ctx.talk.page["previous"] = act("nominations", which, number - 1)
    if (number + 1) * paging.PAGE < total:
        turns.append(ctx.button("next_page", act("nominations", which, number + 1)))
        ctx.talk.page["next"] = act("nominations", which, number + 1)
    return turns


def _of_pages(ctx: Context, number: int, total: int) -> str:
    pages = -(-total // paging.PAGE)
    return ctx.words("nomination.pages", page=number + 1, pages=pages) if pages > 1 else ""


async def _acts(ctx: Context, desk: Desk, which: str) -> list[list[Offer]]:
    rows: list[list[Offer]] = []
    if scope(ctx.person, "nominate"):
        rows += [[ctx.button("nominate", act("nominate"))], [ctx.button("see_adhoc", act("adhoc", 0))]]
    if desk in {"relay", "office"}:
        other = LISTS[1 - LISTS.index(which)]
        rows.append([ctx.button(f"nominations_{other}", act("nominations", other, 0))])
    return rows


async def see(ctx: Context) -> Answer:
    """One nomination with what may be done at one's desk."""
    return await card(ctx, int(ctx.args[0]))


async def card(ctx: Context, row: int) -> Reply:
    """The dossier with its buttons."""
    nomination, desk, held = await desks.seen(ctx, row)
    return await desks.show(ctx, nomination, desk, held)


async def checks(ctx: Context) -> Answer:
    """What the rules and the seven principles say, one line each; which case is open is for the Office alone."""
    nomination, desk, held = await desks.seen(ctx, int(ctx.args[0]))
    if desk != "office":
        nomination = replace(nomination, open_case=None, discipline_ended=None)
    one = await dossiers.gather(ctx, nomination, held)
    found = [f"- {awards_words.check(ctx.words, ctx.campaign, check)}" for check in one.checks]
    back = ctx.button("see_nomination", act("nomination", nomination.id))
    return ctx.say("nomination.checks", [[back]], number=nomination.id, lines="\n".join(found))


async def withdraw(ctx: Context) -> Answer:
    """The unit takes its nomination back, as long as nobody above the Office has it."""
    (row, version), held = pressed(ctx), need(ctx.person, "nominate")
    before = await dossiers.found(ctx, held, row)
    if before.version != version or before.state not in WITH_UNIT:
        return await desks.as_it_stands(ctx, before)
    return await _withdrawn(ctx, before, held)


async def _withdrawn(ctx: Context, before: Nomination, held: Scope) -> Answer:
    after = await nominations.move(ctx.store, ctx.now, before, "withdrawn", held)
    if after is None:
        return await desks.as_it_stands(ctx, before)
    audit.note(ctx.store, ctx.now, held.person, "nomination_withdrawn", f"nomination:{after.id}")
    return ctx.say("nomination.withdrawn", [["award"], ["menu"]], number=after.id, **deed_words.at(ctx))


COMMANDS = (Intention("award", award, verb="see_nominations", aliases=("khenthuong",)),)
ACTIONS = (
    Intention("nominations", page, verb="see_nominations", words=LISTS),
    Intention("nomination", see, verb="see_nominations"),
    Intention("award_checks", checks, verb="see_nominations"),
    Intention("nominate", nominating.begin, verb="nominate"),
    Intention("regular_complete", nominating.complete, verb="nominate"),
    Intention("nomination_withdraw", withdraw, verb="nominate", again=as_now),
)
