"""Databases with people in them, one of each kind."""

import pytest

from tests.kill import ground


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    return tmp_path_factory.mktemp("ground") / "ground.db"


@pytest.fixture(params=["sqlite", "postgresql"])
async def peopled_url(request, tmp_path):
    """A database in which campaign, units and people are."""
    if request.param == "sqlite":
        return await ground.sqlite_ground(request.getfixturevalue("sqlite_template"), tmp_path)
    return await ground.postgres_ground(request.getfixturevalue("postgres_server"))
