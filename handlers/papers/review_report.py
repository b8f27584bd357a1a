"""What the report of a review says: figures as of its day, their rows for the annexes, and what people wrote."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, get_args

from domain.campaign_awards import Level
from domain.letters import Basis
from domain.papers.freezes import Figures, Freeze
from domain.papers.kept import KeptPaper
from domain.papers.papers import Nominee, SubjectType
from domain.papers.reviews import (
    AwardCount,
    Counted,
    ExemplarLine,
    LateLine,
    MovementResult,
    NomineeLine,
    PlanLine,
    ReviewReport,
    Stages,
)
from domain.rights import Scope
from domain.summary import Slice, Summary, period_kind
from handlers.context import Context
from handlers.deeds import deed_words
from handlers.figures import standing
from handlers.papers import heads
from storage.papers import review_rows
from storage.papers.review_rows import Example, Looked, ObligedUnit, Proposed
from storage.units import below
from texts.catalogue import Words, capital, shortened
from texts.official import LANGUAGE, wording

MOST_LISTED = 400
"""Good examples that annex 2 lists in full; of more, those that were concluded or replicated."""
LONGEST = 300
"""Letters of what was done, as the annex tells it."""
DONE = ("issued", "follows")


def period(first: date, last: date) -> str:
    """As documents call a month, a quarter, a year; other stretches by their two days."""
    kind = period_kind(first, last)
    key = f"review.period_{kind if kind in {'month', 'quarter', 'year'} else 'span'}"
    roman = wording("part.numbers").split()[(first.month - 1) // 3]
    days = {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
    return wording(key, roman=roman, month=first.month, year=first.year, **days)


def days(ctx: Context, wanted: Slice) -> tuple[date, date]:
    """The first and last day that the report tells of."""
    return wanted.first or ctx.campaign.start, wanted.until(ctx.now.today)


async def figures(ctx: Context, wanted: Slice) -> Figures:
    """As a freeze of the same slice keeps them."""
    stood, _ = await standing.stood(ctx, wanted)
    came, _ = await standing.came(ctx, wanted)
    return Figures(stood, came.new, came.good)


async def report(ctx: Context, paper: KeptPaper, freeze: Freeze | None, scope: Scope) -> ReviewReport:
    """The whole report, as of the paper's day."""
    words, wanted = ctx.house.catalogue.words(LANGUAGE), paper.wanted
    duty = ctx.campaign.duty("plan")
    until = wanted.until(ctx.now.today)
    looked = Looked(ctx.house.campaign_id, wanted.unit, until, duty.obliged, duty.ownerships)
    told = await figures(ctx, wanted)
    units = await review_rows.units(ctx.store, ctx.now, looked, scope)
    proposed = await review_rows.proposed(ctx.store, ctx.now, looked, scope)
    good = told.stood.deeds.get("confirmed", 0)
    lists_all = good <= MOST_LISTED
    examples = await review_rows.examples(ctx.store, ctx.now, looked, scope, further=not lists_all)
    return ReviewReport(
        **_frame(ctx, paper, freeze),
        **_of_units(words, units),
        **_of_examples(ctx, words, examples),
        counted=_counted(told, in_period=wanted.first is not None),
        units=told.stood.obliged,
        movements=tuple([one async for one in _movements(ctx, wanted, told.stood)]),
        stages=_stages(good, await review_rows.stages(ctx.store, ctx.now, looked, scope)),
        good=good,
        lists_all=lists_all,
        awards=_awards(ctx, proposed),
        nominees=tuple(_nominee(ctx, one) for one in proposed),
    )


