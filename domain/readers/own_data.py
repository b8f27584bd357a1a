"""What is typed at the page of one's own data: take it away, put it right, take consent back, erase (G1)."""

import re
from typing import Literal, TypeAlias

from domain.vietnamese import bare, fold

Wish: TypeAlias = Literal["own_copy", "edit_details", "withdraw_consent", "erase"]

_WISHES: tuple[tuple[Wish, str], ...] = (
    ("own_copy", r"tai(?: ve| xuong)?(?: het| toan bo)?|download|export"),
    ("edit_details", r"sua(?: ten| lai)?|doi ten|correct|change|rename"),
    ("withdraw_consent", r"rut(?: lai)?|khong dong y nua|withdraw"),
    ("erase", r"xoa(?: het| tat ca| di| toan bo| sach)*|erase|delete(?: all| everything)?"),
)
_OF_MINE = r"(?: (?:du lieu|thong tin)(?: cua (?:toi|em|minh))?| dong y| my data| my details| consent)?"


def wanted(text: str) -> Wish | None:
    """The act that was meant; None for anything else."""
    words = bare(text)
    return next((wish for wish, shape in _WISHES if re.fullmatch(rf"(?:{shape}){_OF_MINE}", words)), None)


def erases(text: str) -> bool:
    """Whether the very word was typed that erases; nothing near it does."""
    return fold(text).strip(' ."') in {"xoa", "erase"}
