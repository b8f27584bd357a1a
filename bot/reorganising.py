"""Changes of the organisation, planned on the tree of units as it stands and done in one transaction or not at all."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Final

from bot.app import Base
from domain.messages import Json
from domain.mistakes import Mistake
from domain.units import UnitMove
from storage import audit
from storage.database import Connection
from storage.figures.carrying import Moves
from storage.store import Store
from storage.units import inheriting, units
from storage.units.inheriting import Inherited
from storage.units.spans import Ring, Span, ended, left_behind, moved, on, renamed
from storage.units.units import Tree

LONGEST_NAME: Final = 200


class Refused(Exception):
    """What was asked cannot be done; every reason at once, and nothing was changed."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(", ".join(mistake.key for mistake in self.mistakes))


@dataclass(frozen=True, slots=True)
class Told:
    """One change in words of the terminal; ``day`` is written the way the reader writes days."""

    key: str
    day: date
    values: Mapping[str, str]


@dataclass(slots=True)
class Draft:
    """The tree as it would be, what that changes, and what speaks against it."""

    tree: Tree
    spans: dict[int, Sequence[Span]]
    codes: Mapping[int, str]
    told: list[Told] = field(default_factory=list)
    problems: list[Mistake] = field(default_factory=list)
    successors: dict[int, int] = field(default_factory=dict)

    def find(self, code: str, day: date) -> int | None:
        """The unit of that code, if it works on that day; otherwise None, and why not among the problems."""
        unit = self.tree.ids.get(code)
        if unit is None:
            self.problems.append(Mistake("units_unknown", given=code, near=near(code, self.tree)))
        elif on(self.spans.get(unit, ()), day) is None:
            self.problems.append(Mistake("units_not_working", given=code, day=day.isoformat()))
        else:
            return unit
        return None

    def name(self, unit: int, day: date) -> str:
        """What a unit is called on a day."""
        told = self.spans.get(unit, ())
        found = on(told, day) or (told[-1] if told else None)
        return found[2] if found else ""

    def tell(self, key: str, unit: int, day: date, **values: str) -> None:
        """Note a change."""
        code = self.codes[unit]
        self.told.append(Told(key, day, {"code": code, "name": self.name(unit, day), **values}))

    def above(self, unit: int, day: date) -> list[int]:
        """The unit above one on a day, if there is any."""
        now = on(self.spans[unit], day)
        return [now[4]] if now and now[4] is not None else []

    def go(self, unit: int, parent: int, day: date, away_from: Sequence[int]) -> None:
        """Put a unit under another one wherever it would be under one of ``away_from``."""
        before = on(self.spans[unit], day)
        self.spans[unit] = moved(self.spans[unit], day, parent, away_from=away_from)
        after = on(self.spans[unit], day)
        if before and after and before[4] is not None and before[4] != after[4]:
            above = self.name(parent, day)
            self.tell("unit_goes", unit, day, above=above, before=self.name(before[4], day))

    def end(self, unit: int, day: date, successor: int | None) -> None:
        """End a unit; the root stays, and so does one that would never have been."""
        code = self.codes[unit]
        told = self.spans[unit]
        if told[-1][4] is None:
            self.problems.append(Mistake("units_is_root", given=code))
        elif told[0][0] >= day:
            self.problems.append(Mistake("units_no_day_before", given=code, day=day.isoformat()))
        elif unit == successor:
            self.problems.append(Mistake("units_own_successor", given=code))
        else:
            into = {"successor": self.name(successor, day)} if successor else {}
            self.tell("unit_ends_into" if successor else "unit_ends", unit, day, **into)
            self.spans[unit] = ended(told, day)
            if successor:
                self.successors[unit] = successor

    def changed(self) -> dict[int, Sequence[Span]]:
        """The units whose spans are others now."""
        return {unit: told for unit, told in self.spans.items() if told != self.tree.spans.get(unit)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What changes, in words, how many units it touches, and what stock each branch gains or loses."""

    told: Sequence[Told]
    changed: int
    carried: Sequence[tuple[str, Mapping[str, int]]]
    """By name of the branch: "deed", "plan", "complete"."""


def near(code: str, tree: Tree) -> str:
    """Codes that look like it."""
    return ", ".join(get_close_matches(code.upper(), tree.ids, 3, 0.4) or sorted(tree.ids)[:3]) or "-"


async def reorganise(
    base: Base, action: str, plan: Callable[[Draft], None], values: Mapping[str, Json], *, dry_run: bool
) -> Outcome:
    """Do what ``plan`` draws, with one audit row; a dry run does it all and undoes it. Raises Refused."""
    now = base.clock.now()

    async def write(connection: Connection) -> Outcome:
        store = Store(connection)
        tree = await units.tree(store)
        draft = Draft(tree, dict(tree.spans), tree.codes())
        plan(draft)
        if draft.problems:
            raise Refused(draft.problems)
        moves = await _reshape(store, draft)
        people = await inheriting.carry(store, _succeeded(draft))
        _tell_of_people(draft, people)
        outcome = Outcome(draft.told, len(draft.changed()), list(_carried(draft, moves, now.today)))
        if dry_run or not outcome.changed:
            await store.undo()
        else:
            audit.note(store, now, None, action, "units", values)
            for one in people:
                told: dict[str, Json] = {"from": one.unit, "to": one.heir, "roles": one.roles, "heads": one.heads}
                audit.note(store, now, None, "members_carried", f"unit:{one.unit}", told)
            await store.keep()
        return outcome

    return await base.writer.run(write)


def _succeeded(draft: Draft) -> dict[int, tuple[int, date]]:
    """By unit that ends: which one goes on in its place, and from which day."""
    return {unit: (heir, draft.spans[unit][-1][1]) for unit, heir in draft.successors.items() if draft.spans[unit]}


def _tell_of_people(draft: Draft, people: Sequence[Inherited]) -> None:
    for one in people:
        into = {"successor": draft.name(one.heir, one.day), "n": str(one.roles)}
        draft.tell("unit_people_go", one.unit, one.day, **into)
        if one.heads:
            draft.tell("unit_heads_go", one.unit, one.day, **into, heads=str(one.heads))


async def _reshape(store: Store, draft: Draft) -> Moves:
    codes = draft.codes
    try:
        moves = await units.reshape(store, draft.tree, draft.changed(), draft.successors)
    except Ring as ring:
        shown = " → ".join(codes[unit] for unit in ring.units)
        raise Refused([Mistake("units_ring", ring=shown, day=ring.since.isoformat())]) from None
    if lost := newly_left_behind(draft.tree.spans, draft.spans):
        raise Refused(
            [
                Mistake("units_left_behind", given=codes[unit], above=codes[above], day=day.isoformat())
                for unit, (day, above) in sorted(lost.items())
            ]
        )
    return moves


def newly_left_behind(
    before: Mapping[int, Sequence[Span]], after: Mapping[int, Sequence[Span]]
) -> dict[int, tuple[date, int]]:
    """Units that go on under one that ends, and did not do so before: since when, under which."""
    known = left_behind(before)
    return {unit: lost for unit, lost in left_behind(after).items() if known.get(unit) != lost}


def _carried(draft: Draft, moves: Moves, today: date) -> Iterator[tuple[str, Mapping[str, int]]]:
    for branch in sorted({branch for branch, _ in moves}):
        found = {measure: moves[branch, measure] for measure in ("deed", "plan", "complete")}
        if any(found.values()):
            yield draft.name(branch, today), found


# -- what may be asked -------------------------------------------------------------------------------------------------


def move(moves: Sequence[UnitMove]) -> Callable[[Draft], None]:
    """Units of a file go under others, each from its day on; where it is known to go elsewhere later, it still does."""

    def plan(draft: Draft) -> None:
        rows: dict[tuple[str, date], int] = {}
        for one in sorted(moves, key=lambda one: (one.day, one.row)):
            problem = _problem_of(draft, one, rows)
            rows.setdefault((one.code, one.day), one.row)
            if problem:
                draft.problems.append(problem)
            else:
                unit, parent = draft.tree.ids[one.code], draft.tree.ids[one.parent_code]
                draft.go(unit, parent, one.day, draft.above(unit, one.day))

    return plan


def _problem_of(draft: Draft, one: UnitMove, rows: Mapping[tuple[str, date], int]) -> Mistake | None:
    for column, code in (("code", one.code), ("new_parent", one.parent_code)):
        unit = draft.tree.ids.get(code)
        at: dict[str, Json] = {"row": one.row, "column": column, "given": code}
        if unit is None:
            key = "move_unknown_unit" if column == "code" else "import_unknown_parent"
            return Mistake(key, **at, near=near(code, draft.tree))
        told = on(draft.spans.get(unit, ()), one.day)
        if told is None:
            return Mistake("move_not_working", **at, day=one.day.isoformat())
        if column == "code" and told[4] is None:
            return Mistake("move_root_stays", **at)
    if (one.code, one.day) in rows:
        first = rows[one.code, one.day]
        return Mistake("move_moved_twice", row=one.row, column="code", given=one.code, first=first)
    return None


def merge(codes: Sequence[str], into: str, day: date) -> Callable[[Draft], None]:
    """Units end, another goes on in their place, and what stood under them stands under it."""

    def plan(draft: Draft) -> None:
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            draft.problems.append(Mistake("units_twice", given=code))
        successor = draft.find(into, day)
        ending = [unit for unit in (draft.find(code, day) for code in codes) if unit is not None]
        if successor is None or draft.problems:
            return
        for unit in ending:
            draft.end(unit, day, successor)
        for unit in [one for one in draft.spans if one not in ending]:
            draft.go(unit, successor, day, ending)

    return plan


def split(code: str, into: Sequence[str], day: date) -> Callable[[Draft], None]:
    """A unit ends, and others that are known already go on; the first of them is its successor."""

    def plan(draft: Draft) -> None:
        for twice in sorted({one for one in into if into.count(one) > 1}):
            draft.problems.append(Mistake("units_twice", given=twice))
        if code in into:
            draft.problems.append(Mistake("units_own_successor", given=code))
        unit = draft.find(code, day)
        parts = [part for part in (draft.find(one, day) for one in into) if part is not None]
        if unit is None or draft.problems:
            return
        draft.end(unit, day, parts[0])
        for part in parts:
            draft.tell("unit_goes_on", part, day)

    return plan


def rename(code: str, name: str, day: date) -> Callable[[Draft], None]:
    """A unit has another name from a day on."""

    def plan(draft: Draft) -> None:
        new = " ".join(name.split())
        if not 0 < len(new) <= LONGEST_NAME:
            draft.problems.append(Mistake("units_no_name", most=LONGEST_NAME))
        unit = draft.find(code, day)
        if unit is not None and not draft.problems:
            old = draft.name(unit, day)
            draft.spans[unit] = renamed(draft.spans[unit], day, new)
            if old != new:
                draft.tell("unit_named", unit, day, old=old, new=new)

    return plan


def close(code: str, day: date, successor: str) -> Callable[[Draft], None]:
    """A unit ends; nothing may stand under it any more."""

    def plan(draft: Draft) -> None:
        after = draft.find(successor, day) if successor else None
        unit = draft.find(code, day)
        if unit is not None and not draft.problems:
            draft.end(unit, day, after)

    return plan
