"""/council: the sessions of the council, each with what this person may do there; the secretary runs it."""

from typing import Any

from domain.council.council import needed
from domain.rights import Scope
from handlers import paging
from handlers.context import Answer, Context, Offer, act
from handlers.council import room
from handlers.intentions import Intention, page_of
from storage.awards import nominations
from storage.council import cases, sessions
from storage.council.cases import Case
from storage.council.sessions import Session, Sitting


async def council(ctx: Context) -> Answer:
    """The one session that is under way, for its members; for the Office, and where there are several, the list."""
    seen = room.sight(ctx)
    total, found = await sessions.listed(ctx.store, ctx.now, ctx.house.campaign_id, seen)
    live = [one for one in found if one.state in room.OPEN]
    if seen.verb == "attend" and (len(live) == 1 or total == 1):
        return await shown(ctx, (live or found)[0], seen)
    return await _list(ctx, seen, 0)


async def page(ctx: Context) -> Answer:
    """Another page of the list."""
    return await _list(ctx, room.sight(ctx), page_of(ctx.args))


async def _list(ctx: Context, seen: Scope, at: int) -> Answer:
    total, found = await sessions.listed(ctx.store, ctx.now, ctx.house.campaign_id, seen, at * paging.PAGE, paging.PAGE)
    lines = [f"{place} · {await _line(ctx, one)}" for place, one in enumerate(found, at * paging.PAGE + 1)]
    opens: list[Offer] = [
        ctx.button("open_place", act("session", one.id), n=place)
        for place, one in enumerate(found, at * paging.PAGE + 1)
    ]
    turns = paging.turns(ctx, "sessions", page=at, more=(at + 1) * paging.PAGE < total)
    rows = [*(opens[n : n + 4] for n in range(0, len(opens), 4)), turns]
    if seen.verb == "attend":
        return ctx.say("council.list" if total else "council.none_yours", [*rows, ["menu"]], lines="\n".join(lines))
    waiting = await nominations.page(ctx.store, ctx.now, ctx.house.campaign_id, ["at_council"], seen, 0, 1)
    told: dict[str, Any] = {"n": ctx.words.number(waiting.total), "lines": "\n".join(lines)}
    offered: list[Offer] = [ctx.button("session_new", act("session_new"))] if waiting.total else []
    after: list[Offer] = [ctx.button("after_council", act("after_council"))]
    return ctx.say("council.list_office" if total else "council.none", [*rows, offered, after, ["menu"]], **told)


async def _line(ctx: Context, session: Session) -> str:
    n = len(await cases.of_session(ctx.store, session))
    state = ctx.words(f"council.state_{session.state}")
    return ctx.words("council.line", code=session.code, day=ctx.words.day(session.held_on), n=n, state=state)


async def one(ctx: Context) -> Answer:
    """A session as it stands."""
    return await shown(ctx, *await room.found(ctx, int(ctx.args[0])))


async def shown(ctx: Context, session: Session, seen: Scope) -> Answer:
    """Who is there, how far it is, and what this person may do."""
    members, own = await room.sitting(ctx, session, seen)
    every = await cases.of_session(ctx.store, session)
    handing: list[Offer] = []
    if session.state in {"drawn", "voting"} and (seen.verb == "award" or seen.person == session.chair):
        handing = [ctx.button("session_secretary", act("session_secretary", session.id))]
    rows: list[list[Offer]] = [*_acts(ctx, session, seen, every, own), _looks(ctx, session), handing, ["menu"]]
    return ctx.say("council.one", rows, **await values(ctx, session, members, every))


async def values(ctx: Context, session: Session, members: list[Sitting], every: list[Case]) -> dict[str, Any]:
    """What a session's screen says."""
    words, present = ctx.words, sum(one.seat == "present" for one in members)
    agreed = sum(bool(one.agreed) for one in every)
    second = await room.person(ctx, session.confirmed_by)
    at = session.confirmed_at.astimezone(ctx.now.zone) if session.confirmed_at else None
    stands = words(
        f"council.stands_{session.state}",
        who=words.who(second),
        day=words.day(at.date()) if at else "",
        agreed=agreed,
        total=len(every),
        closed=sum(one.state != "waiting" for one in every),
    )
    return {
        "code": session.code,
        "day": words.day(session.held_on),
        "place": session.place,
        "chair": words.who(await room.person(ctx, session.chair)),
        "secretary": words.who(await room.person(ctx, session.secretary)),
        "present": present,
        "members": len(members),
        "need": needed(len(members), ctx.campaign.council.quorum),
        "n": len(every),
        "stands": stands,
    }


def _acts(ctx: Context, session: Session, seen: Scope, every: list[Case], own: Sitting | None) -> list[list[Offer]]:
    runs, total = session.secretary == seen.person, len(every)
    waiting = next((one for one in every if one.state == "waiting"), None)
    here = own is not None and own.seat == "present"
    if session.state == "drawn" and runs:
        return [
            [ctx.button("voting_open", act("voting_open", session.id))],
            [ctx.button("session_seats", act("session_seats", session.id, 0))],
            [ctx.button("session_drop", act("session_drop", session.id))],
        ]
    rows: list[list[Offer]] = []
    if session.state == "voting" and runs:
        rows += _running(ctx, session, waiting, total)
    if session.state == "voting" and here and waiting:
        rows.append([ctx.button("ballot", act("ballot", waiting.id), n=waiting.place, total=total)])
    if session.state == "counted" and here and not runs:
        rows.append([ctx.button("session_confirm", act("session_confirm", session.id, session.version))])
        rows.append([ctx.button("session_doubt", act("session_doubt", session.id, session.version))])
    return rows


def _running(ctx: Context, session: Session, waiting: Case | None, total: int) -> list[list[Offer]]:
    seats = ctx.button("session_seats", act("session_seats", session.id, 0))
    if waiting is None:
        return [[ctx.button("session_ask", act("session_ask", session.id))], [seats]]
    close = ctx.button("case_close", act("case_close", waiting.id), n=waiting.place, total=total)
    return [[close], [seats]]


def _looks(ctx: Context, session: Session) -> list[Offer]:
    name = "session_cases" if session.state in {"drawn", "voting"} else "session_results"
    minutes: list[Offer] = [ctx.button("minutes", act("minutes", session.id))] if session.opened_at else []
    return [ctx.button(name, act("session_cases", session.id, 0)), *minutes]


async def drop(ctx: Context) -> Answer:
    """[Drop the session]: before anybody voted; its nominations wait for another."""
    session, seen = await room.run_by(ctx, int(ctx.args[0]))
    if session.state != "drawn" or await sessions.move(ctx.store, ctx.now, session, "dropped", seen) is None:
        return await shown(ctx, session, seen)
    return ctx.say("council.dropped", [["menu"]], code=session.code)


COMMANDS = (Intention("council", council, verb="attend", aliases=("hoidong",)),)
ACTIONS = (
    Intention("sessions", page, verb="attend", reading=True),
    Intention("session", one, verb="attend", reading=True),
    Intention("session_drop", drop, verb="attend"),
)
