"""What is said when files have been stored: how many, and how the form goes on."""

from domain.conversations import Conversation
from domain.messages import Choice, Json, Reply, Rows
from handlers.context import House, button, offers
from storage.evidence import Counts
from texts.catalogue import Words


def answer(house: House, talk: Conversation, run: int, counts: Counts) -> Reply | None:
    """As in "Saved: 2 photos."; None when the form was sent or left meanwhile and nothing is missing."""
    words = house.catalogue.words(talk.language or house.default_language, talk.person)
    lost = sum(n for (_, state), n in counts.items() if state == "lost")
    said = _stored(words, counts)
    progress, slot = talk.progress, f"files.{run}"
    at = progress.at if progress is not None and progress.run == run else None
    if lost:
        return Reply(words("saved.lost", n=lost), offers(words, _rows(words, run, at)), slot=slot)
    if not said or progress is None or at is None:
        return None
    if talk.page.get("what") == "held" and talk.page.get("run") == run:
        text = "\n".join((words("saved.only", files=said), str(talk.page["text"])))
        return Reply(text, _held_rows(talk.page.get("rows")), slot=slot)
    rows = _rows(words, run, at)
    return Reply(words("saved.more" if rows else "saved.kept", files=said), offers(words, rows), slot=slot)


def _stored(words: Words, counts: Counts) -> str:
    photos = sum(n for (kind, state), n in counts.items() if kind == "photo" and state == "stored")
    papers = sum(n for (kind, state), n in counts.items() if kind != "photo" and state == "stored")
    said = [words("deed.photos", n=photos)] if photos else []
    said += [words("deed.papers", n=papers)] if papers else []
    return ", ".join(said)


def _rows(words: Words, run: int, at: str | None) -> list[list[Choice]]:
    """The way on where files are being asked for."""
    if at not in {"evidence", "paper"}:
        return []
    prefix = f"f.{run}.{at}"
    return [
        [button(words, f"files_done_{at}", f"{prefix}.done")],
        [button(words, "back", f"{prefix}.back"), button(words, "later", f"{prefix}.later")],
    ]


def _held_rows(rows: Json) -> Rows:
    """The choices of the question that waited for the file."""
    held = rows if isinstance(rows, list) else []
    return tuple(
        tuple(Choice(str(one[0]), str(one[1])) for one in row if isinstance(one, list))
        for row in held
        if isinstance(row, list)
    )
