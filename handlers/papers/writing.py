"""What only a person can say in a report: one section after another, in their own words (never invented)."""

from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Json
from domain.mistakes import Mistake
from domain.papers.kept import LONGEST, KeptPaper, code_of
from domain.papers.reviews import OPEN_SECTIONS, OpenSection
from domain.rights import need
from handlers.context import Answer, Context, Offer, act
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from handlers.papers.papers import draft_of, known
from storage import audit
from storage.papers import papers
from texts.catalogue import shortened

SHOWN = 200


def _text(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - the shape of a reader
    if text == "empty_section":
        return {"text": ""}
    said = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    if not said:
        raise Mistake("paper_section_short")
    if len(said) > LONGEST:
        raise Mistake("paper_section_long", most=LONGEST)
    return {"text": said}


WRITE = Form(
    "paper_write",
    (Question("text", ("text",), _text, offers=(("empty_section",),), counted=False),),
    reviewed=False,
)


async def sections(ctx: Context) -> Answer:
    """Which sections there are, and which of them somebody has written."""
    one = await known(ctx, int(ctx.args[0]))
    if one.state != "draft":
        raise Mistake("paper_changed", code=one.code)
    rows: list[list[Offer]] = [
        [ctx.button(f"part_{name}", act("paper_part", one.id, one.version, place))]
        for place, name in enumerate(OPEN_SECTIONS)
    ]
    done = [ctx.words(f"choice.part_{name}") for name, _ in one.written]
    key = "papers.sections" if done else "papers.sections_none"
    return ctx.say(key, [*rows, [ctx.button("paper_see", act("paper", one.id))]], code=one.code, done=", ".join(done))


async def part(ctx: Context) -> Answer:
    """One section: its words so far, and the question for others."""
    one = await draft_of(ctx, int(ctx.args[0]), int(ctx.args[1]))
    name = _name(int(ctx.args[2]))
    known_so_far = {"_section": name, "_now": one.sections.get(name, "")}
    return await walker.begin(ctx, WRITING, known_so_far, subject=f"paper:{one.id}:{one.version}")


def _name(place: int) -> OpenSection:
    if not 0 <= place < len(OPEN_SECTIONS):
        raise Mistake("old_button")
    return OPEN_SECTIONS[place]


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    name = str(progress.answers.get("_section") or "")
    now = shortened(str(progress.answers.get("_now") or ""), SHOWN)
    said = ctx.words("papers.written_so_far", now=now) if now else ""
    return {"section": ctx.words(f"choice.part_{name}"), "so_far": said, "code": _code(progress)}


def _code(progress: Progress) -> str:
    return code_of(int(progress.subject.split(":")[1]))


async def _finish(ctx: Context, progress: Progress) -> Answer:
    scope, (row, version) = need(ctx.person, "write_papers"), map(int, progress.subject.split(":")[1:])
    before = await draft_of(ctx, row, version)
    name, text = str(progress.answers["_section"]), str(progress.answers.get("text") or "")
    told = {**before.sections, name: text}
    after = await papers.write(ctx.store, ctx.now, ctx.house.campaign_id, before, told, scope)
    if after is None:
        raise Mistake("paper_changed", code=before.code)
    audit.note(ctx.store, ctx.now, scope.person, "paper_written", f"paper:{row}", {name: text})
    return _written(ctx, after, name, text)


def _written(ctx: Context, after: KeptPaper, name: str, text: str) -> Answer:
    rows: list[list[Offer]] = [
        [ctx.button("paper_write_more", act("paper_write", after.id))],
        [ctx.button("paper_file", act("paper_file", after.id)), ctx.button("paper_see", act("paper", after.id))],
    ]
    key = "papers.section_written" if text else "papers.section_emptied"
    return ctx.say(key, rows, section=ctx.words(f"choice.part_{name}"), code=after.code)


WRITING = Sheet(WRITE, _finish, verb="write_papers", gaps=_gaps, spares=True)
ACTIONS = (
    Intention("paper_write", sections, verb="write_papers", reading=True),
    Intention("paper_part", part, verb="write_papers"),
)
