"""The checkout is what runs: every room is imported from here, and the lock names files and nothing else."""

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ROOMS = PYPROJECT["tool"]["importlinter"]["root_packages"]


def name_of(requirement):
    """Cut a requirement down to the project's name, as the lock spells it."""
    return re.match(r"[A-Za-z0-9._-]+", requirement).group().lower().replace("_", "-")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_imported_from_this_checkout(room):
    spec = importlib.util.find_spec(room)
    assert Path(spec.origin).parent == ROOT / room


def test_every_room_is_packaged():
    assert {f"{room}*" for room in ROOMS} <= set(PYPROJECT["tool"]["setuptools"]["packages"]["find"]["include"])


def test_nothing_is_ever_uploaded():
    assert "Private :: Do Not Upload" in PYPROJECT["project"]["classifiers"]


def test_the_lock_has_names_versions_and_hashes_only():
    line = re.compile(r"[a-z0-9-]+==[\w.]+( ; [\w' =!<>.]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|#.*")
    assert [text for text in LOCK.splitlines() if not line.fullmatch(text)] == []
    assert "://" not in LOCK


def test_the_lock_pins_everything_that_pyproject_asks_for():
    project = PYPROJECT["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["dev"]
    pinned = set(re.findall(r"^([a-z0-9-]+)==", LOCK, re.MULTILINE))
    assert {name_of(requirement) for requirement in asked} <= pinned


def test_each_package_has_its_reason_in_the_decision_record():
    record = (ROOT / "docs/decisions/0001-packages.md").read_text(encoding="utf-8").lower()
    project = PYPROJECT["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["dev"]
    assert [name for name in map(name_of, asked) if name not in record] == []


def test_each_promise_names_tests_that_exist():
    lost, file = [], ""
    for named in re.findall(r"`((?:tests/|::)[^`]+)`", (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")):
        path, _, test = named.partition("::")
        file = path or file
        if not (ROOT / file).exists() or (test and f"def {test}(" not in (ROOT / file).read_text(encoding="utf-8")):
            lost.append(named)
    assert lost == []
