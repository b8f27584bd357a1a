"""The achievement report (báo cáo thành tích): what is known is written, the rest are lines for a person to fill."""

from documents import official
from documents.official import Column, Paper
from documents.papers.openings import begin, mark_after
from domain.papers.achievements import Achievement, AchievementReport
from texts.official import BLANK, wording

HONOURS = (("year", 0.12, True), ("form", 0.4, False), ("decision", 0.48, False))
_BLANK_ROWS = 2


def write(told: AchievementReport, template: bytes = b"") -> bytes:
    """The .docx, to be signed by whoever reports and confirmed by the head."""
    paper = begin("achievement", told.head, told.issue, template)
    official.title(paper, wording("achievement.kind"), _about(told))
    subject = told.nominee.subject_type
    _part(paper, 0, f"achievement.who_{subject}")
    _who(paper, told)
    _part(paper, 1, "achievement.achieved")
    for place, one in enumerate(told.achievements, 1):
        _achieved(paper, place, one)
    official.body(paper, wording("achievement.more"))
    official.open_lines(paper)
    _part(paper, 2, "achievement.received")
    columns = [Column(wording(f"achievement.{name}"), share, centred) for name, share, centred in HONOURS]
    honours = [(one.year, one.form, one.decision) for one in told.honours] or [("", "", "")] * _BLANK_ROWS
    official.table(paper, columns, honours)
    official.space(paper)
    official.body(paper, wording(f"achievement.promise_{subject}"))
    confirm = (wording(f"achievement.confirm_{subject}"), wording("achievement.by_hand_sealed"))
    sign = (wording(f"achievement.sign_{subject}"), wording("achievement.by_hand"))
    official.signatures(paper, confirm, sign, ("", told.nominee.name if subject == "individual" else ""))
    return official.as_bytes(paper)


def _about(told: AchievementReport) -> str:
    about = wording("achievement.about", form=told.form or BLANK * 3)
    return f"{about} {wording('achievement.in_movement', movement=told.movement)}" if told.movement else about


def _part(paper: Paper, place: int, key: str) -> None:
    official.part(paper, f"{wording('part.numbers').split()[place]}. {wording(key)}")


def _who(paper: Paper, told: AchievementReport) -> None:
    if told.nominee.subject_type == "collective":
        official.asked_line(paper, wording("achievement.collective"), told.nominee.name)
        official.asked_line(paper, wording("achievement.unit"), told.nominee.place)
        official.asked_line(paper, wording("achievement.staff"))
        return
    official.asked_line(paper, wording("achievement.name"), told.nominee.name)
    official.asked_line(paper, wording("achievement.born"))
    official.asked_line(paper, wording("achievement.position"), told.nominee.place)
    official.asked_line(paper, wording("achievement.role"), told.role)
    official.asked_line(paper, wording("achievement.learned"))


def _achieved(paper: Paper, place: int, one: Achievement) -> None:
    key = "achievement.one" if one.when else "achievement.undated"
    official.body(paper, wording(key, place=place, when=one.when, text=one.text, mark=mark_after(one.text)))
    for name, text in (("figures", one.figures), ("evidence", one.evidence)):
        if text:
            official.body(paper, wording(f"achievement.{name}", **{name: text}, mark=mark_after(text)))
