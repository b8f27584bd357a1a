"""Everything that is remembered, table by table; the migrations build exactly this and a test holds them together."""

from storage.tables.base import METADATA
from storage.tables.people import (
    CODE_TRY,
    CONSENT,
    CONVERSATION,
    GRANT,
    INVITE,
    IS_ASKED,
    JOINED,
    OWN_REQUEST,
    PERSON,
)
from storage.tables.post import ACCOUNT, INBOX, IS_ASIDE, IS_PLANNED, IS_SETTLED, IS_SLOTTED, IS_WAITING, OUTBOX
from storage.tables.records import AUDIT, AUDIT_VALUE, NOTE
from storage.tables.reports import CAMPAIGN, DEED, DEED_STEP, EVIDENCE, FIGURE, IS_OWED, PLAN, PLAN_STEP
from storage.tables.units import BRANCH, UNIT, UNIT_SPAN

__all__ = [
    "ACCOUNT",
    "AUDIT",
    "AUDIT_VALUE",
    "BRANCH",
    "CAMPAIGN",
    "CODE_TRY",
    "CONSENT",
    "CONVERSATION",
    "DEED",
    "DEED_STEP",
    "EVIDENCE",
    "FIGURE",
    "GRANT",
    "INBOX",
    "INVITE",
    "IS_ASIDE",
    "IS_ASKED",
    "IS_OWED",
    "IS_PLANNED",
    "IS_SETTLED",
    "IS_SLOTTED",
    "IS_WAITING",
    "JOINED",
    "METADATA",
    "NOTE",
    "OUTBOX",
    "OWN_REQUEST",
    "PERSON",
    "PLAN",
    "PLAN_STEP",
    "UNIT",
    "UNIT_SPAN",
]
