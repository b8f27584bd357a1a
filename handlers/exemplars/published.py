"""A published example for those who were sent it, and for those whom it is about: read again, photos, put off, gone."""

from dataclasses import dataclass

from domain.messages import Attachment, Reply
from domain.mistakes import Mistake
from domain.rights import need, scope
from handlers.context import Answer, Context, offers
from handlers.exemplars import story_words
from handlers.exemplars.story_words import Story
from handlers.intentions import Intention
from storage import audit
from storage.deeds import deeds, evidence, praised
from storage.exemplars import publications
from storage.exemplars.publications import Publication
from storage.sendings import recipients


@dataclass(frozen=True, slots=True)
class Seen:
    """A publication that this person may read; ``unit`` is where they were sent it, 0 where they were not."""

    publication: Publication
    story: Story
    unit: int


async def seen(ctx: Context, number: int) -> Seen:
    """The example, for those who got it, told of it, are praised in it, or answer for it. Raises Mistake."""
    unit = await sent_to(ctx, number)
    latest = await publications.latest(ctx.store, number)
    if latest is None or not (unit or await _is_about(ctx, number)):
        raise Mistake("publication_not_yours", number=number)
    story = await story_words.story(ctx.store, ctx.now, number, latest.unit)
    if story is None:
        raise Mistake("publication_gone", number=number)
    return Seen(latest, story, unit)


async def sent_to(ctx: Context, number: int) -> int:
    """By which unit this person got it; 0 for somebody who was not sent it."""
    got = await recipients.own(ctx.store, publications.subject(number), need(ctx.person, "see_own").person)
    return got[0] if got else 0


async def _is_about(ctx: Context, number: int) -> bool:
    person = need(ctx.person, "see_own").person
    if await deeds.own(ctx.store, number, person) or await praised.was_asked(ctx.store, number, person):
        return True
    held = scope(ctx.person, "see_deeds")
    return held is not None and await deeds.get(ctx.store, ctx.now, number, held) is not None


async def read(ctx: Context) -> Answer:
    """[See what was published]."""
    one = await seen(ctx, int(ctx.args[0]))
    if one.unit:
        return story_words.told(ctx.words, one.story)
    lines = [story_words.text(ctx.words, one.story), *await _where(ctx, one.story.deed.id)]
    return Reply("\n".join(lines), offers(ctx.words, [["menu"]]))


async def _where(ctx: Context, number: int) -> list[str]:
    """Where it is published: sent from here, or told of elsewhere."""
    found = []
    for one in await publications.out(ctx.store, number):
        day = ctx.words.day(one.on) if one.on else ""
        key = "publication.at_place" if one.place else "publication.sent"
        found.append(ctx.words(key, place=one.place, day=day))
    return found


async def photos(ctx: Context) -> Answer:
    """[See photos]: the cleaned ones; none of a story with a child in it."""
    one = await seen(ctx, int(ctx.args[0]))
    number = one.story.deed.id
    stored = await evidence.of(ctx.store, ctx.now, number, one.publication.scope) if one.story.photos else []
    pictures = [file for file in stored if file.media_type == evidence.CLEANED]
    if not pictures:
        return ctx.say("publication.no_photos", [["menu"]], number=number)
    return [
        Reply(
            ctx.words("publication.photo", number=number, place=place, total=len(pictures)),
            picture=Attachment(file.key, f"G-{number}-{place}.jpg", file.media_type),
        )
        for place, file in enumerate(pictures, 1)
    ]


async def not_now(ctx: Context) -> Answer:
    """[Not now]: nothing is written down, and the button stays good."""
    one = await seen(ctx, int(ctx.args[0]))
    return ctx.say("publication.not_now", [["menu"]], number=one.story.deed.id)


async def took_down(ctx: Context) -> Answer:
    """[Taken down]: a unit says that it no longer shows the story anywhere."""
    number, person = int(ctx.args[0]), need(ctx.person, "see_own").person
    thing = f"takedown:{number}"
    if await recipients.own(ctx.store, thing, person) is None:
        raise Mistake("publication_not_yours", number=number)
    if await recipients.acknowledge(ctx.store, ctx.now.campaign, thing, person):
        audit.note(ctx.store, ctx.now, person, "taken_down", f"deed:{number}")
    return ctx.say("publication.took_down", [["menu"]], number=number)


ACTIONS = (
    Intention("published", read, verb="see_own"),
    Intention("published_files", photos, verb="see_own"),
    Intention("adopt_not_now", not_now, verb="see_own"),
    Intention("took_down", took_down, verb="see_own"),
)
