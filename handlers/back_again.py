"""Who wrote while the service stood still is told once, in daytime, that it has arrived (CONVERSATIONS H5)."""

from datetime import datetime, timedelta

from domain.messages import Json, Reply
from domain.outages import Outage
from handlers.context import Context, Offer, offers
from handlers.deeds import deed_words
from texts.catalogue import Words

SETTLING = timedelta(minutes=1)
"""What somebody sent in pieces has all come by then, so that one message speaks of all of it."""


def told(ctx: Context, outage: Outage, *, sure: bool) -> tuple[Reply, datetime] | None:
    """What to say and from which campaign instant on, after this message of the outage was handled; None: nothing more.

    ``sure``: the platform has kept everything that was sent meanwhile. A later piece takes the place of what was
    planned for an earlier one; once that has been said, nothing follows.
    """
    known = _known(ctx, outage)
    if ctx.now.campaign.isoformat() >= str(known["say_at"]):
        return None
    photos = sum(file.kind == "photo" for file in ctx.incoming.files)
    known["photos"] = int(str(known["photos"])) + photos
    known["papers"] = int(str(known["papers"])) + len(ctx.incoming.files) - photos
    if ctx.sent:
        known["number"] = ctx.sent
    ctx.talk.meanwhile = known
    slot = f"back.{outage.since.timestamp():.0f}"
    return _said(ctx, outage, known, slot, sure=sure), datetime.fromisoformat(str(known["say_at"]))


def _known(ctx: Context, outage: Outage) -> dict[str, Json]:
    """What came of this person in this outage so far."""
    if ctx.talk.meanwhile.get("since") == outage.since.isoformat():
        return dict(ctx.talk.meanwhile)
    say_at = _in_daytime(ctx, ctx.now.campaign + max(outage.until - ctx.now.real, timedelta()) + SETTLING)
    at = ctx.now.campaign - ctx.now.real + ctx.incoming.at
    return {
        "since": outage.since.isoformat(),
        "at": at.isoformat(),
        "say_at": say_at.isoformat(),
        "photos": 0,
        "papers": 0,
    }


def _in_daytime(ctx: Context, when: datetime) -> datetime:
    """That instant, or the morning after it."""
    local, campaign = when.astimezone(ctx.now.zone), ctx.campaign
    if campaign.speaking_from <= local.time() < campaign.speaking_until:
        return when
    day = local.date() + timedelta(days=local.time() >= campaign.speaking_until)
    return datetime.combine(day, campaign.speaking_from, ctx.now.zone).astimezone(when.tzinfo)


def _said(ctx: Context, outage: Outage, known: dict[str, Json], slot: str, *, sure: bool) -> Reply:
    words = ctx.words
    number = known.get("number")
    files = deed_words.files(words, {"_photos": known["photos"], "_papers": known["papers"]})
    what = words("back_again.report" if number else "back_again.message")
    values = {
        "what": words("back_again.with_files", what=what, files=files) if files else what,
        "at": words.time(datetime.fromisoformat(str(known["at"])).astimezone(ctx.now.zone)),
        "code": words("back_again.code", number=number) if number else "",
        **_span(ctx, words, outage),
    }
    rows: list[list[Offer]] = [["mine"] if number else ["menu"]]
    text = words("back_again.sure" if sure else "back_again.unsure", **values)
    return Reply(text, offers(words, rows), slot=slot, language=words.language)


def _span(ctx: Context, words: Words, outage: Outage) -> dict[str, str]:
    """As in "09:10 đến 11:25 ngày 10/04/2025"; each end with its day when they are two."""
    shift = ctx.now.campaign - ctx.now.real
    since, until = ((one + shift).astimezone(ctx.now.zone) for one in (outage.since, outage.until))
    begun = words.time(since)
    if since.date() != until.date():
        begun = words("back_again.on_day", time=begun, day=words.day(since.date()))
    return {"since": begun, "until": words("back_again.on_day", time=words.time(until), day=words.day(until.date()))}