def _frame(ctx: Context, paper: KeptPaper, freeze: Freeze | None) -> dict[str, Any]:
    """Who writes to whom, of which days, by which law, and what people wrote."""
    plan, head = ctx.campaign.plan, heads.letterhead(ctx, "report")
    first, last = days(ctx, paper.wanted)
    number, _, symbol = paper.number.partition("/")
    return {
        "head": replace(head, symbol=symbol or head.symbol),
        "issue": heads.issue(ctx, number, paper.issued, is_draft=paper.state == "draft"),
        "review": paper.kind,
        "period": paper.words,
        "first": first,
        "last": last,
        "as_of": last,
        "frozen_at": freeze.at.astimezone(ctx.now.zone) if freeze else None,
        "freeze": freeze.code if freeze else "",
        "to": ctx.campaign.letter.report_to,
        "recipients": heads.recipients(ctx),
        "campaign": ctx.campaign.name,
        "plan": Basis(plan.number, plan.symbol, plan.issued, plan.abstract),
        "bases": heads.bases(ctx, paper.issued, all_clauses=True),
        "written": paper.written,
    }


def _of_units(words: Words, units: Sequence[ObligedUnit]) -> dict[str, Any]:
    """How plans were spread, and annexes 1 and 4."""
    planned = [one for one in units if one.state in DONE]
    reached = [got for one in planned if (got := _n(one.answers, "reached")) is not None]
    return {
        "reached": sum(reached) if reached else None,
        "ways": tuple(_ways(words, units)),
        "plans": tuple(_plan(words, one) for one in planned),
        "late": tuple(_late(words, one) for one in units if not one.complete),
    }


def _of_examples(ctx: Context, words: Words, examples: Sequence[Example]) -> dict[str, Any]:
    """Annex 2, and how many of them are collectives."""
    collectives = sum(_is_collective(one) for one in examples)
    return {
        "collectives": collectives,
        "individuals": len(examples) - collectives,
        "exemplars": tuple(_example(ctx, words, one) for one in examples),
    }


def _counted(told: Figures, *, in_period: bool) -> Counted:
    stood = told.stood
    plans = stood.plans
    return Counted(
        stood.obliged,
        stood.complete,
        plans.get("issued", 0),
        plans.get("follows", 0),
        plans.get("drafting", 0),
        plans.get("extension", 0),
        plans.get("exempt", 0),
        stood.silent,
        told.new if in_period else stood.reported,
        told.good if in_period else stood.deeds.get("confirmed", 0),
    )


def _n(answers: Mapping[str, object], name: str) -> int | None:
    value = answers.get(name)
    return int(str(value)) if value is not None and str(value).isdecimal() else None


def _ways(words: Words, units: Sequence[ObligedUnit]) -> Iterator[tuple[str, int]]:
    """In how many units each way of dissemination was named, the commonest first."""
    counted: Counter[str] = Counter()
    for one in units:
        said = one.answers.get("spread")
        counted.update({str(way).partition("@")[0] for way in (said if isinstance(said, list) else ())})
    for name, n in counted.most_common():
        yield (capital(words(f"spread.{name}") if words.has(f"spread.{name}") else name), n)


async def _movements(ctx: Context, wanted: Slice, stood: Summary) -> AsyncIterator[MovementResult]:
    """Every movement of the campaign, whether anything was told of it or not (I.1-2)."""
    duty, (first, last) = ctx.campaign.duty("plan"), days(ctx, wanted)
    [came] = await standing.flows(ctx, wanted) if wanted.first else [{}]
    for one in ctx.campaign.movements:
        states = stood.movements.get(one.code, {})
        deeds = came.get(("deed_in", one.code, ""), 0) if wanted.first else sum(states.values())
        good = came.get(("deed_good", one.code, ""), 0) if wanted.first else states.get("confirmed", 0)
        units = 0
        if deeds:
            where = (ctx.house.campaign_id, wanted.unit, one.code, (first, last))
            units = await below.with_deeds(ctx.store, *where, duty.obliged, duty.ownerships, standing.seen(ctx))
        is_campaign = one.kind == "chien_dich"
        yield MovementResult(one.code, one.name_exact, one.launched_by, is_campaign, deeds, good, units)


