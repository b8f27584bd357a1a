"""Reports that tell or show the same as another, in any unit, campaign and year, and what was said of the two."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Select, bindparam, func, literal_column, or_, select, union_all
from sqlalchemy.dialects.postgresql import insert

from domain.clock import Now
from domain.deeds import STATES
from domain.likeness import is_alike, is_same_again
from domain.photographs import Prints, bands, is_near, mirrored, neighbours, shown_whole
from domain.rights import Scope
from storage.exemplars.prints import signed, unsigned
from storage.scopes import within
from storage.store import Store
from storage.tables import DEED, EVIDENCE, LIKENESS_PHOTO, LIKENESS_TEXT, LIKENESS_WORD
from storage.tables.likeness import BANDS, KEYS

Word = Literal["apart", "same"]
MOST_OF_A_KEY = 100
"""Reports with one number of a text: more are a common phrase, and the newest are looked at."""
MOST_COMPARED = 40
MOST_OF_A_UNIT = 60
NEAR = timedelta(days=30)
"""Within so many days, what one unit tells twice is looked at word for word."""
MOST_OF_A_BAND = 4_000
MOST = 6
"""So many that are alike are enough to look at."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Another report that may be the same deed.

    Out of the scope of whoever asks, ``deed`` is None and nothing else is told but that there is one.
    """

    deed: int | None
    is_same_unit: bool
    tells: bool
    """The words are alike."""
    photos: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Photos that are alike: the key of the cleaned copy here, and there."""
    shows: int = 0
    """How many photos are."""
    is_same: bool = False
    """The Office said that both tell one deed."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of two reports, by whom and when."""

    word: Word
    by: int
    at: datetime


# -- by the words ------------------------------------------------------------------------------------------------------

_KEYS = select(*(LIKENESS_TEXT.c[name] for name in KEYS)).where(LIKENESS_TEXT.c.deed_id == bindparam("row"))


def _holders(name: str) -> Select[tuple[int]]:
    few = (
        select(LIKENESS_TEXT.c.deed_id)
        .where(LIKENESS_TEXT.c[name] == bindparam(name))
        .order_by(LIKENESS_TEXT.c.deed_id.desc())
        .limit(MOST_OF_A_KEY)
        .subquery(f"of_{name}")
    )
    return select(few.c.deed_id)


_SHARING = union_all(*map(_holders, KEYS)).subquery("sharing")
_LIKELY = (
    select(_SHARING.c.deed_id)
    .where(_SHARING.c.deed_id != bindparam("row"))
    .group_by(_SHARING.c.deed_id)
    .order_by(func.count().desc(), _SHARING.c.deed_id.desc())
    .limit(MOST_COMPARED)
)
_OF_UNIT = (
    select(DEED.c.id)
    .where(
        DEED.c.unit_id == bindparam("unit"),
        DEED.c.state.in_(STATES),
        DEED.c.sent_on >= bindparam("since"),
        DEED.c.sent_on <= bindparam("until"),
    )
    .order_by(DEED.c.sent_on.desc(), DEED.c.id.desc())
    .limit(MOST_OF_A_UNIT)
)
_TOLD = select(DEED.c.id, DEED.c.unit_id, DEED.c.sent_on, DEED.c.answers).where(
    DEED.c.id.in_(bindparam("ids", expanding=True)), DEED.c.state.in_(STATES)
)


async def _told(store: Store, one: Any) -> set[int]:  # noqa: ANN401 - a row of _TOLD
    """Reports whose words are alike."""
    number, unit, sent_on, answers = one
    text = str(answers.get("what") or "")
    keys = await store.row(_KEYS, {"row": number})
    likely = await store.rows(_LIKELY, {**dict(zip(KEYS, keys, strict=True)), "row": number}) if keys else ()
    span = {"unit": unit, "since": sent_on - NEAR, "until": sent_on + NEAR}
    near = {row[0] for row in await store.rows(_OF_UNIT, span)} - {number}
    rows = await _few(store, near | {row[0] for row in likely})
    return {
        other
        for other, _, _, said in rows
        if (is_same_again if other in near else is_alike)(text, str(said.get("what") or ""))
    }


