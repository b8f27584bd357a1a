"""Two reports side by side, the photos that are alike, and the Office's word: two deeds, or one (F7)."""

from collections.abc import Mapping

from domain.deeds import Deed
from domain.likeness import same_person
from domain.messages import Attachment, Reply
from domain.mistakes import Mistake
from domain.rights import need
from domain.unit_names import short_name
from handlers.context import Answer, Context, Offer, act
from handlers.deeds import deed_words, minors
from handlers.exemplars import marks
from handlers.forms.evidence import as_it_came
from handlers.intentions import Intention
from storage import audit
from storage.deeds import deeds, evidence
from storage.exemplars import likeness
from storage.exemplars.likeness import Alike, Word
from storage.units import units
from texts.catalogue import shortened

WIDE = {"what": 140, "who": 60, "when": 60, "result": 70, "evidence": 60, "unit": 48}
TIGHT = {"what": 66, "who": 32, "when": 34, "result": 24, "evidence": 16, "unit": 30}
"""Letters of each line: as many as are read with ease, and so few that both reports fit on one screen in any case."""
MOST = 900
"""Letters of a screen (CONVERSATIONS §1.5)."""


async def _both(ctx: Context) -> tuple[Deed, Deed]:
    """The two reports of a button, if whoever pressed it reviews both."""
    scope, numbers = need(ctx.person, "review"), (int(ctx.args[0]), int(ctx.args[1]))
    one, other = [await deeds.get(ctx.store, ctx.now, number, scope) for number in numbers]
    if one is None or other is None or one.id == other.id:
        raise Mistake("deed_not_yours")
    return one, other


async def compare(ctx: Context) -> Answer:
    """Both in words, under the two photos that are most alike."""
    one, other = await _both(ctx)
    for deed in (one, other):
        minors.seen(ctx, deed)
    scope = need(ctx.person, "review")
    found = await likeness.alike(ctx.store, ctx.now, one.id, scope)
    alike = next((each for each in found if each.deed == other.id), None)
    said = await likeness.said(ctx.store, ctx.now, (one.id, other.id), scope)
    rows: list[list[Offer]] = [
        [ctx.button("two_deeds", act("two_deeds", one.id, other.id))],
        [ctx.button("one_deed", act("one_deed", one.id, other.id))],
        _on(ctx, one),
    ]
    beside = _same_doer(ctx, one, other) + await _which_photos(ctx, one, other, alike)
    for most in (WIDE, TIGHT):
        screen = ctx.say(
            "likeness.compared",
            rows,
            number=one.id,
            other=other.id,
            what=marks.what(ctx, alike) if alike else ctx.words("likeness.nothing"),
            first=await _told(ctx, one, most),
            second=await _told(ctx, other, most),
            photos=beside,
            question=ctx.words(f"likeness.said_{said.word}" if said else "likeness.ask"),
        )
        if len(screen.text) <= MOST:
            break
    return [*_photos(ctx, (one, other), alike), screen]


def _on(ctx: Context, deed: Deed, name: str = "back_to_report") -> list[Offer]:
    """To the report: where it is decided on once the school has confirmed it, before that to read it."""
    verb = "review_see" if deed.state == "confirmed" else "found"
    return [ctx.button(name, act(verb, deed.id), number=deed.id)]


async def _told(ctx: Context, deed: Deed, most: Mapping[str, int]) -> str:
    """One report: where from, what, who, when, figures, evidence, who told it."""
    words, shown = ctx.words, await as_it_came(ctx.store, deed.id, deed.answers)
    sent = deed.sent_at.astimezone(ctx.now.zone).date()
    unit = await units.by_id(ctx.store, deed.unit, sent)
    head = words("likeness.head", number=deed.id, unit=shortened(short_name(unit.name) if unit else "", most["unit"]))
    lines = [
        words(f"form.deed.{name}.line", shown=shortened(told, most[name]))
        for name in deed_words.CHECKED
        if (told := deed_words.lined(words, name, shown))
    ]
    reporter = await ctx.reader(deed.reporter) if deed.reporter else None
    by = words.who(reporter.person if reporter else None)
    lines.append(words("likeness.sent", by=by, day=words.day(sent)))
    return "\n".join([head, *(f"- {line}" for line in lines)])


