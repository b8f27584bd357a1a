"""Reminders by hand on their way: whom they spare, and their lines in the book of nudges."""

from collections.abc import Sequence
from typing import Final

from domain.clock import Now
from domain.dispatches import Dispatch
from handlers.sendings import chase_words
from storage.post.outbox import Due
from storage.sendings import audiences, chases
from storage.sendings.audiences import Found, Ground
from storage.sendings.chases import Line
from storage.store import Store

REASONS: Final = {"nobody": "nobody", "ceiling": "ceiling"}
"""As the book says it; whoever cannot be told for another reason has no address."""


async def listed(store: Store, now: Now, dispatch: Dispatch, ground: Ground, found: Sequence[Found]) -> list[Found]:
    """The same people without those who were written to often enough; why nobody is told stands in the book."""
    content = await chase_words.load(store, dispatch, now)
    if content is None:
        return list(found)
    spared = await chases.spare(store, now, found, ground.campaign.most_a_week)
    lines = [Line(one.unit, one.person, reason=REASONS.get(one.reason, "no_address")) for one in spared if one.reason]
    await chases.write_down(store, now, content.chase, content.obligation.due, lines)
    return spared


async def fed(store: Store, now: Now, dispatch: Dispatch, ground: Ground, due: Sequence[tuple[Due, str]]) -> None:
    """What stands in the outbox now, with its channel, stands in the book for each late unit of these people."""
    content = await chase_words.load(store, dispatch, now)
    if content is None or not due:
        return
    meant = await audiences.units_meant(store, dispatch.audience, ground)
    leads = await chases.led(store, [one.person or 0 for one, _ in due], meant, now.today)
    lines = [
        Line(unit, one.person, seat, channel, one.id)
        for one, channel in due
        for unit, seat in leads.get(one.person or 0, ())
    ]
    await chases.write_down(store, now, content.chase, content.obligation.due, lines)
