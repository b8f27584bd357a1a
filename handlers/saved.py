"""What is said when files have been stored: how many, and how the form goes on."""

from domain.conversations import Conversation
from domain.messages import Choice, Reply
from handlers.context import House, button, offers
from storage.evidence import Counts


def answer(house: House, talk: Conversation, run: int, counts: Counts) -> Reply | None:
    """ "Đã lưu 2 ảnh."; None when the form was sent or left meanwhile and nothing is missing."""
    words = house.catalogue.words(talk.language or house.default_language, talk.person)
    photos = sum(n for (kind, state), n in counts.items() if kind == "photo" and state == "stored")
    papers = sum(n for (kind, state), n in counts.items() if kind != "photo" and state == "stored")
    lost = sum(n for (_, state), n in counts.items() if state == "lost")
    progress = talk.progress
    here = progress is not None and progress.run == run
    said = [words("deed.photos", n=photos)] if photos else []
    said += [words("deed.papers", n=papers)] if papers else []
    rows: list[list[Choice]] = []
    if here and progress is not None and progress.at in {"evidence", "paper"}:
        prefix = f"f.{run}.{progress.at}"
        rows = [
            [button(words, f"files_done_{progress.at}", f"{prefix}.done")],
            [button(words, "back", f"{prefix}.back"), button(words, "later", f"{prefix}.later")],
        ]
    if lost:
        return Reply(words("saved.lost", n=lost), offers(words, rows), slot=f"files.{run}")
    if not said or not here:
        return None
    key = "saved.more" if rows else "saved.kept"
    return Reply(words(key, files=", ".join(said)), offers(words, rows), slot=f"files.{run}")
