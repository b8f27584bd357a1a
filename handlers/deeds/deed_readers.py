"""What each answer of a report means, where it takes more than one reader to say."""

from datetime import date

from domain.deeds import outside
from domain.forms import Answers, Asking
from domain.mistakes import Mistake
from domain.readers import sentences, when_where
from domain.readers import who as doers
from domain.readers.answers import naming, yes_no
from domain.readers.dates import find
from domain.readers.doers import hide_pupils
from domain.readers.english import dated
from domain.readers.movements import pick_movement
from domain.vietnamese import clean, tidy
from handlers.deeds import deed_facts

FULL_NAME = 2
"""Words."""
SHORTEST_SOURCE = 4
"""Letters."""


def what(text: str, asking: Asking) -> Answers:
    """The deed in its teller's own words; of a pupil's name only the initial is kept (DOMAIN §12)."""
    return sentences.sentence(hide_pupils(text), asking)


def who(text: str, asking: Asking) -> Answers:
    """Who did it, and whether that is a pupil: then two consents are asked about instead of one."""
    found = doers.who(text, asking)
    return {**found, **deed_facts.of_pupil(found["who"])}


def result(text: str, asking: Asking) -> Answers:
    """What came of it, in the teller's own words."""
    return sentences.own_words("result")(hide_pupils(text), asking)


def when(text: str, asking: Asking) -> Answers:
    """Days and place, and whether the days lie outside the campaign's period (III.2)."""
    found = dict(when_where.read(text, asking))
    return {**found, "outside": _is_outside(found, asking)}


def _is_outside(found: Answers, asking: Asking) -> bool:
    start, end = (date.fromisoformat(str(asking.facts[name])) for name in ("campaign_start", "campaign_end"))
    return outside(start, end, str(found["from"]), str(found["to"]))


def outside_kept(text: str, asking: Asking) -> Answers:
    """A day outside the period is confirmed or put right; nobody is turned away for it (C5)."""
    if text == "mend_date":
        raise Mistake("mend_date")
    if text == "yes" or yes_no(text):
        return {"outside_kept": True}
    if find(tidy(dated(text)), asking.today, "past"):
        return when(text, asking)
    raise Mistake("mend_date" if yes_no(text) is False else "read_back_unclear")


def evidence(text: str, asking: Asking) -> Answers:
    """Files were counted as they came; words name who can confirm."""
    if text != "done":
        return {"confirmed_by": hide_pupils(text).strip()}
    if not any(asking.answers.get(name) for name in ("_photos", "_papers")):
        raise Mistake("nothing_sent_yet")
    return {"confirmed_by": asking.answers.get("confirmed_by")}


def told_by(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - the shape of a reader
    """Who told it, or which paper it is copied from, in the reporter's own words."""
    if len(text.strip()) < SHORTEST_SOURCE:
        raise Mistake("reason_short")
    return {"told_by": text.strip()}


def may_be_named(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - the shape of a reader
    """Naming somebody in public needs a clear answer."""
    value = text if text in {"agreed", "not_asked", "unnamed"} else naming(text)
    if value is None:
        raise Mistake("naming_unclear")
    return {"naming": value}


def pupil_naming(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - the shape of a reader
    """A pupil stays an initial unless both consents are there: the child's and its parents' (DOMAIN §12)."""
    value = text if text in {"initials", "both"} else _pupil_naming(text)
    if value is None:
        raise Mistake("pupil_naming_unclear")
    return {"pupil_naming": value}


def _pupil_naming(text: str) -> str | None:
    said = yes_no(text)
    return None if said is None else "both" if said else "initials"


def pupil_name(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - the shape of a reader
    """The full name, as typed: two words of letters at least. Kept apart from the report (handlers/deeds/minors)."""
    name = " ".join(clean(text).split())
    if len(name.split()) < FULL_NAME or not all(char.isalpha() or char in " .'-" for char in name):
        raise Mistake("pupil_name_short")
    return {"pupil_name": name}


def movement(text: str, asking: Asking) -> Answers:
    """A movement by its button, or in words; "leave it to the office" is the campaign itself."""
    known = deed_facts.movements(asking.facts)
    chosen = {"_guessed": False, "_unsure": True}
    if text == "office_sorts":
        return {**chosen, "movement": next(one.code for one in known if one.umbrella)}
    code = next((one.code for one in known if one.code == text), None) or pick_movement(text, known)
    if code is None:
        raise Mistake("movement_unknown")
    return {**chosen, "movement": code}


def minor(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - the shape of a reader
    """Whether a child is in the story or in a picture (DOMAIN §12)."""
    said = {"minor_yes": True, "minor_no": False}.get(text, yes_no(text))
    if said is None:
        raise Mistake("choose_one")
    return {"minor": said, "_minor_unsure": True}
