"""The answer to "when and where": two days and a place, however much of it was said."""

import re
from typing import TYPE_CHECKING

from domain.forms import Answers, Asking
from domain.mistakes import Mistake
from domain.readers.dates import Found, find, stretch
from domain.readers.english import dated
from domain.readers.private import spared
from domain.vietnamese import flat, tidy

if TYPE_CHECKING:
    from domain.messages import Json

_FILLER = re.compile(
    r"^(?:(?:la|vao|luc|khoang|tam|dip|hoi|tu|den|ngay|hom|duoc|to chuc|dien ra|thuc hien|vua roi|vua qua|nam "
    r"nay|nhe|nha|ạ|a|da|"
    r"em|e|thua|khoang|sang|trua|chieu|toi|dem|lam|viec|cu the|va|thi|do|cua|gan day|bat dau|keo dai|trong|suot|"
    r"nguyen|het)\b ?)+$"
)
_AT = re.compile(
    r"(?:^|(?<=[\s,;.\-(]))(?:at|o|tai|ngay tai|ben|trong|truoc|gan|tren|ngoai|duoi)(?: khu vuc| khuon vien)? (?=\w)"
)
_PLACE_WORDS = (
    r"san truong|truong|trg|lop|phong|hoi truong|thu vien|phuong|xa|thi tran|quan|huyen|thon|to dan pho|khu|xom|"
    r"lang|nha|ubnd|uy ban|"
    r"benh vien|bv|tram|trung tam|tt|cong vien|chua|dinh|den|nha tho|cho|ben|cang|dao|bien|ho|song|cau|duong|"
    r"san van dong|nghia trang|"
    r"online|truc tuyen|zoom|tren mang|hai phong|le chan|ngo quyen|hong bang|kien an|hai an|do son|duong kinh|"
    r"cong truong"
)
_PLACE = re.compile(rf"^(?:{_PLACE_WORDS})(?!\w)")
_DEED = re.compile(
    r"\b(?:to chuc|hien mau|giup|ung ho|tang|quyen gop|nhat duoc|cuu|day|hoc sinh|giao vien|gv|hs|co giao|thay|"
    r"trao|don dep)\b"
)
_NORMAL = (
    (
        re.compile(r"(?:ngay )?(?:o|tai|trong)? ?(?:truong|trg)(?: (?:minh|mk|em|e|toi|nha|chung em|ta|hoc))*"),
        "tại trường",
    ),
    (re.compile(r"(?:ngay )?(?:o|tai|tren)? ?phuong(?: (?:minh|mk|em|nha))?"), "tại phường"),
    (re.compile(r"(?:ngay )?(?:o|tai|tren)? ?xa(?: (?:minh|mk|em|nha))?"), "tại xã"),
    (re.compile(r"(?:ngay )?(?:o|tai|trong)? ?lop(?: (?:minh|mk|em|hoc))?"), "tại lớp"),
    (re.compile(r"(?:ngay )?(?:o|tai|trong)? ?san truong"), "tại sân trường"),
    (re.compile(r"(?:qua |hoc )?(?:online|truc tuyen|zoom|tren mang)"), "trực tuyến"),
)
_TRAIL = re.compile(r"[\s,.;:]+(?:a|ạ|nhe|nha|em|e|co|thay)?$")
_LONGEST_PLACE = 80


def normal_place(typed: str) -> str:
    """As in "o truong", "trường mình" are "tại trường"; other places stay in the person's words."""
    words = flat(tidy(typed)).strip(" .,;:-")
    for pattern, name in _NORMAL:
        if pattern.fullmatch(words):
            return name
    return tidy(typed).strip(" .,;:-()")


def _outside(text: str, found: list[Found]) -> list[str]:
    """The pieces of the text beside the dates, split at commas and ends of lines."""
    pieces, at = [], 0
    for item in found:
        pieces.append(text[at : item.start])
        at = item.end
    pieces.append(text[at:])
    return [part.strip(" .-–:") for piece in pieces for part in re.split(r"[,;\n]", piece) if part.strip(" .-–:")]


def _place_in(piece: str) -> str | None:
    folded = flat(piece)
    at = _AT.search(folded)
    if at and (at.start() == 0 or not _FILLER.fullmatch(folded[at.start() :] + " ")):
        return piece[at.start() :]
    if _PLACE.match(folded) and not _DEED.search(folded):
        return piece
    return None


def place(text: str, found: list[Found]) -> str | None:
    """The place in a tidied text, dates left out; None when none is said."""
    for piece in _outside(text, found):
        where = _place_in(piece)
        if where and len(where) <= _LONGEST_PLACE:
            return normal_place(_TRAIL.sub("", where))
    return None


_IN_STORY = re.compile(
    rf"(?<!\w)(?:o|tai|ngay tai) (?=(?:{_PLACE_WORDS})(?!\w))(?:{_PLACE_WORDS})(?: (?!(?:chieu|sang|trua|toi|"
    rf"hom|ngay|va|de|cho|do|da|bi|"
    r"tham|nha trg|nen|voi|co|nhan|vao|luc|trong|thu|t\d)(?!\w))[^\s,.;:()\d]+){0,6}"
)


def place_in_story(text: str) -> str | None:
    """The one place a story names with "ở" or "tại"; None when none or several."""
    typed = tidy(text)
    places = [typed[slice(*match.span())] for match in _IN_STORY.finditer(flat(typed))]
    return normal_place(places[0]) if len(places) == 1 else None


def read(text: str, asking: Asking) -> Answers:
    """Fills ``from``, ``to`` (ISO days) and ``where``; a place said before stays when none is said now.

    The mistakes are those of :func:`domain.readers.dates.span`, keeping ``where``.
    """
    typed = tidy(dated(spared(text)))
    found = find(typed, asking.today, "past")
    where: Json = place(typed, found)
    try:
        days = stretch(typed, asking.today, "past")
    except Mistake as mistake:
        raise (mistake.keeping(where=where) if where else mistake) from None
    if where is None:
        where = asking.answers.get("where")
    return {"from": days.first.isoformat(), "to": days.last.isoformat(), "where": where}
