"""How a good example spreads: where it was published, who takes it up, who was thanked, who was honoured in public."""

from sqlalchemy import (
    Column,
    Date,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)

from storage.tables.base import METADATA, row_id, to
from storage.types import Moment

PUBLICATION = Table(
    "publication",
    METADATA,
    row_id(),
    to("campaign.id", "campaign_id"),
    to("deed.id", "deed_id"),
    to("unit.id", "unit_id"),
    to("person.id", "by_id", null=True),
    to("dispatch.id", "dispatch_id", null=True),
    Column("state", String(8), nullable=False),
    Column("place", Text, nullable=False, server_default=text("''")),
    Column("created_at", Moment, nullable=False),
    Column("published_at", Moment),
    Column("published_on", Date),
    Column("down_at", Moment),
)
"""``state``: draft, out, down. ``place`` says where, when nothing was sent from here: "notice T-021", "a meeting".

``unit_id`` is the office that publishes. What is sent goes as a dispatch of the subject ``publication:<deed>``."""
IS_DRAFTED = PUBLICATION.c.state == literal_column("'draft'")
Index("ix_publication_deed_id", PUBLICATION.c.deed_id)
Index("ix_publication_drafted", PUBLICATION.c.id, postgresql_where=IS_DRAFTED, sqlite_where=IS_DRAFTED)

ADOPTION = Table(
    "adoption",
    METADATA,
    row_id(),
    to("campaign.id", "campaign_id"),
    to("deed.id", "deed_id"),
    to("unit.id", "unit_id"),
    to("person.id", "person_id", null=True),
    Column("state", String(8), nullable=False),
    Column("at", Moment, nullable=False),
    Column("on_day", Date, nullable=False),
    UniqueConstraint("deed_id", "unit_id"),
)
"""A unit takes up an example, once. ``state``: proposed (a member asks the head), applied, declined."""
Index("ix_adoption_unit_id", ADOPTION.c.unit_id)

ADOPTION_ASK = Table(
    "adoption_ask",
    METADATA,
    to("adoption.id", "adoption_id", key=True),
    Column("after_days", SmallInteger, primary_key=True),
    Column("due_on", Date, nullable=False),
    Column("state", String(8), nullable=False),
    Column("reason", String(20), nullable=False, server_default=text("''")),
    Column("asked_at", Moment),
    to("person.id", "person_id", null=True),
    Column("line", Text),
    Column("files", Integer, nullable=False, server_default=text("0")),
    Column("answered_at", Moment),
)
"""After 30 and after 60 days a unit is asked how it goes. ``state``: planned, asked, answered, skipped (``reason``)."""
IS_TO_ASK = ADOPTION_ASK.c.state == literal_column("'planned'")
Index(
    "ix_adoption_ask_due",
    ADOPTION_ASK.c.due_on,
    ADOPTION_ASK.c.adoption_id,
    postgresql_where=IS_TO_ASK,
    sqlite_where=IS_TO_ASK,
)

THANKS = Table(
    "thanks",
    METADATA,
    row_id(),
    to("campaign.id", "campaign_id"),
    to("deed.id", "deed_id"),
    to("unit.id", "unit_id"),
    Column("kind", String(8), nullable=False),
    to("person.id", "to_id", null=True),
    to("person.id", "by_id", null=True),
    Column("at", Moment, nullable=False),
    Column("on_day", Date, nullable=False),
    Column("first_after", Integer),
    Column("passed_at", Moment),
    to("person.id", "passed_by", null=True),
    UniqueConstraint("deed_id", "kind"),
)
"""``kind``: timely (the head, at confirming), reporter (the Office, when it publishes), praised (through the head).

``first_after`` is the days since the report was sent, with the first thanks alone: what the median is made of."""

CONFERENCE = Table(
    "conference",
    METADATA,
    row_id(),
    to("campaign.id", "campaign_id"),
    to("unit.id", "unit_id"),
    to("person.id", "created_by", null=True),
    Column("level", String(12), nullable=False),
    Column("on_day", Date, nullable=False),
    Column("place", String(200), nullable=False),
    Column("state", String(8), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("held_on", Date),
    Column("reminded_at", Moment),
    Column("reason", String(20), nullable=False, server_default=text("''")),
)
"""A conference of exemplars (II-5): planned, held or dropped; ``reason`` says why its organiser was not reminded."""
IS_PLANNED_CONFERENCE = (CONFERENCE.c.state == literal_column("'planned'")) & CONFERENCE.c.reminded_at.is_(None)
Index("ix_conference_unit_id", CONFERENCE.c.unit_id, CONFERENCE.c.state)
Index(
    "ix_conference_near",
    CONFERENCE.c.on_day,
    CONFERENCE.c.id,
    postgresql_where=IS_PLANNED_CONFERENCE,
    sqlite_where=IS_PLANNED_CONFERENCE,
)

HONOURED = Table(
    "honoured",
    METADATA,
    to("conference.id", "conference_id", key=True),
    to("deed.id", "deed_id", key=True),
    Column("at", Moment, nullable=False),
)
"""Whose deeds a conference honours."""
