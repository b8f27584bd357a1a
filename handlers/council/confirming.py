"""The counts of a session: seen by all who take part, confirmed by a second member, and only then in force (F9)."""

from typing import Any

from domain.awards.nominations import Nomination, State
from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Reply
from domain.mistakes import Mistake
from domain.rights import Scope
from domain.vietnamese import clean
from handlers import paging
from handlers.context import Answer, Context, Offer, act, button, offers
from handlers.council import balloting, council, counting, room
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from storage.awards import nominations
from storage.council import ballots, cases, sessions
from storage.council.cases import Case
from storage.council.sessions import Session
from storage.people import people
from texts.catalogue import Words, capital, shortened
from texts.official import LANGUAGE

SHOWN = 5
"""Counts that a message to the second member shows; all of them are one press away."""
LONGEST_REASON = 300
SHORTEST_REASON = 6


async def listed(ctx: Context) -> Answer:
    """Every case: open, counted, left for another session. A member sees what they have voted on; never what."""
    session, seen = await room.found(ctx, int(ctx.args[0]))
    at, every = int(ctx.args[1]), await cases.of_session(ctx.store, session)
    part = every[at * paging.PAGE : (at + 1) * paging.PAGE]
    own = await balloting.own_cases(ctx, session, part, seen)
    lines = [await line(ctx, ctx.words, case, seen, own.get(case.id, "")) for case in part]
    opens = [_open(ctx, session, case, seen, own) for case in part]
    turns = paging.turns(ctx, "session_cases", session.id, page=at, more=(at + 1) * paging.PAGE < len(every))
    shown = [one for one in opens if one is not None]
    rows = [*(shown[n : n + 4] for n in range(0, len(shown), 4)), turns]
    back = ctx.button("session_back", act("session", session.id))
    values: dict[str, Any] = {"code": session.code, "day": ctx.words.day(session.held_on), "lines": "\n".join(lines)}
    return ctx.say("council.results", [*rows, [back]], n=len(every), **values)


def _open(ctx: Context, session: Session, case: Case, seen: Scope, own: dict[int, str]) -> Offer | None:
    """What a line opens: the vote, the dossier while the session lasts, or for the secretary the case."""
    if case.id in own:
        return ctx.button("open_place", act("ballot", case.id), n=case.place)
    if session.state == "voting" and session.secretary == seen.person and case.state == "waiting":
        return ctx.button("open_place", act("session_case", case.id), n=case.place)
    if seen.verb == "attend" and session.state in room.OPEN:
        return ctx.button("open_place", act("ballot_dossier", case.id), n=case.place)
    return None


async def line(ctx: Context, words: Words, case: Case, seen: Scope, own: str = "") -> str:
    """A case in a line."""
    nomination = await room.nomination_of(ctx, case, seen)
    stands = words(f"council.{own}") if own else words(f"council.case_{case.state}")
    if case.count is not None:
        decided = words("council.case_agreed" if case.agreed else "council.case_not_agreed")
        stands = f"{counting.share(words, case.count)} · {decided}"
    return words(
        "council.case_line",
        at=case.place,
        code=room.code(words, nomination),
        who=shortened(nomination.subject_name, room.NAME),
        stands=stands,
    )


# -- a second member ---------------------------------------------------------------------------------------------------


async def ask(ctx: Context) -> Answer:
    """[Ask to confirm]: the count waits for a member who is there and is not the secretary: who presides, if so."""
    session, seen = await room.run_by(ctx, int(ctx.args[0]))
    every = await cases.of_session(ctx.store, session)
    if session.state != "voting" or any(one.state == "waiting" for one in every):
        return await council.shown(ctx, session, seen)
    members, _ = await room.sitting(ctx, session, seen)
    counted = {session.secretary, *(one.closed_by for one in every)}
    able = [one.person for one in members if one.seat == "present" and one.person not in counted]
    if not able:
        raise Mistake("no_second_member")
    second = session.chair if session.chair in able else able[0]
    after = await sessions.move(ctx.store, ctx.now, session, "counted", seen)
    if after is None or second is None:
        return await council.one(ctx)
    await _tell_second(ctx, after, second, every, seen)
    who = ctx.words.who(await room.person(ctx, second))
    rows: list[list[Offer]] = [
        [counting.minutes_of(ctx, after)],
        [ctx.button("session_back", act("session", after.id))],
    ]
    return ctx.say("council.asked", rows, who=who, time=ctx.words.time(ctx.now.local))


