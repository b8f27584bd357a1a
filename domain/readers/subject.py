"""Who may be proposed for an award in this campaign (plan, III.1), and whether a minor is part of the story."""

import re
from collections.abc import Mapping
from typing import Literal, TypeAlias

from domain.messages import Json
from domain.vietnamese import fold

Standing: TypeAlias = Literal["nominee", "story"]
"""``story``: a pupil's deed, kept to be told, never a nomination; ``nominee``: staff or a collective of staff."""

STAFF = frozenset({"teacher", "employee", "manager"})
_MINOR = re.compile(
    r"(?<!\w)(?:nam sinh|nu sinh|em nho|be (?:trai|gai)|chau be|\d+ be|1 be|mot be|mot em|em [a-z]\.?(?!\w)|em "
    r"[a-z]+ lop|tre em|mo coi|"
    r"hoc sinh lop|hs lop|em hoc sinh|(?:mot|hai|ba|bon|nam|\d{1,2}) (?:em|chau|hs|hoc sinh|be|ban))(?!\w)"
)
_PUPILS_ACT = re.compile(
    r"(?<!\w)(?:hoc sinh|hs|hoc tro|doi vien|lien doi|cac em|cac chau|"
    r"(?<!co )(?<!thay )(?<!chi )(?<!anh )(?<!ba )(?<!bac )chau|tre)(?!\w)"
)
_FOR_PUPILS = re.compile(
    r"(?<!\w)(?:cho|giup|day|cua|phuc vu|on thi|boi duong|phu dao)(?: cac| nhung| toan the)? (?:hoc sinh|hs|hoc tro)"
    r"(?: (?:khoi|lop) \d{1,2}(?: ?[a-z]\d?(?!\w))?| kho khan| ngheo| yeu| gioi| trong truong| toan truong| "
    r"vung \w+)*(?= ?(?:[,.;]|$))"
)
_EVENT = re.compile(r"(?<!\w)(?:to chuc|tham gia|trai nghiem|thiet ke|choi|bieu dien|anh|chup|quay)(?!\w)")


def standing(who: Mapping[str, Json] | None) -> Standing | None:
    """What the doer of a deed may be; None when it is not certain, so that it is asked (plan, III.1).

    Individuals are officials, civil servants, public employees and workers; collectives are schools and offices. A
    collective of pupils is neither by the plan's words: a person decides.
    """
    role = who.get("role") if who else None
    if who is None or role is None or who.get("pupils"):
        return None
    if role == "pupil":
        return "story"
    return "nominee" if role in STAFF or role == "collective" else None


def minor_involved(story: str, who: Mapping[str, Json] | None) -> bool | None:
    """Whether a child is part of the story. Lessons "cho hs khoi 12" are none; None when it is not certain.

    The answer decides about photographs and consents (DOMAIN §12), so the uncertain case is asked.
    """
    text = fold(story)
    beside = text if _EVENT.search(text) else _FOR_PUPILS.sub(" ", text)
    if (who and (who.get("role") == "pupil" or who.get("pupils"))) or _MINOR.search(beside):
        return True
    return None if _PUPILS_ACT.search(beside) else False
