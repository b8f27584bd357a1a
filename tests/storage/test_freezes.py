"""Frozen figures are kept once, found by their code by those who may see the unit, and own their files for good."""

from datetime import date

from domain.papers.freezes import Figures, FrozenFile
from domain.rights import Scope
from domain.summary import Slice, Summary
from storage.papers import freezes
from tests.storage.room import SMALL, Room, at

STOOD = Summary(date(2025, 4, 30), 4, 1, {"issued": 1}, {"sent": 2}, {"TW1": {"sent": 2}})
FILES = tuple(FrozenFile(f"S-001.{end}", end[0] * 64, "text/x", 9, 4) for end in ("xlsx", "jsonl"))


async def test_what_was_frozen_is_found_by_its_code_and_never_filled_twice(house: Room):
    hoa, campaign, ids = await house.person("Hoa"), await house.campaign(), await house.province(*SMALL)
    office = Scope("freeze", (ids["SO"],), below=True, person=hoa)
    relay = Scope("freeze", (ids["PGD"],), below=True, person=hoa)
    april = Slice(ids["SO"], date(2025, 4, 1), date(2025, 4, 30), "TW1")
    row = await house.does(lambda store: freezes.ask(store, at(), campaign, april, "toàn ngành, tháng 04/2025", office))
    assert await house.sees(lambda store: freezes.known(store, at(), campaign, f"S-{row:03}", office)) is None
    told = (Figures(STOOD, 2, 1), FILES, "d" * 64, office)
    assert await house.does(lambda store: freezes.fill(store, at(), row, *told))
    assert not await house.does(lambda store: freezes.fill(store, at(), row, *told))
    for code in (f"S-{row:03}", f"s{row}", str(row)):
        found = await house.sees(lambda store, code=code: freezes.known(store, at(), campaign, code, office))
        assert found is not None
        assert (found.code, found.wanted, found.figures, found.files) == (f"S-{row:03}", april, told[0], FILES)
    assert await house.sees(lambda store: freezes.known(store, at(), campaign, str(row), relay)) is None
    assert await house.sees(freezes.keys) == {"x" * 64, "j" * 64}
    assert (await house.sees(lambda store: freezes.page(store, at(), campaign, relay, (0, 8))))[0] == 0
