"""A small province under the real campaign, with the jobs of reminders and a sender that can be stopped anywhere."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select, update

from domain.audiences import Audience, Reach
from domain.clock import OPEN_END, Now
from domain.obligations import owed
from domain.rights import Scope
from domain.units import UnitRow
from handlers.context import House
from scheduler.nudging import last_look, nudges
from storage import campaigns, tables
from storage.database import Connection
from storage.duties import obligations
from storage.people import people
from storage.plans import plans
from storage.post import outbox, sending
from storage.post.outbox import Due, Mark, Numbers
from storage.post.sending import Later, Skip
from storage.sendings import dispatches, recipients
from storage.sendings.audiences import Found
from storage.store import Store
from storage.units import units
from tests.kit.campaign import CALENDAR, CAMPAIGN
from tests.storage.room import ZONE, Room
from texts.catalogue import Catalogue

PROVINCE = (
    UnitRow("SO", "Sở Giáo dục và Đào tạo", "sgddt", ownership="cong"),
    UnitRow("PGD", "Phòng Giáo dục và Đào tạo quận Lê Chân", "pgd", "SO", ownership="cong"),
    UnitRow("NQ", "Trường THPT Ngô Quyền", "thpt", "SO", ownership="cong"),
    UnitRow("SL", "Trường THCS Sông Lấp", "thcs", "PGD", ownership="cong"),
    UnitRow("HP", "Trường Tiểu học Hoa Phượng", "tieuhoc", "PGD", ownership="cong"),
    UnitRow("BL", "Trường Mầm non Bằng Lăng", "mamnon", "PGD", ownership="cong"),
)
CAST = (
    ("Minh", "thay", "head", "NQ"),
    ("Yến", "co", "head", "SL"),
    ("Tuấn", "thay", "deputy", "SL"),
    ("Vân", "co", "deputy", "BL"),
    ("Thu", "chi", "relay", "PGD"),
    ("Hoa", "chi", "office", "SO"),
)
BEGINS = datetime(2025, 4, 10, 9, tzinfo=ZONE)


@dataclass
class Stage:
    """The database, the hour, who is there, and what has reached whom."""

    room: Room
    house: House
    numbers: Numbers
    units: dict[str, int]
    people: dict[str, int] = field(default_factory=dict)
    local: datetime = BEGINS
    real: datetime | None = None
    """The hour of the machine, where it stands still beside the campaign's."""
    delivered: Counter[int] = field(default_factory=Counter)
    """By row of the outbox: how often the platform took it."""

    @property
    def now(self) -> Now:
        at = self.local.astimezone(UTC)
        return Now(self.real or at, at, ZONE)

    def worker(self):
        """A process that has just begun: it remembers nothing."""
        return nudges(lambda: self.house, self.numbers)

    async def ring(self, jobs) -> int:
        """One ring of each job, as the ticker does it."""
        total = 0
        for job in jobs:
            count = job.full
            while count >= job.full:
                count = await self.room.writer.run(lambda connection, job=job: job.run(connection, self.now))
                total += count
        return total

    async def send(self, *, stop_after: int | None = None) -> int:
        """Send what waits, as the sender does; after so many it is killed between the send and its mark."""
        planned = select(tables.OUTBOX.c.id).where(
            tables.OUTBOX.c.state == "planned", tables.OUTBOX.c.lane == outbox.lane("reminder")
        )
        sent = 0
        for (row,) in await self.room.rows(planned.order_by(tables.OUTBOX.c.id)):
            if not await self.room.writer.run(lambda connection, row=row: self._claim(connection, row)):
                continue
            if stop_after is not None and sent >= stop_after:
                return sent
            self.delivered[row] += 1
            sent += 1
            if stop_after is not None and sent == stop_after:
                return sent
            mark = Mark(row, "sent", self.now.real, message=str(row))
            await self.room.writer.run(lambda connection, mark=mark: outbox.mark(connection, [mark]))
        return sent

    async def _claim(self, connection: Connection, row: int) -> bool:
        due = await sending.load(connection, [row])
        if not due:
            return False
        if due[0].expires_at and due[0].expires_at < self.now.campaign:
            await outbox.mark(connection, [Mark(row, "expired", self.now.real, reason="too_late")])
            return False
        verdict = await self._verdict(connection, due)
        if isinstance(verdict, Skip):
            await outbox.mark(connection, [Mark(row, "skipped", self.now.real, reason=verdict.reason)])
        if isinstance(verdict, Skip | Later):
            return False
        return row in await sending.claim(connection, [row])

    async def _verdict(self, connection: Connection, due: Sequence[Due]):
        look = last_look(lambda: self.house)
        return (await look(Store(connection, writable=False), due, self.now)).get(due[0].id)

    async def recover(self) -> None:
        """The sender begins again."""
        await self.room.writer.run(sending.lose_claims)

    async def says(self, unit: str, person: str, state: str, **answers: str) -> None:
        """A unit reports where its plan stands."""
        where = self.units[unit]
        scope = Scope("report_plan", (where,), below=False, person=self.people[person])

        async def work(store: Store) -> int:
            said = {"reason": "chưa họp hội đồng", **answers}
            args = (self.house.campaign_id, where, state, said, scope)
            return await plans.report(store, self.now, *args, spread=False)

        await self.room.does(work)

    async def grants(self, unit: str, until) -> None:
        """The Office gives a unit another due day."""
        where = tables.PLAN.c.unit_id == self.units[unit]
        change = update(tables.PLAN).where(where).values(state="extended", due_on=until)
        await self.room.writer.run(lambda connection: connection.execute(change))

    async def book(self) -> list:
        """Every nudge there is."""
        return await self.room.rows(select(tables.REMINDER).order_by(tables.REMINDER.c.id))

    async def texts(self) -> list[tuple[str, str]]:
        """What was said or waits: (who, text), by row; read before it is sent."""
        names = {row: name for name, row in self.people.items()}
        rows = await self.room.rows(select(tables.OUTBOX).order_by(tables.OUTBOX.c.id))
        return [(names[row.person_id], row.payload["text"]) for row in rows if row.payload]

    async def moves(self, person: str, to: str | None) -> None:
        """Somebody's chat is blocked ("blocked"), or open again (None)."""
        at = self.now.real if to else None
        chats = update(tables.CONVERSATION).where(tables.CONVERSATION.c.person_id == self.people[person])
        await self.room.writer.run(lambda connection: connection.execute(chats.values(blocked_at=at)))

    async def clear(self) -> None:
        """Everything as at the beginning."""
        self.local, self.delivered = BEGINS, Counter()
        gone = (tables.DIGEST, tables.REMINDER, tables.OUTBOX, tables.PROMISE, tables.PLAN_STEP, tables.PLAN)
        gone += (tables.FIGURE, tables.AUDIT_VALUE, tables.AUDIT)

        async def work(connection: Connection) -> None:
            for table in gone:
                await connection.execute(delete(table))
            await connection.execute(update(tables.CONVERSATION).values(blocked_at=None))

        await self.room.writer.run(work)


