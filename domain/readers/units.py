"""Finding a unit by what people call it: full name, alias, abbreviation, without marks, with slips."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from rapidfuzz import fuzz, process

from domain.vietnamese import fold, listed

Outcome: TypeAlias = Literal["exact", "several", "none", "own"]
MOST_OFFERED = 9

_KINDS: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (words, frozenset(listed(kinds)))
    for words, kinds in (
        (r"phong (?:gd ?& ?dt|gd ?dt|gddt|gd|giao duc(?: va dao tao)?)|pgd ?& ?dt|pgddt|pgd", "pgd"),
        (r"so (?:gd ?& ?dt|gddt|gd|giao duc(?: va dao tao)?)|sgd ?& ?dt|sgddt|sgd", "sgddt"),
        (r"trung tam (?:gdnn ?-? ?gdtx|gdtx|giao duc thuong xuyen)|tt gdtx|gdnn ?-? ?gdtx|gdtx", "gdtx"),
        (
            (
                r"thcs (?:va|&|-) ?thpt|th ?(?:&|-|va)? ?thcs(?: ?(?:&|-|va) ?thpt)?|tieu hoc (?:va|&|-) ?(?:thcs|"
                r"mam non)|lien cap|pho thong"
            ),
            "liencap",
        ),
        (r"thpt|ptth|cap 3|cap iii|c3|trung hoc pho thong", "thpt liencap"),
        (r"thcs|ptcs|cap 2|cap ii|c2|trung hoc co so", "thcs liencap"),
        (r"tieu hoc|th|cap 1|cap i|c1", "tieuhoc liencap"),
        (r"mam non|mau giao|mn|mg|nha tre", "mamnon liencap"),
    )
)
_KIND = tuple((re.compile(rf"(?:^|(?<= ))(?:{words})(?= |$)"), kinds) for words, kinds in _KINDS)
_DROPPED = re.compile(
    r"(?:^|(?<= ))(?:truong|trg|so o|don vi|tai|o|quan|huyen|tp|thanh pho|q|h|phuong|xa|a|nhe|day|la|em la|cua)(?= |$)"
)
_OWN = re.compile(
    r"(?:(?:o|tai|la|cua|thuoc) )?(?:truong|trg|don vi|co quan|phong) (?:cua )?(?:em|minh|mk|toi|e|ta|chung em|"
    r"nay|nha|chung toi|dang day|minh day)(?: a)?|"
    r"(?:o )?(?:truong|trg)|(?:o )?don vi|truong nha|nhu tren|truong hien tai|my school"
)
_LOOSE = re.compile(r"[^a-z0-9& /-]+")
_TAILS = re.compile(r" (?:hai phong|thanh pho hai phong)$")
_CLOSE, _MARGIN, _SHORTEST = 84, 6, 4
_NAME = re.compile(r"[^\s,.;:!?()\"]+")
_LONGEST_CORE = 5


@dataclass(frozen=True, slots=True)
class UnitName:
    """What is known of a unit's names: code, name in force, kind (thpt, thcs, tieuhoc, mamnon, pgd …), aliases."""

    code: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """exact: one unit; several: to be offered as a numbered list (at most nine); none; own: the person's own unit."""

    outcome: Outcome
    units: tuple[UnitName, ...] = ()


def sounded(text: str) -> str:
    """Folded for comparing names: vỹ and vĩ alike, signs gone."""
    folded = _LOOSE.sub(" ", fold(text).replace("–", "-"))
    return re.sub(r"y(?= |$|-)", "i", " ".join(folded.replace(" - ", " ").split()))


def parted(text: str) -> tuple[frozenset[str], str]:
    """The kinds of unit a text speaks of (none = any), and the name that remains."""
    words = f" {sounded(text)} ".strip()
    for pattern, kinds in _KIND:
        if pattern.search(words):
            rest = pattern.sub(" ", words)
            return kinds, " ".join(_DROPPED.sub(" ", rest).split())
    return frozenset(), " ".join(_DROPPED.sub(" ", words).split())


def _initials(core: str) -> str:
    return "".join(word[0] for word in core.split())


