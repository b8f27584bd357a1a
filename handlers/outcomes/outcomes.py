"""What becomes of what the council agreed to, at a glance: open to comments, submitted, decided; and the next step."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.awards.nominations import Nomination, Route, State
from domain.mistakes import Mistake
from domain.rights import Scope, need
from handlers import paging
from handlers.context import Answer, Context, Offer, act
from handlers.council import room
from handlers.intentions import Intention
from storage.awards import bases, nominations
from storage.outcomes import award_papers, notices
from storage.outcomes.award_papers import Paper
from storage.outcomes.notices import Notice
from texts.catalogue import Words, shortened

MOST = 5000
"""Nominations of one campaign that are on their way after the council; as many again that are decided."""
LEVELS = ("department", "city", "state")
"""Levels that decide on what goes up (IV), as buttons and files number them."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Nominations after the council, by where they stand."""

    agreed: list[Nomination] = field(default_factory=list)
    """Not open to comments yet."""
    open: list[Nomination] = field(default_factory=list)
    noticed: list[Nomination] = field(default_factory=list)
    submitted: list[Nomination] = field(default_factory=list)
    decided: list[Nomination] = field(default_factory=list)
    held: frozenset[int] = frozenset()
    """On which somebody waits for an answer."""
    shaken: frozenset[int] = frozenset()
    """Not gone up yet, and resting on a report that was withdrawn or given back since."""

    def of_level(self, level: str, state: str) -> list[Nomination]:
        """Those of a level that stand there, on which nobody waits for an answer, and whose reports still stand."""
        every: list[Nomination] = getattr(self, state)
        return [one for one in every if one.level == level and one.id not in self.held | self.shaken]


async def of(ctx: Context, scope: Scope) -> Outcomes:
    """As they stand now."""
    rows = await _in(ctx, scope, "agreed", "noticed", "submitted")
    listed: set[int] = set()
    for notice in await notices.open_ones(ctx.store, ctx.house.campaign_id):
        listed |= set(await notices.nominations_of(ctx.store, notice.id))
    held = await notices.held(ctx.store, [one.id for one in rows])
    shaken = await bases.shaken(ctx.store, ctx.now, [one.id for one in rows if one.state == "noticed"], scope)
    return Outcomes(
        agreed=[one for one in rows if one.state == "agreed" and one.id not in listed],
        open=[one for one in rows if one.state == "agreed" and one.id in listed],
        noticed=[one for one in rows if one.state == "noticed"],
        submitted=[one for one in rows if one.state == "submitted"],
        decided=await _in(ctx, scope, "decided", routes=("regular", "adhoc")),
        held=frozenset(held),
        shaken=frozenset(shaken),
    )


async def adhoc(ctx: Context, scope: Scope) -> list[Nomination]:
    """Ad-hoc proposals that went up and have no decision yet, whoever waits longest first."""
    return await _in(ctx, scope, "submitted", routes=("adhoc",))


async def _in(ctx: Context, scope: Scope, *states: State, routes: Sequence[Route] = ("regular",)) -> list[Nomination]:
    """Of the way through the council; what is decided is asked for apart, or it would crowd out the rest."""
    page = await nominations.page(ctx.store, ctx.now, ctx.house.campaign_id, states, scope, 0, MOST)
    return [one for one in page.rows if one.route in routes]


async def after(ctx: Context) -> Answer:
    """[Notices and decisions]: how many stand where, and what can be done now."""
    scope = need(ctx.person, "award")
    found = await of(ctx, scope)
    lists = await notices.open_ones(ctx.store, ctx.house.campaign_id)
    objections = await notices.objections(ctx.store, ctx.now, ctx.house.campaign_id, scope)
    rows: list[list[Offer]] = []
    if found.agreed:
        rows.append([ctx.button("notice_see", act("notice_see"), n=len(found.agreed))])
    if objections:
        rows.append([ctx.button("objections", act("objections"), n=len(objections))])
    for at, level in enumerate(LEVELS):
        if any(one.level == level and one.id not in found.held for one in found.noticed):
            rows.append([ctx.button(f"submit_{level}", act("award_level", at))])
        elif found.of_level(level, "submitted"):
            rows.append([ctx.button(f"decide_{level}", act("award_level", at))])
    if going := await adhoc(ctx, scope):
        rows.append([ctx.button("adhoc_waiting", act("adhoc_waiting", 0), n=len(going))])
    if found.decided:
        rows.append([ctx.button("awards_decided", act("awards_decided", 0))])
    rows += [[ctx.button("council", "/council")], ["menu"]]
    names = ("agreed", "open", "noticed", "submitted", "decided")
    counted: dict[str, Any] = {name: len(getattr(found, name)) for name in names}
    until = ctx.words("outcomes.until", day=ctx.words.weekday(last_day(lists))) if found.open else ""
    return ctx.say("outcomes.after", rows, until=until, waiting=len(objections), **counted)


def last_day(lists: Sequence[Notice]) -> date:
    """Of the list that ends last."""
    return max(one.to_day for one in lists)


