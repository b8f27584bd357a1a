"""Coming in: an invite code, the privacy notice, consent by a clear act, then a name (CONVERSATIONS A1–A4)."""

from datetime import datetime, timedelta

from domain import codes
from domain.forms import Form, Progress
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.people import TITLES, Person, Role, Title
from handlers import menu
from handlers.context import Answer, Context
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from handlers.people import handing
from handlers.people.consenting import CONSENT, NAME, TITLE, notice
from storage import audit
from storage.people import invites, people, requests
from storage.people.invites import Invite
from storage.post import conversations

OFFICES: frozenset[Role] = frozenset({"office", "relay", "operator", "council"})
"""Addressed as chị or anh unless they choose otherwise (CONVERSATIONS §1.2)."""


JOIN = Form("join", (CONSENT, NAME, TITLE), reviewed=False, steps=False)


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    """Of an invitation, what its notice names."""
    invite = await invites.get(ctx.store, ctx.now, int(progress.subject.removeprefix("invite:")))
    return {
        **notice(ctx, progress.answers),
        "role": ctx.words.role(invite.role, invite.unit_kind) if invite else "",
        "unit": invite.unit_name if invite else "",
    }


async def _finish(ctx: Context, progress: Progress) -> Answer:
    answers = progress.answers
    if not answers["agreed"]:
        ctx.talk.page = {"what": "refused", "subject": progress.subject}
        return ctx.say("start.refused", [[ctx.button("read_again", "r.notice")]])
    invite_id = int(progress.subject.removeprefix("invite:"))
    invite = await invites.get(ctx.store, ctx.now, invite_id)
    if invite is None or invite.uses_left <= 0:
        ctx.talk.drop(JOIN.name)
        raise Mistake("code_used")
    title: Title = next(one for one in TITLES if one == answers["title"])
    person = await people.add(ctx.store, ctx.now, str(answers["name"]), title)
    if not await invites.use(ctx.store, ctx.now, invite_id, person):
        ctx.talk.drop(JOIN.name)
        raise Mistake("code_used")
    language = ctx.words.language
    await people.consent(ctx.store, ctx.now, person, int(str(answers["notice"])), language, ctx.talk.address.channel)
    await people.grant(ctx.store, person, invite.role, invite.unit, ctx.now.today, None)
    audit.note(ctx.store, ctx.now, person, "joined", f"person:{person}", {"role": invite.role})
    before = await people.heads(ctx.store, invite.unit, ctx.now.today) if invite.role == "head" else []
    reader = await conversations.person_on(ctx.store, person, ctx.now.today)
    ctx.use(reader)
    if any(one != person for one in before):
        return handing.came(ctx, await handing.hand_over(ctx, invite.unit, person, None))
    return await _welcome(ctx, reader)


async def _welcome(ctx: Context, person: Person | None) -> Answer:
    home = person.home if person else None
    if home is None or home.role not in {"teacher", "staff"}:
        return await menu.show(ctx)
    role = ctx.words.role(home.role, home.unit_kind)
    return ctx.say("start.welcome", menu.MEMBER_ROWS, role=role, unit=home.unit_name)


SHEET = Sheet(JOIN, _finish, gaps=_gaps, stranger=True)


async def start(ctx: Context) -> Answer:
    """/start, with or without a code."""
    said = ctx.args[0] if ctx.args else ""
    if said and (code := codes.find(said) or codes.find(said.replace(" ", ""))):
        return await _open(ctx, code)
    if ctx.person is None:
        ctx.talk.leave()  # a number typed at the greeting must not answer the notice
    return await menu.show(ctx)


async def notice_again(ctx: Context) -> Answer:
    """The notice once more after a refusal. Which invitation it was is remembered here, never in the button."""
    held, ctx.talk.page = ctx.talk.page, {}
    if held.get("what") != "refused" or ctx.person is not None:
        return await menu.old_button(ctx)
    return await walker.begin(ctx, SHEET, subject=str(held["subject"]))