@dataclass(slots=True)
class Units:
    """An index over unit names, built once; asked as often as needed."""

    names: Sequence[UnitName]
    _whole: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list), init=False)
    _cores: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list), init=False)
    _initials: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list), init=False)
    _words: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set), init=False)
    _known: list[str] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        for index, unit in enumerate(self.names):
            for called in (unit.name, *unit.aliases):
                whole = sounded(called)
                _, core = parted(called)
                core = _TAILS.sub("", core)
                self._add(self._whole, whole, index)
                self._add(self._whole, whole.removeprefix("truong "), index)
                if not core:
                    continue
                self._add(self._cores, core, index)
                self._add(self._cores, core.removeprefix("chuyen "), index)
                if called == unit.name and " " in core:
                    self._add(self._initials, _initials(core), index)
                for word in core.split():
                    self._words[word].add(index)
        self._known = list(self._cores)

    @staticmethod
    def _add(table: dict[str, list[int]], key: str, index: int) -> None:
        if index not in table[key]:
            table[key].append(index)

    def _of_kind(self, indexes: Iterable[int], kinds: frozenset[str]) -> list[int]:
        found = list(dict.fromkeys(indexes))
        return [index for index in found if self.names[index].kind in kinds] if kinds else found

    def _answer(self, indexes: Iterable[int]) -> Found:
        units = sorted((self.names[index] for index in dict.fromkeys(indexes)), key=lambda unit: unit.code)
        if len(units) == 1:
            return Found("exact", tuple(units))
        return Found("several" if units else "none", tuple(units[:MOST_OFFERED]))

    def _exactly(self, whole: str, kinds: frozenset[str], core: str) -> list[int]:
        by_core = self._of_kind(self._cores.get(core, ()), kinds) if core else []
        by_whole = self._whole.get(whole) or self._whole.get(whole.removeprefix("truong ")) or []
        if kinds and by_whole:
            return by_whole
        own_kind = [index for index in by_core if not kinds or self.names[index].kind != "liencap"]
        return list(dict.fromkeys([*(own_kind or by_core), *by_whole]))

    def _partly(self, core: str, kinds: frozenset[str]) -> list[int]:
        words = core.split()
        if not words or any(word not in self._words for word in words) or len(core) < _SHORTEST:
            return []
        return self._of_kind(sorted(set.intersection(*(self._words[word] for word in words))), kinds)

    def _nearly(self, core: str, kinds: frozenset[str]) -> list[int]:
        """Names that differ by a slip; only the closest, and those as close."""
        if len(core) < _SHORTEST:
            return []
        near = process.extract(core, self._known, scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=12)
        best: list[int] = []
        top = 0.0
        for name, score, _ in near:
            indexes = self._of_kind(self._cores[name], kinds)
            if indexes and (not best or top - score < _MARGIN):
                top = top or score
                best += indexes
        return best

    def find(self, text: str) -> Found:
        """The unit a short answer means. Slips give ``several`` even for one candidate: it is offered, never taken."""
        if _OWN.fullmatch(fold(text).strip(" .!")):
            return Found("own")
        whole = sounded(text)
        kinds, core = parted(text)
        exact = self._exactly(whole, kinds, core)
        if kinds and not core:
            only = self._of_kind(range(len(self.names)), kinds)
            exact = only if len(only) == 1 else []
        if exact:
            return self._answer(exact)
        short = (
            self._of_kind(self._initials.get(core.replace(" ", ""), ()), kinds)
            if 1 < len(core) <= _LONGEST_CORE
            else []
        )
        if short:
            return self._answer(short)
        near = self._partly(core, kinds) or self._nearly(core, kinds)
        if not near and kinds and core:
            near = self._of_kind(self._cores.get(core, ()), frozenset()) or self._nearly(core, frozenset())
        found = self._answer(near)
        return Found("several", found.units) if found.outcome == "exact" and core not in self._cores else found

    def outright(self, phrase: str) -> tuple[UnitName, ...]:
        """The units of which a phrase is the whole name or alias, its kind and all."""
        whole = sounded(phrase)
        found = self._whole.get(whole) or self._whole.get(whole.removeprefix("truong ")) or []
        return tuple(self.names[index] for index in found)

    def mentioned(self, text: str) -> UnitName | None:
        """The one unit that a sentence names with its kind ("THPT NQ đã ban hành …", "cô Hà mn Đại Thắng"), or None."""
        words = [match[0] for match in _NAME.finditer(fold(text))]
        for at in range(len(words)):
            for width in range(min(8, len(words) - at), 1, -1):
                phrase = " ".join(words[at : at + width])
                kinds, core = parted(phrase)
                if (
                    not kinds
                    or not core
                    or not any(pattern.match(sounded(phrase).removeprefix("truong ")) for pattern, _ in _KIND)
                ):
                    continue
                found = self._exactly(sounded(phrase), kinds, core)
                found = found or self._of_kind(self._initials.get(core, ()), kinds)
                if len(found) == 1:
                    return self.names[found[0]]
        return None
