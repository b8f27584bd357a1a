"""Thanks: the Office's when it publishes, a head's own card at confirming, and that they were passed on (F10)."""

from domain.clock import Now
from domain.deeds import Deed
from domain.messages import Reply
from domain.people import Reader
from domain.rights import need
from domain.unit_names import short_name
from handlers.context import Answer, Context, House, Telling, act, button, offers
from handlers.deeds import check, deed_words
from handlers.exemplars import story_words
from handlers.intentions import Intention
from storage import audit
from storage.deeds import praised
from storage.exemplars import thanks
from storage.exemplars.publications import Publication
from storage.people import people
from storage.post import conversations
from storage.store import Store
from storage.units import units
from texts.catalogue import capital, shortened

LONGEST = 200
"""Letters of a deed in a card."""


async def of_office(store: Store, now: Now, house: House, deed: Deed, publication: Publication) -> list[Telling]:
    """An example was published: thanks to its reporter, and through the head to whoever is praised (F10)."""
    told: list[Telling] = []
    campaign, by = publication.campaign, publication.by
    if deed.reporter and await thanks.give(store, now, campaign, deed, "reporter", by=by, to=deed.reporter):
        reader = await conversations.reader(store, deed.reporter, now.today, house.default_language)
        told.append(_to_reporter(now, house, deed, reader))
    if await thanks.give(store, now, campaign, deed, "praised", by=by, to=await _member(store, deed)):
        heads = await _heads(store, now, house, deed.unit)
        told += [_to_head(house, deed, head) for head in heads]
    audit.note(store, now, by, "thanked", f"deed:{deed.id}")
    return told


async def _member(store: Store, deed: Deed) -> int | None:
    """Whoever is praised, where that is one member who was asked about it."""
    asked = await praised.known(store, deed.id)
    return asked[0] if len(asked) == 1 else None


async def _heads(store: Store, now: Now, house: House, unit: int) -> list[Reader]:
    held = await people.holders(store, unit, ["head", "deputy"], now.today)
    chosen = [row for row in held if row[1] == "head"] or held
    return [await conversations.reader(store, person, now.today, house.default_language) for person, _ in chosen]


def _to_reporter(now: Now, house: House, deed: Deed, reader: Reader) -> Telling:
    words = house.catalogue.words(reader.language, reader.person)
    text = words("thanks.reporter", number=deed.id, day=words.day(now.today))
    rows = [[button(words, "see_published", act("published", deed.id))]]
    return Telling(reader, Reply(text, offers(words, rows)), "notice", f"thanks:{deed.id}:reporter")


def _to_head(house: House, deed: Deed, reader: Reader) -> Telling:
    words, person = house.catalogue.words(reader.language, reader.person), reader.person.id if reader.person else 0
    text = words("thanks.praised", who=story_words.praised_one(words, deed))
    rows = [
        [
            button(words, "thanks_passed", act("thanks_passed", deed.id)),
            button(words, "see_published", act("published", deed.id)),
        ]
    ]
    return Telling(reader, Reply(text, offers(words, rows)), "notice", f"thanks:{deed.id}:praised:{person}")


async def passed(ctx: Context) -> Answer:
    """[Passed on]: once; afterwards it is told who said so and when."""
    scope, number = need(ctx.person, "confirm_deed"), int(ctx.args[0])
    deed = await check.found_in(ctx, scope, number)
    one = await thanks.to_pass_on(ctx.store, number, scope)
    if one is None:
        return ctx.say("thanks.none", [["menu"]], number=number)
    who = story_words.praised_one(ctx.words, deed)
    if one.passed_at is not None:
        at = one.passed_at.astimezone(ctx.now.zone)
        by = ctx.words.who((await ctx.reader(one.passed_by)).person if one.passed_by else None)
        return ctx.say("thanks.passed_before", [["menu"]], By=capital(by), who=who, day=ctx.words.day(at.date()))
    await thanks.passed_on(ctx.store, ctx.now, one, scope)
    audit.note(ctx.store, ctx.now, scope.person, "thanks_passed", f"deed:{number}")
    return ctx.say("thanks.passed", [["menu"]], who=who, day=ctx.words.day(ctx.now.today))


# -- a head's own card (khen kip thoi, I.2-2) --------------------------------------------------------------------------


async def send(ctx: Context) -> Answer:
    """[Send thanks]: one tap, once for a deed that the school has confirmed."""
    scope, number = need(ctx.person, "confirm_deed"), int(ctx.args[0])
    deed = await check.found_in(ctx, scope, number)
    if deed.state != "confirmed":
        return await check.moved_on(ctx, number)
    who = story_words.praised_one(ctx.words, deed)
    if at := await thanks.given(ctx.store, number, "timely"):
        day = ctx.words.day(at.astimezone(ctx.now.zone).date())
        return ctx.say("thanks.given_before", [["menu"]], number=number, who=who, day=day)
    members = [one for one in await praised.known(ctx.store, number) if one != scope.person]
    to = members[0] if len(members) == 1 else None
    await thanks.give(ctx.store, ctx.now, ctx.house.campaign_id, deed, "timely", by=scope.person, to=to)
    audit.note(ctx.store, ctx.now, scope.person, "thanked", f"deed:{number}")
    carriers = [deed.reporter] if deed.reporter and deed.reporter != scope.person else []
    for person in members or carriers:
        await _card(ctx, deed, person, through=not members)
    key = "thanks.given" if members or carriers else "thanks.given_alone"
    return ctx.say(key, [["menu"]], number=number, who=who, **deed_words.at(ctx))


async def _card(ctx: Context, deed: Deed, person: int, *, through: bool) -> None:
    """The card, to whoever is praised, or through the reporter."""
    reader = await ctx.reader(person)
    words = ctx.words_for(reader)
    unit = await units.by_id(ctx.store, deed.unit, ctx.now.today)
    grant = ctx.person.holding("head", "deputy") if ctx.person else None
    text = words(
        "thanks.card_through" if through else "thanks.card",
        by=words.who(ctx.person),
        role=words.role(grant.role, grant.unit_kind) if grant else "",
        unit=short_name(unit.name) if unit else "",
        day=words.day(ctx.now.today),
        who=story_words.praised_one(words, deed),
        what=shortened(str(deed.answers.get("what") or ""), LONGEST),
        number=deed.id,
    )
    reply = Reply(text, offers(words, [[button(words, "menu")]]))
    ctx.tell(reader, reply, "notice", f"thanks:{deed.id}:timely:{person}")


ACTIONS = (
    Intention("thank", send, verb="confirm_deed"),
    Intention("thanks_passed", passed, verb="confirm_deed"),
)
