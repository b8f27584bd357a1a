"""python-telegram-bot's way to the network, over aiohttp: a quarter of the work of its own client (STACK §0)."""

from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

DEFAULT = aiohttp.ClientTimeout(total=20, connect=5)


class AiohttpRequest(BaseRequest):
    """One session for all calls of a bot account. ``unknown`` outcomes are told apart by the error's class.

    A time-out after the request has left is ``TimedOut``: the platform may have acted. A connection that was never made
    is ``NetworkError`` with an ``aiohttp.ClientConnectorError`` as its cause: nothing was sent.
    """

    def __init__(self, proxy: str = "") -> None:
        self._proxy = proxy or None
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds."""
        return DEFAULT.total or 20.0

    async def initialize(self) -> None:
        """Open the session. The environment is not trusted: netrc would be read for every request."""
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=60)
        self._session = aiohttp.ClientSession(
            connector=connector, trust_env=False, timeout=DEFAULT, auto_decompress=True
        )

    async def shutdown(self) -> None:
        """Close it."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The open session."""
        if self._session is None:
            message = "the request class has not been initialised"
            raise RuntimeError(message)
        return self._session

    async def do_request(  # noqa: PLR0913, PLR0917 - the signature is python-telegram-bot's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,  # noqa: ANN401 - a float or a sentinel of theirs
        write_timeout: Any = None,  # noqa: ANN401, ARG002
        connect_timeout: Any = None,  # noqa: ANN401, ARG002
        pool_timeout: Any = None,  # noqa: ANN401, ARG002
    ) -> tuple[int, bytes]:
        """One call; (status, body)."""
        timeout = (
            aiohttp.ClientTimeout(total=read_timeout, connect=5) if isinstance(read_timeout, float | int) else DEFAULT
        )
        try:
            async with self.session.request(
                method, url, data=_body(request_data), timeout=timeout, proxy=self._proxy
            ) as response:
                return response.status, await response.read()
        except TimeoutError as fault:
            raise TimedOut from fault
        except aiohttp.ClientError as fault:
            # The class alone: the text of the library's errors can hold the URL, and that holds the token.
            raise NetworkError(type(fault).__name__) from fault


def _body(data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if data is None:
        return None
    if not data.contains_files:
        return data.json_parameters
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, media_type) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=media_type)
    return form
