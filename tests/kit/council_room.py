"""What tests of the council stand on: nominations that have come to it, without the long way there."""

from dataclasses import replace
from datetime import date
from typing import Any

from domain.awards.nominations import New
from domain.clock import Now
from domain.rights import Scope
from storage.awards import nominations
from storage.store import Store

GOLDEN = New(
    route="regular",
    subject_type="individual",
    subject_name="cô Hạnh",
    position="giáo viên",
    role="teacher",
    movement="TW2",
    level="city",
    form="bang_khen",
    summary="24 bài giảng số, 312 lượt dùng, dạy 18 tiết",
    agreed=True,
    met_on=date(2025, 4, 25),
    present=88,
    members=92,
    in_favour=85,
)
"""The nominee of F9."""


async def nominated(store: Store, now: Now, campaign: int, unit: int, by: int, **told: Any) -> int:
    """A nomination of that unit at the council, ``told`` apart as in F9; its number."""
    scope = Scope("nominate", (unit,), below=False, person=by)
    return await nominations.add(store, now, campaign, unit, replace(GOLDEN, **told), "at_council", scope)