async def _few(store: Store, ids: set[int]) -> Sequence[Any]:
    return await store.rows(_TOLD, {"ids": sorted(ids)}) if ids else ()


# -- by the photos -----------------------------------------------------------------------------------------------------

_PRINTS = (
    select(EVIDENCE.c.clean_key, LIKENESS_PHOTO.c.whole, LIKENESS_PHOTO.c.centre)
    .join(EVIDENCE, EVIDENCE.c.id == LIKENESS_PHOTO.c.evidence_id)
    .where(EVIDENCE.c.subject == bindparam("thing"), EVIDENCE.c.state == "stored")
    .order_by(EVIDENCE.c.id)
)


def _banded(name: str) -> Select[tuple[int, int, str]]:
    """Photos with one of these pieces in that place, each with the fingerprint the piece is of."""
    part = name.partition("_")[0]
    few = (
        select(LIKENESS_PHOTO.c.evidence_id, LIKENESS_PHOTO.c[part].label("mark"))
        .where(LIKENESS_PHOTO.c[name].in_(bindparam(name, expanding=True)))
        .limit(MOST_OF_A_BAND)
        .subquery(f"of_{name}")
    )
    return select(few.c.evidence_id, few.c.mark, literal_column(f"'{part}'").label("part"))


_NEARBY = union_all(*map(_banded, BANDS))
_SHOWN = select(EVIDENCE.c.id, EVIDENCE.c.subject, EVIDENCE.c.clean_key).where(
    EVIDENCE.c.id.in_(bindparam("ids", expanding=True)),
    EVIDENCE.c.state == "stored",
    EVIDENCE.c.subject.like("deed:%"),
)


def _looked_for(prints: Sequence[Prints]) -> dict[str, list[int]]:
    """In which pieces a photo that is alike may lie; a mirrored one differs in next to nothing, so in those alone."""
    found: dict[str, set[int]] = {name: set() for name in BANDS}
    for one in prints:
        for part, mark in (("whole", one.whole), ("whole", one.centre), ("centre", one.whole)):
            for place, band in enumerate(bands(mark)):
                found[f"{part}_{place}"].update(neighbours(band))
        for place, band in enumerate(bands(mirrored(one.whole))):
            found[f"whole_{place}"].add(band)
    return {name: sorted(pieces) for name, pieces in found.items()}


async def _shown(store: Store, number: int) -> dict[int, list[tuple[str, str]]]:
    """Reports with photos that are alike: which of ours, and which of theirs."""
    own = [
        (key, Prints(unsigned(whole), unsigned(centre)))
        for key, whole, centre in await store.rows(_PRINTS, {"thing": f"deed:{number}"})
    ]
    if not own:
        return {}
    alike = _alike_among(await store.rows(_NEARBY, _looked_for([prints for _, prints in own])), own)
    found: dict[int, list[tuple[str, str]]] = {}
    rows = await store.rows(_SHOWN, {"ids": sorted(alike)}) if alike else ()
    for evidence, subject, key in rows:
        found.setdefault(int(subject.removeprefix("deed:")), []).append((alike[evidence], key))
    return {other: pairs for other, pairs in found.items() if other != number}


def _alike_among(rows: Sequence[Any], own: Sequence[tuple[str, Prints]]) -> dict[int, str]:
    """Which of our photos each of thousands is; what is within reach of a piece is seldom near as a whole."""
    against = {
        "whole": [(signed(mark), key) for key, one in own for mark in shown_whole(one)],
        "centre": [(signed(one.whole), key) for key, one in own],
    }
    alike: dict[int, str] = {}
    for evidence, mark, part in rows:
        for mine, key in against[part]:
            if is_near(mark, mine):
                alike.setdefault(evidence, key)
    return alike


# -- both together, within a scope -------------------------------------------------------------------------------------

