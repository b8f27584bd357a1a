"""Nominations: taken from units, moved once by whoever sees them as they stand, listed for those who may (IV.2)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Insert, Select, and_, bindparam, case, delete, func, insert, select, update

from domain.awards.nominations import New, Nomination, Open, State, follows, with_ground
from domain.clock import Now
from domain.rights import Scope
from domain.vietnamese import fold
from storage.scopes import within
from storage.store import Store
from storage.tables import NOMINATION, NOMINATION_DEED, NOMINATION_STEP

COLUMNS = (
    NOMINATION.c.id,
    NOMINATION.c.unit_id,
    NOMINATION.c.created_by,
    NOMINATION.c.route,
    NOMINATION.c.subject_type,
    NOMINATION.c.subject_name,
    NOMINATION.c.position,
    NOMINATION.c.role,
    NOMINATION.c.person_id,
    NOMINATION.c.agreed,
    NOMINATION.c.movement,
    NOMINATION.c.level,
    NOMINATION.c.form,
    NOMINATION.c.summary,
    NOMINATION.c.deed_id,
    NOMINATION.c.met_on,
    NOMINATION.c.present,
    NOMINATION.c.members,
    NOMINATION.c.in_favour,
    NOMINATION.c.state,
    NOMINATION.c.version,
    NOMINATION.c.held_from,
    NOMINATION.c.open_case,
    NOMINATION.c.discipline_ended,
    NOMINATION.c.signed,
    NOMINATION.c.reason,
    NOMINATION.c.sent_at,
    NOMINATION.c.moved_at,
    NOMINATION.c.due_on,
)
_ADD = insert(NOMINATION).returning(NOMINATION.c.id)
_STEP = insert(NOMINATION_STEP)
_DEED: Insert = insert(NOMINATION_DEED)
_NO_DEEDS = delete(NOMINATION_DEED).where(NOMINATION_DEED.c.nomination_id == bindparam("row"))
_SEEN = (NOMINATION.c.id == bindparam("row"), NOMINATION.c.version == bindparam("seen"))
_CAMPAIGN = NOMINATION.c.campaign_id == bindparam("campaign")
_STATES = NOMINATION.c.state.in_(bindparam("states", expanding=True))


def _of(below: bool) -> ColumnElement[bool]:  # noqa: FBT001 - which of two statements
    return within(NOMINATION.c.unit_id, below=below)


_BOTH = (True, False)
_ONE = {below: select(*COLUMNS).where(NOMINATION.c.id == bindparam("row"), _of(below)) for below in _BOTH}
_MAY_CHANGE = (
    "subject_type",
    "subject_name",
    "position",
    "role",
    "person_id",
    "agreed",
    "movement",
    "level",
    "form",
    "summary",
    "deed_id",
    "met_on",
    "present",
    "members",
    "in_favour",
    "state",
    "held_from",
    "open_case",
    "discipline_ended",
    "signed",
    "reason",
    "moved_at",
    "due_on",
)
_AS_VALUE = {"person_id": "person", "deed_id": "deed"}
_CHANGE = {
    below: update(NOMINATION)
    .where(*_SEEN, _of(below))
    .values(
        {
            **{NOMINATION.c[name]: bindparam(f"to_{name}") for name in _MAY_CHANGE},
            NOMINATION.c.folded: bindparam("to_folded"),
            NOMINATION.c.version: NOMINATION.c.version + 1,
        }
    )
    .returning(*COLUMNS)
    for below in _BOTH
}
_PAST_DUE = case((and_(NOMINATION.c.state == "at_office", NOMINATION.c.due_on < bindparam("day")), 1), else_=0)
_LISTED: dict[bool, Select[Any]] = {
    below: select(*COLUMNS)
    .where(_CAMPAIGN, _STATES, _of(below))
    .order_by(_PAST_DUE.desc(), NOMINATION.c.moved_at, NOMINATION.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
    for below in _BOTH
}
_COUNT = {below: select(func.count()).where(_CAMPAIGN, _STATES, _of(below)) for below in _BOTH}


@dataclass(frozen=True, slots=True)
class Page:
    """Nominations of one page, and how many there are in all."""

    total: int
    rows: Sequence[Nomination]


def _nomination(row: Any) -> Nomination:  # noqa: ANN401 - a row of COLUMNS
    return Nomination(*row[: len(COLUMNS)])


def values_of(now: Now, scope: Scope) -> dict[str, Any]:
    """What every statement within a scope is given."""
    return {"roots": list(scope.roots), "day": now.today}


async def _record(store: Store, now: Now, after: Nomination, act: str, person: int, note: str | None) -> None:
    """Leave a step; whoever reads the history in the same transaction sees it."""
    step = {"nomination_id": after.id, "act": act, "state": after.state, "at": now.campaign, "day": now.today}
    await store.write(_STEP, {**step, "person_id": person, "note": note})


def folded(name: str) -> str:
    """A name as names are compared."""
    return fold(name)[:120]


async def known(store: Store, now: Now, row: int, scope: Scope) -> Nomination | None:
    """The nomination of that number, if its unit lies in the scope."""
    found = await store.row(_ONE[scope.below], {"row": row, **values_of(now, scope)})
    return _nomination(found) if found else None


async def add(store: Store, now: Now, campaign: int, unit: int, new: New, state: State, scope: Scope) -> int:
    """Take a nomination from one of the scope's own units (IV.2: nobody else's word makes one); returns its number."""
    if unit not in scope.roots:
        message = "a nomination starts at the unit"
        raise PermissionError(message)
    values = {
        **{name: value for name, value in asdict(new).items() if name not in {"deeds", "person"}},
        "person_id": new.person,
        "deed_id": next(iter(new.deeds), None),
        "folded": folded(new.subject_name),
        "campaign_id": campaign,
        "unit_id": unit,
        "created_by": scope.person,
        "state": state,
        "version": 1,
        "signed": {},
        "sent_at": now.campaign,
        "moved_at": now.campaign,
    }
    row = await store.add(_ADD, values)
    await _rest_on(store, row, new.deeds)
    first = {"nomination_id": row, "act": "sent", "state": state, "at": now.campaign, "day": now.today}
    await store.write(_STEP, {**first, "person_id": scope.person, "note": None})
    return row


async def _rest_on(store: Store, row: int, deeds: Sequence[int]) -> None:
    for deed in dict.fromkeys(deeds):
        await store.write(_DEED, {"nomination_id": row, "deed_id": deed})


async def move(
    store: Store,
    now: Now,
    before: Nomination,
    wanted: State,
    scope: Scope,
    note: str | None = None,
    case: Open | None = None,
) -> Nomination | None:
    """Take a nomination one step on, once; None when it is no longer as ``before``, out of scope, or no such step.

    ``case`` says why it is held. A discipline that is over counts from now: what was done before it is no basis.
    """
    if not follows(before.state, wanted, before.route, before.held_from):
        return None
    after, act = replace(before, state=wanted), str(wanted)
    if wanted == "held":
        after = replace(after, held_from=before.state, open_case=case)
    elif before.state == "held":
        ended = now.today if before.open_case == "discipline" else before.discipline_ended
        after, act = replace(after, held_from=None, open_case=None, discipline_ended=ended), "released"
    if wanted in {"drafted", "declined", "held"}:
        after = replace(after, reason=note)
    return await _changed(store, now, before, after, scope, (act, note))


async def look_again(store: Store, now: Now, before: Nomination, note: str, scope: Scope) -> Nomination | None:
    """An objection is right: back to the council. What is held goes there once its case is closed, and nowhere else."""
    if before.state == "held" and before.held_from in {"agreed", "noticed"}:
        after = replace(before, held_from="at_council")
        return await _changed(store, now, before, after, scope, ("at_council", note))
    if before.state not in {"agreed", "noticed"}:
        return None
    return await move(store, now, before, "at_council", scope, note)


async def send_again(
    store: Store, now: Now, before: Nomination, new: New, wanted: State, scope: Scope
) -> Nomination | None:
    """A nomination that was given back, completed by its unit; None when it changed meanwhile."""
    if not follows(before.state, wanted, before.route):
        return None
    told = {name: value for name, value in asdict(new).items() if name not in {"deeds", "route"}}
    anew = replace(before, **told, deed=next(iter(new.deeds), None), state=wanted, reason=None, signed={})
    after = await _changed(store, now, before, anew, scope, ("sent", None))
    if after is not None:
        await store.write(_NO_DEEDS, {"row": after.id})
        await _rest_on(store, after.id, new.deeds)
    return after


async def sign(store: Store, now: Now, before: Nomination, rule: str, words: str, scope: Scope) -> Nomination | None:
    """A person decides where a rule knows no answer, and says on what grounds (G-07)."""
    after = with_ground(before, rule, words, scope.person, now.campaign)
    return await _changed(store, now, before, after, scope, ("signed", words))


async def choose_level(
    store: Store, now: Now, before: Nomination, level: str, form: str, scope: Scope
) -> Nomination | None:
    """Another level with its form; what was signed for the level that was refused counts no more."""
    signed = {rule: said for rule, said in before.signed.items() if rule != "years"}
    after = replace(before, level=level, form=form, signed=signed)
    return await _changed(store, now, before, after, scope, ("level", f"{before.level} > {level}"))


async def agree(store: Store, now: Now, before: Nomination, note: str, scope: Scope) -> Nomination | None:
    """The relay agrees, with a word to the Office, and passes it on."""
    if not follows(before.state, "at_office", before.route):
        return None
    return await _changed(store, now, before, replace(before, state="at_office"), scope, ("passed", note or None))


async def _changed(
    store: Store, now: Now, before: Nomination, after: Nomination, scope: Scope, step: tuple[str, str | None]
) -> Nomination | None:
    """Write ``after`` over ``before`` if nobody was quicker, with the step (act, words) that led there."""
    values = {f"to_{name}": getattr(after, _AS_VALUE.get(name, name)) for name in _MAY_CHANGE}
    values |= {"row": before.id, "seen": before.version, "to_folded": folded(after.subject_name)}
    if after.state != before.state:
        values["to_moved_at"] = now.campaign
    row = await store.returned(_CHANGE[scope.below], {**values, **values_of(now, scope)})
    if row is None:
        return None
    changed = _nomination(row)
    await _record(store, now, changed, step[0], scope.person, step[1])
    return changed


async def page(
    store: Store, now: Now, campaign: int, states: Sequence[State], scope: Scope, skip: int = 0, most: int = 8
) -> Page:
    """Nominations in these states, what should have been answered by now first, then whoever waits longest.

    Also what an export reads, page by page.
    """
    values = {"campaign": campaign, "states": list(states), **values_of(now, scope)}
    count = await store.row(_COUNT[scope.below], values)
    rows = await store.rows(_LISTED[scope.below], {**values, "skip": skip, "most": most})
    return Page(int(count[0]) if count else 0, [_nomination(row) for row in rows])


async def remark(
    store: Store, now: Now, nomination: Nomination, act: str, scope: Scope, words: str | None = None
) -> None:
    """Leave a step in the history of a nomination that stays where it is."""
    await _record(store, now, nomination, act, scope.person, words)
