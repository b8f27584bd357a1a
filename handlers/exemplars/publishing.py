"""Publishing an example to chosen units, or writing down where else it was published (F7, II-4)."""

from domain.audiences import Audience, Reach
from domain.deeds import Deed
from domain.exemplars import Exemplar
from domain.forms import Form, Progress, Question
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.rights import need, scope
from handlers.context import Answer, Context, Offer, act
from handlers.deeds import minors
from handlers.exemplars import thanking
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from handlers.sendings import audience_asked, dispatching
from handlers.sendings.announce_form import read_audience, read_fits
from storage import audit
from storage.deeds import deeds, praised
from storage.exemplars import exemplars, publications
from storage.sendings import dispatches

PUBLISH = Form(
    "publish",
    (
        Question("audience", ("audience",), read_audience),
        Question("fits", ("fits",), read_fits, offers=(("fits",),), counted=False, renewed_by="audience"),
    ),
    reviewed=False,
)
READY = frozenset({"concluded", "replicated"})
"""The steps at which figures have been checked and a level proposed."""


async def _found(ctx: Context, number: int) -> tuple[Deed, Exemplar]:
    """A report of the branch, and how far it has come."""
    held = need(ctx.person, "review")
    deed = await deeds.get(ctx.store, ctx.now, number, held)
    one = await exemplars.known(ctx.store, ctx.now, number, held) if deed else None
    if deed is None or one is None:
        raise Mistake("deed_not_yours")
    return deed, one


async def publish(ctx: Context) -> Answer:
    """[Publish to units]: to whom, or why not yet."""
    deed, one = await _found(ctx, int(ctx.args[0]))
    minors.seen(ctx, deed)
    if why := await refusal(ctx, deed, one):
        return _refused(ctx, one, why)
    return await walker.begin(ctx, SHEET, subject=f"deed:{deed.id}")


async def offer(ctx: Context, number: int) -> list[Offer]:
    """The button, beside an example that can be published, for those who may."""
    held = scope(ctx.person, "review")
    one = await exemplars.known(ctx.store, ctx.now, number, held) if held else None
    ready = one is not None and one.stage in READY and not one.side and one.state == "confirmed"
    return [ctx.button("publish", act("publish", number))] if ready else []


async def refusal(ctx: Context, deed: Deed, one: Exemplar) -> str:
    """Why it cannot be published now: unconfirmed, held, hidden, mend or early; "" where it can."""
    if deed.state != "confirmed":
        return "unconfirmed"
    if one.side:
        return one.side
    if "mend" in await praised.answers(ctx.store, deed.id):
        return "mend"
    return "" if one.stage in READY else "early"


def _refused(ctx: Context, one: Exemplar, why: str) -> Reply:
    rows = [[ctx.button("see_report", act("found", one.deed))], [ctx.button("menu")]]
    stage = ctx.words(f"publishing.stage_{one.stage}")
    return ctx.say(f"publishing.not_{why}", rows, number=one.deed, stage=stage)


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    number = int(progress.subject.removeprefix("deed:"))
    return {**await audience_asked.gaps(ctx, progress), "number": number}


async def _finish(ctx: Context, progress: Progress) -> Answer:
    """A sending that nobody is sent yet, shown with all one can do before it leaves."""
    number, answers = int(progress.subject.removeprefix("deed:")), progress.answers
    deed, one = await _found(ctx, number)
    if why := await refusal(ctx, deed, one):
        return _refused(ctx, one, why)
    office, campaign = audience_asked.speaker(ctx), ctx.house.campaign_id
    audience, reach = answers["audience"], answers["fits"]
    row = await dispatches.draft(
        ctx.store,
        ctx.now,
        campaign,
        "publication",
        publications.subject(number),
        office.roots[0],
        office.person,
        Audience.of(audience) if isinstance(audience, dict) else Audience(),
        Reach.of(reach) if isinstance(reach, dict) else Reach(),
    )
    await publications.add(ctx.store, ctx.now, campaign, number, office, dispatch=row)
    audit.note(ctx.store, ctx.now, office.person, "publication_prepared", f"deed:{number}")
    ctx.args = (str(row),)
    return await dispatching.show(ctx)


async def recorded(ctx: Context, deed: Deed, place: str) -> None:
    """It was published elsewhere, as the Office says in words: nothing is sent, and thanks are given (F7, F10)."""
    office = audience_asked.speaker(ctx)
    await publications.add(ctx.store, ctx.now, ctx.house.campaign_id, deed.id, office, place=place)
    audit.note(ctx.store, ctx.now, office.person, "published", f"deed:{deed.id}", {"place": place})
    latest = await publications.latest(ctx.store, deed.id)
    if latest is not None:
        ctx.tellings += await thanking.of_office(ctx.store, ctx.now, ctx.house, deed, latest)


SHEET = Sheet(
    PUBLISH,
    _finish,
    verb="review",
    gaps=_gaps,
    offers={"fits": audience_asked.offered},
    reading=frozenset({"audience"}),
)
ACTIONS = (Intention("publish", publish, verb="review"),)
