"""Runs every check in turn, prints the minutes each took, fails above the budget of fifteen."""

import os
import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
BUDGET = 15.0
"""Minutes for all parts together on two cores (DESIGN 13.12)."""

PARTS: dict[str, list[str]] = {
    "format": [str(BIN / "ruff"), "format", "--check", "."],
    "lint": [str(BIN / "ruff"), "check", "."],
    "types": [str(BIN / "mypy")],
    "imports": [str(BIN / "lint-imports"), "--no-logo"],
    "tests": [sys.executable, "-m", "pytest", "--numprocesses=auto", "--dist=worksteal", "--durations=15"],
}


def main() -> int:
    """Run all parts, the later ones too when one fails, and return the exit code."""
    took: dict[str, float] = {}
    failed: list[str] = []
    for name, command in PARTS.items():
        print(f"== {name}", flush=True)
        began = time.monotonic()
        if subprocess.run(command, check=False, env=environment()).returncode:
            failed.append(name)
        took[name] = (time.monotonic() - began) / 60
    return verdict(took, failed)


def environment() -> dict[str, str]:
    """Ours, in which what was compiled is kept: tests start dozens of processes that import the service."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def verdict(took: dict[str, float], failed: list[str]) -> int:
    """Print the minutes of each part and what failed; 1 if anything did, the budget included."""
    total = sum(took.values())
    print("== minutes")
    for name, minutes in took.items():
        print(f"{name:8} {minutes:5.2f}{'  FAILED' if name in failed else ''}")
    print(f"{'all':8} {total:5.2f} of {BUDGET:.0f}")
    if total > BUDGET:
        print(f"The checks took {total:.1f} minutes, and {BUDGET:.0f} is the limit: make the slowest tests shorter.")
    return int(bool(failed) or total > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
