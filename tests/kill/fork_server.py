"""Starts the service again and again in 0.04 s: imports it once, then forks a child for each start (Linux).

Requests come as JSON lines on stdin, answers go to stdout: {"start": environment, "folder", "log"} -> pid;
{"kill": pid} -> true when it is gone; {"wait": pid, "seconds"} -> its exit code, null when it still runs.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any


def child(environment: dict[str, str], folder: str, log: str) -> None:
    """Become the service: the same entry as the command line's, in a process of its own."""
    os.environ.update(environment)
    os.chdir(folder)
    nothing, written = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for at, handle in ((0, nothing), (1, written), (2, written)):
        os.dup2(handle, at)
    sys.argv = ["thidua", "run"]
    from bot.__main__ import main

    main()


def start(asked: dict[str, Any]) -> int:
    """Fork; the child never returns."""
    pid = os.fork()
    if pid:
        return pid
    code = 70
    try:
        child(asked["start"], asked["folder"], asked["log"])
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def wait(pid: int, seconds: float) -> int | None:
    """The exit code (minus the signal, as subprocess tells it), None when it still runs."""
    until = time.monotonic() + seconds
    while True:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > until:
            return None
        time.sleep(0.002)


def answer(asked: dict[str, Any], running: set[int]) -> Any:
    """Do what one line asks."""
    if "start" in asked:
        pid = start(asked)
        running.add(pid)
        return pid
    pid = asked.get("kill") or asked["wait"]
    if "kill" in asked:
        os.kill(pid, signal.SIGKILL)
    code = wait(pid, asked.get("seconds", 10))
    if code is not None:
        running.discard(pid)
    return code


def main() -> None:
    """Import everything, say so, then serve requests until the tests are gone."""
    import bot.__main__
    import bot.app
    import bot.commands.run  # noqa: F401

    running: set[int] = set()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    try:
        for line in sys.stdin:
            sys.stdout.write(json.dumps(answer(json.loads(line), running)) + "\n")
            sys.stdout.flush()
    finally:
        for pid in running:
            os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    main()
