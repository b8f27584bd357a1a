"""Before a report is sent: its unit told nearly the same these days; is it that, or another deed (never refused)."""

from domain.messages import Choice, Reply
from domain.rights import grant_for, need
from handlers.context import Answer, act, button, offers
from handlers.forms.filling import REVIEW, Filling
from storage.deeds import deeds
from storage.exemplars import likeness

WITHIN_DAYS = 14
ASKED = "_again"
"""The report that was asked about: once is enough, whatever is changed after that."""


async def ask_first(filling: Filling) -> Answer | None:
    """The question in place of sending; None when nothing is alike, or it was asked."""
    ctx, answers = filling.ctx, filling.answers
    grant = grant_for(ctx.person, "report") if ctx.person else None
    if grant is None or filling.progress.subject or ASKED in answers:
        return None
    text, scope = str(answers.get("what") or ""), need(ctx.person, "report")
    found = await likeness.told_before(ctx.store, grant.unit, ctx.now.today, text, within_days=WITHIN_DAYS, scope=scope)
    if found is None:
        return None
    (await filling.knowing({**answers, ASKED: found[0]})).keep()
    own = await deeds.own(ctx.store, found[0], scope.person)
    see = [button(ctx.words, "see_other_report", act("mine", found[0]), number=found[0])] if own else []
    rows = [
        [Choice(filling.value(REVIEW, "send"), ctx.words("choice.send_anyway"))],
        [*see, filling.offer(REVIEW, "edit")],
        [filling.offer(REVIEW, "later")],
    ]
    day = ctx.words.day(found[1])
    return Reply(ctx.words("told_before.ask", unit=grant.unit_name, number=found[0], day=day), offers(ctx.words, rows))
