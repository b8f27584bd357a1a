"""What each answer of a nomination means, and how it is read back."""

import re
from datetime import date

from domain.forms import Answers, Asking
from domain.messages import Json
from domain.mistakes import Mistake
from domain.readers import nominees
from domain.readers import who as doers
from domain.readers.answers import yes_no
from domain.readers.movements import pick_movement
from domain.readers.people import role_of
from domain.vietnamese import fold
from handlers.deeds import deed_facts, deed_words
from texts.catalogue import Words

LONGEST_SUMMARY = 200
"""Letters: two lines, as a list of nominees has room for."""
SHORTEST = 3
MOST_DEEDS = 5
_OURSELVES = frozenset(
    {"tap the truong", "truong", "nha truong", "tap the nha truong", "don vi", "tap the don vi", "our school"}
)
_OUR_UNIT: dict[str, Json] = {
    "who": {"role": "collective", "people": [], "unit": True},
    "_person": None,
    "_is_person": False,
}
_NUMBERS = re.compile(r"\d{1,12}")
_FORMS = (
    (re.compile(r"huan chuong|labou?r order"), "state", 1),
    (re.compile(r"thu tuong|nha nuoc|prime minister|state"), "state", 0),
    (re.compile(r"giay khen|cap so|(?<!\w)so(?!\w)|department|commendation"), "department", 0),
    (re.compile(r"bang khen|thanh pho|city|merit"), "city", 0),
)


def who(text: str, asking: Asking) -> Answers:
    """Staff by name, or the unit itself; a member of the unit is known by their name. A pupil is no nominee (III.1)."""
    if text == "our_unit" or fold(text) in _OURSELVES:
        return dict(_OUR_UNIT)
    if nominees.is_wish(text):
        return _whole(text, asking)
    return one(doers.who(text, Asking(asking.today, {}, {}))["who"], asking)


def _whole(text: str, asking: Asking) -> Answers:
    """The whole nomination in one sentence: whom it names, and the movement and the award where it says them."""
    wish = nominees.wish(text, asking.today, deed_facts.movements(asking.facts))
    if wish.who is None:
        raise Mistake("who_missing")
    beside: dict[str, Json] = {}
    if wish.movement:
        beside |= movement(wish.movement, asking)
    told = asking.facts.get("forms")
    of_level = [one for one in told if isinstance(one, list) and one[1] == wish.level] if isinstance(told, list) else []
    if of_level and not wish.movement:
        chosen = of_level[min(len(of_level) - 1, int(wish.is_order))]
        beside |= {"form": chosen[0], "level": chosen[1], "_form": chosen[2]}
    return {**one(dict(wish.who), asking), **beside}


def one(found: Json, asking: Asking) -> dict[str, Json]:
    """The one person or unit that is meant; raises Mistake for several, for nobody, and for a pupil."""
    if not isinstance(found, dict):
        raise Mistake("who_missing")
    if found.get("role") == "pupil":
        raise Mistake("nominee_pupil", clause=asking.facts.get("clause"))
    people = found.get("people")
    if found.get("role") != "collective" and (not isinstance(people, list) or len(people) != 1):
        raise Mistake("nominee_one")
    is_person = found.get("role") != "collective"
    named = people[0] if isinstance(people, list) and len(people) == 1 else None
    if not is_person and isinstance(named, dict) and fold(str(named.get("name") or "")) in _OURSELVES:
        return dict(_OUR_UNIT)
    return {"who": found, "_is_person": is_person, **known_member(found, asking.facts.get("members"))}


def known_member(found: dict[str, Json], members: Json) -> Answers:
    """The one member of the unit who has this name, with the name as the member writes it."""
    people = found.get("people")
    named = people[0] if isinstance(people, list) and people and found.get("role") != "collective" else None
    if not isinstance(named, dict) or not isinstance(members, list):
        return {"_person": None}
    how = str(named.get("honorific") or "")
    same = [
        one
        for one in members
        if isinstance(one, list) and _ends_alike(fold(str(one[1])), fold(str(named["name"]))) and how in {"", one[2]}
    ]
    if len(same) != 1:
        return {"_person": None}
    called = {**named, "name": same[0][1], "honorific": same[0][2] or how}
    return {"who": {**found, "people": [called], "needs_diacritics": False}, "_person": same[0][0]}


def _ends_alike(full: str, said: str) -> bool:
    """The whole name, or the given name that stands last."""
    return full == said or full.endswith(f" {said}")


def movement(text: str, asking: Asking) -> Answers:
    """A movement by its button or in words."""
    known = deed_facts.movements(asking.facts)
    code = next((one.code for one in known if one.code == text), None) or pick_movement(text, known)
    if code is None:
        raise Mistake("movement_unknown")
    return {"movement": code, "_movement": next(one.name for one in known if one.code == code)}