async def level(ctx: Context) -> Answer:
    """What can be done with the list of one level: its papers, and their number and day once issued."""
    scope, at = need(ctx.person, "award"), min(int(ctx.args[0]), len(LEVELS) - 1)
    found, name = await of(ctx, scope), LEVELS[at]
    noticed, submitted = found.of_level(name, "noticed"), found.of_level(name, "submitted")
    shaken = [room.code(ctx.words, one) for one in found.noticed if one.level == name and one.id in found.shaken]
    back: list[Offer] = [ctx.button("after_council", act("after_council"))]
    if not noticed and not submitted and not shaken:
        return ctx.say("outcomes.level_none", [back, ["menu"]])
    rows: list[list[Offer]] = []
    if noticed:
        rows.append([ctx.button("award_submitted", act("award_submitted", at))])
    if submitted:
        rows.append([ctx.button("award_decided", act("award_decided", at))])
    if noticed or submitted:
        rows.append([ctx.button("file_submission", act("award_file", at, "submission"))])
        rows.append([ctx.button("file_list", act("award_file", at, "list"))])
    rows.append([ctx.button("file_sheet", "/export nominations")])
    text = ctx.words(f"outcomes.level_{name}")
    held = sum(one.id in found.held for one in (*found.noticed, *found.open) if one.level == name)
    counted: dict[str, Any] = {"noticed": len(noticed), "submitted": len(submitted), "held": held}
    named = ctx.words.listed([*shaken[: paging.PAGE], *(["…"] if len(shaken) > paging.PAGE else [])])
    told = ctx.words("outcomes.shaken", n=len(shaken), codes=named) if shaken else ""
    return ctx.say("outcomes.level", [*rows, back], level=text, shaken=told, **counted)


async def decided(ctx: Context) -> Answer:
    """What has been decided, with its paper; each can be opened."""
    scope, at = need(ctx.person, "award"), int(ctx.args[0])
    every = (await of(ctx, scope)).decided
    part = every[at * paging.PAGE : (at + 1) * paging.PAGE]
    papers = await award_papers.of(ctx.store, [one.id for one in part])
    numbered = list(enumerate(part, at * paging.PAGE + 1))
    lines = [f"{n} · {paper_line(ctx, one, papers[one.id])}" for n, one in numbered]
    opens: list[Offer] = [ctx.button("open_place", act("award_one", one.id), n=n) for n, one in numbered]
    turns = paging.turns(ctx, "awards_decided", page=at, more=(at + 1) * paging.PAGE < len(every))
    back: list[Offer] = [ctx.button("after_council", act("after_council"))]
    rows = [*(opens[n : n + 4] for n in range(0, len(opens), 4)), turns, back]
    return ctx.say("outcomes.decided", rows, n=len(every), lines="\n".join(lines))


def paper_line(ctx: Context, one: Nomination, papers: Sequence[Paper]) -> str:
    """A nomination with the paper that says the last word on it."""
    code, who = room.code(ctx.words, one), shortened(one.subject_name, room.NAME)
    if not papers:
        return f"{code} · {who}"
    last = papers[-1]
    said = ctx.words(f"outcomes.paper_{last.kind}", cited=cited(ctx.words, last, short=True))
    return " · ".join(part for part in (code, who, said.strip()) if part)


def cited(words: Words, paper: Paper, *, short: bool = False) -> str:
    """As in "số 352/QĐ-SGDĐT, ngày 30/05/2025"; what is not known of an ad-hoc award is left out."""
    known = {"number": bool(paper.number), "day": paper.day is not None}
    which = "both" if all(known.values()) else next((name for name, is_known in known.items() if is_known), "")
    key = f"outcomes.cited_{which}_short" if short else f"outcomes.cited_{which}"
    return words(key, number=paper.number, day=words.day(paper.day) if paper.day else "") if which else ""


async def one(ctx: Context) -> Answer:
    """One that was decided: all its papers, and how it is taken back."""
    scope = need(ctx.person, "award")
    nomination = await decided_one(ctx, int(ctx.args[0]), scope)
    papers = (await award_papers.of(ctx.store, [nomination.id]))[nomination.id]
    named = await room.nominee(ctx, nomination)
    lines = [f"- {told(ctx, each)}" for each in papers]
    rows: list[list[Offer]] = []
    if not any(each.kind == "revoked" for each in papers):
        rows.append([ctx.button("award_revoke", act("award_revoke", nomination.id))])
    rows += [[ctx.button("awards_decided", act("awards_decided", 0))]]
    form = ctx.words("nomination.adhoc_short") if nomination.route == "adhoc" else named.form
    values = {"code": room.code(ctx.words, nomination), "who": named.whole, "form": form}
    return ctx.say("outcomes.one", rows, lines="\n".join(lines), **values)


def told(ctx: Context, paper: Paper) -> str:
    """A paper in a line."""
    parts = [cited(ctx.words, paper), *([paper.decided_by] if paper.kind == "decided" else [])]
    return ctx.words(f"outcomes.told_{paper.kind}", cited=", ".join(part for part in parts if part))


async def decided_one(ctx: Context, row: int, scope: Scope) -> Nomination:
    """A nomination that was decided on."""
    nomination = await nominations.known(ctx.store, ctx.now, row, scope)
    if nomination is None or nomination.state != "decided":
        raise Mistake("not_decided")
    return nomination


def decider(ctx: Context, level: str) -> str:
    """Who decides at a level, as the plan says (IV)."""
    forms = [form for one in ctx.campaign.awards if one.level == level for form in one.forms]
    return forms[0].decided_by if forms else ""


ACTIONS = (
    Intention("after_council", after, verb="award", reading=True),
    Intention("award_level", level, verb="award", reading=True),
    Intention("awards_decided", decided, verb="award", reading=True),
    Intention("award_one", one, verb="award", reading=True),
)
