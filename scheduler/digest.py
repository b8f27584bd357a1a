"""The weekly overview: on the first working day, once for each person, with what was too much for the last week."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from domain.calendar import Calendar
from domain.clock import Now
from domain.people import Reader
from domain.reminders import Hours
from domain.rights import Scope
from handlers.context import House
from handlers.duties import digesting
from handlers.duties.digesting import Week
from scheduler.jobs import Job
from scheduler.ladder import Ladder, stand
from storage.database import Connection
from storage.duties import digests, duty_answers, obliged, promises, reminders
from storage.duties.reminders import Verdict
from storage.people import seats
from storage.plans import plan_requests
from storage.post import conversations, outbox
from storage.post.outbox import Due, Numbers
from storage.store import Store

A_PAGE = 100
"""People in one transaction."""
AHEAD, BACK = timedelta(days=14), timedelta(days=30)
"""How long before and after its due day a duty is told of."""
KEY = "digest:"


def digest(house: Callable[[], House], numbers: Numbers) -> Job:
    """The job; ``house`` is asked anew each time, for a campaign may be imported while the service runs."""

    async def run(connection: Connection, now: Now) -> int:
        here = house()
        if not is_time(here, now):
            return 0
        store = Store(connection)
        week = monday(now.today)
        due = await digests.due(store, now, week, A_PAGE)
        if due:
            await _tell(connection, store, now, await stand(store, here, now), numbers, week, dict(due))
        await store.keep()
        return len(due)

    return Job("digest", timedelta(minutes=5), run, A_PAGE)


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def first_working_day(calendar: Calendar, day: date) -> date:
    """Of the week of ``day``; of a week without one, the first after it."""
    return calendar.next_working_day(monday(day))


def is_time(house: House, now: Now) -> bool:
    """On the first working day of the week from its hour on, while people may be spoken to."""
    at, hours = house.campaign.digest_at, Hours(house.campaign, house.calendar, now.zone)
    if at is None or not house.root or first_working_day(house.calendar, now.today) != now.today:
        return False
    return hours.are_now(now) and now.local.time() >= at


async def _tell(
    connection: Connection,
    store: Store,
    now: Now,
    found: Ladder,
    numbers: Numbers,
    week: date,
    wanted: dict[int, bool],
) -> None:
    people = sorted(wanted)
    readers = await seats.readers(store, people, found.house.default_language)
    weeks = await _weeks(store, now, found, people)
    folded = await reminders.folded(store, people)
    with_duties = {person for _, _, _, person in folded}
    due: dict[int, Due] = {}
    why: dict[int, str | None] = {}
    for person in people:
        why[person] = _why_not(readers.get(person), weeks[person], is_off=wanted[person] and person not in with_duties)
        if why[person] is None:
            due[person] = _due(found, now, numbers, readers[person], weeks[person], week)
    if due:
        await outbox.add(connection, list(due.values()), now.real)
        menus = [
            (one.address, [[choice.value, choice.label] for choice in one.reply.buttons()])
            for person, one in due.items()
            if not readers[person].busy
        ]
        await conversations.offer(connection, menus)
    told = [(person, why[person], due[person].id if person in due else None) for person in people]
    await digests.note(store, now, week, told)
    await reminders.decide(store, now, [_with_digest(row, person, due.get(person)) for row, _, _, person in folded])


def _why_not(reader: Reader | None, week: Week, *, is_off: bool) -> str | None:
    if reader is None or reader.address is None:
        return "no_address"
    if is_off:
        return "muted"
    return "nothing" if week.is_empty else None


def _due(found: Ladder, now: Now, numbers: Numbers, reader: Reader, week: Week, monday_of: date) -> Due:
    words = found.house.catalogue.words(reader.language, reader.person)
    person = reader.person.id if reader.person else 0
    hours = found.hours[found.house.campaign_id]
    last = hours.calendar.add_working_days(now.today, hours.campaign.late_days)
    return Due(
        numbers.take(),
        reader.address.key if reader.address else "",
        outbox.lane("reminder"),
        digesting.overview(words, week),
        person=person,
        key=f"{KEY}{person}:{monday_of.isoformat()}",
        subject=f"{KEY}{person}",
        expires_at=hours.close(last),
    )


def _with_digest(row: int, person: int, due: Due | None) -> Verdict:
    """What was too much for the week is told with the overview, or settled with it."""
    if due is None:
        return Verdict(row, "skipped", "answered", person)
    return Verdict(row, "told", "ceiling", person, due.address.partition(":")[0], due.id)


# -- what happened -----------------------------------------------------------------------------------------------------


async def _weeks(store: Store, now: Now, found: Ladder, people: Sequence[int]) -> dict[int, Week]:
    held = await digests.seats_of(store, people, now.today)
    places = await seats.places(store, {unit for some in held.values() for _, unit in some}, now.today)
    since = datetime.combine(monday(now.today) - timedelta(days=7), time(), now.zone)
    weeks = {person: Week(now.today) for person in people}
    office = [person for person, some in held.items() if any(role == "office" for role, _ in some)]
    if office:
        whole = await _of_office(store, now, found, since)
        weeks |= dict.fromkeys(office, whole)
    heads = {person: some for person, some in held.items() if person not in office}
    await _of_heads(store, now, found, since, weeks, heads, places)
    return weeks


async def _of_heads(
    store: Store,
    now: Now,
    found: Ladder,
    since: datetime,
    weeks: dict[int, Week],
    heads: dict[int, list[tuple[str, int]]],
    places: dict[int, seats.Place],
) -> None:
    units = sorted({unit for some in heads.values() for _, unit in some} & places.keys())
    deeds = await digests.deeds(store, found.house.campaign_id, units, since)
    for person, some in heads.items():
        week = weeks[person]
        week.units = [places[unit] for _, unit in some if unit in places]
        for place in week.units:
            new, waiting = deeds.get(place.id, (0, 0))
            week.new, week.waiting = week.new + new, week.waiting + waiting
    for obligation in found.obligations:
        if not now.today - BACK <= obligation.due <= now.today + AHEAD:
            continue
        spared = await obliged.spared(store, obligation, found.root, now.today, units) if units else {}
        for person in heads:
            owing = [place for place in weeks[person].units if spared.get(place.id) == ""]
            weeks[person].due += [(obligation, place) for place in owing]


async def _of_office(store: Store, now: Now, found: Ladder, since: datetime) -> Week:
    """What needs the Office's decision, how units stand to what is due, and what was promised."""
    everywhere = Scope("decide_plan", (found.house.root,), below=True, person=0)
    week = Week(now.today, is_office=True)
    week.new = await digests.new_deeds(store, found.house.campaign_id, since)
    week.requests = await plan_requests.count_waiting(store, now, found.house.campaign_id, everywhere)
    week.requests += await duty_answers.count_waiting(store, now, everywhere)
    for obligation in found.obligations:
        if not now.today - BACK <= obligation.due <= now.today + AHEAD:
            continue
        counts = await obliged.counts(store, obligation, found.root, now.today, obligation.due)
        if late := sum(n for _, n in counts.values()):
            week.late.append((obligation, late, sum(total for total, _ in counts.values())))
        if obligation.settles_by_plan:
            week.promises = await promises.counts(store, now, obligation.id, everywhere)
    return week
