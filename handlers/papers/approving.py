"""A person approves a document: number and day if known, who answers for it; from then on it stays as it is."""

import re
from datetime import date

from domain.forms import Answers, Asking, Form, Progress, Question
from domain.mistakes import Mistake
from domain.papers.freezes import code_of as freeze_code
from domain.papers.kept import KeptPaper
from domain.readers import dates, english
from domain.readers.answers import wants_none
from domain.rights import need
from handlers.context import Answer, Context, Offer, act
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from handlers.papers import drafting, heads, review_report
from handlers.papers.papers import draft_of, known, shown
from storage import audit
from storage.papers import freezes, papers
from texts.catalogue import Words, capital

_NUMBER = re.compile(r"(?P<number>\d{1,5})(?:\s*/\s*(?P<symbol>[^\s,;]{2,30}))?")


def _number(text: str, asking: Asking) -> Answers:
    """Fills ``number``, as in "45/BC-SGDĐT"; with its day where that is told beside it. Raises ``paper_number``."""
    if text == "no_number" or wants_none(text):
        return {"number": ""}
    found = _NUMBER.search(text)
    if found is None:
        raise Mistake("paper_number")
    symbol = found["symbol"] or str(asking.answers.get("_symbol") or "")
    told: dict[str, str] = {"number": "/".join(part for part in (found["number"], symbol) if part)}
    days = [one.days for one in dates.find(english.dated(text[found.end() :]), asking.today, "past") if one.days]
    return {**told, "issued": days[0].first.isoformat()} if days else told


def _issued(text: str, asking: Asking) -> Answers:
    """Fills ``issued``, "" for a blank."""
    if text == "no_day" or wants_none(text):
        return {"issued": ""}
    return {"issued": dates.day(english.dated(text), asking.today, "past").isoformat()}


APPROVE = Form(
    "paper_approve",
    (
        Question("number", ("number",), _number, offers=(("no_number",),), numbered=False),
        Question("issued", ("issued",), _issued, offers=(("no_day",),), numbered=False),
    ),
)


def _shown(words: Words, name: str, answers: Answers) -> str:
    """A line of the review; a blank says that it is one."""
    if name == "issued" and "issued" in answers:
        issued = str(answers["issued"])
        return words.day(date.fromisoformat(issued)) if issued else words("papers.blank")
    if name == "number" and "number" in answers:
        return str(answers["number"]) or words("papers.blank")
    return str(answers.get(f"_{name}") or "")


async def approve(ctx: Context) -> Answer:
    """[Approve]: its figures are looked at once more, then number and day are asked for."""
    one = await draft_of(ctx, int(ctx.args[0]), int(ctx.args[1]))
    if refused := await _differing(ctx, one):
        return refused
    name = {"kind": capital(ctx.words(f"papers.kind_{one.kind}")), "period": drafting.spoken(ctx, one.wanted)}
    known_so_far = {
        "_symbol": heads.letterhead(ctx, "report").symbol,
        "_paper": ctx.words("papers.named", code=one.code, **name),
        "_approver": ctx.words.who(ctx.person),
    }
    return await walker.begin(ctx, APPROVING, known_so_far, subject=f"paper:{one.id}:{one.version}")


async def _differing(ctx: Context, one: KeptPaper) -> Answer | None:
    """A report that cites a freeze tells its figures; when others came of it since, that is shown (counts equal)."""
    if one.freeze is None:
        return None
    scope, campaign = need(ctx.person, "write_papers"), ctx.house.campaign_id
    code = freeze_code(one.freeze)
    freeze = await freezes.known(ctx.store, ctx.now, campaign, code, scope)
    now = await review_report.figures(ctx, one.wanted)
    if freeze is None or freeze.figures.as_json() == now.as_json():
        return None
    then = freeze.figures
    pairs = (
        ("complete", then.stood.complete, now.stood.complete),
        ("obliged", then.stood.obliged, now.stood.obliged),
        ("deeds", then.stood.reported, now.stood.reported),
        ("confirmed", then.stood.deeds.get("confirmed", 0), now.stood.deeds.get("confirmed", 0)),
        ("new", then.new, now.new),
    )
    lines = [
        f"- {ctx.words(f'papers.figure_{name}', then=ctx.words.number(old), now=ctx.words.number(new))}"
        for name, old, new in pairs
        if old != new
    ]
    lines = lines or [f"- {ctx.words('papers.figure_others')}"]
    rows: list[list[Offer]] = [
        drafting.freeze_first(ctx, one.wanted),
        [ctx.button("paper_see", act("paper", one.id))],
    ]
    return ctx.say("papers.differs_freeze", rows, code=one.code, freeze=code, lines="\n".join(lines))


async def _finish(ctx: Context, progress: Progress) -> Answer:
    scope, (row, version) = need(ctx.person, "write_papers"), map(int, progress.subject.split(":")[1:])
    before = await draft_of(ctx, row, version)
    issued = str(progress.answers.get("issued") or "")
    number, day = str(progress.answers.get("number") or ""), date.fromisoformat(issued) if issued else None
    after = await papers.approve(ctx.store, ctx.now, ctx.house.campaign_id, before, number, day, scope)
    if after is None:
        raise Mistake("paper_changed", code=before.code)
    audit.note(ctx.store, ctx.now, scope.person, "paper_approved", f"paper:{row}", {"number": number, "issued": issued})
    await drafting.order(ctx, row)
    rows: list[list[Offer]] = [[ctx.button("paper_see", act("paper", row)), ctx.button("menu")]]
    values = {"time": ctx.words.time(ctx.now.local), "day": ctx.words.day(ctx.now.today)}
    return ctx.say("papers.approved", rows, code=after.code, who=ctx.words.who(ctx.person), **values)


async def _as_it_stands(ctx: Context) -> Answer:
    """An old button of a document that has moved on."""
    return await shown(ctx, await known(ctx, int(ctx.args[0])))


APPROVING = Sheet(
    APPROVE,
    _finish,
    _shown,
    verb="write_papers",
    lines=("paper", "number", "issued", "approver"),
)
ACTIONS = (Intention("paper_approve", approve, verb="write_papers", again=_as_it_stands),)
