"""The log tells what went wrong and where, never what a person wrote, and never a token."""

import json
import logging

import pytest

from bot.log import redacted, set_up

TOKEN = "7000000001:AAHcanaryTOKEN_of-the-tests-0123456"


@pytest.fixture
def log(capsys):
    """Set up in a form; gives a logger and what it wrote."""
    before = logging.getLogger().handlers[:], logging.getLogger().level
    levels = {name: logging.getLogger(name).level for name in ("thidua", "httpx", "telegram", "sqlalchemy", "asyncio")}

    def chosen(level, form):
        set_up(level, form)
        return logging.getLogger("thidua.test"), lambda: capsys.readouterr().err

    yield chosen
    logging.getLogger().handlers[:], level = before
    logging.getLogger().setLevel(level)
    for name, one in levels.items():
        logging.getLogger(name).setLevel(one)


def read_number(text):
    return int(text)


def broken():
    try:
        read_number("cô Hạnh, giáo viên, 0912345678")
    except ValueError as fault:
        raise RuntimeError(f"cannot write {TOKEN}") from fault


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_error_is_told_by_kind_and_place_and_never_by_its_text(log, form):
    logger, written = log("INFO", form)
    try:
        broken()
    except RuntimeError:
        logger.exception("message %s failed", 17)
    [line] = written().splitlines()
    assert "message 17 failed" in line
    assert "RuntimeError because ValueError at " in line
    assert "test_log.py" in line
    assert "broken" in line
    assert not [word for word in ("Hạnh", "0912", "canary", "cannot write") if word in line]
    if form == "json":
        assert set(json.loads(line)) == {"at", "level", "name", "message", "error"}


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_token_and_a_forged_line_do_not_get_through(log, form):
    logger, written = log("DEBUG", form)
    logger.debug("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    logger.info("name: %s", "Lan\n2026-01-01 ERROR forged")
    first, second = written().splitlines()
    assert "canary" not in first
    assert "(token)" in first
    assert "forged" in second


def test_libraries_speak_from_warning_on(log):
    _, written = log("DEBUG", "text")
    for name in ("httpx", "telegram.Bot", "sqlalchemy.engine", "aiohttp.access", "asyncio"):
        logging.getLogger(name).info("https://api.telegram.org/bot%s/getMe", TOKEN)
    assert written() == ""


def test_what_only_looks_like_a_token_stays():
    assert redacted("G-1284 at 16:42:10, 700:short") == "G-1284 at 16:42:10, 700:short"
