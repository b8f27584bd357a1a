"""Inbox and outbox: taken once, said once, superseded and marked without losing a word or a reason."""

from datetime import timedelta

from sqlalchemy import select

from domain.messages import Address, Attachment, Choice, Reply
from storage.people import people
from storage.post import accounts, conversations, inbox, outbox, sending
from storage.post.inbox import ASIDE_KEPT, KEYS_KEPT, Fresh
from storage.post.outbox import SENT_KEPT, Due, Mark
from storage.tables import INBOX, OUTBOX
from tests.storage.room import SMALL, THURSDAY, Room, at

LAN = Address("telegram", "1", "100")
MINH = Address("telegram", "1", "200")


def fresh(*events: str, address: Address = LAN) -> list[Fresh]:
    return [Fresh(event, address, f"body {event}", at().real) for event in events]


def due(row: int, slot: str = "", key: str | None = None, address: Address = LAN, **more: object) -> Due:
    return Due(row, address.key, 0, Reply(f"words {row}", slot=slot), key=key, **more)


async def took(house: Room, *events: str) -> list[inbox.Waiting]:
    return await house.writer.run(lambda one: inbox.add(one, fresh(*events)))


async def planned(house: Room, *messages: Due) -> list[int]:
    sent = await house.writer.run(lambda one: outbox.add(one, messages, at().real))
    return [message.id for message in sent]


async def waiting(house: Room, **later: float) -> list[Due]:
    now = at(**later).real
    if ripe := await house.writer.run(lambda one: sending.ripe(one, now, now, 100)):
        await house.writer.run(lambda one: sending.ripen(one, ripe))
    ids = await house.writer.run(lambda one: sending.ready(one, "telegram:1", (0, 4), 100))
    loaded = await house.writer.run(lambda one: sending.load(one, ids))
    assert [message.id for message in loaded] == list(ids)
    return loaded


async def states(house: Room) -> dict[int, tuple]:
    return {row[0]: tuple(row[1:]) for row in await house.rows(select(OUTBOX.c.id, OUTBOX.c.state, OUTBOX.c.reason))}


# -- inbox -------------------------------------------------------------------------------------------------------------


async def test_a_redelivered_update_stops_at_its_key(house: Room):
    assert [one.body for one in await took(house, "1", "2", "1")] == ["body 1", "body 2"]
    assert [one.body for one in await took(house, "2", "3")] == ["body 3"]
    rows = await took(house, *(str(number) for number in range(1000, 2300)))
    assert [one.body for one in rows] == [f"body {number}" for number in range(1000, 2300)]
    assert [one.id for one in rows] == sorted(one.id for one in rows)


async def test_what_is_done_keeps_its_key_and_not_its_words(house: Room):
    first, second = await took(house, "1", "2")
    await house.writer.run(lambda one: inbox.done(one, [first.id], at().real))
    left = await house.writer.run(lambda one: inbox.left(one, 0, 10))
    assert left == [second]
    assert await house.rows(select(INBOX.c.body).where(INBOX.c.id == first.id)) == [("",)]
    assert await took(house, "1") == []


async def test_a_message_set_aside_is_listed_and_waits_no_more(house: Room):
    (one,) = await took(house, "1")
    one.tries = 3
    await house.writer.run(lambda connection: inbox.failed(connection, one, "AB12", aside=True))
    assert await house.writer.run(lambda connection: inbox.left(connection, 0, 10)) == []
    assert await house.writer.run(inbox.set_aside) == [(one.id, "telegram", "AB12", at().real)]
    assert await house.writer.run(inbox.backlog) == (0, None)


async def test_the_inbox_forgets_what_is_past_its_time_and_nothing_else(house: Room):
    done, aside, still = await took(house, "done", "aside", "still")
    await house.writer.run(lambda one: inbox.done(one, [done.id], at().real))
    await house.writer.run(lambda one: inbox.failed(one, aside, "AB12", aside=True))

    async def purged(span: timedelta) -> int:
        return await house.writer.run(lambda one: inbox.purge(one, at().real + span, 10))

    second = timedelta(seconds=1)
    assert (await purged(KEYS_KEPT), await purged(KEYS_KEPT + second)) == (0, 1)
    assert (await purged(ASIDE_KEPT), await purged(ASIDE_KEPT + second)) == (0, 1)
    assert await house.rows(select(INBOX.c.id)) == [(still.id,)]


