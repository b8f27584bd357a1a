"""The head's check of reports: the report, its evidence, and one decision on it (C10, B2)."""

from collections.abc import Sequence
from dataclasses import replace

from domain.deeds import Deed, State
from domain.forms import Progress
from domain.messages import Attachment, Reply
from domain.mistakes import Mistake
from domain.rights import Scope, need
from handlers.context import Answer, Context, Offer, act, button, offers
from handlers.deeds import deed_words, minors
from handlers.deeds import praised as praised_people
from handlers.exemplars import adopters, marks
from handlers.forms import walker
from handlers.forms.evidence import as_it_came
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from storage import audit
from storage.deeds import deeds, evidence, praised
from storage.deeds.evidence import Stored
from texts.catalogue import capital, shortened


async def waiting(ctx: Context) -> Answer:
    """/check: the oldest report that waits, with its buttons."""
    scope = need(ctx.person, "confirm_deed")
    found = await deeds.waiting(ctx.store, ctx.house.campaign_id, scope, 1)
    return await shown(ctx, found[0]) if found else ctx.say("check.none", [["menu"]])


async def found_in(ctx: Context, scope: Scope, number: int) -> Deed:
    """The report, if it lies in the scope; raises Mistake otherwise, so that nothing is told of others' reports."""
    deed = await deeds.get(ctx.store, ctx.now, number, scope)
    if deed is None:
        raise Mistake("deed_not_yours")
    return deed


async def shown(ctx: Context, deed: Deed) -> Reply:
    """The report, with its decisions while it waits."""
    minors.seen(ctx, deed)
    reporter = await ctx.reader(deed.reporter) if deed.reporter else None
    sent = deed.sent_at.astimezone(ctx.now.zone)
    by = ctx.words(
        "deed.sent_by",
        by=ctx.words.who(reporter.person if reporter else None),
        time=ctx.words.time(sent),
        day=ctx.words.day(sent.date()),
    )
    shown = await as_it_came(ctx.store, deed.id, deed.answers)
    mark = await marks.to_head(ctx, deed)
    spread = [f"- {line}"] if (line := await adopters.line(ctx, deed.id)) else []
    lines = "\n".join((deed_words.lines(ctx.words, shown, by), *await _said(ctx, deed), *spread, *mark.lines))
    if deed.state != "sent":
        state = ctx.words(f"deed.state.{deed.state}")
        return ctx.say("check.seen", [[*mark.offers], ["menu"]], number=deed.id, lines=lines, state=state)
    reply = deed_words.decision(ctx.words, deed, ctx.words("deed.to_check", number=deed.id, lines=lines))
    return replace(reply, choices=(*reply.choices[:1], *offers(ctx.words, [[*mark.offers]]), *reply.choices[1:]))


async def _said(ctx: Context, deed: Deed) -> list[str]:
    """What the people who are praised answered."""
    lines = []
    for one in await praised.of(ctx.store, ctx.now, deed.id, need(ctx.person, "confirm_deed")):
        who = ctx.words.who((await ctx.reader(one.person)).person)
        told = shortened(one.words or "", deed_words.MOST["said"])
        line = ctx.words(f"praised.line_{one.answer or 'waits'}", by=who, By=capital(who), words=told)
        lines.append(f"- {line}")
    return lines


async def see(ctx: Context) -> Answer:
    """The whole report."""
    return await shown(ctx, await found_in(ctx, need(ctx.person, "confirm_deed"), int(ctx.args[0])))


async def files(ctx: Context) -> Answer:
    """The report's photos and papers; the decision hangs under the last of them."""
    scope = need(ctx.person, "confirm_deed")
    deed = await found_in(ctx, scope, int(ctx.args[0]))
    minors.seen(ctx, deed)
    stored = await evidence.of(ctx.store, ctx.now, deed.id, scope)
    if not stored:
        return ctx.say("check.files_owed", [["menu"]], number=deed.id)
    answers = as_files(ctx, deed, stored)
    if deed.state == "sent":
        last = deed_words.decision(ctx.words, deed, answers[-1].text)
        answers[-1] = Reply(last.text, last.choices, answers[-1].picture, answers[-1].document)
    return answers


