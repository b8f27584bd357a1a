"""The main menu, for people who type anything at all; and what an old button is answered."""

from domain.readers.doc_no import parse
from domain.rights import grant_for
from domain.vietnamese import fold
from domain.messages import Reply
from handlers.context import Answer, Context, Offer, offers
from handlers.intentions import Intention
from storage import deeds, plans

MEMBER_ROWS = (("report",), ("mine", "help"))
"""What a teacher's menu offers."""

_FORWARD = {"tiep", "xem tiep", "trang sau", "next", "more"}
_BACKWARD = {"truoc", "trang truoc", "previous"}


async def show(ctx: Context) -> Answer:
    """The menu of one's role (B1); a head hears what waits first."""
    ctx.talk.page = {}
    person = ctx.person
    if person is None:
        return ctx.say("start.hello")
    if person.holding("office"):
        return ctx.say("menu.office", [["summary"], ["mine", "report"], ["help"]])
    if person.holding("relay"):
        return ctx.say("menu.relay", [["summary"], ["report", "help"]], unit=_unit(ctx))
    if head := person.holding("head", "deputy"):
        return await _head(ctx, head.unit, head.unit_name)
    if person.holding("council", "partner"):
        return ctx.say("menu.partner", [["summary"], ["report"], ["help"]])
    return ctx.say("menu.member", MEMBER_ROWS)


async def _head(ctx: Context, unit: int, name: str) -> Answer:
    waiting = await deeds.count_waiting(ctx.store, ctx.house.campaign_id, unit)
    plan = await plans.of_unit(ctx.store, ctx.house.campaign_id, unit)
    plan_open = plan is None or not plan.settled
    due = ctx.campaign.duty("plan").due
    lines = [ctx.words("menu.head", unit=name)]
    if waiting:
        lines.append(ctx.words("menu.head_waiting", n=waiting))
    rows: list[list[Offer]] = [
        [
            *([ctx.button("plan")] if plan_open else []),
            *([ctx.button("waiting", "/check", n=waiting)] if waiting else []),
        ],
        [ctx.button("see_unit_figures", "/summary")],
        [ctx.button("report")],
        [ctx.button("mine"), ctx.button("help")],
    ]
    text = " ".join(lines)
    if plan_open and due:
        text += "\n" + ctx.words("menu.head_plan", due=ctx.words.weekday(due))
    return Reply(text, offers(ctx.words, rows))


def _unit(ctx: Context) -> str:
    grant = grant_for(ctx.person, "see_figures") if ctx.person else None
    return grant.unit_name if grant else ""


async def old_button(ctx: Context) -> Answer:
    """A button whose form is gone: said, with the way on."""
    return ctx.say("menu.old_button", [["menu"]])


def turn(ctx: Context, text: str) -> str | None:
    """ "tiếp", "trước": the next or the previous page of the list being read, as the value of its button."""
    word = fold(text)
    if word in _FORWARD and (value := ctx.talk.page.get("next")):
        return str(value)
    if word in _BACKWARD and (value := ctx.talk.page.get("previous")):
        return str(value)
    return None


def is_plan_news(ctx: Context, text: str) -> bool:
    """A head who just types a plan's number means to report it."""
    person = ctx.person
    return bool(person and grant_for(person, "report_plan")) and any(found.kind == "KH" for found in parse(text))


COMMANDS = (Intention("menu", show, stranger=True, aliases=("batdau",)),)
