"""Reading whom something is to be sent to: "ht và phó ht tất cả các trường", "gv thpt quận Lê Chân, trừ An Dương"."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.audiences import LEADERS, SCHOOLS, Audience
from domain.mistakes import Mistake
from domain.people import Role
from domain.readers.movements import Movement, pick_movement
from domain.readers.units import UnitName, sounded
from domain.unit_names import place_of
from domain.units import RELAYS, Kind

_RELAY_OFFICE = (
    r"(?:cac )?phong (?:gd ?& ?dt|gd ?dt|gddt|gd|giao duc(?: va dao tao)?|van hoa xa hoi|vhxh)|pgd(?: ?& ?dt|dt)?|"
    r"district offices?|relays?"
)
_ROLES: tuple[tuple[re.Pattern[str], tuple[Role, ...]], ...] = tuple(
    (re.compile(rf"(?<![a-z])(?:{words})(?![a-z])"), roles)
    for words, roles in (
        (r"pho (?:hieu truong|ht|thu truong|giam doc)|hieu pho|cap pho|pht|phoht|deputi(?:es)?", ("deputy",)),
        (r"ban giam hieu|bgh|can bo quan li|cbql|lanh dao|quan li|school leaders", LEADERS),
        (
            r"can bo giao vien nhan vien|can bo, giao vien, nhan vien|cbgvnv|cb ?gv ?nv",
            ("head", "deputy", "teacher", "staff"),
        ),
        (r"hieu truong|ht|nguoi dung dau|thu truong|giam doc trung tam|giam doc tt|truong don vi|heads?", ("head",)),
        (r"giao vien|gv|teachers?", ("teacher",)),
        (r"nhan vien|nv|staff", ("staff",)),
        (_RELAY_OFFICE, ("relay",)),
        (r"hoi dong(?: tdkt| thi dua)?|council", ("council",)),
        (r"cong doan(?: nganh)?|union", ("partner",)),
        (r"van phong so|can bo so|chuyen vien so|office staff", ("office",)),
    )
)
_NAMES: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    (r"lien cap|nhieu cap|multi-level", ("liencap",)),
    (r"thpt|cap 3|cap iii|c3|trung hoc pho thong|upper secondari", ("thpt",)),
    (r"thcs|cap 2|cap ii|c2|trung hoc co so|lower secondari", ("thcs",)),
    (r"tieu hoc|th|cap 1|cap i|c1|primari", ("tieuhoc",)),
    (r"mam non|mau giao|mn|mg|nha tre|kindergartens?", ("mamnon",)),
    (r"gdtx|gdnn-gdtx|giao duc thuong xuyen|trung tam", ("gdtx",)),
)
_KINDS = tuple((re.compile(rf"(?<![a-z0-9])(?:{words})(?![a-z0-9])"), kinds) for words, kinds in _NAMES)
_SCHOOLS = re.compile(r"(?<![a-z])(?:truong|schools?)(?![a-z])")
_UNITS = re.compile(r"(?<![a-z])(?:don vi|co so giao duc|units?)(?![a-z])")
_EVERYBODY = re.compile(r"(?:tat ca )?(?:moi nguoi|toan nganh|toan the|everybodi|everyone)|tat ca")
_WITHOUT = re.compile(
    r"(?<![a-z])(?:khong (?:gom|bao gom|tinh|gui)|ngoai tru|tru ra|tru|loai tru|except|without)(?![a-z])"
)
_LATE = re.compile(
    r"chua (?:\w+ ){0,2}?(?:ke hoach|kh)(?![a-z])|(?:chua (?:nop|bao|bao cao|tra loi|gui|co)|late)(?: (?:plans?|gi))?$|"
    r"without (?:a )?plan"
)
_UNACKNOWLEDGED = re.compile(r"chua (?:bam |bao |ghi )?(?:xac nhan|da nhan|nhan)|not acknowledged|unacknowledged")
_NUMBER = re.compile(r"\bt ?- ?(\d{1,9})\b")
_MOVEMENT = re.compile(r"(?:phong trao|da bao guong|co guong|tham gia|movement)(?: ve)? (.{2,80})")
_OF_SCHOOLS: frozenset[Role] = frozenset({"head", "deputy", "teacher"})
_AREA = r"(?:quan|huyen|tp|thanh pho|thi xa|phuong|xa|dac khu|dia ban|o|tai|thuoc|in|of|q|h)"
_BARE_PLACE_LETTERS = 4
"""A place of fewer letters is taken for one only after a word for its kind: "An" alone is anybody's name."""


