"""What is said when files have been stored: how many, and how the form goes on."""

from collections.abc import Sequence

from domain.conversations import Conversation
from domain.messages import Choice, Reply
from handlers.context import House, button, offers
from handlers.deeds import short_of_files
from handlers.forms import holding
from texts.catalogue import Words

Files = Sequence[tuple[str, str]]
"""(kind, state) of a filling's files, in the order in which they were sent."""


def answer(house: House, talk: Conversation, run: int, files: Files, subject: str = "") -> Reply | None:
    """As in "Saved: 2 photos."; None when the form was sent or left meanwhile and nothing is missing.

    ``subject`` is what the filling became, when it was sent: ``deed:1284``.
    """
    words = house.catalogue.words(talk.language or house.default_language, talk.person)
    lost = sum(state == "lost" for _, state in files)
    said = _stored(words, files)
    progress, slot = talk.progress, f"files.{run}"
    at = progress.at if progress is not None and progress.run == run else None
    if lost and subject.startswith("deed:"):
        return short_of_files.never_came(words, int(subject.removeprefix("deed:")), files)
    if lost:
        return Reply(words("saved.lost", n=lost), offers(words, _rows(words, run, at)), slot=slot)
    if progress is not None and progress.run == run and (page := holding.held(talk.page, run)):
        return _held(words, page, files)
    if not said or progress is None or at is None:
        return None
    rows = _rows(words, run, at)
    return Reply(words("saved.more" if rows else "saved.kept", files=said), offers(words, rows), slot=slot)


def _stored(words: Words, files: Files) -> str:
    photos = sum(kind == "photo" and state == "stored" for kind, state in files)
    papers = sum(kind != "photo" and state == "stored" for kind, state in files)
    said = [words("deed.photos", n=photos)] if photos else []
    said += [words("deed.papers", n=papers)] if papers else []
    return ", ".join(said)


def _held(words: Words, page: holding.Page, files: Files) -> Reply:
    """What waited for the files, with how many of them are there."""
    head, text = str(page.get("head") or ""), str(page["text"])
    if page.get("how") == "added":
        return Reply(f"{_added(words, files)}\n{text}", holding.rows_of(page), slot=str(page["slot"]))
    said = _stored(words, files)
    parts = [words("saved.only", files=said) if said else "", _coming(words, files)]
    start = " ".join(part for part in (head, *parts) if part)
    return Reply((" " if head else "\n").join((start, text)), holding.rows_of(page), slot=str(page["slot"]))


def _added(words: Words, files: Files) -> str:
    """As in "Added to the same report: 4 photos, 3 saved. The fourth is being fetched again"."""
    every = _stored(words, [(kind, "stored") for kind, _ in files])
    stored = sum(state == "stored" for _, state in files)
    key = "saved.added" if stored == len(files) else "saved.added_partly"
    return " ".join(part for part in (words(key, files=every, stored=stored), _coming(words, files)) if part)


def _coming(words: Words, files: Files) -> str:
    """Which of them is still being fetched; nobody has to send it again."""
    places = [place for place, (_, state) in enumerate(files, 1) if state == "owed"]
    if not places:
        return ""
    if len(places) == 1:
        ordinal = words("write.ordinals").split("|")[places[0] - 1]
        return words("saved.coming_place" if len(files) > 1 else "saved.coming_only", place=ordinal)
    return words("saved.coming", n=len(places))


def _rows(words: Words, run: int, at: str | None) -> list[list[Choice]]:
    """The way on where files are being asked for."""
    if at not in {"evidence", "paper", "files"}:
        return []
    prefix = f"f.{run}.{at}"
    return [
        [button(words, f"files_done_{at}", f"{prefix}.done")],
        [button(words, "back", f"{prefix}.back"), button(words, "later", f"{prefix}.later")],
    ]
