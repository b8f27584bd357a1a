"""The minutes of a session: who was there, whether they were enough, the count of each case; never who voted what."""

from datetime import datetime
from typing import Any

from domain.council.council import needed, recusal
from domain.drawn import DOCX
from domain.mistakes import Mistake
from domain.papers.minutes import Attendant, Minutes, MinutesCase, Outcome
from domain.papers.papers import Nominee
from domain.people import TITLES
from domain.rights import Scope
from handlers.context import Answer, Context, act
from handlers.council import room
from handlers.intentions import Intention
from handlers.papers import heads
from handlers.wanted import Wanted
from storage import audit, drawings
from storage.council import cases
from storage.council.cases import Case
from storage.council.sessions import Session, Sitting
from texts.catalogue import Words
from texts.official import LANGUAGE


async def ask(ctx: Context) -> Answer:
    """[Open the minutes]: drawn up beside the batches, from what is written down at that moment."""
    session, seen = await room.found(ctx, int(ctx.args[0]))
    chat, language = ctx.talk.address.key, ctx.words.language
    await drawings.ask(ctx.store, ctx.now, seen.person, chat, language, "minutes", [session.id])
    audit.note(ctx.store, ctx.now, seen.person, "minutes_drafted", f"session:{session.id}")
    return ctx.say("minutes.coming", [[ctx.button("session_back", act("session", session.id))], ["menu"]])


async def minutes(ctx: Context, marks: list[int]) -> Wanted:
    """The .docx and what is said with it."""
    session, seen = await room.found(ctx, marks[0])
    if session.opened_at is None:
        raise Mistake("session_over")
    thing = await of(ctx, session, seen)
    rows = [[ctx.button("session_back", act("session", session.id))], [ctx.button("menu")]]
    said: dict[str, Any] = {"code": session.code, "n": len(thing.cases), "day": ctx.words.day(session.held_on)}
    key = "minutes.ready" if session.state == "ended" else "minutes.not_final"
    not_made = ctx.say("minutes.not_made", [["menu"]])
    return Wanted(thing, ctx.say(key, rows, **said), ctx.words("minutes.file", code=session.code), DOCX, not_made)


async def of(ctx: Context, session: Session, seen: Scope) -> Minutes:
    """What the minutes say, in the language of documents."""
    official = ctx.house.catalogue.words(LANGUAGE)
    members, _ = await room.sitting(ctx, session, seen)
    every = await cases.of_session(ctx.store, session)
    chair = await _attendant(ctx, session.chair)
    secretary = await _attendant(ctx, session.secretary)
    return Minutes(
        head=heads.letterhead(ctx, "minutes"),
        issue=heads.issue(ctx, day=session.held_on, is_draft=session.state != "ended"),
        council=official("minutes.council", body=ctx.campaign.plan.issuer),
        about=official("minutes.about", campaign=in_a_line(ctx.campaign.short_name)),
        began=_local(ctx, session.opened_at),
        ended=_local(ctx, session.counted_at),
        room=session.place,
        chair=chair,
        secretary=secretary,
        present=tuple(_member(official, one) for one in members if one.seat == "present"),
        absent=tuple(_member(official, one) for one in members if one.seat != "present"),
        need=needed(len(members), ctx.campaign.council.quorum),
        cases=tuple([await _case(ctx, official, case, members, seen) for case in every]),
        second=await _attendant(ctx, session.confirmed_by),
        confirmed_at=_local(ctx, session.confirmed_at),
    )


def _local(ctx: Context, at: datetime | None) -> datetime | None:
    return at.astimezone(ctx.now.zone).replace(second=0, microsecond=0, tzinfo=None) if at else None


def _member(words: Words, one: Sitting) -> Attendant:
    reason = words("minutes.by_sheet") if one.seat == "sheet" else ""
    return Attendant(one.name, "", reason)


async def _attendant(ctx: Context, person: int | None) -> Attendant | None:
    known = await room.person(ctx, person)
    return Attendant(known.name) if known else None


async def _case(ctx: Context, words: Words, case: Case, members: list[Sitting], seen: Scope) -> MinutesCase:
    nomination = await room.nomination_of(ctx, case, seen)
    named = await room.nominee(ctx, nomination)
    ground = await cases.ground(ctx.store, ctx.now, case.id, nomination)
    why = {one: recusal(one.member, ground, ctx.house.root) for one in members if one.seat != "absent"}
    outcome: Outcome = "open"
    if case.count is not None:
        outcome = "agreed" if case.agreed else "not_agreed"
    count = case.count
    others = [one.name for one, reason in why.items() if reason not in {None, "same_unit"}]
    notes = [words("minutes.postponed")] if case.state == "postponed" else []
    notes += [words("minutes.sheets", n=count.sheets)] if count is not None and count.sheets else []
    notes += [words("minutes.related", who=", ".join(others))] if others else []
    return MinutesCase(
        nominee=nominee(words, nomination.subject_type, nomination.subject_name, nomination.position, named.unit),
        form=named.form,
        voted=count.cast if count else 0,
        in_favour=count.in_favour if count else 0,
        recused=tuple(one.name for one, reason in why.items() if reason == "same_unit"),
        outcome=outcome,
        note="; ".join(notes),
    )


def formal(words: Words, name: str) -> str:
    """A name as documents write it: nothing stands before it (DOMAIN §7)."""
    titles = {words(f"title.{title}") for title in TITLES if title}
    first, _, rest = name.partition(" ")
    return rest if rest and first.lower() in titles else name


def in_a_line(name: str) -> str:
    """A campaign's name within a sentence."""
    return name[:1].lower() + name[1:]


def nominee(words: Words, kind: str, name: str, position: str, unit: str) -> Nominee:
    """A nominee as every paper writes them: alike in all of them, or the dossier contradicts itself (DOMAIN §8)."""
    is_one = kind == "individual"
    name = formal(words, name) if is_one else name
    place = ", ".join(part for part in (position if is_one else "", unit if unit not in name else "") if part)
    return Nominee("individual" if is_one else "collective", name, place)


ACTIONS = (Intention("minutes", ask, verb="attend"),)