async def set_up(room: Room, codes: Sequence[str] = ("plan",)) -> Stage:
    """The province with its cast; only these obligations are open."""
    at = BEGINS.astimezone(UTC)
    now = Now(at, at, ZONE)
    ids = await room.province(*PROVINCE)

    async def begin(store: Store) -> int:
        campaign = await campaigns.put(store, now, CAMPAIGN)
        chosen = [one for one in owed(CAMPAIGN, CALENDAR) if one.code in codes]
        await obligations.bring_up_to_date(store, now, campaign, chosen)
        return campaign

    campaign = await room.does(begin)
    house = House(CAMPAIGN, campaign, Catalogue.load(), "vi", b"", ids["SO"], calendar=CALENDAR)
    stage = Stage(room, house, Numbers(0), dict(ids))
    for name, title, role, unit in CAST:
        await join(stage, name, title, role, unit)
    return stage


async def join(stage: Stage, name: str, title: str, role: str, unit: str, channel: str = "telegram") -> None:
    """Somebody with a chat and a role; a further role if they are there already."""
    now = stage.now

    async def work(store: Store) -> int:
        known = stage.people.get(name)
        person = known or await people.add(store, now, name, title)
        await people.grant(store, person, role, stage.units[unit], now.today, None)
        if known is None and channel:
            chat = {"address": f"{channel}:1:{person}", "person_id": person, "seen_at": now.real}
            await store.write(insert(tables.CONVERSATION), chat)
        return person

    stage.people[name] = await stage.room.does(work)


async def announced(stage: Stage, who: str, times: int) -> None:
    """So many announcements have come to somebody at this hour of the campaign."""
    campaign, unit, person = stage.house.campaign_id, stage.units["SO"], stage.people[who]

    async def work(store) -> None:
        for _ in range(times):
            subject, audience = "announcement:1", Audience(roles=("head",))
            number = await dispatches.draft(
                store, stage.now, campaign, "announcement", subject, unit, stage.people["Hoa"], audience, Reach()
            )
            dispatch = await dispatches.known(store, number)
            await recipients.add(store, dispatch, [Found(stage.units["NQ"], person, "telegram")])
            [one] = await recipients.next_planned(store, number, 9)
            await recipients.queued(store, stage.now, {one.id: 900 + number}, first=False)

    await stage.room.does(work)


__all__ = ["BEGINS", "OPEN_END", "Stage", "announced", "join", "set_up", "units"]
