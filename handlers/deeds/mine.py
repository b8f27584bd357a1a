"""/mine: one's own reports with where each stands, drafts, and one report with its history (C11)."""

from collections.abc import Sequence
from datetime import datetime

from domain.deeds import FOLLOWS, Deed
from domain.exemplars import STAGES
from domain.forms import Progress
from domain.mistakes import Mistake
from domain.rights import need
from handlers import paging
from handlers.context import Answer, Context, Offer, act, button
from handlers.deeds import deed, deed_words, praised
from handlers.exemplars import adopters
from handlers.forms import resume
from handlers.forms.filling import REVIEW
from handlers.forms.screens import standing_at
from handlers.intentions import Intention, page_of
from storage.deeds import deed_versions, deeds, evidence
from storage.deeds.deed_versions import Version
from storage.exemplars import exemplars
from storage.papers import achievements
from texts.catalogue import shortened

PAGE = 6
"""Reports on a page; with drafts a list has at most nine lines (CONVERSATIONS §1.5)."""
DRAFTS = 3
TOLD = frozenset({*STAGES, "held", "hidden", "lifted", "published"})
"""What the Office did that a reporter hears of; that it was returned stands among the report's own steps."""
LONGEST = 38
"""Letters of a deed in a list."""


async def mine(ctx: Context) -> Answer:
    """The list, newest first, drafts at its end."""
    person = need(ctx.person, "see_own").person
    page = page_of(ctx.args)
    total, found = await deeds.mine(ctx.store, ctx.house.campaign_id, person, page * PAGE, PAGE)
    drafts = _drafts(ctx)
    book: list[Offer] = [ctx.button("golden", act("golden"))] if await _has_book(ctx, found) else []
    if not total and not drafts:
        return ctx.say("mine.none", [["report"], book, ["menu"]])
    owed = await evidence.missing(ctx.store, person, [f"deed:{one.id}" for one in found])
    lines = [_line(ctx, place, one, owed.get(f"deed:{one.id}", 0)) for place, one in enumerate(found, 1)]
    opens = [ctx.button("open_place", act("mine", one.id), n=place) for place, one in enumerate(found, 1)]
    for name, draft in drafts[:DRAFTS] if page == 0 else ():
        lines.append(_draft_line(ctx, len(lines) + 1, name, draft))
        opens.append(ctx.button("open_place", f"f.{draft.run}.{REVIEW}.go_on", n=len(lines)))
    rows: list[list[Offer]] = [[*opens[at : at + 3]] for at in range(0, len(opens), 3)]
    rows += [_turns(ctx, page, total), ["report"], book]
    key = "mine.list_and_drafts" if drafts else "mine.list"
    return ctx.say(key, rows, n=total, drafts=len(drafts), lines="\n".join(lines))


async def _has_book(ctx: Context, told: Sequence[Deed]) -> bool:
    """Whether a confirmed report praises the person: a colleague's, or one of their own that stands here."""
    person = ctx.person
    if person is None or await achievements.are_any(ctx.store, person.id):
        return person is not None
    return any(one.state == "confirmed" and praised.is_named(person, one.answers) for one in told)


def _turns(ctx: Context, page: int, total: int) -> list[Offer]:
    return paging.turns(ctx, "mine_page", page=page, more=(page + 1) * PAGE < total)


def _drafts(ctx: Context) -> list[tuple[str, Progress]]:
    """Reports begun and not sent, by the name under which the conversation keeps them."""
    form = deed.DEED.name
    return [(name, one) for name, one in ctx.talk.drafts.items() if one.form == form and not one.subject]


def _draft_line(ctx: Context, place: int, name: str, draft: Progress) -> str:
    number, total = standing_at(deed.DEED, draft.answers)
    key = "mine.draft" if deed.DEED.missing(draft.answers) else "mine.draft_full"
    return ctx.words(key, place=place, since=resume.since(ctx, name), n=number, total=total)


def _line(ctx: Context, place: int, one: Deed, owed: int) -> str:
    state = ctx.words(f"deed.state.{one.state}")
    if owed:
        state = ctx.words("mine.owed", state=state, n=owed)
    return ctx.words(
        "mine.line",
        place=place,
        number=one.id,
        what=shortened(str(one.answers.get("what") or ""), LONGEST),
        state=state,
    )


