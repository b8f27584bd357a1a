"""The table of a run, as Markdown: rates with their noise, ratios to both yardsticks, CPU, latency, memory."""

from collections.abc import Sequence

from benchmarks.rounds import SHARE, Result

NAMES = {"echo_ptb": "python-telegram-bot echo", "echo_aiogram": "aiogram echo"}
HEAD = (
    *("updates come by", "bot", "stored in", "updates/s", "lowest–highest", "× ptb", "× aiogram", "CPU ms"),
    *("database ms", "mock ms", f"p50 ms at {SHARE:.0%}", "p99 ms", "RSS MB", "start s"),
)


def lines(results: Sequence[Result]) -> list[str]:
    rows = [HEAD, ("---",) * len(HEAD), *(cells(one, results) for one in results)]
    return ["| " + " | ".join(row) + " |" for row in rows]


def cells(one: Result, results: Sequence[Result]) -> tuple[str, ...]:
    row = one.row
    echoes = {other.row.subject: other for other in results if not other.row.database and other.row.how == row.how}
    return (
        row.how,
        NAMES.get(row.subject, f"thidua, {row.talk}"),
        row.database or "nowhere",
        f"**{one.median('rate'):.0f}**",
        one.spread(),
        *(f"{one.ratio(echoes[name]):.2f}" if name in echoes else "" for name in ("echo_ptb", "echo_aiogram")),
        f"{one.median('cpu'):.2f}",
        f"{one.median('server_cpu'):.2f}" if row.database == "postgresql" else "",
        f"{one.median('mock_cpu'):.2f}",
        f"{one.median('p50'):.1f}",
        f"{one.median('p99'):.1f}",
        f"{one.median('memory'):.0f}",
        f"{one.median('start'):.1f}",
    )
