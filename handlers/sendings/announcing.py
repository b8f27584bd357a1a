"""Writing an announcement: seven questions, then a screen from which it is tried, looked at, changed and sent (F4)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.audiences import Audience, Reach
from domain.dispatches import Dispatch
from domain.forms import Answers, Progress
from domain.messages import Choice, Json, Reply
from domain.mistakes import Mistake
from domain.rights import need
from handlers.context import Answer, Context, Offer, act, offers
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from handlers.sendings import announcement_words, audience_asked, dispatching
from handlers.sendings.announce_form import ANNOUNCE, shown
from handlers.sendings.confirming import main_act
from storage import audit
from storage.deeds import evidence as kept
from storage.sendings import announcements, audiences, dispatches
from storage.sendings.announcements import Announcement, Text

CHANNELS = {"telegram": 4096, "zalo": 2000}
"""The longest text of each channel that has a limit below ours (CONVERSATIONS §1.20)."""


# -- beginning, and coming back ----------------------------------------------------------------------------------------


async def announce(ctx: Context) -> Answer:
    """/announce: the first question, with what there is to come."""
    audience_asked.speaker(ctx)
    return await walker.begin(ctx, SHEET)


async def of_wave(ctx: Context) -> Answer:
    """[Write the announcement] of a wave that comes near: its name is the title already."""
    wave = next((one for one in ctx.campaign.waves if one.day.toordinal() == int(ctx.args[0])), None)
    return await walker.begin(ctx, SHEET, {"title": wave.name} if wave else None)


async def correct(ctx: Context) -> Answer:
    """[Write a correction]: linked to the first, to everybody who was to have that."""
    one, _ = await _found(ctx)
    known: dict[str, Json] = {
        "title": one.text.title,
        "_received": one.id,
        "acknowledged_by": one.text.acknowledged_by or "nobody",
    }
    return await walker.begin(ctx, SHEET, known)


async def edit(ctx: Context) -> Answer:
    """[Change an item]: of what nobody has been sent yet."""
    one, dispatch = await _found(ctx)
    if dispatch.state not in {"draft", "asked"}:
        ctx.args = (str(dispatch.id),)
        return await dispatching.show(ctx)
    starts = dispatch.starts_at.astimezone(ctx.now.zone).isoformat() if dispatch.starts_at else ""
    answers: dict[str, Json] = {
        "title": one.text.title,
        "body": one.text.body,
        "files": one.text.files,
        "doc_no": one.text.doc_no,
        "doc_day": one.text.doc_day.isoformat() if one.text.doc_day else "",
        "audience": dispatch.audience.as_json(),
        "fits": dispatch.reach.as_json(),
        "acknowledged_by": one.text.acknowledged_by or "nobody",
        "starts": starts,
        **({"_received": one.corrects} if one.corrects else {}),
    }
    progress = Progress(ANNOUNCE.name, ctx.talk.next_run(), answers, "", subject=one.subject)
    return await walker.which_line(ctx, SHEET, progress)


async def _found(ctx: Context) -> tuple[Announcement, Dispatch]:
    """The announcement that an act names, with its sending."""
    scope = need(ctx.person, "announce")
    one = await announcements.get(ctx.store, ctx.now, int(ctx.args[0]), scope)
    sendings = await dispatches.of_subject(ctx.store, ctx.now, one.subject, scope) if one else []
    first = next((dispatch for dispatch in sendings if dispatch.kind == "announcement"), None)
    if one is None or first is None:
        raise Mistake("dispatch_not_yours")
    return one, first


# -- written -----------------------------------------------------------------------------------------------------------


async def _finish(ctx: Context, progress: Progress) -> Answer:
    """Everything is answered: it is kept as a draft that nobody is sent, and shown."""
    scope, answers = audience_asked.speaker(ctx), progress.answers
    received = _number(answers.get("_received"))
    audience = Audience(received=received) if received else _audience(answers)
    reach = await audiences.count(ctx.store, audience, audience_asked.ground(ctx)) if received else _reach(answers)
    starts = _starts(ctx, str(answers["starts"]))
    text = _text(answers)
    if progress.subject:
        row = int(progress.subject.split(":")[1])
        await _change(ctx, row, text, audience, reach, starts)
    else:
        row = await announcements.add(
            ctx.store, ctx.now, ctx.house.campaign_id, scope.roots[0], scope.person, text, received
        )
        subject = f"announcement:{row}"
        await dispatches.draft(
            ctx.store,
            ctx.now,
            ctx.house.campaign_id,
            "announcement",
            subject,
            scope.roots[0],
            scope.person,
            audience,
            reach,
            starts,
        )
        audit.note(ctx.store, ctx.now, scope.person, "announcement_written", subject)
    await kept.tie(ctx.store, ctx.talk.address.key, progress.run, f"announcement:{row}")
    ctx.args = (str(row),)
    return await screen(ctx)


def _number(received: Json) -> int | None:
    return received if isinstance(received, int) else None


def _audience(answers: Answers) -> Audience:
    meant = answers["audience"]
    return Audience.of(meant) if isinstance(meant, dict) else Audience()


def _reach(answers: Answers) -> Reach:
    fits = answers["fits"]
    return Reach.of(fits) if isinstance(fits, dict) else Reach()


def _text(answers: Answers) -> Text:
    day, by = str(answers["doc_day"] or ""), str(answers["acknowledged_by"])
    return Text(
        str(answers["title"]),
        str(answers["body"]),
        str(answers["doc_no"] or ""),
        date.fromisoformat(day) if day else None,
        "" if by == "nobody" else by,
        int(answers["files"] or 0),  # type: ignore[arg-type]  # a count
    )


def _starts(ctx: Context, starts: str) -> datetime | None:
    """The moment that was chosen; "now" in quiet hours is the next morning that one may speak."""
    campaign, local = ctx.campaign, ctx.now.local
    if starts:
        return datetime.fromisoformat(starts)
    if campaign.speaking_from <= local.time() < campaign.speaking_until:
        return None
    day = local.date() + timedelta(days=local.time() >= campaign.speaking_until)
    return datetime.combine(day, campaign.speaking_from, ctx.now.zone)


async def _change(
    ctx: Context, row: int, text: Text, audience: Audience, reach: Reach, starts: datetime | None
) -> None:
    ctx.args = (str(row),)
    one, dispatch = await _found(ctx)
    if dispatch.state not in {"draft", "asked"}:
        raise Mistake("dispatch_moved_on")
    scope = need(ctx.person, "announce")
    await announcements.change(ctx.store, ctx.now, row, replace(text, files=max(text.files, one.text.files)), scope)
    await dispatches.redraft(ctx.store, ctx.now, dispatch, audience, reach, starts, scope.person)
    audit.note(ctx.store, ctx.now, scope.person, "announcement_changed", one.subject)


async def screen(ctx: Context) -> Answer:
    """The draft: how long it is, and everything one can do with it before it leaves (F4)."""
    one, dispatch = await _found(ctx)
    length = len(announcement_words.text(ctx.words, one))
    longest = min(CHANNELS.values())
    values = {"name": announcement_words.number(one.id), "length": ctx.words.number(length)}
    key = "announcing.ready" if length <= longest else "announcing.ready_long"
    text = ctx.words(key, **values)
    if dispatch.starts_at is not None:
        at = dispatch.starts_at.astimezone(ctx.now.zone)
        told = {"time": ctx.words.time(at), "day": ctx.words.weekday(at.date())}
        text += " " + ctx.words("announcing.ready_at", **told)
    if missing := await announcements.owed(ctx.store, ctx.now, one.id, need(ctx.person, "announce")):
        text += "\n" + ctx.words("announcing.files_owed", n=missing)
    return Reply(text, offers(ctx.words, _acts(ctx, one, dispatch)))


def _acts(ctx: Context, one: Announcement, dispatch: Dispatch) -> list[list[Offer]]:
    later = Choice("/menu", ctx.words("choice.later"))
    return [
        [ctx.button("test_sending", act("dispatch_test", dispatch.id))],
        [ctx.button("see_zalo", act("announce_zalo", one.id)), ctx.button("change_item", act("announce_edit", one.id))],
        [main_act(ctx, dispatch), later],
    ]


async def zalo(ctx: Context) -> Answer:
    """[See it on Zalo]: no buttons there, numbers to type."""
    one, dispatch = await _found(ctx)
    shown = announcement_words.told(ctx.words, one)
    lines = [f"{place} {choice.label}" for place, choice in enumerate(shown.buttons(), 1)]
    head = ctx.words("announcing.on_zalo")
    return Reply("\n".join((head, shown.text, *lines)), offers(ctx.words, _acts(ctx, one, dispatch)))


SHEET = Sheet(
    ANNOUNCE,
    _finish,
    shown=shown,
    verb="announce",
    gaps=audience_asked.gaps,
    offers={"fits": audience_asked.offered},
    lines=("title", "body", "files", "document", "audience", "acknowledged", "starts"),
    one_paper=frozenset({"files"}),
    spares=True,
    reading=frozenset({"audience", "fits"}),
)
COMMANDS = (Intention("announce", announce, verb="announce", aliases=("thongbao",)),)
ACTIONS = (
    Intention("announce_wave", of_wave, verb="announce"),
    Intention("announce_correct", correct, verb="announce"),
    Intention("announce_edit", edit, verb="announce"),
    Intention("announce_zalo", zalo, verb="announce"),
)