async def test_no_more_is_forgotten_at_once_than_was_asked(house: Room):
    rows = await took(house, *"abcdefg")
    await house.writer.run(lambda one: inbox.done(one, [row.id for row in rows[:4]], at().real))
    for row in rows[4:]:
        await house.writer.run(lambda one, row=row: inbox.failed(one, row, "AB12", aside=True))
    later = at().real + timedelta(days=40)
    assert [await house.writer.run(lambda one: inbox.purge(one, later, 3)) for _ in range(4)] == [3, 3, 1, 0]


# -- outbox ------------------------------------------------------------------------------------------------------------


async def test_a_message_is_read_back_as_it_was_planned(house: Room):
    whole = Reply(
        "words",
        ((Choice("a", "Một"), Choice("b", "Hai")), (Choice("c", "Ba"),)),
        picture=Attachment("key", "a.png", "image/png"),
        slot="deed",
    )
    message = Due(1, LAN.key, 2, whole, expires_at=at(hours=5).real)
    await planned(house, message)
    assert await waiting(house) == [message]


async def test_a_key_is_planned_once(house: Room):
    assert await planned(house, due(1, key="k"), due(2, key="k"), due(3)) == [1, 3]
    assert await planned(house, due(4, key="k"), due(5, key="l")) == [5]


async def test_the_unsent_is_superseded_in_its_slot_and_nowhere_else(house: Room):
    await planned(house, due(1, "late"), due(2, "other"), due(3), due(4, "late", address=MINH))
    assert await planned(house, due(5, "late")) == [5]
    assert [one.id for one in await waiting(house)] == [2, 3, 4, 5]
    assert (await states(house))[1] == ("skipped", "superseded")


async def test_of_two_in_one_slot_planned_together_the_last_is_said(house: Room):
    assert await planned(house, due(1, "late"), due(2, "late")) == [2]
    assert [one.id for one in await waiting(house)] == [2]


async def test_a_repeated_key_does_not_take_the_place_of_what_it_repeats(house: Room):
    await planned(house, due(1, "remind", key="k"))
    assert await planned(house, due(2, "remind", key="k")) == []
    assert [one.id for one in await waiting(house)] == [1]


async def test_what_cannot_be_said_is_kept_with_its_reason_and_supersedes_nothing(house: Room):
    await planned(house, due(1, "late"))
    assert await planned(house, due(2, "late", reason="no_address")) == []
    assert await states(house) == {1: ("planned", None), 2: ("skipped", "no_address")}


async def test_marks_tell_what_became_of_a_message_and_drop_its_words(house: Room):
    await planned(house, due(1), due(2), due(3))
    again = at(minutes=5).real
    marks = [
        Mark(1, "sent", at().real, message="77"),
        Mark(2, "planned", at().real, reason="network", tries=1, retry_at=again),
        Mark(3, "failed", at().real, reason="blocked", tries=1),
    ]
    await house.writer.run(lambda one: outbox.mark(one, marks))
    assert await states(house) == {1: ("sent", None), 2: ("planned", "network"), 3: ("failed", "blocked")}
    words = await house.rows(select(OUTBOX.c.payload).where(OUTBOX.c.state != "planned"))
    assert words == [(None,), (None,)]
    assert await waiting(house) == []
    (left,) = await waiting(house, minutes=5)
    assert (left.id, left.tries, left.reply.text) == (2, 1, "words 2")


async def test_a_superseded_message_is_not_tried_again_without_words(house: Room):
    await planned(house, due(1, "late"))
    await planned(house, due(2, "late"))
    failed = [Mark(1, "planned", at().real, reason="network", tries=1, retry_at=at().real)]
    await house.writer.run(lambda one: outbox.mark(one, failed))
    assert [one.id for one in await waiting(house, hours=1)] == [2]


async def test_a_superseded_message_that_arrived_all_the_same_is_known_to_be_there(house: Room):
    await planned(house, due(1, "late"))
    await planned(house, due(2, "late"))
    await house.writer.run(lambda one: outbox.mark(one, [Mark(1, "sent", at().real, message="77")]))
    assert await house.writer.run(lambda one: outbox.last_in_slot(one, due(2, "late"))) == "77"
    assert await house.writer.run(lambda one: outbox.last_in_slot(one, due(2, "late", address=MINH))) is None


