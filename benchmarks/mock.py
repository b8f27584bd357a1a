"""Telegram in a process of its own for measurements: the tests' loopback, which also pushes the load and times it."""

import asyncio
import itertools
import random
import sys
import time
from array import array
from collections import defaultdict
from typing import Any

import orjson
from aiohttp import web

from benchmarks.talks import REPORT, deed
from tests.kit.botapi import BotApi
from tests.kit.botapi_faults import Flood
from tests.kit.botapi_ledger import Ledger, Sent

SEED = 20250410
TOLD = itertools.count(SEED)
"""Each deed that is told is another one."""


class Timed(Ledger):
    """Keeps of every awaited message only its chat and its moment, and counts those nobody waited for."""

    def __init__(self, awaited: dict[int, int]) -> None:
        super().__init__(keep=False)
        self.awaited = awaited
        self.missing = sum(awaited.values())
        self.extra = 0
        self.chats: dict[int, array[float]] = defaultdict(lambda: array("d"))

    def add(self, record: Sent) -> None:
        heard = self.chats[record.chat_id]
        if len(heard) >= self.awaited.get(record.chat_id, 0):
            self.extra += 1
            return
        heard.append(record.at)
        self.missing -= 1


async def ready(api: BotApi, _: Any) -> Any:
    """Wait until the bot asks for updates, or has named its webhook."""
    while not (api.queue.webhook or (api.queue._parked and not api.queue._parked.done())):  # noqa: ASYNC110, SLF001
        await asyncio.sleep(0.01)
    return True


async def latency(api: BotApi, body: Any) -> Any:
    """How far away Telegram is: seconds before each answer."""
    api.faults.latency = float(body["seconds"])
    return True


async def extra(api: BotApi, _: Any) -> Any:
    """Replies beyond one to each update of the last load."""
    return api.ledger.extra


async def load(api: BotApi, body: Any) -> Any:
    """Push {"texts", "chats", "first", "rate", "limit", "timeout", "prelude"?} and wait for one reply to each update.

    People stand at different places of the talk, so that at any moment all its steps are as frequent: the prelude
    brings each chat to its place, every further load takes each once round. rate 0 fills the inbox at once, else
    updates arrive at random (Poisson) at that rate. Returns the seconds from the first push to the last reply, and for
    each update the seconds from the moment it was due to arrive.
    """
    texts, first = body["texts"], body["first"]
    said = {
        chat: turn(texts, chat - first, prelude=body.get("prelude", False))
        for chat in range(first, first + body["chats"])
    }
    ledger = api.ledger = Timed({chat: len(lines) for chat, lines in said.items()})
    if api.queue.webhook:
        api.queue.webhook.limit = body["limit"]
    order = [(step, chat) for step in range(len(texts)) for chat, lines in said.items() if step < len(lines)]
    updates = [api.make.text(person(chat), said[chat][step]) for step, chat in order]
    start = time.monotonic()
    due = arrivals(len(updates), body["rate"], start)
    if body["rate"]:
        await push_in_time(api, updates, due)
    else:
        for update in updates:
            api.push(update)
    try:
        await api.until(lambda _: not ledger.missing and not api.pending, body["timeout"])
    except TimeoutError:
        return {"error": f"{ledger.missing} of {len(updates)} replies are missing after {body['timeout']} s"}
    waits = [ledger.chats[chat][step] - at for (step, chat), at in zip(order, due, strict=True)]
    return {"seconds": max(wait + at for wait, at in zip(waits, due, strict=True)) - start, "waits": waits}


def turn(texts: list[str], place: int, *, prelude: bool) -> list[str]:
    """What a person says in one load: the way to their place, or once round from there."""
    place %= len(texts)
    said = texts[:place] if prelude else texts[place:] + texts[:place]
    return [deed(next(TOLD)) if text == REPORT[1] else text for text in said]


def person(chat: int) -> dict:
    return {"id": chat, "is_bot": False, "first_name": "Lan", "language_code": "vi"}


def arrivals(number: int, rate: float, start: float) -> list[float]:
    """The moments at which updates arrive; the same dice in every round."""
    if not rate:
        return [start] * number
    dice, at, moments = random.Random(SEED), start, []
    for _ in range(number):
        at += dice.expovariate(rate)
        moments.append(at)
    return moments


async def push_in_time(api: BotApi, updates: list[dict], due: list[float]) -> None:
    for update, at in zip(updates, due, strict=True):
        if (wait := at - time.monotonic()) > 0:
            await asyncio.sleep(wait)
        api.push(update)


async def listen(api: BotApi, body: Any) -> Any:
    """From now on count what is said; {"rule"} has Telegram's own limits refuse what breaks them."""
    api.ledger = Overheard()
    api.faults.flood = Flood() if body["rule"] else None
    return True


async def heard(api: BotApi, body: Any) -> Any:
    """Wait for {"messages"} of them; the seconds from the first to the last, the busiest second, refusals."""
    ledger = api.ledger
    await api.until(lambda _: len(ledger.times) >= body["messages"], body["timeout"])
    return told(ledger, min(ledger.times), max(ledger.times))


async def meanwhile(api: BotApi, body: Any) -> Any:
    """For {"seconds"} from the first message on, people ({"chats", "first"}) say {"text"} at {"rate"}.

    Returns what `heard` does, of exactly these seconds, and each writer's wait for the answer.
    """
    ledger = api.ledger
    await api.until(lambda _: len(ledger.times), body["timeout"])
    start, end = ledger.times[0], ledger.times[0] + body["seconds"]
    due = [at for at in arrivals(int(body["seconds"] * body["rate"] * 2), body["rate"], start) if at < end]
    asking = [body["first"] + number % body["chats"] for number in range(len(due))]
    await push_in_time(api, [api.make.text(person(chat), body["text"]) for chat in asking], due)
    await asyncio.sleep(max(0.0, end - time.monotonic()))
    await api.until(lambda _: sum(len(ledger.chats[chat]) for chat in set(asking)) >= len(due), body["timeout"])
    turns: dict[int, int] = defaultdict(int)
    waits = []
    for chat, at in zip(asking, due, strict=True):
        waits.append(ledger.chats[chat][turns[chat]] - at)
        turns[chat] += 1
    return {**told(ledger, start, end), "waits": waits}


class Overheard(Ledger):
    """Keeps the moments of all messages, and those of each chat."""

    def __init__(self) -> None:
        super().__init__(keep=False)
        self.chats: dict[int, array[float]] = defaultdict(lambda: array("d"))

    def add(self, record: Sent) -> None:
        super().add(record)
        self.chats[record.chat_id].append(record.at)


def told(ledger: Ledger, start: float, end: float) -> dict:
    within = sum(start <= at <= end for at in ledger.times)
    return {
        "messages": within,
        "seconds": end - start,
        "busiest": ledger.busiest(),
        "refused": sum(ledger.refused.values()),
        "chats": len(ledger.chats),
    }


CONTROLS = {control.__name__: control for control in (ready, latency, load, extra, listen, heard, meanwhile)}


async def control(api: BotApi, request: web.BaseRequest) -> web.Response:
    """POST /control/<name> with a JSON body."""
    answer = await CONTROLS[request.path.removeprefix("/control/")](api, orjson.loads(await request.read() or b"{}"))
    return web.Response(body=orjson.dumps(answer), content_type="application/json")


async def serve() -> None:
    async with BotApi(keep=False, webhook_timeout=60, control=control) as api:
        sys.stdout.write(orjson.dumps({"url": api.url, "token": api.token}).decode() + "\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)  # until whoever started us is gone


if __name__ == "__main__":
    asyncio.run(serve())
