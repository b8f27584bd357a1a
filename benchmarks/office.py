"""The Office's desk beside /summary, all in one run: what each costs in time and processor, and how often /summary."""

import random
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from benchmarks import counting, province
from benchmarks.databases import settings
from benchmarks.province import Province
from benchmarks.summary import QUESTIONS, Times, ask, ranked
from bot.app import opened
from domain.conversations import Conversation
from domain.messages import Address, Incoming
from domain.people import Person
from domain.rights import Scope
from handlers.context import Context
from handlers.router import resolve
from storage.awards import nominations
from storage.council import sessions
from storage.council.sessions import Called
from storage.database import open_engine
from storage.exemplars import reach
from storage.figures import figures
from storage.people import people
from storage.post import conversations
from storage.store import Store
from tests.kit.council_room import GOLDEN, nominated
from tests.kit.postgres import Server

DEEDS, ASKED, WARM_UP, MEMBERS, CASES = 50_000, 60, 10, 11, 20
Act = Callable[[Store], Awaitable[object]]


async def table(server: Server, folder: Path, deeds: int = DEEDS, stores: str = "sqlite postgresql") -> list[str]:
    """Markdown: p50 / p95 in milliseconds, our processor, and how often that of the Office's /summary of the run."""
    lines = [
        f"| asked, {deeds:,} deeds | database | ms p50 / p95 | CPU ms | × /summary |",
        "| --- | --- | --- | --- | --- |",
    ]
    for kind in stores.split():
        url = server.create("office") if kind == "postgresql" else f"sqlite+aiosqlite:///{folder}/office.db"
        async with opened(settings(url, folder)) as base:
            one = await province.found(base, folder)
            await province.grow(one, deeds)
            await counting.check(base, one.house.campaign_id)
            print(f"bench: {kind} has {deeds:,} deeds", flush=True)
            lines += rows(kind, await measure(one))
            print("\n".join(lines), flush=True)
    return lines


def rows(kind: str, found: dict[str, Times]) -> Iterator[str]:
    """A row for each question."""
    first = next(iter(found.values())).cpu
    for asked, times in found.items():
        told = f"{times.p50:.1f} / {times.p95:.1f} | {times.cpu:.1f} | {times.cpu / first:.2f}"
        yield f"| {asked} | {kind} | {told} |"


async def measure(one: Province) -> dict[str, Times]:
    """All questions, those of the desk last; what the desk writes is undone."""
    found = {question: await ask(one, who, value) for question, who, value in QUESTIONS}
    for name, act in desk(one).items():
        found[name] = await acted(one, [act] * (WARM_UP + ASKED))
    found |= await voted(one)
    return found


def desk(one: Province) -> dict[str, Act]:
    """What the Office and a school ask and write, straight from storage but for the review queue."""
    now, campaign, root = one.base.clock.now(), one.house.campaign_id, one.house.root
    scope = Scope("see_figures", (root,), below=True, person=one.askers["Hoa"])
    movement, school = one.house.campaign.movements[0].code, one.schools[1]
    start, dice = one.house.campaign.start, random.Random(3)

    async def review(store: Store) -> None:
        person = await conversations.person_on(store, one.askers["Hoa"], now.today)
        await said(one, store, person, "/review")

    return {
        "first thanks, median of the campaign": lambda store: figures.first_thanks(
            store, now, campaign, root, (start - timedelta(days=1), now.today), scope
        ),
        "adopters of a movement": lambda store: reach.spread_below(
            store, now, campaign, root, movement, (start, now.today), scope
        ),
        "adopters of one example, a page": lambda store: reach.adopters(store, dice.randrange(1, 1500) * 33, (0, 8)),
        "Office: /review, a page": review,
        "a nomination is written": lambda store: nominations.add(
            store,
            now,
            campaign,
            school,
            GOLDEN,
            "at_relay",
            Scope("nominate", (school,), below=False, person=one.askers["Minh"]),
        ),
    }


async def said(one: Province, store: Store, person: Person | None, value: str) -> None:
    """One message to its handler, as the switchboard runs one that writes."""
    now, talk = one.base.clock.now(), Conversation(Address("web", "web", "1"), person)
    typed, pressed = ("", value) if value.startswith("a.") else (value, "")
    incoming = Incoming(talk.address, "", "", now.real, text=typed, choice=pressed)
    ctx = Context(incoming, talk, now, store, one.house, one.house.catalogue.words("vi", person))
    await resolve(ctx).run(ctx)


async def acted(one: Province, acts: list[Act], before: Act | None = None) -> Times:
    """Each in turn within one transaction that is undone."""
    times: list[tuple[float, float]] = []
    engine = open_engine(one.base.engine.url.render_as_string(hide_password=False), "writer")
    async with engine.connect() as connection:
        begun = await connection.begin()
        if before:
            await before(Store(connection))
        for act in acts:
            store, start, busy = Store(connection), time.perf_counter(), time.process_time()
            await act(store)
            await store.keep()
            times.append(((time.perf_counter() - start) * 1000, (time.process_time() - busy) * 1000))
        await begun.rollback()
    await engine.dispose()
    return ranked(times[WARM_UP:])


async def voted(one: Province) -> dict[str, Times]:
    """Eleven members vote on twenty cases: the press, its vote, and the next case shown."""
    now, root, members, row = one.base.clock.now(), one.house.root, list[Person](), list[int]()

    async def sit(store: Store) -> None:
        for n in range(MEMBERS):
            person = await people.add(store, now, f"M{n}", "co")
            await people.grant(store, person, "council", root, now.today, None)
            found = await conversations.person_on(store, person, now.today)
            members.extend([found] if found else [])
        by = one.askers["Minh"]
        told = {"met_on": date(2025, 12, 1)}
        cases = [
            await nominated(store, now, one.house.campaign_id, one.schools[1], by, subject_name=f"co {n}", **told)
            for n in range(CASES)
        ]
        ids = [person.id for person in members]
        called = Called(now.today, "p", ids[1], ids[0], ids, cases)
        scope = Scope("award", (root,), below=True, person=ids[0])
        row.append(await sessions.call(store, now, one.house.campaign_id, called, scope))
        await said(one, store, members[0], f"a.session_all_here.{row[0]}")
        await said(one, store, members[0], f"a.voting_open.{row[0]}")
        await store.keep()

    def vote(case: int, voter: int) -> Act:
        return lambda store: said(one, store, members[voter], f"a.vote.{case}.agree")

    acts = [vote(case, voter) for case in range(1, CASES + 1) for voter in range(MEMBERS)]
    return {"council: a vote": await acted(one, acts, sit)}
