"""What all share who take part in the council's room: which session somebody sees, and how a nominee is spoken of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from domain.audiences import SCHOOLS
from domain.awards.nominations import Nomination
from domain.mistakes import Mistake
from domain.people import Person
from domain.rights import Scope, need, scope
from domain.unit_names import short_name
from handlers.context import Context
from storage.awards import nominations
from storage.council import ballots, cases, sessions
from storage.council.cases import Case
from storage.council.sessions import Session, Sitting
from storage.units import units
from texts.catalogue import Words, shortened

Word = TypeVar("Word", bound=str)
SUMMARY = 170
"""Letters of an achievement on a card: two lines, as in the summary list."""
NAME, WHOLE = 40, 70
"""Letters of a nominee in a line of a list: the name, and with position and unit."""
OPEN = frozenset({"drawn", "voting", "counted"})
"""States in which members look into the dossiers."""


def sight(ctx: Context) -> Scope:
    """The Office sees every session; a member, and the secretary, their own."""
    return scope(ctx.person, "award") or need(ctx.person, "attend")


async def found(ctx: Context, row: int) -> tuple[Session, Scope]:
    """The session of that number, for whoever takes part in it."""
    seen = sight(ctx)
    session = await sessions.known(ctx.store, ctx.now, row, seen)
    if session is None:
        raise Mistake("session_not_yours")
    return session, seen


async def run_by(ctx: Context, row: int) -> tuple[Session, Scope]:
    """The same for its secretary alone, who runs it."""
    session, seen = await found(ctx, row)
    if session.secretary != seen.person:
        raise Mistake("not_secretary", who=ctx.words.who(await person(ctx, session.secretary)))
    return session, seen


async def sitting(ctx: Context, session: Session, seen: Scope) -> tuple[list[Sitting], Sitting | None]:
    """All members of a session, and the reader if they are one: who sits on the council no more is none."""
    members = await sessions.members(ctx.store, ctx.now, session, seen)
    if ctx.person is None or ctx.person.holding("council") is None:
        return members, None
    return members, next((one for one in members if one.person == seen.person), None)


async def settled(ctx: Context, session: Session, seen: Scope) -> list[Sitting]:
    """The members before something is decided: whoever has left the council is gone, with what they voted."""
    if session.state in {"drawn", "voting"} and (left := await sessions.let_go(ctx.store, ctx.now, session, seen)):
        waiting = [case.id for case in await cases.of_session(ctx.store, session) if case.state == "waiting"]
        for who in left:
            await ballots.take_back(ctx.store, ctx.house.secret, waiting, who)
        await cases.void_sheets(ctx.store, ctx.now, session, seen)
    return await sessions.members(ctx.store, ctx.now, session, seen)


async def case_of(ctx: Context, row: int) -> tuple[Case, Session, Scope]:
    """A case with its session."""
    case = await cases.one(ctx.store, row)
    if case is None:
        raise Mistake("session_not_yours")
    session, seen = await found(ctx, case.session)
    return case, session, seen


async def nomination_of(ctx: Context, case: Case, seen: Scope) -> Nomination:
    """What a case is about."""
    nomination = await nominations.known(ctx.store, ctx.now, case.nomination, seen)
    if nomination is None:
        raise Mistake("session_not_yours")
    return nomination


async def person(ctx: Context, row: int | None) -> Person | None:
    """Somebody by number."""
    return (await ctx.reader(row)).person if row else None


def word(ctx: Context, at: int, among: Sequence[Word]) -> Word:
    """The word a button carries at that place; one that carries another was not made here."""
    found = next((one for one in among if one == ctx.args[at]), None)
    if found is None:
        raise Mistake("old_button")
    return found


def called(words: Words, one: Sitting) -> str:
    """A member as spoken of."""
    return words.naming(one.name, one.title)["you"]


def code(words: Words, nomination: Nomination) -> str:
    """A nomination's number as people read it."""
    return words("nomination.code", number=nomination.id)


@dataclass(frozen=True, slots=True)
class Nominee:
    """Who is nominated for what, as messages say it."""

    who: str
    """With the position, or the name of a collective."""
    unit: str
    form: str
    is_school: bool

    @property
    def whole(self) -> str:
        """With the unit, which a collective may be itself."""
        return self.who if self.unit in self.who else f"{self.who}, {self.unit}"


async def nominee(ctx: Context, nomination: Nomination) -> Nominee:
    """Looked up on the day of the message; a unit that has ended goes by its last name there."""
    unit = await units.by_id(ctx.store, nomination.unit, ctx.now.today)
    position = nomination.position if nomination.subject_type == "individual" else ""
    return Nominee(
        ", ".join(part for part in (nomination.subject_name, position) if part),
        short_name(unit.name) if unit else "",
        ctx.campaign.form_name(nomination.form),
        unit is None or unit.kind in SCHOOLS,
    )


def card(ctx: Context, words: Words, nomination: Nomination, named: Nominee) -> dict[str, str]:
    """The values of every text on a nomination."""
    key = "council.met_school" if named.is_school else "council.met_unit"
    met = ""
    if nomination.met_on and nomination.present:
        met = words(key, day=words.day(nomination.met_on), n=nomination.in_favour, present=nomination.present)
    movement = next((one for one in ctx.campaign.movements if one.code == nomination.movement), None)
    return {
        "code": code(words, nomination),
        "who": named.whole,
        "form": named.form,
        "summary": shortened(" ".join(nomination.summary.split()), SUMMARY).rstrip("."),
        "met": met,
        "movement": movement.short_name if movement else nomination.movement,
    }