def as_files(ctx: Context, deed: Deed, stored: Sequence[Stored]) -> list[Reply]:
    """Each photo or paper in a message of its own."""
    answers = []
    for place, one in enumerate(stored, 1):
        file = Attachment(one.key, one.name or f"G-{deed.id}-{place}", one.media_type)
        text = ctx.words("check.file", number=deed.id, place=place, total=len(stored))
        is_picture = one.media_type.startswith("image/")
        answers.append(Reply(text, picture=file) if is_picture else Reply(text, document=file))
    return answers


async def confirm(ctx: Context) -> Answer:
    """Once; the reporter hears it."""
    scope = need(ctx.person, "confirm_deed")
    number, version = int(ctx.args[0]), int(ctx.args[1])
    deed = await deeds.decide(ctx.store, ctx.now, number, version, "confirmed", scope)
    if deed is None:
        return await moved_on(ctx, number)
    audit.note(ctx.store, ctx.now, scope.person, "deed_confirmed", f"deed:{number}")
    if deed.reporter is not None:
        reader = await ctx.reader(deed.reporter)
        words = ctx.words_for(reader)
        text = words("deed.was_confirmed", number=number, By=capital(words.who(ctx.person)))
        reply = Reply(text, offers(words, [[button(words, "mine")]]))
        ctx.tell(reader, reply, "notice", f"deed:{number}:{deed.version}:reporter")
    await praised_people.ask_them(ctx, deed)
    left = await deeds.count_waiting(ctx.store, ctx.house.campaign_id, scope)
    rest = ctx.words("check.left", n=left) if left else ctx.words("check.none_left")
    first: list[Offer] = [ctx.button("waiting", "/check", n=left)] if left else []
    thank = ctx.button("send_thanks", act("thank", number))
    return ctx.say("check.confirmed", [first, [thank, "menu"]], number=number, rest=rest, **deed_words.at(ctx))


async def ask_why(ctx: Context, sheet: Sheet) -> Answer:
    """Open the form that asks for a decision's reason, as long as the report waits in the version that was seen."""
    number, version = int(ctx.args[0]), int(ctx.args[1])
    deed = await found_in(ctx, need(ctx.person, "confirm_deed"), number)
    if deed.state != "sent" or deed.version != version:
        return await moved_on(ctx, number)
    reporter = await ctx.reader(deed.reporter) if deed.reporter else None
    named = {"_reporter": ctx.words.who(reporter.person if reporter else None)}
    return await walker.begin(ctx, sheet, named, subject=f"deed:{number}:{version}")


async def decided(ctx: Context, progress: Progress, state: State) -> Deed | None:
    """Decide with the reason that was given, once, and note it; None when the report has moved on."""
    scope = need(ctx.person, "confirm_deed")
    number, version = (int(part) for part in progress.subject.split(":")[1:])
    reason = str(progress.answers["reason"])
    deed = await deeds.decide(ctx.store, ctx.now, number, version, state, scope, reason)
    if deed is not None:
        audit.note(ctx.store, ctx.now, scope.person, f"deed_{state}", f"deed:{number}", {"reason": reason})
    return deed


async def as_it_stands(ctx: Context) -> Answer:
    """The report of a button: the question, or what has become of it."""
    return await moved_on(ctx, int(ctx.args[0]))


async def moved_on(ctx: Context, number: int) -> Answer:
    """The button is older than the report: say what happened since, by whom and when (B2)."""
    deed = await found_in(ctx, need(ctx.person, "confirm_deed"), number)
    if deed.decided_by is None or deed.decided_at is None or deed.state == "sent":
        return await shown(ctx, deed)
    when = deed.decided_at.astimezone(ctx.now.zone)
    return ctx.say(
        f"check.already_{deed.state}",
        [["menu"]],
        number=number,
        by=await _decider(ctx, deed.decided_by),
        time=ctx.words.time(when),
        day=ctx.words.day(when.date()),
    )


async def _decider(ctx: Context, person: int) -> str:
    """Who decided, with the role when it was somebody else."""
    who = (await ctx.reader(person)).person
    named = ctx.words.who(who)
    if ctx.person is None or who is None or who.id == ctx.person.id:
        return named
    grant = who.holding("head", "deputy")
    if grant is None:
        return named
    return ctx.words("check.by_role", who=named, role=ctx.words.role(grant.role, grant.unit_kind))


COMMANDS = (Intention("check", waiting, verb="confirm_deed"),)
ACTIONS = (
    Intention("confirm", confirm, verb="confirm_deed", again=as_it_stands),
    Intention("see", see, verb="confirm_deed"),
    Intention("files", files, verb="confirm_deed"),
)
