"""The last look before a message leaves: is it still wanted, what are its words, is it claimed (DESIGN §6, §13.9)."""

import logging
from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.works import Works
from domain.clock import Now
from domain.messages import Reply
from storage.database import Connection, DatabaseFault
from storage.post import outbox, sending
from storage.post.outbox import Due
from storage.post.sending import URGENT, Skip, Verdict
from storage.store import Store
from storage.writer import MESSAGES, Gathering, Looking

LOG = logging.getLogger("thidua.claims")

ONCE_AT_MOST = outbox.lane("reminder")
"""A reminder that may have left is never said again; of all else rather twice than not at all (RELIABILITY F16)."""


class Wording(Protocol):
    """Decides about messages of one kind of subject when their turn has come; reminders in the transaction that claims.

    A finished :class:`Reply`, or why it is skipped, put off or held. What it leaves out goes with the words it was
    planned with. It only reads.
    """

    async def __call__(self, store: Store, due: Sequence[Due], now: Now) -> Mapping[int, Verdict]:
        """Row number -> verdict."""


class Claims:
    """Many claims share a transaction."""

    def __init__(self, works: Works, wordings: Mapping[str, Wording]) -> None:
        """``wordings`` by kind of subject: the part before the colon."""
        self._works = works
        self._wordings = wordings
        self._claiming: Gathering[Due, dict[int, Verdict]] = Gathering(works.writer, self._claim, MESSAGES)
        self._looking: Gathering[Due, dict[int, Verdict]] = Gathering(Looking(works.readers), self._decide, MESSAGES)

    @staticmethod
    def needed(due: Due) -> bool:
        """Whether a message is looked at once more: what answers somebody at once is not."""
        return due.lane >= URGENT[1] or due.subject is not None

    async def take(self, due: Due) -> Verdict | None:
        """What is to become of it; None when it is planned no more. A reminder is claimed when this returns words."""
        gathering = self._claiming if due.lane == ONCE_AT_MOST else self._looking
        return (await gathering.add([due])).get(due.id)

    async def _claim(self, connection: Connection, due: Sequence[Due]) -> dict[int, Verdict]:
        verdicts = await self._decide(connection, due)
        once = [row for row, verdict in verdicts.items() if isinstance(verdict, Reply)]
        if once:
            lost = set(once) - await sending.claim(connection, once)
            verdicts = {row: verdict for row, verdict in verdicts.items() if row not in lost}
        return verdicts

    async def _decide(self, connection: Connection, due: Sequence[Due]) -> dict[int, Verdict]:
        wanted = await sending.still(connection, [one.id for one in due])
        verdicts: dict[int, Verdict] = {one.id: one.reply for one in due if one.id in wanted}
        for kind, wording in self._wordings.items():
            group = [one for one in due if one.id in wanted and (one.subject or "").startswith(f"{kind}:")]
            if group:
                verdicts |= await self._words(connection, wording, group)
        for row, verdict in verdicts.items():
            if isinstance(verdict, Reply) and verdict == Reply("", slot=verdict.slot):
                verdicts[row] = Skip("no_words")
        return verdicts

    async def _words(self, connection: Connection, wording: Wording, due: Sequence[Due]) -> Mapping[int, Verdict]:
        """One message that cannot be worded must not keep back the others."""
        now = self._works.clock.now()
        try:
            return await wording(Store(connection, writable=False), due, now)
        except DatabaseFault:
            raise
        except Exception:
            LOG.exception("%s messages could not be worded together", len(due))
        found: dict[int, Verdict] = {}
        for one in due:
            try:
                found |= await wording(Store(connection, writable=False), [one], now)
            except DatabaseFault:
                raise
            except Exception:
                LOG.exception("message %s has no words", one.id)
                found[one.id] = Skip("no_words")
        return found
