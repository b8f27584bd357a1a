"""A unit's plan in words: facts for its questions, answers in normal form, the receipt."""

from datetime import date

from domain.forms import Answers
from domain.messages import Json, Reply
from domain.people import Grant
from domain.plans import PlanReport, State
from domain.summary import tenths
from domain.unit_names import short_name, symbol_of
from handlers.context import Context, act, button, offers
from handlers.deeds.deed_words import Shown, files
from handlers.plans.plan_readers import LONGEST_REASON
from storage.units.units import Unit
from texts.catalogue import Words, shortened


def facts(
    ctx: Context, grant: Grant, unit: Unit | None, above: Unit | None, answers: Answers, due: date | None
) -> dict[str, Json]:
    """What the questions name: the unit, its superior, how many people, the unit's own due day."""
    person = ctx.person
    issued = answers.get("issued_on")
    return {
        "unit": short_name(grant.unit_name),
        "unit_symbol": symbol_of(grant.unit_name),
        "superior": short_name(above.name) if above else "",
        "unit_total": unit.staff_total if unit else None,
        "total_known": ctx.words("plan.total_known", n=unit.staff_total) if unit and unit.staff_total else "",
        "like": _example(unit.staff_total if unit else None),
        "due": ctx.words.weekday(due) if due else "",
        "due_day": due.isoformat() if due else "",
        "campaign_start": ctx.campaign.start.isoformat(),
        "campaign_end": ctx.campaign.end.isoformat(),
        "me": f"{ctx.words.who(person)}, {ctx.words.role(grant.role, grant.unit_kind)}",
        "year_note": _year_note(ctx, str(issued), guessed=bool(answers.get("_year_guessed"))) if issued else "",
        "issued": ctx.words.day(date.fromisoformat(str(issued))) if issued else "",
        "start": ctx.words.day(ctx.campaign.start),
        "doc_no": str(answers.get("doc_no") or ""),
        "state_said": _state_said(ctx, grant, above, answers),
        "until_day": _weekday(ctx.words, answers.get("until")),
        "reason": shortened(str(answers.get("reason") or ""), LONGEST_REASON),
    }


def _example(total: int | None) -> str:
    """So many of so many, near the unit's own number of people."""
    return f"{max(1, total - max(2, total // 15))}/{total}" if total else "86/92"


def _state_said(ctx: Context, grant: Grant, above: Unit | None, answers: Answers) -> str:
    """What was understood of a free answer to the first question, when that needs saying."""
    if answers.get("state") != "follows":
        return ""
    return ctx.words(
        "plan.state_follows", unit=short_name(grant.unit_name), superior=short_name(above.name) if above else ""
    )


def _year_note(ctx: Context, issued: str, *, guessed: bool) -> str:
    """Why a year that was not typed is read as it is (CONVERSATIONS §1.16)."""
    if not guessed:
        return ctx.words("plan.year_typed")
    day = date.fromisoformat(issued)
    if day.year == ctx.now.today.year:
        return ctx.words("plan.this_year", year=day.year)
    later = date(day.year + 1, day.month, min(day.day, 28) if (day.month, day.day) == (2, 29) else day.day)
    return ctx.words("plan.earlier_year", later=ctx.words.day(later), year=day.year)


def _weekday(words: Words, value: Json) -> str:
    return words.weekday(date.fromisoformat(str(value))) if value else ""


def shown(words: Words, name: str, answers: Answers) -> str:
    """One answer in normal form."""
    particular: dict[str, Shown] = {
        "signer": lambda: shortened(str(answers.get("signer") or ""), 120),
        "paper": lambda: files(words, answers),
        "superior": lambda: str(answers.get("superior_no") or ""),
        "spread": lambda: spread_words(words, answers.get("spread") or answers.get("_spread")),
        "reached": lambda: ratio(words, answers),
        "promise": lambda: _weekday(words, answers.get("promised_on")),
        "until": lambda: _weekday(words, answers.get("until")),
    }
    if name in {"number", "issued_on", "read_back"}:
        return _numbered(words, answers)
    return particular[name]() if name in particular else ""


def _numbered(words: Words, answers: Answers) -> str:
    """The plan's number, and its day when it is known."""
    if not answers.get("doc_no"):
        return ""
    issued = answers.get("issued_on")
    if not issued:
        return str(answers["doc_no"])
    return words("plan.number_and_day", number=answers["doc_no"], day=words.day(date.fromisoformat(str(issued))))


def lined(words: Words, name: str, answers: Answers) -> str:
    """The same as a line of the review."""
    if name == "spread":
        return spread_words(words, answers.get("spread"), short=True)
    told = shown(words, name, answers)
    return words("plan.until_day", told=told, day=answers["_today"]) if name == "reached" and told else told


def spread_words(words: Words, value: Json, *, short: bool = False) -> str:
    """The ways, each with its day where one was said."""
    found = []
    for way in value if isinstance(value, list) else []:
        name, _, day = str(way).partition("@")
        label = words(f"spread.{name}") if words.has(f"spread.{name}") else name
        said = words.day(date.fromisoformat(day)) if day else ""
        dated = words("plan.way_short" if short else "plan.way", way=label, day=said)
        found.append(dated if day else label)
    return shortened(words.listed(found), 400)


def ratio(words: Words, answers: Answers) -> str:
    """The percentage, never without its two numbers (CONVERSATIONS §1.15)."""
    got, total = answers.get("reached"), answers.get("total")
    if got is None or not total:
        return ""
    rate = words.percent(tenths(int(str(got)), int(str(total))))
    return words("plan.ratio", rate=rate, n=got, total=total)


def received(ctx: Context, state: State, number: int, answers: Answers, gaps: dict[str, Json]) -> Reply:
    """The receipt of one of the five answers."""
    words = ctx.words
    values = {
        **gaps,
        "number": number,
        "day": words.day(ctx.now.today),
        "time": words.time(ctx.now.local),
        "promised": _weekday(words, answers.get("promised_on")),
        "ratio": ratio(words, answers),
    }
    rows = {
        "issued": [[button(words, "see_unit_figures", "/summary")]],
        "follows": [[button(words, "see_unit_figures", "/summary")]],
        "drafting": [[button(words, "other_day", act("plan", "drafting"))]],
    }.get(state, [[button(words, "menu")]])
    return Reply(words(f"plan.received_{state}", **values), offers(words, rows))


def at(ctx: Context) -> dict[str, str]:
    """Hour and day of now."""
    return {"time": ctx.words.time(ctx.now.local), "day": ctx.words.day(ctx.now.today)}


def stands(ctx: Context, grant: Grant, before: PlanReport) -> str:
    """What the unit said last, before it is asked anew."""
    answers = before.answers
    return ctx.words(
        f"plan.stands_{before.state}",
        unit=short_name(grant.unit_name),
        number=_numbered(ctx.words, answers),
        day=_weekday(ctx.words, answers.get("promised_on") or answers.get("until")),
    )


def in_short(words: Words, report: PlanReport) -> str:
    """A unit's plan in one line, for those who read figures."""
    answers = report.answers
    return words(
        f"plan.short_{report.state}",
        number=_numbered(words, answers),
        ratio=ratio(words, answers),
        day=_weekday(words, answers.get("promised_on") or answers.get("until")),
    )
