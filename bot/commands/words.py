"""What a person reads at the terminal, in the language of DEFAULT_LANGUAGE."""

import os
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

LANGUAGES = ("vi", "en")
MOST_SHOWN = 20
"""Changes that are told one by one; more are counted."""


class TerminalWords:
    """The ``[terminal]`` table of one language."""

    def __init__(self, language: str, sentences: Mapping[str, str]) -> None:
        self.language = language
        self._sentences = sentences

    def __call__(self, key: str, **values: object) -> str:
        """The sentence of that key with its gaps filled."""
        return self._sentences[key].format_map(values)


def shown(words: TerminalWords, lines: Sequence[str]) -> list[str]:
    """Lines of a list, and how many more there are."""
    told = [f"- {line}" for line in lines[:MOST_SHOWN]]
    return [*told, words("and_more", n=len(lines) - MOST_SHOWN)] if len(lines) > MOST_SHOWN else told


@cache
def terminal_words(language: str) -> TerminalWords:
    """The words of a language; Vietnamese for one we do not have. Reads one small file: ``--help`` must not wait."""
    known = language if language in LANGUAGES else "vi"
    tree = tomllib.loads((resources.files("texts") / f"{known}.d" / "terminal.toml").read_text("utf-8"))
    return TerminalWords(known, {key: str(said) for key, said in tree["terminal"].items()})


def chosen_language(env_file: Path = Path(".env")) -> str:
    """DEFAULT_LANGUAGE as the settings will read it, without loading what checks settings."""
    if told := os.environ.get("DEFAULT_LANGUAGE", ""):
        return told.lower()
    lines = env_file.read_text("utf-8", "replace").splitlines() if env_file.is_file() else []
    for line in lines:
        name, _, value = line.partition("=")
        if name.strip().upper() == "DEFAULT_LANGUAGE" and value.strip():
            return value.strip().strip("\"'").lower()
    return "vi"
