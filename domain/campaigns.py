"""A campaign as data: its period, movements, duties, waves, award levels and reminder steps, read from a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Literal, Protocol, TypeAlias, TypeVar, cast

from domain.campaign_awards import AwardForm, AwardLevel
from domain.campaign_checks import check_campaign
from domain.campaign_papers import BLANK, Basis, Letters, Plan
from domain.campaign_questions import AddedQuestion, check_questions
from domain.council.council import USUAL, CouncilRules
from domain.entries import Code, Count, Words, plain, read_fields
from domain.messages import Json
from domain.problems import Problem
from domain.units import Kind, Ownership

Launcher: TypeAlias = Literal["trung_uong", "thanh_pho", "so_gddt"]
"""Who launched a movement: the centre, the city, the department (clause IV.2 of the first plan)."""
Audience: TypeAlias = Literal["head", "deputy", "relay", "office"]
Tone: TypeAlias = Literal["remind", "chase", "escalate"]
"""Rising, as offices do it: remind, urge, tell the level above (DOMAIN §3)."""


class _HasCode(Protocol):
    @property
    def code(self) -> str: ...


Coded = TypeVar("Coded", bound=_HasCode)


class CampaignErrors(Exception):
    """A campaign file that cannot be taken yet; every entry to be put right is in ``problems``, none was applied."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(f"{problem.key}: {problem.mistake.key}" for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the plan, to be named when something is refused or explained ("section III.1 of the plan")."""

    code: Code
    title: Words
    text: Words


@dataclass(frozen=True, slots=True)
class Subjects:
    """Who takes part and may be nominated (III.1). People in ``story_only_roles`` are honoured by stories alone."""

    clause: Code
    collective_text: Words
    individual_text: Words
    collective_kinds: tuple[Kind, ...]
    individual_roles: tuple[Code, ...]
    story_only_roles: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class Movement:
    """An emulation movement, or the campaign itself as their umbrella (``kind`` "chien_dich").

    ``name_exact`` is the source's string for documents; ``aliases`` are what people type. Unknown days stay None: a
    person decides then (G-07). ``item`` is its number within its group in the clause.
    """

    code: Code
    kind: Literal["chien_dich", "phong_trao"]
    launched_by: Launcher
    name_exact: Words
    short_name: Words
    clause: Code
    item: Count = 0
    label: str = ""
    aliases: tuple[Words, ...] = ()
    period_text: str = ""
    start: date | None = None
    end: date | None = None
    note: str = ""

    @property
    def button(self) -> str:
        """What its button says: ``label``, or the short name where that is short enough."""
        return self.label or self.short_name

    @property
    def years(self) -> int | None:
        """Full years from the first day to the last, both counted; None where the plan does not say (IV.1, G-07)."""
        if self.start is None or self.end is None:
            return None
        after = self.end + timedelta(days=1)
        return after.year - self.start.year - ((after.month, after.day) < (self.start.month, self.start.day))


@dataclass(frozen=True, slots=True)
class Duty:
    """What each obliged unit owes (V.3). Without ``due`` it goes on through the whole period."""

    code: Code
    name: Words
    clause: Code
    obliged: tuple[Kind, ...]
    due: date | None = None
    text: str = ""
    ownerships: tuple[Ownership, ...] = ("", "cong", "tu", "dan_lap")
    monthly_day: Count = 0
    """Owed every month by this day instead of once; {month} in ``name`` is the month it is owed for."""
    answers: Literal["plan", "done"] = "done"
    """What settles it: a plan, or the unit's word that it is done."""
    steps: tuple[Code, ...] = ()
    """Rungs of the ladder that are climbed for it; all when empty."""

    def obliges(self, kind: str, ownership: str = "") -> bool:
        """Whether a unit of this kind and ownership counts in the denominator (G-05)."""
        return kind in self.obliged and ownership in self.ownerships