async def _tell_second(ctx: Context, session: Session, person: int, every: list[Case], seen: Scope) -> None:
    reader = await ctx.reader(person)
    words = ctx.words_for(reader)
    lines = [await line(ctx, words, case, seen) for case in every[:SHOWN]]
    if (rest := len(every) - SHOWN) > 0:
        lines.append(words("council.and_more", n=rest))
    text = words(
        "council.told_second",
        secretary=capital(words.who(ctx.person)),
        day=words.day(session.held_on),
        n=len(every),
        lines="\n".join(lines),
    )
    rows = [
        [button(words, "session_confirm", act("session_confirm", session.id, session.version))],
        [
            button(words, "session_results", act("session_cases", session.id, 0)),
            button(words, "session_doubt", act("session_doubt", session.id, session.version)),
        ],
    ]
    ctx.tell(reader, Reply(text, offers(words, rows)), "notice", f"session:{session.id}:second:{session.version}")


async def _second(ctx: Context, row: int, version: int) -> tuple[Session, Scope] | Reply:
    """The session behind a button of the second member; to anybody else, or later, how it stands."""
    session, seen = await room.found(ctx, row)
    _, own = await room.sitting(ctx, session, seen)
    every = await cases.of_session(ctx.store, session)
    if seen.person in {session.secretary, *(one.closed_by for one in every)}:
        raise Mistake("not_oneself_confirms")
    if own is None or own.seat != "present":
        raise Mistake("not_a_member")
    if session.state != "counted" or session.version != version:
        shown = await council.shown(ctx, session, seen)
        return shown if isinstance(shown, Reply) else shown[0]
    return session, seen


async def confirm(ctx: Context) -> Answer:
    """[Confirm the counts]: votes are parted from their voters for good, and the nominations move on."""
    found = await _second(ctx, int(ctx.args[0]), int(ctx.args[1]))
    if isinstance(found, Reply):
        return found
    session, seen = found
    after = await sessions.move(ctx.store, ctx.now, session, "ended", seen)
    if after is None:
        return await council.one(ctx)
    every = await cases.of_session(ctx.store, after)
    await ballots.part(ctx.store, [one.id for one in every if one.state == "counted"])
    agreed = 0
    for case in every:
        agreed += await _decide(ctx, case, seen)
    await _tell_all(ctx, after, agreed, len(every))
    values: dict[str, Any] = {"code": after.code, "agreed": agreed, "total": len(every)}
    rows: list[list[Offer]] = [[counting.minutes_of(ctx, after)], ["menu"]]
    return ctx.say("council.confirmed", rows, **values)


async def _decide(ctx: Context, case: Case, seen: Scope) -> bool:
    """What the count makes of a nomination; one that was held or taken back meanwhile stays as it is."""
    nomination = await room.nomination_of(ctx, case, seen)
    if case.count is None or nomination.state != "at_council":
        return False
    wanted: State = "agreed" if case.agreed else "not_agreed"
    note = counting.share(ctx.house.catalogue.words(LANGUAGE), case.count)
    after = await nominations.move(ctx.store, ctx.now, nomination, wanted, seen, note)
    if after is not None and not case.agreed:
        await _tell_unit(ctx, after, case)
    return after is not None and bool(case.agreed)


