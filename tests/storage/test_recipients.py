"""The ledger of a sending keeps what became of each message, also when the outbox has forgotten it."""

from datetime import timedelta

from sqlalchemy import select

from domain.audiences import Audience, Reach
from domain.messages import Reply
from storage.post import outbox
from storage.post.outbox import SENT_KEPT, Due, Mark
from storage.sendings import dispatches, recipients
from storage.sendings.audiences import Found
from storage.store import Store
from storage.tables import OUTBOX
from tests.storage.room import SMALL, Room, at

LAN, MINH = "telegram:1:100", "telegram:1:200"


async def queued(house: Room) -> int:
    """A sending to Lan and Minh, whose messages stand in the outbox; its number."""
    ids, campaign = await house.province(*SMALL), await house.campaign()
    lan, minh = await house.person("Lan"), await house.person("Minh")
    due = [Due(1, LAN, 3, Reply("news"), subject="dispatch:1"), Due(2, MINH, 3, Reply("news"), subject="dispatch:1")]

    async def work(store: Store) -> int:
        audience, reach = Audience(roles=("teacher",)), Reach(2, 1, 1, 0, 0)
        row = await dispatches.draft(
            store, at(), campaign, "announcement", "announcement:1", ids["A"], lan, audience, reach
        )
        sending = await dispatches.known(store, row)
        assert sending is not None
        await recipients.add(store, sending, [Found(ids["A"], lan, "telegram"), Found(ids["A"], minh, "telegram")])
        waiting = await recipients.next_planned(store, row, 9)
        await recipients.queued(store, at(), {one.id: n for n, one in enumerate(waiting, 1)}, first=False)
        return row

    await house.writer.run(lambda one: outbox.add(one, due, at().real))
    return await house.does(work)


async def test_a_message_the_outbox_has_forgotten_is_unknown_and_its_sending_comes_to_an_end(house: Room):
    row = await queued(house)
    late = at().real + SENT_KEPT + timedelta(seconds=1)
    await house.writer.run(lambda one: outbox.mark(one, [Mark(1, "sent", at().real, message="7")]))
    await house.does(lambda store: recipients.settle(store, row, 1))
    await house.writer.run(lambda one: outbox.mark(one, [Mark(2, "sent", at().real, message="8")]))
    assert await house.writer.run(lambda one: outbox.purge(one, late, 9)) == 2
    assert await house.rows(select(OUTBOX.c.id)) == []
    settled = await house.does(lambda store: recipients.settle(store, row, 9))
    assert [(one.state, one.address) for one in settled] == [("unknown", "")]
    tally = await house.does(lambda store: recipients.tally(store, row))
    assert (tally.sent, tally.not_sent, tally.left) == (1, 1, 0)


async def test_what_waited_long_before_it_left_is_kept_as_long_as_the_rest(house: Room):
    await queued(house)
    left = at().real + timedelta(days=40)
    await house.writer.run(lambda one: outbox.mark(one, [Mark(1, "sent", left, message="7")]))
    purged = [
        await house.writer.run(lambda one, after=after: outbox.purge(one, left + after, 9))
        for after in (timedelta(days=1), SENT_KEPT + timedelta(seconds=1))
    ]
    assert purged == [0, 1]