async def test_nothing_is_said_before_its_time_and_the_urgent_goes_first(house: Room):
    await planned(
        house,
        Due(1, LAN.key, 3, Reply("announcement")),
        Due(2, LAN.key, 1, Reply("notice")),
        Due(3, LAN.key, 0, Reply("reply")),
        Due(4, LAN.key, 2, Reply("reminder"), not_before=at(hours=1).real),
    )
    assert [one.id for one in await waiting(house)] == [3, 2, 1]
    assert [one.id for one in await waiting(house, hours=1)] == [3, 2, 4, 1]


async def test_whoever_is_there_again_hears_at_once_what_waited(house: Room):
    await planned(house, due(1), due(2, address=MINH))
    away = [Mark(row, "planned", at().real, reason="away", retry_at=at(days=1).real) for row in (1, 2)]
    await house.writer.run(lambda one: outbox.mark(one, away))
    await house.writer.run(lambda one: sending.wake(one, LAN.key))
    assert [one.id for one in await waiting(house)] == [1]


async def test_the_outbox_forgets_what_was_settled_long_ago_and_nothing_that_waits(house: Room):
    await planned(house, due(1), due(2), due(3))
    await house.writer.run(lambda one: outbox.mark(one, [Mark(row, "sent", at().real, message="7") for row in (1, 2)]))

    async def purged(span: timedelta) -> int:
        return await house.writer.run(lambda one: outbox.purge(one, at().real + span, 1))

    assert await purged(SENT_KEPT) == 0
    assert [await purged(SENT_KEPT + timedelta(seconds=1)) for _ in range(3)] == [1, 1, 0]
    assert set(await states(house)) == {3}
    assert await house.writer.run(outbox.highest) == 3


async def test_a_ban_outlasts_the_process(house: Room):
    for minutes in (5, 9):
        until = at(minutes=minutes).real
        await house.writer.run(lambda one, until=until: accounts.pause(one, "telegram", "1", until))
    assert await house.writer.run(accounts.pauses) == [("telegram", "1", at(minutes=9).real)]


# -- conversations -----------------------------------------------------------------------------------------------------


async def test_a_chat_is_loaded_with_its_person_and_what_they_hold_that_day(house: Room):
    ids, lan = await house.province(*SMALL), await house.person()
    await house.does(lambda store: people.grant(store, lan, "teacher", ids["A"], THURSDAY, None))
    talks = await house.writer.run(lambda one: conversations.load(one, [LAN.key, MINH.key], THURSDAY))
    assert all(talk.fresh and talk.person is None for talk in talks.values())
    talk = talks[LAN.key]
    talk.person = await house.sees(lambda store: conversations.person_on(store, lan, THURSDAY))
    talk.menu = [["a", "Một"]]
    talk.runs = 4
    await house.writer.run(lambda one: conversations.save(one, [talk], at().real))
    loaded = (await house.writer.run(lambda one: conversations.load(one, [LAN.key], THURSDAY)))[LAN.key]
    assert (loaded.fresh, loaded.menu, loaded.runs, loaded.seen_at) == (False, [["a", "Một"]], 4, at().real)
    assert [(one.role, one.unit_code) for one in loaded.person.grants] == [("teacher", "A")]
    early = await house.writer.run(lambda one: conversations.load(one, [LAN.key], THURSDAY - timedelta(days=1)))
    assert early[LAN.key].person.grants == ()


async def test_whoever_writes_again_can_be_reached_again(house: Room):
    lan = await house.person()
    talk = (await house.writer.run(lambda one: conversations.load(one, [LAN.key], THURSDAY)))[LAN.key]
    talk.person = await house.sees(lambda store: conversations.person_on(store, lan, THURSDAY))

    async def reachable() -> bool:
        reader = await house.sees(lambda store: conversations.reader(store, lan, THURSDAY, "vi"))
        return reader.address is not None

    await house.writer.run(lambda one: conversations.save(one, [talk], at().real))
    assert await reachable()
    await house.writer.run(lambda one: conversations.blocked(one, LAN.key, at().real))
    assert not await reachable()
    await house.writer.run(lambda one: conversations.save(one, [talk], at().real))
    assert await reachable()