async def stranger(ctx: Context) -> Answer:
    """Anything typed by somebody who has not joined: their code, or how to get one."""
    if code := codes.find(ctx.incoming.text):
        return await _open(ctx, code)
    return await menu.show(ctx)


async def barred(ctx: Context) -> Reply | None:
    """Why no code may be tried just now; None when one may."""
    tried, first = await invites.tries(ctx.store, ctx.now, ctx.talk.address.key)
    if tried >= invites.TRIES_AN_HOUR:
        return _too_many(ctx, first)
    if await invites.too_many(ctx.store, ctx.now):
        return ctx.say("start.too_many_of_all", menu.way_on(ctx))
    return None


async def _open(ctx: Context, code: str) -> Answer:
    """What a code opens, or why it does not."""
    if refused := await barred(ctx):
        return refused
    invite = await invites.find(ctx.store, ctx.now, code, ctx.house.secret)
    if invite is None:
        return await not_found(ctx, "start.no_code", codes.shown(code))
    return await _opened(ctx, invite)


async def _opened(ctx: Context, invite: Invite) -> Answer:
    """A code that was given out: used, over, or the way in."""
    if ctx.person and await invites.has_joined(ctx.store, invite.id, ctx.person.id):
        return ctx.say("start.joined_already", [["menu"]])
    if invite.expires_at <= ctx.now.real:
        return ctx.say("start.code_expired", menu.way_on(ctx), day=ctx.words.day(local(ctx, invite.expires_at).date()))
    if invite.uses_left <= 0:
        return ctx.say("start.code_used", menu.way_on(ctx))
    if ctx.person:
        return await _one_role_more(ctx, invite, ctx.person)
    return await walker.begin(ctx, SHEET, subject=f"invite:{invite.id}")


async def not_found(ctx: Context, key: str, code: str) -> Answer:
    """Count a code that opened nothing, and tell how many tries are left."""
    await invites.tried(ctx.store, ctx.now, ctx.talk.address.key)
    tried, first = await invites.tries(ctx.store, ctx.now, ctx.talk.address.key)
    left = invites.TRIES_AN_HOUR - tried
    if left <= 0:
        return _too_many(ctx, first)
    return ctx.say(key, menu.way_on(ctx), code=code, left=left)


def _too_many(ctx: Context, first: datetime | None) -> Reply:
    """Tries are counted by the real clock; what people read is the campaign's (DESIGN §13.4)."""
    again = local(ctx, (first or ctx.now.real) + timedelta(hours=1))
    return ctx.say("start.too_many", menu.way_on(ctx), tries=invites.TRIES_AN_HOUR, again=ctx.words.time(again))


def local(ctx: Context, real: datetime) -> datetime:
    """A real instant as the wall clock of the campaign tells it."""
    return (real - ctx.now.real + ctx.now.campaign).astimezone(ctx.now.zone)


async def _one_role_more(ctx: Context, invite: Invite, person: Person) -> Answer:
    """Somebody known uses another code: the role is added to the ones held."""
    if not await invites.use(ctx.store, ctx.now, invite.id, person.id):
        return ctx.say("start.code_used", [["menu"]])
    await requests.withdraw(ctx.store, ctx.now, person.id)
    await people.grant(ctx.store, person.id, invite.role, invite.unit, ctx.now.today, None)
    audit.note(ctx.store, ctx.now, person.id, "joined", f"person:{person.id}", {"role": invite.role})
    before = await people.heads(ctx.store, invite.unit, ctx.now.today) if invite.role == "head" else []
    if any(one != person.id for one in before):
        found = await handing.hand_over(ctx, invite.unit, person.id, None)
        ctx.use(await conversations.person_on(ctx.store, person.id, ctx.now.today))
        return handing.came(ctx, found)
    ctx.use(await conversations.person_on(ctx.store, person.id, ctx.now.today))
    return ctx.say(
        "start.role_added", [["menu"]], role=ctx.words.role(invite.role, invite.unit_kind), unit=invite.unit_name
    )


COMMANDS = (Intention("start", start, stranger=True),)
