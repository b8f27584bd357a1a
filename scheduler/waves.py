"""Waves of the campaign that come near are proposed to the Office; nobody is written to without an officer (I.1-4)."""

from collections.abc import Callable
from datetime import timedelta

from domain.campaigns import Campaign, Wave
from domain.clock import Now
from domain.messages import Reply
from handlers.context import House, Telling, act, button, offers
from scheduler.jobs import Job
from storage.database import Connection
from storage.people import people
from storage.post import conversations, outbox
from storage.post.outbox import Due, Numbers
from storage.store import Store


def waves(house: Callable[[], House], numbers: Numbers) -> Job:
    """The job; each officer is asked once for each wave, in speaking hours of a working day."""

    async def run(connection: Connection, now: Now) -> int:
        known = house()
        near = _near(known.campaign, now) if _may_speak(known, now) else []
        if not near:
            return 0
        store = Store(connection)
        keys = {
            _key(known, wave, person): (wave, person)
            for person, _ in await people.holders(store, known.root, ["office"], now.today)
            for wave in near
        }
        said = await outbox.planned_before(connection, list(keys))
        told = [await _proposed(store, now, known, *one) for key, one in keys.items() if key not in said]
        if not told:
            return 0
        new = await outbox.add(connection, [_due(one, numbers) for one in told], now.real)
        menus = [
            (one.reader.address.key, [[choice.value, choice.label] for choice in one.reply.buttons()])
            for one in told
            if one.reader.address and not one.reader.busy and one.key in {due.key for due in new}
        ]
        if menus:
            await conversations.offer(connection, menus)
        return len(new)

    return Job("waves", timedelta(minutes=5), run)


def _may_speak(house: House, now: Now) -> bool:
    campaign = house.campaign
    works = house.calendar.is_working_day(now.today)
    return works and campaign.speaking_from <= now.local.time() < campaign.speaking_until


def _near(campaign: Campaign, now: Now) -> list[Wave]:
    """Those that begin to be near: in ``wave_notice_days``, or sooner where nobody could be asked before."""
    until = now.today + timedelta(days=campaign.wave_notice_days)
    return [wave for wave in campaign.waves if now.today < wave.day <= until and campaign.contains(wave.day)]


async def _proposed(store: Store, now: Now, house: House, wave: Wave, person: int) -> Telling:
    reader = await conversations.reader(store, person, now.today, house.default_language)
    words = house.catalogue.words(reader.language, reader.person)
    rows = [
        [button(words, "write_announcement", act("announce_wave", wave.day.toordinal()))],
        [button(words, "later", "/menu")],
    ]
    days = (wave.day - now.today).days
    text = words("wave.near", n=days, day=words.day(wave.day), wave=wave.name)
    return Telling(reader, Reply(text, offers(words, rows)), "notice", _key(house, wave, person))


def _key(house: House, wave: Wave, person: int) -> str:
    """Each officer is asked once about each wave."""
    return f"wave:{house.campaign_id}:{wave.day.isoformat()}:{person}"


def _due(told: Telling, numbers: Numbers) -> Due:
    reader = told.reader
    return Due(
        numbers.take(),
        reader.address.key if reader.address else "",
        outbox.lane(told.lane),
        told.reply,
        person=reader.person.id if reader.person else None,
        key=told.key,
        reason=None if reader.address else "no_address",
    )
