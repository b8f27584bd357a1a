"""Putting one's own name and form of address right (CONVERSATIONS §1.2)."""

from domain.forms import Form, Progress, Question
from domain.messages import Json
from domain.mistakes import Mistake
from domain.people import TITLES
from handlers.context import Answer, Context
from handlers.forms.sheets import Sheet
from handlers.people.consenting import read_name, read_title
from storage import audit
from storage.people import people
from storage.post import conversations

DETAILS = Form(
    "details",
    (
        Question("name", ("name",), read_name, offers=(("leave",),), counted=False),
        Question("title", ("title",), read_title, offers=(("co", "thay", "chi", "anh"), ("leave",)), counted=False),
    ),
    reviewed=False,
    steps=False,
)


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    return {"now": ctx.words.who(ctx.person), "name": str(progress.answers.get("name", ""))}


async def _finish(ctx: Context, progress: Progress) -> Answer:
    if ctx.person is None:
        raise Mistake("stranger")
    person, name = ctx.person.id, str(progress.answers["name"])
    title = next(one for one in TITLES if one == progress.answers["title"])
    await people.rename(ctx.store, person, name, title)
    audit.note(ctx.store, ctx.now, person, "renamed", f"person:{person}", {"name": name, "title": title})
    ctx.use(await conversations.person_on(ctx.store, person, ctx.now.today))
    return ctx.say("privacy.renamed", [[ctx.button("back_to_privacy", "/privacy")], ["menu"]])


SHEET = Sheet(DETAILS, _finish, gaps=_gaps)
