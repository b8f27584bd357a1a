"""Minutes of a meeting of the council, in the form of Annex III (biên bản): recorded figures, nobody's vote."""

from collections.abc import Sequence
from datetime import datetime

from documents import official
from documents.official import Column, Paper
from documents.papers.openings import begin, hour, mark_after
from domain.papers.minutes import Attendant, Minutes, MinutesCase
from texts.official import BLANK, dated, wording

COLUMNS = (
    ("place", 0.06, True),
    ("name", 0.2, False),
    ("position", 0.23, False),
    ("form", 0.2, False),
    ("voted", 0.09, True),
    ("in_favour", 0.09, True),
    ("outcome", 0.13, True),
)


def write(told: Minutes, template: bytes = b"") -> bytes:
    """The .docx; names of those who sign are known and stand under the room for their signatures."""
    paper = begin("minutes", told.head, told.issue, template)
    title = wording("minutes.title", council=told.council, about=told.about)
    official.title(paper, wording("minutes.kind"), title)
    _who(paper, told)
    official.body(paper, wording("minutes.contents", about=told.about))
    for text in told.words:
        official.body(paper, text)
    _votes(paper, told)
    if told.second:
        official.body(paper, wording("minutes.confirmed", who=named(told.second), **_moment(told, told.confirmed_at)))
    official.body(paper, wording("minutes.ended", **_moment(told, told.ended)))
    positions = ([wording("minutes.sign_secretary")], [wording("minutes.sign_chair")])
    names = tuple(one.name if one else "" for one in (told.secretary, told.chair))
    official.signatures(paper, *positions, (names[0], names[1]))
    official.filed(paper, [wording("minutes.filed")])
    return official.as_bytes(paper)


def named(one: Attendant) -> str:
    """Name and position."""
    return ", ".join(part for part in (one.name, one.position) if part)


def _moment(told: Minutes, at: datetime | None) -> dict[str, str]:
    """Hour and day in words, blank while nobody knows them."""
    return {"time": hour(at, "minutes.hour"), "day": dated(at.date() if at else None, told.issue.year)}


def _who(paper: Paper, told: Minutes) -> None:
    """When, where, who was there, and whether they were enough."""
    official.body(paper, wording("minutes.began", **_moment(told, told.began)))
    official.body(paper, wording("minutes.room", room=told.room or BLANK * 3))
    said = {"present": len(told.present), "members": told.members, "absent": len(told.absent), "council": told.council}
    official.body(paper, wording("minutes.present", **said))
    _members(paper, "minutes.present_list", told.present)
    _members(paper, "minutes.absent_list", told.absent)
    enough = "minutes.enough" if len(told.present) >= told.need else "minutes.not_enough"
    official.body(paper, wording(enough, need=told.need))
    for key, one in (("minutes.chair", told.chair), ("minutes.secretary", told.secretary)):
        official.body(paper, wording(key, who=named(one) if one else BLANK * 3))


def _members(paper: Paper, key: str, members: Sequence[Attendant]) -> None:
    if members:
        official.body(paper, wording(key))
    for place, one in enumerate(members, 1):
        who = wording("minutes.reason", who=named(one), reason=one.reason) if one.reason else named(one)
        official.body(paper, wording("minutes.member", who=who, mark="." if place == len(members) else ";"))


def _votes(paper: Paper, told: Minutes) -> None:
    """The table of cases; who took no part in which; how many were agreed to."""
    official.body(paper, wording("minutes.results"))
    columns = [Column(wording(f"minutes.{name}"), share, centred) for name, share, centred in COLUMNS]
    official.table(paper, columns, [_case(place, one) for place, one in enumerate(told.cases, 1)])
    official.space(paper)
    for place, one in enumerate(told.cases, 1):
        if one.recused:
            official.body(paper, wording("minutes.recused", place=place, who=", ".join(one.recused)))
        if one.note:
            official.body(paper, wording("minutes.noted", place=place, note=one.note + mark_after(one.note)))
    outcomes = [one.outcome for one in told.cases]
    said = {name: outcomes.count(name) for name in ("agreed", "not_agreed", "open")}
    official.body(paper, wording("minutes.summed", n=len(told.cases), **said))


def _case(place: int, one: MinutesCase) -> tuple[str, ...]:
    who = (one.nominee.name, one.nominee.place, one.form)
    return str(place), *who, str(one.voted), f"{one.in_favour}/{one.voted}", wording(f"minutes.{one.outcome}")
