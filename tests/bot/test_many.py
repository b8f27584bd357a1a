"""With a province of messages planned: looking for the next stays cheap, answers go between, a stop is at once."""

import sqlite3
import time

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from storage.database import sqlite_path
from storage.post import sending
from storage.post.sending import Skip
from tests.bot.looking import eventually, one, plan
from tests.bot.test_claims import Announcing
from tests.bot.test_sender import said, until_settled
from tests.kit.house import living

MANY = 60_000
PLAN = """
INSERT INTO outbox (id, address, account, lane, subject, state, waits, retry_at, created_at)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
SELECT 1000000 + i, '{account}:' || (500000 + i), '{account}', 3, 'announcement:1', 'planned', '{waits}', {retry_at},
    CURRENT_TIMESTAMP FROM n
"""


async def plan_many(house, waits="", retry_at="NULL"):
    """60,000 people are to hear an announcement, each in a chat of their own."""
    account = f"telegram:{house.api.me['id']}"
    statement = text(PLAN.replace("{account}", account).format(waits=waits, retry_at=retry_at).replace(":", r"\:"))
    await house.base.writer.run(lambda connection: connection.execute(statement))


@pytest.fixture
async def paced(furnished_url, tmp_path):
    async with living(furnished_url, tmp_path, telegram_pace=28) as house:
        yield house


async def test_a_stop_takes_effect_within_two_seconds_and_answers_go_between(paced):
    paced.service.sender.wordings["announcement"] = words = Announcing()
    await plan_many(paced)
    await paced.api.until(lambda _: len(said(paced)) > 20, 20)
    for number in range(8):
        began = time.monotonic()
        reply = await plan(paced, 7000 + number, "an answer")
        await until_settled(paced, reply, seconds=3)
        assert time.monotonic() - began < 3
    words.verdict, stopped = Skip("stopped"), time.monotonic()
    await eventually(lambda: one(paced, "SELECT count(*) FROM outbox WHERE reason = 'stopped'"))
    await eventually(lambda: time.monotonic() > stopped + 3)
    late = [sent for sent in paced.api.sent if sent.text.startswith("to None") and sent.at > stopped + 2]
    assert late == []
    assert paced.api.ledger.busiest() <= 30


def steps(house, statement, **values):
    """How many of its steps SQLite takes for a question, in hundreds."""
    path, count = sqlite_path(house.base.settings.database_url), [0]

    def step():
        count[0] += 1

    asked = statement.compile(dialect=sqlite.dialect(paramstyle="named"))
    with sqlite3.connect(path) as connection:
        connection.execute("SELECT id FROM outbox LIMIT 1").fetchall()  # reads the schema
        connection.set_progress_handler(step, 100)
        connection.execute(str(asked), {**asked.params, **values}).fetchall()
    connection.close()
    return count[0]


async def test_nobody_reads_past_what_waits_however_much_it_is(house):
    ready = {"line": f"telegram:{house.api.me['id']}", "first": 2, "below": 4, "most": 500}
    again = {"real": "2025-06-01 00:00:00.000000", "campaign": "2025-06-01 00:00:00.000000", "most": 500}
    for waits, retry_at in (("held", "NULL"), ("time", "'2099-01-01 00:00:00.000000'")):
        await plan_many(house, waits, retry_at)
        assert steps(house, sending._READY, **ready) <= 2
        assert steps(house, sending._AGAIN, **again) <= 2
        await house.base.writer.run(lambda one: one.execute(text("DELETE FROM outbox")))


async def test_looking_for_the_next_five_hundred_reads_five_hundred(house):
    house.base.lock.sure.clear()  # nothing is sent meanwhile
    await plan_many(house)
    ready = {"line": f"telegram:{house.api.me['id']}", "first": 2, "below": 4, "most": 500}
    assert steps(house, sending._READY, **ready) < 500 * 20 / 100
