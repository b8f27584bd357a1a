"""Whoever is praised is asked once, after the school confirmed: is it true, and may they be named (C10)."""

from collections.abc import Mapping

from domain.deeds import Deed
from domain.forms import Answers, Form, Progress, Question
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.people import Person
from domain.readers.sentences import at_length
from domain.rights import Scope
from domain.vietnamese import fold
from handlers.context import Answer, Context, act, button, offers
from handlers.deeds import deed_words
from handlers.deeds.deed_sending import heads_of
from handlers.exemplars import story_words, taking_down
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from storage import audit
from storage.deeds import deed_changes, deeds, praised
from texts.catalogue import capital, shortened

STAFF = frozenset({"teacher", "manager", "employee"})


async def ask_them(ctx: Context, deed: Deed) -> None:
    """Staff named in the report who are members of the same unit, when one member alone has that name."""
    told = deed.answers.get("who")
    if not isinstance(told, Mapping) or told.get("role") not in STAFF:
        return
    named = told.get("people")
    known = [one for one in await praised.members(ctx.store, deed.unit, ctx.now.today) if one[0] != deed.reporter]
    for one in named if isinstance(named, list) else []:
        same = [member for member in known if isinstance(one, dict) and is_same(one, member)]
        if len(same) == 1 and await praised.ask(ctx.store, ctx.now, deed.id, same[0][0]):
            await _tell(ctx, deed, same[0][0])


def is_same(named: Mapping[str, Json], member: tuple[int, str, str]) -> bool:
    """The same name, with or without its marks, and no other form of address."""
    how = str(named.get("honorific") or "")
    return fold(str(named.get("name") or "")) == fold(member[1]) and (not how or not member[2] or how == member[2])


def is_named(person: Person, answers: Answers) -> bool:
    """Whether a report names this person among those who did it, as somebody who tells their own deed does."""
    who = answers.get("who")
    named = who.get("people") if isinstance(who, Mapping) else []
    people = [one for one in named if isinstance(one, dict)] if isinstance(named, list) else []
    return any(is_same(one, (person.id, person.name, person.title)) for one in people)


async def _tell(ctx: Context, deed: Deed, person: int) -> None:
    reader = await ctx.reader(person)
    reporter = await ctx.reader(deed.reporter) if deed.reporter else None
    words = ctx.words_for(reader)
    text = words(
        "praised.ask",
        number=deed.id,
        By=capital(words.who(reporter.person if reporter else None)),
        what=shortened(str(deed.answers.get("what") or ""), deed_words.MOST["said"]),
    )
    rows = [
        [button(words, "praised_agreed", act("praised_agreed", deed.id))],
        [button(words, "praised_unnamed", act("praised_unnamed", deed.id))],
        [button(words, "praised_mend", act("praised_mend", deed.id))],
    ]
    ctx.tell(reader, Reply(text, offers(words, rows)), "notice", f"deed:{deed.id}:praised:{person}")


# -- the answer --------------------------------------------------------------------------------------------------------


async def _found(ctx: Context, number: int) -> tuple[Deed, int]:
    """The report, for somebody who was asked about it; nothing is told to anybody else."""
    person = ctx.person
    if person is None or await praised.was_asked(ctx.store, number, person.id) is None:
        raise Mistake("deed_not_yours")
    units = tuple(grant.unit for grant in person.grants)
    deed = await deeds.get(ctx.store, ctx.now, number, Scope("see_own", units, below=False, person=person.id))
    if deed is None:
        raise Mistake("deed_not_yours")
    return deed, person.id


async def agreed(ctx: Context) -> Answer:
    """It is true, and they may be named."""
    return await _answered(ctx, "agreed")


async def unnamed(ctx: Context) -> Answer:
    """It is true, and they are not to be named."""
    return await _answered(ctx, "unnamed")


async def _answered(ctx: Context, said: str, words: str | None = None, number: int = 0) -> Answer:
    deed, person = await _found(ctx, number or int(ctx.args[0]))
    if deed.state == "withdrawn":
        return ctx.say("praised.withdrawn", [["menu"]], number=deed.id)
    await praised.answer(ctx.store, ctx.now, deed.id, person, said, words)
    was_named, naming = story_words.is_named(deed.answers), await _naming(ctx, deed)
    after: Deed | None = deed
    if naming != deed.answers.get("naming"):
        after = await deed_changes.amend(ctx.store, ctx.now, deed, {**deed.answers, "naming": naming}, person)
    if after is None:
        raise Mistake("deed_moved_on", number=deed.id)
    audit.note(ctx.store, ctx.now, person, f"praised_{said}", f"deed:{deed.id}", {"words": words} if words else {})
    await _tell_heads(ctx, after, said, words or "")
    hidden = await taking_down.hide(ctx, deed.id) if said == "unnamed" and was_named else ""
    done = ctx.words(f"praised.done_{said}", number=deed.id)
    return Reply(taking_down.after(done, hidden), offers(ctx.words, [["menu"]]))


async def _naming(ctx: Context, deed: Deed) -> Json:
    """What holds for the whole report: one who will not be named decides it, all who agree agree."""
    said = await praised.answers(ctx.store, deed.id)
    if "unnamed" in said:
        return "unnamed"
    who = deed.answers.get("who")
    named = who.get("people") if isinstance(who, Mapping) else []
    everybody = len(named) if isinstance(named, list) else 0
    return "agreed" if said.count("agreed") >= max(1, everybody) else deed.answers.get("naming")


async def _tell_heads(ctx: Context, deed: Deed, said: str, told: str) -> None:
    for head in await heads_of(ctx, deed.unit):
        words, person = ctx.words_for(head), head.person.id if head.person else 0
        text = words(
            f"praised.told_{said}",
            number=deed.id,
            By=capital(words.who(ctx.person)),
            words=shortened(told, deed_words.MOST["said"]),
        )
        rows = [[button(words, "see_whole", act("see", deed.id))], [button(words, "menu")]]
        key = f"deed:{deed.id}:praised:{ctx.person.id if ctx.person else 0}:{ctx.now.campaign.timestamp():.0f}:{person}"
        ctx.tell(head, Reply(text, offers(words, rows)), "notice", key)


# -- what has to be put right ------------------------------------------------------------------------------------------


MEND = Form(
    "mend",
    (Question("words", ("words",), at_length("words"), offers=(("leave",),), counted=False, numbered=False),),
    reviewed=False,
    steps=False,
)


async def ask_words(ctx: Context) -> Answer:
    """What should be put right, in their own words."""
    deed, _ = await _found(ctx, int(ctx.args[0]))
    return await walker.begin(ctx, SHEET, subject=f"deed:{deed.id}")


async def _finish(ctx: Context, progress: Progress) -> Answer:
    number = int(progress.subject.removeprefix("deed:"))
    return await _answered(ctx, "mend", str(progress.answers["words"]), number)


SHEET = Sheet(MEND, _finish, verb="see_own", spares=True)
ACTIONS = (
    Intention("praised_agreed", agreed, verb="see_own"),
    Intention("praised_unnamed", unnamed, verb="see_own"),
    Intention("praised_mend", ask_words, verb="see_own"),
)
