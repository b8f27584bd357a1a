"""What goes up to be decided, as files: submission and summary list, made of one list (IV.3)."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal, TypeAlias

from domain.awards.nominations import Nomination
from domain.drawn import DOCX, Drawn, DrawnKind
from domain.messages import Reply
from domain.papers import consistency
from domain.papers.achievements import Achievement, AchievementReport
from domain.papers.papers import Issue
from domain.papers.submissions import CouncilWord, ListRow, Request, SubmissionDoc, SummaryList
from domain.rights import Scope, need
from handlers.context import Answer, Context, Offer, act
from handlers.council import minutes, room
from handlers.intentions import Intention
from handlers.outcomes import outcomes
from handlers.papers import differences, heads
from handlers.wanted import Wanted
from storage import audit, drawings
from storage.council import cases, sessions
from storage.outcomes import award_papers
from storage.outcomes.award_papers import Paper
from texts.catalogue import Words, shortened
from texts.official import LANGUAGE, wording

What: TypeAlias = Literal["submission", "list"]
WHAT: tuple[What, ...] = ("submission", "list")
KINDS: dict[str, DrawnKind] = {"submission": "submission", "list": "summary_list"}
TWO_LINES = 170
"""Letters of a summary in the list: two lines at most (DOMAIN §8)."""


async def ask(ctx: Context) -> Answer:
    """[Submission], [Summary list]: drawn up beside the batches, from what is so at that moment."""
    scope, at = need(ctx.person, "award"), min(int(ctx.args[0]), len(outcomes.LEVELS) - 1)
    kind = KINDS[room.word(ctx, 1, WHAT)]
    chat, language = ctx.talk.address.key, ctx.words.language
    await drawings.ask(ctx.store, ctx.now, scope.person, chat, language, kind, [at])
    audit.note(ctx.store, ctx.now, scope.person, "award_file_drafted", f"award_level:{at}", {"kind": kind})
    back: list[Offer] = [ctx.button("award_level_back", act("award_level", at))]
    return ctx.say("award_files.coming", [back, ["menu"]])


async def submission(ctx: Context, marks: list[int]) -> Wanted:
    """The .docx of the submission; refused while its papers contradict each other."""
    return await _of(ctx, marks[0], "submission")


async def summary_list(ctx: Context, marks: list[int]) -> Wanted:
    """The .docx of the summary list that belongs to it."""
    return await _of(ctx, marks[0], "list")


async def _of(ctx: Context, at: int, what: What) -> Wanted:
    scope, level = need(ctx.person, "award"), outcomes.LEVELS[at]
    found = await outcomes.of(ctx, scope)
    meant = found.of_level(level, "noticed") or found.of_level(level, "submitted")
    back = [[ctx.button("award_level_back", act("award_level", at))], [ctx.button("menu")]]
    if not meant:
        return Wanted(None, ctx.say("outcomes.level_none", back), "", DOCX)
    listed, asked, reports = await dossier(ctx, level, meant, scope)
    if wrong := consistency.across(asked, listed, reports):
        lines = differences.lines(ctx.words, wrong)
        return Wanted(None, ctx.say("award_files.differ", back, lines=lines), "", DOCX)
    reply = ctx.say(f"award_files.ready_{what}", back, n=len(listed.rows))
    name = ctx.words(f"award_files.file_{what}", level=level)
    not_made = ctx.say("award_files.not_made", back)
    things: dict[What, Drawn] = {"submission": asked, "list": listed}
    return Wanted(things[what], reply, name, DOCX, not_made)


async def differing(ctx: Context, at: int, meant: Sequence[Nomination]) -> Reply | None:
    """Why no submission of these is written down: their papers contradict each other; None where they agree."""
    if not meant:
        return None
    listed, asked, reports = await dossier(ctx, outcomes.LEVELS[at], meant, need(ctx.person, "award"))
    wrong = consistency.across(asked, listed, reports)
    if not wrong:
        return None
    back: list[Offer] = [ctx.button("award_level_back", act("award_level", at))]
    return ctx.say("award_files.differ_recording", [back, ["menu"]], lines=differences.lines(ctx.words, wrong))


async def dossier(
    ctx: Context, level: str, meant: Sequence[Nomination], scope: Scope
) -> tuple[SummaryList, SubmissionDoc, list[AchievementReport]]:
    """The three papers of one list, each counted for itself."""
    official = ctx.house.catalogue.words(LANGUAGE)
    head, issue = heads.letterhead(ctx, "submission"), _issue(ctx, await _last(ctx, meant))
    about = official(f"award_files.about_{level}")
    rows = []
    for one in meant:
        named = await room.nominee(ctx, one)
        who = minutes.nominee(official, one.subject_type, one.subject_name, one.position, named.unit)
        rows.append(ListRow(who, shortened(" ".join(one.summary.split()), TWO_LINES), named.form))
    listed = SummaryList(head, issue, about, tuple(rows))
    decider = outcomes.decider(ctx, level)
    asked = SubmissionDoc(
        head,
        issue,
        _addressees(ctx, level, decider),
        about,
        minutes.in_a_line(ctx.campaign.short_name),
        heads.bases(ctx),
        await _council(ctx, official, meant, scope),
        _requests(ctx, meant),
        decider,
        () if level != "department" else heads.recipients(ctx),
    )
    return listed, asked, [await _report(ctx, one) for one in meant]


async def _last(ctx: Context, meant: Sequence[Nomination]) -> Paper | None:
    papers = (await award_papers.of(ctx.store, [meant[0].id]))[meant[0].id]
    return papers[-1] if papers else None


def _issue(ctx: Context, paper: Paper | None) -> Issue:
    """A draft until its number is written down (V.1-3)."""
    if paper is None or paper.day is None:
        return heads.issue(ctx)
    return heads.issue(ctx, paper.number.partition("/")[0], paper.day, is_draft=False)


def _addressees(ctx: Context, level: str, decider: str) -> tuple[str, ...]:
    """Upward by way of the plan's own recipients "for report"; to the Director as such."""
    told = wording("symbol.for_report")
    above = tuple(one.replace(told, "").strip() for one in ctx.campaign.recipients if told in one)
    return (decider,) if level == "department" or not above else above


