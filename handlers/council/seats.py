"""Who is there: marked by the secretary, also when somebody comes late, leaves, or has sent a sheet of paper."""

from typing import Any

from domain.council.council import Seat
from domain.messages import Reply
from domain.mistakes import Mistake
from handlers import paging
from handlers.context import Answer, Context, Offer, act
from handlers.council import balloting, room
from handlers.intentions import Intention
from storage.council import ballots, cases, sessions
from storage.council.sessions import Session, Sitting
from storage.people import people
from texts.catalogue import capital

SEATS: tuple[Seat, ...] = ("present", "sheet", "absent")


async def listed(ctx: Context) -> Answer:
    """Every member with where they are; whoever came to the council since the call is among them."""
    session, seen = await room.run_by(ctx, int(ctx.args[0]))
    if session.state in {"drawn", "voting"}:
        held = await people.holders(ctx.store, ctx.house.root, ["council"], ctx.now.today)
        await sessions.admit(ctx.store, ctx.now, session, [person for person, _ in held], seen)
    members = await room.settled(ctx, session, seen)
    return _list(ctx, session, members, int(ctx.args[1]))


def _list(ctx: Context, session: Session, members: list[Sitting], at: int) -> Reply:
    part = list(enumerate(members, 1))[at * paging.PAGE : (at + 1) * paging.PAGE]
    lines = [f"{n} · {room.called(ctx.words, one)} · {ctx.words(f'council.seat_{one.seat}')}" for n, one in part]
    opens: list[Offer] = [ctx.button("mark_place", act("session_seat", session.id, one.person), n=n) for n, one in part]
    turns = paging.turns(ctx, "session_seats", session.id, page=at, more=(at + 1) * paging.PAGE < len(members))
    others: list[Offer] = []
    if any(one.seat == "absent" for one in members):
        others.append(ctx.button("all_here", act("session_all_here", session.id)))
    rows = [*(opens[n : n + 4] for n in range(0, len(opens), 4)), turns, others]
    values: dict[str, Any] = {"code": session.code, "lines": "\n".join(lines), "members": len(members)}
    present = sum(one.seat == "present" for one in members)
    back = ctx.button("session_back", act("session", session.id))
    return ctx.say("council.seats", [*rows, [back]], present=present, **values)


async def one(ctx: Context) -> Answer:
    """One member: where are they."""
    session, seen = await room.run_by(ctx, int(ctx.args[0]))
    members, _ = await room.sitting(ctx, session, seen)
    who = next((each for each in members if each.person == int(ctx.args[1])), None)
    if who is None:
        raise Mistake("session_not_yours")
    here, sheet, away = (
        ctx.button(f"seat_{where}", act("session_sit", session.id, who.person, where)) for where in SEATS
    )
    values = {
        "who": capital(room.called(ctx.words, who)),
        "code": session.code,
        "seat": ctx.words(f"council.seat_{who.seat}"),
    }
    return ctx.say("council.seat", [[here], [sheet, away]], **values)


async def sit(ctx: Context) -> Answer:
    """Marked. Whoever leaves takes their votes in open cases along; whoever comes gets the first open case."""
    session, seen = await room.run_by(ctx, int(ctx.args[0]))
    person = int(ctx.args[1])
    await _mark(ctx, session, person, room.word(ctx, 2, SEATS))
    members, _ = await room.sitting(ctx, session, seen)
    place = next((n for n, each in enumerate(members) if each.person == person), 0)
    return _list(ctx, session, members, place // paging.PAGE)


async def all_here(ctx: Context) -> Answer:
    """Everybody who was not marked otherwise is there."""
    session, seen = await room.run_by(ctx, int(ctx.args[0]))
    members = await room.settled(ctx, session, seen)
    for each in members:
        if each.seat == "absent":
            await _mark(ctx, session, each.person, "present")
    members, _ = await room.sitting(ctx, session, seen)
    return _list(ctx, session, members, 0)


async def _mark(ctx: Context, session: Session, person: int, where: Seat) -> None:
    seen = room.sight(ctx)
    if session.state not in {"drawn", "voting"}:
        raise Mistake("session_over")
    before = {one.person: one.seat for one in await room.settled(ctx, session, seen)}
    if not await sessions.seat(ctx.store, ctx.now, session, person, where, seen):
        raise Mistake("session_not_yours")
    if session.state == "drawn":
        return
    if "sheet" in {before.get(person), where} and before.get(person) != where:
        await cases.void_sheets(ctx.store, ctx.now, session, seen)
    waiting = [case for case in await cases.of_session(ctx.store, session) if case.state == "waiting"]
    if where != "present":
        await ballots.take_back(ctx.store, ctx.house.secret, [case.id for case in waiting], person)
    elif waiting:
        await balloting.invite(ctx, session, waiting, person)


ACTIONS = (
    Intention("session_seats", listed, verb="attend"),
    Intention("session_seat", one, verb="attend", reading=True),
    Intention("session_sit", sit, verb="attend", words=SEATS, word_at=2),
    Intention("session_all_here", all_here, verb="attend"),
)
