"""A SQLite file with campaign and units in it, made once for the session and copied for each test."""

import asyncio
from pathlib import Path

import pytest

from tests.kit.house import furnished, settings


@pytest.fixture(scope="session")
def furnished_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file; copy it, never open it."""
    folder = tmp_path_factory.mktemp("furnished")

    async def furnish() -> None:
        async with furnished(settings(f"sqlite+aiosqlite:///{folder}/thidua.db", folder)):
            pass

    asyncio.run(furnish())
    return folder / "thidua.db"