async def _tell_unit(ctx: Context, nomination: Nomination, case: Case) -> None:
    """A unit hears that the council did not agree, with the rule and without who voted what."""
    held = await people.holders(ctx.store, nomination.unit, ["head"], ctx.now.today)
    for person, _ in held:
        reader = await ctx.reader(person)
        words = ctx.words_for(reader)
        named = await room.nominee(ctx, nomination)
        text = words(
            "council.told_not_agreed",
            code=room.code(words, nomination),
            who=named.who,
            share=counting.share(words, case.count) if case.count else "",
            need=ctx.campaign.council.threshold(nomination.form).agreed,
        )
        reply = Reply(text, offers(words, [[button(words, "menu")]]))
        ctx.tell(reader, reply, "notice", f"case:{case.id}:not_agreed:{person}")


async def _tell_all(ctx: Context, session: Session, agreed: int, total: int) -> None:
    """The secretary and the Office hear that the counts are in force."""
    office = await people.holders(ctx.store, ctx.house.root, ["office"], ctx.now.today)
    told = dict.fromkeys([session.secretary or 0, *(person for person, _ in office)])
    offices = {person for person, _ in office}
    for person in told:
        if person in {0, ctx.person.id if ctx.person else 0}:
            continue
        reader = await ctx.reader(person)
        words = ctx.words_for(reader)
        values = {"code": session.code, "day": words.day(session.held_on), "who": capital(words.who(ctx.person))}
        text = words("council.told_ended", agreed=agreed, total=total, **values)
        first = button(words, "after_council", act("after_council")) if person in offices and agreed else None
        minutes = button(words, "minutes", act("minutes", session.id))
        rows = [[first], [minutes]] if first else [[minutes]]
        reply = Reply(text, offers(words, rows))
        ctx.tell(reader, reply, "notice", f"session:{session.id}:ended:{person}")


# -- not so ------------------------------------------------------------------------------------------------------------


def _reason(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - the shape of a reader
    said = clean(text).strip()
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise Mistake("reason_length", least=SHORTEST_REASON, most=LONGEST_REASON)
    return {"reason": said}


DOUBT = Form(
    "count_doubt", (Question("reason", ("reason",), _reason, offers=(("leave",),)),), reviewed=False, steps=False
)


async def doubt(ctx: Context) -> Answer:
    """[Not yet]: why, in the member's own words; the vote is open again."""
    found = await _second(ctx, int(ctx.args[0]), int(ctx.args[1]))
    if isinstance(found, Reply):
        return found
    return await walker.begin(ctx, SHEET, subject=f"session:{found[0].id}:{found[0].version}")


async def _finish(ctx: Context, progress: Progress) -> Answer:
    _, row, version = progress.subject.split(":")
    found = await _second(ctx, int(row), int(version))
    if isinstance(found, Reply):
        return found
    session, seen = found
    after = await sessions.move(ctx.store, ctx.now, session, "voting", seen)
    if after is None:
        return await council.shown(ctx, session, seen)
    reason = str(progress.answers["reason"])
    await cases.reopen(ctx.store, ctx.now, after, reason, seen)
    if after.secretary:
        reader = await ctx.reader(after.secretary)
        words = ctx.words_for(reader)
        text = words("council.told_doubt", who=capital(words.who(ctx.person)), reason=shortened(reason, LONGEST_REASON))
        rows = [[button(words, "session_back", act("session", after.id))]]
        key = f"session:{after.id}:doubt:{after.version}"
        ctx.tell(reader, Reply(text, offers(words, rows)), "notice", key)
    return ctx.say("council.doubted", [["menu"]])


SHEET = Sheet(DOUBT, _finish, verb="attend", spares=True)
ACTIONS = (
    Intention("session_cases", listed, verb="attend", reading=True),
    Intention("ballot_over", listed, verb="attend", reading=True),
    Intention("session_ask", ask, verb="attend"),
    Intention("session_confirm", confirm, verb="attend"),
    Intention("session_doubt", doubt, verb="attend"),
)
