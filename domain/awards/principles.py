"""The seven principles of an award (I.2) as checks on a nomination: what holds, what is missing, what comes later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from domain.awards.nominations import Nomination, Step
from domain.awards.rules import Finding
from domain.messages import Json

Principle = Literal["timely", "democratic", "exact", "public", "transparent", "subject", "achievement"]
"""In the order in which the plan names them."""

_WORDED = frozenset({"drafted", "declined", "held", "signed", "not_agreed"})
"""Steps that owe a reason."""
_SUBJECT = frozenset({"subject", "active", "duplicate"})
_ACHIEVEMENT = frozenset({"years", "one_level", "mixed", "open_case", "discipline", "reuse", "period"})


@dataclass(frozen=True, slots=True)
class Check:
    """One principle: it holds, it does not (False), or its time has not come (None)."""

    principle: Principle
    holds: bool | None
    key: str = ""
    values: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Around:
    """What the principles look at beside the nomination itself, in working days.

    ``waited`` counts from the sending to the first answer, or to today; ``noticed`` how long the list stood open to
    comments; ``most`` and ``least`` are what the campaign sets for the two.
    """

    findings: Sequence[Finding]
    steps: Sequence[Step]
    waited: int
    most: int
    noticed: int | None
    least: int


def check(nomination: Nomination, around: Around) -> tuple[Check, ...]:
    """All seven, in the plan's order."""
    return (
        _timely(around),
        _democratic(nomination),
        _exact(nomination, around),
        _public(nomination, around),
        _transparent(around),
        _of_rules("subject", _SUBJECT, around),
        _of_rules("achievement", _ACHIEVEMENT, around),
    )


def _timely(around: Around) -> Check:
    told: dict[str, Json] = {"days": around.waited, "most": around.most}
    return Check("timely", around.waited <= around.most, "" if around.waited <= around.most else "late", told)


def _democratic(nomination: Nomination) -> Check:
    """The unit's meeting is on record: more than half were there, more than half of those agreed."""
    met, present, members, favour = nomination.met_on, nomination.present, nomination.members, nomination.in_favour
    if nomination.route == "adhoc":
        return Check("democratic", holds=True, key="adhoc")
    if met is None or present is None or members is None or favour is None:
        return Check("democratic", holds=False, key="no_meeting")
    told: dict[str, Json] = {"day": met.isoformat(), "present": present, "members": members, "favour": favour}
    if present * 2 <= members:
        return Check("democratic", holds=False, key="few_present", values=told)
    if favour * 2 <= present:
        return Check("democratic", holds=False, key="few_agreed", values=told)
    return Check("democratic", holds=True, values=told)


def _exact(nomination: Nomination, around: Around) -> Check:
    """Figures rest on evidence; name and position are those that all three papers will carry."""
    evidence = next((one for one in around.findings if one.rule == "evidence"), None)
    if evidence and evidence.outcome in {"refuses", "asks"}:
        return Check("exact", holds=False, key=f"evidence_{evidence.key}", values=_told(evidence))
    if nomination.route == "regular" and nomination.subject_type == "individual" and not nomination.position.strip():
        return Check("exact", holds=False, key="no_position")
    if nomination.route == "regular" and not any(sign.isdigit() for sign in nomination.summary):
        return Check("exact", holds=False, key="no_figure")
    return Check("exact", holds=True)


def _public(nomination: Nomination, around: Around) -> Check:
    """The list stood open to comments for the days the campaign sets, before anything went up."""
    told: dict[str, Json] = {"days": around.noticed or 0, "least": around.least}
    if nomination.route == "adhoc":
        return Check("public", holds=True, key="adhoc")
    if around.noticed is None:
        gone = nomination.state in {"submitted", "decided"}
        return Check("public", holds=False if gone else None, key="not_noticed" if gone else "later", values=told)
    if around.noticed >= around.least:
        return Check("public", holds=True, values=told)
    gone = nomination.state in {"submitted", "decided"}
    return Check("public", holds=False if gone else None, key="too_short" if gone else "open", values=told)


def _transparent(around: Around) -> Check:
    """Each step says who and when, and each return, refusal, hold or signature why."""
    for step in around.steps:
        if step.person is None:
            return Check(
                "transparent", holds=False, key="nobody", values={"act": step.act, "day": step.day.isoformat()}
            )
        if step.act in _WORDED and not (step.note or "").strip():
            values: dict[str, Json] = {"act": step.act, "day": step.day.isoformat()}
            return Check("transparent", holds=False, key="no_reason", values=values)
    return Check("transparent", holds=True, values={"steps": len(around.steps)})


def _of_rules(principle: Principle, rules: frozenset[str], around: Around) -> Check:
    """What the rules say: a refusal breaks it, and so does a question nobody has signed."""
    own = [one for one in around.findings if one.rule in rules]
    wrong = next((one for one in own if one.outcome in {"refuses", "asks"}), None)
    if wrong:
        return Check(principle, holds=False, key=f"{wrong.rule}_{wrong.key}", values=_told(wrong))
    return Check(principle, holds=True)


def _told(finding: Finding) -> dict[str, Json]:
    return {**finding.values, "clause": finding.clause}
