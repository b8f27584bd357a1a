"""The report of an interim or final review: parts I to VIII, open lines for what nobody knows, four annexes."""

from documents import official
from documents.official import Column, Paper
from documents.papers import review_annexes
from documents.papers.openings import bases, begin, count, hour, rate, signer
from domain.papers.reviews import OpenSection, ReviewReport
from texts.official import dated, numbered, wording

LAUNCHERS = ("trung_uong", "thanh_pho", "so_gddt")
LETTERS = "abcd"
AWARDS = (
    ("award_level", 0.18, False),
    ("award_form", 0.26, False),
    ("award_collectives", 0.14, True),
    ("award_individuals", 0.14, True),
    ("award_decided_collectives", 0.14, True),
    ("award_decided_individuals", 0.14, True),
)


def write(told: ReviewReport, template: bytes = b"") -> bytes:
    """The .docx: the report, then its annexes on pages of their own."""
    paper = begin("review", told.head, told.issue, template)
    review, campaign = wording(f"review.{told.review}"), told.campaign
    said = {"Review": review, "campaign": campaign, "period": told.period}
    official.title(paper, wording("review.kind"), wording("review.title", **said))
    if told.to:
        official.addressee(paper, *told.to)
    bases(paper, told.bases)
    lead = {"body": told.head.body, "review": review.lower(), "first": dated(told.first), "last": dated(told.last)}
    official.body(paper, wording("review.lead", **lead, campaign=campaign))
    _source(paper, told)
    _situation(paper, told)
    _work(paper, told)
    _results(paper, told)
    _awards(paper, told)
    for place, name in enumerate(LAST_PARTS, 5):
        _part(paper, place, name)
        _open(paper, told, name)
    _close(paper, told, review.lower())
    review_annexes.write(paper, told)
    return official.as_bytes(paper)


LAST_PARTS: tuple[OpenSection, ...] = ("shortcomings", "lessons", "directions", "proposals")


def _part(paper: Paper, place: int, name: str) -> None:
    official.part(paper, f"{wording('part.numbers').split()[place - 1]}. {wording(f'review.{name}')}")


def _section(paper: Paper, place: int, name: str) -> None:
    official.section(paper, f"{place}. {wording(f'review.{name}')}")


def _open(paper: Paper, told: ReviewReport, section: OpenSection) -> None:
    """What a person wrote there, paragraph by paragraph, or lines to write on."""
    paragraphs = [one.strip() for one in told.text(section).splitlines() if one.strip()]
    for text in paragraphs:
        official.body(paper, text)
    if not paragraphs:
        official.open_lines(paper)


def _source(paper: Paper, told: ReviewReport) -> None:
    """Of which moment the figures are, and under which code they were frozen."""
    freeze = ""
    if told.freeze and told.frozen_at:
        at = {"time": hour(told.frozen_at, "review.time"), "day": dated(told.frozen_at.date())}
        freeze = wording("review.freeze", code=told.freeze, **at)
    official.body(paper, wording("review.source", day=dated(told.as_of), freeze=freeze))


def _situation(paper: Paper, told: ReviewReport) -> None:
    _part(paper, 1, "situation")
    _section(paper, 1, "scale")
    day = dated(told.as_of)
    official.body(paper, wording("review.scale_units", day=day, units=count(told.units)))
    official.asked_line(paper, wording("review.people_label"))
    for place, name in enumerate(FEELINGS, 2):
        _section(paper, place, name)
        _open(paper, told, name)


FEELINGS: tuple[OpenSection, ...] = ("advantages", "difficulties")


def _work(paper: Paper, told: ReviewReport) -> None:
    """II: documents, plans of units, how they were spread."""
    _part(paper, 2, "work")
    _section(paper, 1, "steering")
    number = {"number": numbered(told.plan.number), "symbol": told.plan.symbol, "day": dated(told.plan.issued)}
    abstract = told.plan.abstract[:1].lower() + told.plan.abstract[1:]
    official.body(paper, wording("review.plan", body=told.head.body, **number, abstract=abstract))
    if told.text("steering"):
        _open(paper, told, "steering")
    _section(paper, 2, "plans")
    counted = told.counted
    n = counted.issued + counted.followed
    share = {"obliged": count(counted.obliged), "rate": rate(n, counted.obliged)}
    official.body(paper, wording("review.plans_told", n=count(n), **share))
    for name in ("issued", "followed", "drafting", "extension", "exemption", "silent"):
        official.body(paper, wording(f"review.plans_{name}", n=count(getattr(counted, name))))
    _section(paper, 3, "ways")
    for place, (name, units) in enumerate(told.ways, 1):
        mark = "." if place == len(told.ways) else ";"
        official.body(paper, wording("review.way", name=name, n=count(units), mark=mark))
    if not told.ways:
        official.body(paper, wording("review.no_ways"))
    if told.reached is not None:
        official.body(paper, wording("review.reached", people=count(told.reached)))


