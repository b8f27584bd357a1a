"""The one writer keeps order, keeps failures apart, and outlives the server; gathering shares a flush."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.database import open_engine
from storage.writer import COLLECTING, MARKS, MESSAGES, MOST_ROWS, TICKS, Gathering, Writer
from tests.kit.postgres import Server, running_server
from tests.storage.room import Room, room

ADD = text("INSERT INTO note (name, value) VALUES (:name, '1')")
NAMES = text("SELECT name FROM note ORDER BY name")


def adding(name: str):
    async def work(connection: object) -> str:
        await connection.execute(ADD, {"name": name})
        return name

    return work


async def names(house: Room) -> list[str]:
    return [row[0] for row in await house.rows(NAMES)]


async def test_the_most_urgent_goes_first_and_equals_in_their_order(house: Room):
    order: list[str] = []
    gate = asyncio.Event()

    async def first(_: object) -> None:
        await gate.wait()

    def work(name: str):
        async def run(_: object) -> None:
            order.append(name)

        return run

    waiting = [asyncio.create_task(house.writer.run(first))]
    await asyncio.sleep(0)
    for name, urgency in (("c", COLLECTING), ("t", TICKS), ("m1", MESSAGES), ("k", MARKS), ("m2", MESSAGES)):
        waiting.append(asyncio.create_task(house.writer.run(work(name), urgency)))
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(*waiting)
    assert order == ["m1", "m2", "k", "t", "c"]


async def test_a_failing_piece_of_work_fails_alone_and_leaves_nothing(house: Room):
    async def half(connection: object) -> None:
        await connection.execute(ADD, {"name": "half"})
        raise LookupError("of its own making")

    results = await asyncio.gather(
        house.writer.run(adding("before")),
        house.writer.run(half),
        house.writer.run(adding("after")),
        return_exceptions=True,
    )
    assert results[0] == "before"
    assert isinstance(results[1], LookupError)
    assert results[2] == "after"
    assert await names(house) == ["after", "before"]


async def test_a_fault_of_the_database_leaves_nothing_and_the_writer_goes_on(house: Room):
    async def twice(connection: object) -> None:
        await connection.execute(ADD, {"name": "same"})
        await connection.execute(ADD, {"name": "same"})

    with pytest.raises(DBAPIError):
        await house.writer.run(twice)
    await house.writer.run(adding("next"))
    assert await names(house) == ["next"]


async def test_work_that_cancels_itself_does_not_stop_the_writer(house: Room):
    async def cancelled(connection: object) -> None:
        await connection.execute(ADD, {"name": "half"})
        raise asyncio.CancelledError

    with pytest.raises(RuntimeError, match="cancelled itself"):
        await house.writer.run(cancelled)
    await asyncio.wait_for(house.writer.run(adding("next")), 5)
    assert await names(house) == ["next"]


async def test_a_caller_that_goes_away_does_not_take_its_work_back(house: Room):
    task = asyncio.create_task(house.writer.run(adding("kept")))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await house.writer.run(adding("next"))
    assert await names(house) == ["kept", "next"]


async def test_what_is_queued_at_the_end_is_committed_and_what_comes_later_is_refused(database_url: str):
    async with room(database_url) as house:
        engine = open_engine(database_url, "writer")
        async with Writer(engine).running() as writer:
            tasks = [asyncio.create_task(writer.run(adding(f"n{number}"))) for number in range(5)]
            await asyncio.sleep(0)
        assert [task.result() for task in tasks] == [f"n{number}" for number in range(5)]
        with pytest.raises(RuntimeError, match="ended"):
            await writer.run(adding("late"))
        await engine.dispose()
        assert len(await names(house)) == 5


# -- PostgreSQL restarts -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def own_server():
    """A server of these tests' own, to be shot."""
    with running_server(durable=True) as server:
        yield server


async def restart(server: Server) -> None:
    await asyncio.to_thread(server.stop, "immediate")
    await asyncio.to_thread(server.start)


async def test_the_next_work_succeeds_after_a_restart_between_two_pieces(own_server: Server):
    async with room(own_server.create()) as house:
        for number in range(2):
            await house.writer.run(adding(f"before-{number}"))
            await restart(own_server)
            await house.writer.run(adding(f"after-{number}"))
            assert len(await names(house)) == 2 * number + 2


async def test_work_in_flight_fails_cleanly_and_the_next_succeeds(own_server: Server):
    async with room(own_server.create()) as house:
        await house.writer.run(adding("before"))

        async def in_flight(connection: object) -> None:
            await connection.execute(ADD, {"name": "half"})
            await restart(own_server)
            await connection.execute(ADD, {"name": "other half"})

        with pytest.raises((DBAPIError, OSError)):
            await house.writer.run(in_flight)
        await house.writer.run(adding("next"))
        assert await names(house) == ["before", "next"]