@dataclass(frozen=True)
class Places:
    """The areas of the offices between department and schools, by what they are called."""

    units: Sequence[UnitName]
    _areas: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        areas: dict[str, tuple[str, ...]] = {}
        for unit in self.units:
            if unit.kind in RELAYS and (called := sounded(place_of(unit.name))):
                areas[called] = (*areas.get(called, ()), unit.code)
        object.__setattr__(self, "_areas", areas)

    def named(self, said: str) -> tuple[str, ...]:
        """Codes of the offices whose areas are named in these folded words, longer names first."""
        found: list[str] = []
        for called in sorted(self._areas, key=len, reverse=True):
            head = f"{_AREA} " if len(called) < _BARE_PLACE_LETTERS else f"(?:{_AREA} )?"
            pattern = re.compile(rf"(?<![a-z]){head}{re.escape(called)}(?![a-z])")
            if pattern.search(said):
                found += self._areas[called]
                said = pattern.sub(" ", said)
        return tuple(sorted(found))


def read(text: str, places: Places, units: Iterable[UnitName] = (), movements: Sequence[Movement] = ()) -> Audience:
    """Whom these words mean. ``units`` are those that the text names itself, ``movements`` those of the campaign.

    Without a role, the leaders of the units are meant. Raises ``audience_unclear``, and ``which_announcement`` where
    those are wanted who have not acknowledged one that is not named.
    """
    said = sounded(text.replace(",", " , "))
    said, number = _taken(said, _NUMBER)
    said, late = _taken(said, _LATE)
    wanted, _, unwanted = _parted(said)
    wanted, silent = _taken(wanted, _UNACKNOWLEDGED)
    wanted, joined = _taken(wanted, _MOVEMENT)
    movement = pick_movement(joined[1], movements) if joined else None
    if silent and not number:
        raise Mistake("which_announcement")
    codes = tuple(sorted(one.code for one in units))
    roles, rest = _roles(wanted)
    kinds = () if codes else _kinds(rest, roles)
    branches = () if codes else places.named(wanted)
    is_all = bool(_EVERYBODY.search(rest))
    named = bool(codes or branches or late or movement)
    if not (roles or kinds or named or silent or is_all):
        raise Mistake("audience_unclear")
    meant = roles or _roles_meant(kinds, is_all=is_all, named=named)
    found = Audience(
        roles=meant,
        kinds=kinds or _kinds_meant(meant, named=bool(codes)),
        branches=branches,
        without=places.named(unwanted),
        units=codes,
        movements=(movement,) if movement else (),
        late_for="plan" if late else "",
        unacknowledged=int(number[1]) if silent and number else 0,
    )
    return _less(found, unwanted)


def _roles_meant(kinds: tuple[Kind, ...], *, is_all: bool, named: bool) -> tuple[Role, ...]:
    """Units are told through their leaders; "everybody" is everybody."""
    if is_all and not kinds and not named:
        return ()
    return (*LEADERS, "relay") if set(kinds) & set(RELAYS) else LEADERS if kinds or named else ()


def _kinds_meant(roles: tuple[Role, ...], *, named: bool) -> tuple[Kind, ...]:
    """Heads and teachers are those of schools; an office's units are not counted as schools without a head."""
    if named or not roles:
        return ()
    kinds: tuple[Kind, ...] = SCHOOLS if set(roles) & _OF_SCHOOLS else ()
    if set(roles) <= {*_OF_SCHOOLS, "relay"}:
        return (*kinds, *RELAYS) if "relay" in roles else kinds
    return ()


def _taken(said: str, pattern: re.Pattern[str]) -> tuple[str, re.Match[str] | None]:
    match = pattern.search(said)
    return (f"{said[: match.start()]} {said[match.end() :]}", match) if match else (said, None)


def _parted(said: str) -> tuple[str, str, str]:
    match = _WITHOUT.search(said)
    return (said[: match.start()], match[0], said[match.end() :]) if match else (said, "", "")


def _roles(said: str) -> tuple[tuple[Role, ...], str]:
    """The roles named, and the words that are left; a deputy is looked for before the head in its name."""
    found: list[Role] = []
    for pattern, roles in _ROLES:
        if pattern.search(said):
            found += roles
            said = pattern.sub(" ", said)
    return tuple(sorted(set(found), key=_ORDER.index)), said


_ORDER: tuple[Role, ...] = ("head", "deputy", "teacher", "staff", "relay", "office", "council", "partner", "operator")


def _kinds(said: str, roles: tuple[Role, ...]) -> tuple[Kind, ...]:
    found = [kind for pattern, kinds in _KINDS if pattern.search(said) for kind in kinds]
    if not found and _SCHOOLS.search(said):
        found = list(SCHOOLS)
    elif not found and _UNITS.search(said):
        found = [*SCHOOLS, *RELAYS]
    if found and "relay" in roles:
        found += RELAYS
    return tuple(dict.fromkeys(found))


def _less(found: Audience, unwanted: str) -> Audience:
    """Without the roles and kinds that were named after "except"."""
    roles, rest = _roles(unwanted)
    kinds = {kind for pattern, kinds in _KINDS if pattern.search(rest) for kind in kinds}
    if "relay" in roles:
        kinds |= set(RELAYS)
    left = found.kinds or ((*SCHOOLS, *RELAYS) if kinds else ())
    return replace(
        found,
        roles=tuple(role for role in found.roles if role not in roles) or found.roles,
        kinds=tuple(kind for kind in left if kind not in kinds),
    )
