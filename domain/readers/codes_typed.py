"""A code typed alone, as people copy it from a message: "G-1284", "g1284", "K-12", "T-018", "S-012", "V-001"."""

import re

from domain.vietnamese import flat, tidy

_CODE = re.compile(r"(?:(?:xem|mo|open|see|show) )?(?:([gksv]) ?- ?|([gkv])|(t) ?- ?|(t)(?=\d{3}))(\d{1,9})[.!?]?")
"""Without its dash "t4" is a day or a month, and "s 2" may be the second answer."""


def code(text: str) -> tuple[str, int] | None:
    """The letter, in lower case, and the number of the only thing named; None for anything else."""
    found = _CODE.fullmatch(flat(tidy(text)).strip())
    if found is None:
        return None
    return found[1] or found[2] or found[3] or found[4], int(found[5])
