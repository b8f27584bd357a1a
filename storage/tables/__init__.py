"""Everything that is remembered, table by table; the migrations build exactly this and a test holds them together."""

from storage.tables.base import METADATA
from storage.tables.people import CODE_TRY, CONSENT, CONVERSATION, GRANT, INVITE, JOINED, LINK, PERSON, REQUEST
from storage.tables.post import ACCOUNT, INBOX, IS_ASIDE, IS_PLANNED, IS_SETTLED, IS_SLOTTED, IS_WAITING, OUTBOX
from storage.tables.records import AUDIT, AUDIT_VALUE, NOTE
from storage.tables.reports import (
    CAMPAIGN,
    CHASED,
    DEED,
    DEED_STEP,
    DEED_VERSION,
    EVIDENCE,
    FIGURE,
    IS_OWED,
    PLAN,
    PLAN_STEP,
    PRAISED,
)
from storage.tables.units import BRANCH, UNIT, UNIT_SPAN

__all__ = [
    "ACCOUNT",
    "AUDIT",
    "AUDIT_VALUE",
    "BRANCH",
    "CAMPAIGN",
    "CHASED",
    "CODE_TRY",
    "CONSENT",
    "CONVERSATION",
    "DEED",
    "DEED_STEP",
    "DEED_VERSION",
    "EVIDENCE",
    "FIGURE",
    "GRANT",
    "INBOX",
    "INVITE",
    "IS_ASIDE",
    "IS_OWED",
    "IS_PLANNED",
    "IS_SETTLED",
    "IS_SLOTTED",
    "IS_WAITING",
    "JOINED",
    "LINK",
    "METADATA",
    "NOTE",
    "OUTBOX",
    "PERSON",
    "PLAN",
    "PLAN_STEP",
    "PRAISED",
    "REQUEST",
    "UNIT",
    "UNIT_SPAN",
]
