"""The golden book (sổ vàng): confirmed deeds and thanks of the person who asks, drafted as an achievement report."""

from collections.abc import Sequence

from domain.drawn import DOCX
from domain.mistakes import Mistake
from domain.papers.achievements import Achievement, AchievementReport, Honour
from domain.papers.papers import Nominee
from domain.people import Grant
from domain.rights import need
from handlers.context import Answer, Context
from handlers.deeds import deed_words, praised
from handlers.forms.evidence import as_it_came
from handlers.intentions import Intention
from handlers.papers import heads
from handlers.wanted import Wanted
from storage import audit, drawings
from storage.papers import achievements
from storage.papers.achievements import Page
from texts.catalogue import Words, capital
from texts.official import LANGUAGE, dated, wording


async def ask(ctx: Context) -> Answer:
    """[Sổ vàng của tôi]: nothing is asked; it is drawn up beside the batches, from what is confirmed at that moment."""
    person = need(ctx.person, "see_own").person
    if not await achievements.of(ctx.store, person):
        return ctx.say("golden.none", [["report"], ["mine"]])
    chat, language = ctx.talk.address.key, ctx.words.language
    await drawings.ask(ctx.store, ctx.now, person, chat, language, "golden", [])
    audit.note(ctx.store, ctx.now, person, "golden_book_drafted", f"person:{person}")
    return ctx.say("golden.coming", [["menu"]])


async def draft(ctx: Context, marks: list[int]) -> Wanted:  # noqa: ARG001 - the shape of a maker
    """The .docx and what is said with it: what it holds, and what is left for its owner to write in."""
    person = ctx.person
    if person is None or person.home is None:
        raise Mistake("no_right_see_own")
    need(person, "see_own")
    pages = await achievements.of(ctx.store, person.id)
    if not pages:
        return Wanted(None, ctx.say("golden.none", [["report"], ["mine"]]), "", DOCX)
    own = [page for page in pages if page.is_praised or (page.is_told and praised.is_named(person, page.answers))]
    told = [page for page in pages if page not in own]
    official = ctx.house.catalogue.words(LANGUAGE)
    listed = [await _achieved(ctx, official, page) for page in own]
    nominee = Nominee("individual", person.name, _place(official, person.home))
    thing = AchievementReport(
        await heads.of_unit(ctx, person.home.unit),
        heads.issue(ctx),
        nominee,
        form="",
        movement="",
        achievements=(*listed, *_introduced(official, told)),
        honours=await _honours(ctx, person.id),
        role=_role(official, person.home, own),
    )
    thanks = sum(len(page.thanked) for page in pages)
    counts = {"own": len(own), "told": len(told), "thanks": thanks}
    parts = [ctx.words(f"golden.{name}", n=n) for name, n in counts.items() if n]
    reply = ctx.say("golden.ready", [["mine"], ["menu"]], parts=", ".join(parts))
    return Wanted(thing, reply, ctx.words("golden.file"), DOCX, ctx.say("golden.not_made", [["mine"]]))


async def _achieved(ctx: Context, words: Words, page: Page) -> Achievement:
    shown = await as_it_came(ctx.store, page.deed, dict(page.answers))
    return Achievement(
        capital(deed_words.when(words, shown)),
        str(shown.get("what") or ""),
        str(shown.get("result") or ""),
        "; ".join([*([seen] if (seen := deed_words.files(words, shown)) else []), *_borne_out(ctx, words, page)]),
    )


def _borne_out(ctx: Context, words: Words, page: Page) -> list[str]:
    """Who can confirm it, when the school did, when the Office thanked and published."""
    by = str(page.answers.get("confirmed_by") or "")
    parts = [by] if by else []
    if page.confirmed_at:
        day = words.day(page.confirmed_at.astimezone(ctx.now.zone).date())
        parts.append(wording("golden.confirmed", number=page.deed, day=day))
    parts += [wording(f"golden.thanked_{who}", day=words.day(day)) for who, day in page.thanked]
    return parts + ([wording("golden.published", day=words.day(page.published_on))] if page.published_on else [])


def _introduced(words: Words, told: Sequence[Page]) -> list[Achievement]:
    """Colleagues' deeds that the person noticed and told, a line for each year."""
    years: dict[int, list[Page]] = {}
    for page in told:
        years.setdefault((page.first or page.sent_on).year, []).append(page)
    return [
        Achievement(
            wording("golden.in_year", year=year),
            wording("golden.introduced", n=len(pages)),
            evidence="; ".join(_told(words, page) for page in pages),
        )
        for year, pages in sorted(years.items())
    ]


def _told(words: Words, page: Page) -> str:
    thanks = [wording(f"golden.thanked_{who}", day=words.day(day)) for who, day in page.thanked]
    number = wording("golden.report", number=page.deed)
    return wording("golden.with", report=number, more=", ".join(thanks)) if thanks else number


async def _honours(ctx: Context, person: int) -> tuple[Honour, ...]:
    """What was decided in the campaigns kept here; what came before them is for a person to add."""
    return tuple(
        Honour(
            str(one.day.year),
            ctx.campaign.form_name(one.form),
            wording("golden.decision", number=one.number, day=dated(one.day), by=one.decided_by),
        )
        for one in await achievements.awards(ctx.store, person)
    )


# -- who and where -----------------------------------------------------------------------------------------------------


def _place(words: Words, grant: Grant) -> str:
    return f"{capital(words.role(grant.role, grant.unit_kind))}, {grant.unit_name}"


def _role(words: Words, grant: Grant, own: Sequence[Page]) -> str:
    """With the group that the newest report names: "giáo viên, tổ Toán"; "" where none does, for a person to write."""
    groups = [
        str(who["group"]) for page in own if isinstance(who := page.answers.get("who"), dict) and who.get("group")
    ]
    return f"{words.role(grant.role, grant.unit_kind)}, {groups[-1]}" if groups else ""


ACTIONS = (Intention("golden", ask, verb="see_own"),)
