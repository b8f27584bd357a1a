"""The verbs of ``thidua`` and their arguments; what a verb needs is imported when it runs."""

import time
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.bot_verbs import bots
from bot.commands.unit_verbs import reorganise
from bot.commands.words import chosen_language, terminal_words

BEGAN = time.monotonic()
W = terminal_words(chosen_language())

app = typer.Typer(
    help=W("help"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)
bring_in = typer.Typer(help=W("help_import"), no_args_is_help=True, rich_markup_mode=None)
app.add_typer(bring_in, name="import")
app.add_typer(reorganise, name="units")
app.add_typer(bots, name="bots")

Dry = Annotated[bool, typer.Option("--dry-run", help=W("help_dry_run"))]
File = Annotated[Path, typer.Argument(metavar="FILE", help=W("help_file"))]


@app.command(help=W("help_demo"))
def demo(
    folder: Annotated[Path, typer.Option(help=W("help_demo_folder"))] = Path("var/demo"),
    port: Annotated[int, typer.Option(min=0, max=65535, help=W("help_demo_port"))] = 8080,
) -> None:
    """Everything embedded, no accounts."""
    from bot.commands import edge
    from bot.commands.demo import play

    edge.go(lambda settings: play(folder, port, settings.default_language, BEGAN), quiet=True)


@app.command(help=W("help_run"))
def run() -> None:
    """Serve the channels that the settings name."""
    from bot.commands import edge
    from bot.commands.run import serve

    edge.go(serve)


@app.command(help=W("help_migrate"))
def migrate() -> None:
    """Bring the database to the present schema."""
    from bot.commands import edge
    from bot.commands.run import bring_up

    edge.go(bring_up)


@app.command(help=W("help_check"))
def check() -> None:
    """The doctor."""
    from bot.commands import edge
    from bot.commands.check import doctor

    edge.go(doctor, quiet=True)


@app.command(help=W("help_templates"))
def templates(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help=W("help_templates_folder"))],
) -> None:
    """Templates of documents, for an office to change."""
    from bot.commands import edge
    from bot.commands.templates import lay_out

    edge.go(lambda settings: lay_out(settings, folder), quiet=True)


@app.command(help=W("help_chat"))
def chat(
    url: Annotated[str, typer.Option(help=W("help_chat_url"))] = "",
    seat: Annotated[str, typer.Option("--as", help=W("help_chat_as"))] = "",
) -> None:
    """Talk to it in the terminal."""
    from bot.commands import edge
    from bot.commands.seats import sit_down

    edge.go(lambda settings: sit_down(settings, url, seat), quiet=True)


@bring_in.command("campaign", help=W("help_import_campaign"))
def import_campaign(file: File, *, dry_run: Dry = False) -> None:
    """A campaign as data."""
    from bot.commands import edge
    from bot.commands.bring import campaign

    edge.go(lambda settings: campaign(settings, file, dry_run=dry_run), quiet=True)


@bring_in.command("units", help=W("help_import_units"))
def import_units(
    file: File,
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE", help=W("help_as_of"))] = "",
    *,
    dry_run: Dry = False,
) -> None:
    """The tree of units."""
    from bot.commands import edge
    from bot.commands.bring import units

    edge.go(lambda settings: units(settings, file, as_of, dry_run=dry_run), quiet=True)


@app.command(help=W("help_invite"))
def invite(
    unit: Annotated[str, typer.Argument(metavar="UNIT", help=W("help_unit"))],
    role: Annotated[str, typer.Option(help=W("help_role"))],
    uses: Annotated[int, typer.Option(min=1, max=10_000, help=W("help_uses"))] = 1,
    days: Annotated[int, typer.Option(min=1, max=366, help=W("help_days"))] = 14,
    qr: Annotated[Path | None, typer.Option(metavar="FILE", help=W("help_qr"))] = None,
) -> None:
    """A code for a role in a unit."""
    from bot.commands import edge
    from bot.commands.invite import hand_out

    edge.go(lambda settings: hand_out(settings, unit, role, (uses, days), qr), quiet=True)


@app.command(help=W("help_recount"))
def recount() -> None:
    """Figures once more from the reports themselves."""
    from bot.commands import edge
    from bot.commands.bring import recount as count_again

    edge.go(count_again, quiet=True)


@app.command(help=W("help_export"))
def export(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=W("help_export_kind"))],
    file: Annotated[Path, typer.Argument(metavar="FILE", help=W("help_export_file"))],
    unit: Annotated[str, typer.Option(metavar="CODE", help=W("help_export_unit"))] = "",
    first: Annotated[str, typer.Option("--from", metavar="DATE", help=W("help_export_from"))] = "",
    last: Annotated[str, typer.Option("--to", metavar="DATE", help=W("help_export_to"))] = "",
    movement: Annotated[str, typer.Option(metavar="CODE", help=W("help_export_movement"))] = "",
) -> None:
    """A file of rows."""
    from bot.commands import edge
    from bot.commands.export import export as take

    edge.go(lambda settings: take(settings, kind, file, unit, (first, last), movement), quiet=True)


@app.command(help=W("help_rehearse"))
def rehearse(  # noqa: PLR0913, PLR0917 - what can be wished for
    campaign: Annotated[Path | None, typer.Option(metavar="FILE", help=W("help_rehearse_campaign"))] = None,
    units: Annotated[Path | None, typer.Option(metavar="FILE", help=W("help_rehearse_units"))] = None,
    first: Annotated[str, typer.Option("--from", metavar="DAY", help=W("help_rehearse_from"))] = "",
    last: Annotated[str, typer.Option("--until", metavar="DAY", help=W("help_rehearse_until"))] = "",
    schools: Annotated[int, typer.Option(min=1, max=20_000, help=W("help_rehearse_schools"))] = 1_700,
    people: Annotated[int, typer.Option(min=0, max=500_000, help=W("help_rehearse_people"))] = 60_000,
    waves: Annotated[str, typer.Option(help=W("help_rehearse_waves"))] = "leaders",
    seed: Annotated[int, typer.Option(help=W("help_rehearse_seed"))] = 1,
    language: Annotated[str, typer.Option(metavar="vi|en", help=W("help_rehearse_language"))] = "",
    out: Annotated[Path | None, typer.Option(metavar="FILE", help=W("help_rehearse_out"))] = None,
    *,
    joined: Annotated[bool, typer.Option("--joined", help=W("help_rehearse_joined"))] = False,
) -> None:
    """A whole campaign before it begins."""
    from bot.commands import edge
    from bot.commands.rehearse import as_typed, rehearse

    days, crowd = (first, last), (schools, people, joined)
    edge.go(
        lambda settings: rehearse(
            settings, as_typed(settings, (campaign, units), days, crowd, waves, seed), language, out
        ),
        quiet=True,
    )
