"""No code: find one's unit and ask to be let in; notice and consent come first (CONVERSATIONS A5)."""

from datetime import timedelta

from domain.forms import Form, Progress
from domain.messages import Json
from domain.mistakes import Mistake
from domain.people import TITLES, Person, Role
from domain.unit_names import short_name
from handlers import menu
from handlers.context import Answer, Context, act
from handlers.deeds.deed_words import at
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from handlers.people import benches, places, start
from handlers.people.benches import FIRST_ABOVE, Bench
from handlers.people.consenting import CONSENT, IF_AGREED, NAME, TITLE, notice
from storage import audit
from storage.people import people, requests
from storage.people.requests import Request
from storage.post import conversations
from storage.units import units

MOST_A_DAY = 3
"""Requests of one person within 24 hours: heads are not to be pestered."""
OFFICES = frozenset({"sgddt", "pgd", "vhxh", "khac"})
"""Kinds of unit in which nobody is a teacher."""

ASK = Form("ask", (CONSENT, places.unit_question(IF_AGREED), NAME, TITLE), reviewed=False, steps=False)


async def find(ctx: Context) -> Answer:
    """From the beginning; whoever agreed to this very notice before is not asked again."""
    if ctx.person and ctx.person.grants:
        return await menu.show(ctx)
    return await walker.begin(ctx, SHEET, await _agreed(ctx))


async def again(ctx: Context) -> Answer:
    """Once more to the same unit, with words that say more."""
    last = await requests.last_of(ctx.store, ctx.person.id) if ctx.person else None
    if ctx.person is None or last is None or last.state == "waiting" or ctx.person.grants:
        return await menu.show(ctx)
    unit = await units.by_id(ctx.store, last.unit, ctx.now.today)
    known: dict[str, Json] = {"unit": unit.id, "unit_name": unit.name, "unit_kind": unit.kind} if unit else {}
    return await walker.begin(ctx, SHEET, {**await _agreed(ctx), **known})


async def _agreed(ctx: Context) -> dict[str, Json]:
    given = await people.consented(ctx.store, ctx.person.id) if ctx.person else None
    version = ctx.campaign.notice_version
    return {"agreed": True, "notice": version} if given and given[0] == version else {}


async def withdraw(ctx: Context) -> Answer:
    """Take one's request back."""
    if ctx.person is None or not await requests.withdraw(ctx.store, ctx.now, ctx.person.id):
        return await menu.old_button(ctx)
    audit.note(ctx.store, ctx.now, ctx.person.id, "request_withdrawn", f"person:{ctx.person.id}")
    return ctx.say("asking.withdrawn", menu.way_on(ctx))


async def notice_again(ctx: Context) -> Answer:
    """The notice once more after a refusal, on the way that was refused."""
    if ctx.talk.page.get("what") == "refused" and ctx.talk.page.get("subject") == ASK.name and ctx.person is None:
        ctx.talk.page = {}
        return await walker.begin(ctx, SHEET)
    return await start.notice_again(ctx)


# -- the form ----------------------------------------------------------------------------------------------------------


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    return {
        **notice(ctx, progress.answers),
        **await places.near(ctx, progress),
        "unit": places.unit_of(progress.answers),
    }


async def _finish(ctx: Context, progress: Progress) -> Answer:
    answers = progress.answers
    if not answers["agreed"]:
        ctx.talk.page = {"what": "refused", "subject": ASK.name}
        return ctx.say("start.refused", [[ctx.button("read_again", "r.notice")]])
    person = await _person(ctx, answers)
    if await requests.asked_since(ctx.store, person.id, ctx.now.campaign - timedelta(days=1)) >= MOST_A_DAY:
        ctx.talk.drop(ASK.name)
        raise Mistake("asked_often")
    await requests.withdraw(ctx.store, ctx.now, person.id)
    role: Role = "staff" if answers.get("unit_kind") in OFFICES else "teacher"
    unit, team = int(str(answers["unit"])), str(answers.get("group") or "")
    seat = await put(ctx, person, unit, role, team)
    when = at(ctx)
    rows = [[ctx.button("withdraw_request", act("ask_withdraw"))]]
    name = places.unit_of(answers)
    if seat is None:
        return ctx.say("asking.sent_to_nobody", rows, unit=name, **when)
    key = "asking.sent_above" if seat.rung >= FIRST_ABOVE else "asking.sent"
    return ctx.say(key, rows, unit=name, above=short_name(seat.unit_name), **when)


async def _person(ctx: Context, answers: dict[str, Json]) -> Person:
    """Whoever asks, known from now on: consent has been given."""
    name, title = str(answers["name"]), next(one for one in TITLES if one == answers["title"])
    who = ctx.person.id if ctx.person else await people.add(ctx.store, ctx.now, name, title)
    if ctx.person:
        await people.rename(ctx.store, who, name, title)
    given = await people.consented(ctx.store, who)
    if given is None or given[0] != answers["notice"]:
        version, channel = int(str(answers["notice"])), ctx.talk.address.channel
        await people.consent(ctx.store, ctx.now, who, version, ctx.words.language, channel)
    person = await conversations.person_on(ctx.store, who, ctx.now.today)
    if person is None:
        raise Mistake("stranger")
    ctx.use(person)
    return person


async def put(ctx: Context, person: Person, unit: int, role: Role, team: str) -> Bench | None:
    """Keep a request and bring it to whoever decides on it; None when there is nobody yet."""
    today = ctx.now.today
    seat = await benches.bench(ctx.store, unit, 0, today)
    rung = seat.rung if seat else FIRST_ABOVE
    due = benches.due(ctx.house.calendar, today)
    channel = ctx.talk.address.channel
    row = await requests.add(ctx.store, ctx.now, person.id, unit, role, team, channel, rung, due)
    audit.note(ctx.store, ctx.now, ctx.person.id if ctx.person else None, "asked_to_join", f"request:{row}")
    request = Request(row, person.id, unit, role, team, channel, "waiting", rung, ctx.now.campaign, None, None)
    if seat:
        await _tell(ctx, request, person, seat)
    return seat


async def _tell(ctx: Context, request: Request, person: Person, seat: Bench) -> None:
    unit = await units.by_id(ctx.store, request.unit, ctx.now.today)
    for one in seat.people:
        reader = await ctx.reader(one)
        words = ctx.words_for(reader)
        reply = benches.question(words, request, person, unit.name if unit else "", at(ctx, words))
        ctx.tell(reader, reply, "notice", f"request:{request.id}:{seat.rung}:{one}")


SHEET = Sheet(ASK, _finish, gaps=_gaps, offers={"unit": places.offered}, stranger=True)
ACTIONS = (
    Intention("find", find, stranger=True),
    Intention("ask_again", again),
    Intention("ask_withdraw", withdraw),
)