async def test_work_fails_while_the_server_is_away_and_goes_on_when_it_is_back(own_server: Server):
    async with room(own_server.create()) as house:
        await house.writer.run(adding("before"))
        await asyncio.to_thread(own_server.stop, "immediate")
        for _ in range(3):
            with pytest.raises((DBAPIError, OSError)):
                await house.writer.run(adding("away"))
        await asyncio.to_thread(own_server.start)
        await house.writer.run(adding("back"))
        assert await names(house) == ["back", "before"]


# -- gathering ---------------------------------------------------------------------------------------------------------


class Commits:
    """Writes names and remembers how they were grouped."""

    def __init__(self, house: Room) -> None:
        self.house = house
        self.groups: list[list[str]] = []
        self.heard: list[int] = []
        self.bad: set[str] = set()
        self.second = asyncio.Event()

    async def write(self, connection: object, items: list[str]) -> int:
        self.groups.append(list(items))
        if len(self.groups) == 2:
            self.second.set()
        await connection.execute(ADD, [{"name": name} for name in items])
        if self.bad & set(items):
            raise LookupError("refused")
        return len(self.groups)

    def gathering(self) -> Gathering[str, int]:
        return Gathering(self.house.writer, self.write, MESSAGES, self.heard.append)


async def test_many_share_one_commit(house: Room):
    commits = Commits(house)
    gathering = commits.gathering()
    await asyncio.gather(*(gathering.add([f"n{number}"]) for number in range(100)))
    assert len(commits.groups) <= 2
    assert len(await names(house)) == 100


async def test_no_group_is_larger_than_a_transaction_may_be(house: Room):
    commits = Commits(house)
    gathering = commits.gathering()
    await asyncio.gather(*(gathering.add([f"n{part}-{number}" for number in range(300)]) for part in range(5)))
    assert max(len(group) for group in commits.groups) <= MOST_ROWS
    assert len(await names(house)) == 1500


async def test_a_failing_commit_is_heard_by_all_of_its_group_and_by_nobody_else(house: Room):
    commits = Commits(house)
    gathering = commits.gathering()
    commits.bad = {"bad"}
    first = asyncio.create_task(gathering.add(["earlier"]))
    await first
    group = [asyncio.create_task(gathering.add([name])) for name in ("a", "bad", "b")]
    await commits.second.wait()
    later = asyncio.create_task(gathering.add(["later"]))
    faults = await asyncio.gather(*group, return_exceptions=True)
    assert [type(fault) for fault in faults] == [LookupError] * 3
    assert await later == 3
    assert commits.groups == [["earlier"], ["a", "bad", "b"], ["later"]]
    assert await names(house) == ["earlier", "later"]


async def test_after_hears_only_of_commits_and_before_those_who_wait(house: Room):
    commits = Commits(house)
    seen: list[object] = []

    def after(_: int) -> None:
        seen.append("after")

    async def add(name: str) -> None:
        try:
            await gathering.add([name])
            seen.append(name)
        except LookupError:
            seen.append(f"not {name}")

    gathering = Gathering(house.writer, commits.write, MESSAGES, after)
    commits.bad = {"bad"}
    await add("good")
    await add("bad")
    await add("better")
    assert seen == ["after", "good", "not bad", "after", "better"]


async def test_after_is_not_called_before_the_commit(house: Room):
    found: list[object] = []

    async def look() -> None:
        found.append(await names(house))

    tasks: list[asyncio.Task[None]] = []
    commits = Commits(house)
    gathering = Gathering(
        house.writer, commits.write, MESSAGES, lambda _: tasks.append(asyncio.get_running_loop().create_task(look()))
    )
    await gathering.add(["said"])
    await asyncio.gather(*tasks)
    assert found == [["said"]]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_fault_in_after_keeps_nobody_waiting(house: Room):
    heard: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: heard.append(context["exception"]))

    def after(_: int) -> None:
        raise LookupError("of its own")

    gathering = Gathering(house.writer, Commits(house).write, MESSAGES, after)
    assert await asyncio.wait_for(gathering.add(["a"]), 5) == 1
    assert await asyncio.wait_for(gathering.add(["b"]), 5) == 2
    assert [str(fault) for fault in heard] == ["of its own", "of its own"]


async def test_all_who_wait_hear_that_the_database_is_away(tmp_path):
    async with running_away(tmp_path) as writer:
        gathering: Gathering[str, None] = Gathering(writer, never, MESSAGES)
        faults = await asyncio.gather(*(gathering.add([name]) for name in "abc"), return_exceptions=True)
        assert len(faults) == 3
        assert all(isinstance(fault, (DBAPIError, OSError)) for fault in faults)


async def never(_: object, __: object) -> None:
    raise AssertionError("there was nothing to write to")


def running_away(folder):
    """A writer to a server that is not there."""
    return Writer(open_engine(f"postgresql+asyncpg://nobody@/x?host={folder}", "writer")).running()
