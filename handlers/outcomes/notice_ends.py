"""The days of a public notice are over: what nobody objects to any more moves on, and the Office hears it."""

from domain.clock import Now
from domain.messages import Reply
from domain.rights import Scope
from handlers.context import House, Telling, act, button, offers
from storage.awards import nominations
from storage.outcomes import notices
from storage.outcomes.notices import Notice
from storage.people import people
from storage.post import conversations
from storage.store import Store


async def end(store: Store, now: Now, house: House, notice: Notice) -> list[Telling]:
    """Move what may move on. The list ends once nobody on it waits for an answer; till then it is looked at again."""
    rows = await notices.nominations_of(store, notice.id)
    held = await notices.held(store, rows)
    scope = Scope("award", (house.root,), below=True, person=notice.opened_by or 0)
    moved, left = 0, 0
    for row in rows:
        nomination = await nominations.known(store, now, row, scope)
        if nomination is None or nomination.state != "agreed":
            continue
        if row in held:
            left += 1
        elif await nominations.move(store, now, nomination, "noticed", scope) is not None:
            moved += 1
    if not left:
        await notices.end(store, now, notice)
    return await _told(store, now, house, notice, moved, left) if moved else []


async def _told(store: Store, now: Now, house: House, notice: Notice, moved: int, left: int) -> list[Telling]:
    found = []
    for person, _ in await people.holders(store, house.root, ["office"], now.today):
        reader = await conversations.reader(store, person, now.today, house.default_language)
        words = house.catalogue.words(reader.language, reader.person)
        text = words("notices.told_end", n=moved, left=left, day=words.day(notice.to_day))
        reply = Reply(text, offers(words, [[button(words, "after_council", act("after_council"))]]))
        found.append(Telling(reader, reply, "notice", f"notice:{notice.id}:end:{moved}:{left}:{person}"))
    return found
