"""As in "tìm hiến máu": the words that are looked for, without those that ask for them."""

import re

from domain.vietnamese import clean, flat

_ASKING = re.compile(r"(?:(?:tim kiem|tim|tra cuu|tra|search for|search|find)\b[\s:]*)?")


def looked_for(text: str) -> str:
    """What stands after the asking, as it was typed."""
    told = clean(text)
    match = _ASKING.match(flat(told))
    return told[match.end() :] if match else told
