"""Opening and closing the vote: the quorum is looked at each time, and what was voted is counted (F9)."""

from typing import Any

from domain.awards.nominations import Nomination
from domain.council.council import Case as Ground
from domain.council.council import Count, Electorate, Reason, electorate, has_quorum, needed, recusal
from domain.messages import Reply
from domain.mistakes import Mistake
from domain.rights import Scope
from handlers.context import Answer, Context, Offer, act
from handlers.council import balloting, council, room
from handlers.intentions import Intention
from storage.council import ballots, cases, sessions
from storage.council.cases import Case
from storage.council.sessions import Session, Sitting
from texts.catalogue import Words


async def open_voting(ctx: Context) -> Answer:
    """[Open the vote]: only with a quorum; everybody who is there gets the first case."""
    session, seen = await room.run_by(ctx, int(ctx.args[0]))
    members = await room.settled(ctx, session, seen)
    if session.state != "drawn":
        return await council.shown(ctx, session, seen)
    if refused := _too_few(ctx, session, members, "council.no_quorum_to_open"):
        return refused
    after = await sessions.move(ctx.store, ctx.now, session, "voting", seen)
    if after is None:
        return await council.one(ctx)
    every = await cases.of_session(ctx.store, after)
    for one in members:
        if one.seat == "present":
            await balloting.invite(ctx, after, every, one.person)
    rows: list[list[Offer]] = [[ctx.button("session_back", act("session", after.id))], ["menu"]]
    present = sum(one.seat == "present" for one in members)
    return ctx.say("council.opened", rows, n=len(every), present=present, time=ctx.words.time(ctx.now.local))


def _too_few(ctx: Context, session: Session, members: list[Sitting], key: str, *more: Offer) -> Reply | None:
    """Why nothing can be decided now: fewer in the room than the council's own rule asks for."""
    present = sum(one.seat == "present" for one in members)
    rules = ctx.campaign.council
    if has_quorum(len(members), present, rules):
        return None
    rows: list[list[Offer]] = [[ctx.button("session_seats", act("session_seats", session.id, 0))], list(more), ["menu"]]
    need = needed(len(members), rules.quorum)
    return ctx.say(key, rows, present=present, members=len(members), need=need)


async def _closing(ctx: Context) -> tuple[Case, Session, Scope, list[Sitting], Nomination]:
    case, session, _ = await room.case_of(ctx, int(ctx.args[0]))
    session, seen = await room.run_by(ctx, session.id)
    members = await room.settled(ctx, session, seen)
    return (
        await cases.one(ctx.store, case.id) or case,
        session,
        seen,
        members,
        await room.nomination_of(ctx, case, seen),
    )


async def close(ctx: Context) -> Answer:
    """[Close the vote on this case]: at once when all have voted, else once more asked."""
    return await _close(ctx, is_asked=False)


async def close_now(ctx: Context) -> Answer:
    """The same although some have not voted."""
    return await _close(ctx, is_asked=True)


async def _close(ctx: Context, *, is_asked: bool) -> Answer:
    case, session, seen, members, nomination = await _closing(ctx)
    if session.state != "voting" or case.state != "waiting":
        return await council.shown(ctx, session, seen)
    every = await cases.of_session(ctx.store, session)
    where: dict[str, Any] = {"at": case.place, "total": len(every)}
    if refused := _undecided(ctx, (case, session, members, nomination), where):
        return refused
    people = electorate([one.member for one in members], await _ground(ctx, case, nomination), ctx.house.root)
    count = await _count(ctx, case, people)
    if count.silent and not is_asked:
        return ctx.say("council.silent", _asked(ctx, case, people), n=count.silent, **where)
    threshold = ctx.campaign.council.threshold(nomination.form)
    if not await cases.close(ctx.store, ctx.now, case, count, threshold, seen):
        return await council.shown(ctx, session, seen)
    text = result(ctx.words, case, len(every), count, people.reasons, ctx.words.day(session.held_on))
    following = next((one for one in every if one.place > case.place and one.state == "waiting"), None)
    return ctx.say("council.said", [[minutes_of(ctx, session), _next(ctx, session, following, len(every))]], said=text)


def _undecided(
    ctx: Context, before: tuple[Case, Session, list[Sitting], Nomination], where: dict[str, Any]
) -> Reply | None:
    """Why the case cannot be decided now: held or taken back since, too few in the room, sheets seen by one alone."""
    case, session, members, nomination = before
    postpone = ctx.button("case_postpone", act("case_postpone", case.id))
    if nomination.state != "at_council":
        back = ctx.button("session_back", act("session", session.id))
        return ctx.say("council.case_gone", [[postpone], [back]], **where)
    if refused := _too_few(ctx, session, members, "council.no_quorum_to_close", postpone):
        return refused
    if case.waits_for_second:
        rows: list[list[Offer]] = [[ctx.button("sheets", act("sheets", case.id))], ["menu"]]
        return ctx.say("council.sheets_wait", rows, **where)
    return None


async def _ground(ctx: Context, case: Case, nomination: Nomination) -> Ground:
    return await cases.ground(ctx.store, ctx.now, case.id, nomination)


