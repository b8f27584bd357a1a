"""Settings that cannot be used are told in one line; .env.example is the settings, name for name."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsRefused, read_settings

ROOT = Path(__file__).parents[2]

BAD = {
    "DATABASE_URL": "mysql://root:hunter2secret@db/thidua",
    "FILES_URL": "s3://bucket",
    "WEB_PORT": "eighty",
    "TELEGRAM_TOKEN": "hunter2secret",
    "TELEGRAM_MODE": "push",
    "TELEGRAM_PACE": "-1",
    "TELEGRAM_SECRET": "có dấu và khoảng trắng",
    "PUBLIC_URL": "thidua.example",
    "TELEGRAM_API_URL": "api.telegram.org",
    "HTTP_PROXY_URL": "proxy:3128",
    "ZALO_MODE": "push",
    "TIME_ZONE": "Asia/Haiphong",
    "DEFAULT_LANGUAGE": "fr",
    "LOG_LEVEL": "LOUD",
    "LOG_FORMAT": "xml",
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch, tmp_path):
    """No setting of this machine, no .env of this checkout."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_setting_is_told_in_one_line_that_names_it_and_not_its_value(monkeypatch, name):
    monkeypatch.setenv(name, BAD[name])
    with pytest.raises(SettingsRefused) as refused:
        read_settings()
    said = str(refused.value)
    assert "\n" not in said
    assert said.startswith(name)
    assert BAD[name] not in said


def test_a_webhook_needs_an_address(monkeypatch):
    monkeypatch.setenv("TELEGRAM_MODE", "webhook")
    with pytest.raises(SettingsRefused, match="PUBLIC_URL"):
        read_settings()


def test_the_command_line_ends_with_that_line_and_no_traceback(tmp_path):
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LOG_LEVEL": "LOUD"}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 78
    assert "LOG_LEVEL" in done.stderr.strip().splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_an_empty_line_means_the_default(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    assert read_settings() == Settings()


def test_the_env_file_is_read_and_the_environment_goes_before_it(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("WEB_PORT=9001\nDEFAULT_LANGUAGE=en\n")
    monkeypatch.setenv("WEB_PORT", "9002")
    read = read_settings()
    assert (read.web_port, read.default_language) == (9002, "en")


def test_polling_unless_there_is_an_address():
    assert not Settings(telegram_token="1:a").webhook
    assert Settings(telegram_token="1:a", public_url="https://a.vn").webhook
    assert not Settings(telegram_token="1:a", public_url="https://a.vn", telegram_mode="polling").webhook


def test_what_is_secret_is_not_in_the_settings_repr():
    hidden = {"telegram_token": "123:abc", "telegram_secret": "secret-one", "secret_key": "s2", "audit_key": "s3"}
    shown = repr(Settings(**hidden))
    assert not [secret for secret in hidden.values() if f"'{secret}'" in shown]


def test_env_example_lists_exactly_the_settings_with_their_defaults():
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))
    assert listed == {name.upper(): str(field.default) for name, field in Settings.model_fields.items()}
    assert list(listed) == [name.upper() for name in Settings.model_fields]
