"""The settings: read from the environment and ``.env``, checked, and named in one line when they cannot be used."""

import re
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_SECRET = re.compile(r"[A-Za-z0-9_-]{8,256}")
TOKEN_SHAPE = re.compile(r"\d+:[^\s:,/?#]+")
"""What stands before the colon is the account; the whole goes into the path of a call."""
_ADDRESS = re.compile(r"https?://[^\s/]+\S*")

Mode = Literal["", "webhook", "polling"]


class SettingsRefused(Exception):
    """A setting cannot be used; the text names the variable and what is wanted."""


class Settings(BaseSettings):
    """DESIGN §9, name for name; an empty value means the default."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", case_sensitive=False, hide_input_in_errors=True
    )

    database_url: str = "sqlite+aiosqlite:///var/thidua.db"
    files_url: str = "file:var/files"
    templates_dir: str = ""
    web_host: str = "127.0.0.1"
    web_port: int = Field(default=8080, ge=0, le=65535)
    public_url: str = ""
    http_proxy_url: str = ""
    telegram_token: str = Field(default="", repr=False)
    telegram_api_url: str = "https://api.telegram.org"
    telegram_file_url: str = ""
    telegram_mode: Mode = ""
    telegram_secret: str = Field(default="", repr=False)
    telegram_pace: int = Field(default=28, ge=0, le=1000)
    zalo_tokens: str = Field(default="", repr=False)
    zalo_api_url: str = "https://bot-api.zaloplatforms.com"
    zalo_mode: Mode = ""
    zalo_secret: str = Field(default="", repr=False)
    zalo_pace: int = Field(default=10, ge=0, le=1000)
    zalo_people: int = Field(default=50, ge=0)
    zalo_messages: int = Field(default=3000, ge=0)
    messages_per_minute: int = Field(default=20, ge=0, le=10_000)
    time_zone: str = "Asia/Ho_Chi_Minh"
    default_language: Literal["vi", "en"] = "vi"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    secret_key: str = Field(default="", repr=False)
    audit_key: str = Field(default="", repr=False)

    @field_validator("database_url")
    @classmethod
    def _a_database_we_know(cls, url: str) -> str:
        if url.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
            return url
        raise ValueError("must begin with sqlite+aiosqlite:/// or postgresql+asyncpg://")

    @field_validator("files_url")
    @classmethod
    def _a_folder(cls, url: str) -> str:
        if url.startswith("file:") and len(url) > len("file:"):
            return url
        raise ValueError("must name a folder, such as file:var/files")

    @field_validator("telegram_token")
    @classmethod
    def _a_token(cls, token: str) -> str:
        number, colon, rest = token.partition(":")
        if token and not (colon and number.isdigit() and rest):
            raise ValueError("must look like 123456:ABC..., as BotFather gives it")
        return token

    @field_validator("zalo_tokens")
    @classmethod
    def _tokens(cls, tokens: str) -> str:
        found = [token.strip() for token in tokens.split(",") if token.strip()]
        if not all(TOKEN_SHAPE.fullmatch(token) for token in found):
            raise ValueError("must look like 1459:abc..., several separated by commas, as Zalo Bot Creator gives them")
        if len({token.partition(":")[0] for token in found}) < len(found):
            raise ValueError("names one bot twice")
        return ",".join(found)

    @field_validator("telegram_secret", "zalo_secret")
    @classmethod
    def _a_secret_of_the_platform(cls, secret: str) -> str:
        if secret and not _SECRET.fullmatch(secret):
            raise ValueError("must be 8 to 256 characters of A-Z a-z 0-9 _ -")
        return secret

    @field_validator("public_url", "http_proxy_url", "telegram_api_url", "telegram_file_url", "zalo_api_url")
    @classmethod
    def _an_address(cls, url: str) -> str:
        if url and not _ADDRESS.fullmatch(url):
            raise ValueError("must begin with https:// or http:// and name a host")
        return url

    @field_validator("time_zone")
    @classmethod
    def _a_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("must be a time zone such as Asia/Ho_Chi_Minh") from None
        return name

    @model_validator(mode="after")
    def _webhook_needs_an_address(self) -> "Settings":
        if self.telegram_mode == "webhook" and not self.public_url:
            raise ValueError("TELEGRAM_MODE=webhook needs PUBLIC_URL")
        if self.zalo_mode == "webhook" and not self.public_url:
            raise ValueError("ZALO_MODE=webhook needs PUBLIC_URL")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of dues and reminders."""
        return ZoneInfo(self.time_zone)

    @property
    def files(self) -> Path:
        """The folder of the file store."""
        return Path(self.files_url.removeprefix("file:"))

    @property
    def templates(self) -> Path | None:
        """The folder of the office's own templates; None for the layout of the house."""
        return Path(self.templates_dir) if self.templates_dir else None

    @property
    def webhook(self) -> bool:
        """Whether Telegram calls us, or we ask."""
        return self.telegram_mode == "webhook" or (not self.telegram_mode and bool(self.public_url))

    @property
    def zalo_webhook(self) -> bool:
        """Whether Zalo calls us, or we ask."""
        return self.zalo_mode == "webhook" or (not self.zalo_mode and bool(self.public_url))

    @property
    def zalo_bots(self) -> tuple[str, ...]:
        """The tokens of ZALO_TOKENS."""
        return tuple(token for token in self.zalo_tokens.split(",") if token)


def read_settings(**given: object) -> Settings:
    """The settings, or :class:`SettingsRefused` with one line that names the variable (and never its value)."""
    try:
        return Settings(**given)  # type: ignore[arg-type]  # checked by the class itself
    except ValidationError as error:
        fault = error.errors()[0]
        name = "_".join(str(part) for part in fault["loc"]).upper()
        reason = str(fault["msg"]).removeprefix("Value error, ")
        raise SettingsRefused(f"{name}: {reason}" if name else reason) from None
