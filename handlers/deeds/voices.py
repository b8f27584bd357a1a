"""A voice message: evidence where evidence is asked for, elsewhere its sender is asked whether to keep it (H1)."""

from dataclasses import asdict, replace

from domain.messages import FileRef, Reply
from domain.rights import scope
from handlers.context import Context, offers

PAGE = "voice"
KEEP, LET_BE = "r.voice_keep", "r.voice_not"


def is_offered(ctx: Context, form: str) -> bool:
    """Whether it can become evidence here: of a report that is being filled, or of a new one."""
    person = ctx.person
    may = person is not None and not person.withdrawn and scope(person, "report") is not None
    return may and bool(ctx.incoming.files) and form in {"", "deed", "more"}


def offer(ctx: Context) -> Reply:
    """What cannot be done with it, and what can; the file is only remembered until the answer."""
    ctx.talk.page = {"what": PAGE, "file": asdict(ctx.incoming.files[0])}
    rows = [[ctx.button("keep_voice", KEEP)], [ctx.button("no_voice", LET_BE)]]
    return Reply(ctx.words("voice.offer"), offers(ctx.words, rows))


def take(ctx: Context) -> bool:
    """Let the voice message stand as the file that was just sent; False when the question is an old one."""
    page, ctx.talk.page = ctx.talk.page, {}
    file = page.get("file")
    if page.get("what") != PAGE or not isinstance(file, dict):
        return False
    one = FileRef("voice", str(file["ref"]), str(file["name"]), int(str(file["size"])), str(file["album"]))
    ctx.incoming = replace(ctx.incoming, files=(one,), text="", choice="", odd="")
    return True
