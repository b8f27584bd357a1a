"""The answer that gives a plan's number and, often in the same breath, its date."""

import re

from domain.forms import Answers, Asking
from domain.messages import Json
from domain.mistakes import Mistake
from domain.readers.dates import find, stretch
from domain.readers.doc_numbers import DocNo, parse
from domain.readers.english import dated
from domain.vietnamese import flat, plain, tidy

_FOLLOWS = re.compile(
    r"(?:theo|thuc hien|ap dung|dung|lam theo) (?:chung )?(?:theo )?(?:ke hoach )?(?:thi dua )?(?:chung "
    r")?(?:cua |cap )?(?:phong|pgd|sgd|bgd|so|bo|cap tren|ubnd|uy ban|quan|huyen|"
    r"thanh pho|nganh)|theo ke hoach cap tren|theo cap tren"
)
_NONE_OWN = re.compile(
    r"(?:khong|chua) (?:co |ban hanh |xay dung )?ke hoach rieng|khong (?:ra|xay dung|ban hanh) ke hoach|khong "
    r"co ke hoach rieng"
)
_DRAFTING = re.compile(
    r"dang (?:soan|xay dung|lam|viet|hoan thien|du thao|trinh|cho ky|cho duyet)|chua (?:xong|ban hanh|co ke "
    r"hoach|ky|co so)|du thao|sap (?:ban hanh|xong)"
)
_ISSUED = re.compile(r"(?:da|vua|moi) (?:duoc )?(?:ban hanh|ky|ra|co|phat hanh)(?! y)|ban hanh roi|co ke hoach roi")


def plan_state(text: str) -> str | None:
    """Where a plan stands, out of free words: ``follows_superior``, ``drafting``, ``issued`` or None."""
    words = plain(text)
    if _FOLLOWS.search(words) and (
        _NONE_OWN.search(words)
        or "lam theo" in words
        or "thuc hien theo" in words
        or "dung chung" in words
        or "theo cap tren" in words
        or words.startswith("theo ")
    ):
        return "follows_superior"
    if _DRAFTING.search(words):
        return "drafting"
    return "issued" if _ISSUED.search(words) or any(map(_plain_plan, parse(text))) else None


def _plain_plan(doc: DocNo) -> bool:
    return doc.kind == "KH" and bool(doc.body) and not doc.of_superior and not doc.of_union


def _own_spelling(doc: DocNo, symbol: str) -> str:
    """The number with the unit's own symbol where it is the same but for case and marks."""
    if symbol and flat(doc.body).replace(" ", "") == flat(symbol):
        return DocNo(doc.number, doc.kind, symbol, doc.style, doc.start, doc.end).normal
    return doc.normal


def _checked(doc: DocNo, symbol: str) -> None:
    """Raise the question that a number asks for which is not simply the unit's own plan (conversation D1)."""
    own = bool(symbol) and flat(doc.body).replace(" ", "") == flat(symbol)
    if not doc.body:
        if doc.kind == "KH":
            raise Mistake("doc_no_needs_symbol", number=doc.number)
        raise _of_kind(doc)
    if doc.kind != "KH":
        raise _of_kind(doc)
    if own:
        return
    if doc.of_union or doc.style == "dang_doan":
        raise Mistake("doc_no_of_union", doc_no=doc.normal)
    if doc.of_superior:
        raise Mistake("doc_no_of_superior", doc_no=doc.normal, body=doc.body)


def _of_kind(doc: DocNo) -> Mistake:
    if doc.kind == "BC":
        return Mistake("doc_no_is_report", doc_no=doc.normal)
    return Mistake("doc_no_is_other", doc_no=doc.normal, kind=doc.kind)


def _issued_on(text: str, docs: tuple[DocNo, ...], asking: Asking) -> dict[str, Json]:
    """The date beside the number, as ``issued_on`` (ISO), ``year_guessed``, ``before_launch``, if there is one."""
    typed = tidy(text)
    rest = typed
    for doc in reversed(docs):
        rest = rest[: doc.start] + " ; " + rest[doc.end :]
    rest = dated(rest)
    if not find(rest, asking.today, "past"):
        return {}
    days = stretch(rest, asking.today, "past")
    if not days.single:
        raise Mistake("vague_date", typed=typed)
    launch = asking.facts.get("campaign_start")
    guessed = days.yearless and days.first.year != asking.today.year
    before = isinstance(launch, str) and days.first.isoformat() < launch
    return {"issued_on": days.first.isoformat(), "year_guessed": guessed, "before_launch": before}


def read(text: str, asking: Asking) -> Answers:
    """Fills ``doc_no`` (45/KH-THPTNQ) and, when a date is there, ``issued_on``, ``year_guessed``, ``before_launch``.

    ``year_guessed``: no year was typed and the guess is not this year, so it is said aloud. ``before_launch``: the date
    lies before fact ``campaign_start``; it is kept, and a question with ``when={"before_launch": True}`` asks about it
    (mistake words ``doc_no_before_launch``). "làm theo kế hoạch của phòng" fills
    ``state`` = ``follows_superior`` instead.

    Raises ``doc_no_needs_symbol`` (number), ``doc_no_of_superior`` (doc_no, body), ``doc_no_is_report`` (doc_no),
    ``doc_no_is_other`` (doc_no, kind), ``doc_no_two`` (doc_nos), ``doc_no_of_union`` (doc_no), ``not_a_doc_no``,
    and the date mistakes keeping ``doc_no``. The first, fourth and sixth keep a date that could be read.
    """
    return _read(text, asking, own=True)


def superior(text: str, asking: Asking) -> Answers:
    """The number of the superior's plan a unit follows: any body may have issued it, a report is still none."""
    return _read(text, asking, own=False)


def _read(text: str, asking: Asking, *, own: bool) -> Answers:
    docs = parse(text)
    if not docs:
        if own and plan_state(text) == "follows_superior":
            return {"state": "follows_superior"}
        raise Mistake("not_a_doc_no", typed=tidy(text))
    symbol = str(asking.facts.get("unit_symbol") or "")
    names = tuple(dict.fromkeys(_own_spelling(doc, symbol) for doc in docs))
    plans = [doc for doc in docs if doc.kind == "KH" and doc.body]
    if len(names) > 1 and len(plans) != 1:
        raise Mistake("doc_no_two", doc_nos=list(names))
    doc = plans[0] if plans else docs[0]
    filled: dict[str, Json] = {}
    try:
        filled = _issued_on(text, docs, asking)
    except Mistake as mistake:
        _checked_for(doc, symbol, own=own, date={})
        raise mistake.keeping(doc_no=_own_spelling(doc, symbol)) from None
    _checked_for(doc, symbol, own=own, date=filled)
    return {"doc_no": _own_spelling(doc, symbol), **filled}


def _checked_for(doc: DocNo, symbol: str, *, own: bool, date: dict[str, Json]) -> None:
    try:
        _checked(doc, symbol)
    except Mistake as mistake:
        if not own and mistake.key in {"doc_no_of_superior", "doc_no_of_union"}:
            return
        raise (mistake.keeping(**date) if date else mistake) from None
