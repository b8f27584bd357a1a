"""When its turn comes, what can wait is looked at once more: words, chat, still wanted; reminders go once at most."""

import asyncio
from datetime import timedelta

from bot.app import opened, serving
from domain.messages import Address, Reply
from storage.post import outbox, sending
from storage.post.outbox import Due
from storage.post.sending import Hold, Later, Skip
from tests.bot.looking import change, eventually, key, one, plan, rows, state
from tests.bot.test_sender import said, until_settled
from tests.kit.botapi import BotApi
from tests.kit.house import House, furnished, settings


async def plan_for(house, person=None, lane="announcement", subject="announcement:1", **more):
    """Plan a message without words, for a person or an address; returns its row."""
    due = Due(house.service.works.numbers.take(), more.pop("address", ""), outbox.lane(lane), Reply(""), person=person)
    due.subject = subject
    for name, value in more.items():
        setattr(due, name, value)
    at = house.base.clock.real()
    house.service.sender.offer(await house.base.writer.run(lambda connection: outbox.add(connection, [due], at)))
    return due.id


async def person_of(house, talker):
    return await one(house, "SELECT person_id FROM conversation WHERE address = :who", who=key(house, talker))


class Announcing:
    """Gives the words of an announcement, or whatever it is told to decide."""

    def __init__(self):
        self.verdict = None
        self.asked = []

    async def __call__(self, store, due, now):
        self.asked += [one.id for one in due]
        return {one.id: self.verdict or Reply(f"to {one.person}: {one.subject}") for one in due}


async def test_words_and_chat_are_chosen_when_the_turn_has_come(each_house):
    house = each_house
    house.service.sender.wordings["announcement"] = Announcing()
    lan = await house.joins("Lan", "cô", "teacher")
    person = await person_of(house, lan)
    row = await plan_for(house, person)
    await until_settled(house, row)
    assert said(house, lan.id)[-1] == f"to {person}: announcement:1"
    assert await rows(house, "SELECT address, state, payload FROM outbox WHERE id = :row", row=row) == [
        (key(house, lan), "sent", None)
    ]


async def test_who_can_be_reached_nowhere_is_skipped_with_that_reason(house):
    lan = await house.joins("Lan", "cô", "teacher")
    await lan.blocks()
    await eventually(lambda: one(house, "SELECT blocked_at IS NOT NULL FROM conversation WHERE id > 0"))
    row = await plan_for(house, await person_of(house, lan))
    await until_settled(house, row)
    assert await state(house, row) == ("skipped", "no_address")


async def test_who_blocked_one_chat_hears_it_in_another(house):
    lan = await house.joins("Lan", "cô", "teacher")
    person = await person_of(house, lan)
    other = Address("telegram", str(house.api.me["id"]), "977").key
    insert = (
        "INSERT INTO conversation (address, person_id, seen_at) SELECT :other, person_id, '2025-01-01 00:00:00.000000'"
    )
    await change(house, f"{insert} FROM conversation WHERE person_id = :person", other=other, person=person)
    house.api.faults.blocked.add(lan.id)
    house.service.sender.wordings["announcement"] = Announcing()
    notice = await plan_for(house, person)
    await until_settled(house, notice)
    assert said(house, 977) == [f"to {person}: announcement:1"]
    assert await state(house, notice) == ("sent", None)


async def test_what_is_not_wanted_any_more_is_skipped_held_or_put_off(each_house):
    house, words = each_house, Announcing()
    house.service.sender.wordings["announcement"] = words
    chat = f"telegram:{house.api.me['id']}:9"
    words.verdict = Skip("answered")
    skipped = await plan_for(house, address=chat)
    await until_settled(house, skipped)
    assert await state(house, skipped) == ("skipped", "answered")
    words.verdict = Later(house.base.clock.campaign() + timedelta(hours=1))
    later = await plan_for(house, address=chat, subject="announcement:2")
    await eventually(lambda: one(house, "SELECT not_before IS NOT NULL FROM outbox WHERE id = :row", row=later))
    words.verdict = Hold()
    held = [await plan_for(house, address=chat, subject="announcement:3") for _ in range(3)]
    count = "SELECT count(*) FROM outbox WHERE waits = 'held'"
    await eventually(lambda: _is(house, count, 3))
    asked = len(words.asked)
    await asyncio.sleep(1.3)  # a sweep passes
    assert len(words.asked) == asked, "what waits is asked about again and again"
    assert said(house) == []
    words.verdict = None
    for left in (1, 0):
        await house.base.writer.run(lambda connection: sending.release(connection, "announcement:3", 2))
        assert await one(house, count) == left
    await until_settled(house, *held)
    assert said(house) == ["to None: announcement:3"] * 3
    house.base.clock.ahead += timedelta(hours=2)
    await until_settled(house, later)
    async with asyncio.timeout(2):
        standing = await house.base.writer.run(lambda one: outbox.standing(one, "announcement:3"))
    assert standing == {("sent", "", None): 3}


