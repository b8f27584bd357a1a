"""The fixtures every test may ask for: a database of each kind, and the guard that keeps tests on this machine."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.kit import loopback
from tests.kit.postgres import NoServerError, Server, running_server

# python-telegram-bot warns about its old time values otherwise, and warnings are errors here.
os.environ["PTB_TIMEDELTA"] = "1"
loopback.stand_guard()
# What matplotlib finds out about the fonts of this machine is found out once, not in every test that draws.
os.environ.setdefault("MPLCONFIGDIR", str(Path(tempfile.gettempdir()) / "thidua-tests-matplotlib"))


# The same examples each time, so that what is red is red again; the long versions look for new ones. What depends
# on how busy the machine is says nothing of the code: neither a deadline nor slow drawing fails a test.
hypothesis.settings.register_profile(
    "same", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile("new", print_blob=True)


def pytest_configure(config: pytest.Config) -> None:
    """`make torture` draws new examples, everything else the same; --hypothesis-profile still has the last word."""
    if not config.getoption("--hypothesis-profile", None):
        hypothesis.settings.load_profile("new" if config.getoption("markexpr") == "torture" else "same")


def pytest_xdist_auto_num_workers() -> int:
    """Two more than there are cores: a talk waits half of its time, for a disk, a loopback network, a clock."""
    return len(os.sched_getaffinity(0)) + 2


@pytest.fixture(autouse=True)
def no_sockets_but_loopback() -> Iterator[None]:
    """Fail the test that reached for another machine, even where an edge of the service swallowed the refusal."""
    loopback.attempts.clear()
    yield
    if loopback.attempts:
        pytest.fail(f"reached beyond this machine: {', '.join(loopback.attempts)}")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One real PostgreSQL server for the whole session, without fsync; there is no skipping."""
    try:
        with running_server() as server:
            yield server
    except NoServerError as error:
        pytest.fail(str(error))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own without tables, once on each kind; parametrize it indirectly to have only one."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/thidua.db"
        return
    server: Server = request.getfixturevalue("postgres_server")
    url = server.create()
    yield url
    server.drop(url.partition("?")[0].rpartition("/")[2])


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The same with tables, and nothing in them."""
    from tests.kit import patterns  # a test of the domain alone needs none of this

    yield from patterns.copied(request, tmp_path, "tables", patterns.tables)


@pytest.fixture(params=["sqlite", "postgresql"])
def furnished_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The same with campaign and units in it: the house of the golden conversations."""
    from tests.kit import house, patterns

    yield from patterns.copied(request, tmp_path, "furnished", house.furnish)
