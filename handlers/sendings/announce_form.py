"""The seven questions of an announcement, and its answers as they are read back (F4)."""

from datetime import datetime

from domain.audiences import Audience
from domain.forms import Answers, Asking, Form, Question
from domain.mistakes import Mistake
from domain.readers import announcement as readers
from domain.readers.answers import navigation, wants_none, yes_no
from handlers.forms import evidence
from texts.catalogue import Words, shortened

SHOWN = 120


def _read_files(text: str, asking: Asking) -> Answers:
    if text == "no_files" or wants_none(text):
        return {"files": 0}
    if text == "done" or navigation(text) == "done":
        return {"files": sum(evidence.how_many(asking.answers))}
    raise Mistake("files_or_none")


def read_audience(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - read beforehand, see below
    """Whom it goes to; the reading itself needs to know what units are called, which the sheet's facts bring along."""
    known = asking.facts["audience"]
    if not isinstance(known, dict):
        raise Mistake(str(known or "audience_unclear"))
    return {"audience": known}


def read_fits(text: str, asking: Asking) -> Answers:
    """Yes as read back, with the count that was shown; or the offices between added, and read back again."""
    meant = asking.answers["audience"]
    if text == "add_relays" and isinstance(meant, dict):
        return {"audience": Audience.of(meant).with_relays().as_json()}
    if text == "fits" or yes_no(text):
        return {"fits": asking.facts["reach"]}
    raise Mistake("choose_one")


ANNOUNCE = Form(
    "announce",
    (
        Question("title", ("title",), readers.title, numbered=False),
        Question("body", ("body",), readers.body, numbered=False),
        Question("files", ("files",), _read_files, offers=(("no_files",),), files=True),
        Question("document", ("doc_no", "doc_day"), readers.document, offers=(("no_document",),), numbered=False),
        Question("audience", ("audience",), read_audience, when={"_received": [None]}),
        Question(
            "fits",
            ("fits",),
            read_fits,
            when={"_received": [None]},
            offers=(("fits",),),
            counted=False,
            renewed_by="audience",
        ),
        Question(
            "acknowledged",
            ("acknowledged_by",),
            readers.acknowledged_by,
            offers=(("by_unit", "by_person"), ("by_nobody",)),
        ),
        Question("starts", ("starts",), readers.moment, offers=(("now",),), numbered=False),
    ),
    reviewed=False,
)


def shown(words: Words, name: str, answers: Answers) -> str:
    """An answer in normal form."""
    if name in {"title", "body"}:
        return shortened(str(answers.get(name) or ""), SHOWN)
    if name == "document":
        return str(answers.get("doc_no") or words("announcing.no_document"))
    if name == "files":
        return str(answers.get("files") or words("announcing.no_files"))
    if name == "acknowledged" and answers.get("acknowledged_by"):
        return words(f"announcing.acknowledged_{answers['acknowledged_by']}")
    if name == "starts" and "starts" in answers:
        return when(words, str(answers["starts"]))
    return words("announcing.audience") if name == "audience" and answers.get("audience") else ""


def when(words: Words, starts: str) -> str:
    """When it is sent, as written."""
    if not starts:
        return words("announcing.now")
    at = datetime.fromisoformat(starts)
    return words("announcing.at", time=words.time(at), day=words.weekday(at.date()))