_SEEN = {
    below: select(DEED.c.id).where(DEED.c.id.in_(bindparam("ids", expanding=True)), within(DEED.c.unit_id, below=below))
    for below in (True, False)
}
_SAID = select(
    LIKENESS_WORD.c.deed_id, LIKENESS_WORD.c.other_id, LIKENESS_WORD.c.word, LIKENESS_WORD.c.by_id, LIKENESS_WORD.c.at
).where(or_(LIKENESS_WORD.c.deed_id == bindparam("row"), LIKENESS_WORD.c.other_id == bindparam("row")))
_SAY = insert(LIKENESS_WORD)
_SAY = _SAY.on_conflict_do_update(
    index_elements=["deed_id", "other_id"], set_={name: _SAY.excluded[name] for name in ("word", "by_id", "at")}
)


async def alike(store: Store, now: Now, deed: int, scope: Scope) -> list[Alike]:
    """Other reports that may tell the same deed as this one of the scope; photos and words first, then the newest.

    Those that the Office told apart are left out. Empty for a report out of the scope.
    """
    if not await _within(store, now, [deed], scope):
        return []
    mine = next(iter(await _few(store, {deed})), None)
    if mine is None:
        return []
    shown, told, words = await _shown(store, deed), await _told(store, mine), await _said(store, deed)
    same = {other for other, one in words.items() if one.word == "same"}
    apart = {other for other, one in words.items() if one.word == "apart"}
    units = {row[0]: row[1] for row in await _few(store, ({*shown} | told | same) - apart)}
    seen = await _within(store, now, sorted(units), scope)
    ranked = sorted(units, key=lambda other: (other in same, len(shown.get(other, ())), other in told, other))
    found = [
        Alike(other, units[other] == mine[1], other in told, tuple(pairs), len(pairs), is_same=other in same)
        if other in seen
        else Alike(None, is_same_unit=False, tells=other in told, shows=len(pairs))
        for other in reversed(ranked)
        for pairs in [shown.get(other, [])]
    ]
    return found[:MOST]


async def _within(store: Store, now: Now, ids: Sequence[int], scope: Scope) -> set[int]:
    values = {"ids": list(ids), "roots": list(scope.roots), "day": now.today}
    return {row[0] for row in await store.rows(_SEEN[scope.below], values)} if ids else set()


async def said(store: Store, now: Now, pair: tuple[int, int], scope: Scope) -> Said | None:
    """What was said of two reports of the scope; None where nobody has."""
    seen = await _within(store, now, pair, scope)
    return (await _said(store, pair[0])).get(pair[1]) if len(seen) == len(set(pair)) else None


async def _said(store: Store, deed: int) -> dict[int, Said]:
    """By the other report's number."""
    rows = await store.rows(_SAID, {"row": deed})
    return {(row[1] if row[0] == deed else row[0]): Said(row[2], row[3], row[4]) for row in rows}


async def say(store: Store, now: Now, pair: tuple[int, int], word: Word, scope: Scope) -> bool:
    """Remember what two reports are to each other; False when one of them is out of the scope. The last word counts."""
    if len(await _within(store, now, pair, scope)) < len(set(pair)):
        return False
    older, newer = sorted(pair)
    row = {"deed_id": older, "other_id": newer, "word": word, "by_id": scope.person, "at": now.campaign}
    await store.write(_SAY, row)
    return True


# -- before a report is sent -------------------------------------------------------------------------------------------


async def told_before(
    store: Store, unit: int, day: date, text: str, *, within_days: int, scope: Scope
) -> tuple[int, date] | None:
    """The newest report of a unit of the scope, of the last days, that tells the same, and when it was sent."""
    if unit not in scope.roots:
        return None
    span = {"unit": unit, "since": day - timedelta(days=within_days), "until": day}
    rows = await _few(store, {row[0] for row in await store.rows(_OF_UNIT, span)})
    same = [(row[0], row[2]) for row in rows if is_same_again(text, str(row[3].get("what") or ""))]
    return max(same, default=None)


__all__ = ["Alike", "Said", "Word", "alike", "said", "say", "told_before"]
