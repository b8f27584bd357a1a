"""Announcements for those they are sent to: acknowledge, open what comes with them, read again (E1, E2, B1)."""

from datetime import datetime

from domain.messages import Attachment, Reply
from domain.mistakes import Mistake
from domain.rights import need, scope
from domain.unit_names import short_name
from handlers import paging
from handlers.context import Answer, Context, Offer, act
from handlers.intentions import Intention, page_of
from handlers.sendings import announcement_words
from handlers.sendings.announcement_words import number
from storage import audit
from storage.deeds.evidence import CLEANED
from storage.sendings import announcements, recipients
from storage.sendings.announcements import Announcement
from storage.units import units
from texts.catalogue import shortened

PAGE = 6
LONGEST = 60
"""Letters of a title in the list."""


async def _mine(ctx: Context) -> tuple[Announcement, int]:
    """The announcement and the unit by which one got it; those who may announce can look at their own drafts."""
    person, row = need(ctx.person, "see_own").person, int(ctx.args[0])
    one = await announcements.known(ctx.store, ctx.now, row)
    got = await _got(ctx, row, person) if one else None
    if one is None or got is None:
        raise Mistake(await _not_mine(ctx, row))
    return one, got[0]


async def _got(ctx: Context, row: int, person: int) -> tuple[int, datetime | None] | None:
    """Whoever was sent a correction reads what it corrects, too, though that was stopped before it reached them."""
    if got := await recipients.own(ctx.store, f"announcement:{row}", person):
        return got
    later = await announcements.correction_of(ctx.store, row)
    return await recipients.own(ctx.store, f"announcement:{later}", person) if later else None


async def _not_mine(ctx: Context, row: int) -> str:
    """Whoever writes it presses the buttons of the test copy; to anybody else it does not exist."""
    office = scope(ctx.person, "announce")
    written = await announcements.get(ctx.store, ctx.now, row, office) if office else None
    return "only_a_test" if written else "announcement_not_yours"


async def acknowledge(ctx: Context) -> Answer:
    """[Received, will be carried out]: once for a person, or once for all of a unit."""
    one, where = await _mine(ctx)
    person = need(ctx.person, "see_own").person
    unit = await units.by_id(ctx.store, where, ctx.now.today)
    first = await _first(ctx, one, where, person)
    if first:
        return first
    await recipients.acknowledge(ctx.store, ctx.now.campaign, one.subject, person)
    audit.note(ctx.store, ctx.now, person, "acknowledged", one.subject)
    local = ctx.now.local
    values = {
        "name": number(one.corrects or one.id),
        "unit": short_name(unit.name) if unit else "",
        "time": ctx.words.time(local),
        "day": ctx.words.day(local.date()),
    }
    if later := await announcements.correction_of(ctx.store, one.id):
        rows = [[ctx.button("read_correction", act("announced", later))]]
        return ctx.say("announced.done_corrected", rows, **values)
    by = "correction" if one.corrects else one.text.acknowledged_by or "person"
    return ctx.say(f"announced.done_{by}", [["report"]], **values)


async def _first(ctx: Context, one: Announcement, unit: int, person: int) -> Reply | None:
    """Said before: by oneself, or where one of a unit is enough, by a colleague."""
    told = await recipients.own(ctx.store, one.subject, person)
    who, at = person, told[1] if told else None
    if at is None and one.text.acknowledged_by == "unit":
        found = await recipients.of_unit(ctx.store, one.subject, unit)
        who, at = found or (person, None)
    if at is None:
        return None
    local = at.astimezone(ctx.now.zone)
    values = {"name": number(one.id), "time": ctx.words.time(local), "day": ctx.words.day(local.date())}
    if who == person:
        return ctx.say("announced.already", [["menu"]], **values)
    actor = (await ctx.reader(who)).person
    return ctx.say("announced.already_by", [["menu"]], by=ctx.words.who(actor), **values)


async def files(ctx: Context) -> Answer:
    """[Open what is attached]: each file from the store, in which it lies once for everybody."""
    one = await _readable(ctx)
    office = scope(ctx.person, "announce")
    found = await announcements.attached(ctx.store, one.id, need(ctx.person, "see_own").person)
    if not found and office:
        found = await announcements.attached_within(ctx.store, ctx.now, one.id, office)
    if not found:
        return ctx.say("announced.no_files", [["menu"]], name=number(one.id))
    replies = []
    for place, file in enumerate(found, 1):
        text = ctx.words("announced.file", name=number(one.id), place=place, total=len(found))
        called = file.name or f"{number(one.id)}-{place}.jpg"
        attached = Attachment(file.key, called, file.media_type)
        is_picture = file.media_type == CLEANED
        replies.append(Reply(text, picture=attached) if is_picture else Reply(text, document=attached))
    return replies


async def _readable(ctx: Context) -> Announcement:
    """One that was sent to this person, or that they may send themselves."""
    try:
        return (await _mine(ctx))[0]
    except Mistake as mistake:
        one = await announcements.known(ctx.store, ctx.now, int(ctx.args[0]))
        if mistake.key != "only_a_test" or one is None:
            raise
        return one


async def read(ctx: Context) -> Answer:
    """One of them in full, with what can still be done."""
    one = await _readable(ctx)
    shown = announcement_words.told(ctx.words, one)
    return Reply(shown.text, (*shown.choices, (ctx.button("back_to_list", "/announcements"),)))


async def listed(ctx: Context) -> Answer:
    """/announcements: what was announced to this person, newest first."""
    person = need(ctx.person, "see_own").person
    page = page_of(ctx.args)
    total, found = await announcements.of_person(ctx.store, person, (page * PAGE, PAGE))
    if not found:
        return ctx.say("announced.none", [["menu"]])
    lines, opens = [], list[Offer]()
    for place, one in enumerate(found, 1):
        day = ctx.words.day(one.sent_at.astimezone(ctx.now.zone).date())
        key = "announced.line_waiting" if one.is_waiting else "announced.line"
        title = shortened(one.title, LONGEST)
        lines.append(ctx.words(key, place=place, name=number(one.id), day=day, title=title))
        opens.append(ctx.button("open_place", act("announced", one.id), n=place))
    turns = paging.turns(ctx, "announced_page", page=page, more=(page + 1) * PAGE < total)
    rows: list[list[Offer]] = [*(opens[at : at + 3] for at in range(0, len(opens), 3)), turns, ["menu"]]
    return ctx.say("announced.list", rows, n=total, lines="\n".join(lines))


COMMANDS = (Intention("announcements", listed, verb="see_own", aliases=("docthongbao",), reading=True),)
ACTIONS = (
    Intention("acknowledge", acknowledge, verb="see_own"),
    Intention("announced", read, verb="see_own"),
    Intention("announced_files", files, verb="see_own"),
    Intention("announced_page", listed, verb="see_own", reading=True),
)
