"""Who writes to whom on papers of the Office: letterhead, addressees and recipients, from the campaign's plan."""

from datetime import date
from typing import Literal, TypeAlias

from domain.letters import Letterhead
from domain.papers.bases import LegalBasis, of_campaign
from domain.papers.papers import Issue
from handlers.context import Context
from storage.units import units
from texts.official import wording

Symbol: TypeAlias = Literal["report", "submission", "minutes"]


def letterhead(ctx: Context, symbol: Symbol) -> Letterhead:
    """The department's: what follows the number is made of the kind of paper and the body's own letters."""
    plan, of = ctx.campaign.plan, ctx.campaign.letter
    letters = wording(f"symbol.{symbol}", body=plan.symbol.partition("-")[2])
    return Letterhead(of.superior, plan.issuer, letters, plan.place, plan.signer_title, of.room, of.phone, of.mail)


async def of_unit(ctx: Context, unit: int) -> Letterhead:
    """A unit's own: under the department, or under the committee of its district, ward or commune (DOMAIN §7).

    Whatever cannot be told from the name of the office above stays blank: a person writes it in.
    """
    plan, found = ctx.campaign.plan, await units.by_id(ctx.store, unit, ctx.now.today)
    if found is None or found.parent is None:
        return Letterhead("", found.name if found else "", "", plan.place)
    if found.parent == ctx.house.root:
        return Letterhead(f"{plan.issuer} {plan.place}", found.name, "", plan.place)
    above = await units.by_id(ctx.store, found.parent, ctx.now.today)
    return Letterhead(_committee(above.name if above else ""), found.name, "", plan.place)


def _committee(office: str) -> str:
    """The people's committee whose office this is, by the place in its name; "" for any other name."""
    for begins in wording("superior.offices").split("|"):
        if office.lower().startswith(begins.lower() + " "):
            return wording("superior.committee", place=office[len(begins) :].strip())
    return ""


def issue(ctx: Context, number: str = "", day: date | None = None, *, is_draft: bool = True) -> Issue:
    """Number and day, blank while unknown; the year is that of today."""
    return Issue(ctx.now.today.year, number, day, is_draft)


def recipients(ctx: Context) -> tuple[str, ...]:
    """The lines of the plan's own recipients that stand between those addressed and the archive."""
    told, archive = wording("symbol.for_report"), wording("filed")
    return tuple(one for one in ctx.campaign.recipients if told not in one and one != archive)


def bases(ctx: Context, day: date | None = None, *, all_clauses: bool = False) -> tuple[LegalBasis, ...]:
    """What the paper rests on, as the law stands on its day; of today while that is unknown."""
    return of_campaign(ctx.campaign, ctx.house.bases, day or ctx.now.today, all_clauses=all_clauses)
