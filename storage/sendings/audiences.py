"""Who an audience is on a day, within what one may reach: counted for a preview, or listed piece by piece."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)

from domain.audiences import Audience, Reach
from domain.campaigns import Campaign
from domain.rights import Scope
from storage.duties import obligations, obliged
from storage.people.stand_ins import is_told
from storage.scopes import within
from storage.store import Store
from storage.tables import (
    ANNOUNCEMENT,
    BRANCH,
    CONVERSATION,
    DEED,
    GRANT,
    HAS_LEFT,
    PERSON,
    PLAN,
    RECIPIENT,
    UNIT,
    UNIT_SPAN,
)
from storage.units import units

CHANNELS = ("telegram", "zalo", "web")
"""By which people are counted in a preview, in this order."""
_DAY: BindParameter[date] = bindparam("day")


@dataclass(frozen=True, slots=True)
class Ground:
    """Where an audience is looked for: the campaign's row and rules, what one may reach, and the day."""

    campaign_id: int
    campaign: Campaign
    scope: Scope
    day: date
    late: tuple[int, ...] = ()
    """The units that are late with what the audience owes, once they have been looked up."""


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody of an audience: the unit by which they belong to it, and on which channel they are told things.

    ``reason`` says why they cannot be told: "no_chat", "blocked", "withdrawn"; of a unit without people, "nobody".
    """

    unit: int
    person: int | None
    channel: str = ""
    reason: str = ""


# -- conditions --------------------------------------------------------------------------------------------------------


def _below(unit: ColumnElement[int], codes: Sequence[str], name: str) -> ColumnElement[bool]:
    """The unit lies on the branch of one of these codes on the day."""
    ancestor = UNIT.alias(name)
    return exists(
        select(BRANCH.c.unit_id)
        .join(ancestor, ancestor.c.id == BRANCH.c.ancestor_id)
        .where(
            BRANCH.c.unit_id == unit,
            ancestor.c.code.in_(list(codes)),
            BRANCH.c.from_day <= _DAY,
            BRANCH.c.to_day > _DAY,
        )
    )


def _silent(ground: Ground, code: str) -> ColumnElement[bool]:
    """The unit has the duty and has said nothing of it, or was told that its reason does not hold."""
    duty = ground.campaign.duty(code)
    said = select(PLAN.c.id).where(
        PLAN.c.unit_id == UNIT_SPAN.c.unit_id, PLAN.c.campaign_id == ground.campaign_id, PLAN.c.state != "refused"
    )
    return and_(UNIT_SPAN.c.kind.in_(duty.obliged), UNIT.c.ownership.in_(duty.ownerships), ~exists(said))


def _of_unit(audience: Audience, ground: Ground) -> list[ColumnElement[bool]]:
    """What is asked of a unit, standing in UNIT_SPAN and UNIT."""
    unit = UNIT_SPAN.c.unit_id
    asked = [UNIT_SPAN.c.from_day <= _DAY, UNIT_SPAN.c.to_day > _DAY, within(unit, below=ground.scope.below)]
    if audience.kinds:
        asked.append(UNIT_SPAN.c.kind.in_(audience.kinds))
    if audience.units:
        asked.append(UNIT.c.code.in_(audience.units))
    if audience.branches:
        asked.append(_below(unit, audience.branches, "wanted"))
    if audience.without:
        asked.append(~_below(unit, audience.without, "unwanted"))
    if audience.late_for:
        asked.append(_silent(ground, audience.late_for))
    if audience.owes:
        asked.append(unit.in_(ground.late))
    if audience.movements:
        told = select(DEED.c.id).where(
            DEED.c.unit_id == unit, DEED.c.campaign_id == ground.campaign_id, DEED.c.movement.in_(audience.movements)
        )
        asked.append(exists(told))
    return asked


def _of_person(audience: Audience) -> list[ColumnElement[bool]]:
    """What is asked of a person, standing in GRANT and PERSON."""
    asked: list[ColumnElement[bool]] = [
        GRANT.c.from_day <= _DAY,
        GRANT.c.to_day > _DAY,
        is_told(_DAY),
        PERSON.c.erased_at.is_(None),
    ]
    if audience.roles:
        asked.append(GRANT.c.role.in_(audience.roles))
    if number := audience.unacknowledged or audience.received:
        asked.append(_received(number, is_silent=bool(audience.unacknowledged)))
    if audience.published:
        asked.append(_has(f"publication:{audience.published}"))
    return asked


def _has(subject: str) -> ColumnElement[bool]:
    """They were sent something of this subject, and it was not stopped before it reached them."""
    own = (RECIPIENT.c.person_id == GRANT.c.person_id, RECIPIENT.c.subject == subject, HAS_LEFT)
    return exists(select(RECIPIENT.c.id).where(*own))


def _received(number: int, *, is_silent: bool) -> ColumnElement[bool]:
    """They stand in the ledger of an announcement.

    ``is_silent``: it was sent to them, and neither they nor, where one of a unit is enough, anybody of their unit has
    acknowledged it.
    """
    subject, other = f"announcement:{number}", RECIPIENT.alias("other")
    own = [RECIPIENT.c.person_id == GRANT.c.person_id, RECIPIENT.c.subject == subject]
    if is_silent:
        by_unit = select(ANNOUNCEMENT.c.acknowledged_by).where(ANNOUNCEMENT.c.id == number).scalar_subquery()
        somebody = exists(
            select(other.c.id).where(
                other.c.subject == subject,
                other.c.unit_id == RECIPIENT.c.unit_id,
                other.c.acknowledged_at.is_not(None),
            )
        )
        own += [HAS_LEFT, RECIPIENT.c.acknowledged_at.is_(None), or_(by_unit != "unit", ~somebody)]
    return exists(select(RECIPIENT.c.id).where(*own))


def _people(audience: Audience, ground: Ground) -> Select[Any]:
    """One row per person: the first unit by which they belong to the audience."""
    return (
        select(GRANT.c.person_id.label("person_id"), func.min(GRANT.c.unit_id).label("unit_id"))
        .join(UNIT_SPAN, UNIT_SPAN.c.unit_id == GRANT.c.unit_id)
        .join(UNIT, UNIT.c.id == GRANT.c.unit_id)
        .join(PERSON, PERSON.c.id == GRANT.c.person_id)
        .where(*_of_unit(audience, ground), *_of_person(audience))
        .group_by(GRANT.c.person_id)
    )


_OPEN = (CONVERSATION.c.person_id == PERSON.c.id) & CONVERSATION.c.blocked_at.is_(None)
_CHOSEN = select(CONVERSATION.c.address).where(CONVERSATION.c.address == PERSON.c.reach, _OPEN).correlate(PERSON)
_LAST = select(CONVERSATION.c.address).where(_OPEN).order_by(CONVERSATION.c.seen_at.desc()).limit(1).correlate(PERSON)
_ADDRESS = func.coalesce(_CHOSEN.scalar_subquery(), _LAST.scalar_subquery())
"""Where a person is told things: in the chat they chose, else in the one used last."""


def _channel(address: ColumnElement[str | None]) -> ColumnElement[str]:
    return case(*((address.like(f"{name}:%"), literal(name, String)) for name in CHANNELS), else_=literal("", String))


def _values(ground: Ground) -> dict[str, Any]:
    return {"roots": list(ground.scope.roots), "day": ground.day}


async def late_units(store: Store, audience: Audience, ground: Ground) -> tuple[int, ...]:
    """The units of others that are late with what the audience owes; nobody chases their own office."""
    owed = await obligations.get(store, audience.owes) if audience.owes else None
    top = await units.root(store, ground.day)
    if owed is None or owed.ended_at is not None or top is None:
        return ()
    late = await obliged.late_ids(store, owed, top.id, ground.day, ground.scope)
    return tuple(unit for unit in late if unit not in ground.scope.roots)


async def units_meant(store: Store, audience: Audience, ground: Ground) -> list[int]:
    """The units themselves, with people or without."""
    ground = await _looked_up(store, audience, ground)
    statement = (
        select(UNIT_SPAN.c.unit_id).join(UNIT, UNIT.c.id == UNIT_SPAN.c.unit_id).where(*_of_unit(audience, ground))
    )
    return [row[0] for row in await store.rows(statement, _values(ground))]


async def _looked_up(store: Store, audience: Audience, ground: Ground) -> Ground:
    return replace(ground, late=await late_units(store, audience, ground)) if audience.owes else ground


# -- counting ----------------------------------------------------------------------------------------------------------


async def count(store: Store, audience: Audience, ground: Ground) -> Reach:
    """How far it would go; read it on the read pool where the audience may be everybody."""
    ground = await _looked_up(store, audience, ground)
    meant = _people(audience, ground).subquery("meant")
    chats = (
        select(meant.c.unit_id, case((PERSON.c.withdrawn_at.is_(None), _ADDRESS)).label("address"))
        .join(PERSON, PERSON.c.id == meant.c.person_id)
        .subquery("chats")
    )
    channel = _channel(chats.c.address).label("channel")
    by_unit = select(chats.c.unit_id, channel, func.count()).group_by(chats.c.unit_id, channel)
    told: dict[str, int] = dict.fromkeys(CHANNELS, 0)
    reached: set[int] = set()
    peopled: set[int] = set()
    unreachable = 0
    for unit, name, n in await store.rows(by_unit, _values(ground)):
        peopled.add(unit)
        if name:
            told[name] += n
            reached.add(unit)
        else:
            unreachable += n
    empty = await _count_empty(store, audience, ground)
    units = len(peopled) + empty
    channels = tuple((name, n) for name, n in sorted(told.items(), key=lambda one: -one[1]) if n)
    return Reach(sum(told.values()), units, len(reached), empty, unreachable, channels)


def _is_of_people(audience: Audience) -> bool:
    """Whether it is defined by who got something: then no unit is missing from it."""
    return bool(audience.unacknowledged or audience.received or audience.published)


def _empty(audience: Audience, ground: Ground) -> Select[Any]:
    """Units that are meant and in which nobody of these roles has joined."""
    held = select(GRANT.c.id).where(
        GRANT.c.unit_id == UNIT_SPAN.c.unit_id, GRANT.c.from_day <= _DAY, GRANT.c.to_day > _DAY
    )
    if audience.roles:
        held = held.where(GRANT.c.role.in_(audience.roles))
    return (
        select(UNIT_SPAN.c.unit_id)
        .join(UNIT, UNIT.c.id == UNIT_SPAN.c.unit_id)
        .where(*_of_unit(audience, ground), ~exists(held))
    )


async def _count_empty(store: Store, audience: Audience, ground: Ground) -> int:
    if _is_of_people(audience):
        return 0
    row = await store.row(select(func.count()).select_from(_empty(audience, ground).subquery()), _values(ground))
    return int(row[0]) if row else 0


# -- listing -----------------------------------------------------------------------------------------------------------


async def people_after(store: Store, audience: Audience, ground: Ground, after: int, most: int) -> list[Found]:
    """The next people in the order of their numbers, those who cannot be told among them, with the reason."""
    ground = await _looked_up(store, audience, ground)
    page = (
        _people(audience, ground)
        .where(GRANT.c.person_id > after)
        .order_by(GRANT.c.person_id)
        .limit(most)
        .subquery("page")
    )
    known = exists(select(CONVERSATION.c.id).where(CONVERSATION.c.person_id == PERSON.c.id).correlate(PERSON))
    rows = await store.rows(
        select(page.c.unit_id, page.c.person_id, _ADDRESS, PERSON.c.withdrawn_at, known)
        .join(PERSON, PERSON.c.id == page.c.person_id)
        .order_by(page.c.person_id),
        _values(ground),
    )
    return [Found(unit, person, *_told(*rest)) for unit, person, *rest in rows]


def _told(address: str | None, withdrawn: date | None, met: bool) -> tuple[str, str]:  # noqa: FBT001 - a column
    """On which channel, or why on none."""
    if withdrawn is not None:
        return "", "withdrawn"
    if address is None:
        return "", "blocked" if met else "no_chat"
    return address.split(":", 1)[0], ""


async def empty_after(store: Store, audience: Audience, ground: Ground, after: int, most: int) -> list[Found]:
    """The next units in which nobody has joined, in the order of their numbers."""
    if _is_of_people(audience):
        return []
    ground = await _looked_up(store, audience, ground)
    statement = _empty(audience, ground).where(UNIT_SPAN.c.unit_id > after).order_by(UNIT_SPAN.c.unit_id).limit(most)
    return [Found(row[0], None, reason="nobody") for row in await store.rows(statement, _values(ground))]


async def beyond_reach(
    store: Store, audience: Audience, ground: Ground, page: tuple[int, int]
) -> list[tuple[str, str]]:
    """A page (skip, most) of the units it would reach nobody in: name, and why ("nobody" or "deaf")."""
    ground = await _looked_up(store, audience, ground)
    values = {**_values(ground), "skip": page[0], "most": page[1]}
    meant = _people(audience, ground).subquery("meant")
    open_ones = (
        select(PERSON.c.id)
        .join(meant, meant.c.person_id == PERSON.c.id)
        .where(meant.c.unit_id == UNIT_SPAN.c.unit_id, PERSON.c.withdrawn_at.is_(None), exists(_LAST))
        .correlate(UNIT_SPAN)
    )
    empty = UNIT_SPAN.c.unit_id.in_(_empty(audience, ground)) if not _is_of_people(audience) else literal(value=False)
    deaf = UNIT_SPAN.c.unit_id.in_(select(meant.c.unit_id)) & ~exists(open_ones)
    rows = await store.rows(
        select(UNIT_SPAN.c.name, case((empty, "nobody"), else_="deaf"))
        .where(UNIT_SPAN.c.from_day <= _DAY, UNIT_SPAN.c.to_day > _DAY, or_(empty, deaf))
        .order_by(UNIT_SPAN.c.unit_id)
        .limit(bindparam("most"))
        .offset(bindparam("skip")),
        values,
    )
    return [(row[0], row[1]) for row in rows]
