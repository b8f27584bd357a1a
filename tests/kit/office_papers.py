"""Papers of the Office as values, one of each kind, of which tests of documents make files."""

import tomllib
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.letters import Basis, Letterhead
from domain.papers.achievements import Achievement, AchievementReport
from domain.papers.bases import of_campaign, read_bases
from domain.papers.minutes import Attendant, Minutes, MinutesCase
from domain.papers.papers import Issue, Nominee
from domain.papers.reviews import (
    AwardCount,
    Counted,
    ExemplarLine,
    LateLine,
    MovementResult,
    NomineeLine,
    PlanLine,
    ReviewReport,
    Stages,
)
from domain.papers.submissions import CouncilWord, ListRow, Request, SubmissionDoc, SummaryList
from tests.kit.campaign import CAMPAIGN, ROOT

KNOWN = read_bases(tomllib.loads((Path(ROOT) / "legal_bases.toml").read_text("utf-8")))
FORM = "Bằng khen của Chủ tịch UBND thành phố"
HANH = Nominee("individual", "Nguyễn Thị Hạnh", "Giáo viên, tổ Toán, Trường THPT Ngô Quyền")
GROUP = Nominee("collective", "Tổ Hóa học", "Trường THPT Ngô Quyền")
TO = ("Ủy ban nhân dân thành phố", "Ban Thi đua - Khen thưởng (Sở Nội vụ)")


def at(day: int, month: int, hour: int, minute: int) -> datetime:
    """A local moment of 2025."""
    return datetime(2025, month, day, hour, minute, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def head(symbol: str) -> Letterhead:
    signer = ("KT.GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    return Letterhead("UBND thành phố Hải Phòng", "Sở Giáo dục và Đào tạo", symbol, "Hải Phòng", signer)


def review() -> ReviewReport:
    movements = tuple(
        MovementResult(one.code, one.name_exact, one.launched_by, one.kind == "chien_dich", n, 0, n)
        for n, one in enumerate(CAMPAIGN.movements)
    )
    plans = tuple(
        PlanLine(f"Trường số {n}", "Sở GDĐT", f"{n}/KH-THPT", date(2025, 1, 5), "Đã ban hành") for n in (5, 12)
    )
    return ReviewReport(
        head=head("BC-SGDĐT"),
        issue=Issue(2025),
        review="interim",
        period="quý I năm 2025",
        first=date(2025, 1, 1),
        last=date(2025, 3, 31),
        as_of=date(2025, 3, 31),
        frozen_at=at(28, 4, 16, 5),
        freeze="S-012",
        to=TO,
        recipients=("Hội đồng TĐKT Ngành",),
        campaign=CAMPAIGN.name,
        plan=Basis("", "KH-SGDĐT", None, CAMPAIGN.plan.abstract),
        bases=of_campaign(CAMPAIGN, KNOWN, date(2025, 4, 28), all_clauses=True),
        counted=Counted(3, 1, 1, 1, 0, 0, 0, 1, sum(one.deeds for one in movements), 2),
        units=3,
        reached=None,
        ways=(("Họp hội đồng", 2),),
        movements=movements,
        stages=Stages(1, 0, 0, 0),
        good=1,
        lists_all=True,
        collectives=0,
        individuals=1,
        awards=(AwardCount("city", FORM, 0, 1),),
        plans=plans,
        exemplars=(ExemplarLine("G-12", "Cô Hạnh", "24 bài giảng", "THPT Ngô Quyền", "Chuyển đổi số", "Phát hiện"),),
        nominees=(NomineeLine(HANH, "Chuyển đổi số", FORM),),
        late=(LateLine("THCS Sông Lấp", "Phòng GDĐT", "Kế hoạch"), LateLine("TH Hoa Phượng", "Phòng GDĐT", "Kế hoạch")),
        written=(("lessons", "Giao việc rõ.\nNhắc sớm."),),
    )


SUBMISSION = SubmissionDoc(
    head("TTr-SGDĐT"),
    Issue(2025),
    TO,
    "tặng Bằng khen của Chủ tịch UBND thành phố",
    "Phong trào thi đua",
    of_campaign(CAMPAIGN, KNOWN, date(2025, 5, 15)),
    CouncilWord("Hội đồng Thi đua - Khen thưởng ngành Giáo dục", date(2025, 5, 15), 9, 11),
    (Request(FORM, "Chủ tịch UBND thành phố", 1, 1),),
    "Chủ tịch Ủy ban nhân dân thành phố",
)
LIST = SummaryList(
    head("TTr-SGDĐT"),
    Issue(2025),
    SUBMISSION.about,
    (ListRow(HANH, "24 bài giảng, 312 lượt dùng", FORM), ListRow(GROUP, "Phụ đạo 64 học sinh", FORM)),
)
MINUTES = Minutes(
    replace(head("BB-HĐTĐKT"), body="Hội đồng\nThi đua - Khen thưởng", superior="Sở Giáo dục và Đào tạo"),
    Issue(2025),
    "Hội đồng Thi đua - Khen thưởng ngành Giáo dục",
    "xét khen thưởng",
    at(15, 5, 14, 5),
    None,
    "",
    Attendant("Phạm Quốc Hải", "Chủ tịch Hội đồng"),
    Attendant("Lê Thị Hoa", "Thư ký"),
    (Attendant("Phạm Quốc Hải", "Chủ tịch Hội đồng"), Attendant("Lê Thị Hoa", "Thư ký")),
    (Attendant("Vũ Thị Giang", "Ủy viên", "đi công tác"),),
    2,
    (
        MinutesCase(HANH, FORM, 1, 1, ("Lê Thị Hoa",), "agreed"),
        MinutesCase(GROUP, FORM, 2, 0, (), "not_agreed", "cần thêm minh chứng"),
    ),
    Attendant("Phạm Quốc Hải", "Chủ tịch Hội đồng"),
    at(15, 5, 16, 25),
)
ACHIEVEMENT = AchievementReport(
    replace(head(""), body="Trường THPT Ngô Quyền", superior="Sở GDĐT Hải Phòng"),
    Issue(2025),
    HANH,
    FORM,
    CAMPAIGN.movements[-1].name_exact,
    (Achievement("Tháng 3 năm 2025", "Soạn 24 bài giảng số", "312 lượt dùng", "1 ảnh"),),
)
