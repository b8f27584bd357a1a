"""The rows of nominations for commendation, and the nominations and reports they act on."""

from dataclasses import replace
from datetime import date

from domain.awards.nominations import New, State
from domain.people import Person
from domain.rights import Scope
from storage.awards import nominations
from storage.deeds import deeds
from tests.handlers.conftest import Desk
from tests.handlers.rights.cells import DISTRICT, SCHOOL, Forms, Make, Rows, Thing, plainly
from tests.handlers.rights.deeds import sent

ROWS: Rows = {
    "/award": ("see_nominations", ""),
    "nominations": ("see_nominations", "a list and page"),
    "nomination": ("see_nominations", "nomination"),
    "award_checks": ("see_nominations", "nomination"),
    "nominate": ("nominate", ""),
    "regular_complete": ("nominate", "nomination to complete"),
    "nomination_withdraw": ("nominate", "nomination to complete"),
    "adhoc": ("nominate", "a page"),
    "adhoc_begin": ("nominate", "confirmed deed"),
    "adhoc_complete": ("nominate", "nomination to complete"),
    "endorse": ("endorse", "nomination"),
    "endorse_note": ("endorse", "nomination with a word"),
    "endorse_return": ("endorse", "nomination with a word"),
    "award_pass": ("award", "nomination at the office"),
    "award_return": ("award", "nomination at the office"),
    "award_decline": ("award", "nomination at the office"),
    "award_hold": ("award", "nomination at the office"),
    "award_release": ("award", "nomination at the office"),
    "adhoc_forward": ("award", "nomination at the office"),
    "adhoc_waiting": ("award", "an ad-hoc page"),
    "adhoc_decided": ("award", "ad-hoc proposal gone up"),
    "adhoc_refused": ("award", "ad-hoc proposal gone up"),
    "award_levels": ("award", "nomination at the office"),
    "nomination_level": ("award", "nomination and level"),
    "award_sign": ("award", "nomination and rule"),
    "award_keep": ("award", "nomination and rule"),
}
SAID = {
    "who": {"role": "teacher", "people": [{"name": "Hạnh", "honorific": "co"}]},
    "_is_person": True,
    "_person": None,
    "movement": "TW2",
    "form": "bang_khen",
    "level": "city",
    "met_on": "2025-04-08",
    "present": 20,
    "members": 22,
    "in_favour": 19,
    "position": "giáo viên",
    "role": "teacher",
    "deeds": [],
    "summary": "24 bài giảng",
    "agreed": True,
}
FORMS: Forms = {
    "nominate": ("nominate", "nominate", SAID),
    "adhoc": ("nominate", "adhoc_begin", {"reason": "cứu bạn khỏi đuối nước"}),
    "adhoc_decided": ("award", "adhoc_decided", {"number": None, "day": None, "decided_by": "Giám đốc Sở"}),
    "adhoc_refused": ("award", "adhoc_refused", {"reason": "việc đã được khen ở cấp xã"}),
    "endorse_note": ("endorse", "endorse_note", {"reason": "nhất trí"}),
    "endorse_return": ("endorse", "endorse_return", {"reason": "ghi rõ số tiết"}),
    "award_return": ("award", "award_return", {"reason": "ghi rõ số tiết"}),
    "award_decline": ("award", "award_decline", {"clause": "IV.2", "reason": "chưa tiêu biểu"}),
    "award_hold": ("award", "award_hold", {"case": "complaint", "reason": "đơn ngày 20/04"}),
    "award_ground": ("award", "award_sign", {"reason": "quyết định của thành phố"}),
}
HANH = New(
    "regular",
    "individual",
    "cô Hạnh",
    "giáo viên",
    "teacher",
    "TW2",
    "state",
    "bang_khen_ttg",
    "24 bài giảng",
    agreed=True,
    met_on=date(2025, 4, 8),
    present=20,
    members=22,
    in_favour=19,
)


async def nominated(desk: Desk, unit: str, state: State, new: New = HANH) -> str:
    """A nomination of that unit, made by its head, as it lies somewhere; its number."""
    where, head = await desk.unit(unit), await desk.person("Yến", "head", unit)
    store, scope = desk.store, Scope("nominate", (where,), below=False, person=head.id)
    row = await nominations.add(store, desk.now, desk.house.campaign_id, where, new, state, scope)
    await store.keep()
    return str(row)


def lying(state: State, *more: str, new: New = HANH) -> Make:
    """A nomination in that state, with its version and whatever else a button carries."""

    async def make(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
        return await nominated(desk, unit, state, new), "1", *more

    return make


async def confirmed(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """A report that its school has confirmed."""
    number, version = (await sent(desk, unit, by)).split(".")
    store, scope = desk.store, Scope("confirm_deed", (await desk.unit(unit),), below=False, person=by.id)
    assert await deeds.decide(store, desk.now, int(number), int(version), "confirmed", scope)
    await store.keep()
    return (number,)


REFUSED = "nomination_not_yours"
THINGS: dict[str, Thing] = {
    "a list and page": plainly("all", "0"),
    "nomination": Thing(lying("at_relay"), REFUSED),
    "nomination with a word": Thing(lying("at_relay"), REFUSED, (SCHOOL, DISTRICT)),
    "nomination to complete": Thing(lying("drafted"), REFUSED),
    "nomination at the office": Thing(lying("at_office"), REFUSED),
    "an ad-hoc page": plainly("0"),
    "ad-hoc proposal gone up": Thing(lying("submitted", new=replace(HANH, route="adhoc")), REFUSED),
    "nomination and level": Thing(lying("at_office", "city"), REFUSED),
    "nomination and rule": Thing(lying("at_office", "years", "0"), REFUSED),
    "confirmed deed": Thing(confirmed, "deed_not_of_unit"),
}
