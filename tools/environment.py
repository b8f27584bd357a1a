"""Makes .venv exactly as requirements.lock says, telling a newcomer what happens meanwhile."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

VENV = Path(".venv")
PYTHON = VENV / "bin" / "python"
LOCK = Path("requirements.lock")
READY = VENV / ".ready"

# An old Python must get as far as main() to say its sentence: no syntax and no annotation newer than 3.6 in this file.


def main() -> None:
    """Make the environment, or end with one sentence that says what is missing."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the very sentence an old Python has to say
        have = f"{sys.version_info[0]}.{sys.version_info[1]}"
        sys.exit(f"thidua: needs Python 3.11 or newer, and this one is {have}. Name another: make PYTHON=python3.12")
    if not works():
        make()
    install()
    READY.touch()
    say("Environment ready.")


def say(sentence: str) -> None:
    """Print one line at once."""
    print("thidua: " + sentence, flush=True)


def works() -> bool:
    """Tell whether .venv has a Python that starts and is new enough (after a move it may not)."""
    question = [str(PYTHON), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]
    return PYTHON.exists() and subprocess.run(question, check=False, stderr=subprocess.DEVNULL).returncode == 0


def make() -> None:
    """Make an empty environment."""
    say("Making the environment in .venv (once; a minute or two, about 350 MB) ...")
    try:
        import ensurepip  # noqa: F401, PLC0415 - some systems leave it out, and venv then fails at length
    except ImportError:
        sys.exit("thidua: this Python cannot make environments. On Debian or Ubuntu: apt install python3-venv")
    if subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False).returncode:
        shutil.rmtree(str(VENV), ignore_errors=True)
        sys.exit("thidua: .venv could not be made; the lines above say why.")


def install() -> None:
    """Install the pinned packages, each checked by its hash, then this checkout itself."""
    total = sum("==" in line for line in LOCK.read_text(encoding="utf-8").splitlines())
    pip("--require-hashes", "-r", str(LOCK), total=total)
    say("Linking this checkout ...")
    pip("--no-deps", "--no-build-isolation", "-e", ".")


def pip(*arguments: str, total: int = 0) -> None:
    """Run pip install, turning its chatter into one line for every tenth package."""
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    environment = dict(os.environ, PIP_ROOT_USER_ACTION="ignore", PYTHONUNBUFFERED="1")
    chatter, seen = [], 0
    with subprocess.Popen(
        [*command, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        env=environment,
    ) as process:
        for line in process.stdout or ():
            chatter.append(line)
            if line.startswith(("Collecting ", "Processing ")):  # the second is a file already on this disk
                seen += 1
                if seen % 10 == 0:
                    say(f"Fetching packages, {seen} of {total} ...")
            elif line.startswith("Installing collected") and total:
                say("Installing them ...")
    if process.returncode:
        sys.exit("".join(chatter[-15:]) + "thidua: the packages could not be installed; the lines above say why.")


if __name__ == "__main__":
    main()
