"""Every name of a command and every everyday word for one against every role: no other way in has other rights."""

from typing import get_args

from domain.readers.intents import Intent, intent
from handlers.commands import COMMANDS
from handlers.router import resolve
from tests.handlers.conftest import Desk
from tests.handlers.rights.cells import SCHOOL, outcome, seated
from tests.handlers.test_rights import ROWS, expected

WORDS: dict[Intent, tuple[str, str]] = {
    # what is wanted: (everyday words for it, the row of the table that they ask for)
    "menu": ("menu", "/menu"),
    "report": ("báo gương tốt", "/report"),
    "mine": ("báo cáo của tôi", "/mine"),
    "plan": ("kế hoạch", "/plan"),
    "summary": ("tổng hợp", "/summary"),
    "missing": ("đơn vị nào chưa nộp", "/summary"),
    "progress": ("tiến độ thế nào", "/summary"),
    "remind": ("đôn đốc", "/remind"),
    "announce": ("gửi thông báo", "/announce"),
    "members": ("thành viên", "/members"),
    "search": ("tìm hiến máu", "/search"),
    "language": ("đổi ngôn ngữ", "/language"),
    "privacy": ("dữ liệu của tôi", "/privacy"),
    "cancel": ("hủy", "/cancel"),
    "help": ("trợ giúp", "/help"),
    "export": ("cho xin file excel", "/export"),
    "papers": ("xem các văn bản", "/papers"),
    "council": ("phiên họp hội đồng", "/council"),
    "notices": ("danh sách công khai", "/notices"),
    "review": ("duyệt", "/review"),
    "link": ("nối thêm kênh", "/link"),
    "file": ("lấy lại tệp", "/file"),
    "award": ("khen thưởng", "/award"),
}


async def test_words_and_other_names_open_what_the_command_opens_and_nothing_else(desk: Desk):
    seats = {seat: person for seat, person in (await seated(desk)).items() if person and person.grants}
    names = {f"/{alias}": f"/{one.name}" for one in COMMANDS for alias in (one.name, *one.aliases)}
    asked = {**names, **dict(WORDS.values())}
    told, wanted, said_freely = {}, {}, {said for said, _ in WORDS.values()}
    for said, row in asked.items():
        for seat, person in seats.items():
            ctx = desk.context(desk.chat(person), text=said)
            told[said, seat] = await outcome(desk, resolve(ctx), person)
            wanted[said, seat] = expected(row, seat, person, SCHOOL)
            if said in said_freely and wanted[said, seat] != "allowed":  # then they may mean something else as well
                assert told[said, seat] == "allowed" or told[said, seat].startswith("no_right_"), (said, seat)
                del told[said, seat], wanted[said, seat]
    assert told == wanted


def test_every_everyday_word_for_a_command_is_asked_above():
    assert {wanted: intent(said) for wanted, (said, _) in WORDS.items()} == {wanted: wanted for wanted in WORDS}
    assert {f"/{wanted}" for wanted in get_args(Intent)} & ROWS.keys() <= {row for _, row in WORDS.values()}
