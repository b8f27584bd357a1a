"""A report whose photos have not all come: its receipt says so, and after a day its owner chooses (C7)."""

from collections.abc import Sequence

from domain.deeds import FOLLOWS
from domain.forms import Answers
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from handlers.context import Answer, Context, Offer, act, button, offers
from handlers.deeds import deed_words
from handlers.forms import evidence
from handlers.intentions import Intention
from storage import audit
from storage.deeds import deed_changes, deeds
from storage.deeds import evidence as kept
from texts.catalogue import Words, capital

Files = Sequence[tuple[str, str]]
"""(kind, state) of a report's files, in the order in which they were sent."""


def receipt(ctx: Context, number: int, files: Files) -> Reply | None:
    """As in "received at 17:05, 3/4 photos. The fourth will be added by itself"; None when everything has come."""
    stored = sum(state == "stored" for _, state in files)
    if stored == len(files):
        return None
    values = {"number": number, "stored": stored, "total": len(files), "what": _what(ctx.words, files)}
    text = ctx.words("short.received", **values, **deed_words.at(ctx))
    return Reply(f"{text} {_coming(ctx.words, files)}", offers(ctx.words, [["mine"]]))


def _coming(words: Words, files: Files) -> str:
    """Which of them comes by itself; one that never will is asked for again."""
    what = _what(words, files)
    owed = [place for place, (_, state) in enumerate(files) if state == "owed"]
    if not owed:
        return words("short.again", what=what)
    if len(owed) > 1:
        return words("short.coming", n=len(owed), what=what)
    place = words("write.ordinals").split("|")[owed[0]]
    return words(
        "short.coming_place" if len(files) > 1 else "short.coming_only", place=place, what=what, What=capital(what)
    )


def _what(words: Words, files: Files) -> str:
    """Photos, or files when there are papers among them."""
    return words("short.photo" if all(kind == "photo" for kind, _ in files) else "short.file")


def never_came(words: Words, number: int, files: Files) -> Reply:
    """Said once, when fetching has been given up: send it again, or leave it at the others."""
    lost = [kind for kind, state in files if state == "lost"]
    rest, what = len(files) - len(lost), words("short.photo" if set(lost) == {"photo"} else "short.file")
    values = {"number": number, "lost": len(lost), "what": what, "n": rest, "Rest": capital(_told(words, rest))}
    text = words("short.never_came" if rest else "short.none_came", **values)
    name = "photo" if set(lost) == {"photo"} else "file"
    rows = [[button(words, f"resend_{name}", act("add_evidence", number))]]
    rows += [[button(words, f"enough_{name}", act("enough", number), n=rest)]] if rest else []
    return Reply(text, offers(words, rows), slot=f"short.{number}")


def _told(words: Words, count: int) -> str:
    numbers = words("write.numbers").split("|")
    return numbers[count - 1] if 0 < count <= len(numbers) else str(count)


def without_lost(answers: Answers, files: Files) -> tuple[int, int]:
    """How many photos, and other files, a report has without those that never came."""
    photos, papers = evidence.how_many(answers)
    lost = [kind for kind, state in files if state == "lost"]
    return photos - lost.count("photo"), papers - sum(kind != "photo" for kind in lost)


async def enough(ctx: Context) -> Answer:
    """Leave the report at the files that came."""
    number, person = int(ctx.args[0]), ctx.person.id if ctx.person else 0
    found = await deeds.own(ctx.store, number, person)
    if found is None:
        raise Mistake("deed_not_yours")
    subject = f"deed:{number}"
    files = await kept.of_report(ctx.store, subject)
    photos, papers = without_lost(found.answers, files)
    if (photos, papers) == evidence.how_many(found.answers) or "withdrawn" not in FOLLOWS[found.state]:
        return ctx.say("short.nothing_missing", _rows(ctx, number), number=number)
    answers: dict[str, Json] = {**found.answers, "_photos": photos, "_papers": papers}
    if await deed_changes.amend(ctx.store, ctx.now, found, answers, person) is None:
        raise Mistake("deed_moved_on", number=number)
    await kept.let_lost_be(ctx.store, subject)
    audit.note(ctx.store, ctx.now, person, "deed_evidence_enough", subject)
    shown = deed_words.files(ctx.words, answers)
    return ctx.say("short.enough", _rows(ctx, number), number=number, files=shown)


def _rows(ctx: Context, number: int) -> list[list[Offer]]:
    return [[ctx.button("see_report", act("mine", number))]]


ACTIONS = (Intention("enough", enough, verb="see_own"),)
