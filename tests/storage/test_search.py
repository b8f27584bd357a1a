"""Words of reports are found on both databases, few or many, and what is taken away leaves no word behind."""

import random

import pytest
from sqlalchemy import select

from domain.rights import Scope
from storage.database import cut_log
from storage.deeds import deeds, search, word_index
from storage.deeds.search import Wanted
from storage.people import expiry
from storage.store import Store
from storage.tables import DEED
from storage.writer import Outside
from tests.storage.room import SMALL, THURSDAY, Room, at

MANY = 40


async def province(house: Room) -> tuple[int, dict[str, int], int]:
    """A campaign, its units, and Lan with forty reports in every school; the tenth of each speaks of a lion."""
    campaign, units, lan = await house.campaign(), await house.province(*SMALL), await house.person()

    async def report(store: Store) -> None:
        for n in range(MANY):
            for unit in ("A", "B", "C"):
                said = {
                    "what": f"giảng bài số {n}{', zeus%1 múa lân sư tử' if n == 9 else ''}",
                    "result": "a+b đạt 100%",
                }
                await deeds.send(store, at(), campaign, units[unit], lan, said, "", (None, None), outside=False)

    await house.does(report)
    return campaign, units, lan


async def found(house: Room, campaign: int, root: int, query: str, most: int = 99) -> tuple[int, list[int]]:
    wanted = Wanted(campaign, 0, Scope("see_deeds", (root,), below=True, person=0), THURSDAY)
    total, hits = await house.sees(lambda store: search.deeds(store, wanted, search.words_of(query), 0, most))
    return total, [hit.id for hit in hits]


@pytest.mark.parametrize("few", [search.FEW, 0])
@pytest.mark.parametrize("many", [word_index.FEW, 2])
async def test_reports_are_found_however_they_are_looked_for(house: Room, few: int, many: int, monkeypatch):
    monkeypatch.setattr(search, "FEW", few)
    monkeypatch.setattr(word_index, "FEW", many)
    monkeypatch.setattr(search, "VERY_FEW", 0)
    monkeypatch.setattr(search, "_ON_BRANCH", search._ON_BRANCH.limit(few + 1))
    campaign, units, _ = await province(house)
    root = units["SO"]
    assert await found(house, campaign, root, "sư tử") == (3, [30, 29, 28])
    assert await found(house, campaign, units["PGD"], "su tu giang") == (2, [30, 29])
    assert (await found(house, campaign, root, "giang", 2)) == (3 * MANY, [120, 119])
    assert (await found(house, campaign, root, "100%"))[0] == 3 * MANY
    assert (await found(house, campaign, root, "a+b sư"))[0] == 3
    assert await found(house, campaign, root, "zeus%1") == (3, [30, 29, 28])
    for nothing in ("ang", "khongcogi", "b+a", "sư tử khongcogi"):
        assert await found(house, campaign, root, nothing) == (0, []), nothing


@pytest.mark.parametrize(("written", "typed"), [("hoà", "hòa"), ("uý", "úy"), ("khoẻ", "khỏe"), ("tuỳ", "tùy")])
def test_a_tone_on_either_vowel_is_the_same_word(written: str, typed: str):
    assert search.words_of(written) == search.words_of(typed) == search.words_of(search.folded({"what": typed}, []))


async def test_a_report_is_found_wherever_its_tone_stands(house: Room):
    campaign, units, lan = await house.campaign(), await house.province(*SMALL), await house.person()

    async def report(store: Store) -> None:
        for what in ("hoà giải, uỷ ban", "hòa giải, ủy ban"):
            said = {"what": what}
            await deeds.send(store, at(), campaign, units["A"], lan, said, "", (None, None), outside=False)

    await house.does(report)
    for typed in ("hoà giải", "hòa giải", "uỷ ban", "ủy ban", "hoa giai uy"):
        assert await found(house, campaign, units["SO"], typed) == (2, [2, 1]), typed


async def test_what_was_changed_is_found_by_its_new_words_alone(house: Room):
    campaign, units, lan = await province(house)

    async def complete(store: Store) -> None:
        before = await deeds.own(store, 28, lan)
        said = {"what": "múa rồng"}
        await deeds.resend(store, at(), before, lan, said, "", (None, None), outside=False)

    await house.does(complete)
    assert await found(house, campaign, units["A"], "múa rồng") == (1, [28])
    assert await found(house, campaign, units["A"], "sư tử") == (0, [])


async def test_a_word_of_any_length_is_taken(house: Room):
    campaign, units, lan = await province(house)
    said = {"what": "x" * 5_000}
    await house.does(
        lambda store: deeds.send(store, at(), campaign, units["A"], lan, said, "", (None, None), outside=False)
    )
    assert (await found(house, campaign, units["A"], "x" * 99))[0] == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_words_that_were_taken_away_are_in_no_byte_of_the_index(house: Room, tmp_path):
    campaign, units, _ = await province(house)
    await house.writer.run(lambda connection: word_index.forget(connection, begin=True))
    await house.writer.run(Outside(cut_log))
    assert _left(tmp_path)
    await house.does(lambda store: expiry.empty_deeds(store, campaign, 3 * MANY))
    step = 0
    while await house.writer.run(lambda connection, first=step == 0: word_index.forget(connection, begin=first)):
        step += 1
    assert await house.writer.run(Outside(cut_log))
    assert await found(house, campaign, units["SO"], "zeus") == (0, [])
    assert not _left(tmp_path)


def _left(folder) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and b"zeus" in path.read_bytes()]


LETTERS = "aaabbcđưé12&%+ßİKжΣ#-"
"""Among them signs that folding takes away, and letters an index of words may fold in its own way."""


@pytest.mark.parametrize("few", [search.FEW, 0])
@pytest.mark.parametrize("many", [word_index.FEW, 2])
async def test_what_is_found_is_what_one_finds_by_reading_every_report(house: Room, few: int, many: int, monkeypatch):
    monkeypatch.setattr(search, "FEW", few)
    monkeypatch.setattr(word_index, "FEW", many)
    monkeypatch.setattr(search, "VERY_FEW", 0)
    monkeypatch.setattr(search, "MOST_COUNTED", 30)
    monkeypatch.setattr(search, "_ON_BRANCH", search._ON_BRANCH.limit(few + 1))
    dice = random.Random(many + few)
    campaign, units, lan = await house.campaign(), await house.province(*SMALL), await house.person()

    def word() -> str:
        return "".join(dice.choices(LETTERS, k=dice.choice((1, 1, 2, 3, 9))))

    async def report(store: Store) -> None:
        for _ in range(150):
            said = {"what": " ".join(word() for _ in range(6))}
            unit = units[dice.choice("ABC")]
            await deeds.send(store, at(), campaign, unit, lan, said, "", (None, None), outside=False)

    await house.does(report)
    folded = {row[0]: (row[1], row[2]) for row in await house.rows(select(DEED.c.id, DEED.c.unit_id, DEED.c.folded))}
    below = {"SO": set("ABC"), "PGD": {"B", "C"}, "A": {"A"}}
    for _ in range(120):
        words = search.words_of(" ".join(word() for _ in range(dice.choice((1, 1, 2)))))
        top = dice.choice(("SO", "PGD", "A"))
        there = {units[code] for code in below[top]}
        read = [
            number
            for number, (unit, text) in sorted(folded.items(), reverse=True)
            if unit in there and all(any(one.startswith(word) for one in text.split()) for word in words)
        ][:30]
        if words:
            assert await found(house, campaign, units[top], " ".join(words)) == (len(read), read), (top, words)
