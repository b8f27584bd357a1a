"""The rules of a session of the council: who votes on a case, when it may decide, what a count says (DOMAIN §4, IV)."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from domain.entries import Code, Words
from domain.summary import tenths

Over: TypeAlias = Literal["cast", "entitled", "members"]
"""What a share in favour is counted over: sheets given, those entitled to give one, or all members of the council."""
Seat: TypeAlias = Literal["absent", "present", "sheet"]
"""Where a member is: away, in the room, or away with a sheet of paper sent to the secretary."""
Reason: TypeAlias = Literal["oneself", "drafted", "same_unit", "declared"]
"""Why somebody does not vote on a case."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """What one form of commendation asks for where it is not what all others do."""

    form: Code
    agreed: Words
    over: Over = "cast"


@dataclass(frozen=True, slots=True)
class CouncilRules:
    """The council's own rules as data: shares as "2/3" or "80%", each "at least". No law known here fixes them."""

    quorum: Words = "2/3"
    """Of the members, in the room; asked again each time a case is closed."""
    agreed: Words = "2/3"
    over: Over = "cast"
    thresholds: tuple[Threshold, ...] = ()

    def threshold(self, form: str) -> Threshold:
        """What this form asks for."""
        own = next((one for one in self.thresholds if one.form == form), None)
        return own or Threshold(form, self.agreed, self.over)


USUAL: Final = CouncilRules()
"""Where a campaign says nothing."""


def share(text: str) -> Fraction:
    """A number above 0 and up to 1 from "2/3" or "80%". Raises ValueError or ZeroDivisionError."""
    said = text.strip()
    found = Fraction(said.removesuffix("%").strip().replace(",", ".")) / (100 if said.endswith("%") else 1)
    if not 0 < found <= 1:
        raise ValueError(text)
    return found


def needed(of: int, at_least: str) -> int:
    """The fewest of ``of`` that are at least that share: 2/3 of 11 are 8. At least one, or nobody could decide."""
    return max(1, -(-of * share(at_least) // 1))


@dataclass(frozen=True, slots=True)
class Member:
    """A member on the day: the units where they work, beside the council itself, and where they sit now."""

    person: int
    units: frozenset[int]
    seat: Seat = "absent"


@dataclass(frozen=True, slots=True)
class Case:
    """What is voted on. ``branch`` is the nominee's unit with all units above it on the day of the session."""

    unit: int
    branch: frozenset[int]
    nominee: int | None = None
    drafted_by: int | None = None
    declared: frozenset[int] = frozenset()
    """Members who said that they have to do with it."""


def recusal(member: Member, case: Case, root: int) -> Reason | None:
    """Why this member does not vote on this case; None when they do.

    One's own unit counts with all below it; the department counts for itself alone, or nobody who works there could
    vote on any school.
    """
    if member.person == case.nominee:
        return "oneself"
    if member.person == case.drafted_by:
        return "drafted"
    if case.unit in member.units or (member.units - {root}) & case.branch:
        return "same_unit"
    return "declared" if member.person in case.declared else None


@dataclass(frozen=True, slots=True)
class Electorate:
    """Who is there for one case. ``entitled`` may vote in the room, ``senders`` by a sheet; the others are recused."""

    members: int
    present: int
    senders: int
    entitled: int
    entitled_senders: int
    reasons: tuple[Reason, ...] = ()
    """Of those in the room or with a sheet who do not vote."""

    @property
    def pool(self) -> int:
        """Everybody in the room and everybody who may send a sheet."""
        return self.present + self.senders


def electorate(members: Iterable[Member], case: Case, root: int) -> Electorate:
    """Who of these members votes on this case."""
    known = tuple(members)
    there = [one for one in known if one.seat == "present"]
    sending = [one for one in known if one.seat == "sheet"]
    why = {one.person: recusal(one, case, root) for one in (*there, *sending)}
    return Electorate(
        members=len(known),
        present=len(there),
        senders=len(sending),
        entitled=sum(why[one.person] is None for one in there),
        entitled_senders=sum(why[one.person] is None for one in sending),
        reasons=tuple(sorted(reason for reason in why.values() if reason is not None)),
    )


def has_quorum(members: int, present: int, rules: CouncilRules) -> bool:
    """Whether so many in the room may decide."""
    return present >= needed(members, rules.quorum)


@dataclass(frozen=True, slots=True)
class Count:
    """The count of one case: numbers only, never who (the ballot is secret)."""

    members: int
    present: int
    pool: int
    """In the room, or entitled to send a sheet: of whom ``cast`` have voted."""
    recused: int
    cast: int
    in_favour: int
    sheets: int = 0
    """Of ``cast``, on paper."""

    @property
    def against(self) -> int:
        """Votes that are not in favour."""
        return self.cast - self.in_favour

    @property
    def silent(self) -> int:
        """Who might have voted and did not."""
        return self.pool - self.recused - self.cast

    def base(self, over: Over) -> int:
        """What the share in favour is counted over."""
        return {"cast": self.cast, "entitled": self.pool - self.recused, "members": self.members}[over]

    def rate(self, over: Over = "cast") -> int:
        """In favour, in tenths of a percent, rounded down: 2 of 3 are 66,6 %, never 66,7 %."""
        return tenths(self.in_favour, self.base(over))

    def agrees(self, threshold: Threshold) -> bool:
        """Whether enough are in favour, by whole numbers and not the rounded rate; where nobody voted, nobody is."""
        base = self.base(threshold.over)
        return bool(self.cast) and self.in_favour >= needed(base, threshold.agreed)


def fits(count: Count) -> bool:
    """Whether a count can be: no more sheets than voters, no more in favour than sheets."""
    return (
        0 <= count.in_favour <= count.cast <= count.pool - count.recused
        and 0 <= count.sheets <= count.cast
        and 0 <= count.present <= count.members
    )