async def _is(house, query, wanted):
    return await one(house, query) == wanted


async def test_a_stop_reaches_what_is_in_memory_already(house):
    house.service.sender.wordings["announcement"] = words = Announcing()
    house.api.faults.latency = 0.2
    planned = [await plan_for(house, address=f"telegram:{house.api.me['id']}:{9000 + n}") for n in range(300)]
    await house.api.until(lambda _: len(said(house)) > 20)
    words.verdict = Skip("stopped")
    before = len(said(house))
    await until_settled(house, *planned, seconds=4)
    assert len(said(house)) - before <= 2 * 64, "more left than were in flight"
    assert len(said(house)) < 300


async def test_one_message_without_words_does_not_keep_back_the_others(house):
    chat = f"telegram:{house.api.me['id']}:"

    async def words(store, due, now):
        if any(one.address.endswith(":13") for one in due):
            raise LookupError
        return {one.id: Reply("hello") for one in due}

    house.service.sender.wordings["announcement"] = words
    take = house.service.works.numbers.take
    due = [Due(take(), f"{chat}{n}", 3, Reply(""), subject="announcement:1") for n in range(10, 16)]
    at = house.base.clock.real()
    house.service.sender.offer(await house.base.writer.run(lambda connection: outbox.add(connection, due, at)))
    planned = [one.id for one in due]
    await until_settled(house, *planned)
    assert len(said(house)) == 5
    assert await state(house, planned[3]) == ("skipped", "no_words")


async def test_a_reminder_is_claimed_before_it_leaves(each_house):
    house = each_house
    house.api.faults.latency = 0.4
    row = await plan(house, 7, "chưa có kế hoạch", "reminder")
    await eventually(lambda: _is(house, "SELECT state FROM outbox", "claimed"))
    assert said(house) == []
    await until_settled(house, row)
    await eventually(lambda: _is(house, "SELECT state FROM outbox", "sent"))


async def test_a_reminder_found_claimed_is_unknown_and_not_said_again(furnished_url, tmp_path):
    async with BotApi() as api:
        chosen = settings(furnished_url, tmp_path, api)
        async with furnished(chosen) as base, serving(base) as service:
            house = House(service, base, api)
            rows_ = [await plan(house, 7, f"{lane}", lane) for lane in ("reminder", "announcement")]
            await until_settled(house, *rows_)
            await eventually(lambda: _is(house, "SELECT count(*) FROM outbox WHERE state = 'sent'", 2))
            await change(house, "UPDATE outbox SET state = 'claimed', payload = '{\"text\": \"again\"}' WHERE lane = 2")
        async with opened(chosen) as base, serving(base) as service:
            house = House(service, base, api)
            assert await state(house, rows_[0]) == ("unknown", "stopped")
            await asyncio.sleep(1.2)
            assert said(house, 7) == ["reminder", "announcement"]


async def test_a_reminder_that_may_have_left_is_not_said_again_and_all_else_is(house):
    """RELIABILITY F16: nobody is nudged twice for one thing; an announcement that is lost is worse than one twice."""
    for lane, calls, end in (("reminder", 1, ("unknown", "network")), ("announcement", 2, ("sent", None))):
        house.api.faults.fail("drop", chat=7)
        row = await plan(house, 7, lane, lane)
        await until_settled(house, row)
        await eventually(lambda row=row, end=end: _state_is(house, row, end))
        assert said(house, 7).count(lane) == calls
        assert await one(house, "SELECT unsure FROM outbox WHERE id = :row", row=row) == 1


async def _state_is(house, row, wanted):
    return await state(house, row) == wanted


async def test_a_reminder_that_cannot_have_left_is_tried_again(house):
    house.api.faults.fail("retry_after", seconds=1, chat=7)
    row = await plan(house, 7, "reminder", "reminder")
    await eventually(lambda: _state_is(house, row, ("planned", "too_many")))
    await until_settled(house, row)
    await house.api.away()
    other = await plan(house, 8, "reminder", "reminder")
    await eventually(lambda: _state_is(house, other, ("planned", "network")))
    await house.api.back()
    await eventually(lambda: _state_is(house, other, ("sent", None)), 15)
    assert said(house) == ["reminder", "reminder"]


async def test_a_group_that_moved_is_followed(each_house):
    house = each_house
    house.api.faults.migrated[-55] = -1009
    row = await plan(house, -55, "hello")
    await eventually(lambda: _state_is(house, row, ("sent", None)))
    assert said(house, -1009) == ["hello"]
    assert await one(house, "SELECT account FROM outbox") == f"telegram:{house.api.me['id']}"
