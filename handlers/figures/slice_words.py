"""A slice of figures in words: where, in which period, as of which day; and the buttons that carry it on."""

from dataclasses import replace
from datetime import date

from domain.messages import Choice
from domain.summary import Slice, Summary, period_kind
from domain.unit_names import short_name
from handlers.context import Context, act
from handlers.figures import standing
from handlers.figures.standing import Came
from storage.people.pending import Pending
from storage.units import below, units
from storage.units.units import Unit
from texts.catalogue import Words, capital

QUARTER = 3
"""Months."""


def period(words: Words, first: date, last: date) -> str:
    """As people call it: "quý 2/2025", or its two days."""
    return words(
        f"summary.period_{period_kind(first, last)}",
        span=words.span(first, last, short=True),
        start=words.day(first),
        end=words.day(last),
        q=(first.month - 1) // QUARTER + 1,
        m=first.month,
        month=words(f"month.{first.month}"),
        y=first.year,
    )


def when(words: Words, wanted: Slice, today: date) -> str:
    """After a name, as in ", quý 2/2025, đến 15/04/2025"; nothing for the whole campaign as of today."""
    told = [period(words, wanted.first, wanted.last)] if wanted.first and wanted.last else []
    if wanted.as_of and wanted.as_of < min(wanted.last or today, today):
        told.append(words("summary.as_of", day=words.day(wanted.as_of)))
    return "".join(f", {part}" for part in told)


def until(words: Words, wanted: Slice, today: date) -> str:
    """As in ", đến 28/04/2025"; nothing where the period says it."""
    day = wanted.until(today)
    return "" if day == wanted.last else words("summary.until", day=words.day(day))


async def unit_of(ctx: Context, wanted: Slice) -> Unit | None:
    """The unit by its name on the last day that counts, or on its own last day."""
    until = wanted.until(ctx.now.today)
    return await units.by_id(ctx.store, wanted.unit, until) or await units.by_id(
        ctx.store, wanted.unit, await _nearest(ctx, wanted.unit, until)
    )


async def _nearest(ctx: Context, unit: int, day: date) -> date:
    life = await below.life(ctx.store, unit)
    if life is None:
        return day
    return max(life[0], min(day, date.fromordinal(life[1].toordinal() - 1)))


async def where(ctx: Context, wanted: Slice) -> str:
    """What the branch is called within a sentence."""
    if wanted.unit == ctx.house.root:
        return ctx.words("summary.whole")
    unit = await unit_of(ctx, wanted)
    return short_name(unit.name) if unit else ""


def standing_words(words: Words, now: Summary) -> dict[str, str]:
    """The 100 % with its two numbers, and everything that is counted, as it is written."""
    return {
        "rate": words.percent(now.rate),
        "complete": words.number(now.complete),
        "obliged": words.number(now.obliged),
        "silent": words.number(now.silent),
        "reported": words.number(now.reported),
        **{state: words.number(n) for state, n in {**now.plans, **now.deeds}.items()},
    }


def compared(words: Words, wanted: Slice, then: Summary | None) -> str:
    """How things stood at the end of the period before; "" where nothing was yet."""
    if then is None:
        return ""
    before = capital(words(f"summary.before_{wanted.kind}"))
    return f" {words('summary.compared', Before=before, **standing_words(words, then))}"


def compared_flow(words: Words, wanted: Slice, then: Came | None) -> str:
    """How many reports came in within the period before; "" where nothing was yet."""
    if then is None:
        return ""
    before = words(f"summary.before_{wanted.kind}")
    return f" {words('summary.compared_flow', before=before, n=words.number(then.new))}"


def to_decide(words: Words, pending: Pending) -> str:
    """What waits for the reader's word, kind by kind; nothing when nothing does."""
    kinds = {
        "extensions": pending.extensions,
        "exemptions": pending.exemptions,
        "checks": pending.checks,
        "joins": pending.joins,
        "passed_up": pending.passed_up,
        "nominations": pending.nominations,
        "reviews": pending.reviews,
    }
    told = [words(f"pending.{kind}", n=words.number(n)) for kind, n in kinds.items() if n]
    return "\n" + words("pending.to_decide", what=", ".join(told)) if told else ""


# -- buttons -----------------------------------------------------------------------------------------------------------


def carry(ctx: Context, verb: str, wanted: Slice, *more: int) -> str:
    """The value of a button of that slice."""
    return act(verb, *wanted.marks(standing.codes(ctx)), *more)


def to_summary(ctx: Context, wanted: Slice) -> Choice:
    """Back to the summary of a slice, all movements together."""
    return ctx.button("back_to_summary", carry(ctx, "figures", replace(wanted, movement="")))


def turns(ctx: Context, verb: str, wanted: Slice, page: int, pages: int, *more: int) -> list[Choice | str]:
    """The buttons to the pages beside this one; "tiếp" and "trước" mean them, too."""
    ctx.talk.page = {"what": verb}
    found: list[Choice | str] = []
    for name, to in (("previous", page - 1), ("next", page + 1)):
        if 0 <= to < pages:
            value = carry(ctx, verb, wanted, to, *more)
            ctx.talk.page[name] = value
            found.append(ctx.button(f"{name}_page", value))
    return found


def page_words(words: Words, page: int, pages: int) -> str:
    """As in ", trang 2/5", when there are several."""
    return words("summary.page", page=page + 1, pages=pages) if pages > 1 else ""
