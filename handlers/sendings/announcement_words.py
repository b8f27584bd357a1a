"""An announcement in the words of whoever reads it: the first time, corrected, and where a word is still waited for."""

from domain.messages import Reply
from domain.unit_names import short_name
from handlers.context import Offer, act, button, offers
from storage.sendings.announcements import Announcement
from texts.catalogue import Words


def number(row: int) -> str:
    """As people call it: T-018."""
    return f"T-{row:03}"


def text(words: Words, one: Announcement) -> str:
    """The whole of it, without buttons."""
    written, sender = one.text, short_name(one.sender)
    if one.corrects:
        head = words("announcement.correction", name=number(one.corrects), sender=sender)
        lines = [head, written.body, *_beside(words, one), words("announcement.rest_unchanged")]
    else:
        head = words("announcement.head", name=number(one.id), sender=sender)
        lines = [head, written.title, written.body, *_beside(words, one)]
    return "\n".join(line for line in lines if line)


def _beside(words: Words, one: Announcement) -> list[str]:
    """The document it stands for, and how many files come with it."""
    written, lines = one.text, list[str]()
    if written.doc_no and written.doc_day:
        lines.append(words("announcement.document_dated", doc=written.doc_no, day=words.day(written.doc_day)))
    elif written.doc_no:
        lines.append(words("announcement.document", doc=written.doc_no))
    if written.files:
        lines.append(words("announcement.files", n=written.files))
    return lines


def told(words: Words, one: Announcement, _unit: str = "") -> Reply:
    """As it reaches people, with what they can do."""
    return Reply(text(words, one), offers(words, rows(words, one)))


def rows(words: Words, one: Announcement) -> list[list[Offer]]:
    """Acknowledge, open what is attached, ask whoever sent it."""
    acknowledge = "acknowledge_correction" if one.corrects else "acknowledge"
    first: list[Offer] = [button(words, acknowledge, act("acknowledge", one.id))] if one.text.acknowledged_by else []
    files: list[Offer] = [button(words, "open_files", act("announced_files", one.id))] if one.text.files else []
    whole: list[Offer] = [button(words, "read_whole", act("announced", one.corrects))] if one.corrects else []
    asking = button(words, "ask_office", act("ask_sender", one.id))
    return [first, [*files, *whole, asking]]


def nudge(words: Words, one: Announcement, unit: str) -> Reply:
    """To those who have not acknowledged it, and to nobody else (E2)."""
    key = "announcement.nudge_unit" if one.text.acknowledged_by == "unit" else "announcement.nudge_person"
    day = words.day(one.sent_on) if one.sent_on else ""
    said = words(key, unit=unit, name=number(one.id), sender=short_name(one.sender), day=day)
    return Reply(
        said,
        offers(
            words,
            [
                [button(words, "acknowledge", act("acknowledge", one.id))],
                [button(words, "read_again", act("announced", one.id))],
            ],
        ),
    )
