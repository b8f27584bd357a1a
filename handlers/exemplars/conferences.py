"""/conference: conferences of exemplars, planned with their list of honoured deeds, and held (hoi nghi DHTT, II-5)."""

from dataclasses import replace
from datetime import date

from domain.books import Annex, Book, Heading, Page
from domain.drawn import DOCX
from domain.forms import Form, Progress, Question
from domain.messages import Json
from domain.mistakes import Mistake
from domain.people import Grant
from domain.readers import conferences as readers
from domain.rights import Scope, grant_for, need, scope
from domain.unit_names import short_name
from handlers import paging
from handlers.context import Answer, Context, Offer, act
from handlers.exemplars import story_words
from handlers.figures import standing
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention, page_of
from handlers.wanted import Wanted
from storage import audit, drawings
from storage.exemplars import conferences
from storage.exemplars.conferences import Conference, Honoured
from texts.catalogue import Words, capital, shortened
from texts.official import LANGUAGE

SHOWN = 6
"""Honoured deeds named on one screen; all are in the file."""
LONGEST = 60
LEVELS = {"sgddt": "department", "pgd": "relay", "vhxh": "relay"}
"""At which level a unit of a kind holds its own; every other holds one of the unit."""
COLUMNS = (("place", 8), ("who", 28), ("unit", 28), ("what", 56), ("movement", 22), ("number", 14))

CONFERENCE = Form(
    "conference",
    (
        Question("day", ("day",), readers.on_day, numbered=False),
        Question("place", ("place",), readers.place, numbered=False),
        Question("deeds", ("deeds",), readers.honoured, offers=(("nobody_yet",),), numbered=False),
    ),
    reviewed=False,
)


def _seeing(ctx: Context) -> Scope:
    """Whose conferences one sees: those of all units whose figures one sees."""
    return standing.seen(ctx)


async def _found(ctx: Context) -> Conference:
    found = await conferences.get(ctx.store, ctx.now, int(ctx.args[0]), _seeing(ctx))
    if found is None:
        raise Mistake("conference_not_yours")
    return found


async def _own(ctx: Context, number: int) -> tuple[Conference, Scope]:
    """One of the very unit that one may call to a conference."""
    held = need(ctx.person, "convene")
    found = await conferences.get(ctx.store, ctx.now, number, held)
    if found is None:
        raise Mistake("conference_not_yours")
    return found, held


def _grant(ctx: Context) -> Grant | None:
    return grant_for(ctx.person, "convene") if ctx.person else None


async def listed(ctx: Context) -> Answer:
    """/conference: those of all that one answers for, the latest first."""
    page = page_of(ctx.args)
    total, found = await conferences.listed(
        ctx.store, ctx.now, ctx.house.campaign_id, _seeing(ctx), (page * paging.PAGE, paging.PAGE)
    )
    new: list[Offer] = [ctx.button("new_conference", act("conference_new"))] if _grant(ctx) else []
    if not found:
        return ctx.say("conference.none", [new, ["menu"]])
    lines, opens = [], list[Offer]()
    for place, one in enumerate(found, 1):
        values = {"day": ctx.words.day(one.on), "unit": short_name(one.unit_name), "n": ctx.words.number(one.honoured)}
        lines.append(ctx.words(f"conference.line_{one.state}", place=place, **values))
        opens.append(ctx.button("open_place", act("conference", one.id), n=place))
    turns = paging.turns(ctx, "conferences", page=page, more=(page + 1) * paging.PAGE < total)
    rows = [*(opens[at : at + 4] for at in range(0, len(opens), 4)), turns, [*new, "menu"]]
    return ctx.say("conference.list", rows, n=ctx.words.number(total), lines="\n".join(lines))


async def new(ctx: Context) -> Answer:
    """[Plan a conference]: when, where, and whose deeds are honoured."""
    need(ctx.person, "convene")
    return await walker.begin(ctx, SHEET)


