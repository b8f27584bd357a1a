"""Every text of both languages keeps the rules of docs/voice.md, and every key is used (CONVERSATIONS §13)."""

import ast
import csv
import re
import string
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from domain.unit_names import short_name
from handlers.commands import SHEETS
from texts.catalogue import LANGUAGES, Catalogue

ROOT = Path(__file__).parents[2]
CATALOGUE = Catalogue.load()
VI, EN = CATALOGUE.texts["vi"], CATALOGUE.texts["en"]
CHAT = ("web.", "imports.", "terminal.", "own_copy.", "rehearsal.")
"""Heads of the texts of the page, of imports, of the terminal, of rehearsals and of own copies: no chat messages."""
READER = frozenset({"title_of", "you", "title", "reporter_title", "area"})
"""Gaps that a language may leave out: English calls people by their first name, or "you"."""
ALIKE = {"month_name": "month", "mm": "month", "m": "month", "dd": "day", "d": "day"}
"""Gaps with the same meaning: a month by its number, or by its name."""
ABOUT_PUPILS = {
    "title.em",
    "title.be",
    "mistake.who_pupil_initial",
    "nomination.pupil_in_class",
    "nomination.pupil_named",
} | {f"form.deed.pupil_naming.{way}" for way in ("ask", "back", "change")}
SPOKEN_BY_PEOPLE = {
    f"choice.{name}"
    for name in (
        "mine",
        "find_unit",
        "right_so",
        "i_sign",
        "agree",
        "own_copy",
        "erase",
        "golden",
        "test_sending",
        "adopt",
    )
}
NINE_HUNDRED = re.compile(
    r"form\.(?:join|ask)\.consent\.ask|mistake\.full_notice|form\.\w+\.review|summary\..*|guide\.all|deed\..*|mine\..*"
    r"|story\..*|likeness\.compared|nomination\.\w*card|announcement\..*|dispatch\.(?:unsent|branches|gaps|silent)"
    r"|announced\.list"
)
FORBIDDEN = re.compile(
    r"(?<!\w)(?:em|tôi|bạn|vui lòng|nhé|nha|ạ|dạ|rất tiếc|sai|không hợp lệ|từ chối|tuyệt vời)(?!\w)",
    re.IGNORECASE,
)
CHASING = re.compile(r"đôn đốc|quá hạn")
TO_OFFICES = (
    "chase_book.",
    "chase_letter.",
    "choice.chase",
    "guide.chasebook",
    "reminding.to_office",
    "choice.export_chase",
    "export.ready.chase",
    "export.name.chase",
)
"""What the Office and the offices between alone read: "sổ đôn đốc" and "công văn đôn đốc" (CONVERSATIONS §2)."""
QUOTED = re.compile(r'"[^"\n]*"')


def chat_texts(language: str) -> list[tuple[str, str]]:
    """The texts that are said in a chat."""
    return [(key, text) for key, text in CATALOGUE.texts[language].items() if not key.startswith(CHAT)]


def gaps(text: str) -> set[str]:
    """The gaps of a text, the reader's in small letters."""
    found = {name.split(".")[0] for _, name, _, _ in string.Formatter().parse(text) if name}
    return {ALIKE.get(name.lower(), name.lower()) for name in found}


@cache
def longest_unit() -> str:
    """The longest name a unit of the province has."""
    with (ROOT / "campaigns/hai-phong-2025/units.csv").open(encoding="utf-8") as file:
        return max((short_name(row["name"]) for row in csv.DictReader(file)), key=len)


def filled(text: str) -> str:
    """A text with the longest names in its gaps, and short stand-ins for what people write."""
    unit = longest_unit()

    class Gaps(dict):
        def __missing__(self, name: str) -> object:
            if name.lower() in {"unit", "superior", "above", "where"}:
                return unit
            return "Nguyễn Thị Quỳnh" if name.lower() in {"you", "by", "reporter", "who"} else "10"

    return re.sub(r"\{(\w+)(:[^}]*)?\}", lambda match: str(Gaps()[match[1]]), text)


def test_both_languages_have_the_same_keys():
    in_english = {key for key in EN if not (key.endswith("_one") and key.removesuffix("_one") in EN)}
    assert set(VI) - in_english == set()
    assert in_english - set(VI) == set()


def test_both_languages_fill_the_same_gaps():
    wrong = {key: gaps(VI[key]) ^ gaps(EN[key]) for key in VI if (gaps(VI[key]) ^ gaps(EN[key])) - READER}
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_nfc_and_knows_no_exclamation_mark(language):
    texts = CATALOGUE.texts[language].items()
    assert [key for key, text in texts if not unicodedata.is_normalized("NFC", text)] == []
    assert [key for key, text in texts if "!" in text] == []


def test_no_forbidden_word_is_said_outside_quotations():
    beside = ABOUT_PUPILS | SPOKEN_BY_PEOPLE
    spoken = [(key, QUOTED.sub("", text).replace("trẻ em", "")) for key, text in chat_texts("vi") if key not in beside]
    assert [key for key, text in spoken if FORBIDDEN.search(text)] == []


