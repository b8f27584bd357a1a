"""A member votes on one case after another, in secret; their own, and what concerns them, they pass over (F9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.awards.nominations import Nomination
from domain.conversations import Conversation
from domain.council.ballots import CHOICES, Choice
from domain.council.council import Reason, recusal
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.rights import Scope
from domain.vietnamese import bare
from handlers.context import Answer, Context, Offer, act, button, offers
from handlers.council import room
from handlers.intentions import Intention, Step, is_number, step
from storage.council import ballots, cases
from storage.council.cases import Case
from storage.council.sessions import Session, Sitting
from texts.catalogue import Words

PAGE = "ballot"
"""The page of a chat in which somebody goes from case to case by typing "next"."""
_CONCERNED = frozenset({"toi co lien quan", "co lien quan", "em co lien quan", "minh co lien quan", "concerns me"})


@dataclass(frozen=True, slots=True)
class Booth:
    """One member before one case."""

    session: Session
    case: Case
    total: int
    nomination: Nomination
    own: Sitting
    reason: Reason | None
    seen: Scope

    @property
    def place(self) -> dict[str, Any]:
        """Its number among the others."""
        return {"at": self.case.place, "total": self.total}


async def _enter(ctx: Context, row: int) -> Booth:
    """The booth of a case, for a member of its session."""
    case, session, seen = await room.case_of(ctx, row)
    _, own = await room.sitting(ctx, session, seen)
    if own is None:
        raise Mistake("not_a_member")
    return await _booth(ctx, session, case, own, seen)


async def _booth(ctx: Context, session: Session, case: Case, own: Sitting, seen: Scope) -> Booth:
    nomination = await room.nomination_of(ctx, case, seen)
    every = await cases.of_session(ctx.store, session)
    ground = await cases.ground(ctx.store, ctx.now, case.id, nomination)
    reason = recusal(own.member, ground, ctx.house.root)
    return Booth(session, case, len(every), nomination, own, reason, seen)


async def ballot(ctx: Context) -> Answer:
    """A case to vote on, as the member sees it."""
    booth = await _enter(ctx, int(ctx.args[0]))
    return await _shown(ctx, booth)


async def _shown(ctx: Context, booth: Booth) -> Reply:
    if refused := await _closed(ctx, booth):
        return refused
    if booth.reason:
        text = ctx.words(_why(booth.reason), **booth.place)
        return await _turning(ctx, booth, text)
    await _turn(ctx, booth)
    return await _card(ctx, ctx.words, booth)


def _why(reason: Reason) -> str:
    return "council.recused_unit" if reason == "same_unit" else f"council.recused_{reason}"


async def _closed(ctx: Context, booth: Booth) -> Reply | None:
    """Why nobody, or not this member, votes on it now."""
    rows: list[list[Offer]] = [[ctx.button("session_back", act("session", booth.session.id))], ["menu"]]
    if booth.session.state == "drawn":
        return ctx.say("council.not_open_yet", rows)
    if booth.case.state != "waiting" or booth.session.state != "voting":
        return ctx.say("council.vote_closed", rows, **booth.place)
    if booth.nomination.state != "at_council":
        return ctx.say("council.case_gone", rows, **booth.place)
    if booth.own.seat != "present":
        key = "council.by_sheet" if booth.own.seat == "sheet" else "council.not_marked"
        return ctx.say(key, rows, secretary=ctx.words.who(await room.person(ctx, booth.session.secretary)))
    return None


async def _card(ctx: Context, words: Words, booth: Booth) -> Reply:
    """The case and its choices, in the words of whoever votes (F9)."""
    named = await room.nominee(ctx, booth.nomination)
    day = words.day(booth.session.held_on)
    text = words("council.card", day=day, **booth.place, **room.card(ctx, words, booth.nomination, named))
    row = booth.case.id
    rows: list[list[Offer]] = [
        [button(words, "vote_agree", act("vote", row, "agree"))],
        [button(words, "vote_disagree", act("vote", row, "disagree"))],
        [button(words, "see_dossier", act("ballot_dossier", row)), button(words, "later", act("later"))],
    ]
    return Reply(text, offers(words, rows))


async def invite(ctx: Context, session: Session, waiting: Sequence[Case], person: int) -> None:
    """Tell a member of the first case that they may vote on."""
    reader, seen = await ctx.reader(person), room.sight(ctx)
    members, _ = await room.sitting(ctx, session, seen)
    own = next((one for one in members if one.person == person), None)
    if own is None or reader.person is None:
        return
    words = ctx.words_for(reader)
    for case in waiting:
        booth = await _booth(ctx, session, case, own, seen)
        if booth.reason is None:
            at = int(ctx.now.campaign.timestamp())
            key = f"session:{session.id}:case:{case.id}:{person}:{at}"
            ctx.tell(reader, await _card(ctx, words, booth), "notice", key)
            return


# -- going on ----------------------------------------------------------------------------------------------------------


async def _turn(ctx: Context, booth: Booth) -> list[int]:
    """What "next" and "back" mean from here on."""
    every = await cases.of_session(ctx.store, booth.session)
    by_place = {one.place: one.id for one in every}
    page: dict[str, Json] = {"what": PAGE, "case": booth.case.id}
    after = by_place.get(booth.case.place + 1)
    page["next"] = act("ballot_next", after) if after else act("session_cases", booth.session.id, 0)
    if before := by_place.get(booth.case.place - 1):
        page["previous"] = act("ballot_next", before)
    ctx.talk.page = page
    return [after] if after else []


async def _turning(ctx: Context, booth: Booth, text: str) -> Reply:
    """Words on this case, and on to the next one."""
    after = await _turn(ctx, booth)
    if not after:
        text += ctx.words("council.go_back")
        return Reply(text, offers(ctx.words, [[ctx.button("ballot_over", act("ballot_over", booth.session.id, 0))]]))
    text += ctx.words("council.go_on_to", at=booth.case.place + 1, total=booth.total)
    return Reply(text, offers(ctx.words, [[ctx.button("ballot_next", act("ballot_next", after[0]))]]))


# -- voting ------------------------------------------------------------------------------------------------------------


async def vote(ctx: Context) -> Answer:
    """[I agree] or [I do not]: kept in secret, and another in its place until the case is closed."""
    booth = await _enter(ctx, int(ctx.args[0]))
    choice: Choice = room.word(ctx, 1, CHOICES)
    if booth.reason or await _closed(ctx, booth):
        return await _shown(ctx, booth)
    await ballots.vote(ctx.store, ctx.house.secret, booth.case.id, choice, booth.seen)
    return await _turning(ctx, booth, ctx.words("council.voted", **booth.place))


async def dossier(ctx: Context) -> Answer:
    """[See the dossier]: all of it, while the session is open; one's own unit's stays shut."""
    booth = await _enter(ctx, int(ctx.args[0]))
    if booth.session.state not in room.OPEN:
        raise Mistake("session_over")
    if booth.reason:
        return await _turning(ctx, booth, ctx.words(_why(booth.reason), **booth.place))
    named = await room.nominee(ctx, booth.nomination)
    told = room.card(ctx, ctx.words, booth.nomination, named)
    summary = " ".join(booth.nomination.summary.split())[:LONGEST]
    row = booth.case.id
    concerned = ctx.button("concerned", act("ballot_concerned", row))
    rows: list[list[Offer]] = [[concerned], [ctx.button("session_back", act("session", booth.session.id))]]
    if await _closed(ctx, booth) is None:
        await _turn(ctx, booth)
        rows[:0] = [
            [ctx.button("vote_agree", act("vote", row, "agree"))],
            [ctx.button("vote_disagree", act("vote", row, "disagree"))],
        ]
    return ctx.say("council.dossier", rows, **booth.place, **{**told, "summary": summary})


LONGEST = 400
"""Letters of an achievement in a dossier (CONVERSATIONS §1.5)."""


async def concerned(ctx: Context) -> Answer:
    """[I have to do with it]: the member votes on it no more; a vote given is taken out."""
    booth = await _enter(ctx, int(ctx.args[0]))
    if refused := (await _closed(ctx, booth) if booth.session.state != "drawn" else None):
        return refused
    if booth.reason is None:
        await cases.declare(ctx.store, ctx.now, ctx.house.secret, booth.case, booth.seen)
    return await _turning(ctx, booth, ctx.words("council.declared", **booth.place))


def concerned_in(talk: Conversation, page: Mapping[str, Json], text: str) -> str | None:
    """Where "I have to do with it" was typed at a case: the number of that case."""
    if bare(text) not in _CONCERNED:
        return None
    if page.get("what") == PAGE:
        return str(page["case"])
    heads = [value.split(".") for value, _ in talk.menu]
    return next((parts[2] for parts in heads if parts[:2] == ["a", "vote"] and is_number(parts[2])), None)


async def own_cases(ctx: Context, session: Session, shown: Sequence[Case], seen: Scope) -> dict[int, str]:
    """How far a member is with each of these that is open: voted, not yet, or not theirs to vote on."""
    _, own = await room.sitting(ctx, session, seen)
    if own is None or own.seat != "present" or session.state != "voting":
        return {}
    found = {}
    for case in shown:
        if case.state == "waiting":
            booth = await _booth(ctx, session, case, own, seen)
            done = await ballots.has_voted(ctx.store, ctx.house.secret, case.id, seen)
            found[case.id] = "own_recused" if booth.reason else "own_voted" if done else "own_waiting"
    return found


_CONCERNED_BY = Intention("ballot_concerned", concerned, verb="attend")


def typed(ctx: Context, page: Mapping[str, Json], text: str) -> Step | None:
    """What was typed at a case of the council and is neither a choice nor a turn of the page."""
    case = concerned_in(ctx.talk, page, text)
    return step(_CONCERNED_BY, (case,)) if case is not None else None


ACTIONS = (
    Intention("ballot", ballot, verb="attend"),
    Intention("ballot_next", ballot, verb="attend"),
    Intention("ballot_dossier", dossier, verb="attend"),
    _CONCERNED_BY,
    Intention("vote", vote, verb="attend", words=CHOICES, word_at=1),
)