async def change_list(ctx: Context) -> Answer:
    """[Change the list]: whose deeds are honoured, anew."""
    found, _ = await _own(ctx, int(ctx.args[0]))
    known: dict[str, Json] = {"day": found.on.isoformat(), "place": found.place}
    return await walker.begin(ctx, SHEET, known, subject=f"conference:{found.id}")


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    """Which of the reports that were just typed may be honoured."""
    held = scope(ctx.person, "see_deeds")
    if progress.at != "deeds" or held is None:
        return {"may": []}
    typed = readers.numbers(ctx.incoming.text)
    return {"may": [*await conferences.may_honour(ctx.store, ctx.now, typed, held)]}


async def _finish(ctx: Context, progress: Progress) -> Answer:
    held, seeing, answers = need(ctx.person, "convene"), need(ctx.person, "see_deeds"), progress.answers
    told = answers["deeds"]
    deeds = [one for one in told if isinstance(one, int)] if isinstance(told, list) else []
    if progress.subject:
        number = int(progress.subject.removeprefix("conference:"))
        await _own(ctx, number)
        done = "conference_list_changed"
    else:
        number, done = await _add(ctx, held, progress), "conference_planned"
    await conferences.honour(ctx.store, ctx.now, number, deeds, seeing)
    audit.note(ctx.store, ctx.now, held.person, done, f"conference:{number}", {"deeds": [*deeds]})
    ctx.args = (str(number),)
    return await show(ctx)


async def _add(ctx: Context, held: Scope, progress: Progress) -> int:
    grant, answers = _grant(ctx), progress.answers
    if grant is None:
        raise Mistake("stranger")
    return await conferences.add(
        ctx.store,
        ctx.now,
        ctx.house.campaign_id,
        LEVELS.get(grant.unit_kind, "unit"),
        date.fromisoformat(str(answers["day"])),
        str(answers["place"]),
        replace(held, roots=(grant.unit,)),
    )


async def show(ctx: Context) -> Answer:
    """One of them: when, where, whose deeds, how it stands, and what its unit can do with it."""
    found = await _found(ctx)
    held, seeing = scope(ctx.person, "convene"), scope(ctx.person, "see_deeds")
    honoured = await conferences.honoured(ctx.store, ctx.now, found.id, seeing) if seeing else []
    own = held is not None and found.unit in held.roots
    named = "; ".join(_named(ctx.words, one) for one in honoured[:SHOWN])
    more = len(honoured) - SHOWN
    lines = [
        ctx.words(f"conference.head_{found.level}", unit=short_name(found.unit_name)),
        ctx.words("conference.when", day=ctx.words.weekday(found.on)),
        ctx.words("conference.place", place=found.place),
        ctx.words("conference.honoured", n=ctx.words.number(found.honoured), names=named) if named else "",
        ctx.words("conference.more", n=ctx.words.number(more)) if more > 0 else "",
        ctx.words("conference.nobody") if not found.honoured else "",
        ctx.words(f"conference.state_{found.state}", day=ctx.words.day(found.held_on) if found.held_on else ""),
    ]
    return ctx.say("conference.one", _acts(ctx, found, own=own), lines="\n".join(line for line in lines if line))


def _acts(ctx: Context, found: Conference, *, own: bool) -> list[list[Offer]]:
    key, is_planned = (found.id, found.version), found.state == "planned" and own
    has_come = found.on <= ctx.now.today
    change = [ctx.button("change_honoured", act("conference_list", found.id))] if is_planned else []
    file = [ctx.button("take_honoured", act("conference_file", found.id))] if found.honoured and own else []
    return [
        [ctx.button("conference_held", act("conference_held", *key))] if is_planned and has_come else [],
        [*change, *file],
        [ctx.button("back_to_list", "/conference"), ctx.button("menu")],
        [ctx.button("conference_drop", act("conference_drop", *key))] if is_planned else [],
    ]


def _named(words: Words, one: Honoured) -> str:
    who = story_words.doer(words, one.answers)
    return ", ".join(part for part in (f"G-{one.deed}", who, short_name(one.unit)) if part)