def test_schools_are_never_told_of_chasing():
    found = [key for key, text in chat_texts("vi") if CHASING.search(text)]
    assert [key for key in found if not key.startswith(TO_OFFICES)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_have_at_most_24_letters(language):
    labels = [
        (key, filled(text))
        for key, text in chat_texts(language)
        if re.match(r"choice\.|own\.|form\.\w+\.\w+\.item$", key)
    ]
    assert labels
    assert [(key, label) for key, label in labels if len(label) > 24] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_going_on_with_a_draft_stands_on_a_row_with_later(language):
    labels = {key: text for key, text in CATALOGUE.texts[language].items() if key.startswith("choice.go_on_")}
    assert [key for key, label in labels.items() if len(label) > 18] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_fit_one_screen_with_the_longest_unit(language):
    long = [
        (key, len(filled(text)))
        for key, text in chat_texts(language)
        if len(filled(text)) > (900 if NINE_HUNDRED.fullmatch(key) else 500)
    ]
    assert long == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_asks_at_most_one_question(language):
    assert [key for key, text in chat_texts(language) if QUOTED.sub("", text).count("?") > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_percentage_stands_with_its_two_numbers(language):
    told = [(key, text) for key, text in chat_texts(language) if re.search(r"\{rate\}|%", text)]
    assert told
    assert [key for key, text in told if not re.search(r"\{rate\} \(\{\w+\}/\{\w+\}", text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_in_examples_are_written_out(language):
    shapes = {"vi": r"\d{2}/\d{2}(?:/\d{4})?", "en": r"\d{1,2} [A-Z][a-z]+(?: \d{4})?"}
    for key, text in chat_texts(language):
        for typed in re.findall(r"(?<![\d/{])\d{1,2}/\d{1,2}(?:/\d{2,4})?(?![\d/])", text):
            is_ratio = re.search(rf"{re.escape(typed)}(?: người)?\.?$", text) or typed in {"86/92", "88/92", "120/125"}
            assert is_ratio or (language == "vi" and re.fullmatch(shapes["vi"], typed)), (key, typed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_sign_stands_at_the_head_of_a_line(language):
    for key, text in chat_texts(language):
        signs = re.findall("✅|⚠️|📌", text)
        assert len(signs) <= 1, key
        assert not signs or re.search(r"(?:^|\n)(?:✅|⚠️|📌) ", text), key


# -- keys and code -----------------------------------------------------------------------------------------------------


def _python(*rooms: str) -> list[Path]:
    return [path for room in rooms for path in sorted((ROOT / room).rglob("*.py")) if "migrations" not in path.parts]


@cache
def _key_shapes() -> tuple[frozenset[str], frozenset[str]]:
    """String constants of the code, and f-strings as patterns: "form.{name}.ask" may be any such key."""
    exact, shaped = set(), set()
    for path in _python("handlers", "bot", "web", "documents", "texts", "scheduler", "domain"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                exact.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [re.escape(p.value) if isinstance(p, ast.Constant) else r"[\w.-]+" for p in node.values]
                shaped.add("".join(parts))
    return frozenset(exact), frozenset(shaped)


def _mistakes() -> set[str]:
    """The keys of all mistakes that a form or a right can raise; f-strings as shapes."""
    exact, shaped = _key_shapes()
    shapes = [shape for shape in shaped if shape.startswith(("no_right_", "too_short_", "consent_no_"))]
    known = {key.split(".")[-1] for key in VI if key.startswith("mistake.")}
    return {key for key in known if key in exact or any(re.fullmatch(shape, key) for shape in shapes)}


def _form_keys() -> set[str]:
    """Every key that a form can ask for, from the forms themselves."""
    found: set[str] = set()
    for sheet in SHEETS:
        head = f"form.{sheet.form.name}"
        found |= {f"{head}.review", f"{head}.review_foot"}
        for question in sheet.form.questions:
            ways = {"ask", "again", "recorded", "item", "short", *(f"again_{key}" for key in _mistakes())}
            ways |= {"back", "change", "complete", "complete_empty"} if sheet.form.steps else set()
            ways |= {"guess"} if question.name in sheet.guesses else set()
            ways |= {"more"} if question.many else set()
            ways |= {f"{kind}{way}" for kind in ("", "recorded_") for way in WORDINGS.get((head, question.name), ())}
            found |= {f"{head}.{question.name}.{way}" for way in ways}
        found |= {f"{head}.{name}.line" for name in sheet.lines}
    return found


WORDINGS = {
    ("form.deed", "when"): ("outside",),
    ("form.deed", "who"): ("collective", "counted"),
    ("form.deed", "result"): ("blood", "gifts"),
    ("form.deed", "evidence"): ("confirming", "letter"),
    ("form.deed", "outside"): ("dated",),
    ("form.plan", "read_back"): ("early",),
    ("form.plan", "reason"): ("exempt", "extension"),
    ("form.duty", "reason"): ("exempt", "extension"),
}
"""What the wordings of the sheets can return."""
BY_NAME = re.compile(r"(?:choice|own|odd|title|role|spread)\.[\w.]+|(?:weekday|month)\.\d+")


def test_every_key_is_used():
    """It stands in the code, as it is or as a shape with gaps, or a form, a mistake or a choice asks for it by name."""
    exact, shaped = _key_shapes()
    shapes = [shape for shape in shaped if re.match(r"\w+(?:\\\.\w+)*\\\.", shape)]
    named = [shape for shape in shaped if re.match(r"[a-z]+_", shape)]
    by_form, mistakes = _form_keys(), _mistakes()
    offered = {
        value
        for sheet in SHEETS
        for rows in (*(question.offers for question in sheet.form.questions), *sheet.after.values())
        for row in rows
        for value in row
    }

    def is_used(key: str) -> bool:
        last = key.rsplit(".", 1)[-1]
        if key.startswith("form.") and key.count(".") > 1 and not key.startswith("form.join.route_"):
            return key in by_form
        if key.startswith("mistake."):
            return last in mistakes
        last = last.removesuffix("_in_form")
        by_name = last in exact | offered or last.isdigit() or any(re.fullmatch(shape, last) for shape in named)
        if key.startswith(("choice.", "odd.", "own.")):
            return by_name
        by_shape = key in exact or any(re.fullmatch(shape, key) for shape in shapes)
        return by_shape or (by_name and bool(BY_NAME.fullmatch(key)))

    assert [key for key in VI if not key.startswith(CHAT) and not is_used(key)] == []


def test_every_key_in_the_code_exists():
    """What is said with ctx.say, words(...) or button(...) by a constant is in the catalogue."""
    missing = []
    for path in _python("handlers"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                key = node.args[0].value
                if name in {"say", "words"} and isinstance(key, str) and key not in VI:
                    missing.append((path.name, key))
                if name == "button" and isinstance(key, str) and f"choice.{key}" not in VI:
                    missing.append((path.name, f"choice.{key}"))
                if name == "Mistake" and isinstance(key, str) and f"mistake.{key}" not in VI:
                    missing.append((path.name, f"mistake.{key}"))
    assert missing == []


SAID_BY_THE_IMPORTER = ("import_", "campaign_", "moves_", "change_")
"""Heads of mistakes in files that are brought in: their sentences are of documents and the terminal."""


def _raised() -> set[tuple[str, str]]:
    """(file, key) of every mistake that domain/ and handlers/ raise by name, also through a function of their own."""
    found = set()
    for path in _python("domain", "handlers"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and getattr(node.func, "id", "") in {"Mistake", "_refuse"}:
                key = node.args[0]
                keys = (key.body, key.orelse) if isinstance(key, ast.IfExp) else (key,)
                found |= {(path.name, one.value) for one in keys if isinstance(one, ast.Constant)}
    return found


def test_every_mistake_that_is_raised_has_its_sentence_in_both_languages():
    raised = {(name, key) for name, key in _raised() if not key.startswith(SAID_BY_THE_IMPORTER)}
    assert len(raised) > 80
    missing = {
        (name, key)
        for name, key in raised
        if not any(one.startswith("mistake.") and one.endswith(f".{key}") and one in EN for one in VI)
    }
    assert missing == set()


def test_every_mistake_with_a_gap_in_its_key_has_a_sentence():
    shapes = {
        "".join(re.escape(part.value) if isinstance(part, ast.Constant) else r"\w+" for part in node.args[0].values)
        for path in _python("domain", "handlers")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Mistake"
        and node.args
        and isinstance(node.args[0], ast.JoinedStr)
    }
    assert shapes
    keys = [key.removeprefix("mistake.") for key in VI if key.startswith("mistake.")]
    assert [shape for shape in shapes if not any(re.fullmatch(shape, key) for key in keys)] == []


# -- words only in texts -----------------------------------------------------------------------------------------------

VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ]|[\u1ea0-\u1ef9]|[àáãèéìíĩòóõùúũýÀÁÃÈÉÌÍĨÒÓÕÙÚŨÝ]")
WORDS_LIVE_HERE = ("domain/vietnamese.py", "domain/readers/", "domain/unit_names.py")


def _strings(path: Path) -> list[tuple[int, str]]:
    """String constants of a module that are not docstrings: what a program could say or read."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            docs |= {id(one.value) for one in body if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]


def test_vietnamese_words_stand_only_where_words_live():
    found = [
        (str(path.relative_to(ROOT)), line, text[:40])
        for path in _python("bot", "web", "scheduler", "handlers", "documents", "storage", "texts", "domain")
        if not str(path.relative_to(ROOT)).startswith(WORDS_LIVE_HERE)
        for line, text in _strings(path)
        if VIETNAMESE.search(text)
    ]
    assert found == []
