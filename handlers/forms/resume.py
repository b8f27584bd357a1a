"""Somebody comes back to a half-filled form: what they typed is an answer, or something new (C8)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime

from domain.forms import Progress
from domain.messages import Choice, Reply
from domain.readers.private import scan
from handlers import menu
from handlers.context import Answer, Context, button, offers
from handlers.forms import sparing, walker
from handlers.forms.filling import REVIEW, Filling, filling_of
from handlers.forms.screens import standing_at
from handlers.forms.sheets import Sheet
from handlers.intentions import Handler
from texts.catalogue import shortened

Afresh = Callable[[Context, str], Awaitable[Answer]]


def ask(sheet: Sheet, progress: Progress) -> Handler:
    """Ask once what the message belongs to; its words are kept meanwhile."""

    async def run(ctx: Context) -> Answer:
        filling = await filling_of(ctx, sheet, progress)
        spared = scan(ctx.incoming.text)
        ctx.talk.page = {"what": "resume", "form": progress.form, "text": spared.text}
        values = _where(filling)
        rows = [
            [ctx.button("write_into", "r.here", n=values["n"], total=values["total"])] if values["n"] else [],
            [ctx.button("something_new", "r.new")],
            [ctx.button("see_draft", "r.see")],
        ]
        key = f"resume.{progress.form}" if values["n"] else "resume.full"
        text = ctx.words(ctx.words.first(key, "resume.full"), said=shortened(spared.text.strip(), 200), **values)
        if spared.kinds:
            text = "\n".join((sparing.taken(ctx.words, spared.kinds), text))
        return Reply(text, offers(ctx.words, rows))

    return run


def _where(filling: Filling) -> dict[str, object]:
    """Since when the draft lies there, and at which question."""
    ctx, name = filling.ctx, filling.form.name
    question = filling.question
    number, total = filling.form.place(question, filling.answers) if question else (0, 0)
    head = f"form.{name}.{question.name}" if question else ""
    item = ctx.words(ctx.words.first(f"{head}.short", f"{head}.item")) if question else ""
    return {"since": since(ctx, name), "n": number, "total": total, "item": item}


def since(ctx: Context, draft: str) -> str:
    """The day on which a draft was last written to."""
    touched = ctx.talk.touched.get(draft)
    at = datetime.fromisoformat(touched) if touched else ctx.now.campaign
    return ctx.words.day(at.astimezone(ctx.now.zone).date())


async def offer(ctx: Context, sheet: Sheet, progress: Progress, new: Choice) -> Answer:
    """A form is asked for and there is a draft of it: go on with it, or begin another (``new``)."""
    filling = await filling_of(ctx, sheet, progress)
    number, total = standing_at(filling.form, filling.answers)
    rows = [
        [button(ctx.words, f"go_on_{sheet.form.name}", filling.value(REVIEW, "go_on"))],
        [new],
        [button(ctx.words, "drop_draft", filling.value(REVIEW, "drop"))],
    ]
    return ctx.say("resume.offer", rows, since=since(ctx, sheet.form.name), n=number, total=total)


def chosen(value: str, sheets: Mapping[str, Sheet], afresh: Afresh) -> Handler:
    """The answer: into the question, a new matter, or a look at the draft."""

    async def run(ctx: Context) -> Answer:
        held, ctx.talk.page = ctx.talk.page, {}
        form, text = str(held.get("form", "")), str(held.get("text", ""))
        progress, sheet = ctx.talk.drafts.get(form), sheets.get(form)
        if held.get("what") != "resume" or progress is None or sheet is None:
            return await menu.old_button(ctx)
        if value == "new":
            ctx.talk.menu = []
            return await afresh(ctx, text)
        ctx.talk.touched[form] = ctx.now.campaign.isoformat()
        if value == "here":
            ctx.incoming = replace(ctx.incoming, text=text, choice="")
            return await walker.typed(ctx, sheet, progress)
        return await walker.go_on(ctx, sheet, progress)

    return run
