"""Reports that tell or show the same are found wherever they lie, and nobody reads what is not theirs."""

from datetime import date, timedelta

from sqlalchemy import select

from domain.messages import FileRef
from domain.photographs import Prints
from domain.rights import Scope
from scheduler.housekeeping import fingerprint
from storage.deeds import deeds, evidence
from storage.exemplars import likeness, prints
from storage.exemplars.likeness import Alike
from storage.people import erasure
from storage.store import Store
from storage.tables import LIKENESS_PHOTO, LIKENESS_TEXT
from tests.storage.room import SMALL, THURSDAY, Room, at

TOLD = "Cô Hạnh tổ Toán soạn 24 bài giảng số ôn thi cho học sinh khối 12, cả tổ dùng chung từ đầu tháng 3"
COPIED = "co Mai to Toan soan 30 bai giang so on thi cho hs khoi 12, ca to dung chung tu dau thang 3"
OTHER = "Nhóm giáo viên và phụ huynh góp ngày công sửa lại mái nhà cho gia đình em học sinh nghèo sau bão"
SUN, SUNNY, SEA = 0x0123_4567_89AB_CDEF, 0x0123_4567_89AB_CDEE, 0xFEDC_BA98_7654_3210


class Desk:
    """Schools A and C of the small province, their reports, and who looks at them."""

    def __init__(self, house: Room, campaign: int, units: dict[str, int], lan: int) -> None:
        self.house, self.campaign, self.units, self.lan = house, campaign, units, lan
        self.office = Scope("review", (units["SO"],), below=True, person=lan)
        self.head_of_a = Scope("confirm_deed", (units["A"],), below=False, person=lan)

    async def told(self, school: str, what: str, days: int = 0, photos: tuple[int, ...] = ()) -> int:
        now = at(THURSDAY + timedelta(days=days))

        async def send(store: Store) -> int:
            number = await deeds.send(
                store,
                now,
                self.campaign,
                self.units[school],
                self.lan,
                {"what": what},
                "TP3",
                (None, None),
                outside=False,
            )
            for place, mark in enumerate(photos):
                run = 100 * number + place
                await evidence.owe(store, "web:web:1", self.lan, run, [FileRef("photo", "ref")], now.real)
                [row] = await evidence.listed(store, "web:web:1", run)
                await evidence.stored(store, row, "f" * 64, f"{row:064d}", "image/jpeg", 9)
                await prints.keep_photo(store, row, Prints(mark, mark ^ 0xFFFF_FFFF))
                await evidence.tie(store, "web:web:1", run, f"deed:{number}")
            return number

        return await self.house.does(send)

    async def alike(self, deed: int, scope: Scope | None = None) -> list[Alike]:
        return await self.house.sees(lambda store: likeness.alike(store, at(), deed, scope or self.office))


async def desk(house: Room) -> Desk:
    return Desk(house, await house.campaign(), await house.province(*SMALL), await house.person())


async def test_words_and_photos_are_found_across_schools_and_a_word_of_the_office_takes_the_mark_away(house: Room):
    room = await desk(house)
    first, _ = await room.told("A", TOLD, photos=(SUN, SEA)), await room.told("C", OTHER)
    years_later = await room.told("C", COPIED, days=700)
    shown = await room.told("B", "Ngày hội hiến máu", days=3, photos=(SUNNY,))
    found = await room.alike(first)
    assert [(one.deed, one.tells, one.shows, one.is_same_unit) for one in found] == [
        (shown, False, 1, False),
        (years_later, True, 0, False),
    ]
    [(ours, theirs)] = found[0].photos
    assert ours != theirs
    assert await house.does(lambda store: likeness.say(store, at(), (shown, first), "apart", room.office))
    assert await house.does(lambda store: likeness.say(store, at(), (first, years_later), "same", room.office))
    assert [(one.deed, one.is_same) for one in await room.alike(first)] == [(years_later, True)]
    assert await room.alike(shown) == []
    kept = await house.sees(lambda store: likeness.said(store, at(), (years_later, first), room.office))
    assert kept is not None
    assert (kept.word, kept.by) == ("same", room.lan)


async def test_a_head_hears_of_another_school_only_that_there_is_a_report(house: Room):
    room = await desk(house)
    first, again = await room.told("A", TOLD, photos=(SUN,)), await room.told("A", COPIED, days=2)
    other = await room.told("C", OTHER, photos=(SUN,))
    found = await room.alike(first, room.head_of_a)
    assert found == [
        Alike(None, is_same_unit=False, tells=False, shows=1),
        Alike(again, is_same_unit=True, tells=True),
    ]
    assert await room.alike(other, room.head_of_a) == []
    assert not await house.does(lambda store: likeness.say(store, at(), (first, other), "same", room.head_of_a))
    assert await house.sees(lambda store: likeness.said(store, at(), (first, other), room.head_of_a)) is None


async def test_within_days_a_unit_is_reminded_of_its_own_report_even_of_a_short_line(house: Room):
    room = await desk(house)
    number = await room.told("A", "toi day kem 3 em")

    async def before(school: str, days: int, text: str = "tối dạy kèm 3 em") -> tuple[int, date] | None:
        unit = room.units[school]
        own = Scope("report", (room.units["A"],), below=False, person=room.lan)
        day = THURSDAY + timedelta(days=days)
        return await house.sees(lambda store: likeness.told_before(store, unit, day, text, within_days=14, scope=own))

    assert await before("A", 14) == (number, THURSDAY)
    assert await before("A", 15) is None
    assert await before("A", 1, "tối dạy kèm 4 em") is None
    assert await before("C", 1) is None


async def test_what_came_before_fingerprints_is_made_up_for_and_goes_with_what_it_was_made_of(house: Room):
    room = await desk(house)
    number, other = await room.told("A", TOLD, photos=(SUN,)), await room.told("C", COPIED, photos=(SUN,))
    await house.does(lambda store: prints.forget_texts(store, [number, other]))
    assert [one.tells for one in await room.alike(number)] == [False]
    assert await house.writer.run(lambda connection: fingerprint(connection, at())) == 2
    assert await house.writer.run(lambda connection: fingerprint(connection, at())) == 0
    assert [one.tells for one in await room.alike(number)] == [True]
    await house.does(lambda store: evidence.drop_report(store, f"deed:{other}"))
    assert len(await house.rows(select(LIKENESS_PHOTO))) == 1
    await house.does(lambda store: erasure.erase(store, at(), room.lan, []))
    assert await house.rows(select(LIKENESS_PHOTO)) == []
    assert len(await house.rows(select(LIKENESS_TEXT))) == 2, "the deeds stay, without who told them"
