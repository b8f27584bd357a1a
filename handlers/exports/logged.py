"""Who took which file away, of what, when, and how many rows: read by the Office (nhật ký xuất tệp, S44)."""

from domain.rights import need
from domain.summary import Slice
from domain.unit_names import short_name
from handlers import paging
from handlers.context import Answer, Context, Offer, act
from handlers.exports import ground
from handlers.intentions import Intention, page_of
from storage.papers import export_log
from storage.papers.export_log import Taken

PAGE = 4
"""Lines are long."""


async def listed(ctx: Context) -> Answer:
    """A page of the log, the last ones first."""
    held, page = need(ctx.person, "export_all"), page_of(ctx.args)
    window = (page * PAGE, PAGE)
    total, found = await export_log.page(ctx.store, ctx.now, ctx.house.campaign_id, held, window)
    back: list[Offer] = [ctx.button("export_other", "/export"), ctx.button("menu")]
    if not found:
        return ctx.say("export.log_empty", [back])
    pages = -(-total // PAGE)
    turns = paging.turns(ctx, "exports", page=page, more=page + 1 < pages)
    ctx.talk.page = {"what": "exports"}
    ctx.talk.page |= {"previous": act("exports", page - 1)} if page else {}
    ctx.talk.page |= {"next": act("exports", page + 1)} if page + 1 < pages else {}
    lines = "\n".join(_line(ctx, one) for one in found)
    shown = ctx.words("summary.page", page=page + 1, pages=pages) if pages > 1 else ""
    return ctx.say("export.log", [turns, back], n=ctx.words.number(total), page=shown, lines=lines)


def _line(ctx: Context, one: Taken) -> str:
    words, local = ctx.words, one.at.astimezone(ctx.now.zone)
    is_all = one.wanted == Slice(one.wanted.unit)
    of = "" if is_all else ground.told(words, one.wanted, local.date(), ctx.campaign)
    parts = [
        f"{words.time(local)} {words.day(local.date())}",
        words.naming(one.name, one.title or "")["you"] if one.name else words("export.by_server"),
        words(f"export.name.{one.kind}") + of,
        "" if one.wanted.unit == ctx.house.root else short_name(one.unit),
        words("export.rows", n=words.number(one.rows)) if one.rows is not None else words(f"export.state_{one.state}"),
    ]
    return "- " + " · ".join(part for part in parts if part)


ACTIONS = (Intention("exports", listed, verb="export_all", reading=True),)
