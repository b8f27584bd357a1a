"""What waits for a chat that was cut off, or for somebody who was let go, does not leave any more."""

from tests.bot.looking import change, eventually, key, one, plan, rows, state


async def waiting_for(house, lan):
    """A notice that Telegram did not take yet: its row is planned, and the sender holds it in memory."""
    house.api.faults.fail("error", times=-1, method="sendMessage", chat=lan.id)
    row = await plan(house, lan.id, "Trường có báo cáo chờ xác nhận.", "notice")

    async def tried():
        return await one(house, "SELECT tries FROM outbox WHERE id = :row", row=row) >= 1

    await eventually(tried)
    return row


async def grant_of(house, name):
    return await one(
        house,
        "SELECT g.id FROM role_grant g JOIN person p ON p.id = g.person_id WHERE p.name = :name",
        name=name,
    )


async def press(house, talker, value):
    message = next(sent.message for sent in reversed(house.api.sent) if sent.message and sent.chat_id == talker.id)
    await talker.does(house.api.make.callback(talker.user, message, value))


async def test_what_waits_for_a_lost_phone_does_not_leave_though_it_was_in_memory(each_house):
    house = each_house
    minh = await house.joins("Minh", "thầy", "head")
    lan = await house.joins("Lan", "cô", "teacher")
    lan.forgets()
    row = await waiting_for(house, lan)
    await press(house, minh, f"a.member_untie.{await grant_of(house, 'Lan')}")
    [told] = await minh.hears(1, timeout=15)
    assert told.text.startswith("✅ Đã gỡ 1 khung chat của cô Lan")
    assert await state(house, row) == ("skipped", "chat_cut_off")
    house.api.faults.clear()
    await lan.hears_nothing(3)
    assert (
        await rows(house, "SELECT id FROM outbox WHERE address = :who AND state = 'planned'", who=key(house, lan)) == []
    )


async def test_somebody_let_go_hears_that_alone(each_house):
    house = each_house
    minh = await house.joins("Minh", "thầy", "head")
    lan = await house.joins("Lan", "cô", "teacher")
    lan.forgets()
    row = await waiting_for(house, lan)
    who = await one(house, "SELECT id FROM person WHERE name = 'Lan'")

    await change(house, "UPDATE outbox SET person_id = :who WHERE id = :row", who=who, row=row)
    await press(house, minh, f"a.member_end.{await grant_of(house, 'Lan')}")
    await minh.hears(1, timeout=15)
    assert await state(house, row) == ("skipped", "no_longer_member")
    house.api.faults.clear()
    [word] = await lan.hears(1, timeout=15)
    assert word.text.startswith("Thầy Minh đã gỡ cô Lan khỏi danh sách")
    await lan.hears_nothing(1)
