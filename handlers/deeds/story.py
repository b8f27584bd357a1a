"""One message is enough: a free text becomes a draft, is shown back, and a few short questions follow (C3, C4)."""

from datetime import date

from domain.deeds import outside
from domain.forms import ASKED, Answers
from domain.messages import Json, Reply
from domain.readers import story
from domain.readers.people import group_of, of_our_school
from domain.readers.sentences import sentence
from domain.readers.subject import STAFF
from domain.vietnamese import fold
from handlers.context import Answer, Context
from handlers.deeds import deed_facts, deed_words
from handlers.forms import added, holding, moves, prompts
from handlers.forms.filling import Filling
from texts.catalogue import Words, capital, shortened

MOST_QUESTIONS = 3
_LEAST = ("evidence", "naming", "pupil_naming", "result", "movement")
"""What is not asked when there would be more, the least needed first; the review shows it all the same."""
_COUNTED = 10
"""Up to so many people are asked for by name."""


async def tell(filling: Filling, text: str) -> Answer:
    """The whole message read: what can be read is filled in and shown back, what is unsure is asked."""
    ctx = filling.ctx
    answers = _read(filling, text)
    filling = await filling.standing(at="", tries=0).knowing({**_given(filling.answers), **answers})
    filling = await filling.knowing({**filling.answers, **filling.sheet.fill(ctx, filling.progress)})
    filling = await filling.knowing({**filling.answers, **_few(filling)})
    reply, head = _shown_back(filling, await moves.advance(filling))
    return await holding.when_stored(filling, reply, head) if filling.answers.get("_photos") else reply


def _given(answers: Answers) -> dict[str, Json]:
    """Of what was there before the story only the files stay."""
    return {name: value for name, value in answers.items() if name in {"_photos", "_papers"}}


def _read(filling: Filling, text: str) -> dict[str, Json]:
    """The answers of the form that the story holds. Raises ``too_short``."""
    ctx = filling.ctx
    draft = story.read(text, ctx.now.today, deed_facts.movements(deed_facts.movement_facts(ctx.campaign)))
    sentence(str(draft["what"]), prompts.asking(filling))
    answers: dict[str, Json] = {name: draft[name] for name in ("what", "from", "to", "where") if name in draft}
    if first := draft.get("from"):
        start, end = ctx.campaign.start, ctx.campaign.end
        answers["outside"] = outside(start, end, str(first), str(draft["to"]))
    if money := draft.get("money"):
        answers["result"] = ctx.words("story.dong", amount=ctx.words.number(int(str(money))))
    told = {f"_{name}": draft[name] for name in ("part_of_day", "money", "proofs") if name in draft}
    return {**answers, **told, **_who(draft.get("who"), str(draft["what"]))}


def _who(doer: Json, what: str) -> dict[str, Json]:
    """Who did it: known, counted but not named (``_who``, asked by name), or left to be asked."""
    if not isinstance(doer, dict):
        return {}
    of_pupil, count = deed_facts.of_pupil(doer), doer.get("count")
    if doer.get("role") in STAFF and not doer.get("people"):
        is_few = isinstance(count, int) and count <= _COUNTED
        return {"_who": doer, **of_pupil} if is_few else {"who": doer, **of_pupil}
    if doer.get("role") is None or doer.get("needs_diacritics"):
        return {}
    if doer.get("role") == "collective" and not doer.get("people"):
        group = group_of(what)
        named: Json = [{"name": capital(group), "honorific": ""}] if group else []
        return {"who": {**doer, "people": named}, **of_pupil} if group else {"_who": doer, **of_pupil}
    return {"who": doer, **of_pupil}


def _few(filling: Filling) -> dict[str, Json]:
    """Which questions follow, at most three of them; what is not asked is filled with what is true without asking."""
    answers = dict(filling.answers)
    if answers.get("_photos"):
        answers["confirmed_by"] = None
    missing = [one.name for one in filling.form.missing_all(answers) if one.name != "outside" and not added.is_one(one)]
    for name in _LEAST:
        if len(missing) > MOST_QUESTIONS and name in missing:
            missing.remove(name)
            answers |= _unasked(filling, name)
    both = ["naming", "pupil_naming"]
    return {**answers, ASKED: [*missing, *(both if set(both) & set(missing) else [])]}


def _unasked(filling: Filling, name: str) -> dict[str, Json]:
    umbrella = filling.ctx.campaign.umbrella.code
    ready: dict[str, dict[str, Json]] = {
        "evidence": {"confirmed_by": None},
        "naming": {"naming": "not_asked"},
        "pupil_naming": {"pupil_naming": "initials"},
        "result": {"result": None},
        "movement": {"movement": umbrella, "_guessed": True, "_movement": filling.words("deed.umbrella")},
    }
    return ready[name]