async def _count(ctx: Context, case: Case, people: Electorate) -> Count:
    """The votes in the room, with the sheets that two people have looked at."""
    said = await ballots.count(ctx.store, case.id)
    sheets = case.sheets if case.sheets_confirmed_by else 0
    favour = case.sheets_in_favour if case.sheets_confirmed_by else 0
    cast = sum(said.values()) + sheets
    recused = len(people.reasons)
    return Count(people.members, people.present, people.pool, recused, cast, said["agree"] + favour, sheets)


def _asked(ctx: Context, case: Case, people: Electorate) -> list[list[Offer]]:
    rows: list[list[Offer]] = [[ctx.button("case_close_now", act("case_close_now", case.id))]]
    if people.entitled_senders:
        rows.append([ctx.button("sheets", act("sheets", case.id))])
    rows.append([ctx.button("vote_nudge", act("vote_nudge", case.id))])
    return [*rows, [ctx.button("session_back", act("session", case.session))]]


def minutes_of(ctx: Context, session: Session) -> Offer:
    """[Open the minutes]."""
    return ctx.button("minutes", act("minutes", session.id))


def _next(ctx: Context, session: Session, following: Case | None, total: int) -> Offer:
    if following is None:
        return ctx.button("session_ask", act("session_ask", session.id))
    return ctx.button("case_next", act("session_case", following.id), n=following.place, total=total)


def result(words: Words, case: Case, total: int, count: Count, reasons: tuple[Reason, ...], day: str) -> str:
    """The count of a case in one sentence, by numbers alone (F9)."""
    own = sum(reason == "same_unit" for reason in reasons)
    others = len(reasons) - own
    beside = [words(f"council.beside_{name}", n=n) for name, n in (("unit", own), ("related", others)) if n]
    if count.sheets:
        beside.append(words("council.beside_sheets", n=count.sheets))
    values = {
        "at": case.place,
        "total": total,
        "present": count.present,
        "members": count.members,
        "cast": count.cast,
        "pool": count.pool,
        "beside": f" ({', '.join(beside)})" if beside else "",
        "day": day,
    }
    return words("council.result", **values, share=share(words, count))


def share(words: Words, count: Count) -> str:
    """In favour of those who voted: "87,5% (7/8)"; where nobody voted there is no rate."""
    if not count.cast:
        return words("council.nobody_voted")
    return words("council.share", rate=words.percent(count.rate()), n=count.in_favour, of=count.cast)


async def case(ctx: Context) -> Answer:
    """[On to case 4/9]: how many have voted on it, for the secretary."""
    row, session, seen, members, nomination = await _closing(ctx)
    every = await cases.of_session(ctx.store, session)
    if session.state != "voting" or row.state != "waiting":
        return await council.shown(ctx, session, seen)
    people = electorate([one.member for one in members], await _ground(ctx, row, nomination), ctx.house.root)
    count = await _count(ctx, row, people)
    named = await room.nominee(ctx, nomination)
    total = len(every)
    rows: list[list[Offer]] = [[ctx.button("case_close", act("case_close", row.id), n=row.place, total=total)]]
    if people.entitled_senders:
        rows.append([ctx.button("sheets", act("sheets", row.id))])
    _, own = await room.sitting(ctx, session, seen)
    if own is not None and own.seat == "present":
        rows.append([ctx.button("ballot", act("ballot", row.id), n=row.place, total=total)])
    rows += [[ctx.button("case_postpone", act("case_postpone", row.id))]]
    rows += [[ctx.button("session_back", act("session", session.id))]]
    values: dict[str, Any] = {"at": row.place, "total": total, "cast": count.cast, "pool": count.pool}
    return ctx.say("council.case", rows, who=named.whole, recused=count.recused, **values)


async def postpone(ctx: Context) -> Answer:
    """[Leave it for another session]: it waits at the council still."""
    row, session, seen, _, _ = await _closing(ctx)
    if session.state == "voting" and await cases.postpone(ctx.store, ctx.now, row, seen):
        await ballots.forget(ctx.store, row.id)
    return await council.shown(ctx, session, seen)


async def nudge(ctx: Context) -> Answer:
    """[Remind those who have not voted]: in speaking hours alone, and nobody hears who else has not."""
    row, session, seen, members, nomination = await _closing(ctx)
    local, campaign = ctx.now.local, ctx.campaign
    if session.state != "voting" or row.state != "waiting":
        return await council.shown(ctx, session, seen)
    if not campaign.speaking_from <= local.time() < campaign.speaking_until:
        raise Mistake("quiet_hours", start=f"{campaign.speaking_from:%H:%M}", end=f"{campaign.speaking_until:%H:%M}")
    ground, told = await _ground(ctx, row, nomination), 0
    for one in members:
        alike = Scope(seen.verb, seen.roots, seen.below, one.person)
        may = one.seat == "present" and recusal(one.member, ground, ctx.house.root) is None
        if may and not await ballots.has_voted(ctx.store, ctx.house.secret, row.id, alike):
            await balloting.invite(ctx, session, [row], one.person)
            told += 1
    rows = [[ctx.button("session_back", act("session", session.id))]]
    return ctx.say("council.nudged", rows, n=told)


ACTIONS = (
    Intention("voting_open", open_voting, verb="attend"),
    Intention("session_case", case, verb="attend", reading=True),
    Intention("case_close", close, verb="attend"),
    Intention("case_close_now", close_now, verb="attend"),
    Intention("case_postpone", postpone, verb="attend"),
    Intention("vote_nudge", nudge, verb="attend"),
)
