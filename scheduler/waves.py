"""Waves of the campaign that come near are proposed to the Office; nobody is written to without an officer (I.1-4)."""

from collections.abc import Callable
from datetime import timedelta

from domain.campaigns import Campaign, Wave
from domain.clock import Now
from domain.messages import Reply
from handlers.context import House, Telling, act, button, offers
from scheduler.jobs import Job
from scheduler.tellings import due_of, may_speak, menus_of
from storage.database import Connection
from storage.people import people
from storage.post import conversations, outbox
from storage.post.outbox import Numbers
from storage.store import Store


def waves(house: Callable[[], House], numbers: Numbers) -> Job:
    """The job; each officer is asked once for each wave, in speaking hours of a working day."""

    async def run(connection: Connection, now: Now) -> int:
        known = house()
        near = _near(known.campaign, now) if may_speak(now, known) else []
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
        new = await outbox.add(connection, [due_of(numbers, one) for one in told], now.real)
        planned = {due.key for due in new}
        if menus := menus_of(one for one in told if one.key in planned):
            await conversations.offer(connection, menus)
        return len(new)

    return Job("waves", timedelta(minutes=5), run)


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
