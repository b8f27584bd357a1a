"""Several examples of a list at once: moved on, given to a colleague or returned, after one look and one yes."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.readers import reviewing
from domain.readers.sentences import at_length
from domain.review import Wanted
from domain.rights import need
from handlers.context import Answer, Context, act
from handlers.exemplars import aside, other_acts, steps
from handlers.exemplars.review import found_by
from handlers.exemplars.review_screen import last_step, marks
from handlers.exemplars.subjects import Subject
from handlers.figures import standing
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from storage.deeds import deeds
from storage.exemplars import exemplars
from texts.catalogue import capital, shortened

MOST = 100
"""At once: whoever says yes has seen what to, and a message tells of all."""
NAMED = 20
"""Numbers that are told one by one."""
SHORTEST = 4
ACTS = ("nurture", "assign", "return")


@dataclass(frozen=True, slots=True)
class _Pick:
    """One of those chosen: the versions in which it was seen."""

    deed: int
    version: int
    one: int


async def pick(ctx: Context) -> Answer:
    """As in "1,3,5" or "tất cả 12" at a list: what is to be done with them."""
    text, page = ctx.args[0], ctx.args[1]
    wanted = Wanted.of(ctx.args[2:], standing.codes(ctx))
    chosen = reviewing.several(text)
    if chosen is None:
        numbers = [one.exemplar.deed for one in await found_by(ctx, wanted, (0, 0, MOST))]
    else:
        places = dict(part.split(":", 1) for part in page.split(",") if ":" in part)
        unknown = [one for one in chosen if str(one) not in places]
        if unknown:
            again = [[ctx.button("back_to_list", act("review_page", 0, *marks(ctx, wanted)))]]
            return ctx.say("bulk.not_here", again, numbers=", ".join(map(str, unknown)))
        numbers = [int(places[str(one)]) for one in chosen]
    picked: list[Json] = [list(one) for one in await _seen(ctx, numbers)]
    if not picked:
        return ctx.say("review.none", [["menu"]], what=ctx.words("review.of_waiting"))
    return await walker.begin(ctx, SHEET, {"_picked": picked}, subject=f"bulk:{'.'.join(map(str, marks(ctx, wanted)))}")


async def _seen(ctx: Context, numbers: list[int]) -> list[tuple[int, int, int]]:
    held = need(ctx.person, "review")
    known = await exemplars.several(ctx.store, ctx.now, numbers, held)
    found = []
    for number in numbers:
        deed = await deeds.get(ctx.store, ctx.now, number, held)
        if deed and number in known:
            found.append((number, deed.version, known[number].version))
    return found


# -- the form ----------------------------------------------------------------------------------------------------------


_WORDS = at_length("words", SHORTEST)


def _read_act(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - the shape of a reader
    if text not in ACTS:
        raise Mistake("choose_one")
    return {"act": text}


def _read_sure(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - the shape of a reader
    if text != "go":
        raise Mistake("choose_one")
    return {"sure": True}


BULK = Form(
    "bulk",
    (
        Question(
            "act", ("act",), _read_act, offers=(("nurture",), ("assign",), ("return",), ("leave",)), counted=False
        ),
        Question("task", ("words",), _WORDS, {"act": "nurture"}, (("leave",),), counted=False, numbered=False),
        Question("who", ("who",), other_acts.read_who, {"act": "assign"}, (("myself", "leave"),), counted=False),
        Question("reason", ("words",), _WORDS, {"act": "return"}, (("leave",),), counted=False, numbered=False),
        Question("sure", ("sure",), _read_sure, counted=False),
    ),
    reviewed=False,
    steps=False,
)


def _picked(answers: Answers) -> list[_Pick]:
    told = answers.get("_picked")
    rows = [one for one in told if isinstance(one, list)] if isinstance(told, list) else []
    return [_Pick(*(int(str(part)) for part in row)) for row in rows]


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    """What will happen, to how many and to which, before it does (CONVERSATIONS §1.12)."""
    picked, answers = _picked(progress.answers), progress.answers
    numbers = _numbers([one.deed for one in picked])
    facts = await other_acts.colleagues(ctx, progress)
    who = (await ctx.reader(int(str(answers["who"])))).person if answers.get("who") else None
    done = str(answers.get("act") or "nurture")
    what = ctx.words(
        f"bulk.will_{done}",
        n=len(picked),
        to=ctx.words.who(who),
        words=shortened(str(answers.get("words") or ""), steps.LONGEST),
    )
    return {**facts, "n": len(picked), "numbers": numbers, "what": what}


def _numbers(deeds: list[int]) -> str:
    more = f" +{len(deeds) - NAMED}" if len(deeds) > NAMED else ""
    return ", ".join(f"G-{one}" for one in deeds[:NAMED]) + more


def _sure(ctx: Context, answers: Answers) -> list[list[tuple[str, str]]]:
    n = len(_picked(answers))
    return [[("go", ctx.button(f"bulk_{answers.get('act')}", n=n).label)], [("leave", ctx.button("leave").label)]]


async def _finish(ctx: Context, progress: Progress) -> Answer:
    """One after another; whatever changed since it was seen is left alone, and named."""
    done: list[int] = []
    passed: list[str] = []
    held = need(ctx.person, "review")
    for pick in _picked(progress.answers):
        deed = await deeds.get(ctx.store, ctx.now, pick.deed, held)
        one = await exemplars.known(ctx.store, ctx.now, pick.deed, held)
        if deed is None or one is None:
            continue
        subject = Subject(deed, one, pick.one, Wanted())
        if subject.is_as_seen and deed.version == pick.version and await _done(ctx, subject, progress.answers):
            done.append(pick.deed)
        else:
            passed.append(await last_step(ctx, pick.deed) or ctx.words("review.changed", number=pick.deed))
    told = progress.subject.removeprefix("bulk:")
    wanted = Wanted.of(told.split(".") if told else (), standing.codes(ctx))
    return _told(ctx, str(progress.answers["act"]), done, passed, wanted)


async def _done(ctx: Context, subject: Subject, answers: Mapping[str, Json]) -> bool:
    act_of, words = str(answers["act"]), str(answers.get("words") or "")
    if act_of == "assign":
        return await other_acts.give(ctx, subject, int(str(answers["who"])))
    if act_of == "return":
        return await aside.hand_back(ctx, subject, words)
    if steps.cannot(subject, "nurtured") or subject.deed.reporter is None:
        return False
    return await steps.nurture(ctx, subject, words, subject.deed.reporter) is not None


def _told(ctx: Context, act_of: str, done: list[int], passed: list[str], wanted: Wanted) -> Reply:
    lines = [ctx.words(f"bulk.done_{act_of}", n=len(done), numbers=_numbers(done))] if done else []
    if passed:
        lines.append(ctx.words("bulk.passed", n=len(passed)))
        lines += [f"- {capital(line)}" for line in passed[:NAMED]]
    again = ctx.button("back_to_list", act("review_page", 0, *marks(ctx, wanted)))
    return ctx.say("bulk.told", [[again], ["menu"]], lines="\n".join(lines))


SHEET = Sheet(BULK, _finish, verb="review", gaps=_gaps, offers={"sure": _sure}, spares=True)
ACTIONS = (Intention("exemplars_pick", pick, verb="review"),)
