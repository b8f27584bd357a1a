"""What is said at the terminal is there in both languages, in the voice of the house."""

import ast
import string
import tomllib

from bot.commands import words
from bot.commands.words import chosen_language, terminal_words

from .conftest import ROOT


def _table(language: str) -> dict[str, str]:
    return tomllib.loads((ROOT / f"texts/{language}.d/terminal.toml").read_text())["terminal"]


def _gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _used() -> set[str]:
    """Every key that the verbs ask for by name."""
    found = set()
    for path in (ROOT / "bot/commands").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"words", "W"}:
                first = node.args[0]
                options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                found |= {one.value for one in options if isinstance(one, ast.Constant)}
    return found


def test_both_languages_say_the_same_things_with_the_same_gaps():
    vi, told = _table("vi"), _table("en")
    en = {key: text for key, text in told.items() if not key.endswith("_one")}
    assert {key.removesuffix("_one") for key in told} == en.keys(), "one of a thing that is never many"
    assert vi.keys() == en.keys()
    assert {key: _gaps(vi[key]) for key in vi} == {key: _gaps(en[key]) for key in en}


def test_every_word_that_is_asked_for_is_there():
    used = _used()
    assert len(used) > 50
    assert used <= _table("vi").keys()


def test_nobody_shouts():
    assert not [text for language in ("vi", "en") for text in _table(language).values() if "!" in text]


def test_the_language_is_that_of_the_environment_then_of_the_file(tmp_path, monkeypatch):
    file = tmp_path / ".env"
    monkeypatch.delenv("DEFAULT_LANGUAGE", raising=False)
    assert chosen_language(file) == "vi"
    file.write_text("LOG_LEVEL=INFO\nDEFAULT_LANGUAGE = 'en'\n")
    assert chosen_language(file) == "en"
    monkeypatch.setenv("DEFAULT_LANGUAGE", "vi")
    assert chosen_language(file) == "vi"


def test_a_language_nobody_has_is_answered_in_vietnamese():
    assert terminal_words("fr").language == "vi"
    assert set(words.LANGUAGES) == {"vi", "en"}
