"""Starts commands by forking a process that has imported everything: what takes a second and a half takes none.

Reads lines of JSON {"words", "cwd", "env", "out", "err"}; writes {"pid"} when one has begun and {"pid", "code"} when it
has ended. Every command is a process of its own, with its own folder, environment and streams.
"""

import json
import os
import select
import signal
import sys

from bot.__main__ import main
from bot.commands import acts, bring, change, check, demo, invite, run, seats  # noqa: F401 - imported once, for all


def child(order: dict) -> None:
    """Become the command; never returns."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["env"])
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for stream, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(order[name], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), stream)
    sys.argv = ["thidua", *order["words"]]
    code = 70
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def say(**news: int) -> None:
    os.write(1, json.dumps(news).encode() + b"\n")


def reap() -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        say(pid=pid, code=os.waitstatus_to_exitcode(status))


def serve() -> None:
    told, tell = os.pipe()
    for end in (told, tell):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(tell)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    waiting = b""
    while True:
        ready, _, _ = select.select([0, told], [], [])
        if told in ready:
            os.read(told, 4096)
            reap()
        if 0 in ready:
            more = os.read(0, 65536)
            if not more:
                return
            *lines, waiting = (waiting + more).split(b"\n")
            for line in lines:
                order = json.loads(line)
                pid = os.fork()
                if pid == 0:
                    child(order)
                say(pid=pid)


if __name__ == "__main__":
    serve()
