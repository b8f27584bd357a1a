"""The house as it was first built: inbox, outbox, people, units, campaign, reports, figures, audit."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.shapes import index as _index
from storage.migrations.shapes import to as _to
from storage.tables.word_index import BUILD
from storage.types import Moment, Packed, RowId

revision, down_revision = "0001", None


def upgrade() -> None:
    _units()
    _people()
    _post()
    _reports()
    _reminders()
    _dispatches()
    _drawings()
    _records()


def _units() -> None:
    op.create_table(
        "unit",
        sa.Column("id", RowId, primary_key=True),
        sa.Column("code", sa.String(40), nullable=False, unique=True),
        sa.Column("aliases", Packed),
        sa.Column("ownership", sa.String(16), nullable=False, server_default=sa.text("''")),
        sa.Column("staff_total", sa.Integer),
        _to("unit.id", "successor_id", null=True),
        sa.Column("note", sa.Text, nullable=False, server_default=sa.text("''")),
    )
    op.create_table(
        "unit_span",
        _to("unit.id", "unit_id", key=True),
        sa.Column("from_day", sa.Date, primary_key=True),
        sa.Column("to_day", sa.Date, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        _to("unit.id", "parent_id", null=True),
    )
    _index("ix_unit_span_parent_id", "unit_span", ["parent_id"])
    op.create_table(
        "branch",
        _to("unit.id", "ancestor_id", key=True),
        _to("unit.id", "unit_id", key=True),
        sa.Column("from_day", sa.Date, primary_key=True),
        sa.Column("to_day", sa.Date, nullable=False),
        sqlite_with_rowid=False,
    )
    _index("ix_branch_unit_id", "branch", ["unit_id"])
    op.create_table(
        "heir",
        _to("unit.id", "unit_id", key=True),
        _to("unit.id", "heir_id"),
        sa.Column("from_day", sa.Date(), primary_key=True),
        sa.Column("to_day", sa.Date(), nullable=False),
    )
    _index("ix_heir_heir_id", "heir", ["heir_id"])


def _people() -> None:
    op.create_table(
        "person",
        sa.Column("id", RowId, primary_key=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("title", sa.String(8), nullable=False, server_default=sa.text("''")),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("reach", sa.String(200)),
        sa.Column("digest_off_at", Moment),
        sa.Column("withdrawn_at", Moment),
        sa.Column("erased_at", Moment),
    )
    op.create_table(
        "own_request",
        sa.Column("id", RowId, primary_key=True),
        sa.Column("kind", sa.String(8), nullable=False),
        _to("person.id", "person_id"),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("state", sa.String(8), nullable=False, server_default=sa.text("'waiting'")),
        sa.Column("detail", Packed),
        sa.Column("retry_at", Moment),
        sa.Column("asked_at", Moment, nullable=False),
        sa.Column("done_at", Moment),
    )
    _index("ix_own_request_waiting", "own_request", ["id"], "state = 'waiting'")
    _index("ix_own_request_person_id", "own_request", ["person_id"])
    op.create_table(
        "consent",
        sa.Column("id", RowId, primary_key=True),
        _to("person.id", "person_id"),
        sa.Column("notice", sa.Integer, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("given_at", Moment, nullable=False),
        sa.Column("withdrawn_at", Moment),
    )
    _index("ix_consent_person_id", "consent", ["person_id"])
    op.create_table(
        "conversation",
        sa.Column("id", RowId, primary_key=True),
        sa.Column("address", sa.String(200), nullable=False, unique=True),
        _to("person.id", "person_id", null=True),
        sa.Column("language", sa.String(8)),
        sa.Column("state", Packed),
        sa.Column("menu", Packed),
        sa.Column("seen_at", Moment, nullable=False),
        sa.Column("blocked_at", Moment),
    )
    _index("ix_conversation_person_id", "conversation", ["person_id"])
    op.create_table(
        "invite",
        sa.Column("id", RowId, primary_key=True),
        sa.Column("code_hash", sa.String(64), nullable=False, unique=True),
        _to("unit.id", "unit_id"),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("uses_left", sa.Integer, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        _to("person.id", "created_by", null=True),
    )
    op.create_table(
        "joined",
        _to("invite.id", "invite_id", key=True),
        _to("person.id", "person_id", key=True),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_table(
        "code_try",
        sa.Column("id", RowId, primary_key=True),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    _index("ix_code_try_at", "code_try", ["at"])
    op.create_table(
        "role_grant",
        sa.Column("id", RowId, primary_key=True),
        _to("person.id", "person_id"),
        sa.Column("role", sa.String(16), nullable=False),
        _to("unit.id", "unit_id"),
        sa.Column("from_day", sa.Date, nullable=False),
        sa.Column("to_day", sa.Date, nullable=False),
        _to("person.id", "given_by", null=True),
        sa.Column("acting", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.UniqueConstraint("person_id", "role", "unit_id", "from_day"),
    )
    _index("ix_role_grant_unit_id", "role_grant", ["unit_id"])
    _requests()


def _requests() -> None:
    op.create_table(
        "join_request",
        sa.Column("id", RowId, primary_key=True),
        _to("person.id", "person_id"),
        _to("unit.id", "unit_id"),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("team", sa.String(120), nullable=False, server_default=sa.text("''")),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("rung", sa.Integer, nullable=False),
        sa.Column("asked_at", Moment, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("decided_at", Moment),
        _to("person.id", "decided_by", null=True),
    )
    _index("ix_join_request_person_id", "join_request", ["person_id"])
    _index("ix_join_request_unit_id", "join_request", ["unit_id"])
    _index("ix_join_request_due_on", "join_request", ["due_on"])
    op.create_table(
        "link_code",
        sa.Column("id", RowId, primary_key=True),
        sa.Column("code_hash", sa.String(64), nullable=False, unique=True),
        _to("person.id", "person_id"),
        _to("person.id", "made_by"),
        sa.Column("expires_at", Moment, nullable=False),
    )
    _index("ix_link_code_person_id", "link_code", ["person_id"])
    _index("ix_link_code_expires_at", "link_code", ["expires_at"])


def _post() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", RowId, primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("event", sa.String(128), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("state", sa.String(8), nullable=False, server_default=sa.text("'waiting'")),
        sa.Column("tries", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("code", sa.String(8)),
        sa.Column("taken_at", Moment, nullable=False),
        sa.Column("done_at", Moment),
        sa.UniqueConstraint("channel", "account", "event"),
    )
    _index("ix_inbox_waiting", "inbox", ["id"], "state = 'waiting'")
    _index("ix_inbox_done_at", "inbox", ["done_at"])
    _index("ix_inbox_aside", "inbox", ["taken_at"], "state = 'aside'")
    op.create_table(
        "outbox",
        sa.Column("id", RowId, primary_key=True, autoincrement=False),
        sa.Column("address", sa.String(200), nullable=False),
        _to("person.id", "person_id", null=True),
        sa.Column("account", sa.String(81), nullable=False, server_default=sa.text("''")),
        sa.Column("lane", sa.Integer, nullable=False),
        sa.Column("key", sa.String(160), unique=True),
        sa.Column("subject", sa.String(64)),
        sa.Column("slot", sa.String(80), nullable=False, server_default=sa.text("''")),
        sa.Column("payload", Packed),
        sa.Column("state", sa.String(10), nullable=False, server_default=sa.text("'planned'")),
        sa.Column("waits", sa.String(4), nullable=False, server_default=sa.text("''")),
        sa.Column("reason", sa.String(40)),
        sa.Column("tries", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("unsure", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("not_before", Moment),
        sa.Column("expires_at", Moment),
        sa.Column("retry_at", Moment),
        sa.Column("message", sa.String(64)),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("sent_at", Moment),
    )
    timed = "state = 'planned' AND waits = 'time' AND retry_at IS "
    _index("ix_outbox_ready", "outbox", ["account", "lane", "id"], "state = 'planned' AND waits = ''")
    _index("ix_outbox_later", "outbox", ["not_before"], f"{timed}NULL")
    _index("ix_outbox_again", "outbox", ["retry_at"], f"{timed}NOT NULL")
    _index("ix_outbox_planned", "outbox", ["address"], "state = 'planned'")
    _index("ix_outbox_claimed", "outbox", ["id"], "state = 'claimed'")
    _index("ix_outbox_slot", "outbox", ["address", "slot"], "slot != ''")
    _index("ix_outbox_subject", "outbox", ["subject", "state", "waits"], "subject IS NOT NULL")
    settled = "state != 'planned' AND state != 'claimed'"
    _index("ix_outbox_settled", "outbox", ["created_at"], settled)
    op.create_table(
        "account",
        sa.Column("channel", sa.String(16), primary_key=True),
        sa.Column("account", sa.String(64), primary_key=True),
        sa.Column("paused_until", Moment),
    )
    op.create_table(
        "bot",
        sa.Column("id", RowId, primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("sealed", sa.Text),
        sa.Column("name", sa.String(120), nullable=False, server_default=sa.text("''")),
        sa.Column("link", sa.String(300), nullable=False, server_default=sa.text("''")),
        _to("unit.id", "unit_id", null=True),
        sa.Column("added_at", Moment, nullable=False),
        sa.UniqueConstraint("channel", "account"),
    )
    _index("ix_bot_unit_id", "bot", ["unit_id"])
    op.create_table(
        "bot_month",
        sa.Column("channel", sa.String(16), primary_key=True),
        sa.Column("account", sa.String(64), primary_key=True),
        sa.Column("month", sa.String(7), primary_key=True),
        sa.Column("spoken", sa.Integer, nullable=False),
        sa.Column("is_full", sa.Boolean, nullable=False),
    )


def _reports() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", RowId, primary_key=True),
        sa.Column("code", sa.String(40), nullable=False, unique=True),
        sa.Column("spec", Packed, nullable=False),
        sa.Column("imported_at", Moment, nullable=False),
    )
    op.create_table(
        "deed",
        sa.Column("id", RowId, primary_key=True),
        _to("campaign.id", "campaign_id"),
        _to("unit.id", "unit_id"),
        _to("person.id", "reporter_id", null=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("movement", sa.String(16), nullable=False),
        sa.Column("answers", Packed, nullable=False),
        sa.Column("from_day", sa.Date),
        sa.Column("to_day", sa.Date),
        sa.Column("outside", sa.Boolean, nullable=False),
        sa.Column("sent_at", Moment, nullable=False),
        sa.Column("sent_on", sa.Date, nullable=False),
        sa.Column("decided_at", Moment),
        _to("person.id", "decided_by", null=True),
        sa.Column("reason", sa.Text),
        sa.Column("folded", sa.Text, nullable=False, server_default=sa.text("''")),
    )
    _index("ix_deed_reporter_id", "deed", ["reporter_id"])
    _index("ix_deed_unit_id_state", "deed", ["unit_id", "state"])
    _index("ix_deed_sent_on", "deed", ["sent_on", "id"])
    if op.get_bind().dialect.name == "postgresql":
        words = sa.text("array_to_tsvector(array_remove(string_to_array(folded, ' '), ''))")
        op.create_index("ix_deed_folded", "deed", [words], postgresql_using="gin")
    else:
        op.get_bind().exec_driver_sql(BUILD)
    op.create_table(
        "deed_step",
        sa.Column("id", RowId, primary_key=True),
        _to("deed.id", "deed_id"),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("movement", sa.String(16), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        _to("person.id", "person_id", null=True),
        sa.Column("note", sa.Text),
    )
    _index("ix_deed_step_deed_id", "deed_step", ["deed_id"])
    op.create_table(
        "deed_version",
        _to("deed.id", "deed_id", key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("answers", Packed, nullable=False),
        sa.Column("movement", sa.String(16), nullable=False),
        sa.Column("changed", Packed, nullable=False),
        sa.Column("replaced_at", Moment, nullable=False),
        _to("person.id", "replaced_by", null=True),
    )
    op.create_table(
        "chased",
        _to("deed.id", "deed_id", key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("step", sa.String(8), primary_key=True),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_table(
        "praised",
        _to("deed.id", "deed_id", key=True),
        _to("person.id", "person_id", key=True),
        sa.Column("asked_at", Moment, nullable=False),
        sa.Column("answer", sa.String(12)),
        sa.Column("words", sa.Text),
        sa.Column("answered_at", Moment),
    )
    op.create_table(
        "minor",
        _to("deed.id", "deed_id", key=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("child_on", sa.Date, nullable=False),
        sa.Column("child_form", sa.String(12), nullable=False),
        sa.Column("child_by", sa.String(120), nullable=False),
        sa.Column("guardian_on", sa.Date, nullable=False),
        sa.Column("guardian_form", sa.String(12), nullable=False),
        sa.Column("guardian_by", sa.String(120), nullable=False),
        sa.Column("recorded_at", Moment, nullable=False),
        _to("person.id", "recorded_by"),
    )
    op.create_table(
        "plan",
        sa.Column("id", RowId, primary_key=True),
        _to("campaign.id", "campaign_id"),
        _to("unit.id", "unit_id"),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("answers", Packed, nullable=False),
        sa.Column("spread", sa.Boolean, nullable=False),
        sa.Column("complete", sa.Boolean, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("promised_on", sa.Date),
        sa.Column("reported_on", sa.Date, nullable=False),
        sa.Column("reported_at", Moment, nullable=False),
        _to("person.id", "reporter_id", null=True),
        sa.UniqueConstraint("campaign_id", "unit_id"),
    )
    op.create_table(
        "plan_step",
        sa.Column("id", RowId, primary_key=True),
        _to("plan.id", "plan_id"),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("spread", sa.Boolean, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        _to("person.id", "person_id", null=True),
        sa.Column("answers", Packed),
        sa.Column("note", sa.Text),
    )
    _index("ix_plan_step_plan_id", "plan_step", ["plan_id"])
    op.create_table(
        "evidence",
        sa.Column("id", RowId, primary_key=True),
        sa.Column("address", sa.String(200), nullable=False),
        _to("person.id", "person_id", null=True),
        sa.Column("run", RowId, nullable=False),
        sa.Column("subject", sa.String(40)),
        sa.Column("ref", Packed, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("name", sa.String(200), nullable=False, server_default=sa.text("''")),
        sa.Column("file_key", sa.String(64)),
        sa.Column("clean_key", sa.String(64)),
        sa.Column("media_type", sa.String(80)),
        sa.Column("size", RowId),
        sa.Column("state", sa.String(8), nullable=False, server_default=sa.text("'owed'")),
        sa.Column("tries", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("retry_at", Moment),
        sa.Column("sent_at", Moment, nullable=False),
    )
    _index("ix_evidence_address_run", "evidence", ["address", "run"])
    _index("ix_evidence_subject", "evidence", ["subject"])
    _index("ix_evidence_person_id_sent_at", "evidence", ["person_id", "sent_at"])
    _index("ix_evidence_file_key", "evidence", ["file_key"])
    _index("ix_evidence_clean_key", "evidence", ["clean_key"])
    _index("ix_evidence_owed", "evidence", ["id"], "state = 'owed'")
    op.create_table(
        "figure",
        _to("campaign.id", "campaign_id", key=True),
        _to("unit.id", "branch_id", key=True),
        sa.Column("measure", sa.String(16), primary_key=True),
        sa.Column("movement", sa.String(16), primary_key=True),
        sa.Column("state", sa.String(12), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("n", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )


def _reminders() -> None:
    _obligations()
    op.create_table(
        "reminder",
        sa.Column("id", RowId, primary_key=True),
        _to("obligation.id", "obligation_id"),
        _to("unit.id", "unit_id"),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("slot", sa.String(40), nullable=False),
        sa.Column("seat", sa.String(8), nullable=False),
        sa.Column("basis", sa.Date, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(40)),
        sa.Column("due_at", Moment, nullable=False),
        sa.Column("told_at", Moment),
        _to("person.id", "person_id", null=True),
        sa.Column("channel", sa.String(16)),
        sa.Column("outbox_id", RowId),
        sa.Column("settled_at", Moment),
        sa.UniqueConstraint("obligation_id", "unit_id", "step", "slot"),
    )
    _index("ix_reminder_planned", "reminder", ["due_at"], "state = 'planned'")
    _index("ix_reminder_told", "reminder", ["outbox_id"], "state = 'told'")
    _index("ix_reminder_folded", "reminder", ["person_id"], "state = 'folded'")
    _index("ix_reminder_unit_id", "reminder", ["unit_id"])
    _index("ix_reminder_person_id_told_at", "reminder", ["person_id", "told_at"])
    op.create_table(
        "digest",
        _to("person.id", "person_id", key=True),
        sa.Column("week", sa.Date, primary_key=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(40)),
        sa.Column("at", Moment, nullable=False),
        sa.Column("outbox_id", RowId),
    )


def _obligations() -> None:
    op.create_table(
        "obligation",
        sa.Column("id", RowId, primary_key=True),
        _to("campaign.id", "campaign_id"),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("duty", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("kinds", Packed, nullable=False),
        sa.Column("ownerships", Packed, nullable=False),
        _to("unit.id", "branch_id", null=True),
        sa.Column("as_of", sa.Date),
        sa.Column("steps", Packed, nullable=False),
        sa.Column("answers", sa.String(8), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        _to("person.id", "created_by", null=True),
        sa.Column("ended_at", Moment),
        sa.UniqueConstraint("campaign_id", "code"),
    )
    op.create_table(
        "duty_answer",
        sa.Column("id", RowId, primary_key=True),
        _to("obligation.id", "obligation_id"),
        _to("unit.id", "unit_id"),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("answers", Packed, nullable=False),
        sa.Column("promised_on", sa.Date),
        sa.Column("due_on", sa.Date),
        sa.Column("reported_at", Moment, nullable=False),
        _to("person.id", "reporter_id", null=True),
        sa.UniqueConstraint("obligation_id", "unit_id"),
    )
    _index("ix_duty_answer_due_on", "duty_answer", ["obligation_id", "due_on"], "due_on IS NOT NULL")
    _index("ix_duty_answer_promised_on", "duty_answer", ["obligation_id", "promised_on"], "state = 'drafting'")
    op.create_table(
        "duty_step",
        sa.Column("id", RowId, primary_key=True),
        _to("duty_answer.id", "answer_id"),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        _to("person.id", "person_id", null=True),
        sa.Column("note", sa.Text),
    )
    _index("ix_duty_step_answer_id", "duty_step", ["answer_id"])
    op.create_table(
        "promise",
        _to("obligation.id", "obligation_id", key=True),
        _to("unit.id", "unit_id", key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("made_at", Moment, nullable=False),
        _to("person.id", "person_id", null=True),
        sa.Column("state", sa.String(8), nullable=False, server_default=sa.text("'open'")),
        sa.Column("settled_at", Moment),
    )
    _index("ix_promise_open", "promise", ["day"], "state = 'open'")


def _dispatches() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", RowId, primary_key=True),
        _to("campaign.id", "campaign_id"),
        _to("unit.id", "unit_id"),
        _to("person.id", "author_id", null=True),
        _to("announcement.id", "corrects_id", null=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("doc_no", sa.String(60), nullable=False, server_default=sa.text("''")),
        sa.Column("doc_day", sa.Date),
        sa.Column("acknowledged_by", sa.String(8), nullable=False, server_default=sa.text("''")),
        sa.Column("files", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("created_at", Moment, nullable=False),
    )
    _index("ix_announcement_corrects_id", "announcement", ["corrects_id"])
    op.create_table(
        "chase",
        sa.Column("id", RowId, primary_key=True),
        _to("campaign.id", "campaign_id"),
        _to("unit.id", "unit_id"),
        _to("person.id", "author_id", null=True),
        _to("obligation.id", "obligation_id"),
        sa.Column("words", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("created_at", Moment, nullable=False),
    )
    _index("ix_chase_obligation_id", "chase", ["obligation_id"])
    op.create_table(
        "dispatch",
        sa.Column("id", RowId, primary_key=True),
        _to("campaign.id", "campaign_id"),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("about_id", RowId, nullable=False),
        _to("unit.id", "unit_id"),
        _to("person.id", "author_id", null=True),
        sa.Column("audience", Packed, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("why", sa.String(20), nullable=False, server_default=sa.text("''")),
        sa.Column("reach", Packed, nullable=False),
        sa.Column("starts_at", Moment),
        _to("person.id", "confirmer_id", null=True),
        sa.Column("asked_at", Moment),
        _to("person.id", "confirmed_by", null=True),
        sa.Column("confirmed_at", Moment),
        sa.Column("as_of", sa.Date),
        sa.Column("listed", Packed),
        sa.Column("base", Packed),
        sa.Column("progress_at", Moment),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("changed_at", Moment, nullable=False),
    )
    under_way = "state IN ('set', 'canary', 'sending', 'paused', 'stopped', 'through', 'ending')"
    _index("ix_dispatch_under_way", "dispatch", ["id"], under_way)
    at_work = f"{under_way} AND (progress_at IS NOT NULL OR (state NOT IN ('paused', 'stopped')))"
    _index("ix_dispatch_at_work", "dispatch", ["id"], at_work)
    _index("ix_dispatch_subject", "dispatch", ["subject"])
    _index("ix_dispatch_about_id", "dispatch", ["about_id"])
    op.create_table(
        "recipient",
        sa.Column("id", RowId, primary_key=True),
        _to("dispatch.id", "dispatch_id"),
        _to("unit.id", "unit_id"),
        _to("person.id", "person_id", null=True),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False, server_default=sa.text("''")),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False, server_default=sa.text("''")),
        sa.Column("outbox_id", RowId),
        sa.Column("queued_at", Moment),
        sa.Column("sent_at", Moment),
        sa.Column("acknowledged_at", Moment),
        sa.Column("is_canary", sa.Boolean, nullable=False, server_default=sa.text("false")),
        sa.UniqueConstraint("dispatch_id", "person_id"),
    )
    _index("ix_recipient_dispatch_id_state", "recipient", ["dispatch_id", "state", "id"])
    _index("ix_recipient_subject_unit_id", "recipient", ["subject", "unit_id"])
    _index("ix_recipient_person_id_subject", "recipient", ["person_id", "subject"])
    op.create_table(
        "phone_call",
        sa.Column("id", RowId, primary_key=True),
        _to("campaign.id", "campaign_id"),
        _to("unit.id", "unit_id"),
        _to("person.id", "by_id", null=True),
        sa.Column("at", Moment, nullable=False),
    )
    _index("ix_phone_call_unit_id", "phone_call", ["unit_id"])


def _drawings() -> None:
    op.create_table(
        "drawing_request",
        sa.Column("id", RowId, primary_key=True),
        _to("person.id", "person_id"),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("marks", Packed, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("told", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("retry_at", Moment),
        sa.Column("asked_at", Moment, nullable=False),
    )
    _index("ix_drawing_request_person_id", "drawing_request", ["person_id"])
    op.create_table(
        "drawing",
        sa.Column("mark", sa.String(64), primary_key=True),
        sa.Column("file_key", sa.String(64), nullable=False),
        sa.Column("drawn_at", Moment, nullable=False),
    )
    _index("ix_drawing_drawn_at", "drawing", ["drawn_at"])


def _records() -> None:
    op.create_table(
        "audit",
        sa.Column("id", RowId, primary_key=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("campaign_at", Moment, nullable=False),
        _to("person.id", "actor_id", null=True),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("fields", Packed, nullable=False),
        sa.Column("seq", RowId, unique=True),
        sa.Column("seal", sa.String(64)),
    )
    _index("ix_audit_subject", "audit", ["subject"])
    op.create_table(
        "audit_value",
        _to("audit.id", "audit_id", key=True),
        sa.Column("field", sa.String(40), primary_key=True),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("value", Packed),
    )
    op.create_table(
        "note", sa.Column("name", sa.String(40), primary_key=True), sa.Column("value", Packed, nullable=False)
    )
