"""A SQLite file with campaign and units in it, made once for the session; tests copy it."""

import asyncio
from pathlib import Path

import pytest

from tests.kit import patterns
from tests.kit.house import furnish


@pytest.fixture(scope="session")
def furnished_file() -> Path:
    """The file; copy it, never open it."""
    return asyncio.run(patterns.sqlite_pattern("furnished", furnish))
