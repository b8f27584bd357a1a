"""What stands in somebody's golden book: confirmed, true by their own word, not held; and who thanked for it."""

from dataclasses import replace

from storage.deeds import deeds, praised
from storage.exemplars import exemplars, thanks
from storage.papers import achievements
from storage.store import Store
from tests.storage.room import SMALL, Room, at, heads


async def test_a_book_holds_what_is_confirmed_and_true_by_its_owners_word_with_the_thanks_for_it(house: Room):
    campaign, units = await house.campaign(), await house.province(*SMALL)
    lan, hanh, minh = await house.person("Lan"), await house.person("Hạnh"), await house.person("Minh")
    scope = heads(minh, units["A"])

    async def live(store: Store) -> list[int]:
        numbers = []
        for what in ("24 bài giảng", "chưa trả lời", "cần sửa", "đang tạm dừng"):
            number = await deeds.send(
                store, at(), campaign, units["A"], lan, {"what": what}, "TP3", (at().today, None), outside=False
            )
            assert await deeds.decide(store, at(), number, 1, "confirmed", scope)
            await praised.ask(store, at(), number, hanh)
            numbers.append(number)
        for number, said in zip(numbers, ("unnamed", None, "mend", "agreed"), strict=True):
            if said:
                await praised.answer(store, at(), number, hanh, said, None)
        return numbers

    numbers = await house.does(live)
    assert await house.sees(lambda store: achievements.are_any(store, hanh))

    async def go_on(store: Store) -> None:
        deed = await deeds.own(store, numbers[0], lan)
        assert deed
        await thanks.give(store, at(), campaign, deed, "timely", by=minh, to=hanh)
        await thanks.give(store, at(), campaign, deed, "reporter", by=minh, to=lan)
        held = await exemplars.known(store, at(), numbers[3], scope)
        assert held
        assert await exemplars.set_aside(store, at(), held, "held", replace(scope, verb="review"), "đơn thư")

    await house.does(go_on)
    [page] = await house.sees(lambda store: achievements.of(store, hanh))
    assert (page.deed, page.is_praised, page.is_told) == (numbers[0], True, False)
    assert page.thanked == (("school", at().today),)
    told = await house.sees(lambda store: achievements.of(store, lan))
    assert [(one.deed, one.is_praised, one.is_told) for one in told] == [(n, False, True) for n in numbers[:3]]
    assert told[0].thanked == (("office", at().today),)
    assert not await house.sees(lambda store: achievements.are_any(store, lan))
    assert await house.sees(lambda store: achievements.of(store, minh)) == []
