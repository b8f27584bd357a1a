"""A rehearsal as lists: the same ones are printed and written to a file."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from bot.rehearsal.advice import Advice, step_name
from bot.rehearsal.report import Report
from bot.rehearsal.wishes import Habits, Wishes
from documents.tables import Listing
from domain.obligations import Obligation
from domain.reminders import PROMISE
from texts.catalogue import Words

_MINUTES_FROM: Final = 120
_SUNDAY: Final = timedelta(days=6)
_TOLD: Final = ("told", "sent", "unknown")
_OTHER: Final = ("digest", "announcement", "notice", "several", "office")


class Pages:
    """Lists in the words of one language."""

    def __init__(self, report: Report, words: Words) -> None:
        self._report = report
        self._words = words

    def say(self, key: str, **values: object) -> str:
        """A sentence of the rehearsal."""
        return self._words(f"rehearsal.{key}", **values)

    def number(self, n: int) -> str:
        """A whole number as it is written."""
        return self._words.number(n)

    def about(self, code: str) -> str:
        """What a message is about: a duty by its name, or another sort."""
        if code in _OTHER:
            return self.say(f"about.{code}")
        names = [duty.name for duty in self._report.campaign.duties if duty.code == code]
        return names[0].replace("{month}", "…") if names else code

    def step(self, code: str) -> str:
        """T-7, or the morning after a named day."""
        return self.say("step.promise") if code == PROMISE else step_name(self._report, code)

    def reason(self, code: str) -> str:
        """Why something was not said; the reason's own name where there are no words for it."""
        key = f"rehearsal.reason.{code}"
        return self._words(key) if self._words.has(key) else code

    # -- lists ---------------------------------------------------------------------------------------------------------

    def weeks(self) -> Listing:
        """The calendar: one line for each week in which something leaves."""
        by_week: dict[date, Counter[tuple[str, str, str]]] = defaultdict(Counter)
        for (week, about, role, channel), n in self._report.weeks.items():
            by_week[week][about, role, channel] += n
        rows = tuple(self._week(week, by_week[week]) for week in sorted(by_week))
        head = ("week", "messages", "what", "to", "on")
        return Listing(self.say("weeks"), tuple(self.say(f"head.{one}") for one in head), rows)

    def _week(self, week: date, found: Counter[tuple[str, str, str]]) -> tuple[str | int, ...]:
        def parts(place: int, name: Callable[[str], str]) -> str:
            counted: Counter[str] = Counter()
            for key, n in found.items():
                counted[key[place]] += n
            return " · ".join(f"{name(one)} {self.number(n)}" for one, n in counted.most_common())

        span = self._words.span(week, week + _SUNDAY, short=True)
        shown = (parts(0, self.about), parts(1, self._role), parts(2, self._channel))
        return span, sum(found.values()), *shown

    def _role(self, role: str) -> str:
        return self.say(f"role.{role}")

    def _channel(self, channel: str) -> str:
        return self.say(f"channel.{channel}")

    def details(self) -> Listing:
        """The same for a spreadsheet: one line for each week, sort, role and channel."""
        rows = tuple(
            (week.isoformat(), self.about(about), self._role(role), self._channel(channel), n)
            for (week, about, role, channel), n in sorted(self._report.weeks.items())
        )
        head = ("week", "what", "to", "on", "messages")
        return Listing(self.say("details"), tuple(self.say(f"head.{one}") for one in head), rows)

    def hours(self) -> Listing:
        """The busiest hours, and how long a queue that began then took."""
        rows = tuple(
            (
                self._words.weekday(one.day),
                f"{one.hour:02}:00-{one.hour + 1:02}:00",
                one.messages,
                self._long(one.seconds),
            )
            for one in self._report.busiest
        )
        head = ("day", "hour", "messages", "queue")
        return Listing(self.say("hours"), tuple(self.say(f"head.{one}") for one in head), rows)

    def _long(self, seconds: int) -> str:
        minutes = -(-seconds // 60)
        return self.say("seconds", n=seconds) if seconds < _MINUTES_FROM else self.say("minutes", n=minutes)

    def ladder(self) -> Listing:
        """Each duty and step: planned, said, spared, not delivered."""
        found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for duty, step, state, _, n in self._report.nudges:
            found[duty or "office", step][self._column(state)] += n
        rows = tuple(
            (self.about(duty), self.step(step), counts.total(), counts["said"], counts["spared"], counts["lost"])
            for (duty, step), counts in sorted(found.items(), key=lambda one: self._order(*one[0]))
        )
        head = ("duty", "step", "planned", "said", "spared", "lost")
        return Listing(self.say("ladder"), tuple(self.say(f"head.{one}") for one in head), rows)

    @staticmethod
    def _column(state: str) -> str:
        return "said" if state in _TOLD else "spared" if state in {"skipped", "folded"} else "lost"

    def _order(self, duty: str, step: str) -> tuple[int, int]:
        duties = [one.code for one in self._report.campaign.duties]
        steps = [one.code for one in self._report.campaign.steps]
        place = duties.index(duty) if duty in duties else len(duties)
        return place, steps.index(step) if step in steps else len(steps)

    def reasons(self) -> Listing:
        """What was planned and not said, or said to somebody else, by reason; then overviews and announcements."""
        counted: Counter[tuple[str, str, str]] = Counter()
        for _, _, state, reason, n in self._report.nudges:
            if reason:
                counted["reminders", state, reason] += n
        for sort, kept in (("digests", self._report.digests), ("announcements", self._report.recipients)):
            for (state, reason), n in kept.items():
                if reason:
                    counted[sort, state, reason] += n
        rows = tuple(
            (self.say(f"sort.{sort}"), self.say(f"state.{state}"), self.reason(reason), n)
            for (sort, state, reason), n in sorted(counted.items(), key=lambda one: (one[0][0], -one[1]))
        )
        head = ("sort", "state", "reason", "count")
        return Listing(self.say("reasons"), tuple(self.say(f"head.{one}") for one in head), rows)

    def unreached(self) -> Listing:
        """Where units lie of which nobody of their own is reached."""
        rows = tuple((name or self.say("no_branch"), n) for name, n in self._report.by_branch)
        return Listing(self.say("unreached"), (self.say("head.branch"), self.say("head.units")), rows)

    def zalo(self) -> Listing:
        """All messages of a month over all Zalo bots, and how many a bot has on average."""
        zalo = self._report.zalo
        rows = tuple((month, n, -(-n // max(1, zalo.bots))) for month, n in zalo.months.items())
        head = tuple(self.say(f"head.{one}") for one in ("month", "messages", "each_bot"))
        return Listing(self.say("zalo", people=self.number(zalo.people), bots=self.number(zalo.bots)), head, rows)

    def advice(self, found: Sequence[Advice]) -> Listing:
        """What to look at before it begins."""
        rows = tuple(("⚠" if one.is_urgent else "·", self.say(f"advice.{one.key}", **one.values)) for one in found)
        return Listing(self.say("advice.title"), ("", self.say("head.advice")), rows)

    def owed(self) -> Listing:
        """The days by which units owe something."""
        rows = tuple((self._words.weekday(one.due), _name(one)) for one in self._report.owed)
        return Listing(self.say("owed"), (self.say("head.due"), self.say("head.duty")), rows)

    # -- sentences -----------------------------------------------------------------------------------------------------

    def summary(self) -> Iterator[str]:
        """What was played, and the ceiling."""
        report = self._report
        said = report.nudges_in(*_TOLD)
        yield self.say(
            "played",
            first=self._words.day(report.first),
            last=self._words.day(report.last),
            units=self.number(report.units),
            schools=self.number(report.obliged),
            people=self.number(sum(report.people.values())),
            source=self.say(f"from.{report.units_from}"),
        )
        yield self.say("sent", n=self.number(report.sent), nudges=self.number(said))
        yield self.say(
            "ceiling",
            n=report.most_reminders,
            ceiling=report.campaign.most_a_week,
            all=report.most,
            weeks=self.number(report.full_weeks),
        )

    def assumed(self, wishes: Wishes) -> Iterator[str]:
        """What was taken for granted, so that it can be doubted."""
        habits = wishes.habits
        if not wishes.joined:
            yield self.say(
                "assume.joined", **{name: _percent(habits.joined[name]) for name in ("head", "deputy", "relay")}
            )
            shares = " · ".join(f"{self._channel(name)} {_percent(share)}" for name, share in habits.channels.items())
            yield self.say("assume.channels", shares=shares)
            yield self.say("assume.blocked", share=_percent(habits.blocks))
        else:
            yield self.say("assume.as_joined")
        yield self._answers(habits)
        yield self.say("assume.page", share=_percent(habits.opens))
        yield self.say(f"assume.waves_{wishes.waves}")
        yield self.say("assume.not_played")

    def _answers(self, habits: Habits) -> str:
        steps = " · ".join(f"{self.step(one)} {_percent(share)}" for one, share in habits.answers.items())
        return self.say(
            "assume.answers",
            steps=steps,
            promises=_percent(habits.promises),
            keeps=_percent(habits.keeps),
            asks=_percent(habits.asks + habits.exempt),
            granted=_percent(habits.granted),
        )


def _name(owed: Obligation) -> str:
    return owed.name


def _percent(share: float) -> str:
    return f"{round(share * 100)}%"
