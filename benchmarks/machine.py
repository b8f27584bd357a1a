"""One line that says on what machine a table was measured, and how busy it was."""

import os
import platform
import sqlite3
import time
from importlib.metadata import version
from pathlib import Path

import asyncpg

from tests.kit.postgres import Server

PACKAGES = ("python-telegram-bot", "aiohttp", "sqlalchemy", "aiosqlite", "asyncpg")


async def line(server: Server) -> str:
    """Processor, system, versions, and milliseconds for a fixed piece of work (77 where the design was measured)."""
    connection = await asyncpg.connect(host=str(server.folder), user="postgres", database="postgres")
    postgresql = f"PostgreSQL {await connection.fetchval('SHOW server_version')}"
    await connection.close()
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{os.cpu_count()} cores ({processor()}), Linux {platform.release().partition('-')[0]}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {postgresql}, {packages}; "
        f"load before {os.getloadavg()[0]:.1f}; a fixed piece of work takes {yardstick():.0f} ms"
    )


def processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def yardstick() -> float:
    """The best of five, in milliseconds."""
    best = float("inf")
    for _ in range(5):
        begun = time.perf_counter()
        sum(i * i for i in range(10**6))
        best = min(best, time.perf_counter() - begun)
    return best * 1000
