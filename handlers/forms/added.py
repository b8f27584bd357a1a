"""The questions a campaign adds to a form: asked after the form's own, reviewed, checked and kept like them."""

from dataclasses import replace
from datetime import date

from domain.campaign_questions import AddedQuestion
from domain.campaigns import Campaign
from domain.forms import ASKED, Answers, Asking, Question, Reader
from domain.messages import Json
from domain.mistakes import Mistake
from domain.readers import amounts, dates
from domain.readers.doers import hide_pupils
from handlers.forms.sheets import Sheet
from texts.catalogue import LANGUAGES, Catalogue, Words, shortened

FORM = "deed"
LONGEST = 300
"""Letters of an added answer that a message shows."""
PREFIX = "x_"


def extended(sheet: Sheet, campaign: Campaign) -> Sheet:
    """The sheet with the campaign's questions at its end; the sheet itself when there are none."""
    is_done = any(one.name.startswith(PREFIX) for one in sheet.form.questions)
    if sheet.form.name != FORM or not campaign.questions or is_done:
        return sheet
    questions = (*sheet.form.questions, *map(_question, campaign.questions))
    lines = (*sheet.lines, *(one.field for one in campaign.questions))
    return replace(sheet, form=replace(sheet.form, questions=questions), lines=lines)


def _question(one: AddedQuestion) -> Question:
    offers = tuple((option.code,) for option in one.choices)
    return Question(
        one.field,
        (one.field,),
        _reader(one),
        when=_when(one),
        offers=offers,
        optional=one.optional,
        counted=False,
        numbered=one.kind != "number",
    )


def _when(one: AddedQuestion) -> dict[str, Json]:
    """Its conditions; after a free message ("three short questions") only those are asked that may not be skipped."""
    names = {"movement": "movement"}
    told: dict[str, Json] = {names.get(if_.answer, PREFIX + if_.answer): if_.equals for if_ in one.when}
    return {**told, ASKED: None} if one.optional else told


def _reader(one: AddedQuestion) -> Reader:
    """As the kind of the question wants it; what does not fit is asked again with the house's own words."""
    codes = frozenset(option.code for option in one.choices)

    def read(text: str, asking: Asking) -> Answers:
        if one.kind == "number":
            return {one.field: amounts.count(text)}
        if one.kind == "date":
            return {one.field: dates.day(text, asking.today, "past").isoformat()}
        if one.kind == "choice" and text not in codes:
            raise Mistake("choose_one")
        return {one.field: text if one.kind == "choice" else hide_pupils(text).strip()}

    return read


def is_one(question: Question) -> bool:
    """Whether the campaign asks it and not the house: it has no number, and is no part of "three short questions"."""
    return question.name.startswith(PREFIX)


def names(answers: Answers) -> list[str]:
    """The added questions that these answers know."""
    return [name for name in answers if name.startswith(PREFIX)]


def shown(words: Words, name: str, answers: Answers) -> str:
    """An added answer in normal form; "" where it was skipped, or a later file of the campaign has taken it out."""
    value = answers.get(name)
    if value is None or not words.has(f"form.{FORM}.{name}.line"):
        return ""
    if isinstance(value, int):
        return words.number(value)
    if words.has(option := f"own.{FORM}.{name}.{value}"):
        return words(option)
    try:
        return words.day(date.fromisoformat(str(value)))
    except ValueError:
        return shortened(str(value), LONGEST)


def spoken(catalogue: Catalogue, campaign: Campaign) -> Catalogue:
    """The catalogue with the words of the campaign's questions; where English is missing it says so."""
    return catalogue.with_texts({language: _texts(catalogue, campaign, language) for language in LANGUAGES})


def _texts(catalogue: Catalogue, campaign: Campaign, language: str) -> dict[str, str]:
    own = catalogue.texts[language]
    found: dict[str, str] = {}
    for one in campaign.questions:
        told = _escaped(one.ask_en if language == "en" else one.ask_vi)
        ask = told or f"{_escaped(one.ask_vi)} {own['added.vietnamese_only']}"
        item = _escaped((one.item_en if language == "en" else "") or one.item_vi)
        head = f"form.{FORM}.{one.field}"
        found |= {f"{head}.ask": ask, f"{head}.item": item, f"{head}.line": f"{item}: {{shown}}"}
        found |= {f"{head}.{way}": own[f"added.{way}"].replace("{item}", item) for way in ("change", "back")}
        for option in one.choices:
            label = (option.en if language == "en" else "") or option.vi
            found[f"own.{FORM}.{one.field}.{option.code}"] = _escaped(label)
    return found


def _escaped(text: str) -> str:
    """Braces of a campaign's own words are no gaps."""
    return text.replace("{", "{{").replace("}", "}}")
