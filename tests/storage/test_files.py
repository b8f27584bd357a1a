"""The file store: named by content, whole or not there, the same bytes once."""

import asyncio
import hashlib
import multiprocessing
import random
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.files import Files, TooLarge

KILLS = 12
FORKS = multiprocessing.get_context("forkserver")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    store = Files(tmp_path / "files")
    store.open()
    return store


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def kept(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@given(st.lists(st.binary(max_size=50), max_size=5))
def test_a_content_is_found_under_its_hash(tmp_path_factory: pytest.TempPathFactory, parts: list[bytes]):
    files = Files(tmp_path_factory.mktemp("files"))
    files.open()
    whole = b"".join(parts)

    async def there_and_back() -> bytes:
        key, size = await files.put(pieces(*parts), 1000)
        assert (key, size) == (hashlib.sha256(whole).hexdigest(), len(whole))
        return b"".join([piece async for piece in files.pieces(key)])

    assert asyncio.run(there_and_back()) == whole


async def test_the_same_bytes_are_kept_once(files: Files, tmp_path: Path):
    first = await files.put(pieces(b"photo"), 100)
    assert await files.put(pieces(b"pho", b"to"), 100) == first
    assert kept(tmp_path) == [files.path(first[0])]
    assert files.read(first[0]) == b"photo"


async def test_what_is_too_large_or_breaks_off_leaves_nothing(files: Files, tmp_path: Path):
    with pytest.raises(TooLarge):
        await files.put(pieces(b"x" * 60, b"x" * 60), 100)

    async def breaks() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await files.put(breaks(), 100)
    task = asyncio.create_task(files.put(endless(), 10**9))
    await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert kept(tmp_path) == []


async def endless() -> AsyncIterator[bytes]:
    while True:
        yield b"more"
        await asyncio.sleep(0.001)


def child(folder: Path, began: object) -> None:
    """Store photo after photo until shot."""
    files = Files(folder)
    files.open()

    async def forever() -> None:
        for number in range(100_000):
            body = number.to_bytes(4, "big") * 50_000
            await files.put(pieces(body[:70_000], body[70_000:]), 10**6)
            began.set()

    asyncio.run(forever())


def test_kill_9_leaves_no_half_file_under_a_final_name(tmp_path: Path):
    FORKS.set_forkserver_preload(["tests.storage.test_files"])
    shot, half = random.Random(11), 0
    for number in range(KILLS):
        folder, began = tmp_path / str(number), FORKS.Event()
        process = FORKS.Process(target=child, args=(folder, began), daemon=True)
        process.start()
        assert began.wait(30)
        time.sleep(shot.uniform(0, 0.05))
        process.kill()
        process.join()
        half += bool(list((folder / "arriving").iterdir()))
        Files(folder).open()
        whole = kept(folder)
        assert whole
        assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.name for path in whole)
    assert half, "no shot fell while a file was arriving"
