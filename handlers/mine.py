"""/mine: one's own reports with where each stands, and one report with its history (C11)."""

from collections.abc import Sequence

from domain.deeds import Deed
from domain.mistakes import Mistake
from domain.rights import need
from handlers import deed_words
from handlers.context import Answer, Context, Offer, act
from handlers.intentions import Intention
from storage import deeds

PAGE = 8
LONGEST = 42
"""Letters of a deed in a list."""


async def mine(ctx: Context) -> Answer:
    """The list, newest first, drafts at its end."""
    person = need(ctx.person, "see_own").person
    page = int(ctx.args[0]) if ctx.args and ctx.args[0].isdigit() else 0
    total, found = await deeds.mine(ctx.store, ctx.house.campaign_id, person, page * PAGE, PAGE)
    draft = ctx.talk.drafts.get("deed")
    if not total and not draft:
        return ctx.say("mine.none", [["report"], ["menu"]])
    lines = [_line(ctx, place, deed) for place, deed in enumerate(found, 1)]
    opens = [ctx.button("open_place", act("mine", deed.id), n=place) for place, deed in enumerate(found, 1)]
    if draft and page == 0:
        lines.append(ctx.words("mine.draft", place=len(lines) + 1))
        opens.append(ctx.button("open_place", "/report", n=len(lines)))
    rows: list[Sequence[Offer]] = [opens[at : at + 4] for at in range(0, len(opens), 4)]
    turns = [ctx.button("previous_page", act("mine_page", page - 1))] if page else []
    turns += [ctx.button("next_page", act("mine_page", page + 1))] if (page + 1) * PAGE < total else []
    rows += [turns, ["report"], ["menu"]]
    key = "mine.list_and_draft" if draft else "mine.list"
    return ctx.say(key, rows, n=total, lines="\n".join(lines))


def _line(ctx: Context, place: int, deed: Deed) -> str:
    what = str(deed.answers.get("what") or "")
    short = what if len(what) <= LONGEST else what[: LONGEST - 1].rstrip() + "…"
    return ctx.words("mine.line", place=place, number=deed.id, what=short, state=ctx.words(f"deed.state.{deed.state}"))


async def one(ctx: Context) -> Answer:
    """One report with its history."""
    person = need(ctx.person, "see_own").person
    deed = await deeds.own(ctx.store, int(ctx.args[0]), person)
    if deed is None:
        raise Mistake("deed_not_yours")
    lines = []
    for state, at, who in await deeds.history(ctx.store, deed.id):
        actor = await ctx.reader(who) if who else None
        local = at.astimezone(ctx.now.zone)
        by = ctx.words.who(actor.person if actor else None)
        first = not lines
        done = ctx.words(f"deed.step.{'first' if first else state}", by=by)
        lines.append(f"- {ctx.words.day(local.date())} {ctx.words.time(local)} {done}")
    if deed.state == "returned":
        lines.append("- " + ctx.words("deed.reason_was", reason=deed.reason))
    rows: list[Sequence[Offer]] = [
        [ctx.button("complete", act("complete", deed.id))] if deed.state == "returned" else [],
        [ctx.button("back_to_list", "/mine")],
        ["menu"],
    ]
    evidence = deed_words.evidence(ctx.words, deed.answers)
    return ctx.say(
        "mine.one", rows, number=deed.id, what=deed.answers.get("what"), lines="\n".join(lines), evidence=evidence
    )


COMMANDS = (Intention("mine", mine, verb="see_own", aliases=("cuatoi",), reading=True),)
ACTIONS = (
    Intention("mine", one, verb="see_own", reading=True),
    Intention("mine_page", mine, verb="see_own", reading=True),
)
