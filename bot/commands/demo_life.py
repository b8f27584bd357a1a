"""What has happened in the sample province before the demo begins, day by day: plans, deeds, the Office's work."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from bot.commands.demo_cast import Cast, told
from bot.commands.demo_office import Desk, Happening
from domain.campaigns import Campaign
from domain.forms import Asking
from domain.messages import Json
from domain.people import Role
from domain.plans import STATES
from domain.readers import when_where
from domain.readers.sentences import sentence
from domain.readers.who import who
from domain.rights import Scope
from storage.deeds import deeds
from storage.plans import plans

BEFORE = timedelta(days=2)
"""So long before their first act somebody has joined."""
_PLAN_SAYS = ("doc_no", "issued_on", "signer", "spread", "reached", "superior_no", "promised_on", "until", "reason")


async def live(stage: Cast, running: tuple[int, Campaign], secret: bytes) -> int:
    """Let it all happen, in the order of its days; returns how many things did."""
    life, campaign = told("life.toml"), running[0]
    named: dict[str, int] = {}
    roles: dict[tuple[str, str], Role] = {
        (one["unit"], f"{one['title']} {one['name']}"): one["role"] for one in told("cast.toml")["people"]
    }
    heads = {plan["unit"]: plan["by"] for plan in life["plans"]}
    heads |= {unit: name for (unit, name), role in roles.items() if role == "head"}
    happenings: list[Happening] = [
        (plan["at"], _plan(stage, campaign, plan, roles.get((plan["unit"], plan["by"])))) for plan in life["plans"]
    ]
    for deed in life["deeds"]:
        happenings += _deed(stage, campaign, deed, deed.get("head") or heads[deed["unit"]], named)
    happenings += Desk(stage, running, secret, named).happenings()
    days = groupby(sorted(happenings, key=lambda one: one[0]), key=lambda one: one[0].date())
    for _, happened in days:
        for _, happen in happened:
            await happen()
        await stage.store.keep()  # what a day made of a unit is counted on that day
    return len(happenings)


def _plan(stage: Cast, campaign: int, plan: dict[str, Any], role: Role | None) -> Callable[[], Awaitable[None]]:
    async def happen() -> None:
        unit = await stage.unit(plan["unit"])
        chosen: Role = role or ("relay" if unit.kind == "pgd" else "head")
        person = await stage.person(plan["unit"], plan["by"], chosen, plan["at"] - BEFORE)
        answers: dict[str, Json] = {"state": plan["state"]}
        for name in _PLAN_SAYS:
            if name in plan:
                answers[name] = plan[name] if isinstance(plan[name], list | int) else str(plan[name])
        if "reached" in plan:
            answers["total"] = unit.staff_total or plan["reached"]
        scope = Scope("report_plan", (unit.id,), below=False, person=person)
        state = next(one for one in STATES if one == plan["state"])
        spread = bool(plan.get("spread"))
        await plans.report(stage.store, stage.at(plan["at"]), campaign, unit.id, state, answers, scope, spread=spread)

    return happen


def _deed(stage: Cast, campaign: int, deed: dict[str, Any], head: str, named: dict[str, int]) -> list[Happening]:
    """A deed is sent, and for most of them a head decides later. ``named`` learns the number of one that has a key."""
    number: list[int] = []

    async def send() -> None:
        now, unit = stage.at(deed["at"]), await stage.unit(deed["unit"])
        person = await stage.person(deed["unit"], deed["by"], "teacher", deed["at"] - BEFORE)
        answers = _answers(deed, Asking(now.today), unit.name)
        days = tuple(datetime.fromisoformat(str(answers[name])).date() for name in ("from", "to"))
        row = await deeds.send(
            stage.store, now, campaign, unit.id, person, answers, deed["movement"], (days[0], days[1]), outside=False
        )
        number.append(row)
        if "key" in deed:
            named[deed["key"]] = row

    async def decide() -> None:
        unit = await stage.unit(deed["unit"])
        person = await stage.person(deed["unit"], head, "head", deed["decided"] - BEFORE)
        scope, now = Scope("confirm_deed", (unit.id,), below=False, person=person), stage.at(deed["decided"])
        await deeds.decide(stage.store, now, number[0], 1, deed["outcome"], scope, deed.get("reason"))

    decided: list[Happening] = [(deed["decided"], decide)] if "decided" in deed else []
    return [(deed["at"], send), *decided]


def _answers(deed: dict[str, Any], asking: Asking, unit: str) -> dict[str, Json]:
    """The sheet as the form would have filled it, read by the very readers of the form."""
    return {
        **sentence(deed["what"], asking),
        **who(deed["who"], asking),
        **when_where.read(deed["when"], asking),
        "result": deed["result"],
        "confirmed_by": deed["confirmed_by"],
        "naming": deed["naming"],
        "minor": deed.get("minor", False),
        "_guessed": False,
        "_unit": unit,
    }
