"""Whether a nomination fits the campaign's rules: each clause passes, warns, refuses or asks a person (IV)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from domain.awards.nominations import Open, Route, SubjectType
from domain.campaign_awards import AwardLevel
from domain.campaigns import Movement, Subjects
from domain.messages import Json

Outcome = Literal["passes", "warns", "refuses", "asks"]

DISSOLVED = "TT 15/2025/TT-BNV"
"""No award to bodies that the reorganisation dissolved (in force 2025-08-05)."""
DECREE = "152/2025"
"""On open cases, on what counts after a discipline, on awards that are no basis (in force 2025-07-01)."""


@dataclass(frozen=True, slots=True)
class Basis:
    """A report that a nomination rests on, as the rules look at it. ``owed`` files are announced and not yet here.

    ``witness``: somebody is named who can confirm it.
    """

    id: int
    movement: str
    state: str
    first: date | None = None
    outside: bool = False
    stored: int = 0
    owed: int = 0
    witness: bool = False


@dataclass(frozen=True, slots=True)
class Rival:
    """Another live nomination of the same unit."""

    id: int
    route: Route
    subject_type: SubjectType
    folded: str
    person: int | None
    movement: str
    level: str
    deeds: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A nomination with what the rules must know around it. ``signed`` are the rules that a person decided."""

    route: Route
    subject_type: SubjectType
    folded: str
    role: str
    person: int | None
    unit_kind: str
    unit_folded: str
    ended: date | None
    movement: Movement | None
    level: AwardLevel | None
    met_on: date | None
    deeds: tuple[Basis, ...] = ()
    rivals: tuple[Rival, ...] = ()
    open_case: Open | None = None
    discipline_ended: date | None = None
    signed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says: ``key`` names its sentence, ``clause`` what it stands on, ``values`` fill the sentence."""

    rule: str
    outcome: Outcome
    clause: str
    key: str = ""
    values: Mapping[str, Json] = field(default_factory=dict)


Rule = Callable[[Case, Subjects], Finding]


def _subject(case: Case, subjects: Subjects) -> Finding:
    """III.1: staff, and the kinds of units that the campaign names. Pupils have the ad-hoc way (G-06)."""
    clause = subjects.clause
    if case.subject_type == "collective":
        return _collective(case, subjects)
    if case.role in subjects.story_only_roles:
        return Finding("subject", "refuses", clause, "pupil")
    if not case.role:
        return _asked(case, "subject", clause, "role")
    is_staff = case.role in subjects.individual_roles
    return Finding("subject", "passes", clause) if is_staff else Finding("subject", "refuses", clause, "not_staff")


def _collective(case: Case, subjects: Subjects) -> Finding:
    """The unit itself; whether a group within it may be, the plan does not say."""
    if case.unit_kind not in subjects.collective_kinds:
        return Finding("subject", "refuses", subjects.clause, "kind")
    if case.folded != case.unit_folded:
        return _asked(case, "subject", subjects.clause, "team")
    return Finding("subject", "passes", subjects.clause)


def _asked(case: Case, rule: str, clause: str, key: str, **values: Json) -> Finding:
    """A person decides; once somebody has signed, it stands as decided."""
    return Finding(rule, "passes" if rule in case.signed else "asks", clause, key, values)


def _active(case: Case, subjects: Subjects) -> Finding:  # noqa: ARG001 - the shape of a rule
    if case.ended is not None:
        return Finding("active", "refuses", DISSOLVED, "ended", {"ended": case.ended.isoformat()})
    return Finding("active", "passes", DISSOLVED)


def years(level: AwardLevel | None, movement: Movement | None, signed: Iterable[str] = ()) -> Finding:
    """IV.1: full years between a movement's start and its summing-up; fewer refuse, more warn, unknown ask (G-07)."""
    if level is None or movement is None or not level.years_least:
        return Finding("years", "passes", level.clause if level else "")
    told: dict[str, Json] = {"movement": movement.code, "period": movement.period_text, "least": level.years_least}
    if movement.years is None:
        outcome: Outcome = "passes" if "years" in signed else "asks"
        return Finding("years", outcome, level.clause, "unknown", told)
    told["years"] = movement.years
    if movement.years < level.years_least:
        return Finding("years", "refuses", level.clause, "too_few", told)
    if level.years_most is not None and movement.years > level.years_most:
        return Finding("years", "warns", level.clause, "many", {**told, "most": level.years_most})
    return Finding("years", "passes", level.clause, "", told)


def _years(case: Case, subjects: Subjects) -> Finding:  # noqa: ARG001 - the shape of a rule
    return years(case.level, case.movement, case.signed)


def _from_unit(case: Case, subjects: Subjects) -> Finding:  # noqa: ARG001 - the shape of a rule
    """IV.2: "selected from the base": the unit has met on it."""
    if case.met_on is None:
        return Finding("from_unit", "refuses", "IV.2", "no_meeting")
    return Finding("from_unit", "passes", "IV.2")


def _evidence(case: Case, subjects: Subjects) -> Finding:  # noqa: ARG001 - the shape of a rule
    """IV.2: it names its movement and rests on reports that the unit confirmed, with evidence."""
    if case.movement is None:
        return Finding("evidence", "refuses", "IV.2", "no_movement")
    if not case.deeds:
        return Finding("evidence", "refuses", "IV.2", "no_deed")
    for deed in case.deeds:
        if deed.state != "confirmed":
            return Finding("evidence", "refuses", "IV.2", "unconfirmed", {"deed": deed.id})
    return _proof(case)


