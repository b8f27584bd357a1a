"""A meeting that voted, in one sentence: "25/04/2025, có mặt 88/92, đồng ý 85"."""

import re
from datetime import date

from domain.forms import Answers, Asking
from domain.messages import Json
from domain.mistakes import Mistake
from domain.readers import dates, english
from domain.vietnamese import fold

_THERE = re.compile(
    r"(?:co mat|hien dien|tham du|du hop|du|present|attended|there)\D{0,12}?(\d{1,4}) ?(?:/|tren|of) ?(\d{1,4})"
)
_THERE_AFTER = re.compile(
    r"(\d{1,4}) ?(?:/|tren|of) ?(\d{1,4})\D{0,10}?(?:co mat|hien dien|tham du|du hop|present|attended)"
)
_FAVOUR = re.compile(
    r"(?:dong y|tan thanh|nhat tri|bieu quyet|thuan|in favou?r|agreed?|for)\D{0,10}?(\d{1,4})(?!\d| ?%)"
    r"(?: ?/ ?\d{1,4})?"
)
_FAVOUR_AFTER = re.compile(
    r"(\d{1,4})(?: ?/ ?\d{1,4})?(?: nguoi| phieu| votes)?,? (?:dong y|tan thanh|nhat tri|in favou?r|agreed)"
)
_ALL = re.compile(
    r"(?:100 ?%|tat ca|toan bo|deu|het|all)[^.;]{0,24}(?:dong y|tan thanh|nhat tri|agree\w*|for|in favou?r)|"
    r"(?:dong y|tan thanh|nhat tri)[^.;\d]{0,12}(?:100 ?%|tat ca|toan bo|ca|het)|unanimous\w*"
)
_RATIO = re.compile(r"(?<![\d/])(\d{1,4}) ?/ ?(\d{1,4})(?![\d/])")
_NUMBER = re.compile(r"(?<![\d/])(\d{1,4})(?![\d/%])")
_SPENT = "#"


def meeting(text: str, asking: Asking) -> Answers:
    """Fills ``met_on`` (ISO day), ``present``, ``members``, ``in_favour``; what was said before stays said.

    Raises ``not_met`` for a meeting that has not been held, ``meeting_day``, ``meeting_present`` or ``meeting_votes``
    for what is missing, ``meeting_more_present`` and ``meeting_more_votes`` where a part is larger than its whole.
    """
    if text == "not_met" or fold(text).startswith(("chua hop", "chua xet", "not yet", "not met")):
        raise Mistake("not_met")
    left = fold(text)
    known: dict[str, Json] = {
        name: asking.answers[name] for name in ("met_on", "present", "members", "in_favour") if name in asking.answers
    }
    found, left = _counted(left)
    found |= _met_on(left, asking)
    if "present" not in found and (ratio := _ratio_beside_the_day(left, asking.today)):
        found |= {"present": ratio[0], "members": ratio[1]}
        rest = _RATIO.sub(_SPENT, left)
        if "in_favour" not in found and "met_on" in found and (numbers := _NUMBER.findall(rest)):
            found["in_favour"] = int(numbers[-1])
    answers = {**known, **found}
    if answers.get("in_favour") == "all" and "present" in answers:
        answers["in_favour"] = answers["present"]
    return _whole(answers)


def _counted(left: str) -> tuple[dict[str, Json], str]:
    """Who was there and who agreed, where the words say so; and the text without them."""
    found: dict[str, Json] = {}
    if match := _THERE.search(left) or _THERE_AFTER.search(left):
        found |= {"present": int(match[1]), "members": int(match[2])}
        left = left[: match.start()] + _SPENT + left[match.end() :]
    if match := _FAVOUR.search(left) or _FAVOUR_AFTER.search(left):
        found["in_favour"] = int(match[1])
        left = left[: match.start()] + _SPENT + left[match.end() :]
    elif match := _ALL.search(left):
        found["in_favour"] = "all"
        left = left[: match.start()] + _SPENT + left[match.end() :]
    return found, left


def _met_on(left: str, asking: Asking) -> dict[str, Json]:
    """The day of the meeting, which has been."""
    spans = [one for one in dates.find(english.dated(left), asking.today, "past") if one.days]
    if not spans or not spans[0].days:
        return {}
    day: date = spans[0].days.last
    if day > asking.today:
        raise Mistake("meeting_ahead", day=day.isoformat())
    return {"met_on": day.isoformat()}


def _ratio_beside_the_day(left: str, today: date) -> tuple[int, int] | None:
    """The last a/b that is no day."""
    days = [(one.start, one.end) for one in dates.find(left, today, "past") if one.days]
    ratios = [match for match in _RATIO.finditer(left) if not any(start <= match.start() < end for start, end in days)]
    return (int(ratios[0][1]), int(ratios[0][2])) if ratios else None


def _whole(answers: dict[str, Json]) -> Answers:
    kept = {name: value for name, value in answers.items() if value != "all"}
    for name, key in (("met_on", "meeting_day"), ("present", "meeting_present"), ("in_favour", "meeting_votes")):
        if name not in kept:
            raise Mistake(key).keeping(**kept)
    present, members, favour = (int(str(kept[name])) for name in ("present", "members", "in_favour"))
    if present > members:
        raise Mistake("meeting_more_present", present=present, members=members).keeping(met_on=kept["met_on"])
    if favour > present:
        raise Mistake("meeting_more_votes", favour=favour, present=present).keeping(met_on=kept["met_on"])
    return kept
