"""The tests' own PostgreSQL server starts anywhere, forgets nothing it should keep, and leaves nothing behind."""

import shutil

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from tests.kit import postgres
from tests.kit.postgres import NoServerError, Server, find_binaries, packaged_binaries, running_server

KEEP = "create table kept (n integer)"


async def ask(url, question):
    """Run one statement on a fresh connection and give the first value, if there is one."""
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        answer = await connection.execute(text(question))
        value = answer.scalar() if answer.returns_rows else None
    await engine.dispose()
    return value


@pytest.fixture(params=["system or package", "package"])
def server(request):
    with running_server(binaries=packaged_binaries() if request.param == "package" else None) as running:
        yield running


async def test_a_server_answers_on_its_socket_and_on_no_port(server):
    url = server.create("lan")
    assert await ask(url, "select current_database()") == "lan"
    assert await ask(url, "show listen_addresses") == ""
    assert await ask(url, "show max_connections") == "100"
    assert await ask(url, "show server_encoding") == "UTF8"


async def test_a_new_database_is_empty_and_a_dropped_one_is_gone(server):
    first, second = server.create(), server.create()
    await ask(first, KEEP)
    assert await ask(second, "select to_regclass('kept')") is None
    server.drop(first.partition("?")[0].rpartition("/")[2])
    with pytest.raises(DBAPIError, match="does not exist"):
        await ask(first, "select 1")


async def test_a_database_is_dropped_even_while_someone_is_in_it(postgres_server):
    url = postgres_server.create("minh")
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.execute(text("select 1"))
        postgres_server.drop("minh")
        await connection.invalidate()
    await engine.dispose()
    assert await ask(postgres_server.url("postgres"), "select count(*) from pg_database where datname = 'minh'") == 0


async def test_a_copy_of_a_template_has_its_tables(postgres_server):
    await ask(postgres_server.create("pattern"), KEEP)
    copy = postgres_server.create("copy", template="pattern")
    assert await ask(copy, "select count(*) from kept") == 0


async def test_a_durable_server_keeps_what_was_committed_before_a_power_cut():
    with running_server(durable=True) as server:
        url = server.create("hoa")
        assert await ask(url, "show fsync") == "on"
        await ask(url, KEEP)
        await ask(url, "insert into kept values (7)")
        server.stop("immediate")
        server.start()
        assert await ask(url, "select n from kept") == 7


async def test_a_package_in_a_folder_closed_to_others_serves_root_too(tmp_path):
    package = packaged_binaries().parents[1]
    home = tmp_path / "closed"
    home.mkdir(mode=0o700)
    for part in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, home / part.name, symlinks=True)
    with running_server(binaries=home / packaged_binaries().relative_to(package.parent)) as server:
        assert await ask(server.create(), "select 1") == 1


def test_nothing_is_left_behind_when_the_block_fails():
    with pytest.raises(ZeroDivisionError), running_server() as server:
        raise ZeroDivisionError
    assert not server.folder.exists()


def test_without_a_system_server_the_packaged_one_is_taken(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(postgres, "DEBIAN", tmp_path)
    assert find_binaries() == packaged_binaries()


def test_with_neither_server_one_sentence_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(postgres, "DEBIAN", tmp_path)
    monkeypatch.setattr(postgres, "find_spec", lambda _: None)
    with pytest.raises(NoServerError, match="apt install postgresql"):
        Server()


async def test_every_test_gets_an_empty_database_of_each_kind(database_url):
    await ask(database_url, KEEP)
    assert await ask(database_url, "select count(*) from kept") == 0


async def test_the_next_test_finds_nothing_of_the_last(database_url):
    await ask(database_url, KEEP)
