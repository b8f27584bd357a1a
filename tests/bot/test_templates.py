"""Templates of the office: written by a command, looked at by the doctor and at the start, never changed unasked."""

from types import SimpleNamespace

import pytest

from bot.app import Refused, own_templates
from bot.commands import check, templates
from bot.commands.edge import words_of
from bot.easel import Easel
from tests.kit.house import settings
from texts.catalogue import Catalogue


def of(folder, tmp_path):
    return settings(f"sqlite+aiosqlite:///{tmp_path}/thidua.db", tmp_path).model_copy(
        update={"templates_dir": str(folder)}
    )


async def test_templates_to_begin_with_are_written_once_and_can_be_used(tmp_path, capsys):
    folder = tmp_path / "mau"
    chosen = of(folder, tmp_path)
    assert await templates.lay_out(chosen, folder) == 0
    assert "bao-cao.docx, to-trinh.docx, bien-ban.docx" in capsys.readouterr().out
    found = own_templates(SimpleNamespace(settings=chosen, catalogue=Catalogue.load()))
    assert sorted(found) == ["achievement", "letter", "minutes", "review", "submission"]
    assert [one.right for one in check._templates(chosen, words_of(chosen))] == [True]
    (folder / "to-trinh.docx").write_bytes(b"mine")
    assert await templates.lay_out(chosen, folder) == 1
    assert (folder / "to-trinh.docx").read_bytes() == b"mine"


async def test_a_template_that_cannot_be_used_is_named_by_the_doctor_and_stops_the_start(tmp_path):
    folder = tmp_path / "mau"
    chosen = of(folder, tmp_path)
    await templates.lay_out(chosen, folder)
    (folder / "bao-cao.docx").write_bytes(b"no document")
    [bad, good] = check._templates(chosen, words_of(chosen))
    assert (bad.right, good.right) == (False, True)
    assert bad.text == "Mẫu bao-cao.docx: Tệp này không mở được. Mời lưu lại bằng Word, dạng .docx."
    with pytest.raises(Refused) as refused:
        own_templates(SimpleNamespace(settings=chosen, catalogue=Catalogue.load()))
    assert str(refused.value).startswith("TEMPLATES_DIR: bao-cao.docx: Tệp này không mở được.")


def test_another_template_is_another_layout_so_nothing_drawn_before_is_handed_out(tmp_path):
    layouts = {Easel(tmp_path, own).layout(2) for own in (None, {"review": b"a"}, {"review": b"b"}, {"letter": b"a"})}
    assert len(layouts) == 4
    assert Easel(tmp_path).layout(2) == 2
