"""A pupil's full name lies in one place, is seen by few, each look is on record, and it goes with one act."""

from sqlalchemy import text

from storage.database import reading
from storage.tables import METADATA
from tests.bot.looking import one, rows
from tests.kit.house import living

STORY = (
    "em An lop 12b nhat dc vi co 15tr, tra lai nguoi mat chieu t4",
    "bo qua",
    "2",
    "hom qua, giay, toi nhan",
    "10/4, tin nhan, co Lan",
    "Nguyễn Văn Canari",
    "gửi",
)


async def told(house):
    """Lan, who has told the story with the pupil's full name and sent it."""
    lan = await house.joins("Lan", "cô", "teacher")
    for words in STORY:
        await lan.says(words)
        await lan.hears(1)
    return lan


async def holding(house, word: str) -> set[str]:
    """The tables in which a word stands; messages on their way aside."""
    found = set()
    async with reading(house.base.readers) as connection:
        for table in METADATA.sorted_tables:
            kept = (await connection.execute(text(f'SELECT * FROM "{table.name}"'))).all()
            if table.name != "outbox" and any(word in str(value) for row in kept for value in row):
                found.add(table.name)
    return found


async def looks(house) -> list[tuple[str, int]]:
    return [
        (row[0], row[1])
        for row in await rows(house, "SELECT action, actor_id FROM audit WHERE action LIKE '%seen' ORDER BY id")
    ]


async def test_a_full_name_lies_in_one_table_and_every_look_is_on_record(furnished_url, tmp_path):
    async with living(furnished_url, tmp_path) as house:
        minh = await house.joins("Minh", "thầy", "head")
        await told(house)
        await minh.hears(1)
        assert await holding(house, "Canari") == {"minor"}
        who = await one(house, "SELECT id FROM person WHERE name = 'Minh'")
        await minh.presses("Xem tên học sinh")
        assert "Nguyễn Văn Canari" in (await minh.hears(1))[0].text
        await minh.says("/check")
        await minh.hears(1)
        assert await looks(house) == [("pupil_name_seen", who), ("deed_seen", who)]
        said = "SELECT 1 FROM audit_value v JOIN audit a ON a.id = v.audit_id WHERE a.action LIKE '%seen'"
        assert await rows(house, said) == []


async def test_the_name_goes_with_the_one_who_recorded_it(sqlite_url, tmp_path):
    async with living(sqlite_url, tmp_path) as house:
        lan = await told(house)
        await lan.says("/privacy")
        await lan.hears(1)
        await lan.says("xoa het")
        await lan.hears(1)
        await lan.says("xóa")
        await lan.hears(1, timeout=10)
        assert await holding(house, "Canari") == set()
        answers = str(await one(house, "SELECT answers FROM deed"))
        assert "child_by" not in answers