@dataclass(frozen=True, slots=True)
class Wave:
    """An anniversary around which the campaign gathers pace (I.1-4). ``years`` is which anniversary it is."""

    day: date
    name: Words
    scope: Literal["quoc_gia", "thanh_pho", "nganh"]
    years: Count | None = None
    origin_year: Count | None = None
    verified_by: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the reminder ladder: calendar days from the due day, moved on to a working day; a local hour."""

    code: Code
    offset: int
    at: time
    audience: tuple[Audience, ...]
    tone: Tone
    asks: bool = True
    """Brings the answers along as buttons; else one button that opens them (a friendly first word)."""

    @property
    def is_of_schools(self) -> bool:
        """It goes to those who head units, not to the offices above."""
        return not {"relay", "office"} & set(self.audience)


@dataclass(frozen=True, slots=True)
class Recess:
    """Days on which schools are closed and their heads are left alone; both belong to it."""

    name: Words
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Reporting:
    """When the Office itself reports upward (V.1, G-03)."""

    clause: Code
    monthly_day: Count
    interim_review: date | None = None
    final_review: date | None = None


@dataclass(frozen=True, slots=True)
class Campaign:
    """What of a campaign is data and not code. Days are local; ``start`` and ``end`` both belong to it."""

    code: Code
    name: Words
    short_name: Words
    start: date
    end: date
    theme: Words
    motto: Words
    plan: Plan
    subjects: Subjects
    reporting: Reporting
    movements: tuple[Movement, ...]
    duties: tuple[Duty, ...]
    steps: tuple[Step, ...]
    clauses: tuple[Clause, ...]
    awards: tuple[AwardLevel, ...]
    spread_ways: tuple[Code, ...]
    retention_months: Count
    notice_version: Count
    bases: tuple[Basis, ...] = ()
    recipients: tuple[Words, ...] = ()
    waves: tuple[Wave, ...] = ()
    waves_file: str = ""
    wave_days: Count = 30
    wave_notice_days: Count = 7
    public_notice_days: Count = 5
    council: CouncilRules = USUAL
    answer_days: Count = 3
    nomination_days: Count = 10
    """Working days within which a nomination has its first answer (I.2: in time)."""
    adhoc_days: Count = 3
    """Working days within which the Office answers on an ad-hoc award, which has a clock of its own (G-06)."""
    draft_days: Count = 90
    canary_size: Count = 20
    """So many get a sending first; the rest waits for a word."""
    second_above: Count = 500
    """Above so many people a second person confirms (RELIABILITY R49)."""
    review_days: Count = 14
    """Days from a report's sending within which the Office gives a first answer (I.2-2, kịp thời); 0 for no limit."""
    most_failing: Count = 10
    """Percent that may fail before a sending stops itself."""
    speaking_from: time = time(6, 30)
    speaking_until: time = time(21, 0)
    promise_at: time = time(7, 30)
    """On the working day after the day a unit named, it is asked whether it is done."""
    late_days: Count = 1
    """A step that could not be spoken on its day is still spoken so many working days later, with a word on why."""
    most_a_week: Count = 5
    """Unsolicited messages to one person from Monday to Sunday; the rest waits for the digest."""
    digest_at: time | None = time(7, 0)
    """When the weekly overview goes out, on the first working day of the week; None for no overview."""
    recesses: tuple[Recess, ...] = ()
    letter: Letters = BLANK
    questions: tuple[AddedQuestion, ...] = ()
    """Asked in the report of a good deed beside those of the house."""

    def as_json(self) -> dict[str, Json]:
        """The campaign as JSON; :func:`read_campaign` reads it back unchanged."""
        return cast("dict[str, Json]", plain(self))

    @property
    def umbrella(self) -> Movement:
        """The campaign itself as a movement: where deeds stand that belong to none of the others."""
        return next(movement for movement in self.movements if movement.kind == "chien_dich")

    def movement(self, code: str) -> Movement:
        """The movement of that code; KeyError when there is none."""
        return _the(self.movements, code)

    def duty(self, code: str) -> Duty:
        """The duty of that code; KeyError when there is none."""
        return _the(self.duties, code)

    def clause(self, code: str) -> Clause:
        """The clause of that code; KeyError when there is none."""
        return _the(self.clauses, code)

    def award(self, level: str) -> AwardLevel:
        """The level of that name; KeyError when the campaign has none."""
        for each in self.awards:
            if each.level == level:
                return each
        raise KeyError(level)

    def form(self, code: str) -> AwardForm | None:
        """The form of commendation of that code; None when the campaign has none (any more)."""
        return next((form for level in self.awards for form in level.forms if form.code == code), None)

    def form_name(self, code: str) -> str:
        """A form of commendation by its full name, by its code where the campaign has it no more."""
        form = self.form(code)
        return form.name if form else code

    def contains(self, day: date) -> bool:
        """Whether the day lies in the period (III.2); a deed outside is kept and flagged."""
        return self.start <= day <= self.end

    def wave_span(self, wave: Wave) -> tuple[date, date]:
        """First and last day of a wave: ``wave_days`` days that end with the anniversary."""
        return wave.day - timedelta(days=max(self.wave_days, 1) - 1), wave.day


def read_campaign(tree: Mapping[str, Any]) -> Campaign:
    """The campaign in a parsed TOML or JSON tree; raises :class:`CampaignErrors` naming every entry at once."""
    problems: list[Problem] = []
    parts = read_fields(Campaign, tree, "", problems)
    problems += [*check_campaign(parts), *check_questions(parts)]
    if problems:
        raise CampaignErrors(problems)
    return Campaign(**parts)


def _the(among: tuple[Coded, ...], code: str) -> Coded:
    for each in among:
        if each.code == code:
            return each
    raise KeyError(code)
