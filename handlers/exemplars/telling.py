"""Who hears what the Office does with an example: its reporter in one kind sentence, whoever asked is answered."""

from domain.deeds import Deed
from domain.exemplars import Exemplar
from domain.messages import Reply
from domain.people import Reader
from domain.rights import scope
from handlers.context import Context, act, button, offers
from storage.people import people


async def reporter(ctx: Context, deed: Deed, one: Exemplar, step: str, but: int = 0) -> None:
    """The reporter hears of a step; not twice, where they have just been asked for something themselves (``but``)."""
    if deed.reporter is None or deed.reporter == but:
        return
    reader = await ctx.reader(deed.reporter)
    words = ctx.words_for(reader)
    text = words(f"exemplar.told_{step}", number=deed.id, day=words.day(ctx.now.today))
    rows = [[button(words, "see_report", act("mine", deed.id))]]
    ctx.tell(reader, Reply(text, offers(words, rows)), "notice", f"deed:{deed.id}:exemplar:{one.version}")


async def colleagues(ctx: Context) -> list[Reader]:
    """Everybody who works in the Office today."""
    held = await people.holders(ctx.store, ctx.house.root, ["office"], ctx.now.today)
    return [await ctx.reader(person) for person in dict.fromkeys(row[0] for row in held)]


async def whoever_asked(ctx: Context, asker: int | None) -> list[Reader]:
    """Who hears an answer: the one who asked; everybody, where that one is no more in the Office."""
    reader = await ctx.reader(asker) if asker else None
    return [reader] if reader and scope(reader.person, "review") else await colleagues(ctx)