# -- shown back --------------------------------------------------------------------------------------------------------


def _shown_back(filling: Filling, answer: Answer) -> tuple[Answer, str]:
    """What was understood, before the question that comes first; and the first words, after which "saved" is put."""
    words, answers = filling.words, filling.answers
    head = words("story.thanks_pupil" if answers.get("_pupil") else "story.thanks")
    question = filling.form.missing(answers)
    if question is None:
        [review] = answer if isinstance(answer, list) else [answer]
        return Reply(f"{head}\n{review.text}", review.choices), head
    asked = prompts.ask(filling, question, variants=("understood",))
    lines = "\n".join(f"- {line}" for line in understood(filling.ctx, answers))
    rule = _rule(filling, answers)
    left = [one for one in filling.form.missing_all(answers) if one in filling.form.counted(answers)]
    count = f"{words('story.left', n=len(left))} " if question in left and not rule else ""
    parts = [words("story.understood", head=head, lines=lines), rule, f"{count}{asked.text}"]
    return Reply("\n".join(part for part in parts if part), asked.choices), head


def _rule(filling: Filling, answers: Answers) -> str:
    """Why a pupil's deed is a story and no nomination (III.1), told kindly, with what is possible."""
    return filling.words("story.pupil_rule", clause="III.1") if answers.get("_pupil") else ""


def understood(ctx: Context, answers: Answers) -> list[str]:
    """The lines of what was read: the deed in its own words, who, when and where, the movement."""
    words = ctx.words
    what = shortened(str(answers["what"]), deed_words.MOST["said"])
    lines = [words("story.what", what=what)]
    doer = answers.get("who") or answers.get("_who")
    if isinstance(doer, dict) and (who := _doer(ctx, doer, str(answers["what"]))):
        lines.append(words("form.deed.who.line", shown=who))
    if when := _when(words, answers):
        lines.append(when)
    if answers.get("_movement") and not answers.get("_pupil"):
        lines.append(words("form.deed.movement.line", shown=deed_words.shown(words, "movement", answers)))
    return lines


def _doer(ctx: Context, doer: dict[str, Json], what: str) -> str:
    who = deed_words.who(ctx.words, doer)
    unit = next((grant.unit_name for grant in ctx.person.grants), "") if ctx.person else ""
    if doer.get("role") == "pupil" and doer.get("people"):
        return ctx.words("story.as_initial", who=who)
    return f"{who}, {unit}" if unit and not doer.get("people") and of_our_school(what) else who


def _when(words: Words, answers: Answers) -> str:
    """The day with its weekday, the part of the day, the place, and the one amount of money that was told."""
    told, where = answers.get("from"), str(answers.get("where") or "")
    days = _days(words, answers) if told else ""
    key = "story.when_where" if days and where else "story.when" if days else "story.where" if where else ""
    money = words("story.money", amount=answers["result"]) if answers.get("_money") else ""
    shown = ", ".join(part for part in (days, where) if part)
    if answers.get("outside"):
        shown = words("deed.outside", days=shown)
    if not key:
        return capital(money)
    return words(key, shown="; ".join(part for part in (shown, money) if part))


def _days(words: Words, answers: Answers) -> str:
    first, last = (date.fromisoformat(str(answers[name])) for name in ("from", "to"))
    if first != last:
        return words.span(first, last)
    part = answers.get("_part_of_day")
    return words(f"story.{part}", day=words.weekday(first)) if part else words.weekday(first)


# -- wordings of the few questions -------------------------------------------------------------------------------------

_EXAMPLES = (("blood", "hien mau"), ("gifts", "ao am"), ("gifts", " tang "), ("gifts", "quyen gop"))


def asks_who(answers: Answers) -> str:
    """As in "Ba giáo viên là ai?": people who are counted are asked for by name."""
    doer = answers.get("_who")
    if ASKED not in answers or not isinstance(doer, dict):
        return ""
    return "collective" if doer.get("role") == "collective" else "counted"


def asks_result(answers: Answers) -> str:
    """An example near to what was told."""
    told = f" {fold(str(answers.get('what') or ''))} "
    return next((name for name, word in _EXAMPLES if word in told), "") if ASKED in answers else ""


def asks_evidence(answers: Answers) -> str:
    """Who can confirm; of a letter of thanks a photo is asked for as well."""
    if ASKED not in answers:
        return ""
    said = answers.get("confirmed_by")
    if said and not answers.get("_photos"):
        return "letter" if "letter" in story.proofs(str(said)) else ""
    return "confirming" if answers.get("_pupil") else ""


__all__ = ["asks_evidence", "asks_result", "asks_who", "tell", "understood"]
