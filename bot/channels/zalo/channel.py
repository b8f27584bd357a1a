"""One Zalo bot: webhook or polling of our own, sending, and fetching what people sent (ZALO §1, §5)."""

import asyncio
import hashlib
import hmac
import logging
import random
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from aiohttp import web
from yarl import URL

from bot.channels.contract import Capabilities, Meter, Plan, Raw, Route, SendError, Take
from bot.channels.zalo import photos
from bot.channels.zalo.calls import DAILY, IDLE, POLL_MARGIN, WRONG_TOKEN, ZaloCalls, ZaloError, send_error
from bot.channels.zalo.links import Links, Pieces
from bot.channels.zalo.requests import LONGEST, Call, calls
from bot.channels.zalo.updates import CHANNEL, events, is_own, place_of, understand
from domain.messages import Address, FileRef, Incoming, Reply
from texts.catalogue import Catalogue

LOG = logging.getLogger("thidua.zalo")

POLL_SECONDS = 30
SLOWEST_POLLING = 1.0
"""Seconds between polls that bring nothing new: some servers give the same event again and again (ZALO §1.5)."""
LONGEST_BACK_OFF = 60.0
MOST_BYTES = 20 * 1024 * 1024
HALF_SENT = 1000
TOKEN_AGAIN = 600.0
TOMORROW = 6 * 3600.0
"""Seconds until the webhook is set again where the day's limit of that is reached (426)."""
SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
FULL_FOR = 3600.0
"""Seconds until it is looked again whether the month has turned."""


@dataclass(frozen=True, slots=True)
class ZaloSettings:
    """What all bots of a service share."""

    api_url: str
    proxy: str = ""
    public_url: str = ""
    secret: str = ""
    webhook: bool = False
    language: str = "vi"
    plan: Plan | None = None