def _stages(good: int, further: Mapping[str, int]) -> Stages:
    """A confirmed report that is at no further step stands at the first."""
    later = [further.get(name, 0) for name in ("nurtured", "concluded", "replicated")]
    return Stages(good - sum(later), *later)


def _awards(ctx: Context, proposed: Sequence[Proposed]) -> tuple[AwardCount, ...]:
    """By level and form, from the highest level down."""
    counted: dict[tuple[str, str], list[int]] = {}
    for one in proposed:
        sums = counted.setdefault((one.level, one.form), [0, 0, 0, 0])
        place = 0 if one.subject_type == "collective" else 1
        sums[place] += 1
        sums[place + 2] += one.decided
    order: tuple[Level, ...] = get_args(Level)
    return tuple(
        AwardCount(level, ctx.campaign.form_name(form), *sums)
        for level in order
        for (at, form), sums in sorted(counted.items())
        if at == level
    )


def _movement(ctx: Context, code: str) -> str:
    found = [one.short_name for one in ctx.campaign.movements if one.code == code]
    return capital(found[0]) if found else ""


def _plan(words: Words, one: ObligedUnit) -> PlanLine:
    issued = one.answers.get("issued_on")
    return PlanLine(
        one.name,
        one.above,
        str(one.answers.get("doc_no") or one.answers.get("superior_no") or ""),
        date.fromisoformat(str(issued)) if issued else None,
        capital(words(f"papers.state_{one.state}")),
        _n(one.answers, "reached"),
        _n(one.answers, "total"),
    )


def _late(words: Words, one: ObligedUnit) -> LateLine:
    """What is missing: the plan, or a confirmed activity beside it."""
    return LateLine(
        one.name, one.above, words("papers.missing_activity" if one.state in DONE else "papers.missing_plan")
    )


def _is_collective(one: Example) -> bool:
    who = one.answers.get("who")
    return isinstance(who, Mapping) and who.get("role") == "collective"


def _example(ctx: Context, words: Words, one: Example) -> ExemplarLine:
    """Names only where they may be named; of what is hidden, that it is there."""
    stage = words(f"papers.stage_{one.stage}")
    movement = _movement(ctx, one.movement)
    if one.hidden:
        return ExemplarLine(f"G-{one.id}", "", words("papers.not_told"), one.unit, movement, stage)
    what = shortened(" ".join(_without_names(one).split()), LONGEST)
    return ExemplarLine(f"G-{one.id}", _who(words, one), what, one.unit, movement, stage)


def _may_name(one: Example) -> bool:
    """Pupils are initials and class already, and collectives nobody's name; staff agree to be named, or are not."""
    return one.answers.get("naming") == "agreed" or bool(one.answers.get("_pupil")) or _is_collective(one)


def _without_names(one: Example) -> str:
    """What was done, in its teller's words; whoever did not agree to be named is an initial there, too."""
    told, who = str(one.answers.get("what") or ""), one.answers.get("who")
    people = who.get("people") if isinstance(who, Mapping) and not _may_name(one) else None
    for each in people if isinstance(people, list) else ():
        name = str(each.get("name") or "") if isinstance(each, Mapping) else ""
        told = re.sub(rf"\b{re.escape(name)}\b", f"{name[0]}.", told, flags=re.IGNORECASE) if name else told
    return told


def _who(words: Words, one: Example) -> str:
    """By name only where that may be, else by what they are."""
    who = one.answers.get("who")
    if not isinstance(who, Mapping):
        return ""
    left_out = set() if _may_name(one) else {"people"}
    if _is_collective(one) and who.get("people"):
        left_out.add("group")
    return capital(deed_words.who(words, {name: value for name, value in who.items() if name not in left_out}))


def _nominee(ctx: Context, one: Proposed) -> NomineeLine:
    kind: SubjectType = "collective" if one.subject_type == "collective" else "individual"
    place = ", ".join(part for part in (one.position, one.unit) if part)
    return NomineeLine(Nominee(kind, one.name, place), _movement(ctx, one.movement), ctx.campaign.form_name(one.form))
