"""What was frozen, opened again: figures as they were, their files, and what changed since (chốt số)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.extracts import PAGE_OF_UNITS, Extract, Stored, Written
from domain.messages import Attachment, Json, Reply
from domain.mistakes import Mistake
from domain.papers.freezes import Freeze
from domain.rights import need
from handlers import paging
from handlers.context import Answer, Context, Offer, act
from handlers.figures import slice_words
from handlers.intentions import Intention, page_of
from handlers.wanted import Rows
from storage import audit, drawings
from storage.papers import freezes

PAGE = 6
_SHOWN = frozenset({"rate", "complete", "obliged", "silent"})
_FILES = ("frozen_xlsx", "frozen_data")


async def known(ctx: Context, code: str) -> Freeze:
    """What stands under a code. Raises Mistake."""
    found = await freezes.known(ctx.store, ctx.now, ctx.house.campaign_id, code, need(ctx.person, "freeze"))
    if found is None:
        raise Mistake("no_such_freeze", code=code)
    return found


async def opened(ctx: Context, found: Freeze, key: str = "freeze.opened") -> Reply:
    """The figures as they were, and the ways to their files."""
    words, stood = ctx.words, found.figures.stood
    at = found.at.astimezone(ctx.now.zone)
    rows: list[list[Offer]] = [
        [ctx.button(name, act("frozen_file", found.id, place)) for place, name in enumerate(_FILES)],
        [ctx.button("frozen_changes", act("frozen_changes", found.id, 0)), to_list(ctx)],
        ["menu"],
    ]
    deeds = words("freeze.came", n=words.number(found.figures.new), good=words.number(found.figures.good))
    now = words("freeze.stood", **slice_words.standing_words(words, stood))
    return ctx.say(
        key,
        rows,
        code=found.code,
        what=found.words,
        time=words.time(at),
        day=words.day(at.date()),
        deeds=deeds if found.wanted.first else now,
        **{name: value for name, value in slice_words.standing_words(words, stood).items() if name in _SHOWN},
    )


def to_list(ctx: Context) -> Offer:
    """The way to all there are."""
    return ctx.button("freezes", act("freezes", 0))


def attached(found: Freeze, place: int) -> Attachment:
    """One of its files."""
    one = found.files[place]
    return Attachment(one.key, one.name, one.media_type)


async def one(ctx: Context) -> Answer:
    """What stands under a code."""
    return await opened(ctx, await known(ctx, ctx.args[0]))


async def one_file(ctx: Context) -> Answer:
    """Those very bytes, and a line in the log of who took them."""
    found, place = await known(ctx, ctx.args[0]), int(ctx.args[1])
    if not 0 <= place < len(found.files):
        raise Mistake("old_button")
    told: dict[str, Json] = {"file": found.files[place].name}
    audit.note(ctx.store, ctx.now, need(ctx.person, "freeze").person, "frozen_taken", f"freeze:{found.id}", told)
    rows: list[list[Offer]] = [[ctx.button("frozen_back", act("frozen", found.id)), ctx.button("menu")]]
    reply = ctx.say("freeze.file", rows, code=found.code, n=ctx.words.number(found.files[place].rows))
    return replace(reply, document=attached(found, place))


async def listed(ctx: Context) -> Answer:
    """All there are, the last ones first; a number opens one."""
    held, page = need(ctx.person, "freeze"), page_of(ctx.args)
    total, found = await freezes.page(ctx.store, ctx.now, ctx.house.campaign_id, held, (page * PAGE, PAGE))
    last: list[Offer] = [ctx.button("freeze_again", "/freeze"), ctx.button("menu")]
    if not found:
        return ctx.say("freeze.none", [last])
    pages = -(-total // PAGE)
    turns = paging.turns(ctx, "freezes", page=page, more=page + 1 < pages)
    places = list(enumerate(found, page * PAGE + 1))
    items: dict[str, Json] = {str(place): act("frozen", one.id) for place, one in places}
    ctx.talk.page = {"what": "freezes", "items": items}
    shown = ctx.words("summary.page", page=page + 1, pages=pages) if pages > 1 else ""
    lines = "\n".join(f"{place} · {_line(ctx, one)}" for place, one in places)
    return ctx.say("freeze.list", [turns, last], n=ctx.words.number(total), page=shown, lines=lines, first=places[0][0])


def _line(ctx: Context, one: Freeze) -> str:
    at = one.at.astimezone(ctx.now.zone)
    return f"{one.code} · {one.words} · {ctx.words.time(at)} {ctx.words.day(at.date())}"


# -- what changed since ------------------------------------------------------------------------------------------------


async def changes(ctx: Context) -> Answer:
    """Ask for the comparison: it is made beside the batches."""
    found, page = await known(ctx, ctx.args[0]), int(ctx.args[1])
    chat, language = ctx.talk.address.key, ctx.words.language
    person = need(ctx.person, "freeze").person
    await drawings.ask(ctx.store, ctx.now, person, chat, language, "changes", [found.id, page])
    return []


async def compared(ctx: Context, marks: list[int]) -> Rows:
    """The frozen rows beside those of now. Raises Mistake."""
    number, page = marks
    found, held = await known(ctx, str(number)), need(ctx.person, "freeze")
    by, language = ctx.words.who(ctx.person), ctx.words.language
    extract = Extract("changes", found.wanted, held, language, ctx.now, by, found.code, found.files[1].key, page)

    async def settled(ctx: Context, written: Written, stored: Sequence[Stored]) -> Reply:
        reply = _changes(ctx, found, written.facts, page)
        audit.note(ctx.store, ctx.now, held.person, "frozen_compared", f"freeze:{found.id}", {"rows": written.rows})
        file = stored[0]
        attached = Attachment(file.key, file.name, file.media_type)
        return replace(reply, document=attached) if written.rows and not page else reply

    async def failed(ctx: Context, why: object) -> Reply:  # noqa: ARG001 - the shape of what fails
        return ctx.say("freeze.not_compared", [[ctx.button("frozen_back", act("frozen", found.id)), "menu"]])

    return Rows(extract, settled, failed, failed)


def _changes(ctx: Context, found: Freeze, facts: Mapping[str, Json], page: int) -> Reply:
    words = ctx.words
    units = int(str(facts["units"]))
    back: list[Offer] = [ctx.button("frozen_back", act("frozen", found.id)), ctx.button("menu")]
    at = {"time": words.time(ctx.now.local), "day": words.day(ctx.now.today), "code": found.code}
    if not units:
        return ctx.say("freeze.unchanged", [back], **at)
    pages = -(-units // PAGE_OF_UNITS)
    numbers = {
        f"{sheet}_{what}": words.number(int(str(facts.get(f"{sheet}_{what}", 0))))
        for sheet in ("units", "deeds")
        for what in ("added", "gone", "changed")
    }
    shown = facts["shown"] if isinstance(facts["shown"], list) else []
    lines = [words("freeze.unit", name=one[0], n=one[1]) for one in shown if isinstance(one, list)]
    turns: list[Offer] = [
        ctx.button(f"{name}_page", act("frozen_changes", found.id, to))
        for name, to in (("previous", page - 1), ("next", page + 1))
        if 0 <= to < pages
    ]
    return ctx.say(
        "freeze.changes",
        [turns, back],
        **at,
        **numbers,
        then=words.number(int(str(facts["then"]))),
        now=words.number(int(str(facts["now"]))),
        n=words.number(units),
        page=words("summary.page", page=page + 1, pages=pages) if pages > 1 else "",
        lines="\n".join(lines),
    )


ACTIONS = (
    Intention("frozen", one, verb="freeze", reading=True),
    Intention("frozen_file", one_file, verb="freeze"),
    Intention("frozen_changes", changes, verb="freeze"),
    Intention("freezes", listed, verb="freeze", reading=True),
)
