"""The rows of papers that leave the house, and the things they act on."""

from domain.papers.freezes import Figures
from domain.people import Person
from domain.rights import Scope
from domain.summary import Slice, Summary
from storage.papers import freezes, papers
from tests.handlers.conftest import Desk
from tests.handlers.rights.cells import Forms, Rows, Thing, plainly

ROWS: Rows = {
    "golden": ("see_own", ""),
    "/papers": ("write_papers", ""),
    "papers": ("write_papers", "a page"),
    "paper_new": ("write_papers", "a page"),
    "paper_draft": ("write_papers", "a report of the whole campaign"),
    "paper": ("write_papers", "paper"),
    "paper_file": ("write_papers", "paper"),
    "paper_write": ("write_papers", "paper"),
    "paper_part": ("write_papers", "a section of a draft"),
    "paper_cite": ("write_papers", "draft to cite a freeze"),
    "paper_drop": ("write_papers", "draft"),
    "paper_drop_now": ("write_papers", "draft"),
    "paper_approve": ("write_papers", "draft"),
}
FORMS: Forms = {
    "paper_write": ("write_papers", "paper_part", {"text": "Các trường chủ động."}),
    "paper_approve": ("write_papers", "paper_approve", {"number": "", "issued": ""}),
}


async def a_draft(desk: Desk, unit: str, by: Person) -> int:
    """A draft of the report on that unit."""
    row = await desk.unit(unit)
    scope = Scope("write_papers", (row,), below=True, person=by.id)
    campaign = desk.house.campaign_id
    number = await papers.add(desk.store, desk.now, campaign, "interim", Slice(row), "năm 2025", None, scope)
    await desk.store.keep()
    return number


async def paper(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """A document by its number."""
    return (str(await a_draft(desk, unit, by)),)


async def draft(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """A draft in its first version."""
    return (str(await a_draft(desk, unit, by)), "1")


async def section(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """Its first section."""
    return (str(await a_draft(desk, unit, by)), "1", "0")


async def citing(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """A draft, and a freeze of the same unit."""
    row = await desk.unit(unit)
    scope = Scope("freeze", (row,), below=True, person=by.id)
    campaign, wanted = desk.house.campaign_id, Slice(row)
    number = await freezes.ask(desk.store, desk.now, campaign, wanted, "toàn ngành", scope)
    stood = Summary(desk.now.today, 0, 0, {}, {}, {})
    await freezes.fill(desk.store, desk.now, number, Figures(stood), (), "d" * 64, scope)
    await desk.store.keep()
    return (str(await a_draft(desk, unit, by)), "1", str(number))


THINGS: dict[str, Thing] = {
    "draft to cite a freeze": Thing(citing, "paper_gone"),
    "paper": Thing(paper, "paper_gone"),
    "draft": Thing(draft, "paper_gone"),
    "a section of a draft": Thing(section, "paper_gone"),
    "a report of the whole campaign": plainly("0", "0", "0", "0"),
}
