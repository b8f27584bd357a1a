"""Nominations for commendation: what each says, the reports it rests on, and every step of its way."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, Text

from storage.tables.base import METADATA, row_id, to
from storage.types import Moment, Packed

NOMINATION = Table(
    "nomination",
    METADATA,
    row_id(),
    to("campaign.id", "campaign_id"),
    to("unit.id", "unit_id"),
    to("person.id", "created_by", null=True),
    Column("route", String(8), nullable=False),
    Column("subject_type", String(12), nullable=False),
    Column("subject_name", String(120), nullable=False),
    Column("position", String(120), nullable=False),
    Column("role", String(16), nullable=False),
    to("person.id", "person_id", null=True),
    Column("agreed", Boolean, nullable=False),
    Column("movement", String(16), nullable=False),
    Column("level", String(12), nullable=False),
    Column("form", String(24), nullable=False),
    Column("summary", Text, nullable=False),
    to("deed.id", "deed_id", null=True),
    Column("met_on", Date),
    Column("present", Integer),
    Column("members", Integer),
    Column("in_favour", Integer),
    Column("state", String(12), nullable=False),
    Column("version", Integer, nullable=False),
    Column("held_from", String(12)),
    Column("open_case", String(12)),
    Column("discipline_ended", Date),
    Column("signed", Packed, nullable=False),
    Column("reason", Text),
    Column("folded", String(120), nullable=False),
    Column("sent_at", Moment, nullable=False),
    Column("moved_at", Moment, nullable=False),
    Column("due_on", Date),
)
"""``folded`` is the name as it is compared: the same person is not nominated twice in a movement."""
Index("ix_nomination_unit_id_state", NOMINATION.c.unit_id, NOMINATION.c.state)
Index("ix_nomination_campaign_id_state", NOMINATION.c.campaign_id, NOMINATION.c.state)
Index("ix_nomination_person_id", NOMINATION.c.person_id)

NOMINATION_DEED = Table(
    "nomination_deed",
    METADATA,
    to("nomination.id", "nomination_id", key=True),
    to("deed.id", "deed_id", key=True),
)
Index("ix_nomination_deed_deed_id", NOMINATION_DEED.c.deed_id)

NOMINATION_STEP = Table(
    "nomination_step",
    METADATA,
    row_id(),
    to("nomination.id", "nomination_id"),
    Column("act", String(12), nullable=False),
    Column("state", String(12), nullable=False),
    Column("at", Moment, nullable=False),
    Column("day", Date, nullable=False),
    to("person.id", "person_id", null=True),
    Column("note", Text),
)
Index("ix_nomination_step_nomination_id", NOMINATION_STEP.c.nomination_id)
