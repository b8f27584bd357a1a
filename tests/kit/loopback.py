"""Refuses every connection that would leave this machine, and remembers who tried."""

import socket
import sys
from ipaddress import ip_address

attempts: list[str] = []
"""What was refused since a fixture last looked."""


class LeavesThisMachineError(RuntimeError):
    """A test reached for an address that is not this machine's."""


def is_local(host: object) -> bool:
    """Tell whether a host given to connect or to the resolver is this machine: loopback, "any", or nothing at all."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        address = ip_address(str(name).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def watch(event: str, arguments: tuple) -> None:
    """Audit hook: sees connects and name look-ups of all code, that written in C included."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto"):
        host = connected_host(*arguments)
    else:
        return
    if not is_local(host):
        attempts.append(f"{event} {host}")
        message = f"{event} to {host}: tests speak to this machine only"
        raise LeavesThisMachineError(message)


def connected_host(sock: socket.socket, address: object) -> object:
    """Give the host of an internet address, None for a unix socket."""
    if sock.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple):
        return address[0]
    return None


def stand_guard() -> None:
    """Install the hook for the rest of this process; it cannot be taken out again."""
    sys.addaudithook(watch)