async def one(ctx: Context) -> Answer:
    """One report with its history."""
    person = need(ctx.person, "see_own").person
    found = await deeds.own(ctx.store, int(ctx.args[0]), person)
    if found is None:
        raise Mistake("deed_not_yours")
    lines = await _history(ctx, found)
    owed = (await evidence.missing(ctx.store, person, [f"deed:{found.id}"])).get(f"deed:{found.id}", 0)
    if owed:
        files = deed_words.evidence(ctx.words, found.answers)
        lines.append(ctx.words("mine.evidence_owed", evidence=files, n=owed))
    if found.state in {"returned", "not_ours"}:
        lines.append(ctx.words("deed.reason_was", reason=shortened(found.reason or "", deed_words.MOST["reason"])))
    grant = next((grant for grant in ctx.person.grants if grant.unit == found.unit), None) if ctx.person else None
    unit = grant.unit_name if grant else ctx.words("mine.the_unit")
    lines.append(await _now(ctx, found, unit))
    lines += [spread] if (spread := await adopters.line(ctx, found.id)) else []
    rows = _acts(ctx, found)
    what = shortened(str(found.answers.get("what") or ""), deed_words.MOST["what"])
    return ctx.say("mine.one", rows, number=found.id, what=what, lines="\n".join(f"- {line}" for line in lines))


async def _now(ctx: Context, found: Deed, unit: str) -> str:
    """Where it is now: with the school, or with the Office at one of its steps."""
    if found.state != "confirmed":
        return ctx.words(f"mine.now_{found.state}", unit=unit)
    stage, side = await exemplars.own_stage(ctx.store, found.id, need(ctx.person, "see_own").person)
    return ctx.words(f"mine.now_{side or 'confirmed'}", stage=ctx.words(f"exemplar.stage.{stage}"))


def _acts(ctx: Context, found: Deed) -> list[list[Offer]]:
    """What its reporter can still do with it; throwing away stands last (CONVERSATIONS §1.19)."""
    back: list[Offer] = [ctx.button("back_to_list", "/mine")]
    if "withdrawn" not in FOLLOWS[found.state]:
        return [back]
    key = (found.id, found.version)
    completing = found.state == "returned"
    return [
        [button(ctx.words, "complete", act("complete", found.id))] if completing else [],
        [ctx.button("add_evidence", act("add_evidence", found.id)), ctx.button("correct", act("correct", *key))],
        [ctx.button("see_pupil_name", act("pupil_name", found.id))] if found.answers.get("_full_name") else [],
        back,
        [ctx.button("withdraw", act("withdraw", *key))],
    ]


async def _steps(ctx: Context, found: Deed) -> list[tuple[str, datetime, int | None]]:
    """Decisions and changes in the order of time; a change that was sent is told once."""
    person = need(ctx.person, "see_own").person
    steps = await deeds.history(ctx.store, found.id, person)
    told = {(at, who) for _, at, who in steps}
    changes = [
        (_changed(one), one.until, one.by)
        for one in await deed_versions.of(ctx.store, found.id, person)
        if (one.until, one.by) not in told
    ]
    office = [
        (f"office_{step}", at, by)
        for step, at, by in await exemplars.own_steps(ctx.store, found.id, person)
        if step in TOLD
    ]
    return sorted([*steps, *changes, *office], key=lambda step: step[1])


def _changed(version: Version) -> str:
    return "naming" if version.changed == ["naming"] or "pupil_naming" in version.changed else "evidence"


async def _history(ctx: Context, found: Deed) -> list[str]:
    lines: list[str] = []
    for state, at, who in await _steps(ctx, found):
        actor = await ctx.reader(who) if who else None
        local = at.astimezone(ctx.now.zone)
        key = f"deed.step.{state if lines else 'first'}"
        if state.startswith("office_"):
            key = f"exemplar.step.{state.removeprefix('office_')}"
        done = ctx.words(key, by=ctx.words.who(actor.person if actor else None))
        lines.append(f"{ctx.words.day(local.date())} {ctx.words.time(local)} {done}")
    return lines


COMMANDS = (Intention("mine", mine, verb="see_own", aliases=("cuatoi",), reading=True),)
ACTIONS = (
    Intention("mine", one, verb="see_own", reading=True),
    Intention("mine_page", mine, verb="see_own", reading=True),
)
