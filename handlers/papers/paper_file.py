"""The file of a document: drawn up from its figures while it is a draft; once approved, handed out as it was."""

from collections.abc import Awaitable, Callable

from domain.drawn import DOCX
from domain.papers.consistency import within
from domain.papers.freezes import code_of as freeze_code
from domain.rights import need
from handlers.context import Context, Offer, act
from handlers.papers import differences, drafting, review_report
from handlers.papers.papers import dated, known
from handlers.wanted import Wanted
from storage.papers import freezes, papers
from texts.catalogue import capital


async def review(ctx: Context, marks: list[int]) -> Wanted:
    """The .docx and what is said with it; refused with the difference where its figures are not its annexes' rows."""
    scope, one = need(ctx.person, "write_papers"), await known(ctx, marks[0])
    name = {"kind": ctx.words(f"papers.kind_{one.kind}"), "period": drafting.spoken(ctx, one.wanted)}
    values = {"code": one.code, **name, "Kind": capital(name["kind"]), **dated(ctx, one)}
    until = ctx.words.day(one.wanted.until(ctx.now.today))
    not_made = ctx.say("papers.not_made", [["menu"]], code=one.code)
    rows: list[list[Offer]] = [[ctx.button("paper_see", act("paper", one.id)), ctx.button("menu")]]
    if one.state == "draft":
        key = (one.id, one.version)
        rows = [
            [ctx.button("paper_write", act("paper_write", one.id))],
            [ctx.button("paper_approve", act("paper_approve", *key)), ctx.button("menu")],
        ]
    reply = ctx.say(f"papers.ready_{one.state}", rows, day=until, **values)
    file = f"{ctx.words(f'papers.file_{one.state}', code=one.code)}.docx"
    if one.file_key:
        return Wanted(None, reply, file, DOCX, not_made, kept=one.file_key)
    code = freeze_code(one.freeze) if one.freeze else ""
    freeze = await freezes.known(ctx.store, ctx.now, ctx.house.campaign_id, code, scope) if code else None
    thing = await review_report.report(ctx, one, freeze, scope)
    if found := within(thing):
        lines = differences.lines(ctx.words, found)
        return Wanted(None, ctx.say("papers.unequal", [["menu"]], code=one.code, lines=lines), file, DOCX)
    return Wanted(thing, reply, file, DOCX, not_made, settled=_keeping(one.id) if one.state == "approved" else None)


def _keeping(row: int) -> Callable[[Context, str], Awaitable[object]]:
    """An approved document keeps the first file that was made of it."""

    async def keep(ctx: Context, key: str) -> bool:
        return await papers.keep(ctx.store, row, key)

    return keep
