"""Nominations move once, by whoever sees them as they stand, and lose their names with the person or the campaign."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import insert, select

from domain.awards.nominations import New
from domain.rights import Scope
from domain.units import UnitRow
from storage.awards import bases, nomination_past, nominations
from storage.deeds import deeds
from storage.people import erasure, expiry, own_data, pending
from storage.store import Store
from storage.tables import CONVERSATION, EVIDENCE, NOMINATION, NOMINATION_STEP
from tests.storage.room import Room, at

HANH = New(
    "regular",
    "individual",
    "cô Hạnh",
    "giáo viên",
    "teacher",
    "TP3",
    "city",
    "bang_khen",
    "24 bài giảng số",
    agreed=True,
    met_on=date(2025, 4, 8),
    present=88,
    members=92,
    in_favour=85,
)


class Life:
    """A school under a district office, its head, and somebody in the Office."""

    async def begin(self, house: Room) -> "Life":
        self.campaign = await house.campaign()
        units = await house.province(
            UnitRow("SO", "Sở", "sgddt"), UnitRow("P", "Phòng", "pgd", "SO"), UnitRow("T", "Trường", "thcs", "P")
        )
        self.school = units["T"]
        self.hanh = await house.person("Hạnh")
        self.head = Scope("nominate", (units["T"],), below=False, person=await house.person("Minh"))
        self.relay = Scope("endorse", (units["P"],), below=True, person=await house.person("Thu"))
        self.office = Scope("award", (units["SO"],), below=True, person=await house.person("Hoa"))
        self.elsewhere = Scope("award", (units["P"] + 99,), below=True, person=self.office.person)
        self.row = await house.does(self.sent)
        return self

    async def sent(self, store: Store) -> int:
        day = at().today
        deed = await deeds.send(
            store, at(), self.campaign, self.school, self.head.person, {}, "TP3", (day, day), outside=False
        )
        new = replace(HANH, deeds=(deed,), person=self.hanh)
        return await nominations.add(store, at(), self.campaign, self.school, new, "at_relay", self.head)

    async def known(self, house: Room, scope: Scope) -> nominations.Nomination | None:
        return await house.sees(lambda store: nominations.known(store, at(), self.row, scope))


async def test_a_nomination_goes_its_way_step_by_step_and_each_step_once(house: Room):
    life = await Life().begin(house)
    sent = await life.known(house, life.head)
    assert sent
    assert (sent.state, sent.version, sent.subject_name, sent.in_favour) == ("at_relay", 1, "cô Hạnh", 85)
    assert await life.known(house, life.elsewhere) is None

    async def walk(store: Store) -> None:
        step = nominations.move
        assert await step(store, at(), sent, "decided", life.office) is None, "no such step"
        assert await step(store, at(), sent, "drafted", life.elsewhere, "x") is None, "out of scope"
        passed = await nominations.agree(store, at(), sent, "nhất trí", life.relay)
        assert passed
        assert await nominations.agree(store, at(), sent, "", life.relay) is None, "once"
        held = await step(store, at(hour=10), passed, "held", life.office, "đơn của phụ huynh", "discipline")
        assert held
        assert (held.open_case, held.held_from, held.reason) == (
            "discipline",
            "at_office",
            "đơn của phụ huynh",
        )
        assert await step(store, at(), held, "at_council", life.office) is None, "only back to where it was held"
        free = await step(store, at(hour=11), held, "at_office", life.office)
        assert free
        assert (free.open_case, free.discipline_ended) == (None, at().today)
        higher = await nominations.choose_level(store, at(), free, "state", "bang_khen_ttg", life.office)
        assert higher
        signed = await nominations.sign(store, at(), higher, "years", "QĐ của thành phố", life.office)
        assert signed
        assert signed.signed["years"] == {
            "words": "QĐ của thành phố",
            "by": life.office.person,
            "at": at().campaign.isoformat(),
        }
        back = await step(store, at(), signed, "drafted", life.office, "ghi rõ số tiết")
        assert back
        assert back.reason == "ghi rõ số tiết"
        again = await nominations.send_again(store, at(), back, replace(HANH, summary="18 tiết"), "at_relay", life.head)
        assert again
        assert (again.summary, again.reason, again.signed, again.deed) == ("18 tiết", None, {}, None)

    await house.does(walk)
    steps = await house.sees(lambda store: nomination_past.history(store, at(), life.row, life.relay))
    acts = ["sent", "passed", "held", "released", "level", "signed", "drafted", "sent"]
    assert [step.act for step in steps] == acts
    assert {step.person for step in steps} == {life.head.person, life.relay.person, life.office.person}
    page = await house.sees(lambda store: nominations.page(store, at(), life.campaign, ["at_relay"], life.office))
    assert (page.total, [one.id for one in page.rows]) == (1, [life.row])
    assert await house.sees(lambda store: nomination_past.of_unit(store, at(), life.campaign, life.school, life.head))
    assert await house.sees(lambda store: nomination_past.history(store, at(), life.row, life.elsewhere)) == []


async def test_nobody_but_the_unit_begins_a_nomination_and_names_go_when_people_or_campaigns_go(house: Room):
    life = await Life().begin(house)
    with pytest.raises(PermissionError):
        await house.does(
            lambda store: nominations.add(store, at(), life.campaign, life.school, HANH, "at_office", life.elsewhere)
        )
    copy = await house.sees(lambda store: own_data.of(store, life.hanh))
    assert [row["summary"] for row in copy["nominations"]] == ["24 bài giảng số"]
    minhs = await house.sees(lambda store: own_data.of(store, life.head.person))
    assert ([row["id"] for row in minhs["nominations_made"]], minhs["nominations"]) == ([life.row], [])
    other = await house.does(life.sent)
    draft = {"form": "nominate", "run": 1, "at": "", "answers": {"_person": life.hanh, "who": {"name": "Hạnh"}}}
    chat = {"address": "web:web:9", "state": {"open": "", "drafts": {"nominate": draft}}, "seen_at": at().real}
    await house.does(lambda store: store.write(insert(CONVERSATION), chat))
    await house.does(lambda store: erasure.erase(store, at(), life.hanh, []))
    assert [row[0]["drafts"] for row in await house.rows(select(CONVERSATION.c.state))] == [{}]
    seen = select(NOMINATION.c.subject_name, NOMINATION.c.summary, NOMINATION.c.state, NOMINATION.c.person_id)
    assert [tuple(row) for row in await house.rows(seen)] == [("", "", "withdrawn", None)] * 2
    await house.does(life.sent)
    assert await house.does(lambda store: expiry.empty_nominations(store, life.campaign, 10)) == 1
    assert [row[0] for row in await house.rows(select(NOMINATION.c.subject_name))] == [""] * 3
    assert {row[0] for row in await house.rows(select(NOMINATION_STEP.c.nomination_id))} == {life.row, other, other + 1}


async def test_what_a_nomination_rests_on_is_looked_up_and_what_waits_is_counted(house: Room):
    life = await Life().begin(house)

    async def look(store: Store) -> None:
        rests = await nomination_past.deeds_of(store, at(), [life.row], life.relay)
        [deed] = rests[life.row]
        photo = {"address": "web:web:9", "run": 1, "subject": f"deed:{deed}", "ref": {}, "kind": "photo"}
        await store.write(insert(EVIDENCE), {**photo, "state": "stored", "sent_at": at().campaign})
        [report] = await bases.named(store, at(), [deed, deed + 1], life.office)
        assert (report.basis.stored, report.basis.owed, report.basis.state) == (1, 0, "sent")
        assert await bases.named(store, at(), [deed], life.elsewhere) == []
        of_hanh = (at(), life.campaign, life.hanh)
        assert [one.id for one in await nomination_past.of_person(store, *of_hanh, life.office)] == [life.row]
        assert await nomination_past.of_person(store, *of_hanh, life.elsewhere) == []
        sent = await bases.of_unit(store, at(), life.campaign, life.school, ["sent"], life.head)
        assert [one.basis.id for one in sent] == [deed]
        stood = await bases.stood(store, life.school, at().today)
        assert stood
        assert (stood.kind, stood.ended) == ("thcs", None)

    await house.does(look)
    wanted = [
        (pending.Decisions(None, None, None, None, at_relay=life.relay), ("at_relay", life.row)),
        (pending.Decisions(None, None, None, None, at_office=life.office), None),
        (pending.Decisions(None, None, None, None, drafted=life.head), None),
    ]
    for decisions, first in wanted:
        counted = await house.sees(lambda store, of=decisions: pending.count(store, at(), life.campaign, of))
        assert counted.nominations == counted.total == (1 if first else 0)
        assert await house.sees(lambda store, of=decisions: pending.nth(store, at(), life.campaign, of, 0)) == first
