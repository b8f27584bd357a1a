"""Units are found by what people call them: over all that are there on a day, 52,000 of them if need be."""

from datetime import date

from domain.readers.units import UnitName, Units
from domain.units import UnitRow
from storage.units import callings
from tests.storage.room import SMALL, THURSDAY, Room

TWINS = (
    UnitRow("PGD2", "Phòng GDĐT quận Hải An", "pgd", "SO"),
    UnitRow("D", "Mầm non Hoa Sen", "mamnon", "PGD2"),
    UnitRow("E", "Tiểu học Lê Lợi", "tieuhoc", "PGD2", valid_to=date(2025, 7, 1), successor="B"),
)


async def index(house: Room) -> Units:
    return Units(await house.sees(lambda store: callings.names(store, THURSDAY)))


async def there(house: Room, text: str, day: date = THURSDAY) -> list[str]:
    found = (await index(house)).find(text)
    codes = [unit.code for unit in found.units]
    return [place.code for place in await house.sees(lambda store: callings.places(store, codes, day))]


async def test_units_of_one_name_are_told_apart_by_the_place_above_them(house: Room):
    await house.province(*SMALL, *TWINS)
    assert await there(house, "mầm non hoa sen") == ["C", "D"]
    assert await there(house, "mn hoa sen hai an") == ["D"]
    assert await there(house, "mn hoa sen le chan") == ["C"]


async def test_a_unit_that_has_ended_is_not_offered_and_a_renamed_one_answers_to_both_names(house: Room):
    await house.province(*SMALL, *TWINS)
    await house.province(UnitRow("A", "THPT Biển Xanh", "thpt", "SO"), as_of=date(2025, 7, 1))
    assert await there(house, "tieu hoc le loi") == ["E"]
    assert await there(house, "tieu hoc le loi", date(2025, 7, 1)) == []
    for called in ("thpt ngo quyen", "thpt bien xanh"):
        assert await there(house, called) == ["A"]


async def test_a_newly_imported_unit_is_found_by_the_next_index(house: Room):
    await house.province(*SMALL)
    assert await there(house, "thcs mới tinh") == []
    await house.province(UnitRow("NEW", "THCS Mới Tinh", "thcs", "PGD"))
    assert await there(house, "thcs moi tinh") == ["NEW"]


def test_a_whole_country_of_units_is_searched():
    first, second = ("Hoa", "Sông", "Biển", "Nắng", "Gió"), ("Xanh", "Vàng", "Sen", "Hồng")
    names = [UnitName(f"U{n}", f"Trường THCS {first[n % 5]} {second[n % 4]} Số {n}", "thcs") for n in range(52_000)]
    country = Units(names)
    assert [unit.code for unit in country.find("thcs hoa xanh so 40000").units] == ["U40000"]
    assert country.find("thcs bien vang").outcome == "several"
    assert len(country.find("thcs bien vang").units) <= 9
