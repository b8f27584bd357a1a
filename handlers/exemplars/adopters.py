"""Who has taken an example up, in one line beside it and as a list with what each unit told."""

from domain.messages import Attachment, Reply
from domain.mistakes import Mistake
from domain.rights import need, scope
from domain.unit_names import short_name
from handlers import paging
from handlers.context import Answer, Context, Offer, act
from handlers.exemplars import story_words
from handlers.intentions import Intention, page_of
from storage.deeds import deeds
from storage.deeds.evidence import CLEANED
from storage.exemplars import publications, reach
from storage.exemplars.adoptions import ASKED_AFTER
from storage.exemplars.reach import Adopter, Spread
from storage.sendings import recipients
from texts.catalogue import Words, shortened

MOST_PHOTOS = 10
NAMED = 3
"""Units named in one line."""
LONGEST = 90
"""Letters of what a unit tells, in the list."""


async def line(ctx: Context, number: int) -> str:
    """As in "7 units take it up: A, B, C and 4 more; after 30 days 5 of 6 told how it goes"; "" where none does."""
    spread = await reach.spread_of(ctx.store, number)
    if not spread.units:
        return ""
    first = await reach.adopters(ctx.store, number, (0, NAMED))
    more = spread.units - len(first)
    names = ", ".join(short_name(one.name) for one in first)
    if more:
        names += ctx.words("adopters.more", n=ctx.words.number(more))
    counted = ctx.words("adopters.line", n=ctx.words.number(spread.units), names=names)
    return "; ".join((counted, *told(ctx.words, spread)))


def told(words: Words, spread: Spread) -> list[str]:
    """After 30 and 60 days: of the units that were asked, how many told how it goes."""
    counted = zip(ASKED_AFTER, spread.told, spread.asked, strict=True)
    return [
        words("adopters.told", days=days, n=words.number(n), asked=words.number(asked))
        for days, n, asked in counted
        if asked
    ]


async def listed(ctx: Context) -> Answer:
    """[See who takes it up]: for those whose example it is, who answer for it, or who were sent it."""
    number, page = int(ctx.args[0]), page_of(ctx.args[1:])
    if not await _may(ctx, number):
        raise Mistake("deed_not_yours")
    spread = await reach.spread_of(ctx.store, number)
    if not spread.units:
        return ctx.say("adopters.none", [["menu"]], number=number)
    found = await reach.adopters(ctx.store, number, (page * paging.PAGE, paging.PAGE))
    lines = [_line(ctx, place, one) for place, one in enumerate(found, page * paging.PAGE + 1)]
    turns = paging.turns(ctx, "adopters", number, page=page, more=(page + 1) * paging.PAGE < spread.units)
    counted = ctx.words("adopters.head", number=number, n=ctx.words.number(spread.units))
    head = "; ".join((counted, *told(ctx.words, spread)))
    has_photos = scope(ctx.person, "see_deeds") is not None and any(files for one in found for _, _, files in one.told)
    look: list[Offer] = [ctx.button("see_files", act("adopters_photos", number))] if has_photos else []
    return ctx.say("adopters.list", [turns, [*look, "menu"]], head=head, lines="\n".join(lines))


async def photos(ctx: Context) -> Answer:
    """[See photos]: what units told it with, for those who answer for the example."""
    number, held = int(ctx.args[0]), need(ctx.person, "see_deeds")
    if await deeds.get(ctx.store, ctx.now, number, held) is None:
        raise Mistake("deed_not_yours")
    found = await reach.photos(ctx.store, ctx.now, number, MOST_PHOTOS, held)
    if not found:
        return ctx.say("publication.no_photos", [["menu"]], number=number)
    return [
        Reply(
            ctx.words("adopters.photo", number=number, unit=short_name(unit), days=days),
            picture=Attachment(key, f"G-{number}-{place}.jpg", CLEANED),
        )
        for place, (unit, days, key) in enumerate(found, 1)
    ]


async def _may(ctx: Context, number: int) -> bool:
    """Whoever was sent it, only while it may be read: not what was taken down, held or hidden since."""
    person, held = need(ctx.person, "see_own").person, scope(ctx.person, "see_deeds")
    if await deeds.own(ctx.store, number, person):
        return True
    if held is not None and await deeds.get(ctx.store, ctx.now, number, held):
        return True
    if await recipients.own(ctx.store, publications.subject(number), person) is None:
        return False
    latest = await publications.latest(ctx.store, number)
    return latest is not None and await story_words.story(ctx.store, ctx.now, number, latest.unit) is not None


def _line(ctx: Context, place: int, one: Adopter) -> str:
    day = ctx.words.day(one.on)
    head = ctx.words("adopters.unit", place=place, unit=short_name(one.name), day=day)
    said = [
        ctx.words("adopters.said", days=days, line=shortened(line, LONGEST))
        + (ctx.words("adopters.photos", n=files) if files else "")
        for days, line, files in one.told
    ]
    return "; ".join((head, *said))


ACTIONS = (
    Intention("adopters", listed, verb="see_own", reading=True),
    Intention("adopters_photos", photos, verb="see_deeds"),
)