async def hold(ctx: Context) -> Answer:
    """[It was held]: counted as an activity of the unit; never before its day."""
    found, held = await _own(ctx, int(ctx.args[0]))
    if found.version != int(ctx.args[1]) or found.state != "planned":
        return await show(ctx)
    if found.on > ctx.now.today:
        rows = [[ctx.button("back_to_conference", act("conference", found.id))]]
        return ctx.say("conference.not_yet", rows, day=ctx.words.weekday(found.on))
    await conferences.move(ctx.store, ctx.now, found, "held", held)
    audit.note(ctx.store, ctx.now, held.person, "conference_held", f"conference:{found.id}")
    paper: list[Offer] = [ctx.button("take_honoured", act("conference_file", found.id))] if found.honoured else []
    values = {"unit": short_name(found.unit_name), "day": ctx.words.day(ctx.now.today)}
    return ctx.say("conference.done", [[*paper, "menu"]], **values)


async def drop(ctx: Context) -> Answer:
    """[Not held after all]."""
    found, held = await _own(ctx, int(ctx.args[0]))
    if found.version != int(ctx.args[1]) or not await conferences.move(ctx.store, ctx.now, found, "dropped", held):
        return await show(ctx)
    audit.note(ctx.store, ctx.now, held.person, "conference_dropped", f"conference:{found.id}")
    rows: list[list[Offer]] = [[ctx.button("new_conference", act("conference_new")), "menu"]]
    return ctx.say("conference.dropped", rows, day=ctx.words.day(found.on))


# -- as a file ---------------------------------------------------------------------------------------------------------


async def file(ctx: Context) -> Answer:
    """[Take the list]: an annex to a document; it is drawn up and comes when it is ready."""
    found, held = await _own(ctx, int(ctx.args[0]))
    chat, language = ctx.talk.address.key, ctx.words.language
    await drawings.ask(ctx.store, ctx.now, held.person, chat, language, "honoured", [found.id])
    audit.note(ctx.store, ctx.now, held.person, "honoured_taken", f"conference:{found.id}")
    return ctx.say("conference.coming", [["menu"]])


async def annex(ctx: Context, marks: list[int]) -> Wanted:
    """The list as it is at that moment: Vietnamese, whatever language one speaks."""
    found, _ = await _own(ctx, marks[0])
    rows = await conferences.honoured(ctx.store, ctx.now, found.id, need(ctx.person, "see_deeds"))
    words = ctx.house.catalogue.words(LANGUAGE)
    heads = tuple(Heading(words(f"conference.column_{name}"), width) for name, width in COLUMNS)
    title = words("conference.title", unit=short_name(found.unit_name), day=words.day(found.on))
    cells = tuple(
        (
            place,
            capital(story_words.doer(words, one.answers)),
            short_name(one.unit),
            shortened(story_words.own_words(one.answers, "what"), 400),
            ctx.campaign.movement(one.movement).short_name if one.movement else "",
            f"G-{one.deed}",
        )
        for place, one in enumerate(rows, 1)
    )
    page = Page(words("conference.sheet"), title, "", heads, cells)
    values = {"day": ctx.words.day(found.on), "n": ctx.words.number(len(rows))}
    ready, not_made = ctx.say("conference.ready", [["menu"]], **values), ctx.say("conference.not_made", [["menu"]])
    body = ctx.campaign.plan.issuer if found.level == "department" else found.unit_name
    value = Annex(body, Book((page,)))
    return Wanted(value, ready, f"{ctx.words('conference.file')}.docx", DOCX, not_made)


SHEET = Sheet(CONFERENCE, _finish, verb="convene", gaps=_gaps, spares=True)
COMMANDS = (Intention("conference", listed, verb="see_figures", aliases=("hoinghi",), reading=True),)
ACTIONS = (
    Intention("conferences", listed, verb="see_figures", reading=True),
    Intention("conference", show, verb="see_figures", reading=True),
    Intention("conference_new", new, verb="convene"),
    Intention("conference_list", change_list, verb="convene"),
    Intention("conference_held", hold, verb="convene"),
    Intention("conference_drop", drop, verb="convene"),
    Intention("conference_file", file, verb="convene"),
)
