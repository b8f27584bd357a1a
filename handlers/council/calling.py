"""Calling a session: its day and place, who presides, who keeps the minutes, and what it looks at."""

import re
from datetime import date
from typing import Any

from domain.awards.nominations import Nomination
from domain.forms import Answers, Asking, Form, Progress, Question, Reader
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.people import Role
from domain.readers import dates, english
from domain.rights import Scope, need
from domain.vietnamese import clean, fold
from handlers.context import Answer, Context, Offer, act, button, offers
from handlers.council import room
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from storage.awards import nominations
from storage.council import cases, sessions
from storage.council.sessions import Called, Session
from storage.people import people
from texts.catalogue import Words, shortened

LONGEST_PLACE = 120
MOST_CASES = 60
MOST_AT_COUNCIL = 5000
"""Looked through: those that another session looks at stand before the rest."""
SHOWN = 9
"""Lines of a list within a question; whatever is beyond can be typed all the same."""
_NUMBER = re.compile(r"\d+")


def _held_on(text: str, asking: Asking) -> Answers:
    day = dates.day(english.dated(text), asking.today, "future")
    if day < asking.today:
        raise Mistake("session_past")
    return {"held_on": day.isoformat()}


def _place(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - the shape of a reader
    said = clean(text).strip().rstrip(".")
    if not 2 <= len(said) <= LONGEST_PLACE:  # noqa: PLR2004 - "P2" is a room
        raise Mistake("session_place")
    return {"place": said}


def _one_of(field: str, among: str) -> Reader:
    """A person of a list, by number or name."""

    def read(text: str, asking: Asking) -> Answers:
        known = asking.facts.get(among)
        listed = [one for one in known if isinstance(one, list)] if isinstance(known, list) else []
        said = fold(text).strip(" .")
        if said.isdecimal():
            at = int(said) - 1
            found = listed[at : at + 1] if at >= 0 else []
        else:
            found = [one for one in listed if said and f" {said} " in f" {fold(str(one[1]))} "]
        if len(found) != 1:
            raise Mistake("which_member")
        row, name = found[0][:2]
        return {field: row, f"{field}_told": name}

    return read


def _cases(text: str, asking: Asking) -> Answers:
    known = asking.facts.get("waiting")
    listed = [one for one in known if isinstance(one, list)] if isinstance(known, list) else []
    every = [int(str(one[0])) for one in listed]
    if text == "all_cases":
        return {"cases": list[Json](every)}
    wanted = [int(one) for one in _NUMBER.findall(text)]
    if not wanted or not set(wanted) <= set(every):
        raise Mistake("which_cases")
    return {"cases": [one for one in every if one in wanted]}


CALL = Form(
    "session",
    (
        Question("held_on", ("held_on",), _held_on, numbered=False),
        Question("place", ("place",), _place, numbered=False),
        Question("chair", ("chair", "chair_told"), _one_of("chair", "members"), numbered=False),
        Question("secretary", ("secretary", "secretary_told"), _one_of("secretary", "secretaries"), numbered=False),
        Question("cases", ("cases",), _cases, offers=(("all_cases",),), numbered=False),
    ),
)


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:  # noqa: ARG001 - the shape of Gaps
    """Who sits on the council, who may keep its minutes, and which nominations wait for it."""
    scope = need(ctx.person, "award")
    council = await _spoken(ctx, await _holders(ctx, ["council"]))
    office = await _spoken(ctx, await _holders(ctx, ["council", "office"]))
    waiting: list[Json] = []
    lines: list[str] = []
    for one in await waiting_for_it(ctx, scope):
        named = await room.nominee(ctx, one)
        waiting.append([one.id, room.code(ctx.words, one)])
        lines.append(f"- {room.code(ctx.words, one)} · {shortened(named.whole, room.WHOLE)} · {named.form}")
    return {
        "members": council,
        "secretaries": office,
        "waiting": waiting,
        "member_lines": _numbered(council),
        "secretary_lines": _numbered(office),
        "case_lines": "\n".join(lines[:5]),
        "n": len(waiting),
        "first": lines[0].split()[1] if lines else "",
    }


async def _holders(ctx: Context, roles: list[Role]) -> list[int]:
    held = await people.holders(ctx.store, ctx.house.root, roles, ctx.now.today)
    return list(dict.fromkeys(person for person, _ in held))


async def _spoken(ctx: Context, rows: list[int]) -> list[Json]:
    return [[row, ctx.words.who((await ctx.reader(row)).person)] for row in rows]


def _numbered(listed: list[Json]) -> str:
    shown = [str(one[1]) for one in listed if isinstance(one, list)][:SHOWN]
    return "\n".join(f"{at} · {name}" for at, name in enumerate(shown, 1))


async def waiting_for_it(ctx: Context, scope: Scope) -> list[Nomination]:
    """Nominations at the council that no session looks at yet."""
    page = await nominations.page(ctx.store, ctx.now, ctx.house.campaign_id, ["at_council"], scope, 0, MOST_AT_COUNCIL)
    taken = await cases.before_a_session(ctx.store, [one.id for one in page.rows])
    return [one for one in page.rows if one.id not in taken][:MOST_CASES]


def _shown(words: Words, name: str, answers: Answers) -> str:
    if name == "held_on":
        return words.weekday(date.fromisoformat(str(answers["held_on"]))) if answers.get("held_on") else ""
    if name == "cases":
        chosen = answers.get("cases")
        return words("council.cases", n=len(chosen)) if isinstance(chosen, list) else ""
    return str(answers.get(f"{name}_told") or answers.get(name) or "")


async def call(ctx: Context) -> Answer:
    """[Call a session]: refused while nobody sits on the council, or nothing waits for it."""
    scope = need(ctx.person, "award")
    if not await _holders(ctx, ["council"]):
        return ctx.say("council.no_members", [["members"], ["menu"]])
    if not await waiting_for_it(ctx, scope):
        return ctx.say("council.nothing_waits", [[ctx.button("council", "/council")], ["menu"]])
    return await walker.begin(ctx, SHEET)


async def _finish(ctx: Context, progress: Progress) -> Answer:
    scope, said = need(ctx.person, "award"), progress.answers
    chosen = said["cases"]
    still = {one.id for one in await waiting_for_it(ctx, scope)}
    looked_at = [int(str(one)) for one in chosen if one in still] if isinstance(chosen, list) else []
    if not looked_at:
        return ctx.say("council.nothing_waits", [[ctx.button("council", "/council")], ["menu"]])
    members = await _holders(ctx, ["council"])
    called = Called(
        date.fromisoformat(str(said["held_on"])),
        str(said["place"]),
        int(str(said["chair"])),
        int(str(said["secretary"])),
        members,
        looked_at,
    )
    row = await sessions.call(ctx.store, ctx.now, ctx.house.campaign_id, called, scope)
    for person in dict.fromkeys([*members, called.secretary]):
        if person != scope.person:
            await _tell(ctx, row, called, person)
    values: dict[str, Any] = {"code": f"H-{row}", "n": len(looked_at), "members": len(members)}
    return ctx.say("council.called", [[ctx.button("session_open", act("session", row))], ["menu"]], **values)


async def _tell(ctx: Context, row: int, called: Called, person: int) -> None:
    reader = await ctx.reader(person)
    words = ctx.words_for(reader)
    key = "council.told_secretary" if person == called.secretary else "council.told_called"
    text = words(
        key,
        day=words.weekday(called.held_on),
        place=called.place,
        chair=words.who(await room.person(ctx, called.chair)),
        secretary=words.who(await room.person(ctx, called.secretary)),
        n=len(called.nominations),
    )
    rows = [[button(words, "session_open", act("session", row))]]
    ctx.tell(reader, Reply(text, offers(words, rows)), "notice", f"session:{row}:called:{person}")


SHEET = Sheet(
    CALL,
    _finish,
    _shown,
    verb="award",
    gaps=_gaps,
    lines=("held_on", "place", "chair", "secretary", "cases"),
    spares=True,
)
# -- another secretary -------------------------------------------------------------------------------------------------

HAND_OVER = Form("session_secretary", (CALL.question("secretary"),), reviewed=False)


async def _to_hand_over(ctx: Context, row: int) -> tuple[Session, Scope]:
    """A session whose secretary this person may exchange: the Office, who presides, or the secretary."""
    session, seen = await room.found(ctx, row)
    if seen.verb != "award" and seen.person not in {session.chair, session.secretary}:
        raise Mistake("not_secretary", who=ctx.words.who(await room.person(ctx, session.secretary)))
    return session, seen


async def other_secretary(ctx: Context) -> Answer:
    """[Another secretary]: the one who was named is away, or votes no more."""
    session, _ = await _to_hand_over(ctx, int(ctx.args[0]))
    return await walker.begin(ctx, HANDING, subject=f"session:{session.id}")


async def _secretaries(ctx: Context, progress: Progress) -> dict[str, Json]:
    await _to_hand_over(ctx, int(progress.subject.split(":")[1]))
    listed = await _spoken(ctx, await _holders(ctx, ["council", "office"]))
    return {"secretaries": listed, "secretary_lines": _numbered(listed)}


async def _handed_over(ctx: Context, progress: Progress) -> Answer:
    session, seen = await _to_hand_over(ctx, int(progress.subject.split(":")[1]))
    person = int(str(progress.answers["secretary"]))
    back: list[list[Offer]] = [[ctx.button("session_back", act("session", session.id))], ["menu"]]
    if not await sessions.hand_over(ctx.store, ctx.now, session, person, seen):
        raise Mistake("session_over")
    if person != seen.person:
        reader = await ctx.reader(person)
        words = ctx.words_for(reader)
        text = words("council.told_new_secretary", day=words.weekday(session.held_on), place=session.place)
        rows = [[button(words, "session_open", act("session", session.id))]]
        at = int(ctx.now.campaign.timestamp())
        ctx.tell(reader, Reply(text, offers(words, rows)), "notice", f"session:{session.id}:secretary:{person}:{at}")
    return ctx.say("council.handed_over", back, who=str(progress.answers["secretary_told"]), code=session.code)


HANDING = Sheet(HAND_OVER, _handed_over, _shown, verb="attend", gaps=_secretaries)
SHEETS = (SHEET, HANDING)
ACTIONS = (
    Intention("session_new", call, verb="award"),
    Intention("session_secretary", other_secretary, verb="attend"),
)
