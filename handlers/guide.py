"""/help: what this person can do here, by role."""

from domain.rights import Verb, scope
from handlers import doors, menu
from handlers.context import Answer, Context, Offer
from handlers.intentions import Intention

_LINES: tuple[tuple[Verb, str], ...] = (
    ("report", "report"),
    ("see_own", "mine"),
    ("confirm_deed", "check"),
    ("report_plan", "plan"),
    ("see_figures", "summary"),
    ("admit", "members"),
)


async def guide(ctx: Context) -> Answer:
    """One line for each thing that the reader's rights allow, and nothing else."""
    if ctx.person is None:
        return await doors.go_on(ctx) or await menu.show(ctx)
    allowed = [command for verb, command in _LINES if scope(ctx.person, verb)]
    if not allowed:
        return ctx.say("guide.nothing", [["menu"]])
    lines = "\n".join("- " + ctx.words(f"guide.{command}") for command in allowed)
    others: list[Offer] = [
        ctx.button("check_plain", "/check") if one == "check" else one
        for one in allowed
        if one not in {"report", "mine"}
    ]
    rows = [[one] for one in allowed if one in {"report", "mine"}]
    pairs = [others[at : at + 2] for at in range(0, len(others), 2)]
    return ctx.say("guide.all", [*rows, *pairs, ["menu"]], lines=lines)


COMMANDS = (Intention("help", guide, aliases=("trogiup",), stranger=True),)
