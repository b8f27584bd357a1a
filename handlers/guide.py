"""/help: what this person can do here, by role."""

from domain.rights import scope
from handlers.context import Answer, Context, Offer
from handlers.intentions import Intention


async def guide(ctx: Context) -> Answer:
    """One line for each thing that the reader's rights allow, and nothing else."""
    if ctx.person is None:
        return ctx.say("start.hello")
    lines, rows = [], list[list[Offer]]()
    for verb, command in (
        ("report", "report"),
        ("see_own", "mine"),
        ("confirm_deed", "check"),
        ("report_plan", "plan"),
        ("see_figures", "summary"),
    ):
        if scope(ctx.person, verb):  # type: ignore[arg-type]  # these five are verbs
            lines.append("- " + ctx.words(f"guide.{command}"))
            rows.append([ctx.button(command if command != "check" else "check_plain", f"/{command}")])
    return ctx.say("guide.all", [*rows, ["menu"]], lines="\n".join(lines))


COMMANDS = (Intention("help", guide, aliases=("trogiup",), stranger=True),)
