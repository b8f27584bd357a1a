"""The copy a person takes away: safe to open, and in pieces that a channel takes."""

import zipfile
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from documents.own_copy import DATA, pack, pages
from storage.people.own_data import _SECTIONS
from texts.catalogue import LANGUAGES, Catalogue

AT = datetime(2025, 4, 18, 15, 4, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
EMPTY = {name: [] for name in _SECTIONS}


def test_what_people_wrote_is_text_on_the_page_and_nothing_else():
    own = {**EMPTY, "person": [{"id": 1, "name": "<b>Lan</b>"}], "deeds": [{"answers": {"what": "<script>x</script>"}}]}
    texts = pages(Catalogue.load(), own, AT)
    assert set(texts) == {"doc-truoc.html", "read-me-first.html", DATA}
    for name in ("doc-truoc.html", "read-me-first.html"):
        assert "<script" not in texts[name]
        assert "<b>" not in texts[name]
        assert "&lt;script&gt;" in texts[name]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_and_column_has_its_words(language: str):
    words = Catalogue.load().words(language)
    columns = {column.key for statement in _SECTIONS.values() for column in statement.selected_columns}
    assert [name for name in _SECTIONS if not words.has(f"own_copy.{name}")] == []
    assert [key for key in columns - {"file_key", "clean_key"} if not words.has(f"own_copy.of.{key}")] == []


def test_what_is_too_large_for_one_packed_file_becomes_several(tmp_path):
    photos = []
    for place in range(5):
        photos.append((tmp_path / f"{place}", f"anh/{place}.jpg"))
        photos[-1][0].write_bytes(bytes([place]) * 400)
    photos.append((tmp_path / "gone", "anh/gone.jpg"))
    (tmp_path / "out").mkdir()
    volumes = pack(tmp_path / "out", {DATA: "{}"}, photos, most=1000)
    names = [zipfile.ZipFile(volume).namelist() for volume in volumes]
    assert names == [[DATA, "anh/0.jpg", "anh/1.jpg"], ["anh/2.jpg", "anh/3.jpg"], ["anh/4.jpg"]]


def test_a_copy_without_photos_is_one_file(tmp_path):
    [volume] = pack(tmp_path, {DATA: "{}"}, [])
    assert zipfile.ZipFile(volume).read(DATA) == b"{}"