def _results(paper: Paper, told: ReviewReport) -> None:
    """III: in general, movement by movement, good examples, the four steps."""
    _part(paper, 3, "results")
    _section(paper, 1, "general")
    counted, day = told.counted, dated(told.as_of)
    share = {"obliged": count(counted.obliged), "rate": rate(counted.complete, counted.obliged)}
    late = count(counted.obliged - counted.complete)
    official.body(paper, wording("review.complete", day=day, n=count(counted.complete), m=late, **share))
    official.body(paper, wording("review.deeds", n=count(counted.deeds), confirmed=count(counted.confirmed)))
    if told.text("general"):
        _open(paper, told, "general")
    _section(paper, 2, "movements")
    _movements(paper, told)
    _section(paper, 3, "exemplars")
    who = {"collectives": count(told.collectives), "individuals": count(told.individuals)}
    official.body(paper, wording("review.exemplars_told", day=day, n=count(told.good)))
    listed = "review.exemplars_all" if told.lists_all else "review.exemplars_some"
    official.body(paper, wording(listed, n=count(len(told.exemplars)), **who))
    _section(paper, 4, "stages")
    stages = told.stages
    names = ("detected", "nurtured", "concluded", "replicated")
    official.body(paper, wording("review.stages_told", **{name: count(getattr(stages, name)) for name in names}))


def _movements(paper: Paper, told: ReviewReport) -> None:
    """Every movement of the campaign, those without reports too (I.1-2), grouped by who launched it."""
    groups = [
        (wording(f"review.by_{who}"), [one for one in told.movements if one.launched_by == who and not one.is_campaign])
        for who in LAUNCHERS
    ]
    groups.append((wording("review.common"), [one for one in told.movements if one.is_campaign]))
    for letter, (name, movements) in zip(LETTERS, [one for one in groups if one[1]], strict=False):
        official.body(paper, f"{letter}) {name}")
        for place, one in enumerate(movements, 1):
            counted = {"confirmed": count(one.confirmed), "units": count(one.units)}
            key = "review.movement_told" if one.deeds else "review.movement_none"
            found = wording(key, n=count(one.deeds), **counted)
            whole = "review.movement_common" if one.is_campaign else "review.movement"
            official.body(paper, wording(whole, place=place, name=one.name, told=found))


def _awards(paper: Paper, told: ReviewReport) -> None:
    """IV: the table by level, collectives and individuals."""
    _part(paper, 4, "awards")
    if not told.awards:
        official.body(paper, wording("review.awards_none"))
        return
    proposed = [(one.collectives, one.individuals) for one in told.awards]
    decided = [(one.decided_collectives, one.decided_individuals) for one in told.awards]
    sums = [sum(column) for column in (*zip(*proposed, strict=True), *zip(*decided, strict=True))]
    said = {"collectives": count(sums[0]), "individuals": count(sums[1]), "decided": count(sums[2] + sums[3])}
    official.body(paper, wording("review.awards_told", n=count(sums[0] + sums[1]), **said))
    columns = [Column(wording(f"review.{name}"), share, centred) for name, share, centred in AWARDS]
    rows = [
        (wording(f"review.level_{one.level}"), one.form, *map(count, (*asked, *given)))
        for one, asked, given in zip(told.awards, proposed, decided, strict=True)
    ]
    official.table(paper, columns, [*rows, (wording("review.award_all"), "", *map(count, sums))])
    official.space(paper)


def _close(paper: Paper, told: ReviewReport, review: str) -> None:
    said = {"review": review, "period": told.period, "body": told.head.body, "to": ", ".join(told.to)}
    official.body(paper, wording("review.close" if told.to else "review.close_plain", **said))
    above = [wording("as_above")] if told.to else []
    official.close(paper, (*above, *told.recipients, wording("filed")), signer(told.head))
