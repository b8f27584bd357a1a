"""Votes on paper of members who are away: the secretary writes numbers down, a second member looks at the sheets."""

import re
from typing import Any

from domain.council.council import electorate
from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from handlers.context import Answer, Context, Offer, act, button, offers
from handlers.council import council, room
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from storage.council import cases
from storage.council.cases import Case
from storage.council.sessions import Session

_NUMBER = re.compile(r"\d{1,3}")


def _sheets(text: str, asking: Asking) -> Answers:
    found = [int(one) for one in _NUMBER.findall(text)]
    most = int(str(asking.facts.get("most") or 0))
    if len(found) != 2 or found[1] > found[0]:  # noqa: PLR2004 - so many sheets, so many in favour
        raise Mistake("sheets_unclear")
    if found[0] > most:
        raise Mistake("sheets_too_many", most=most)
    return {"sheets": found[0], "in_favour": found[1]}


FORM = Form("sheets", (Question("sheets", ("sheets", "in_favour"), _sheets, numbered=False),), reviewed=False)


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    case, session, _ = await room.case_of(ctx, int(progress.subject.split(":")[1]))
    every = await cases.of_session(ctx.store, session)
    return {"at": case.place, "total": len(every), "most": await _most(ctx, case, session)}


async def _most(ctx: Context, case: Case, session: Session) -> int:
    """How many of those who sent a sheet may vote on it."""
    seen = room.sight(ctx)
    members, _ = await room.sitting(ctx, session, seen)
    ground = await cases.ground(ctx.store, ctx.now, case.id, await room.nomination_of(ctx, case, seen))
    return electorate([one.member for one in members], ground, ctx.house.root).entitled_senders


async def write(ctx: Context) -> Answer:
    """[Write down the sheets]."""
    case, session, _ = await room.case_of(ctx, int(ctx.args[0]))
    session, seen = await room.run_by(ctx, session.id)
    if session.state != "voting" or case.state != "waiting":
        return await council.shown(ctx, session, seen)
    if not await _most(ctx, case, session):
        rows: list[list[Offer]] = [[ctx.button("session_seats", act("session_seats", session.id, 0))], ["menu"]]
        return ctx.say("council.no_senders", rows)
    return await walker.begin(ctx, SHEET, subject=f"case:{case.id}")


async def _finish(ctx: Context, progress: Progress) -> Answer:
    case, session, _ = await room.case_of(ctx, int(progress.subject.split(":")[1]))
    session, seen = await room.run_by(ctx, session.id)
    sheets, favour = int(str(progress.answers["sheets"])), int(str(progress.answers["in_favour"]))
    if session.state != "voting" or not await cases.write_sheets(ctx.store, ctx.now, case, sheets, favour, seen):
        return await council.shown(ctx, session, seen)
    members, _ = await room.sitting(ctx, session, seen)
    able = [one.person for one in members if one.seat == "present" and one.person != session.secretary]
    if not able:
        raise Mistake("no_second_member")
    second = session.chair if session.chair in able and session.chair else able[0]
    every = await cases.of_session(ctx.store, session)
    reader = await ctx.reader(second)
    words = ctx.words_for(reader)
    values: dict[str, Any] = {"at": case.place, "total": len(every), "n": sheets, "favour": favour}
    text = words("council.told_sheets", **values)
    rows = [[button(words, "sheets_confirm", act("sheets_confirm", case.id, sheets, favour))], [button(words, "later")]]
    at = int(ctx.now.campaign.timestamp())
    ctx.tell(reader, Reply(text, offers(words, rows)), "notice", f"case:{case.id}:sheets:{at}")
    back: list[list[Offer]] = [[ctx.button("session_back", act("session", session.id))]]
    return ctx.say("council.sheets_written", back, who=ctx.words.who(await room.person(ctx, second)), **values)


async def confirm(ctx: Context) -> Answer:
    """A second member has counted the same sheets."""
    case, session, seen = await room.case_of(ctx, int(ctx.args[0]))
    _, own = await room.sitting(ctx, session, seen)
    if session.secretary == seen.person:
        raise Mistake("not_oneself_confirms")
    if own is None or own.seat != "present":
        raise Mistake("not_a_member")
    sheets, favour = int(ctx.args[1]), int(ctx.args[2])
    back: list[list[Offer]] = [[ctx.button("session_back", act("session", session.id))], ["menu"]]
    if not await cases.second_sheets(ctx.store, ctx.now, case, sheets, favour, seen):
        return ctx.say("council.sheets_changed", back)
    return ctx.say("council.sheets_confirmed", back, n=sheets, favour=favour, at=case.place)


SHEET = Sheet(FORM, _finish, verb="attend", gaps=_gaps)
ACTIONS = (
    Intention("sheets", write, verb="attend"),
    Intention("sheets_confirm", confirm, verb="attend"),
)
