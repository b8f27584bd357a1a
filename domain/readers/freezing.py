"""Words that ask to freeze figures, and the code of figures that were frozen: "chốt số tháng 4", "S-012"."""

import re

from domain.vietnamese import flat, tidy

_ASKS = re.compile(
    r"(?:(?:cho|xin|giup|please) )*(?:chot|freeze)(?: lai)?(?: (?:the )?(?:so lieu|so|figures))?(?=$|[ ,.])"
)
_CODE = re.compile(r"(?:(?:xem|mo|open|see) )?s ?- ?(\d{1,9})[.!?]?")


def asked(text: str) -> str | None:
    """What is to be frozen, as typed; None when nothing is asked to be."""
    typed = tidy(text).replace("\n", " ").strip()
    found = _ASKS.match(flat(typed))
    return typed[found.end() :].strip(" ,.?") if found else None


def code(text: str) -> str | None:
    """The code that was typed alone: "s-12" is S-12; None for anything else."""
    found = _CODE.fullmatch(flat(tidy(text)).strip())
    return f"S-{found[1]}" if found else None
