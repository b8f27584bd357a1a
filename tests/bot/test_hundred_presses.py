"""A hundred presses at once are one act: through the real switchboard, on both databases (RELIABILITY S9)."""

import asyncio

from tests.bot.looking import one, rows
from tests.bot.test_switchboard import FORM

DEPUTIES = 20


async def cast(house):
    """Lan has sent a report; Minh heads the school, and twenty deputies may confirm it too."""
    lan = await house.joins("Lan", "cô", "teacher")
    minh = await house.joins("Minh", "thầy", "head")
    code = await house.invite("deputy", uses=DEPUTIES)
    deputies = [house.api.person(3000 + number, f"Tâm {number}") for number in range(DEPUTIES)]

    async def join(talker):
        for words in (f"/start {code}", "đồng ý", "thầy Tâm"):
            await talker.says(words)
            await talker.hears(1, timeout=20)

    await asyncio.gather(*(join(deputy) for deputy in deputies))
    for words, _ in FORM:
        await lan.says(words)
    await lan.hears(len(FORM), timeout=20)
    number = await one(house, "SELECT id FROM deed")
    [notice] = await minh.hears(1, timeout=10)
    assert f"G-{number}" in notice.text
    for talker in (lan, minh, *deputies):
        talker.forgets()
    return lan, minh, deputies, number


async def press(house, talker, value):
    """A press on a button of that value, under whatever message it hangs."""
    message = next(sent.message for sent in reversed(house.api.sent) if sent.message and sent.chat_id == talker.id)
    await talker.does(house.api.make.callback(talker.user, message, value))


async def test_of_a_hundred_presses_one_confirms_and_ninety_nine_hear_what_happened(each_house):
    house = each_house
    lan, _, deputies, number = await cast(house)
    for _ in range(5):
        await asyncio.gather(*(press(house, deputy, f"a.confirm.{number}.1") for deputy in deputies))
    heard = [said.text for deputy in deputies for said in await deputy.hears(5, timeout=30)]
    done = [text for text in heard if text.startswith(f"✅ Đã xác nhận báo cáo G-{number}")]
    late = [text for text in heard if "xác nhận lúc" in text and "đã được thầy Tâm" in text]
    assert (len(done), len(late)) == (1, 99)
    assert await rows(house, "SELECT state, version FROM deed") == [("confirmed", 2)]
    assert await rows(house, "SELECT state FROM deed_step ORDER BY id") == [("sent",), ("confirmed",)]
    assert await one(house, "SELECT count(*) FROM audit WHERE action = 'deed_confirmed'") == 1
    assert await one(house, "SELECT sum(n) FROM figure WHERE measure = 'deed' AND state = 'confirmed'") == await one(
        house, "SELECT count(*) FROM branch JOIN deed ON deed.unit_id = branch.unit_id"
    )
    [word] = await lan.hears(1, timeout=10)
    assert f"G-{number}" in word.text
    await lan.hears_nothing(0.3)


async def test_of_a_head_who_confirms_and_a_deputy_who_returns_at_once_one_decides(each_house):
    house = each_house
    lan, minh, deputies, number = await cast(house)
    for deputy in deputies:
        await press(house, deputy, f"a.return.{number}.1")
        await deputy.hears(1, timeout=20)
    reasons = [deputy.says("ghi rõ ai xác nhận việc này") for deputy in deputies]
    await asyncio.gather(*(press(house, minh, f"a.confirm.{number}.1") for _ in range(10)), *reasons)
    answers = [said.text for said in await minh.hears(10, timeout=20)]
    answers += [said.text for deputy in deputies for said in await deputy.hears(1, timeout=20)]
    decided = [text for text in answers if text.startswith("✅ ")]
    [(state, version)] = await rows(house, "SELECT state, version FROM deed")
    assert (len(decided), version) == (1, 2)
    word = {"confirmed": "xác nhận lúc", "returned": "trả lại để bổ sung lúc"}[state]
    assert sum(word in text for text in answers if text not in decided) == len(answers) - 1
    assert await one(house, "SELECT count(*) FROM audit WHERE action LIKE 'deed_%' AND action <> 'deed_sent'") == 1
    await lan.hears(1, timeout=10)
    await lan.hears_nothing(0.3)
