"""Every word a person reads, by key and language; and how numbers, days and names are written there."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from domain.people import Person

HERE = Path(__file__).parent
LANGUAGES = ("vi", "en")


def _flat(tree: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in tree.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{prefix}{name}.")
        else:
            found[prefix + name] = value
    return found


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Texts by language and key; loaded once, never changed."""

    texts: Mapping[str, Mapping[str, str]]

    @classmethod
    @cache
    def load(cls) -> "Catalogue":
        """Read ``vi.toml``, ``en.toml`` and the files of ``vi.d``, ``en.d`` beside this module, once in a process."""
        texts = {}
        for language in LANGUAGES:
            merged: dict[str, str] = {}
            for path in (HERE / f"{language}.toml", *sorted((HERE / f"{language}.d").glob("*.toml"))):
                merged |= _flat(tomllib.loads(path.read_text("utf-8")))
            texts[language] = merged
        return cls(texts)

    def with_texts(self, more: Mapping[str, Mapping[str, str]]) -> "Catalogue":
        """The same with more texts by language and key: those of a campaign's own questions."""
        return Catalogue({language: {**texts, **more.get(language, {})} for language, texts in self.texts.items()})

    def has(self, key: str) -> bool:
        """Whether the key is there (in Vietnamese; a test holds the languages together)."""
        return key in self.texts["vi"]

    def words(self, language: str, person: Person | None = None) -> "Words":
        """The words for one reader."""
        return Words(self.texts[language if language in self.texts else "vi"], language, person)


class Words:
    """Sentences for one reader: the language, and how the person is addressed."""

    def __init__(self, texts: Mapping[str, str], language: str, person: Person | None = None) -> None:
        self._texts = texts
        self.language = language
        title = person.title if person else ""
        self._reader = self._addressed(person.name if person else "", title)

    def _addressed(self, name: str, title: str) -> dict[str, str]:
        """The reader: "cô Lan" in Vietnamese, the name alone in English."""
        told = self.naming(name, title)
        you = self._texts["title.to_reader"].format(title=told["title"], name=name) if name and title else told["you"]
        return {**told, "you": you, "You": capital(you)}

    def naming(self, name: str, title: str) -> dict[str, str]:
        """How somebody is spoken to and of: {you} "cô Lan", {title} "cô"; capitalised: {You}, {Title}."""
        alone = self._texts[f"title.{title or 'unknown'}"]
        you = self._texts["title.with_name"].format(title=alone, name=name) if name and title else (name or alone)
        return {"you": you, "You": capital(you), "title": alone, "Title": capital(alone)}

    def who(self, person: Person | None) -> str:
        """A person as spoken of to somebody else: "thầy Minh"."""
        return self.naming(person.name, person.title)["you"] if person else self("title.nobody")

    def role(self, role: str, kind: str) -> str:
        """A role as it is called in a unit of this kind (an office has no headmaster)."""
        return self(self.first(f"role.{role}_{kind}", f"role.{role}"))

    def area(self, unit: str) -> str:
        """The kind of area an office answers for: quận, huyện, or its units where the name does not say."""
        named = f" {unit.lower()} "
        return next((area for area in self("write.areas").split("|") if f" {area} " in named), self("write.area_other"))

    def __call__(self, key: str, **values: object) -> str:
        """The sentence of that key with its gaps filled; ``<key>_one`` where a language counts one differently."""
        if str(values.get("n")) == "1" and f"{key}_one" in self._texts:
            key = f"{key}_one"
        return self._texts[key].format_map({**self._reader, **values})

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return key in self._texts

    def first(self, *keys: str) -> str:
        """The first of these keys that exists; the last one must."""
        return next((key for key in keys if key in self._texts), keys[-1])

    # -- how things are written (CONVERSATIONS §1.15, §1.16) -----------------------------------------------------------

    def day(self, day: date) -> str:
        """A day as it is read: dd/mm/yyyy, or with the month's name."""
        return self("write.day", d=day.day, m=day.month, y=day.year, month=self(f"month.{day.month}"))

    def weekday(self, day: date) -> str:
        """A deadline: the day with its weekday."""
        return self("write.weekday", weekday=self(f"weekday.{day.weekday()}"), day=self.day(day))

    def time(self, at: datetime) -> str:
        """Hours of the day clock; ``at`` is local."""
        return f"{at:%H:%M}"

    def span(self, start: date, end: date, *, short: bool = False) -> str:
        """From a day to another, or one day; ``short`` joins them with a dash."""
        if start == end:
            return self.day(start)
        if short and (start.year, start.month) == (end.year, end.month):
            of = {"m": start.month, "month": self(f"month.{start.month}"), "y": start.year}
            return self("write.span_in_month", d=start.day, e=end.day, **of)
        return self("write.span_short" if short else "write.span", start=self.day(start), end=self.day(end))

    def number(self, n: int) -> str:
        """A whole number in groups of three."""
        return f"{n:,}".replace(",", self("write.thousands"))

    def percent(self, tenths: int) -> str:
        """From tenths of a percent, already rounded down; whole ones without a decimal."""
        whole, tenth = divmod(tenths, 10)
        return f"{whole}{self('write.decimal')}{tenth}%" if tenth else f"{whole}%"

    def listed(self, parts: list[str]) -> str:
        """Several things in one line."""
        return "; ".join(parts)


def capital(text: str) -> str:
    """The first letter as at the head of a sentence."""
    return text[:1].upper() + text[1:]


def shortened(text: str, most: int) -> str:
    """Somebody's words where there is room for ``most`` letters: whole words, then an ellipsis. All of it is kept."""
    if len(text) <= most:
        return text
    end = text.rfind(" ", most // 2, most)
    return text[: end if end > 0 else most - 1].rstrip(" ,;.") + "…"
