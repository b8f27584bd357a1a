"""Sessions, secret votes, notices and papers as both databases keep them."""

from datetime import date

from sqlalchemy import select

from domain.council.council import Count, Threshold
from domain.rights import Scope
from domain.units import UnitRow
from storage.council import ballots, cases, sessions
from storage.council.sessions import Called
from storage.outcomes import award_papers, notices
from storage.outcomes.award_papers import Paper
from storage.people import erasure, own_data, people
from storage.store import Store
from storage.tables import AUDIT, OBJECTION, VOTE
from tests.kit.council_room import nominated
from tests.storage.room import Room, at

SECRET = b"of the house"


class Life:
    """A council of three about one nomination of a school; the third works at that school."""

    async def begin(self, house: Room) -> "Life":
        self.campaign = await house.campaign()
        self.units = await house.province(UnitRow("SO", "Sở", "sgddt"), UnitRow("T", "Trường", "thcs", "SO"))
        root, school = self.units["SO"], self.units["T"]
        self.people = [await house.person(name) for name in ("Sơn", "Mai", "Hải")]
        self.office = Scope("award", (root,), below=True, person=await house.person("Hoa"))
        minh = await house.person("Minh")

        async def meet(store: Store) -> tuple[int, int]:
            for person in self.people:
                await people.grant(store, person, "council", root, at().today, None)
            await people.grant(store, self.people[2], "teacher", school, at().today, None)
            row = await nominated(store, at(), self.campaign, school, minh)
            called = Called(date(2025, 5, 15), "P2", self.people[0], self.people[1], self.people, [row, row])
            return row, await sessions.call(store, at(), self.campaign, called, self.office)

        self.nomination, self.row = await house.does(meet)
        return self

    def of(self, person: int) -> Scope:
        return Scope("attend", (self.units["SO"],), below=True, person=self.people[person])

    async def session(self, store: Store, scope: Scope | None = None) -> sessions.Session:
        found = await sessions.known(store, at(), self.row, scope or self.office)
        assert found
        return found


async def test_a_session_is_seen_by_those_in_it_and_moves_once(house: Room):
    life = await Life().begin(house)
    stranger = Scope("attend", (life.units["SO"],), below=True, person=await house.person("Lâm"))
    elsewhere = Scope("award", (life.units["T"],), below=True, person=life.office.person)
    for scope in (stranger, elsewhere):
        assert await house.sees(lambda store, scope=scope: sessions.known(store, at(), life.row, scope)) is None
        assert await house.sees(lambda store, scope=scope: sessions.listed(store, at(), life.campaign, scope)) == (
            0,
            [],
        )

    async def walk(store: Store) -> None:
        before = await life.session(store, life.of(0))
        sitting = await sessions.members(store, at(), before, life.of(1))
        assert [(one.name, one.units) for one in sitting] == [
            ("Sơn", frozenset()),
            ("Mai", frozenset()),
            ("Hải", {life.units["T"]}),
        ]
        assert await sessions.seat(store, at(), before, life.people[0], "present", life.of(1))
        assert not await sessions.seat(store, at(), before, life.office.person, "present", life.of(1))
        after = await sessions.move(store, at(), before, "voting", life.of(1))
        assert after
        assert await sessions.move(store, at(), before, "voting", life.of(1)) is None, "once"
        assert len(await cases.of_session(store, after)) == 1, "a nomination stands in it once"
        assert await cases.before_a_session(store, [life.nomination]) == {life.nomination}

    await house.does(walk)