def _proof(case: Case) -> Finding:
    """A file that is here; one that is announced is waited for, and somebody who can confirm it may be enough."""
    if any(deed.stored for deed in case.deeds):
        return Finding("evidence", "passes", "IV.2")
    if any(deed.owed for deed in case.deeds):
        return Finding("evidence", "refuses", "IV.2", "owed", {"deed": case.deeds[0].id})
    if any(deed.witness for deed in case.deeds):
        return _asked(case, "evidence", "IV.2", "witness", deed=case.deeds[0].id)
    return Finding("evidence", "refuses", "IV.2", "none", {"deed": case.deeds[0].id})


def _duplicate(case: Case, subjects: Subjects) -> Finding:  # noqa: ARG001 - the shape of a rule
    """Nobody is nominated twice in one movement (I.2: right subject)."""
    for rival in case.rivals:
        same = (rival.person is not None and rival.person == case.person) or rival.folded == case.folded
        of_movement = case.movement is not None and rival.movement == case.movement.code
        if rival.route == "regular" and rival.subject_type == case.subject_type and same and of_movement:
            return Finding("duplicate", "refuses", "I.2", "twice", {"other": rival.id})
    return Finding("duplicate", "passes", "I.2")


def _one_level(case: Case, subjects: Subjects) -> Finding:  # noqa: ARG001 - the shape of a rule
    """One achievement, one movement, one level (I.2: right achievement)."""
    mine = {deed.id for deed in case.deeds}
    for rival in case.rivals:
        shared = sorted(mine & set(rival.deeds))
        here = (case.movement.code if case.movement else "", case.level.level if case.level else "")
        if rival.route == "regular" and shared and (rival.movement, rival.level) != here:
            return Finding("one_level", "refuses", "I.2", "used", {"other": rival.id, "deed": shared[0]})
    return Finding("one_level", "passes", "I.2")


def _mixed(case: Case, subjects: Subjects) -> Finding:  # noqa: ARG001 - the shape of a rule
    """I.1: a dossier belongs to one movement; what is nominated for the campaign itself may rest on any one of them."""
    found = sorted({deed.movement for deed in case.deeds})
    if len(found) > 1:
        return Finding("mixed", "refuses", "I.1", "two", {"movements": [*found]})
    if found and case.movement and case.movement.kind != "chien_dich" and found != [case.movement.code]:
        return Finding("mixed", "refuses", "I.1", "other", {"movements": [*found], "deed": case.deeds[0].id})
    return Finding("mixed", "passes", "I.1")


def _open_case(case: Case, subjects: Subjects) -> Finding:  # noqa: ARG001 - the shape of a rule
    """No award while a complaint, a discipline or an inspection is open."""
    if case.open_case:
        return Finding("open_case", "refuses", DECREE, case.open_case)
    return Finding("open_case", "passes", DECREE)


def _discipline(case: Case, subjects: Subjects) -> Finding:  # noqa: ARG001 - the shape of a rule
    """After a discipline, achievement counts from its end."""
    if case.discipline_ended is None:
        return Finding("discipline", "passes", DECREE)
    told: dict[str, Json] = {"ended": case.discipline_ended.isoformat()}
    early = [deed for deed in case.deeds if deed.first is not None and deed.first <= case.discipline_ended]
    if early:
        return Finding("discipline", "refuses", DECREE, "before", {**told, "deed": early[0].id})
    if any(deed.first is None for deed in case.deeds):
        return _asked(case, "discipline", DECREE, "undated", **told)
    return Finding("discipline", "passes", DECREE)


def _reuse(case: Case, subjects: Subjects) -> Finding:  # noqa: ARG001 - the shape of a rule
    """What an ad-hoc award was asked for is no basis for another award."""
    mine = {deed.id for deed in case.deeds}
    for rival in case.rivals:
        if rival.route == "adhoc" and (shared := sorted(mine & set(rival.deeds))):
            return Finding("reuse", "refuses", DECREE, "adhoc", {"other": rival.id, "deed": shared[0]})
    return Finding("reuse", "passes", DECREE)


def _period(case: Case, subjects: Subjects) -> Finding:  # noqa: ARG001 - the shape of a rule
    """III.2: a deed outside the period is kept, and flagged."""
    outside = next((deed for deed in case.deeds if deed.outside), None)
    if outside:
        return Finding("period", "warns", "III.2", "outside", {"deed": outside.id})
    return Finding("period", "passes", "III.2")


_REGULAR: tuple[Rule, ...] = (
    _subject,
    _active,
    _years,
    _from_unit,
    _evidence,
    _duplicate,
    _one_level,
    _mixed,
    _open_case,
    _discipline,
    _reuse,
    _period,
)
_ADHOC: tuple[Rule, ...] = (_active, _open_case, _period)
"""The ad-hoc way has none of the movements' rules and is open to pupils (G-06)."""


def look(case: Case, subjects: Subjects) -> tuple[Finding, ...]:
    """What each rule says, in the order of the plan's clauses."""
    return tuple(rule(case, subjects) for rule in (_ADHOC if case.route == "adhoc" else _REGULAR))


def first(findings: Iterable[Finding], outcome: Outcome) -> Finding | None:
    """The first rule with this outcome."""
    return next((one for one in findings if one.outcome == outcome), None)


def outcome(findings: Iterable[Finding]) -> Outcome:
    """All rules together: one refusal refuses, else one open question asks, else a warning warns."""
    found = {one.outcome for one in findings}
    order: tuple[Outcome, ...] = ("refuses", "asks", "warns")
    return next((one for one in order if one in found), "passes")
