"""How a plan was spread: several ways at once, each with its day where one is said (V.3-2)."""

import re

from domain.forms import Answers, Asking
from domain.mistakes import Mistake
from domain.readers import dates
from domain.readers.choices import pick_many
from domain.readers.english import dated
from domain.vietnamese import clean, plain, tidy

WAYS = ("meeting", "flag_ceremony", "zalo_group", "notice_board")
_NAMES = (
    ("meeting", re.compile(r"hop|hoi nghi|hoi dong|\bhd\b|\bmeeting")),
    ("flag_ceremony", re.compile(r"chao co|\bflag")),
    ("zalo_group", re.compile(r"zalo|nhom chat|\bgroup")),
    ("notice_board", re.compile(r"bang tin|niem yet|dan bang|notice")),
)
_PARTS = re.compile(r"\s*(?:[,;+&\n]|\bvới\b|\bvoi\b|\bvà\b|\bva\b|\band\b)\s*", re.IGNORECASE)


def spread(text: str, asking: Asking) -> Answers:
    """Fills ``spread`` with ways: ``meeting``, ``meeting@2024-11-14``, or the person's own words.

    Raises ``spread_unclear``.
    """
    numbered = [(way, way) for way in WAYS]
    picked = pick_many(text, numbered) if re.fullmatch(r"[\d\s,.;và+-]+", text.strip()) else None
    if picked:
        return {"spread": list(picked)}
    ways = [way for part in _PARTS.split(clean(text)) if (way := _way(part, asking))]
    if not ways:
        raise Mistake("spread_unclear")
    return {"spread": list(dict.fromkeys(ways))}


def _way(part: str, asking: Asking) -> str | None:
    found = next((one.days for one in dates.find(tidy(dated(part)), asking.today, "past") if one.days), None)
    words = plain(part)
    name = next((way for way, pattern in _NAMES if way in part or pattern.search(words)), None)
    if name is None:
        return part.strip() if sum(letter.isalpha() for letter in part) > 3 else None  # noqa: PLR2004 - a way has a name
    return f"{name}@{found.first.isoformat()}" if found else name
