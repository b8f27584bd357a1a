"""What units owe by a day, what they answered, and every nudge that was due, with what became of it."""

from sqlalchemy import Column, Date, Index, Integer, String, Table, Text, UniqueConstraint, literal_column, text

from storage.tables.base import METADATA, row_id, to
from storage.types import Moment, Packed, RowId

OBLIGATION = Table(
    "obligation",
    METADATA,
    row_id(),
    to("campaign.id", "campaign_id"),
    Column("code", String(60), nullable=False),
    Column("duty", String(40), nullable=False),
    Column("name", String(200), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("kinds", Packed, nullable=False),
    Column("ownerships", Packed, nullable=False),
    to("unit.id", "branch_id", null=True),
    Column("as_of", Date),
    Column("steps", Packed, nullable=False),
    Column("answers", String(8), nullable=False),
    Column("created_at", Moment, nullable=False),
    to("person.id", "created_by", null=True),
    Column("ended_at", Moment),
    UniqueConstraint("campaign_id", "code"),
)
"""``duty`` is the campaign's, "" for one the Office added in chat; without ``branch_id`` the whole tree is meant,
without ``as_of`` the units there are on the day of each step; ``steps`` are codes of the ladder, all when empty."""

DUTY_ANSWER = Table(
    "duty_answer",
    METADATA,
    row_id(),
    to("obligation.id", "obligation_id"),
    to("unit.id", "unit_id"),
    Column("state", String(12), nullable=False),
    Column("version", Integer, nullable=False),
    Column("answers", Packed, nullable=False),
    Column("promised_on", Date),
    Column("due_on", Date),
    Column("reported_at", Moment, nullable=False),
    to("person.id", "reporter_id", null=True),
    UniqueConstraint("obligation_id", "unit_id"),
)
"""A unit's last word on a duty that is no plan; ``due_on`` is the day the Office granted it."""
_IS_GRANTED = DUTY_ANSWER.c.due_on.is_not(None)
_IS_DRAFTED = DUTY_ANSWER.c.state == literal_column("'drafting'")
_OF = DUTY_ANSWER.c.obligation_id
Index("ix_duty_answer_due_on", _OF, DUTY_ANSWER.c.due_on, postgresql_where=_IS_GRANTED, sqlite_where=_IS_GRANTED)
_PROMISED_ON = DUTY_ANSWER.c.promised_on
Index("ix_duty_answer_promised_on", _OF, _PROMISED_ON, postgresql_where=_IS_DRAFTED, sqlite_where=_IS_DRAFTED)

DUTY_STEP = Table(
    "duty_step",
    METADATA,
    row_id(),
    to("duty_answer.id", "answer_id"),
    Column("state", String(12), nullable=False),
    Column("at", Moment, nullable=False),
    Column("day", Date, nullable=False),
    to("person.id", "person_id", null=True),
    Column("note", Text),
)
Index("ix_duty_step_answer_id", DUTY_STEP.c.answer_id)

PROMISE = Table(
    "promise",
    METADATA,
    to("obligation.id", "obligation_id", key=True),
    to("unit.id", "unit_id", key=True),
    Column("day", Date, primary_key=True),
    Column("made_at", Moment, nullable=False),
    to("person.id", "person_id", null=True),
    Column("state", String(8), nullable=False, server_default=text("'open'")),
    Column("settled_at", Moment),
)
"""A day that a unit named: open, then kept, moved (another day was named in time) or broken."""
IS_OPEN = PROMISE.c.state == literal_column("'open'")
Index("ix_promise_open", PROMISE.c.day, postgresql_where=IS_OPEN, sqlite_where=IS_OPEN)

REMINDER = Table(
    "reminder",
    METADATA,
    row_id(),
    to("obligation.id", "obligation_id"),
    to("unit.id", "unit_id"),
    Column("step", String(40), nullable=False),
    Column("slot", String(40), nullable=False),
    Column("seat", String(8), nullable=False),
    Column("basis", Date, nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", String(40)),
    Column("due_at", Moment, nullable=False),
    Column("told_at", Moment),
    to("person.id", "person_id", null=True),
    Column("channel", String(16)),
    Column("outbox_id", RowId),
    Column("settled_at", Moment),
    UniqueConstraint("obligation_id", "unit_id", "step", "slot"),
)
"""One nudge of one step to one seat, counted from a due day (``basis``): at most one message, or the reason why none.

``unit_id`` is the late unit; for the relay's and the Office's list it is their own. ``outbox_id`` refers to a row that
is forgotten some weeks after it was settled, so its outcome is copied here."""
IS_DUE = REMINDER.c.state == literal_column("'planned'")
Index("ix_reminder_planned", REMINDER.c.due_at, postgresql_where=IS_DUE, sqlite_where=IS_DUE)
IS_TOLD = REMINDER.c.state == literal_column("'told'")
Index("ix_reminder_told", REMINDER.c.outbox_id, postgresql_where=IS_TOLD, sqlite_where=IS_TOLD)
IS_FOLDED = REMINDER.c.state == literal_column("'folded'")
Index("ix_reminder_folded", REMINDER.c.person_id, postgresql_where=IS_FOLDED, sqlite_where=IS_FOLDED)
Index("ix_reminder_unit_id", REMINDER.c.unit_id)
Index("ix_reminder_person_id_told_at", REMINDER.c.person_id, REMINDER.c.told_at)

DIGEST = Table(
    "digest",
    METADATA,
    to("person.id", "person_id", key=True),
    Column("week", Date, primary_key=True),
    Column("state", String(10), nullable=False),
    Column("reason", String(40)),
    Column("at", Moment, nullable=False),
    Column("outbox_id", RowId),
)
"""The weekly overview of one person, by the Monday of its week: told once, or the reason why not."""
