"""The submission (tờ trình) and its summary list (danh sách trích ngang), as they go up together (DOMAIN §8)."""

from documents import official
from documents.official import Column
from documents.official.tables import Row
from documents.papers.openings import bases, begin, count, signer, with_what
from domain.papers.papers import SubjectType
from domain.papers.submissions import CouncilWord, ListRow, Request, SubmissionDoc, SummaryList
from texts.official import dated, wording

COLUMNS = (
    ("place", 0.05, True),
    ("name", 0.2, False),
    ("position", 0.25, False),
    ("summary", 0.33, False),
    ("form", 0.17, False),
)


def write(told: SubmissionDoc, template: bytes = b"") -> bytes:
    """The .docx of the submission."""
    paper = begin("submission", told.head, told.issue, template)
    official.title(paper, wording("submission.kind"), wording("submission.about", about=told.about))
    official.addressee(paper, *told.to)
    bases(paper, told.bases, *([_council(told.council, told.issue.year)] if told.council else []))
    said = {"body": told.head.body, "decider": told.decider, "about": told.about, "achieved_in": told.achieved_in}
    official.body(paper, wording("submission.ask", **said, n=count(told.n)))
    for place, one in enumerate(told.requests, 1):
        mark = "." if place == len(told.requests) else ";"
        official.body(paper, wording("submission.request", form=one.form, counted=_counted(one), mark=mark))
    official.body(paper, wording("submission.attached"))
    official.body(paper, wording("submission.close", decider=told.decider))
    official.close(paper, (wording("as_above"), *told.recipients, wording("filed")), signer(told.head))
    return official.as_bytes(paper)


def _council(word: CouncilWord, year: int) -> str:
    known = word.present is not None and word.members is not None
    present = wording("basis.present", present=word.present, members=word.members) if known else ""
    return wording("basis.council", council=word.council, day=dated(word.day, year), present=present)


def _counted(one: Request) -> str:
    collectives = wording("submission.collectives", n=count(one.collectives))
    individuals = wording("submission.individuals", n=count(one.individuals))
    if one.collectives and one.individuals:
        return wording("submission.both", collectives=collectives, individuals=individuals)
    return collectives if one.collectives else individuals


def write_list(told: SummaryList) -> bytes:
    """The .docx of the list: collectives first, then individuals, on a page that lies."""
    title = wording("list.title", about=told.about)
    paper = official.blank(title, landscape=True, is_draft=told.issue.is_draft)
    of = with_what("list.what", told.head, told.issue)
    official.annex(paper, title, of, landscape=True, is_first=True)
    columns = [Column(wording(f"list.{name}"), share, centred) for name, share, centred in COLUMNS]
    groups = {kind: [one for one in told.rows if one.nominee.subject_type == kind] for kind in _KINDS}
    rows = [row for kind, found in groups.items() for row in _group(kind, found)]
    official.table(paper, columns, rows, official.LYING)
    official.space(paper)
    said = {"collectives": len(groups["collective"]), "individuals": len(groups["individual"])}
    official.body(paper, wording("list.summed", n=len(told.rows), **said))
    official.close(paper, (), signer(told.head))
    return official.as_bytes(paper)


_KINDS: tuple[SubjectType, ...] = ("collective", "individual")


def _group(kind: SubjectType, found: list[ListRow]) -> list[Row]:
    """A line that names the group, and its rows, numbered on their own."""
    rows: list[Row] = [(wording(f"list.{kind}", n=len(found)),)] if found else []
    for place, one in enumerate(found, 1):
        rows.append((str(place), one.nominee.name, one.nominee.place, one.summary, one.form))
    return rows
