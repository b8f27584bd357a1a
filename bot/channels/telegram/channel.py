"""Telegram: polling or a webhook of our own, python-telegram-bot as client and parser (STACK §4, §5)."""

import asyncio
import hashlib
import hmac
import logging
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import aiohttp
import orjson
from aiohttp import web
from telegram import Bot
from telegram.error import TelegramError

from bot.channels.contract import Capabilities, Raw, Route, SendError, Take
from bot.channels.telegram.errors import LONGEST_BACK_OFF, named, send_error
from bot.channels.telegram.outgoing import Outgoing, Read
from bot.channels.telegram.request import AiohttpRequest
from bot.channels.telegram.updates import CHANNEL, WANTED, chat_of, understand
from domain.messages import Address, FileRef, Incoming, Reply

LOG = logging.getLogger("thidua.telegram")

POLL_SECONDS = 50
PIECE = 64 * 1024


class TelegramChannel:
    """One bot account. Starts while Telegram is away; tells Telegram only after the inbox has flushed."""

    name = CHANNEL
    capabilities = Capabilities(
        text_limit=4096,
        buttons=True,
        pictures=True,
        documents=True,
        speaks_first=True,
        edits=True,
        keeps=timedelta(hours=24),
    )

    def __init__(  # noqa: PLR0913 - what the settings name
        self,
        token: str,
        take: Take,
        read: Read,
        *,
        api_url: str = "https://api.telegram.org",
        file_url: str = "",
        proxy: str = "",
        public_url: str = "",
        secret: str = "",
        webhook: bool = False,
    ) -> None:
        self.account = token.partition(":")[0]
        self._token = token
        self._take = take
        self._api = f"{api_url.rstrip('/')}/bot{token}"
        self._files = f"{(file_url or api_url.rstrip('/') + '/file').rstrip('/')}/bot{token}"
        self._calls = AiohttpRequest(proxy)
        self._polls = AiohttpRequest(proxy)
        self._bot = Bot(
            token,
            base_url=f"{api_url.rstrip('/')}/bot",
            base_file_url=f"{(file_url or api_url.rstrip('/') + '/file').rstrip('/')}/bot",
            request=self._calls,
            get_updates_request=self._polls,
        )
        self._out = Outgoing(self._bot, self._calls, self._api, read)
        self._webhook = webhook
        self._public_url = public_url.rstrip("/")
        self._secret = secret or hashlib.sha256(b"thidua webhook secret " + token.encode()).hexdigest()
        self._path = "/telegram/" + hashlib.sha256(b"thidua webhook path " + token.encode()).hexdigest()[:32]
        self.username = ""
        self._proxy = proxy or None

    # -- coming in -----------------------------------------------------------------------------------------------------

    def routes(self) -> Sequence[Route]:
        """The webhook, when there is one."""
        return [Route("POST", self._path, self._receive)] if self._webhook else []

    def understand(self, body: str) -> Incoming:
        """Read a stored update."""
        return understand(self.account, body)

    async def _receive(self, request: web.Request) -> web.Response:
        """Check the secret before the body is read; answer 200 only after the flush (RELIABILITY S10, D3)."""
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret.encode()):
            return web.Response(status=403)
        try:
            update = orjson.loads(await request.read())
            raw = self._raw(update)
        except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError):
            # Telegram would send it for ever: it is no update, and nothing of it can be kept.
            LOG.warning("a webhook body that is no update was left")
            return web.Response()
        try:
            await self._take([raw])
        except Exception as fault:  # noqa: BLE001 - an edge: Telegram keeps the update and sends it again
            LOG.error("webhook not stored: %s", type(fault).__name__)  # noqa: TRY400 - said without its values
            return web.Response(status=503)
        return web.Response()

    def _raw(self, update: dict[str, Any]) -> Raw:
        address = Address(CHANNEL, self.account, chat_of(update))
        return Raw(str(update["update_id"]), address, orjson.dumps(update).decode())

    async def _poll(self) -> None:
        """Fetch, commit, and only then move the offset: the next call confirms what is flushed."""
        offset, failures = None, 0
        while True:
            try:
                updates = await self._get_updates(offset)
                if updates:
                    await self._take([self._raw(update) for update in updates])
                    offset = updates[-1]["update_id"] + 1
                failures = 0
            except Exception as fault:  # noqa: BLE001 - an edge: the poll loop never ends by itself
                failures += 1
                LOG.warning("polling paused: %s", named(fault))
                await asyncio.sleep(_back_off(failures))

    async def _get_updates(self, offset: int | None) -> list[dict[str, Any]]:
        asked: dict[str, Any] = {"timeout": POLL_SECONDS, "limit": 100, "allowed_updates": WANTED}
        if offset is not None:
            asked["offset"] = offset
        timeout = aiohttp.ClientTimeout(total=POLL_SECONDS + 10, connect=5)
        async with self._polls.session.post(
            f"{self._api}/getUpdates", json=asked, timeout=timeout, proxy=self._proxy
        ) as response:
            answer = orjson.loads(await response.read())
        if not answer.get("ok"):
            message = f"getUpdates {answer.get('error_code')}"
            raise ConnectionError(message)
        updates: list[dict[str, Any]] = answer["result"]
        return updates

    # -- going out -----------------------------------------------------------------------------------------------------

    async def send(self, address: Address, reply: Reply, replaces: str | None = None) -> str:
        """Send or edit; raises SendError."""
        return await self._out.send(int(address.chat), reply, replaces)

    async def acknowledge(self, incoming: Incoming) -> None:
        """Stop the spinner; too late is no matter."""
        await self._out.acknowledge(incoming.press)

    async def fetch(self, ref: FileRef) -> AsyncIterator[bytes]:
        """The bytes of a file; its address holds the token and is kept nowhere."""
        try:
            file = await self._bot.get_file(ref.ref)
            path = (file.file_path or "").rpartition(self._token + "/")[2]
        except TelegramError as fault:
            raise send_error(fault) from None
        try:
            async with self._calls.session.get(f"{self._files}/{path}", proxy=self._proxy) as response:
                if response.status != 200:  # noqa: PLR2004 - HTTP
                    raise SendError("server", retryable=True)
                async for piece in response.content.iter_chunked(PIECE):
                    yield piece
        except (aiohttp.ClientError, TimeoutError):
            raise SendError("network", retryable=True) from None

    # -- running -------------------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve until left. Only the request objects are opened here; who we are is asked in the background."""
        await self._calls.initialize()
        await self._polls.initialize()
        tasks = [asyncio.create_task(self._present(), name="telegram setup")]
        if not self._webhook:
            tasks.append(asyncio.create_task(self._poll(), name="telegram polling"))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._polls.shutdown()
            await self._calls.shutdown()

    async def _present(self) -> None:
        """Say who we are, how to reach us, and what can be asked; again and again until Telegram hears it."""
        failures = 0
        while True:
            try:
                self.username = (await self._bot.get_me()).username or ""
                await self._reachable()
            except TelegramError as fault:
                failures += 1
                LOG.warning("telegram not set up yet: %s", named(fault))
                await asyncio.sleep(_back_off(failures))
            else:
                return

    async def _reachable(self) -> None:
        if self._webhook:
            await self._bot.set_webhook(
                self._public_url + self._path,
                secret_token=self._secret,
                allowed_updates=WANTED,
                max_connections=100,
            )
        else:
            await self._bot.delete_webhook()


def _back_off(failures: int) -> float:
    return float(min(LONGEST_BACK_OFF, 0.5 * 2 ** min(failures, 8))) * random.uniform(0.8, 1.2)  # noqa: S311 - jitter
