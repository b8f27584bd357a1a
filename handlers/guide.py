"""/help: what this person can do here, by role, built from the one table of commands."""

from collections.abc import Sequence

from domain.people import Person
from domain.rights import scope
from handlers import menu
from handlers.context import Answer, Context, Offer
from handlers.intentions import Intention
from handlers.people import doors

_TOGETHER = (
    ("report", "onbehalf"),
    ("mine", "search", "announcements", "notices"),
    ("summary", "pending", "review", "export", "freeze", "papers", "conference"),
    ("award", "council"),
    ("announce", "remind", "chasebook", "assign", "assigned", "calls", "bots"),
    ("link", "language", "privacy"),
)
"""Commands that share a line, so that a list has at most nine (CONVERSATIONS §1.5)."""
_WITHOUT_SAYING = frozenset({"start", "menu", "cancel", "help", "file"})
"""Commands that every message offers in some other way."""
_BUTTONS = ("report", "mine", "check", "plan", "requests", "summary", "announce", "members")
"""Commands that have a button here; the others are typed."""
_LONG = frozenset({"report", "mine"})


def allowed(person: Person, commands: Sequence[Intention]) -> list[str]:
    """The commands that this person's rights allow, in the order of the table."""
    return [
        one.name
        for one in commands
        if one.name not in _WITHOUT_SAYING and (one.verb is None or scope(person, one.verb) is not None)
    ]


def _lines(ctx: Context, names: Sequence[str]) -> list[str]:
    """One line for each command, those that belong together on one."""
    first = {name: group[0] for group in _TOGETHER for name in group}
    lines: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: _BUTTONS.index(name) if name in _BUTTONS else len(_BUTTONS)):
        lines.setdefault(first.get(name, name), []).append(ctx.words(f"guide.{name}"))
    own = lines.pop(_TOGETHER[-1][0], [])
    return ["; ".join(parts) + "." for parts in (*lines.values(), own) if parts]


def of(commands: Sequence[Intention]) -> Intention:
    """The command itself, for this table of commands."""

    async def guide(ctx: Context) -> Answer:
        """What the reader's rights allow, and nothing else."""
        if ctx.person is None:
            return await doors.go_on(ctx) or await menu.show(ctx)
        names = allowed(ctx.person, commands)
        if all(one.verb is None for one in commands if one.name in names):
            return ctx.say("guide.nothing", [["menu"]])
        lines = "\n".join(f"- {line}" for line in _lines(ctx, names))
        return ctx.say("guide.all", _rows(ctx, names), lines=lines)

    return Intention("help", guide, aliases=("trogiup",), stranger=True)


def _rows(ctx: Context, names: Sequence[str]) -> list[list[Offer]]:
    offered = [one for one in _BUTTONS if one in names]
    others: list[Offer] = [
        ctx.button("check_plain", "/check") if one == "check" else one for one in offered if one not in _LONG
    ]
    rows: list[list[Offer]] = [[one] for one in offered if one in _LONG]
    return [*rows, *(others[at : at + 2] for at in range(0, len(others), 2)), ["menu"]]
