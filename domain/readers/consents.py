"""A consent to name a child or show its face: when it was given, in which form, and who collected it (DOMAIN §12)."""

import re

from domain.forms import Answers, Asking
from domain.messages import Json
from domain.mistakes import Mistake
from domain.readers.dates import find
from domain.readers.english import dated
from domain.readers.people import people_in
from domain.readers.private import spared
from domain.vietnamese import flat, tidy

PARTS = ("on", "form", "by")
"""Of each consent: the day (ISO), the form (a code of :data:`FORMS`), and who collected it (as typed)."""
_WAYS: tuple[tuple[str, str], ...] = (
    ("phone", r"(?:goi |qua )?dien thoai|goi dien|by phone|phone call|phone"),
    ("message", r"tin nhan|nhan tin|zalo|messenger|sms|email|message"),
    ("written", r"(?:giay|don|phieu|ban)(?: viet tay| dong y| cam ket)?|van ban|viet tay|ky ten|written|signed"),
    ("spoken", r"loi noi|noi mieng|bang mieng|mieng|(?:noi |hoi )?truc tiep|gap mat|spoken|orally|in person"),
)
FORMS = tuple(code for code, _ in _WAYS)
_PATTERNS = tuple((code, re.compile(rf"(?<!\w)(?:{words})(?!\w)")) for code, words in _WAYS)
_BESIDE = re.compile(
    r"(?<!\w)(?:ngay|hom|bang|qua|do|nguoi (?:nhan|hoi|thu)|nhan|hoi|thu|lay|giu|cho|boi|"
    r"on|by|collected|asked|received)(?!\w)"
)
_MYSELF = re.compile(r"(?<!\w)(?:toi|minh|chinh toi|me|myself|i)(?!\w)")


def consent(whose: str) -> "Consent":
    """A reader of ``<whose>_on``, ``<whose>_form``, ``<whose>_by``, in one answer or several.

    What was read before stays. Raises ``consent_no_on``, ``consent_no_form``, ``consent_no_by`` for the first part that
    is missing, keeping the others.
    """
    return Consent(whose)


class Consent:
    """Reads one of the two consents."""

    def __init__(self, whose: str) -> None:
        self._whose = whose

    def __call__(self, text: str, asking: Asking) -> Answers:
        """The parts of one answer, beside those that were told before."""
        found = {f"{self._whose}_{part}": value for part, value in _told(text, asking).items()}
        known: dict[str, Json] = {
            name: value for part in PARTS if (value := asking.answers.get(name := f"{self._whose}_{part}"))
        }
        known |= found
        for part in PARTS:
            if not known.get(f"{self._whose}_{part}"):
                raise Mistake(f"consent_no_{part}").keeping(**known)
        return known


def _told(text: str, asking: Asking) -> dict[str, Json]:
    typed = tidy(dated(spared(text)))
    found: dict[str, Json] = {}
    rest = list(typed)
    days = [item for item in find(typed, asking.today, "past") if item.days and item.days.first <= asking.today]
    if len(days) == 1 and days[0].days:
        found["on"] = days[0].days.first.isoformat()
        rest[days[0].start : days[0].end] = "," * (days[0].end - days[0].start)
    folded = flat("".join(rest))
    ways = [(code, match) for code, pattern in _PATTERNS for match in pattern.finditer(folded)]
    if ways:
        found["form"] = ways[0][0]
    for _, match in ways:
        rest[match.start() : match.end()] = "," * (match.end() - match.start())
    by = _collector("".join(rest), asking)
    return {**found, "by": by} if by else found


def _collector(rest: str, asking: Asking) -> str | None:
    """Who asked for the consent: a name with its form of address, or the writer."""
    folded = flat(rest)
    if _MYSELF.search(folded) and asking.facts.get("me"):
        return str(asking.facts["me"])
    chars = list(rest)
    for match in _BESIDE.finditer(folded):
        chars[match.start() : match.end()] = "," * (match.end() - match.start())
    for piece in re.split(r"[,;]", "".join(chars)):
        named = re.sub(r"\s+", " ", piece).strip(" .:-")
        people = people_in(named)
        if len(people) == 1 and (people[0].honorific or named[0].isupper()):
            return named
    return None
