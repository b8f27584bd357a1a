"""The button of a form that is gone: what became of that very filling, when, and the way on (RELIABILITY S8)."""

from datetime import datetime
from typing import Literal

from domain.forms import Progress
from domain.messages import Json
from handlers import menu
from handlers.context import Answer, Context, Offer, act
from handlers.intentions import Handler

How = Literal["sent", "dropped"]
MOST = 12
"""Fillings of a chat that are remembered after their end."""


def note(ctx: Context, progress: Progress, how: How) -> None:
    """A filling has come to its end: sent by its owner, or thrown away."""
    others = [one for one in ctx.talk.ended if one.get("run") != progress.run]
    ctx.talk.ended = [_ended(ctx, progress, how), *others][:MOST]


def _ended(ctx: Context, progress: Progress, how: How) -> dict[str, Json]:
    number = ctx.sent or (int(progress.subject.split(":")[1]) if progress.subject.startswith("deed:") else None)
    known = {"deed": number} if number and how == "sent" else {}
    return {"run": progress.run, "form": progress.form, "how": how, "at": ctx.now.campaign.isoformat(), **known}


def told(run: str) -> Handler:
    """What is answered to a button of that run."""

    async def answer(ctx: Context) -> Answer:
        found = next((one for one in ctx.talk.ended if str(one.get("run")) == run), None)
        if found is None:
            return await menu.old_button(ctx)
        at = datetime.fromisoformat(str(found["at"])).astimezone(ctx.now.zone)
        values = {"time": ctx.words.time(at), "day": ctx.words.day(at.date())}
        if number := found.get("deed"):
            rows: list[list[Offer]] = [[ctx.button("see_report", act("mine", int(str(number))))], ["menu"]]
            return ctx.say("past_run.report", rows, number=number, **values)
        rows = [["menu"]] if ctx.person else []
        key = ctx.words.first(f"past_run.{found['how']}_{found['form']}", f"past_run.{found['how']}")
        return ctx.say(key, rows, **values)

    return answer
