"""Calls to the Zalo Bot Platform: JSON over one session, and what an answer means (ZALO §1.1, §1.2)."""

from typing import Any

import aiohttp
import orjson

from bot.channels.contract import SendError

PATIENCE = 20.0
"""Seconds for a call that is no poll."""
POLL_MARGIN = 10.0
IDLE, WRONG_TOKEN, TRANSIENT, DAILY, QUOTA = 408, 401, 403, 426, 429
NETWORK = 0
"""Stands for an error code where no answer came."""
SLOW_DOWN = 30.0
"""Seconds of silence after the gateway's own 429, which says nothing about the month."""
DEAD_TOKEN = 600.0
FULL_MONTH = 3600.0
"""Seconds until it is tried again whether the month has turned or the plan grown."""


class ZaloError(Exception):
    """A call that did not succeed. ``code`` is Zalo's own, or the HTTP status, or 0 when no answer came.

    ``said`` is the description in small letters; ``page``: a gateway answered in place of the service; ``unknown``: it
    may have acted all the same.
    """

    def __init__(self, code: int, said: str = "", *, page: bool = False, unknown: bool = False) -> None:
        super().__init__(f"{'page ' if page else ''}{code}")
        self.code = code
        self.said = said.lower()
        self.page = page
        self.unknown = unknown


class ZaloCalls:
    """One session for all calls of a bot. The token stands in the path: no error here carries an address."""

    def __init__(self, token: str, api_url: str, proxy: str = "") -> None:
        self._root = f"{api_url.rstrip('/')}/bot{token}"
        self._proxy = proxy or None
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Open the session; the environment is not trusted (netrc, proxies)."""
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=60)
        self._session = aiohttp.ClientSession(connector=connector, trust_env=False)

    async def close(self) -> None:
        """Close it."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The open session."""
        if self._session is None:
            message = "the session is not open"
            raise RuntimeError(message)
        return self._session

    async def call(self, method: str, *, seconds: float = PATIENCE, **values: object) -> Any:  # noqa: ANN401 - JSON
        """POST as JSON (multipart is not read there); the ``result``. Raises ZaloError."""
        timeout = aiohttp.ClientTimeout(total=seconds, connect=5)
        try:
            async with self.session.post(
                f"{self._root}/{method}", json=values, timeout=timeout, proxy=self._proxy, allow_redirects=False
            ) as response:
                return _result(response.status, await response.read())
        except TimeoutError:
            raise ZaloError(NETWORK, unknown=True) from None
        except aiohttp.ClientError as fault:
            raise ZaloError(NETWORK, unknown=not isinstance(fault, aiohttp.ClientConnectorError)) from None


def _result(status: int, body: bytes) -> Any:  # noqa: ANN401 - what the method returns
    """Decide on ``ok``, then on the code, and only then on the HTTP status."""
    try:
        answer = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise ZaloError(status, page=True) from None
    if not isinstance(answer, dict):
        raise ZaloError(status, page=True)
    if answer.get("ok") is True:
        return answer.get("result")
    raise ZaloError(_code(answer, status), str(answer.get("description", "")))


def _code(answer: dict[str, Any], status: int) -> int:
    """The code as number or text, under either of its names."""
    for name in ("error_code", "errorCode"):
        given = str(answer.get(name, ""))
        if given.lstrip("-").isdigit() and given != "0":
            return int(given)
    return status


def send_error(fault: ZaloError) -> SendError:  # noqa: PLR0911 - a table of outcomes
    """Zalo's refusal as one of the closed set (ZALO §1.2)."""
    code = fault.code
    if code == NETWORK:
        return SendError("network", retryable=True, unknown=fault.unknown)
    if code == IDLE:
        return SendError("network", retryable=True, unknown=True)
    if code == WRONG_TOKEN:
        return SendError("server", retryable=True, retry_after=DEAD_TOKEN, whole_account=True)
    if code == QUOTA and fault.page:
        return SendError("too_many", retryable=True, retry_after=SLOW_DOWN, whole_account=True)
    if code == QUOTA:
        return SendError("full", retryable=True, retry_after=FULL_MONTH)
    if code == TRANSIENT or code >= 500 or code < 0 or fault.page:  # noqa: PLR2004 - HTTP
        return SendError("server", retryable=True)
    return SendError(_refusal(fault.said), retryable=False)


def _refusal(said: str) -> str:
    """Nobody has written down what a blocked bot or a chat that is gone is told: the words are taken as they may be."""
    if "block" in said:
        return "blocked"
    return "gone" if "not found" in said and ("chat" in said or "user" in said) else "refused"
