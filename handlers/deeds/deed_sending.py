"""A report leaves its reporter: stored, its evidence tied to it, its head told, a receipt given back."""

from dataclasses import dataclass
from datetime import date

from domain.deeds import Deed
from domain.forms import Answers, Progress
from domain.messages import Json
from domain.mistakes import Mistake
from domain.people import Grant, Person, Reader
from domain.rights import grant_for
from handlers.context import Answer, Context, Offer, act
from handlers.deeds import deed_words, minors, short_of_files
from handlers.forms.evidence import as_it_came, how_many, with_what_came
from storage import audit
from storage.deeds import deeds, evidence
from storage.people import people

_BESIDE = frozenset(
    {
        "movement",
        "_by",
        "_note",
        "_before",
        "_version",
        "_cleaned",
        "_asked",
        "_freely",
        "pupil_name",
        "_full_name",
        "_again",
    }
)
"""Answers that are kept elsewhere, or only served the filling."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A filled report as the store takes it."""

    said: dict[str, Json]
    movement: str
    days: tuple[date | None, date | None]
    outside: bool


def _sheet(answers: Answers) -> _Sheet:
    days = (_day(answers.get("from")), _day(answers.get("to")))
    said = {name: value for name, value in answers.items() if name not in _BESIDE} | minors.kept_with(answers)
    return _Sheet(said, str(answers["movement"]), days, bool(answers.get("outside")))


def _day(value: Json) -> date | None:
    return date.fromisoformat(str(value)) if value else None


async def finish(ctx: Context, progress: Progress) -> Answer:
    """Send it for the first time, or completed."""
    person = ctx.person
    grant = grant_for(person, "report") if person else None
    if person is None or grant is None:
        raise Mistake("no_right_report")
    sheet = _sheet(progress.answers)
    if progress.subject:
        return await _send_again(ctx, progress, sheet, person)
    return await _send(ctx, progress, sheet, person, grant)


async def _send(ctx: Context, progress: Progress, sheet: _Sheet, person: Person, grant: Grant) -> Answer:
    number = await deeds.send(
        ctx.store,
        ctx.now,
        ctx.house.campaign_id,
        grant.unit,
        person.id,
        sheet.said,
        sheet.movement,
        sheet.days,
        outside=sheet.outside,
    )
    ctx.sent = number
    await _tie(ctx, progress, person, "deed_sent", number, sheet)
    deed = Deed(number, grant.unit, person.id, "sent", 1, sheet.movement, sheet.said, ctx.now.campaign)
    files = await evidence.of_report(ctx.store, f"deed:{number}")
    shown = with_what_came(sheet.said, files)
    for head in await heads_of(ctx, grant.unit):
        words = ctx.words_for(head)
        by = words("deed.sent_by", by=words.who(person), **deed_words.at(ctx, words))
        text = words("deed.to_check", number=number, lines=deed_words.lines(words, shown, by))
        ctx.tell(head, deed_words.decision(words, deed, text), "notice", f"deed:{number}:1:{_id(head)}")
    if short := short_of_files.receipt(ctx, number, files):
        return short
    rows: list[list[Offer]] = [["mine"], [ctx.button("report_another", "/report")]]
    return ctx.say("deed.received", rows, number=number, unit=grant.unit_name, **deed_words.at(ctx))


async def _send_again(ctx: Context, progress: Progress, sheet: _Sheet, person: Person) -> Answer:
    number = int(progress.subject.removeprefix("deed:"))
    before = await deeds.own(ctx.store, number, person.id)
    if before and before.version == progress.answers.get("_version") and _is_same(before, sheet, progress.answers):
        return ctx.say("deed.nothing_changed", [[ctx.button("see_report", act("mine", number))]])
    again = (
        before
        and _is_seen(before, progress.answers)
        and await deeds.resend(
            ctx.store, ctx.now, before, person.id, sheet.said, sheet.movement, sheet.days, outside=sheet.outside
        )
    )
    if not before or not again:
        ctx.talk.drop(progress.form)
        raise Mistake("deed_moved_on", number=number)
    await _tie(ctx, progress, person, "deed_completed", number, sheet)
    shown = await as_it_came(ctx.store, number, sheet.said)
    for head in await heads_of(ctx, before.unit):
        words = ctx.words_for(head)
        lines = deed_words.changes(words, before.answers, shown)
        reply = deed_words.decision(words, again, words("deed.completed", number=number, lines=lines), look=True)
        ctx.tell(head, reply, "notice", f"deed:{number}:{again.version}:{_id(head)}")
    return ctx.say("deed.sent_again", [["mine"]], number=number, **deed_words.at(ctx))


def _is_seen(before: Deed, answers: Answers) -> bool:
    """Whether this is still the report that was opened for correcting; a completion answers whatever was returned."""
    version = answers.get("_version")
    return before.state == "returned" if version is None else before.version == version


def _is_same(before: Deed, sheet: _Sheet, answers: Answers) -> bool:
    if answers.get("pupil_name"):
        return False
    said = {name: value for name, value in sheet.said.items() if name[0] != "_" or name in {"_photos", "_papers"}}
    return before.movement == sheet.movement and all(before.answers.get(name) == one for name, one in said.items())


async def _tie(ctx: Context, progress: Progress, person: Person, action: str, number: int, sheet: _Sheet) -> None:
    """The files of this filling now belong to the report, and the audit knows who did what."""
    if any(how_many(progress.answers)):
        await evidence.tie(ctx.store, ctx.talk.address.key, progress.run, f"deed:{number}")
    await minors.keep(ctx, number, progress.answers, person.id)
    audit.note(ctx.store, ctx.now, person.id, action, f"deed:{number}", sheet.said)


async def heads_of(ctx: Context, unit: int) -> list[Reader]:
    """Who confirms for this unit: its head, or while there is none its deputy."""
    held = await people.holders(ctx.store, unit, ["head", "deputy"], ctx.now.today)
    chosen = [row for row in held if row[1] == "head"] or held
    return [await ctx.reader(person) for person, _ in chosen]


def _id(reader: Reader) -> int:
    return reader.person.id if reader.person else 0
