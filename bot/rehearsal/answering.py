"""What units answer when they are reminded, and the Office to their requests: a model that the same seed repeats."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.rehearsal.clock import TravellingClock
from bot.rehearsal.crowd import Crowd
from bot.rehearsal.events import Answer, Decision, Event
from bot.rehearsal.postman import Said
from domain.clock import Now
from domain.messages import Json
from domain.obligations import DUTY_STATES, Obligation
from domain.plans import ASKED, STATES
from domain.reminders import PROMISE
from domain.rights import Scope
from handlers.context import House
from handlers.duties import settling
from scheduler.ladder import Ladder, stand
from scheduler.reminders import KEY
from storage.duties import duty_answers, obliged
from storage.plans import plan_requests, plans
from storage.plans.plan_requests import Verdict
from storage.rehearsal import Nudged
from storage.store import Store

_SOONEST, _USUAL, _LATEST = 5, 90, 8 * 60
"""Minutes from a reminder to its answer: at least, the mean of those that wait longer, at most."""
_ABOUT_NOON: Final = time(10)
_OFFICE_AT: Final = time(15)

Coming = tuple[datetime, Event]


@dataclass(slots=True)
class Answering:
    """Looks at what was said, and does what follows from it."""

    house: House
    crowd: Crowd
    clock: TravellingClock
    seed: int
    days_named: int = 0
    """How often a unit has named a day, or was granted one: then the clock has something else to do."""

    # -- what will be answered -----------------------------------------------------------------------------------------

    async def heard(self, store: Store, said: Sequence[Said], reminded: Sequence[Nudged]) -> list[Coming]:
        """The answers to messages that have arrived, which reminded of this; a weekly overview brings none."""
        arrived = {one.row: one for one in said if one.state == "sent" and one.subject.startswith(KEY)}
        if not arrived:
            return []
        found = await stand(store, self.house, self.clock.now())
        coming: list[Coming] = []
        for nudged in reminded:
            if nudged.outbox not in arrived:
                continue
            units = [nudged.unit]
            if nudged.seat in {"relay", "office"}:
                units = await self._late_below(store, found, nudged)
            coming += self._answers(nudged, units, arrived[nudged.outbox].at)
        return coming

    async def _late_below(self, store: Store, found: Ladder, nudged: Nudged) -> list[int]:
        """Whom a relay or the Office telephones after it was sent the list."""
        owed = next((one for one in found.obligations if one.id == nudged.obligation), None)
        if owed is None:
            return []
        late = await obliged.late(store, owed, nudged.unit, self.clock.now().today, nudged.basis)
        return [unit.unit for unit in late.units]

    def _answers(self, nudged: Nudged, units: Sequence[int], at: datetime) -> Iterator[Coming]:
        habits = self.crowd.habits
        share = habits.answers_promise if nudged.step == PROMISE else habits.after(nudged.step)
        for unit in units:
            dice = self._dice(nudged.obligation, unit, f"{nudged.step}:{nudged.basis}")
            if dice.random() < share:
                minutes = min(_LATEST, _SOONEST + int(dice.expovariate(1 / _USUAL)))
                yield at + timedelta(minutes=minutes), Answer(nudged.obligation, unit, nudged.step)

    def _dice(self, obligation: int, unit: int, what: str) -> random.Random:
        return random.Random(f"{self.seed}:{obligation}:{unit}:{what}")  # noqa: S311 - a model, no secret

    # -- what is done then ---------------------------------------------------------------------------------------------

    async def happen(self, store: Store, events: Sequence[Coming]) -> list[Coming]:
        """Let answers and decisions happen, each at its moment; returns what will follow from them."""
        coming: list[Coming] = []
        ladder = await stand(store, self.house, self.clock.now())
        owed = {one.id: one for one in ladder.obligations}
        for at, event in events:
            self.clock.go(at)
            if isinstance(event, Answer) and event.obligation in owed:
                coming += await self._answer(store, ladder, owed[event.obligation], event)
            elif isinstance(event, Decision) and event.obligation in owed:
                await self._decide(store, owed[event.obligation], event.unit)
        return coming

    async def _answer(self, store: Store, ladder: Ladder, owed: Obligation, event: Answer) -> list[Coming]:
        now, people = self.clock.now(), self.crowd.holders(event.unit, "head", "deputy", "relay")
        why = await obliged.spared(store, owed, ladder.root, now.today, [event.unit])
        wanted = "promised" if event.keeps else ""
        if not people or why.get(event.unit, "ended") != wanted:
            return []
        dice = self._dice(owed.id, event.unit, f"{event.step}:{now.today}")
        state, said = self._words(owed, dice, now, settled=event.keeps)
        promised = date.fromisoformat(str(said["promised_on"])) if "promised_on" in said else None
        scope = Scope("report_plan", (event.unit,), below=False, person=people[0])
        await self._report(store, now, owed, state, said, promised, scope)
        self.days_named += promised is not None
        await settling.settle(store, now, (owed.id, event.unit, people[0]), state, promised)
        return self._afterwards(owed, event, state, promised, dice)

    def _words(self, owed: Obligation, dice: random.Random, now: Now, *, settled: bool) -> tuple[str, dict[str, Json]]:
        habits, chance = self.crowd.habits, dice.random()
        done = ("follows" if dice.random() < 0.15 else "issued") if owed.settles_by_plan else "done"  # noqa: PLR2004
        if settled or chance >= habits.promises + habits.asks + habits.exempt:
            return done, {"state": done}
        if chance < habits.promises:
            day = self.house.calendar.add_working_days(now.today, dice.randint(1, 4))
            return "drafting", {"state": "drafting", "promised_on": day.isoformat()}
        reason: Json = "."
        if chance < habits.promises + habits.asks:
            until = self.house.calendar.add_working_days(max(owed.due, now.today), dice.randint(4, 8))
            return "extension", {"state": "extension", "until": until.isoformat(), "reason": reason}
        return "exempt", {"state": "exempt", "reason": reason}

    async def _report(
        self,
        store: Store,
        now: Now,
        owed: Obligation,
        state: str,
        said: dict[str, Json],
        promised: date | None,
        scope: Scope,
    ) -> None:
        unit = scope.roots[0]
        if owed.settles_by_plan:
            plan = next(one for one in STATES if one == state)
            await plans.report(store, now, owed.campaign, unit, plan, said, scope, spread=False)
        else:
            duty = next(one for one in DUTY_STATES if one == state)
            await duty_answers.report(store, now, owed.id, unit, duty, said, promised, scope)

    def _afterwards(
        self, owed: Obligation, event: Answer, state: str, promised: date | None, dice: random.Random
    ) -> list[Coming]:
        zone, today = self.clock.zone, self.clock.now().today
        if promised and dice.random() < self.crowd.habits.keeps:
            at = datetime.combine(promised, _ABOUT_NOON, zone)
            return [(at, Answer(owed.id, event.unit, event.step, keeps=True))]
        if state in ASKED:
            day = self.house.calendar.add_working_days(today, dice.randint(1, 3))
            return [(datetime.combine(day, _OFFICE_AT, zone), Decision(owed.id, event.unit))]
        return []

    async def _decide(self, store: Store, owed: Obligation, unit: int) -> None:
        now, officers = self.clock.now(), self.crowd.holders(self.house.root, "office")
        everywhere = Scope("decide_plan", (self.house.root,), below=True, person=officers[0] if officers else 0)
        if owed.settles_by_plan:
            plan = await plans.of_unit(store, now, owed.campaign, unit, everywhere)
            if plan and plan.state in ASKED and officers:
                verdict = self._verdict(owed, unit, plan.state, plan.answers, now)
                await plan_requests.decide(store, now, owed.campaign, plan, plan.version, verdict, everywhere)
            return
        said = await duty_answers.of_unit(store, owed.id, unit)
        if said and said.state in ASKED and officers:
            verdict = self._verdict(owed, unit, said.state, said.answers, now)
            await duty_answers.decide(store, now, said, said.version, verdict, everywhere)

    def _verdict(self, owed: Obligation, unit: int, state: str, said: dict[str, Json], now: Now) -> Verdict:
        if self._dice(owed.id, unit, f"verdict:{now.today}").random() >= self.crowd.habits.granted:
            return Verdict("refused", reason=".")
        if state == "extension":
            self.days_named += 1
            return Verdict("extended", until=date.fromisoformat(str(said["until"])))
        return Verdict("excused", since=now.today)
