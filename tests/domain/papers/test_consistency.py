"""The three papers of a dossier say the same, or the difference is named; a report's figures are its annexes' rows."""

from dataclasses import replace

import pytest

from domain.letters import Letterhead
from domain.papers.achievements import AchievementReport
from domain.papers.consistency import across
from domain.papers.papers import Issue, Nominee
from domain.papers.submissions import ListRow, Request, SubmissionDoc, SummaryList

HEAD, ISSUE = Letterhead("UBND thành phố", "Sở GDĐT", "TTr-SGDĐT", "Hải Phòng"), Issue(2025)
FORM = "Bằng khen"
HANH = Nominee("individual", "Nguyễn Thị Hạnh", "Giáo viên, Trường THPT Ngô Quyền")
TAM = Nominee("individual", "Trần Văn Tâm", "Phó hiệu trưởng, Trường THPT Ngô Quyền")
GROUP = Nominee("collective", "Tổ Hóa", "Trường THPT Ngô Quyền")
THREE = (GROUP, HANH, TAM)


def asked(collectives: int = 1, individuals: int = 2, form: str = FORM) -> SubmissionDoc:
    request = Request(form, "Chủ tịch", collectives, individuals)
    return SubmissionDoc(HEAD, ISSUE, ("UBND",), "tặng", "Phong trào", (), None, (request,), "Chủ tịch")


def listed(*who: Nominee) -> SummaryList:
    return SummaryList(HEAD, ISSUE, "tặng", tuple(ListRow(one, "24 bài giảng", FORM) for one in who))


def reports(*who: Nominee) -> list[AchievementReport]:
    return [AchievementReport(HEAD, ISSUE, one, FORM, "", ()) for one in who]


def test_three_papers_that_say_the_same_may_go_up():
    assert across(asked(), listed(*THREE), reports(*reversed(THREE))) == ()


@pytest.mark.parametrize(
    ("papers", "told"),
    [
        ((asked(1, 3), listed(*THREE), reports(*THREE)), {"list": {"asked": 4, "listed": 3}}),
        ((asked(), listed(*THREE), reports(HANH, TAM)), {"reports": {"listed": 3, "reports": 2}}),
        ((asked(), listed(*THREE), reports(HANH, TAM)), {"only_list": {"name": "Tổ Hóa"}}),
        ((asked(1, 1), listed(GROUP, HANH), reports(*THREE)), {"only_reports": {"name": "Trần Văn Tâm"}}),
        (
            (asked(), listed(*THREE), reports(GROUP, replace(HANH, name="Nguyễn Thị Hanh"), TAM)),
            {"name": {"listed": "Nguyễn Thị Hạnh", "report": "Nguyễn Thị Hanh"}},
        ),
        (
            (asked(), listed(*THREE), reports(GROUP, HANH, replace(TAM, place="Giáo viên"))),
            {"place": {"name": "Trần Văn Tâm", "listed": TAM.place, "report": "Giáo viên"}},
        ),
        ((asked(1, 2), listed(GROUP, HANH, HANH), reports(GROUP, HANH, HANH)), {"twice": {"name": HANH.name}}),
        (
            (asked(2, 1), listed(*THREE), reports(*THREE)),
            {"form": {"form": FORM, "collectives": 2, "individuals": 1, "listed_c": 1, "listed_i": 2}},
        ),
    ],
)
def test_each_difference_is_named_with_both_sides(papers, told):
    found = {one.key: one.values for one in across(*papers)}
    assert {key: found.get(key) for key in told} == told


def test_a_form_that_the_list_does_not_know_is_a_difference():
    found = across(asked(form="Giấy khen"), listed(*THREE), reports(*THREE))
    assert {one.values["form"] for one in found} == {"Giấy khen", FORM}
