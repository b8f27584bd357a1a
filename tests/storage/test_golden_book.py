"""What stands in somebody's golden book: confirmed, true by their own word, not held; and who thanked for it."""

from dataclasses import replace

from domain.awards.nominations import New
from domain.rights import Scope
from storage.awards import nominations
from storage.deeds import deeds, praised
from storage.exemplars import exemplars, thanks
from storage.outcomes import award_papers
from storage.outcomes.award_papers import Paper
from storage.papers import achievements
from storage.papers.achievements import Award
from storage.store import Store
from tests.storage.room import SMALL, Room, at, heads


async def test_a_book_names_what_was_decided_on_and_not_what_was_revoked(house: Room):
    campaign, units = await house.campaign(), await house.province(*SMALL)
    hanh, minh = await house.person("Hạnh"), await house.person("Minh")
    scope = Scope("nominate", (units["A"],), below=False, person=minh)
    new = New("regular", "individual", "cô Hạnh", "giáo viên", "teacher", "TP3", "city", "bang_khen", "", person=hanh)

    async def decide(store: Store) -> None:
        rows = [
            await nominations.add(store, at(), campaign, units["A"], replace(new, movement=one), "decided", scope)
            for one in ("TP3", "TP2")
        ]
        day = at().today
        await award_papers.record(
            store, at(), campaign, Paper(0, "decided", "12/QĐ-UBND", day, "Chủ tịch"), rows, scope
        )
        await award_papers.record(
            store, at(), campaign, Paper(0, "revoked", "15/QĐ-UBND", day, "Chủ tịch", "khai"), rows[1:], scope
        )

    await house.does(decide)
    assert await house.sees(lambda store: achievements.awards(store, hanh)) == [
        Award("bang_khen", "12/QĐ-UBND", at().today, "Chủ tịch")
    ]
    assert await house.sees(lambda store: achievements.awards(store, minh)) == []


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
