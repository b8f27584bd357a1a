"""The question "which unit": what was typed is looked up, and offered as a list where several come near."""

from collections.abc import Mapping, Sequence

from domain.forms import Answers, Asking, Progress, Question
from domain.messages import Json
from domain.mistakes import Mistake
from domain.unit_names import button_name, place_of, short_name
from domain.units import RELAYS
from handlers.context import Context
from storage.units import callings
from storage.units.callings import Place
from texts.catalogue import shortened

LABEL = 24
"""Letters of a button (CONVERSATIONS §1.19)."""
ABOVE = frozenset({"sgddt", *RELAYS})


async def named(ctx: Context, text: str) -> tuple[list[Place], bool]:
    """The units that a text comes near to, schools before offices, and whether the only one is surely meant."""
    found = ctx.house.units.find(text)
    if found.outcome != "exact" and (heirs := await _in_place_of(ctx, text)):
        return heirs, len(heirs) == 1
    places = await callings.places(ctx.store, [unit.code for unit in found.units], ctx.now.today) if found.units else []
    places.sort(key=lambda place: place.kind in ABOVE)
    return places, found.outcome == "exact" or (len(found.units) > len(places) == 1)


async def _in_place_of(ctx: Context, text: str) -> list[Place]:
    """By the old name of a unit that has ended: the one that goes on in its place."""
    past = ctx.house.ended_units.find(text)
    if past.outcome != "exact":
        return []
    found = await callings.successors(ctx.store, [unit.code for unit in past.units], ctx.now.today)
    return list({one.id: one for one in found}.values())


async def near(ctx: Context, progress: Progress) -> dict[str, Json]:
    """For a form that asks for a unit: what the words just typed come near to, so that the reader can stay pure."""
    typed = ctx.incoming.text
    if progress.at != "unit" or not typed or "unit" in progress.answers or progress.answers.get("_typed") == typed:
        return {}
    places, is_sure = await named(ctx, typed)
    return {"places": [_told(place) for place in places], "is_sure": is_sure}


def _told(place: Place) -> Json:
    return [place.id, place.name, place.kind, place.above]


def _answers(place: Sequence[Json]) -> dict[str, Json]:
    return {"unit": place[0], "unit_name": place[1], "unit_kind": place[2], "_near": None}


def read_unit(text: str, asking: Asking) -> Answers:
    """A unit by what people call it, or the one chosen from those offered ("u" and its number)."""
    offered = {f"u{place[0]}": place for place in _list(asking.answers.get("_near"))}
    if text in offered:
        return _answers(offered[text])
    if text == "other_name":
        raise Mistake("unit_other").keeping(_near=None)
    places = _list(asking.facts.get("places"))
    if len(places) == 1 and asking.facts.get("is_sure"):
        return _answers(places[0])
    keys = {0: "unit_none", 1: "unit_near_one", 2: "unit_near_two"}
    key = keys.get(len(places), "unit_near_many")
    raise Mistake(key, typed=text, count=len(places)).keeping(_near=list(places) or None, _typed=text)


def _list(value: Json) -> list[list[Json]]:
    return [place for place in value if isinstance(place, list)] if isinstance(value, list) else []


def offered(ctx: Context, answers: Answers) -> list[list[tuple[str, str]]]:
    """Those that come near, each on a row of its own, told apart by their place where their names are alike."""
    near = _list(answers.get("_near"))
    if not near or "unit" in answers:
        return []
    plain = [button_name(str(place[1])) for place in near]
    is_plain = len(set(plain)) == len(plain) and max(map(len, plain)) <= LABEL
    labels = plain if is_plain else [_label(place) for place in near]
    if len(set(labels)) < len(labels):
        labels = [f"{n} · {label}"[:LABEL] for n, label in enumerate(labels, 1)]
    rows = [[(f"u{place[0]}", label)] for place, label in zip(near, labels, strict=True)]
    return [*rows, [("other_name", ctx.words("choice.other_name"))]]


def _label(place: Sequence[Json]) -> str:
    where = shortened(place_of(str(place[3])), LABEL // 2) if place[3] else ""
    return (
        f"{shortened(button_name(str(place[1])), LABEL - 2 - len(where))}, {where}" if where else str(place[1])[:LABEL]
    )


def unit_question(when: Mapping[str, Json] | None = None) -> Question:
    """The question as forms use it."""
    return Question("unit", ("unit",), read_unit, when=when or {}, counted=False)


def unit_of(answers: Answers) -> str:
    """The chosen unit as messages say it."""
    return short_name(str(answers.get("unit_name", "")))
