"""/freeze: figures of a slice kept under a code with the rows behind them; opened again as they were (chốt số)."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

from domain.extracts import Extract, RowsDiffer, Stored, Written
from domain.messages import Reply
from domain.mistakes import Mistake
from domain.papers.freezes import Figures, code_of
from domain.readers import freezing
from domain.rights import Scope, need
from domain.summary import Slice
from domain.unit_names import short_name
from handlers.context import Answer, Context, Offer
from handlers.exports import frozen, ground
from handlers.figures import slice_words, standing, wanting
from handlers.figures.wanting import Purpose
from handlers.intentions import Intention
from handlers.wanted import Rows
from storage import audit, drawings
from storage.papers import freezes
from texts.official import LANGUAGE

PURPOSE = Purpose("freeze_ask", (), "freeze")


# -- before ------------------------------------------------------------------------------------------------------------


async def freeze(ctx: Context) -> Answer:
    """A code opens what is frozen; other words say which slice is to be; without words the whole, as of now."""
    text, *base = ctx.args or ("",)
    if code := freezing.code(text):
        return await frozen.opened(ctx, await frozen.known(ctx, code))
    start = Slice.of(base[0].split("."), standing.codes(ctx)) if base and base[0] else None
    if start is None or not await standing.sees(ctx, start.unit):
        start = Slice(standing.branch_of(ctx)[1])
    asked = freezing.asked(text)
    said = text.strip() if asked is None else asked
    if not said:
        return await asking(ctx, start)
    found = await wanting.wanted(ctx, said, start, PURPOSE)
    return await asking(ctx, found[0]) if isinstance(found, tuple) else found


async def of_slice(ctx: Context) -> Answer:
    """The question, for the slice behind a button."""
    return await asking(ctx, await standing.slice_of(ctx))


async def asking(ctx: Context, wanted: Slice) -> Answer:
    """What is going to be kept, before it is."""
    rows: list[list[Offer]] = [
        [ctx.button("freeze_now", slice_words.carry(ctx, "freeze", wanted))],
        [ctx.button("other_period", slice_words.carry(ctx, "freeze_period", wanted)), frozen.to_list(ctx)],
        ["menu"],
    ]
    return ctx.say("freeze.ask", rows, what=await _told(ctx, wanted, ctx.words.language))


async def other_period(ctx: Context) -> Answer:
    """Another period of the same unit and movement."""
    wanted = await standing.slice_of(ctx)
    return await wanting.ask_period(ctx, wanted, PURPOSE, frozen.to_list(ctx))


async def _told(ctx: Context, wanted: Slice, language: str) -> str:
    """As in "toàn ngành, tháng 04/2025, đến 28/04/2025"."""
    words = ctx.house.catalogue.words(language)
    unit = None if wanted.unit == ctx.house.root else await slice_words.unit_of(ctx, wanted)
    where = short_name(unit.name) if unit else words("summary.whole")
    return where + ground.told(words, wanted, ctx.now.today, ctx.campaign)


# -- keeping it --------------------------------------------------------------------------------------------------------


async def keep(ctx: Context) -> Answer:
    """Ask for it to be frozen. Nothing is said: the code comes when everything is kept."""
    wanted, held = await standing.slice_of(ctx), need(ctx.person, "freeze")
    words = await _told(ctx, wanted, LANGUAGE)
    number = await freezes.ask(ctx.store, ctx.now, ctx.house.campaign_id, wanted, words, held)
    chat, language = ctx.talk.address.key, ctx.words.language
    await drawings.ask(ctx.store, ctx.now, held.person, chat, language, "freeze", [number])
    return []


async def file(ctx: Context, marks: list[int]) -> Rows:
    """What is to be frozen, in the language of documents. Raises Mistake when it was done or is not this person's."""
    [number], held = marks, need(ctx.person, "freeze")
    asked = await freezes.asked(ctx.store, number, held)
    if asked is None:
        raise Mistake("old_button")
    extract = Extract("freeze", asked[0], held, LANGUAGE, ctx.now, ctx.words.who(ctx.person), code_of(number))

    async def settled(ctx: Context, written: Written, stored: Sequence[Stored]) -> Reply:
        figures = Figures.of(written.facts)
        digest = _digest(extract, figures, stored)
        await freezes.fill(ctx.store, extract.now, number, figures, stored, digest, held)
        audit.note(ctx.store, ctx.now, held.person, "frozen", f"freeze:{number}", {"digest": digest})
        found = await frozen.known(ctx, extract.name)
        return replace(await frozen.opened(ctx, found, "freeze.kept"), document=frozen.attached(found, 0))

    async def differs(ctx: Context, fault: RowsDiffer) -> Reply:
        return await _refused(ctx, number, held, "differs", fault)

    async def failed(ctx: Context, why: str) -> Reply:  # noqa: ARG001 - the shape of what fails
        return await _refused(ctx, number, held, "failed")

    return Rows(extract, settled, differs, failed)


async def _refused(ctx: Context, number: int, held: Scope, why: str, fault: RowsDiffer | None = None) -> Reply:
    await freezes.refuse(ctx.store, number, held)
    audit.note(ctx.store, ctx.now, held.person, f"freeze_{why}", f"freeze:{number}")
    values = {"written": ctx.words.number(fault.written), "counted": ctx.words.number(fault.counted)} if fault else {}
    return ctx.say(f"freeze.{why}", [[ctx.button("freeze_again", "/freeze"), ctx.button("menu")]], **values)


def _digest(extract: Extract, figures: Figures, stored: Sequence[Stored]) -> str:
    """Of the manifest: who looks at figures, moment and hashes alone can compute it again."""
    wanted = extract.wanted
    days = [day.isoformat() if day else None for day in (wanted.first, wanted.last, wanted.as_of)]
    manifest = {
        "code": extract.name,
        "unit": wanted.unit,
        "days": days,
        "movement": wanted.movement,
        "at": extract.now.campaign.isoformat(),
        "figures": figures.as_json(),
        "files": [[one.name, one.key, one.size, one.rows] for one in stored],
    }
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()


COMMANDS = (Intention("freeze", freeze, verb="freeze", aliases=("chotso",)),)
ACTIONS = (
    Intention("freeze_ask", of_slice, verb="freeze", reading=True),
    Intention("freeze_period", other_period, verb="freeze", reading=True),
    Intention("freeze", keep, verb="freeze"),
)
