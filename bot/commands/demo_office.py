"""What the Office has done before the demo begins: examples taken on, nominations looked at, a council that met."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from bot.app import the_calendar
from bot.commands.demo_cast import Cast, told
from domain.awards.nominations import New, Nomination, State
from domain.campaigns import Campaign
from domain.clock import Now
from domain.council.council import Count
from domain.rights import Scope
from domain.summary import Slice
from handlers.exemplars.adopting import days_of
from handlers.papers.review_report import period
from storage import audit
from storage.awards import nominations
from storage.council import ballots, cases, sessions
from storage.council.sessions import Called, Session
from storage.deeds import deeds
from storage.exemplars import adoptions, exemplar_notes, exemplars, publications
from storage.outcomes import notices
from storage.papers import papers

ROOT = "SGDDT-HP"
BEFORE = timedelta(days=2)
_VOTED = timedelta(hours=1)
"""So long a session takes."""
_SAID = ("subject_type", "subject_name", "position", "role", "movement", "level", "form", "summary")

Happening = tuple[datetime, Callable[[], Awaitable[None]]]


class Desk:
    """The Office's desk, with what lies on it by the names that the demo's files give."""

    def __init__(self, stage: Cast, running: tuple[int, Campaign], secret: bytes, named: dict[str, int]) -> None:
        """``named`` are reports by their keys; it fills while the demo's life goes on."""
        self.stage = stage
        self.campaign, self.rules = running
        self._secret = secret
        self._deeds = named
        self._rows: dict[str, int] = {}
        self._calendar = the_calendar()
        self._told = told("office.toml")

    @property
    def council(self) -> list[str]:
        """Who sits on the council, by form of address and name."""
        every = told("cast.toml")["people"]
        return [f"{one['title']} {one['name']}" for one in every if one["role"] == "council"]

    def happenings(self) -> list[Happening]:
        """All that happens, each with its moment."""
        found: list[Happening] = []
        for example in self._told["examples"]:
            found += self._example(example)
        for nomination in self._told["nominations"]:
            found += self._nomination(nomination)
        found += [(paper["at"], self._draft(paper)) for paper in self._told["papers"]]
        for session in self._told["sessions"]:
            found += self._session(session)
        return found

    async def _office(self, at: datetime) -> tuple[Now, Scope]:
        person = await self.stage.person(ROOT, self._told["office"], "office", at - BEFORE)
        return self.stage.at(at), Scope("award", ((await self.stage.unit(ROOT)).id,), below=True, person=person)

    # -- examples ------------------------------------------------------------------------------------------------------

    def _example(self, example: dict[str, Any]) -> list[Happening]:
        deed: str = example["deed"]
        found: list[Happening] = [(step["at"], self._step(deed, step)) for step in example["steps"]]
        if out := example.get("published"):
            found.append((out["at"], self._publish(deed, out)))
        found += [(one["at"], self._adopt(deed, one)) for one in example.get("adopted", ())]
        return found

    def _step(self, deed: str, step: dict[str, Any]) -> Callable[[], Awaitable[None]]:
        async def happen() -> None:
            store, row = self.stage.store, self._deeds[deed]
            now, scope = await self._office(step["at"])
            told = await deeds.get(store, now, row, scope)
            one = await exemplars.known(store, now, row, scope)
            if told is None or one is None or told.reporter is None:
                raise LookupError(deed)
            for task in await exemplar_notes.open_of(store, row, told.reporter):
                await exemplar_notes.answer(store, now, task.id, told.reporter, step["answered"])
            is_task = step["to"] == "nurtured"
            if not await exemplars.move(
                store, now, one, step["to"], scope, step.get("note"), turn="others" if is_task else "office"
            ):
                raise LookupError(deed)
            if is_task:
                await exemplar_notes.add(store, now, row, "task", step["note"], scope, told.reporter)

        return happen

    def _publish(self, deed: str, out: dict[str, Any]) -> Callable[[], Awaitable[None]]:
        async def happen() -> None:
            store, row = self.stage.store, self._deeds[deed]
            now, scope = await self._office(out["at"])
            await publications.add(store, now, self.campaign, row, scope, place=out["place"])
            one = await exemplars.known(store, now, row, scope)
            if one is None or not await exemplars.published(store, now, one, scope):
                raise LookupError(deed)
            audit.note(store, now, scope.person, "publication_out", f"deed:{row}")

        return happen

    def _adopt(self, deed: str, one: dict[str, Any]) -> Callable[[], Awaitable[None]]:
        async def happen() -> None:
            store, unit, now = self.stage.store, await self.stage.unit(one["unit"]), self.stage.at(one["at"])
            person = await self.stage.person(one["unit"], one["by"], "head", one["at"] - BEFORE)
            row = await adoptions.add(store, now, self.campaign, self._deeds[deed], unit.id, person, "applied")
            if row is None:
                raise LookupError(deed)
            await adoptions.plan_asks(store, row, days_of(self._calendar, now.today))
            audit.note(store, now, person, "adoption_applied", f"deed:{self._deeds[deed]}", {"unit": unit.id})

        return happen

    # -- nominations ---------------------------------------------------------------------------------------------------

    def _nomination(self, one: dict[str, Any]) -> list[Happening]:
        return [(one["sent"], self._send(one)), *((move["at"], self._move(one["key"], move)) for move in one["moves"])]

    def _send(self, one: dict[str, Any]) -> Callable[[], Awaitable[None]]:
        async def happen() -> None:
            unit, now, met = await self.stage.unit(one["unit"]), self.stage.at(one["sent"]), one["met"]
            person = await self.stage.person(one["unit"], one["by"], "head", one["sent"] - BEFORE)
            voted = {name: met[name] for name in ("present", "members", "in_favour")}
            new = New(
                route="regular",
                **{name: one[name] for name in _SAID},
                deeds=(self._deeds[one["deed"]],),
                agreed=True,
                met_on=met["on"],
                **voted,
            )
            root = await self.stage.unit(ROOT)
            first: State = "at_office" if unit.parent == root.id else "at_relay"
            scope = Scope("nominate", (unit.id,), below=False, person=person)
            self._rows[one["key"]] = await nominations.add(
                self.stage.store, now, self.campaign, unit.id, new, first, scope
            )

        return happen

    def _move(self, key: str, move: dict[str, Any]) -> Callable[[], Awaitable[None]]:
        async def happen() -> None:
            now, scope = await self._office(move["at"])
            if "unit" in move:
                relay = await self.stage.person(move["unit"], move["by"], "relay", move["at"] - BEFORE)
                where = (await self.stage.unit(move["unit"])).id
                scope = Scope("endorse", (where,), below=True, person=relay)
                if await nominations.agree(self.stage.store, now, await self._known(key, now, scope), "", scope):
                    return
                raise LookupError(key)
            await self._take_on(key, move["to"], now, scope)

        return happen

    async def _known(self, key: str, now: Now, scope: Scope) -> Nomination:
        found = await nominations.known(self.stage.store, now, self._rows[key], scope)
        if found is None:
            raise LookupError(key)
        return found

    async def _take_on(self, key: str, wanted: State, now: Now, scope: Scope, note: str | None = None) -> None:
        before = await self._known(key, now, scope)
        if not await nominations.move(self.stage.store, now, before, wanted, scope, note):
            raise LookupError(key)

    # -- documents -----------------------------------------------------------------------------------------------------

    def _draft(self, paper: dict[str, Any]) -> Callable[[], Awaitable[None]]:
        async def happen() -> None:
            now, scope = await self._office(paper["at"])
            wanted = Slice(scope.roots[0], paper["first"], paper["last"])
            words = period(paper["first"], paper["last"])
            await papers.add(self.stage.store, now, self.campaign, paper["kind"], wanted, words, None, scope)

        return happen

    # -- the council ---------------------------------------------------------------------------------------------------

    def _session(self, one: dict[str, Any]) -> list[Happening]:
        kept: list[int] = []

        async def call() -> None:
            now, scope = await self._office(one["called"])
            seats = {who: await self._member(who) for who in self.council}
            rows = [self._rows[key] for key in one["cases"]]
            called = Called(
                one["held"].date(), one["place"], seats[one["chair"]], scope.person, tuple(seats.values()), rows
            )
            kept.append(await sessions.call(self.stage.store, now, self.campaign, called, scope))

        async def meet() -> None:
            await self._meet(kept[0], one)

        async def notice() -> None:
            now, scope = await self._office(one["noticed"])
            until = self._calendar.add_working_days(now.today, self.rules.public_notice_days)
            rows = [self._rows[key] for key in one["cases"]]
            await notices.publish(self.stage.store, now, self.campaign, rows, (now.today, until), scope)

        past: list[Happening] = [(one["held"], meet), (one["noticed"], notice)] if "noticed" in one else []
        return [(one["called"], call), *past]

    async def _member(self, who: str) -> int:
        return await self.stage.person(ROOT, who, "council", self._told["sessions"][0]["called"] - BEFORE)

    async def _meet(self, row: int, one: dict[str, Any]) -> None:
        """All come, vote on each case in secret, and a second person confirms what was counted."""
        store = self.stage.store
        now, scope = await self._office(one["held"])
        session = await sessions.known(store, now, row, scope)
        if session is None:
            raise LookupError(row)
        everybody = [await self._member(who) for who in self.council]
        for person in everybody:
            await sessions.seat(store, now, session, person, "present", scope)
        session = await self._on(session, "voting", now, scope)
        for case, against in zip(await cases.of_session(store, session), one["against"], strict=True):
            for place, person in enumerate(everybody):
                own = Scope("attend", scope.roots, below=True, person=person)
                await ballots.vote(store, self._secret, case.id, "disagree" if place < against else "agree", own)
            said = await ballots.count(store, case.id)
            n = len(everybody)
            threshold = self.rules.council.threshold("giay_khen")
            await cases.close(store, now, case, Count(n, n, n, 0, sum(said.values()), said["agree"]), threshold, scope)
        chair = Scope("attend", scope.roots, below=True, person=await self._member(one["chair"]))
        later = self.stage.at(one["held"] + _VOTED)
        session = await self._on(session, "counted", later, scope)
        session = await self._on(session, "ended", later, chair)
        every = await cases.of_session(store, session)
        await ballots.part(store, [case.id for case in every])
        for key, case in zip(one["cases"], every, strict=True):
            await self._take_on(key, "agreed" if case.agreed else "not_agreed", later, scope)

    async def _on(self, session: Session, wanted: sessions.State, now: Now, scope: Scope) -> Session:
        after = await sessions.move(self.stage.store, now, session, wanted, scope)
        if after is None:
            raise LookupError(session.id)
        return after
