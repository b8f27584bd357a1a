"""Days left in a reminder: counted by the wall of the office at the border of a day, and one day said as one."""

from datetime import UTC, date, datetime

import pytest

from domain.clock import Now
from domain.obligations import Obligation
from handlers.duties import reminding
from storage.people.seats import Place
from tests.kit.campaign import CAMPAIGN
from tests.storage.room import ZONE
from texts.catalogue import Catalogue

DUE = date(2025, 4, 25)
ASKS = next(step for step in CAMPAIGN.steps if step.code == "t_minus_3")
OWED = Obligation(
    1,
    1,
    "office:1",
    "",
    "gửi danh sách",
    DUE,
    ("thpt",),
    ("",),
    None,
    None,
    (),
    "done",
    datetime(2025, 4, 1, tzinfo=UTC),
)


def line(at: datetime, language: str) -> str:
    now = Now(at.astimezone(UTC), at.astimezone(UTC), ZONE)
    item = reminding.Item(OWED, Place(2, "Trường THPT Ngô Quyền", "thpt", 1), DUE, now.campaign, ASKS)
    return reminding.message(Catalogue.load().words(language), now, [item]).text.splitlines()[0]


@pytest.mark.parametrize(
    ("day", "hour", "vietnamese", "english"),
    [
        (23, 23, "còn 2 ngày", "2 days left"),
        (24, 0, "còn 1 ngày", "1 day left"),  # still the 23rd in Greenwich
        (24, 23, "còn 1 ngày", "1 day left"),
        (25, 0, "hôm nay, 25/04/2025, là hạn", "due today, 25 April 2025"),
    ],
)
def test_days_are_counted_on_the_offices_wall_and_one_day_is_one(day, hour, vietnamese, english):
    at = datetime(2025, 4, day, hour, 30, tzinfo=ZONE)
    assert vietnamese in line(at, "vi")
    assert english in line(at, "en")