async def test_votes_change_are_counted_taken_back_and_parted_and_leave_no_trace(house: Room):
    life = await Life().begin(house)
    [case] = await house.sees(lambda store: _cases(life, store))
    for person, choice in ((0, "disagree"), (1, "agree"), (0, "agree"), (2, "disagree")):
        await house.does(lambda store, p=person, c=choice: ballots.vote(store, SECRET, case.id, c, life.of(p)))
    assert await house.sees(lambda store: ballots.count(store, case.id)) == {"agree": 2, "disagree": 1}
    assert await house.sees(lambda store: ballots.has_voted(store, SECRET, case.id, life.of(2)))
    await house.does(lambda store: cases.declare(store, at(), SECRET, case, life.of(2)))
    assert not await house.sees(lambda store: ballots.has_voted(store, SECRET, case.id, life.of(2)))
    assert await house.sees(lambda store: ballots.cast(store, [case.id])) == {case.id: 2}
    before = {row[0] for row in await house.rows(select(VOTE.c.token))}
    count = Count(3, 2, 2, 0, 2, 2)
    least = Threshold("x", "2/3")
    for closes in (True, False):
        done = await house.does(lambda store: cases.close(store, at(), case, count, least, life.of(1)))
        assert done is closes
    await house.does(lambda store: ballots.part(store, [case.id]))
    assert not before & {row[0] for row in await house.rows(select(VOTE.c.token))}
    assert await house.sees(lambda store: ballots.count(store, case.id)) == {"agree": 2, "disagree": 0}
    acts = [row[0] for row in await house.rows(select(AUDIT.c.action).order_by(AUDIT.c.id))]
    assert acts == ["session_called", "recusal_declared", "case_counted"]


async def test_sheets_are_seconded_by_somebody_else_and_by_the_same_numbers(house: Room):
    life = await Life().begin(house)
    [case] = await house.sees(lambda store: _cases(life, store))
    await house.does(lambda store: cases.write_sheets(store, at(), case, 2, 1, life.of(1)))
    for person, favour, is_taken in ((1, 1, False), (0, 2, False), (0, 1, True)):
        done = await house.does(
            lambda store, p=person, n=favour: cases.second_sheets(store, at(), case, 2, n, life.of(p))
        )
        assert done is is_taken


async def _cases(life: Life, store: Store) -> list[cases.Case]:
    return await cases.of_session(store, await life.session(store))


async def test_objections_are_answered_once_and_lose_their_author_with_the_person(house: Room):
    life = await Life().begin(house)
    lan = Scope("see_own", (life.units["SO"],), below=True, person=await house.person("Lan"))
    span = (at().today, date(2025, 4, 17))
    row = [life.nomination]
    notice = await house.does(lambda store: notices.publish(store, at(), life.campaign, row, span, life.office))
    said = "số tiết dạy chưa khớp sổ đầu bài"
    for is_first in (True, False):
        made = await house.does(lambda store: notices.object_to(store, at(), notice, life.nomination, said, lan))
        assert (made is not None) is is_first
    assert await house.sees(lambda store: notices.held(store, row)) == {life.nomination}
    [one] = await house.sees(lambda store: notices.objections(store, at(), life.campaign, life.office))
    copy = await house.sees(lambda store: own_data.of(store, lan.person))
    assert [each["words"] for each in copy["objections"]] == [said]
    await house.does(lambda store: erasure.erase(store, at(), lan.person, []))
    assert await house.rows(select(OBJECTION.c.person_id, OBJECTION.c.words)) == [(None, None)]
    for is_first in (True, False):
        answered = await house.does(
            lambda store: notices.answer(store, at(), one, "dismissed", "đã đối chiếu", life.office)
        )
        assert answered is is_first
    assert await house.sees(lambda store: notices.held(store, row)) == set()


async def test_papers_are_kept_with_what_they_are_about_and_lose_their_reasons_with_the_campaign(house: Room):
    life = await Life().begin(house)
    for kind, reason in (("submitted", None), ("decided", None), ("revoked", "kê khai không đúng")):
        paper = Paper(0, kind, "352/QĐ-SGDĐT", date(2025, 5, 30), "Giám đốc Sở", reason)
        await house.does(
            lambda store, paper=paper: award_papers.record(
                store, at(), life.campaign, paper, [life.nomination], life.office
            )
        )
    found = await house.sees(lambda store: award_papers.of(store, [life.nomination]))
    assert [(one.kind, one.reason) for one in found[life.nomination]] == [
        ("submitted", None),
        ("decided", None),
        ("revoked", "kê khai không đúng"),
    ]
    assert await house.does(lambda store: award_papers.forget(store, life.campaign)) == 1
