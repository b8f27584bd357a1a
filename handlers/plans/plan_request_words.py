"""A unit's request about its plan in words: as the Office reads it, and as its answer is told to the unit."""

from datetime import date

from domain.campaigns import Campaign
from domain.messages import Json, Reply
from domain.plans import PlanReport, due_day
from handlers.context import act, button, offers
from handlers.plans.plan_readers import LONGEST_REASON
from texts.catalogue import Words, shortened


def told(words: Words, campaign: Campaign, before: PlanReport, after: PlanReport) -> dict[str, str]:
    """The days and the reasons of a request and its answer, as they are written."""
    general = campaign.duty("plan").due
    due, own = due_day(general, after), due_day(general, before)
    answers = after.answers
    return {
        "due": words.weekday(due) if due else "",
        "from_day": words.day(own) if own else "",
        "until": _day(words, answers.get("until"), weekday=False),
        "until_day": _day(words, answers.get("until"), weekday=True),
        "since": _day(words, answers.get("since"), weekday=False),
        "reason": shortened(str(answers.get("reason") or ""), LONGEST_REASON),
        "office_reason": shortened(str(answers.get("office_reason") or ""), LONGEST_REASON),
    }


def _day(words: Words, value: Json, *, weekday: bool) -> str:
    if not value:
        return ""
    day = date.fromisoformat(str(value))
    return words.weekday(day) if weekday else words.day(day)


def outcome(before: PlanReport, after: PlanReport) -> str:
    """What was decided of what: ``extended``, ``excused``, ``refused_extension`` or ``refused_exempt``."""
    return f"refused_{before.state}" if after.state == "refused" else after.state


def request(words: Words, campaign: Campaign, report: PlanReport, unit: str, asker: str, times: int) -> Reply:
    """As the Office reads it, with the decisions."""
    key = (report.id, report.version)
    nth = words("plan_request.first_time") if times <= 1 else words("plan_request.nth_time", times=times)
    values = told(words, campaign, report, report)
    text = words(f"plan_request.{report.state}", **values, unit=unit, asker=asker, nth=nth)
    not_yet = button(words, "not_agreed", act("plan_refuse", *key))
    if report.state == "exempt":
        return Reply(text, offers(words, [[button(words, "excuse", act("plan_excuse", *key))], [not_yet]]))
    other = button(words, "grant_other", act("plan_other", *key))
    return Reply(text, offers(words, [[button(words, "grant", act("plan_grant", *key))], [other, not_yet]]))


def answer(words: Words, campaign: Campaign, before: PlanReport, after: PlanReport, unit: str) -> Reply:
    """As the unit hears it."""
    decided = outcome(before, after)
    issued, drafting = (
        button(words, "issued", act("plan", "issued")),
        button(words, "drafting", act("plan", "drafting")),
    )
    follows = button(words, "follows", act("plan", "follows"))
    rows = {
        "extended": [[issued]],
        "excused": [[button(words, "menu")]],
        "refused_extension": [[drafting], [issued]],
        "refused_exempt": [[issued], [follows], [drafting]],
    }[decided]
    return Reply(
        words(f"plan_request.told_{decided}", **told(words, campaign, before, after), unit=unit), offers(words, rows)
    )
