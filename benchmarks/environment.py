"""Makes the yardsticks' own environment, benchmarks/.venv, exactly as benchmarks/requirements.lock says."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
VENV = HERE / ".venv"
LOCK = HERE / "requirements.lock"
READY = VENV / ".ready"
PYTHON = VENV / "bin" / "python"


def ready() -> Path:
    """The Python of the yardsticks; made on the first run and whenever the lock changes."""
    stamp = f"{sys.version} {hashlib.sha256(LOCK.read_bytes()).hexdigest()}"
    if not (READY.exists() and READY.read_text(encoding="utf-8") == stamp):
        make()
        READY.write_text(stamp, encoding="utf-8")
    return PYTHON


def make() -> None:
    total = LOCK.read_text(encoding="utf-8").count("==")
    print(
        f"bench: fetching the yardsticks into benchmarks/.venv (once, {total} packages, half a minute) ...", flush=True
    )
    shutil.rmtree(VENV, ignore_errors=True)
    run(sys.executable, "-m", "venv", str(VENV))
    run(str(PYTHON), "-m", "pip", "install", "--require-hashes", "-r", str(LOCK))


def run(*command: str) -> None:
    """Run a step in silence, and let it speak only when it fails."""
    quiet = {"PIP_ROOT_USER_ACTION": "ignore", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env={**os.environ, **quiet})
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(f"{done.stdout[-1500:]}{done.stderr[-1500:]}bench: benchmarks/.venv could not be made; see above.")