def _requests(ctx: Context, meant: Sequence[Nomination]) -> tuple[Request, ...]:
    """How many collectives and individuals for each form, and who decides on it."""
    counted = Counter((one.form, one.subject_type) for one in meant)
    deciders = {form.code: form.decided_by for level in ctx.campaign.awards for form in level.forms}
    return tuple(
        Request(
            ctx.campaign.form_name(form),
            deciders.get(form, ""),
            counted[form, "collective"],
            counted[form, "individual"],
        )
        for form in dict.fromkeys(one.form for one in meant)
    )


async def _council(ctx: Context, official: Words, meant: Sequence[Nomination], scope: Scope) -> CouncilWord | None:
    """The session whose count is cited: the last one that agreed to any of these."""
    counts = await cases.last_counts(ctx.store, [one.id for one in meant])
    if not counts:
        return None
    last = max(counts.values(), key=lambda case: case.session)
    session = await sessions.known(ctx.store, ctx.now, last.session, scope)
    if session is None or last.count is None:
        return None
    name = official("minutes.council", body=ctx.campaign.plan.issuer)
    return CouncilWord(name, session.held_on, last.count.present, last.count.members)


async def _report(ctx: Context, one: Nomination) -> AchievementReport:
    """The achievement report that goes with a nomination, in the unit's own words."""
    named = await room.nominee(ctx, one)
    official = ctx.house.catalogue.words(LANGUAGE)
    who = minutes.nominee(official, one.subject_type, one.subject_name, one.position, named.unit)
    movement = next((each.name_exact for each in ctx.campaign.movements if each.code == one.movement), "")
    told = tuple(Achievement("", text) for text in [" ".join(one.summary.split())] if text)
    return AchievementReport(await heads.of_unit(ctx, one.unit), heads.issue(ctx), who, named.form, movement, told)


ACTIONS = (Intention("award_file", ask, verb="award", words=WHAT, word_at=1),)
