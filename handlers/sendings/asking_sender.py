"""A question about an announcement goes to whoever sent it, and the answer comes back, in their own words (E1)."""

from domain.forms import Form, Progress, Question
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.readers.sentences import on_one_line
from domain.rights import need
from domain.unit_names import short_name
from handlers.context import Answer, Context, act, button, offers
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from handlers.sendings.announcement_words import number
from storage import audit
from storage.people import people
from storage.sendings import announcements, recipients
from storage.sendings.announcements import Announcement
from storage.units import units
from texts.catalogue import capital

MOST = 300
"""Letters: whoever reads it reads all of it."""
_READ = on_one_line("said", MOST, short="announcement_short")


def _one_question(name: str) -> Form:
    question = Question("said", ("said",), _READ, offers=(("leave",),), counted=False, numbered=False)
    return Form(name, (question,), reviewed=False, steps=False)


async def ask(ctx: Context) -> Answer:
    """[Ask the sender]: by those who got it."""
    one = await _mine(ctx, int(ctx.args[0]))
    return await walker.begin(ctx, ASK_SHEET, subject=one.subject)


async def _mine(ctx: Context, row: int) -> Announcement:
    person = need(ctx.person, "see_own").person
    one = await announcements.known(ctx.store, ctx.now, row)
    if one is None or await recipients.own(ctx.store, one.subject, person) is None:
        raise Mistake("announcement_not_yours")
    return one


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:  # noqa: ARG001 - the shape of Gaps
    return {"name": number(int(progress.subject.split(":")[1]))}


async def _asked(ctx: Context, progress: Progress) -> Answer:
    """Everybody who speaks for that unit hears it, and one of them answers."""
    one = await _mine(ctx, int(progress.subject.split(":")[1]))
    person = need(ctx.person, "see_own").person
    got = await recipients.own(ctx.store, one.subject, person)
    unit = await units.by_id(ctx.store, got[0], ctx.now.today) if got else None
    said = str(progress.answers["said"])
    for who, _ in await people.holders(ctx.store, one.unit, ["office", "relay"], ctx.now.today):
        reader = await ctx.reader(who)
        words = ctx.words_for(reader)
        told = {
            "name": number(one.id),
            "by": words.who(ctx.person),
            "unit": short_name(unit.name) if unit else "",
            "said": said,
        }
        rows = [[button(words, "answer_asker", act("answer_asker", one.id, person))]]
        at = int(ctx.now.campaign.timestamp())
        reply = Reply(words("asked_sender.asked", **told), offers(words, rows))
        ctx.tell(reader, reply, "notice", f"{one.subject}:asked:{person}:{at}:{who}")
    audit.note(ctx.store, ctx.now, person, "sender_asked", one.subject)
    return ctx.say("asked_sender.done", [["menu"]], name=number(one.id), sender=short_name(one.sender))


async def answer(ctx: Context) -> Answer:
    """[Answer], by whoever speaks for the unit that sent it."""
    one, person = await _asker(ctx, int(ctx.args[0]), int(ctx.args[1]))
    return await walker.begin(ctx, ANSWER_SHEET, subject=f"{one.subject}:{person}")


async def _asker(ctx: Context, row: int, person: int) -> tuple[Announcement, int]:
    """The announcement, if it is theirs to speak for, and somebody who got it."""
    one = await announcements.get(ctx.store, ctx.now, row, need(ctx.person, "announce"))
    if one is None or await recipients.own(ctx.store, one.subject, person) is None:
        raise Mistake("dispatch_not_yours")
    return one, person


async def _answered(ctx: Context, progress: Progress) -> Answer:
    _, row, who = progress.subject.split(":")
    one, person = await _asker(ctx, int(row), int(who))
    reader = await ctx.reader(person)
    words = ctx.words_for(reader)
    said = str(progress.answers["said"])
    text = words("asked_sender.answered", name=number(one.id), sender=short_name(one.sender), said=said)
    rows = [
        [button(words, "read_again", act("announced", one.id))],
        [button(words, "ask_office", act("ask_sender", one.id))],
    ]
    at = int(ctx.now.campaign.timestamp())
    ctx.tell(reader, Reply(text, offers(words, rows)), "notice", f"{one.subject}:answered:{person}:{at}")
    audit.note(ctx.store, ctx.now, need(ctx.person, "announce").person, "asker_answered", one.subject)
    who_asked = capital(ctx.words.who(reader.person))
    return ctx.say("asked_sender.sent", [["menu"]], Who=who_asked, name=number(one.id))


ASK_SHEET = Sheet(_one_question("ask_sender"), _asked, verb="see_own", gaps=_gaps, spares=True)
ANSWER_SHEET = Sheet(_one_question("answer_asker"), _answered, verb="announce", gaps=_gaps, spares=True)
SHEETS = (ASK_SHEET, ANSWER_SHEET)
ACTIONS = (
    Intention("ask_sender", ask, verb="see_own"),
    Intention("answer_asker", answer, verb="announce"),
)
