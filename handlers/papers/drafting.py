"""A new draft of a review's report: its period, the freeze it rests on, and the file that comes beside the batches."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from domain.messages import Json
from domain.mistakes import Mistake
from domain.papers.freezes import Freeze
from domain.papers.freezes import code_of as freeze_code
from domain.papers.kept import code_of
from domain.papers.reviews import ReviewKind
from domain.people import Person
from domain.readers.intents import Intent, intent
from domain.rights import need, scope
from domain.summary import Slice
from domain.vietnamese import fold
from handlers.context import Answer, Context, Offer, act
from handlers.figures import slice_words, standing, wanting
from handlers.intentions import Intention
from handlers.papers import review_report
from storage import audit, drawings
from storage.papers import freezes, papers
from texts.catalogue import capital

KINDS: tuple[ReviewKind, ...] = ("interim", "final")
_FINAL = re.compile(r"tong ket|final")
_ABOUT = re.compile(
    r"\b(?:soan|lap|lam|viet|du thao|bao cao|van ban|so ket|tong ket|draft|write|the|a|an|interim|final|review|report"
    r"|of|for|ve|cua|phong trao|thi dua)\b"
)
_OF_COUNCIL = re.compile(r"\bto trinh|bien ban|trich ngang\b")
FEW_WORDS = 5
"""So many are no story."""
MOST_LOOKED_AT = 50
"""Freezes among which the newest of a period is found."""


def about(text: str) -> tuple[ReviewKind, str]:
    """Which report is meant, and what else was said: the period."""
    typed, folded = text.split(), fold(text).split()
    kind: ReviewKind = "final" if _FINAL.search(" ".join(folded)) else "interim"
    if len(typed) != len(folded):
        return kind, text
    left = _ABOUT.sub(lambda match: re.sub(r"\S", "_", match[0]), " ".join(folded)).split()
    return kind, " ".join(word for word, mark in zip(typed, left, strict=True) if set(mark) != {"_"})


async def started(ctx: Context, text: str) -> Answer:
    """What was asked for in words, before anything is drafted."""
    if _OF_COUNCIL.search(fold(text)):
        return ctx.say("papers.of_council", [[ctx.button("papers")], ["menu"]])
    kind, rest = about(text)
    whole = Slice(standing.branch_of(ctx)[1])
    if not rest.strip():
        return await offered(ctx, kind, whole)
    found = await wanting.wanted(ctx, rest, whole)
    if not isinstance(found, tuple):
        return ctx.say("papers.which_period", [["menu"]], Kind=_kind(ctx, kind))
    return await offered(ctx, kind, Slice(whole.unit, found[0].first, found[0].last))


def meant(person: Person | None, text: str) -> Intent:
    """What the words ask for; whoever asks for a report to be made is offered one, if drafting is theirs.

    From anybody else they are no command: a teacher tells that somebody has drawn up a paper.
    """
    wanted = intent(text)
    if scope(person, "write_papers"):
        return "papers" if wanted == "export_report" else wanted
    if wanted != "papers":
        return wanted
    return "story" if len(text.split()) > FEW_WORDS else "unknown"


def period_typed(ctx: Context, page: Mapping[str, Json], text: str) -> str:
    """What was asked for when a period is typed at an offer or at the list; "" for any other words.

    A report tells of all movements: words that name one ask for figures.
    """
    if text.startswith("/") or ctx.talk.progress:
        return ""
    asked = wanting.read(ctx, text)
    if asked.period is None or asked.movements:
        return ""
    return f"{page.get('kind') or ''} {text}"


async def asked(ctx: Context) -> Answer:
    """A button of a kind: the whole campaign first, and other periods by words."""
    kind = KINDS[int(ctx.args[0]) % len(KINDS)]
    return await offered(ctx, kind, Slice(standing.branch_of(ctx)[1]))


def _kind(ctx: Context, kind: ReviewKind) -> str:
    return capital(ctx.words(f"papers.kind_{kind}"))


def spoken(ctx: Context, wanted: Slice) -> str:
    """The period in chat: "quý 1/2025", or the whole campaign."""
    if wanted.first and wanted.last:
        return slice_words.period(ctx.words, wanted.first, wanted.last)
    return ctx.words("papers.whole_campaign")


async def newest(ctx: Context, wanted: Slice) -> Freeze | None:
    """The last freeze of the same period, all movements together."""
    scope, campaign = need(ctx.person, "write_papers"), ctx.house.campaign_id
    _, found = await freezes.page(ctx.store, ctx.now, campaign, scope, (0, MOST_LOOKED_AT))
    return next((one for one in found if tells_of(one.wanted, wanted)), None)


def tells_of(of: Slice, wanted: Slice) -> bool:
    """Whether a freeze tells of this very period, of all movements together."""
    return replace(of, as_of=None) == replace(wanted, as_of=None, movement="")


async def offered(ctx: Context, kind: ReviewKind, wanted: Slice) -> Answer:
    """The period, and on which figures the draft would rest."""
    freeze = await newest(ctx, wanted)
    marks = (KINDS.index(kind), *(day.toordinal() if day else 0 for day in (wanted.first, wanted.last)))
    ctx.talk.page = {"what": "papers_ask", "kind": kind}
    key = "papers.offer_frozen" if freeze else "papers.offer_unfrozen"
    rows: list[list[Offer]] = [[ctx.button("paper_draft", act("paper_draft", *marks, freeze.id if freeze else 0))]]
    rows += [] if freeze else [freeze_first(ctx, wanted)]
    return ctx.say(
        key,
        [*rows, ["menu"]],
        Kind=_kind(ctx, kind),
        period=spoken(ctx, wanted),
        **(told(ctx, freeze) if freeze else {}),
    )


def told(ctx: Context, freeze: Freeze) -> dict[str, str]:
    """A freeze by its code and moment."""
    at = freeze.at.astimezone(ctx.now.zone)
    return {"code": freeze.code, "time": ctx.words.time(at), "day": ctx.words.day(at.date())}


async def draft(ctx: Context) -> Answer:
    """[Draft it]: a row, and its file beside the batches."""
    scope = need(ctx.person, "write_papers")
    place, first, last, cited = (int(ctx.args[at]) for at in range(4))
    if max(first, last) > date.max.toordinal():
        raise Mistake("old_button")
    kind = KINDS[place % len(KINDS)]
    unit = standing.branch_of(ctx)[1]
    wanted = Slice(unit, date.fromordinal(first), date.fromordinal(last)) if first and last else Slice(unit)
    found = await freezes.known(ctx.store, ctx.now, ctx.house.campaign_id, freeze_code(cited), scope)
    freeze = found if found and tells_of(found.wanted, wanted) else await newest(ctx, wanted)
    if freeze:
        wanted = replace(wanted, as_of=day_of(ctx, freeze))
    whole = (wanted.first, wanted.last) if wanted.first and wanted.last else review_report.days(ctx, wanted)
    words = review_report.period(*whole)
    row = await papers.add(
        ctx.store, ctx.now, ctx.house.campaign_id, kind, wanted, words, freeze.id if freeze else None, scope
    )
    audit.note(ctx.store, ctx.now, scope.person, "paper_drafted", f"paper:{row}")
    await order(ctx, row)
    rows = [[ctx.button("paper_see", act("paper", row)), ctx.button("menu")]]
    values = {"code": code_of(row), "kind": ctx.words(f"papers.kind_{kind}"), "period": spoken(ctx, wanted)}
    return ctx.say("papers.drafted", rows, **values)


def day_of(ctx: Context, freeze: Freeze) -> date:
    """The day at whose end the figures of a freeze stood."""
    return freeze.wanted.until(freeze.at.astimezone(ctx.now.zone).date())


def freeze_first(ctx: Context, wanted: Slice) -> list[Offer]:
    """[Freeze these figures], for whoever may."""
    may = scope(ctx.person, "freeze") is not None
    return (
        [ctx.button("paper_freeze", slice_words.carry(ctx, "freeze_ask", replace(wanted, as_of=None)))] if may else []
    )


async def order(ctx: Context, row: int) -> None:
    """Ask for the file: it is drawn up beside the batches and comes when it is ready."""
    person = need(ctx.person, "write_papers").person
    await drawings.ask(ctx.store, ctx.now, person, ctx.talk.address.key, ctx.words.language, "review", [row])


ACTIONS = (
    Intention("paper_new", asked, verb="write_papers"),
    Intention("paper_draft", draft, verb="write_papers"),
)
