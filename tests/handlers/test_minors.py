"""Who sees a pupil's full name: whoever reported, the head and deputy of that school, the department; nobody beside."""

import pytest

from domain.mistakes import Mistake
from domain.people import ROLES
from handlers.commands import ACTIONS
from handlers.context import as_list
from handlers.intentions import step
from storage.deeds import deed_changes, deed_versions, deeds, minors
from tests.handlers.conftest import Desk

CONSENTS = {
    "child_on": "2025-04-09",
    "child_form": "written",
    "child_by": "cô Lan",
    "guardian_on": "2025-04-10",
    "guardian_form": "message",
    "guardian_by": "cô Lan",
}
SHOW, DROP = (next(one for one in ACTIONS if one.name == name) for name in ("pupil_name", "drop_pupil_name"))
HERE, ELSEWHERE = "THPT-NGOQUYEN", "THPT-BENGIO"


async def named(desk: Desk) -> tuple[int, object]:
    """Lan's report of a pupil whose full name is kept; (number, Lan)."""
    lan = await desk.person("Lan", "teacher", HERE, title="co")
    answers = {"what": "em A. lớp 12B trả lại ví", "_pupil": True, "minor": True, "pupil_naming": "both", **CONSENTS}
    where = await desk.unit(HERE)
    number = await deeds.send(
        desk.store, desk.now, desk.house.campaign_id, where, lan.id, answers, "UMB", (None, None), outside=False
    )
    await minors.record(desk.store, desk.now, number, "Nguyễn Văn An", answers, lan.id)
    await desk.store.keep()
    return number, lan


async def seen(desk: Desk, person, number: int) -> str:
    ctx = desk.context(desk.chat(person))
    try:
        [reply] = as_list(await step(SHOW, (str(number),)).run(ctx))
    except Mistake as mistake:
        return mistake.key
    finally:
        await ctx.store.undo()
    return "seen" if "Nguyễn Văn An" in reply.text else "nothing"


@pytest.mark.parametrize("role", ROLES)
async def test_the_name_is_seen_by_those_who_answer_for_it_and_nobody_beside(role: str, desk: Desk):
    number, lan = await named(desk)
    assert await seen(desk, lan, number) == "seen"
    here, there = await desk.person("Ai", role, HERE), await desk.person("Ai", role, ELSEWHERE)
    if role in {"head", "deputy", "office"}:
        assert await seen(desk, here, number) == "seen"
        assert await seen(desk, there, number) == "deed_not_yours"
    else:
        assert {await seen(desk, one, number) for one in (here, there)} <= {"no_right_see_pupils", "no_right_see_own"}


async def test_whoever_may_see_it_takes_it_out_once_and_the_initial_stays(desk: Desk):
    number, _ = await named(desk)
    minh = await desk.person("Minh", "head", HERE, title="thay")
    ctx = desk.context(desk.chat(minh))
    await step(DROP, (str(number), "1")).run(ctx)
    await ctx.store.keep()
    assert await seen(desk, minh, number) == "nothing"
    ctx = desk.context(desk.chat(minh))
    [reply] = as_list(await step(DROP, (str(number), "1")).run(ctx))
    assert "không giữ tên đầy đủ" in reply.text


async def test_when_the_name_is_taken_out_no_earlier_version_keeps_its_consents(desk: Desk):
    number, lan = await named(desk)
    deed = await deeds.own(desk.store, number, lan.id)
    more = {**deed.answers, "_full_name": True, "result": "15 triệu đồng"}
    store = desk.store
    assert await deed_changes.amend(store, desk.now, deed, more, lan.id)
    await store.keep()
    assert [set(one.answers) & set(CONSENTS) for one in await deed_versions.of(desk.store, number, lan.id)] == [
        set(CONSENTS)
    ]
    ctx = desk.context(desk.chat(lan))
    await step(DROP, (str(number), "2")).run(ctx)
    await ctx.store.keep()
    earlier = await deed_versions.of(desk.store, number, lan.id)
    assert [one.version for one in earlier] == [1, 2]
    assert not any(set(one.answers) & {*CONSENTS, "_full_name"} for one in earlier)
    assert all(one.answers["what"] == "em A. lớp 12B trả lại ví" for one in earlier)
