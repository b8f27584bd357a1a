"""A nomination with all that rules and principles look at: gathered once, for the unit, the relay and the Office."""

from dataclasses import dataclass, replace
from datetime import timedelta

from domain.awards import principles, rules
from domain.awards.nominations import New, Nomination, Step
from domain.awards.principles import Around, Check
from domain.awards.rules import Case, Finding, Rival
from domain.campaign_awards import AwardLevel
from domain.campaigns import Movement
from domain.mistakes import Mistake
from domain.rights import Scope
from domain.unit_names import short_name
from handlers.context import Context
from storage.awards import bases, nomination_past, nominations
from storage.awards.bases import Report, Stood
from storage.awards.nominations import folded
from storage.outcomes import notices
from storage.outcomes.notices import Notice


@dataclass(frozen=True, slots=True)
class Dossier:
    """A nomination, its unit, what it rests on, what the rules find and which principles hold."""

    nomination: Nomination
    unit: Stood
    reports: tuple[Report, ...]
    findings: tuple[Finding, ...]
    checks: tuple[Check, ...]
    steps: tuple[Step, ...]

    @property
    def unit_name(self) -> str:
        """As people read it."""
        return short_name(self.unit.name)


async def found(ctx: Context, scope: Scope, row: int) -> Nomination:
    """The nomination, if it lies in the scope; raises Mistake, so that nothing is told of others'."""
    nomination = await nominations.known(ctx.store, ctx.now, row, scope)
    if nomination is None:
        raise Mistake("nomination_not_yours")
    return nomination


def level_of(ctx: Context, level: str) -> AwardLevel | None:
    """The campaign's level of that name."""
    return next((one for one in ctx.campaign.awards if one.level == level), None)


def movement_of(ctx: Context, code: str) -> Movement | None:
    """The campaign's movement of that code."""
    return next((one for one in ctx.campaign.movements if one.code == code), None)


async def case(ctx: Context, unit: int, new: New, scope: Scope, row: int = 0) -> tuple[Case, Stood, tuple[Report, ...]]:
    """What the rules look at; ``row`` is the nomination's own number, which is no rival to itself."""
    stood = await bases.stood(ctx.store, unit, ctx.now.today)
    if stood is None:
        raise Mistake("unit_not_yours")
    reports = tuple(await bases.named(ctx.store, ctx.now, new.deeds, scope))
    live = [one for one in await _live(ctx, unit, new.person, scope) if one.id != row]
    rests = await nomination_past.deeds_of(ctx.store, ctx.now, [one.id for one in live], scope)
    rivals = tuple(
        Rival(
            one.id,
            one.route,
            one.subject_type,
            folded(one.subject_name),
            one.person,
            one.movement,
            one.level,
            rests[one.id],
        )
        for one in live
    )
    found = Case(
        new.route,
        new.subject_type,
        folded(new.subject_name),
        new.role,
        new.person,
        stood.kind,
        folded(short_name(stood.name)),
        stood.ended,
        movement_of(ctx, new.movement),
        level_of(ctx, new.level),
        new.met_on,
        tuple(one.basis for one in reports),
        rivals,
    )
    return found, stood, reports


async def _live(ctx: Context, unit: int, person: int | None, scope: Scope) -> list[Nomination]:
    """The unit's other nominations, and those of this very person from wherever the reader sees."""
    campaign = ctx.house.campaign_id
    found = await nomination_past.of_unit(ctx.store, ctx.now, campaign, unit, scope)
    if person is not None:
        found += await nomination_past.of_person(ctx.store, ctx.now, campaign, person, scope)
    return list({one.id: one for one in found}.values())


def as_new(nomination: Nomination, deeds: tuple[int, ...]) -> New:
    """What the unit said of a nomination."""
    names = New.__dataclass_fields__.keys() - {"deeds"}
    return New(deeds=deeds, **{name: getattr(nomination, name) for name in names})


async def gather(ctx: Context, nomination: Nomination, scope: Scope) -> Dossier:
    """Everything about a nomination of the scope."""
    rests = await nomination_past.deeds_of(ctx.store, ctx.now, [nomination.id], scope)
    new = as_new(nomination, rests[nomination.id])
    about, unit, reports = await case(ctx, nomination.unit, new, scope, nomination.id)
    about = replace(
        about,
        open_case=nomination.open_case,
        discipline_ended=nomination.discipline_ended,
        signed=frozenset(nomination.signed),
    )
    steps = tuple(await nomination_past.history(ctx.store, ctx.now, nomination.id, scope))
    findings = rules.look(about, ctx.campaign.subjects)
    listed = await notices.last_of(ctx.store, nomination.id)
    checks = principles.check(nomination, _around(ctx, nomination, findings, steps, listed))
    return Dossier(nomination, unit, reports, findings, checks, steps)


def _around(
    ctx: Context,
    nomination: Nomination,
    findings: tuple[Finding, ...],
    steps: tuple[Step, ...],
    listed: Notice | None,
) -> Around:
    """Working days: to the first answer of somebody else, and of the public notice."""
    sent = next((place for place, step in enumerate(steps) if step.act == "sent"), 0)
    first = next((step.day for step in steps[sent + 1 :] if step.act != "sent"), ctx.now.today)
    began = steps[sent].day if steps else ctx.now.today
    most = ctx.campaign.adhoc_days if nomination.route == "adhoc" else ctx.campaign.nomination_days
    calendar = ctx.house.calendar
    open_for = None
    if listed is not None:
        until = min(listed.to_day, ctx.now.today)
        open_for = calendar.working_days(listed.from_day + timedelta(days=1), until)
    waited = max(0, calendar.working_days(began, first) - 1)
    return Around(findings, steps, waited, most, open_for, ctx.campaign.public_notice_days)
