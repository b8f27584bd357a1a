"""Orders of files of rows, as Hoa gives them, and a little life in the province for them to tell of."""

from dataclasses import replace
from datetime import date

from openpyxl import load_workbook
from sqlalchemy import text

from bot.press import carry_out
from domain.awards.nominations import New
from domain.extracts import Extract, Order
from domain.rights import Scope
from domain.summary import Slice
from storage.awards import nominations
from storage.deeds import deeds
from storage.people import people
from storage.plans import plans
from storage.store import Store
from storage.units import units
from tests.kit.house import OFFICE, SCHOOL

EVIL = ("=1+1", "+84912345678", "@SUM(A1)", "-2+3", '=HYPERLINK("http://x","y")', "\uff1d1+1", "0123", "\t=1")
SAID = {
    "who": {"people": [{"name": "Sơn", "honorific": "thay"}], "role": "teacher"},
    "from": "2025-04-09",
    "to": "2025-04-09",
    "minor": False,
    "naming": "agreed",
}
ISSUED = {
    "state": "issued",
    "doc_no": "45/KH-THPTNQ",
    "issued_on": "2025-03-12",
    "signer": "Nguyễn Văn Minh",
    "spread": ["meeting"],
    "reached": 86,
    "total": 92,
}


NOMINEE = New(
    route="regular",
    subject_type="individual",
    subject_name="Nguyễn Thị Hạnh",
    position="giáo viên",
    role="teacher",
    movement="TW2",
    level="department",
    form="giay_khen",
    summary="24 bài giảng số",
    met_on=date(2025, 4, 9),
    present=88,
    members=92,
    in_favour=85,
)


async def lived(base):
    """Reports of dangerous words and one plan, counted as the service counts."""

    async def write(connection):
        store, now = Store(connection), base.clock.now()
        school = await units.by_code(store, SCHOOL, now.today)
        for words in EVIL:
            said = {**SAID, "what": words, "result": words}
            day = date(2025, 4, 9)
            await deeds.send(store, now, 1, school.id, None, said, "TW2", (day, day), outside=False)
        scope = Scope("report_plan", (school.id,), below=False, person=None)
        await plans.report(store, now, 1, school.id, "issued", ISSUED, scope, spread=True)
        hoa = await people.add(store, now, "Minh", "thay")
        held = Scope("nominate", (school.id,), below=False, person=hoa)
        await nominations.add(store, now, 1, school.id, NOMINEE, "at_relay", held)
        await store.keep()

    await base.writer.run(write)


async def made(base, folder, kind, **slice_of):
    """What the process that makes files would be asked for by Hoa, done here."""
    order = await ordered(base, folder)
    wanted = replace(order.extract.wanted, **slice_of)
    return await carry_out(replace(order, extract=replace(order.extract, kind=kind, wanted=wanted)))


async def rows_of(base, statement, **values):
    async with base.readers.connect() as connection:
        return list((await connection.execute(text(statement), values)).all())


def opened_in(written):
    return load_workbook(written.pieces[0].path)


async def ordered(base, folder):
    """The order of a list of good examples, written into ``folder``."""
    folder.mkdir(parents=True)
    [[root]] = await rows_of(base, "SELECT id FROM unit WHERE code = :code", code=OFFICE)
    scope = Scope("export", (root,), below=True, person=1)
    extract = Extract("deeds", Slice(root), scope, "vi", base.clock.now(), "chị Hoa")
    return Order(extract, base.settings.database_url, folder, base.settings.files)