def _same_doer(ctx: Context, one: Deed, other: Deed) -> str:
    """Whether somebody is named in both, for sure or perhaps; "" where nobody is."""
    pairs = [(a, b) for a in _named(one) for b in _named(other)]
    found = {same_person(a, one.unit, b, other.unit) for a, b in pairs}
    return ctx.words("likeness.same_doer" if True in found else "likeness.maybe_doer") if found - {False} else ""


def _named(deed: Deed) -> list[str]:
    who = deed.answers.get("who")
    people = who.get("people") if isinstance(who, dict) else []
    return [str(one.get("name") or "") for one in people if isinstance(one, dict)] if isinstance(people, list) else []


async def _which_photos(ctx: Context, one: Deed, other: Deed, alike: Alike | None) -> str:
    """Which of the photos that are sent with it, by their places among the evidence."""
    if alike is None or not alike.photos:
        return ""
    scope = need(ctx.person, "review")
    ours, theirs = [
        [each.key for each in await evidence.of(ctx.store, ctx.now, deed.id, scope)] for deed in (one, other)
    ]
    pairs = [
        ctx.words(
            "likeness.pair", place=ours.index(a) + 1, number=one.id, other_place=theirs.index(b) + 1, other=other.id
        )
        for a, b in alike.photos[:1]
        if a in ours and b in theirs
    ]
    return ctx.words("likeness.which", pairs=ctx.words.listed(pairs)) if pairs else ""


def _photos(ctx: Context, pair: tuple[Deed, Deed], alike: Alike | None) -> list[Reply]:
    """One photo of each; nothing where none is alike."""
    if alike is None or not alike.photos:
        return []
    return [
        Reply(
            ctx.words("likeness.photo", first=pair[0].id, second=pair[1].id, number=deed.id),
            picture=Attachment(key, f"G-{deed.id}", evidence.CLEANED),
            language=ctx.words.language,
        )
        for deed, key in zip(pair, alike.photos[0], strict=True)
    ]


# -- the Office's word -------------------------------------------------------------------------------------------------


async def two_deeds(ctx: Context) -> Answer:
    """They differ: the mark goes from both."""
    return await _say(ctx, "apart")


async def one_deed(ctx: Context) -> Answer:
    """They tell the same: both stay, each with the number of the other; which of them goes on is for people."""
    return await _say(ctx, "same")


async def _say(ctx: Context, word: Word) -> Answer:
    one, other = await _both(ctx)
    scope, pair = need(ctx.person, "review"), (one.id, other.id)
    before = await likeness.said(ctx.store, ctx.now, pair, scope)
    if before is None or before.word != word:
        await likeness.say(ctx.store, ctx.now, pair, word, scope)
        values = {"other": max(pair), "before": before.word if before else ""}
        audit.note(ctx.store, ctx.now, scope.person, f"deeds_{word}", f"deed:{min(pair)}", values)
    later = max(one, other, key=lambda deed: deed.id)
    ways = [_on(ctx, one), _on(ctx, later, "see_other_report") if word == "same" and later != one else []]
    return ctx.say(
        f"likeness.done_{word}",
        [*ways, [ctx.button("compare_again", act("compare", *pair)), ctx.button("menu")]],
        number=min(pair),
        other=max(pair),
        later=later.id,
        **deed_words.at(ctx),
    )


ACTIONS = (
    Intention("compare", compare, verb="review"),
    Intention("two_deeds", two_deeds, verb="review", again=compare),
    Intention("one_deed", one_deed, verb="review", again=compare),
)
