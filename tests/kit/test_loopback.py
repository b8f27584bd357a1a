"""The guard lets a test talk to this machine and to no other."""

import asyncio
import socket

import pytest

from tests.kit import loopback
from tests.kit.loopback import LeavesThisMachineError, is_local


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "::1", "localhost", "", None, "0.0.0.0", b"127.0.0.1"])
def test_this_machine_may_be_reached(host):
    assert is_local(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "10.0.0.1", "2001:db8::1", "example.org", b"example.org"])
def test_others_may_not(host):
    assert not is_local(host)


def test_a_connection_beyond_is_refused_before_it_is_made():
    with socket.socket() as sock, pytest.raises(LeavesThisMachineError):
        sock.connect(("192.0.2.1", 443))
    assert loopback.attempts == ["socket.connect 192.0.2.1"]
    loopback.attempts.clear()


async def test_a_name_is_not_even_looked_up():
    with pytest.raises(LeavesThisMachineError):
        await asyncio.open_connection("example.org", 443)
    loopback.attempts.clear()


async def test_two_ends_on_loopback_talk():
    async def echo(reader, writer):
        writer.write(await reader.readline())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write("chào\n".encode())
        assert await reader.readline() == "chào\n".encode()
        writer.close()
        await writer.wait_closed()