class ZaloChannel:
    """One bot account. Starts while Zalo is away; tells Zalo only after the inbox has flushed."""

    name = CHANNEL

    def __init__(
        self,
        token: str,
        take: Take,
        shared: ZaloSettings,
        catalogue: Catalogue,
        *,
        read: Pieces,
        folder: Path,
        meter: Meter | None = None,
    ) -> None:
        """``read`` opens a key of our file store, ``folder`` keeps the notes of links, ``meter`` the month's ledger."""
        self.capabilities = Capabilities(
            text_limit=LONGEST,
            buttons=False,
            pictures=True,
            documents=True,
            speaks_first=True,
            edits=False,
            several=False,
            settling=3.0,
            plan=shared.plan,
        )
        self.account = token.partition(":")[0]
        self._take = take
        self._shared = shared
        self._catalogue = catalogue
        self._meter = meter
        self._calls = ZaloCalls(token, shared.api_url, shared.proxy)
        self._polls = ZaloCalls(token, shared.api_url, shared.proxy)
        self._secret = shared.secret or hashlib.sha256(b"thidua zalo webhook secret " + token.encode()).hexdigest()
        named = f"thidua zalo webhook path {token} {self._secret}"
        self._path = "/zalo/" + hashlib.sha256(named.encode()).hexdigest()[:32]
        public = shared.public_url.rstrip("/")
        self._links = Links(folder, f"{public}{self._path}/files", read) if public else None
        self._half: OrderedDict[tuple[str, Reply], int] = OrderedDict()
        self._seen: OrderedDict[str, None] = OrderedDict()
        self.dead = False
        """The token is refused: nothing leaves until it is changed."""

    # -- coming in -----------------------------------------------------------------------------------------------------

    def routes(self) -> Sequence[Route]:
        """The webhook when there is one, and the way to files of ours."""
        found = [Route("POST", self._path, self._receive)] if self._shared.webhook else []
        if self._links:
            found.append(Route("GET", f"{self._path}/files/{{token}}", self._links.hand_out))
        return found

    def understand(self, body: str) -> Incoming:
        """Read a stored event."""
        return understand(self.account, body)

    async def _receive(self, request: web.Request) -> web.Response:
        """Check the secret before the body is read; 2xx only after the flush. The probe is empty, without a secret."""
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret.encode()):
            return web.Response(status=200 if request.content_length == 0 or not request.can_read_body else 403)
        raws = self._raws(await request.read())
        try:
            if raws:
                await self._take(raws)
        except Exception as fault:  # noqa: BLE001 - an edge: Zalo keeps the event and sends it again
            LOG.error("webhook not stored: %s", type(fault).__name__)  # noqa: TRY400 - said without its values
            return web.Response(status=503)
        return web.Response()

    def _raws(self, body: bytes) -> list[Raw]:
        """What can be stored of a body; the rest would come again for ever and is let go."""
        try:
            answer = orjson.loads(body) if body.strip() else []
        except orjson.JSONDecodeError:
            LOG.warning("a webhook body that is no event was left")
            return []
        return self._taken(answer)

    def _taken(self, answer: Any) -> list[Raw]:  # noqa: ANN401 - JSON
        found = []
        for event in events(answer):
            place = place_of(event)
            if place is None:
                LOG.info("an event without a message was left: nobody can be answered")
            elif not is_own(event, self.account):
                address = Address(CHANNEL, self.account, place[1])
                found.append(Raw(place[0], address, orjson.dumps(event).decode()))
        return found

    # -- polling -------------------------------------------------------------------------------------------------------

    async def _poll(self) -> None:
        """One loop per token. What was fetched is gone at Zalo: it is stored before anything else is asked."""
        failures = 0
        while True:
            began = time.monotonic()
            try:
                raws = self._taken(await self._polls.call("getUpdates", seconds=self._wait, timeout=POLL_SECONDS))
                failures = 0
            except ZaloError as fault:
                raws = []
                failures = 0 if fault.code == IDLE else failures + 1
                if failures:
                    await self._pause(fault, failures)
            if new := [raw for raw in raws if raw.event not in self._seen]:
                await self._store(new)
            elif time.monotonic() - began < SLOWEST_POLLING:
                await asyncio.sleep(SLOWEST_POLLING)

    @property
    def _wait(self) -> float:
        return POLL_SECONDS + POLL_MARGIN

    async def _store(self, raws: list[Raw]) -> None:
        """Until it is done; a replayed event stops at the inbox's key, after a restart too."""
        failures = 0
        while True:
            try:
                await self._take(raws)
            except Exception as fault:  # noqa: BLE001 - an edge: the database may be away for a while
                failures += 1
                LOG.error("fetched and not stored yet: %s", type(fault).__name__)  # noqa: TRY400 - without its values
                await asyncio.sleep(_back_off(failures))
            else:
                break
        for raw in raws:
            self._seen[raw.event] = None
        while len(self._seen) > HALF_SENT:
            self._seen.popitem(last=False)

    async def _pause(self, fault: ZaloError, failures: int) -> None:
        """Slower and slower; a refused token is said once, loudly, and looked at again from time to time."""
        if fault.code == WRONG_TOKEN:
            if not self.dead:
                LOG.error("zalo bot %s: its token is refused; `thidua check` says more", self.account)
            self.dead = True
            await asyncio.sleep(TOKEN_AGAIN)
            return
        LOG.warning("zalo paused: %s", fault)
        await asyncio.sleep(TOMORROW if fault.code == DAILY else _back_off(failures))

    # -- going out -----------------------------------------------------------------------------------------------------

    async def send(self, address: Address, reply: Reply, replaces: str | None = None) -> str:  # noqa: ARG002 - no edits
        """Send; the id of the last message. What stopped half way goes on where it stopped. Raises SendError."""
        words = self._catalogue.words(reply.language or self._shared.language)
        attempt, message = (address.chat, reply), ""
        wanted = await calls(reply, words, self._links)
        for place in range(self._half.pop(attempt, 0), len(wanted)):
            try:
                message = await self._said(address.chat, wanted[place])
            except SendError:
                self._stopped(attempt, place)
                raise
        return message

    async def _said(self, chat: str, call: Call) -> str:
        """One call, counted: the message's id. Raises SendError."""
        if self._meter and not await self._meter.has_room():
            raise SendError("full", retryable=True, retry_after=FULL_FOR)
        try:
            sent = await self._calls.call(call.method, chat_id=chat, **call.values)
        except ZaloError as fault:
            self.dead = fault.code == WRONG_TOKEN
            error = send_error(fault)
            if self._meter and error.reason == "full":
                await self._meter.refused()
            elif self._meter and error.unknown:
                await self._meter.spoke()
            raise error from None
        self.dead = False
        if self._meter:
            await self._meter.spoke()
        return str((sent or {}).get("message_id", ""))

    def _stopped(self, attempt: tuple[str, Reply], place: int) -> None:
        if place:
            self._half[attempt] = place
            while len(self._half) > HALF_SENT:
                self._half.popitem(last=False)

    async def fetch(self, ref: FileRef) -> AsyncIterator[bytes]:
        """The bytes of a photo or a voice, from Zalo's hosts only. Raises SendError."""
        own, proxy = URL(self._shared.api_url), self._shared.proxy or None
        async for piece in photos.pieces(self._calls.session, ref.ref, own, proxy, MOST_BYTES):
            yield piece

    async def acknowledge(self, incoming: Incoming) -> None:
        """There are no buttons."""

    # -- running -------------------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve until left."""
        await self._calls.open()
        await self._polls.open()
        task = asyncio.create_task(self._serve(), name="zalo")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self._polls.close()
            await self._calls.close()

    async def _serve(self) -> None:
        await self._reachable()
        if not self._shared.webhook:
            await self._poll()

    async def _reachable(self) -> None:
        """Say how we are reached, again and again until Zalo has heard it; setting is limited to some times a day."""
        failures = 0
        while True:
            try:
                if not self._shared.webhook:
                    await self._calls.call("deleteWebhook")
                elif not await self._is_set():
                    url = self._shared.public_url.rstrip("/") + self._path
                    await self._calls.call("setWebhook", url=url, secret_token=self._secret)
            except ZaloError as fault:
                failures += 1
                await self._pause(fault, failures)
            else:
                return

    async def _is_set(self) -> bool:
        """Whether the webhook is ours already, with this very secret: the path would be another with another."""
        try:
            told = await self._calls.call("getWebhookInfo")
        except ZaloError:
            return False
        return str((told or {}).get("url", "")) == self._shared.public_url.rstrip("/") + self._path


def _back_off(failures: int) -> float:
    return float(min(LONGEST_BACK_OFF, 0.5 * 2 ** min(failures, 8))) * random.uniform(0.8, 1.2)  # noqa: S311 - jitter
