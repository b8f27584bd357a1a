"""What a campaign's file makes units owe, and by when."""

from datetime import UTC, date, datetime

from domain.obligations import Obligation, ladder, owed
from tests.kit.campaign import CALENDAR, CAMPAIGN


def test_each_duty_with_a_day_is_owed_once_and_figures_every_month():
    found = {one.code: one for one in owed(CAMPAIGN, CALENDAR)}
    assert found["plan"].due == date(2025, 4, 25)
    assert found["plan"].answers == "plan"
    assert "spread" not in found
    assert [code for code in found if code.startswith("figures")] == [
        *("figures:2024-11", "figures:2024-12"),
        *(f"figures:2025-{month:02}" for month in range(1, 13)),
    ]


def test_a_due_day_on_a_day_off_moves_on():
    found = {one.code: one for one in owed(CAMPAIGN, CALENDAR)}
    april = found["figures:2025-04"]
    assert (april.name, april.due) == ("báo số liệu tháng 4", date(2025, 4, 21))  # the 20th is a Sunday
    assert found["interim"].due == date(2025, 6, 16)


def test_monthly_figures_climb_fewer_rungs():
    now = datetime(2025, 4, 1, tzinfo=UTC)
    found = {one.code: one for one in owed(CAMPAIGN, CALENDAR)}

    def steps(code: str) -> list[str]:
        one = found[code]
        stored = Obligation(
            *(1, 1, one.code, one.duty, one.name, one.due, one.kinds, one.ownerships, None, None),
            steps=one.steps,
            answers=one.answers,
            created_at=now,
        )
        return [step.code for step in ladder(CAMPAIGN, stored)]

    assert steps("figures:2025-04") == ["t_minus_3", "t_0", "t_plus_1", "t_plus_3", "t_plus_5"]
    assert steps("plan") == ["t_minus_7", "t_minus_3", "t_0", "t_plus_1", "t_plus_3", "t_plus_5"]
