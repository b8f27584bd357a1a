"""Somebody comes back after hours to a half-filled form: what they typed is an answer, or something new (C8)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from domain.forms import Progress
from handlers import menu, walker
from handlers.context import Answer, Context
from handlers.intentions import Handler
from handlers.sheets import Sheet


def ask(sheet: Sheet, progress: Progress) -> Handler:
    """Ask once what the message belongs to; its words are kept meanwhile."""

    async def run(ctx: Context) -> Answer:
        number, total = sheet.form.place(sheet.form.question(progress.at), progress.answers) if progress.at else (0, 0)
        ctx.talk.page = {"what": "resume", "form": progress.form, "text": ctx.incoming.text}
        since = datetime.fromisoformat(ctx.talk.touched[progress.form]).astimezone(ctx.now.zone)
        rows = [
            [ctx.button("write_into", "r.here", n=number, total=total)] if number else [],
            [ctx.button("something_new", "r.new")],
            [ctx.button("see_draft", "r.see")],
        ]
        key = f"resume.{progress.form}" if number else "resume.full"
        item = ctx.words(f"form.{progress.form}.{progress.at}.item") if number else ""
        return ctx.say(
            key, rows, since=ctx.words.day(since.date()), n=number, total=total, item=item, said=ctx.incoming.text
        )

    return run


def chosen(value: str, sheets: Mapping[str, Sheet]) -> Handler:
    """The answer: into the question, a new matter, or a look at the draft."""

    async def run(ctx: Context) -> Answer:
        held, ctx.talk.page = ctx.talk.page, {}
        form, text = str(held.get("form", "")), str(held.get("text", ""))
        progress, sheet = ctx.talk.drafts.get(form), sheets.get(form)
        if held.get("what") != "resume" or progress is None or sheet is None:
            return await menu.old_button(ctx)
        ctx.talk.touched[form] = ctx.now.campaign.isoformat()
        ctx.incoming = replace(ctx.incoming, text=text, choice="")
        if value == "here":
            return await walker.typed(ctx, sheet, progress)
        if value == "new":
            ctx.talk.leave()
            return await menu.show(ctx)
        return await walker.go_on(ctx, sheet, progress)

    return run
