"""What each answer about a unit's plan means; the readers of numbers and days live in domain/readers."""

from datetime import date

from domain.forms import Answers, Asking
from domain.mistakes import Mistake
from domain.plans import STATES
from domain.readers import amounts, dates, doc_no, english
from domain.readers import plan_states as states
from domain.readers.answers import yes_no
from domain.readers.doc_numbers import parse

SHORTEST_NAME = 2
SHORTEST_REASON = 4
LONGEST_REASON = 250
"""Letters: whoever decides about it, or is told it, reads all of it."""


def state(text: str, asking: Asking) -> Answers:
    """One of the five, or the plan's number typed straight away, or "we follow our superior's"."""
    if text in STATES:
        return {"state": text}
    said = states.said(text)
    if parse(text) and said in {None, "issued"}:
        return _number_at_once(text, asking)
    if said == "extension":
        return _fitting({"state": said, **states.extension(text, asking.today)})
    if said is None:
        raise Mistake("plan_state_unclear")
    return {"state": said}


def _number_at_once(text: str, asking: Asking) -> Answers:
    """A number answers that the plan is issued, also where the number itself has to be asked about."""
    try:
        return {"state": "issued", **number(text, asking)}
    except Mistake as mistake:
        raise mistake.keeping(state="issued", **mistake.filled) from None


def number(text: str, asking: Asking) -> Answers:
    """The number, and the date when it is there; following the superior changes the answer to the first question."""
    other = asking.answers.get("_other_no")
    if text == "follows" or states.said(text) == "follows":
        return {"state": "follows", **({"superior_no": other} if other else {})}
    if other and (text == "yes" or yes_no(text)):
        return {"doc_no": other}
    try:
        found = dict(doc_no.read(text, asking))
    except Mistake as mistake:
        raise _remembering(mistake) from None
    guessed, early = found.pop("year_guessed", False), found.pop("before_launch", False)
    dated = {"_year_guessed": guessed, "_early": early} if "issued_on" in found else {}
    return {**found, **dated, "_two": None}


def _remembering(mistake: Mistake) -> Mistake:
    """A number that is asked about is remembered, so that "yes, that one" is an answer."""
    if mistake.key in {"doc_no_of_superior", "doc_no_of_union"}:
        return mistake.keeping(**mistake.filled, _other_no=mistake.values["doc_no"])
    if mistake.key == "doc_no_two":
        return mistake.keeping(**mistake.filled, _two=mistake.values["doc_nos"])
    return mistake


def issued_on(text: str, asking: Asking) -> Answers:
    """The plan's day; whether its year was guessed, and whether it lies before the launch."""
    day = dates.day(text, asking.today, "past")
    start = str(asking.facts["campaign_start"])
    return {"issued_on": day.isoformat(), "_year_guessed": str(day.year) not in text, "_early": day.isoformat() < start}


def read_back(text: str, asking: Asking) -> Answers:
    """The number and date once more, before anything else is asked."""
    if text in {"mend_number", "mend_date"}:
        raise Mistake(text)
    if text == "right" or yes_no(text):
        return {"checked": True}
    if parse(text):
        return number(text, asking)
    if dates.find(english.dated(text), asking.today, "past"):
        return issued_on(text, asking)
    raise Mistake("read_back_unclear")


def signer(text: str, asking: Asking) -> Answers:
    """Who signed: the writer, or somebody named."""
    if text == "i_sign" or states.says_i(text):
        return {"signer": asking.facts.get("me")}
    if text == "other_signs" or len(text.strip()) < SHORTEST_NAME:
        raise Mistake("who_signs")
    return {"signer": text.strip()}


def paper(text: str, asking: Asking) -> Answers:
    """Files were counted as they came."""
    if text != "done":
        raise Mistake("paper_wanted")
    if not any(asking.answers.get(name) for name in ("_photos", "_papers")):
        raise Mistake("nothing_sent_yet")
    return {"paper": True}


def superior(text: str, asking: Asking) -> Answers:
    """The number of the plan that is followed."""
    return {"superior_no": doc_no.superior(text, asking)["doc_no"]}


def reached(text: str, asking: Asking) -> Answers:
    """How many of how many; another total is typed with the number."""
    if text == "mend_total":
        raise Mistake("mend_total")
    return amounts.reached(text, asking)


def promise(text: str, asking: Asking) -> Answers:
    """The day by which the plan will be issued; after the due day it is an extension that is wanted."""
    if text == "extension":
        wanted = asking.answers.get("_wanted")
        return {"state": "extension", **({"until": wanted} if wanted else {})}
    if text == "other_date":
        raise Mistake("other_date")
    day, due = dates.day(text, asking.today, "future"), asking.facts.get("due_day")
    if due and day > date.fromisoformat(str(due)):
        raise Mistake("after_due", day=day.isoformat(), due=str(due)).keeping(_wanted=day.isoformat())
    return {"promised_on": day.isoformat()}


def until(text: str, asking: Asking) -> Answers:
    """The day asked for, and the reason when it is in the same words."""
    found = states.extension(text, asking.today)
    return _fitting(found) if "until" in found else {"until": dates.day(text, asking.today, "future").isoformat()}


def reason(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - the shape of a reader
    """Why, in the person's own words."""
    if len(text.strip()) < SHORTEST_REASON:
        raise Mistake("reason_short")
    return _fitting({"reason": text.strip()})


def _fitting(found: Answers) -> Answers:
    """Nothing of a reason is cut off unseen: a longer one is shortened by its writer, and the rest is kept."""
    said = str(found.get("reason") or "")
    if len(said) > LONGEST_REASON:
        kept = {name: value for name, value in found.items() if name != "reason"}
        raise Mistake("reason_long", n=len(said), most=LONGEST_REASON).keeping(**kept)
    return found


def sending(text: str, asking: Asking) -> Answers:
    """The request once more before it goes: sent, or put right."""
    if text in {"mend_until", "mend_reason"}:
        raise Mistake(text)
    if text == "send_request" or yes_no(text):
        return {"asked": True}
    found = states.extension(text, asking.today)
    return _fitting(found) if found else reason(text, asking)
