"""A member goes to another unit: the role here ends, a request waits there, and the person is told."""

from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.readers.answers import yes_no
from domain.unit_names import short_name
from handlers.context import Answer, Context, button, offers
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from handlers.people import asking, members, places
from storage import audit
from storage.people import members as kept
from storage.people import requests
from storage.post import conversations
from texts.catalogue import capital


def _read_sure(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - a reader has one shape
    sure = {"move_now": True, "stay": False}.get(text)
    sure = yes_no(text) if sure is None else sure
    if sure is None:
        raise Mistake("choose_one")
    return {"sure": sure}


MOVE = Form(
    "move",
    (
        places.unit_question(),
        Question("sure", ("sure",), _read_sure, offers=(("move_now",), ("stay",)), counted=False),
    ),
    reviewed=False,
    steps=False,
)


async def move(ctx: Context) -> Answer:
    """Where to."""
    member, _ = await members.mine(ctx)
    return await walker.begin(ctx, SHEET, subject=f"grant:{member.grant}")


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    ctx.args = (progress.subject.removeprefix("grant:"),)
    member, _ = await members.mine(ctx)
    who = ctx.words.naming(member.name, member.title)["you"]
    here, there = short_name(member.unit_name), places.unit_of(progress.answers)
    return {**await places.near(ctx, progress), "who": who, "unit": here, "where": there}


async def _finish(ctx: Context, progress: Progress) -> Answer:
    ctx.args = (progress.subject.removeprefix("grant:"),)
    member, giver = await members.mine(ctx)
    answers = progress.answers
    unit = int(str(answers["unit"]))
    who = ctx.words.naming(member.name, member.title)["you"]
    if not answers["sure"] or unit == member.unit:
        return ctx.say("members.stays", [["members", "menu"]], who=who, unit=short_name(member.unit_name))
    if not await kept.end(ctx.store, ctx.now, giver, member):
        raise Mistake("no_right_give")
    audit.note(ctx.store, ctx.now, giver.id, "member_moved", f"person:{member.person}", {"unit": unit})
    person = await conversations.person_on(ctx.store, member.person, ctx.now.today)
    if person is None:
        raise Mistake("member_not_yours")
    await requests.withdraw(ctx.store, ctx.now, person.id)
    is_staff = answers.get("unit_kind") in asking.OFFICES or member.role == "staff"
    await asking.put(ctx, person, unit, "staff" if is_staff else "teacher", "")
    reader = await ctx.reader(person.id)
    words = ctx.words_for(reader)
    here, there = short_name(member.unit_name), places.unit_of(answers)
    text = words("members.was_moved", By=capital(words.who(giver)), unit=here, where=there)
    ctx.tell(reader, Reply(text, offers(words, [[button(words, "menu")]])), "notice", f"grant:{member.grant}:moved")
    return ctx.say("members.moved", [["members", "menu"]], Who=capital(who), unit=here, where=there)


SHEET = Sheet(MOVE, _finish, verb="admit", gaps=_gaps, offers={"unit": places.offered})
ACTIONS = (Intention("member_move", move, verb="admit"),)
