"""Publishing, taking up and thanking, where the golden talk does not go: names, refusals, the clock, taking down."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from domain.people import Person
from domain.rights import need
from handlers.exemplars import publishing, story_words
from scheduler import spreading
from storage.deeds import deeds, evidence
from storage.exemplars import adoptions, conferences, exemplars, publications, reach
from storage.people import expiry
from storage.tables import ADOPTION, ADOPTION_ASK, DEED, EXEMPLAR, RECIPIENT, THANKS
from tests.handlers.conftest import Desk, value_of
from tests.handlers.rights.cells import OFFICE, OTHER_SCHOOL, SCHOOL
from tests.handlers.rights.spreading import asked, concluded, published
from tests.handlers.test_announcing import Post, post, seat
from tests.kit.house import ZONE

__all__ = ["post"]


async def seated(desk: Desk, name: str, role: str, unit: str, title: str = "co") -> Person:
    """Somebody with a chat in which they can be told things."""
    person = await desk.person(name, role, unit, title=title)
    await seat(desk, person)
    return person


async def saying(desk: Desk, number: int, **answers: object) -> None:
    """The report says this as well."""
    [row] = await desk.connection.execute(select(DEED.c.answers).where(DEED.c.id == number))
    await desk.connection.execute(update(DEED).where(DEED.c.id == number).values(answers={**row[0], **answers}))


async def read(desk: Desk, number: int) -> str:
    """The example as other units would read it."""
    found = await story_words.story(desk.store, desk.now, number, desk.house.root)
    assert found is not None
    return story_words.told(desk.house.catalogue.words("vi"), found).text


async def test_nobody_is_named_who_did_not_agree_to_it_not_even_in_the_words_that_were_typed(desk: Desk):
    [number] = await concluded(desk, SCHOOL, await desk.person("Lan", "teacher", SCHOOL))
    told = {
        "what": "thay Son hien mau, thầy Sơn rủ cả tổ; núi cao vẫn đi",
        "who": {"people": [{"name": "Sơn", "honorific": "thay"}], "role": "teacher", "group": "tổ Lý"},
    }
    await saying(desk, int(number), **told, naming="agreed")
    assert "thay Son hien mau, thầy Sơn rủ cả tổ" in await read(desk, int(number))
    for said in ("unnamed", "not_asked", None):
        await saying(desk, int(number), naming=said)
        text = await read(desk, int(number))
        assert "Sơn" not in text
        assert "Son" not in text
        assert '"thay S. hien mau, thầy S. rủ cả tổ; núi cao vẫn đi"' in text
        assert "- Người làm: giáo viên, tổ Lý" in text


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (update(EXEMPLAR).values(stage="nurtured"), "đang ở khâu Bồi dưỡng"),
        (update(EXEMPLAR).values(side="held"), "đang tạm dừng"),
        (update(EXEMPLAR).values(side="hidden"), "đang ẩn"),
        (update(DEED).values(state="sent"), "đang chờ trường xác nhận"),
    ],
)
async def test_only_a_concluded_example_that_is_not_set_aside_is_published(desk: Desk, change: object, why: str):
    hoa = desk.chat(await desk.person("Hoa", "office", OFFICE, title="chi"))
    [number] = await concluded(desk, SCHOOL, await desk.person("Lan", "teacher", SCHOOL))
    assert (await desk.presses(hoa, f"a.publish.{number}")).text.startswith(f"Công bố gương G-{number} đến ai?")
    await desk.connection.execute(change)
    refused = await desk.presses(desk.chat(hoa.person), f"a.publish.{number}")
    assert refused.text.startswith(f"Chưa công bố được gương G-{number}")
    assert why in refused.text


async def sent(desk: Desk, post: Post) -> tuple[Person, Person, str]:
    """An example of Lan's school that was sent to Yến's; (Lan, Yến, its number)."""
    lan, yen = await seated(desk, "Lan", "teacher", OTHER_SCHOOL), await seated(desk, "Yến", "head", SCHOOL)
    await seated(desk, "Minh", "head", OTHER_SCHOOL, "thay")
    hoa = desk.chat(await seated(desk, "Hoa", "office", OFFICE, "chi"))
    [number] = await concluded(desk, OTHER_SCHOOL, lan)
    await desk.presses(hoa, f"a.publish.{number}")
    draft = await desk.says(hoa, "hiệu trưởng trường THCS Sông Lấp", "đúng")
    await desk.presses(hoa, value_of(draft, "Gửi 1 tin"))
    await post.ticks(3)
    await post.sends()
    await post.ticks(3)
    return lan, yen, number


async def test_it_is_public_and_thanked_for_once_somebody_has_it_and_not_before(desk: Desk, post: Post):
    lan = await seated(desk, "Lan", "teacher", OTHER_SCHOOL)
    yen = await seated(desk, "Yến", "head", SCHOOL)
    hoa = desk.chat(await seated(desk, "Hoa", "office", OFFICE, "chi"))
    [number] = await concluded(desk, OTHER_SCHOOL, lan)
    await desk.presses(hoa, f"a.publish.{number}")
    draft = await desk.says(hoa, "hiệu trưởng trường THCS Sông Lấp", "đúng")
    await desk.presses(hoa, value_of(draft, "Gửi 1 tin"))
    await post.ticks(3)
    assert not await publications.any_of(desk.store, int(number))
    assert await post.told(lan) == []
    await post.sends()
    await post.ticks(3)
    assert await publications.any_of(desk.store, int(number))
    assert [who for who, _ in post.sent] == [yen.id]
    assert [text.startswith(f"Sở GDĐT đã công bố gương G-{number}") for text in await post.told(lan)] == [True]
    kinds = await desk.connection.execute(select(THANKS.c.kind, THANKS.c.first_after).order_by(THANKS.c.id))
    assert [tuple(row) for row in kinds] == [("reporter", 0), ("praised", None)]


async def test_consent_taken_back_hides_it_and_whoever_was_sent_it_is_told_to_take_it_down(desk: Desk, post: Post):
    lan, yen, number = await sent(desk, post)
    deed = await deeds.own(desk.store, int(number), lan.id)
    done = await desk.presses(desk.chat(lan), f"a.withdraw_now.{number}.{deed.version}")
    assert done.text.endswith(f"\nĐã ẩn gương G-{number}. Nơi đã công bố được báo để gỡ.")
    assert not await publications.any_of(desk.store, int(number))
    await post.ticks(3)
    await post.sends()
    await post.ticks(3)
    who, reply = post.sent[-1]
    assert (who, reply.text.startswith(f"Gương G-{number} không còn được công bố")) == (yen.id, True)
    assert (await desk.presses(desk.chat(yen), f"a.took_down.{number}")).text.startswith("✅ Đã ghi: bài G-")
    acknowledged = select(RECIPIENT.c.acknowledged_at).where(RECIPIENT.c.subject == f"takedown:{number}")
    assert [row[0] is not None for row in await desk.connection.execute(acknowledged)] == [True]
    refused = await desk.presses(desk.chat(yen), f"a.adopt.{number}")
    assert refused.text.startswith(f"Gương G-{number} không còn được công bố.")


async def test_what_the_office_hides_is_taken_down_as_well(desk: Desk, post: Post):
    _, yen, number = await sent(desk, post)
    hoa = desk.chat(await desk.person("Hoa", "office", OFFICE, title="chi"))
    version = await desk.connection.execute(select(EXEMPLAR.c.version))
    await desk.presses(hoa, f"a.exemplar_hide.{number}.{next(iter(version))[0]}.0.0.0.0.0")
    done = await desk.says(hoa, "người trong ảnh không muốn nữa")
    assert done.text.endswith("Nơi đã công bố được báo để gỡ.")
    await post.ticks(3)
    await post.sends()
    assert [who for who, reply in post.sent if "không còn được công bố" in reply.text] == [yen.id]


async def test_a_taking_down_waits_for_no_second_person_however_many_got_it(desk: Desk, post: Post):
    desk.house = replace(desk.house, campaign=replace(desk.house.campaign, second_above=0, canary_size=0))
    lan, yen = await seated(desk, "Lan", "teacher", OTHER_SCHOOL), await seated(desk, "Yến", "head", SCHOOL)
    [number] = await published(desk, SCHOOL, yen)
    await publications.mark_out(desk.store, desk.now, 1)
    await desk.store.keep()
    [row] = await desk.connection.execute(select(DEED.c.reporter_id, DEED.c.version).where(DEED.c.id == int(number)))
    await desk.connection.execute(update(DEED).where(DEED.c.id == int(number)).values(reporter_id=lan.id))
    await desk.presses(desk.chat(lan), f"a.withdraw_now.{number}.{row.version}")
    await post.ticks(3)
    await post.sends()
    assert [who for who, reply in post.sent if "không còn được công bố" in reply.text] == [yen.id]


async def test_a_unit_takes_an_example_up_once_and_its_own_never(desk: Desk, post: Post):
    _, yen, number = await sent(desk, post)
    talk = desk.chat(yen)
    assert (await desk.presses(talk, f"a.adopt.{number}")).text.startswith("✅ Đã ghi: THCS Sông Lấp áp dụng")
    again = await desk.presses(talk, f"a.adopt.{number}")
    assert again.text.startswith(f"Đơn vị đã áp dụng gương G-{number} từ ngày 10/04/2025.")
    asks = await desk.connection.execute(select(ADOPTION_ASK.c.after_days, ADOPTION_ASK.c.due_on))
    assert [tuple(row) for row in asks] == [(30, date(2025, 5, 12)), (60, date(2025, 6, 9))]
    minh = await desk.person("Minh", "head", OTHER_SCHOOL, title="thay")
    [own] = await published(desk, OTHER_SCHOOL, minh)
    refused = await desk.presses(desk.chat(minh), f"a.adopt.{own}")
    assert refused.text.startswith(f"Gương G-{own} là của chính đơn vị mình")


async def asking(desk: Desk, day: date, hour: int = 9) -> list[str]:
    """What the clock says of examples in that hour."""
    desk.at(datetime(day.year, day.month, day.day, hour, tzinfo=ZONE))
    _, told = await spreading.ask(desk.connection, desk.now, desk.house)
    return [one.reply.text for one in told]


async def stands(desk: Desk) -> list[tuple[str, str]]:
    rows = await desk.connection.execute(select(ADOPTION_ASK.c.state, ADOPTION_ASK.c.reason))
    return [(row[0], row[1]) for row in rows]


async def test_each_question_is_asked_once_by_day_on_a_working_day(desk: Desk):
    yen = await seated(desk, "Yến", "head", SCHOOL)
    await asked(desk, SCHOOL, yen)
    assert await asking(desk, date(2025, 4, 13)) == [], "a Sunday"
    assert await asking(desk, date(2025, 4, 14), 22) == [], "at night"
    assert await stands(desk) == [("planned", "")]
    [said] = await asking(desk, date(2025, 4, 14))
    assert said.startswith("📌 THCS Sông Lấp: đã 30 ngày từ khi áp dụng gương G-")
    assert await stands(desk) == [("asked", "")]
    assert await asking(desk, date(2025, 4, 15)) == []


async def test_a_question_that_cannot_be_asked_any_more_has_its_reason(desk: Desk):
    yen = await seated(desk, "Yến", "head", SCHOOL)
    await asked(desk, SCHOOL, yen)
    again = update(ADOPTION_ASK).values(state="planned", reason="")
    assert await asking(desk, desk.now.today + timedelta(days=15)) == []
    assert await stands(desk) == [("skipped", "too_late")]
    await desk.connection.execute(again)
    desk.now = replace(desk.now, campaign=desk.now.campaign - timedelta(days=15))
    deed = (await adoptions.due(desk.store, desk.now, 9))[0].adoption.deed
    await publications.take_down(desk.store, desk.now, deed)
    assert await asking(desk, date(2025, 4, 14)) == []
    assert await stands(desk) == [("skipped", "taken_down")]


@pytest.mark.parametrize("side", ["held", "hidden"])
async def test_nobody_is_asked_while_the_office_holds_or_hides_it_and_is_once_that_is_lifted(desk: Desk, side: str):
    yen, hoa = await seated(desk, "Yến", "head", SCHOOL), await desk.person("Hoa", "office", OFFICE, title="chi")
    await asked(desk, SCHOOL, yen)
    scope = need(hoa, "review")
    row = await desk.store.row(select(ADOPTION.c.deed_id), {})
    before = await exemplars.known(desk.store, desk.now, row[0], scope)
    aside = await exemplars.set_aside(desk.store, desk.now, before, side, scope, "có đơn")
    await desk.store.keep()
    assert await asking(desk, date(2025, 4, 14)) == []
    assert await stands(desk) == [("skipped", side)]
    lifted = await exemplars.lift(desk.store, desk.now, aside, scope, None)
    assert await stands(desk) == [("planned", "")]
    [said] = await asking(desk, date(2025, 4, 15))
    assert said.startswith("📌 THCS Sông Lấp: đã 30 ngày")
    await desk.store.write(update(ADOPTION_ASK).values(state="skipped", reason=side), {})
    again = await exemplars.set_aside(desk.store, desk.now, lifted, side, scope, "có đơn")
    await exemplars.lift(desk.store, desk.now, again, scope, None)
    assert await asking(desk, date(2025, 6, 16)) == []
    assert await stands(desk) == [("skipped", "too_late")]


async def test_a_unit_without_anybody_to_be_told_is_not_asked(desk: Desk):
    await asked(desk, SCHOOL, await desk.person("Yến", "head", SCHOOL))
    assert await asking(desk, date(2025, 4, 14)) == []
    assert await stands(desk) == [("skipped", "no_address")]


async def test_a_head_thanks_in_one_tap_and_once(desk: Desk):
    lan = await desk.person("Lan", "teacher", SCHOOL)
    minh = await desk.person("Minh", "head", SCHOOL, title="thay")
    [number] = await concluded(desk, SCHOOL, lan)
    given = await desk.presses(desk.chat(minh), f"a.thank.{number}")
    assert given.text.startswith(f"✅ Đã gửi lời cảm ơn của thầy Minh đến thầy Sơn (G-{number})")
    [card] = [one for one in desk.tellings if one.key.startswith("thanks:")]
    assert card.reader.person == lan
    assert card.reply.text.startswith(
        "Lời cảm ơn của thầy Minh, hiệu trưởng THCS Sông Lấp, ngày 10/04/2025\nGửi thầy Sơn"
    )
    again = await desk.presses(desk.chat(minh), f"a.thank.{number}")
    assert again.text.startswith(f"Lời cảm ơn đến thầy Sơn (G-{number}) đã gửi ngày 10/04/2025.")


async def test_told_of_in_words_it_is_public_without_a_sending(desk: Desk):
    lan = await desk.person("Lan", "teacher", SCHOOL)
    hoa = await desk.person("Hoa", "office", OFFICE, title="chi")
    [number] = await concluded(desk, SCHOOL, lan)
    ctx = desk.context(desk.chat(hoa))
    deed = await deeds.own(desk.store, int(number), lan.id)
    await publishing.recorded(ctx, deed, "thông báo T-021")
    await ctx.store.keep()
    assert await publications.any_of(desk.store, int(number))
    assert [one.reader.person for one in ctx.tellings][:1] == [lan]
    shown = await desk.presses(desk.chat(lan), f"a.published.{number}")
    assert shown.text.endswith("Đã công bố: thông báo T-021, ngày 10/04/2025.")
    await desk.presses(desk.chat(lan), f"a.withdraw_now.{number}.{deed.version}")
    told = [one.reply.text for one in desk.tellings if one.reader.person == hoa]
    assert told[-1].endswith("Gương đã công bố ở: thông báo T-021. Mời chị Hoa nhờ nơi đó gỡ bài.")


async def test_what_units_tell_and_show_lies_beside_the_example_until_its_time_is_over(desk: Desk):
    yen, hoa = await seated(desk, "Yến", "head", SCHOOL), await desk.person("Hoa", "office", OFFICE, title="chi")
    row, days = await asked(desk, SCHOOL, yen)
    talk = desk.chat(yen)
    await desk.presses(talk, f"a.adoption_tell.{row}.{days}")
    await desk.says(talk, "9 bài soạn chung")
    await desk.sends(talk)
    owed = (await evidence.owed(desk.store, desk.now.real, 9))[0]
    await evidence.stored(desk.store, owed.id, "original", "cleaned", "image/jpeg", 10)
    done = await desk.says(talk, "xong")
    number = (await adoptions.ask_of(desk.store, int(row), 30, need(yen, "report_plan"))).adoption.deed
    assert done.text.startswith(f"✅ Đã ghi bên gương G-{number}: một dòng kết quả, 1 ảnh.")
    listed = await desk.presses(desk.chat(hoa), f"a.adopters.{number}.0")
    assert listed.text.endswith('30 ngày: "9 bài soạn chung", 1 ảnh')
    [shown] = await desk.handle(desk.chat(hoa), choice=value_of(listed, "Xem ảnh"))
    assert (shown.picture.key, shown.text) == ("cleaned", f"THCS Sông Lấp, sau 30 ngày áp dụng gương G-{number}")
    assert await expiry.empty_deeds(desk.store, desk.house.campaign_id, 9) == 1
    assert await reach.adopters(desk.store, number, (0, 9)) != []
    assert (await reach.adopters(desk.store, number, (0, 9)))[0].told == []
    assert await evidence.used(desk.store, ["original", "cleaned"]) == set()


@pytest.mark.parametrize("side", ["held", "hidden"])
async def test_nobody_is_honoured_at_a_conference_while_the_office_holds_or_hides_it(desk: Desk, side: str):
    lan = await desk.person("Lan", "teacher", SCHOOL)
    number = int((await concluded(desk, SCHOOL, lan))[0])
    hoa = await desk.person("Hoa", "office", OFFICE, title="chi")
    held, store = need(hoa, "see_deeds"), desk.store
    row = await conferences.add(store, desk.now, desk.house.campaign_id, "department", desk.now.today, "Sở", held)
    await conferences.honour(store, desk.now, row, [number], held)
    assert [one.deed for one in await conferences.honoured(store, desk.now, row, held)] == [number]
    await store.write(update(EXEMPLAR).values(side=side), {})
    assert await conferences.honoured(store, desk.now, row, held) == []
    assert await conferences.may_honour(store, desk.now, [number], held) == []


@pytest.mark.parametrize("change", [update(EXEMPLAR).values(side="hidden"), update(EXEMPLAR).values(side="held")])
async def test_who_took_it_up_is_told_to_those_who_were_sent_it_only_while_it_is_public(desk: Desk, change: object):
    minh = await desk.person("Minh", "head", SCHOOL, title="thay")
    [number] = await published(desk, SCHOOL, minh)
    talk = desk.chat(minh)
    assert "chưa có đơn vị nào" in (await desk.presses(talk, f"a.adopters.{number}.0")).text
    await desk.store.write(change, {})
    assert "chưa có đơn vị nào" not in (await desk.presses(talk, f"a.adopters.{number}.0")).text
