"""The pages: words in both languages, one look for all, nothing inline, everything labelled."""

import gzip
import re
from html.parser import HTMLParser
from importlib import resources

import pytest

from web.static_files import static_files
from web.words import page_words, say_moment

STATIC = resources.files("web") / "static"
TEMPLATES = resources.files("web") / "templates"
PYTHON = resources.files("web")


class Reader(HTMLParser):
    """What is on a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict]:
        return [attrs for name, attrs in self.tags if name == tag]


def asked_words() -> set[str]:
    """The keys that templates, scripts and the server ask for by name."""
    sources = [path.read_text("utf-8") for folder in (STATIC, TEMPLATES) for path in folder.iterdir()]
    sources += [path.read_text("utf-8") for path in PYTHON.iterdir() if path.name.endswith(".py")]
    asked = set()
    for source in sources:
        asked |= set(re.findall(r"\bw(?:ords)?\.([a-z_]+)\b(?!\()", source))
        asked |= set(re.findall(r"\bwords\[\"([a-z_]+)\"\]", source))
    return asked - {"js"}


def test_both_languages_have_the_same_words():
    assert list(page_words("vi")) == list(page_words("en"))
    assert all(page_words("vi").values())
    assert all(page_words("en").values())


def test_every_word_that_is_asked_for_is_there():
    asked = asked_words()
    assert len(asked) > 40
    assert asked <= set(page_words("vi"))


def test_words_fill_the_same_gaps_in_both_languages():
    english = page_words("en")
    free = {"moment", "day_line"}  # a date is written differently
    for key, words in page_words("vi").items():
        if key not in free:
            assert set(re.findall(r"\{(\w+)\}", words)) == set(re.findall(r"\{(\w+)\}", english[key])), key


def test_words_keep_the_manners_of_the_house():
    for key, words in page_words("vi").items():
        assert "!" not in words
        assert not re.search(r"\b(bạn|vui lòng|nhé|ạ|rất tiếc|sai|không hợp lệ|em|tôi)\b", words.lower()), key
    assert not any("!" in words for words in page_words("en").values())


def test_a_language_we_do_not_have_reads_vietnamese():
    assert page_words("fr") == page_words("vi")


def test_a_day_is_said_with_its_weekday_in_both_languages(pretend):
    local = pretend.stage().local()
    assert say_moment(page_words("vi"), local) == "Thứ Năm, 10/04/2025 · 16:42"
    assert say_moment(page_words("en"), local) == "Thursday, 10 April 2025 · 16:42"


@pytest.mark.parametrize("demo", [False, True])
@pytest.mark.parametrize("language", ["vi", "en"])
async def test_the_page_is_labelled_and_carries_nothing_inline(serve, browse, pretend, demo, language):
    _, root = await serve(demo=pretend.stage() if demo else None)
    session = browse(root).session
    async with session.get(f"{root}/?language={language}") as answer:
        assert answer.status == 200
        page = await answer.text()
    reader = Reader(page)
    assert reader.all("html") == [{"lang": language}]
    assert len(reader.all("textarea")) == (3 if demo else 1)
    labels = {label["for"] for label in reader.all("label")}
    assert {area["id"] for area in reader.all("textarea")} <= labels
    for role in [attrs for _, attrs in reader.tags if attrs.get("role") == "log"]:
        assert role["aria-live"] == "polite"
        assert role["aria-label"]
    assert all("src" in script for script in reader.all("script"))
    assert not reader.all("style")
    for _, attrs in reader.tags:
        assert not [name for name in attrs if name.startswith("on") or name == "style"]
    for attrs in [*reader.all("script"), *reader.all("link")]:
        async with session.get(root + (attrs.get("src") or attrs["href"])) as answer:
            assert answer.status == 200
            assert "immutable" in answer.headers["Cache-Control"]


async def test_the_language_is_kept_for_the_next_visit(serve, browse):
    _, root = await serve()
    session = browse(root).session
    async with session.get(f"{root}/?language=en") as answer:
        assert str(answer.url) == f"{root}/"
    async with session.get(root + "/nowhere") as answer:
        assert (await answer.text()).strip() == page_words("en")["not_found"]


async def test_names_on_the_stage_are_escaped(serve, browse, pretend):
    from dataclasses import replace

    stage = pretend.stage()
    stage = replace(stage, seats=[replace(stage.seats[0], title_vi='<script>"', note_vi="<b>")])
    _, root = await serve(demo=stage)
    async with browse(root).session.get(root + "/") as answer:
        page = await answer.text()
    assert '<script>"' not in page
    assert "<b>" not in page


async def test_static_files_are_packed_for_slow_phones(serve, browse):
    _, root = await serve()
    path = static_files().path("chat.css")
    async with browse(root).session.get(root + path, headers={"Accept-Encoding": "identity"}) as answer:
        plain = await answer.read()
        assert "Content-Encoding" not in answer.headers
    async with browse(root).session.get(root + path, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert await answer.read() == plain
    assert plain == (STATIC / "chat.css").read_bytes()


def test_the_whole_page_weighs_less_than_a_small_photo():
    weight = sum(len(gzip.compress(path.read_bytes())) for path in STATIC.iterdir())
    assert weight < 30_000


def test_scripts_never_turn_text_into_markup():
    for path in STATIC.iterdir():
        source = path.read_text("utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", source)
