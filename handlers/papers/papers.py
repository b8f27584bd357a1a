"""/papers: the documents that the Office drafts here, one of them, its file, and letting a draft go."""

from domain.mistakes import Mistake
from domain.papers.freezes import code_of as freeze_code
from domain.papers.kept import KeptPaper, code_of
from domain.papers.reviews import OPEN_SECTIONS
from domain.rights import need
from handlers import paging
from handlers.context import Answer, Context, Offer, act
from handlers.figures import slice_words
from handlers.intentions import Intention, page_of
from handlers.papers import drafting
from storage import audit
from storage.papers import freezes, papers
from texts.catalogue import capital


async def listed(ctx: Context) -> Answer:
    """/papers, with words: what they ask for; without: a page of the list, the last ones first."""
    if ctx.args and not ctx.args[0].isdecimal():
        return await drafting.started(ctx, ctx.args[0])
    page = page_of(ctx.args)
    scope, campaign = need(ctx.person, "write_papers"), ctx.house.campaign_id
    total, found = await papers.page(ctx.store, ctx.now, campaign, scope, (page * paging.PAGE, paging.PAGE))
    new: list[Offer] = [
        ctx.button(f"paper_new_{kind}", act("paper_new", place)) for place, kind in enumerate(drafting.KINDS)
    ]
    ctx.talk.page = {"what": "papers_ask", "kind": ""}
    if not total:
        return ctx.say("papers.none", [*([one] for one in new), ["menu"]])
    values = {str(place): act("paper", one.id) for place, one in enumerate(found, 1)}
    turns = slice_turns(ctx, page, -(-total // paging.PAGE), values)
    lines = "\n".join(f"{place} · {line(ctx, one)}" for place, one in enumerate(found, 1))
    where = slice_words.page_words(ctx.words, page, -(-total // paging.PAGE))
    return ctx.say("papers.list", [turns, *([one] for one in new), ["menu"]], n=total, lines=lines, page=where)


def slice_turns(ctx: Context, page: int, pages: int, items: dict[str, str]) -> list[Offer]:
    """The buttons to the pages beside this one; numbers open what they count."""
    ctx.talk.page = {"what": "papers", "items": dict(items)}
    found: list[Offer] = []
    for name, to in (("previous", page - 1), ("next", page + 1)):
        if 0 <= to < pages:
            value = act("papers", to)
            ctx.talk.page[name] = value
            found.append(ctx.button(f"{name}_page", value))
    return found


def line(ctx: Context, one: KeptPaper) -> str:
    """A document in the list."""
    name = {"kind": capital(ctx.words(f"papers.kind_{one.kind}")), "period": drafting.spoken(ctx, one.wanted)}
    return ctx.words(f"papers.line_{one.state}", code=one.code, **name, **dated(ctx, one))


def dated(ctx: Context, one: KeptPaper) -> dict[str, str]:
    """Number and day, or the words for a blank."""
    blank = ctx.words("papers.blank")
    return {"number": one.number or blank, "issued": ctx.words.day(one.issued) if one.issued else blank}


async def known(ctx: Context, row: int) -> KeptPaper:
    """The document, if it lies within one's reach. Raises Mistake."""
    scope = need(ctx.person, "write_papers")
    found = await papers.known(ctx.store, ctx.now, ctx.house.campaign_id, row, scope)
    if found is None:
        raise Mistake("paper_gone", code=code_of(row))
    return found


async def draft_of(ctx: Context, row: int, version: int) -> KeptPaper:
    """The draft as its button showed it. Raises Mistake when something changed since."""
    found = await known(ctx, row)
    if found.state != "draft" or found.version != version:
        raise Mistake("paper_changed", code=found.code)
    return found


async def see(ctx: Context) -> Answer:
    """One document: what it rests on, what was written, who answered for it."""
    return await shown(ctx, await known(ctx, int(ctx.args[0])))


async def shown(ctx: Context, one: KeptPaper) -> Answer:
    """The same, once it is known."""
    values = {"code": one.code, "kind": capital(ctx.words(f"papers.kind_{one.kind}")), **dated(ctx, one)}
    values |= {"period": drafting.spoken(ctx, one.wanted), "figures": await _figures(ctx, one)}
    if one.state == "approved":
        reader = await ctx.reader(one.approved_by) if one.approved_by else None
        at = (one.approved_at or one.drafted_at).astimezone(ctx.now.zone)
        who = ctx.words.who(reader.person if reader else None)
        when = {"time": ctx.words.time(at), "day": ctx.words.day(at.date())}
        back: list[list[Offer]] = [[ctx.button("paper_file", act("paper_file", one.id))], ["papers", "menu"]]
        return ctx.say("papers.shown_approved", back, Who=capital(who), **when, **values)
    key = (one.id, one.version)
    newest = await drafting.newest(ctx, one.wanted)
    cited: list[Offer] = []
    if newest and newest.id != one.freeze:
        cited = [ctx.button("paper_cite", act("paper_cite", *key, newest.id), code=newest.code)]
    rows: list[list[Offer]] = [
        cited,
        [ctx.button("paper_write", act("paper_write", one.id)), ctx.button("paper_file", act("paper_file", one.id))],
        [ctx.button("paper_approve", act("paper_approve", *key))],
        [ctx.button("paper_drop", act("paper_drop", *key)), ctx.button("papers")],
    ]
    n = len(one.written)
    return ctx.say("papers.shown_draft", rows, n=n, of=len(OPEN_SECTIONS), **values)


async def _figures(ctx: Context, one: KeptPaper) -> str:
    if one.freeze is None:
        return ctx.words("papers.figures_unfrozen", day=ctx.words.day(one.wanted.until(ctx.now.today)))
    scope = need(ctx.person, "write_papers")
    code = freeze_code(one.freeze)
    found = await freezes.known(ctx.store, ctx.now, ctx.house.campaign_id, code, scope)
    return ctx.words("papers.figures_frozen", **drafting.told(ctx, found)) if found else code


async def cite(ctx: Context) -> Answer:
    """[Use that freeze]: the draft tells its figures from now on; what was written stays."""
    scope, one = need(ctx.person, "write_papers"), await draft_of(ctx, int(ctx.args[0]), int(ctx.args[1]))
    code = freeze_code(int(ctx.args[2]))
    found = await freezes.known(ctx.store, ctx.now, ctx.house.campaign_id, code, scope)
    if found is None or not drafting.tells_of(found.wanted, one.wanted):
        raise Mistake("old_button")
    day = drafting.day_of(ctx, found)
    after = await papers.cite(ctx.store, ctx.now, ctx.house.campaign_id, one, found, day, scope)
    if after is None:
        raise Mistake("paper_changed", code=one.code)
    audit.note(ctx.store, ctx.now, scope.person, "paper_cites", f"paper:{one.id}", {"freeze": found.code})
    return await shown(ctx, after)


async def file(ctx: Context) -> Answer:
    """The file: of a draft as it is now, of an approved document the very bytes that were approved."""
    one = await known(ctx, int(ctx.args[0]))
    await drafting.order(ctx, one.id)
    audit.note(ctx.store, ctx.now, need(ctx.person, "write_papers").person, "paper_taken", f"paper:{one.id}")
    return ctx.say("papers.coming", [["menu"]], code=one.code)


async def drop(ctx: Context) -> Answer:
    """Ask before a draft is let go: what was written for it goes with it."""
    one = await draft_of(ctx, int(ctx.args[0]), int(ctx.args[1]))
    rows = [
        [ctx.button("paper_see", act("paper", one.id))],
        [ctx.button("paper_drop_now", act("paper_drop_now", one.id, one.version))],
    ]
    return ctx.say("papers.drop_ask", rows, code=one.code, n=len(one.written))


async def drop_now(ctx: Context) -> Answer:
    """The draft is gone from the list; its number is not used again."""
    scope = need(ctx.person, "write_papers")
    one = await draft_of(ctx, int(ctx.args[0]), int(ctx.args[1]))
    if await papers.drop(ctx.store, ctx.now, ctx.house.campaign_id, one, scope) is None:
        raise Mistake("paper_changed", code=one.code)
    audit.note(ctx.store, ctx.now, scope.person, "paper_dropped", f"paper:{one.id}")
    return ctx.say("papers.dropped", [[ctx.button("papers"), ctx.button("menu")]], code=one.code)


COMMANDS = (Intention("papers", listed, verb="write_papers", aliases=("vanban", "baocaosoket", "baocaotongket")),)
ACTIONS = (
    Intention("papers", listed, verb="write_papers"),
    Intention("paper", see, verb="write_papers", reading=True),
    Intention("paper_file", file, verb="write_papers"),
    Intention("paper_cite", cite, verb="write_papers"),
    Intention("paper_drop", drop, verb="write_papers", reading=True),
    Intention("paper_drop_now", drop_now, verb="write_papers"),
)