def award(text: str, asking: Asking) -> Answers:
    """A form of award, by its button or in words; a level that IV.1 keeps from the movement is refused at once."""
    told = asking.facts.get("forms")
    forms = [one for one in told if isinstance(one, list)] if isinstance(told, list) else []
    chosen = next((one for one in forms if text in {one[0], one[2], one[3]}), None) or _said(text, forms)
    if chosen is None:
        raise Mistake("award_unclear")
    young = asking.facts.get("young")
    if isinstance(young, dict) and chosen[1] in young:
        raise Mistake("level_too_young", period=young[str(chosen[1])], clause=asking.facts.get("young_clause"))
    return {"form": chosen[0], "level": chosen[1], "_form": chosen[2]}


def _said(text: str, forms: list[list[Json]]) -> list[Json] | None:
    folded = fold(text)
    for pattern, level, place in _FORMS:
        if pattern.search(folded):
            of_level = [one for one in forms if one[1] == level]
            return of_level[place] if place < len(of_level) else None
    return None


def position(text: str, asking: Asking) -> Answers:
    """What somebody is and where, as the papers will say it, and the staff role it means."""
    said = text.strip()
    if len(said) < SHORTEST or not any(char.isalpha() for char in said):
        raise Mistake("position_short")
    who = asking.answers.get("who")
    known = str(who.get("role") or "") if isinstance(who, dict) else ""
    role = nominees.role_in(said, known)
    if role == "pupil" or role_of(said) == "pupil":
        raise Mistake("nominee_pupil", clause=asking.facts.get("clause"))
    return {"position": said[:120], "role": role}


def deeds(text: str, asking: Asking) -> Answers:
    """Numbers of the unit's reports; those of another unit are not known here."""
    told = asking.facts.get("deeds")
    known = told if isinstance(told, dict) else {}
    numbers = numbers_in(text)[:MOST_DEEDS]
    if not numbers:
        raise Mistake("deed_number_missing")
    for number in numbers:
        if str(number) not in known:
            raise Mistake("deed_not_of_unit", number=number)
    return {"deeds": [*numbers]}


def numbers_in(text: str) -> list[int]:
    """Every number typed, once."""
    return list(dict.fromkeys(int(number) for number in _NUMBERS.findall(text)))


def summary(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - the shape of a reader
    """At most two lines, with a figure in them (I.2: exact)."""
    said = " ".join(text.split())
    if len(said) > LONGEST_SUMMARY:
        raise Mistake("summary_long", n=len(said), most=LONGEST_SUMMARY)
    if len(said) < SHORTEST or not any(char.isdigit() for char in said):
        raise Mistake("summary_no_figure")
    return {"summary": said}


def agreed(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - the shape of a reader
    """Whoever is nominated knows of it and agrees: the list will be open to comments."""
    said = {"nominee_agreed": True, "nominee_not_asked": False}.get(text, yes_no(text))
    if said is None:
        raise Mistake("choose_one")
    if not said:
        raise Mistake("nominee_not_asked")
    return {"agreed": True}


# -- as they are read back ---------------------------------------------------------------------------------------------


def shown(words: Words, name: str, answers: Answers) -> str:
    """One line of the sheet in normal form."""
    if name == "who":
        value = answers.get("who")
        is_unit = isinstance(value, dict) and value.get("unit")
        return words("nomination.our_unit") if is_unit else deed_words.who(words, value)
    if name == "meeting":
        return _met(words, answers)
    if name == "deed":
        told = answers.get("deeds")
        return ", ".join(words("nomination.deed", number=one) for one in told) if isinstance(told, list) else ""
    if name == "agreed":
        return words("nomination.has_agreed") if answers.get("agreed") else ""
    field = {"movement": "_movement", "award": "_form"}.get(name, name)
    return str(answers.get(field) or "")


def _met(words: Words, answers: Answers) -> str:
    if "met_on" not in answers or "in_favour" not in answers:
        return ""
    day = words.day(date.fromisoformat(str(answers["met_on"])))
    told = {name: answers[name] for name in ("present", "members")}
    favour, present = int(str(answers["in_favour"])), int(str(answers["present"]))
    rate = words.percent(favour * 1000 // present if present else 0)
    return words("nomination.met", day=day, rate=rate, favour=favour, **told)


def day_of(value: Json) -> date | None:
    """A day as answers keep it."""
    return date.fromisoformat(str(value)) if value else None


def number_of(value: Json) -> int | None:
    """A count as answers keep it."""
    return value if isinstance(value, int) else None
