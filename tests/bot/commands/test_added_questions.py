"""A campaign's own questions through the real import: told first, refused by their place, no report loses an answer."""

from bot.app import opened, the_house
from handlers.deeds import deed_words
from storage.database import reading
from storage.deeds import deeds
from storage.people import people
from storage.store import Store
from storage.units import units
from tests.bot.commands.conftest import ROOT
from tests.kit.house import SCHOOL, settings

QUESTIONS = (ROOT / "tests/data/added_questions.toml").read_text()


def beside(terminal, campaign, more=""):
    """The campaign with these questions, as a file of the Office."""
    (terminal.folder / "anniversaries.csv").write_text((campaign.parent / "anniversaries.csv").read_text())
    file = terminal.folder / "campaign.toml"
    file.write_text(f"{campaign.read_text()}\n{more}")
    return str(file)


async def test_a_dry_run_says_which_questions_come_and_stores_none(terminal, files):
    await terminal.does("import", "campaign", str(files[0]))
    file = beside(terminal, files[0], QUESTIONS)
    for _ in range(2):
        told = await terminal.does("import", "campaign", file, "--dry-run")
        assert 'Mục questions.1.name: "" đổi thành "lan_toa"' in told or "questions.1" in told
        assert "chưa ghi gì" in told
    assert "không có gì thay đổi" not in await terminal.does("import", "campaign", file)
    assert "không có gì thay đổi" in await terminal.does("import", "campaign", file)


async def test_a_question_that_cannot_be_asked_is_refused_by_its_place_and_nothing_changes(terminal, files):
    await terminal.does("import", "campaign", str(files[0]))
    wrong = QUESTIONS.replace('equals = "co"', 'equals = "khong"').replace('kind = "date"', 'kind = "colour"')
    ran = await terminal.run("import", "campaign", beside(terminal, files[0], wrong))
    assert ran.code == 65
    assert "questions.2.when.1" in ran.err
    assert "questions.3.kind" in ran.err
    assert "Traceback" not in ran.err
    assert "không có gì thay đổi" in await terminal.does("import", "campaign", str(files[0]))


async def test_another_import_without_the_question_keeps_what_was_answered(terminal_on, empty_url, files):
    campaign, province = files
    await terminal_on.does("import", "campaign", beside(terminal_on, campaign, QUESTIONS))
    await terminal_on.does("import", "units", str(province))
    chosen = settings(empty_url, terminal_on.folder)
    async with opened(chosen) as base:
        house, now = await the_house(base), base.clock.now()
        answers = {"what": "soạn bài giảng số", "x_lan_toa": "co", "x_so_noi": 3, "movement": "TP3"}

        async def report(connection):
            store = Store(connection)
            lan = await people.add(store, now, "Lan", "co")
            unit = await units.by_code(store, SCHOOL, now.today)
            sent = (house.campaign_id, unit.id, lan, answers, "TP3", (None, None))
            number = await deeds.send(store, now, *sent, outside=False)
            await store.keep()
            return number, lan

        number, lan = await base.writer.run(report)
    told = await terminal_on.does("import", "campaign", beside(terminal_on, campaign))
    assert "giữ nguyên" in told
    async with opened(chosen) as base:
        house = await the_house(base)
        async with reading(base.readers) as connection:
            kept = await deeds.own(Store(connection), number, lan)
        assert not house.campaign.questions
        assert (kept.answers["x_lan_toa"], kept.answers["x_so_noi"]) == ("co", 3)
        assert deed_words.lines(house.catalogue.words("vi"), kept.answers, "Người báo: cô Lan")
