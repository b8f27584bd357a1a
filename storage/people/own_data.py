"""Everything that is kept under one person, for the copy they may take away (RELIABILITY §3.1)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, select

from domain.conversations import Conversation
from domain.messages import Address
from storage.people import own_awards
from storage.store import Store
from storage.tables import (
    ADOPTION,
    ADOPTION_ASK,
    ANNOUNCEMENT,
    AUDIT,
    AUDIT_VALUE,
    CHASE,
    CONFERENCE,
    CONSENT,
    CONVERSATION,
    DEED,
    DEED_STEP,
    DEED_VERSION,
    DIGEST,
    DUTY_ANSWER,
    EVIDENCE,
    EXEMPLAR_NOTE,
    EXEMPLAR_STEP,
    GRANT,
    INBOX,
    LINK,
    OBLIGATION,
    OUTBOX,
    PERSON,
    PHONE_CALL,
    PLAN,
    PLAN_STEP,
    PRAISED,
    PROMISE,
    PUBLICATION,
    RECIPIENT,
    REMINDER,
    REQUEST,
    THANKS,
    UNIT_SPAN,
)

Own = dict[str, list[dict[str, Any]]]
"""Rows as plain values, by what they are: person, roles, consents, chats, deeds and so on."""

_WHO: BindParameter[int] = bindparam("person")
_OWN_DEED = DEED.c.reporter_id == _WHO


def _name_of(unit: Any) -> Any:  # noqa: ANN401 - a column of any table
    """The name the unit had last."""
    return (
        select(UNIT_SPAN.c.name)
        .where(UNIT_SPAN.c.unit_id == unit)
        .order_by(UNIT_SPAN.c.from_day.desc())
        .limit(1)
        .scalar_subquery()
        .label("unit")
    )


_CHATS_OF = select(CONVERSATION.c.address).where(CONVERSATION.c.person_id == _WHO)
_SECTIONS: dict[str, Select[Any]] = {
    "person": select(
        PERSON.c.id, PERSON.c.name, PERSON.c.title, PERSON.c.created_at, PERSON.c.withdrawn_at, PERSON.c.reach
    ).where(PERSON.c.id == _WHO),
    "roles": select(GRANT.c.role, _name_of(GRANT.c.unit_id), GRANT.c.from_day, GRANT.c.to_day)
    .where(GRANT.c.person_id == _WHO)
    .order_by(GRANT.c.id),
    "consents": select(
        CONSENT.c.notice, CONSENT.c.language, CONSENT.c.channel, CONSENT.c.given_at, CONSENT.c.withdrawn_at
    )
    .where(CONSENT.c.person_id == _WHO)
    .order_by(CONSENT.c.id),
    "chats": select(CONVERSATION.c.address, CONVERSATION.c.language, CONVERSATION.c.state, CONVERSATION.c.seen_at)
    .where(CONVERSATION.c.person_id == _WHO)
    .order_by(CONVERSATION.c.id),
    "deeds": select(
        DEED.c.id,
        _name_of(DEED.c.unit_id),
        DEED.c.state,
        DEED.c.movement,
        DEED.c.answers,
        DEED.c.sent_at,
        DEED.c.decided_at,
        DEED.c.reason,
    )
    .where(_OWN_DEED)
    .order_by(DEED.c.id),
    "deed_steps": select(DEED_STEP.c.deed_id, DEED_STEP.c.state, DEED_STEP.c.at, DEED_STEP.c.note)
    .join(DEED, DEED.c.id == DEED_STEP.c.deed_id)
    .where(_OWN_DEED)
    .order_by(DEED_STEP.c.id),
    "deed_versions": select(
        DEED_VERSION.c.deed_id,
        DEED_VERSION.c.version,
        DEED_VERSION.c.movement,
        DEED_VERSION.c.answers,
        DEED_VERSION.c.changed,
        DEED_VERSION.c.replaced_at,
    )
    .join(DEED, DEED.c.id == DEED_VERSION.c.deed_id)
    .where(_OWN_DEED)
    .order_by(DEED_VERSION.c.deed_id, DEED_VERSION.c.version),
    "praised": select(PRAISED.c.deed_id, PRAISED.c.asked_at, PRAISED.c.answer, PRAISED.c.words, PRAISED.c.answered_at)
    .where(PRAISED.c.person_id == _WHO)
    .order_by(PRAISED.c.deed_id),
    "deed_steps_at_the_office": select(EXEMPLAR_STEP.c.deed_id, EXEMPLAR_STEP.c.stage, EXEMPLAR_STEP.c.at)
    .join(DEED, DEED.c.id == EXEMPLAR_STEP.c.deed_id)
    .where(_OWN_DEED)
    .order_by(EXEMPLAR_STEP.c.id),
    "questions": select(
        EXEMPLAR_NOTE.c.deed_id,
        EXEMPLAR_NOTE.c.kind,
        EXEMPLAR_NOTE.c.words,
        EXEMPLAR_NOTE.c.at,
        EXEMPLAR_NOTE.c.answer,
        EXEMPLAR_NOTE.c.answered_at,
    )
    .where(EXEMPLAR_NOTE.c.to_id == _WHO)
    .order_by(EXEMPLAR_NOTE.c.id),
    "requests": select(
        _name_of(REQUEST.c.unit_id),
        REQUEST.c.role,
        REQUEST.c.team,
        REQUEST.c.channel,
        REQUEST.c.state,
        REQUEST.c.asked_at,
        REQUEST.c.decided_at,
    )
    .where(REQUEST.c.person_id == _WHO)
    .order_by(REQUEST.c.id),
    "links": select(LINK.c.expires_at).where(LINK.c.person_id == _WHO).order_by(LINK.c.id),
    "decisions": select(DEED_STEP.c.deed_id, DEED_STEP.c.state, DEED_STEP.c.at, DEED_STEP.c.note)
    .join(DEED, DEED.c.id == DEED_STEP.c.deed_id)
    .where(DEED_STEP.c.person_id == _WHO, DEED.c.reporter_id.is_distinct_from(_WHO))
    .order_by(DEED_STEP.c.id),
    "plans": select(PLAN.c.id, _name_of(PLAN.c.unit_id), PLAN.c.state, PLAN.c.answers, PLAN.c.reported_at).where(
        PLAN.c.reporter_id == _WHO
    ),
    "plan_steps": select(PLAN_STEP.c.plan_id, PLAN_STEP.c.state, PLAN_STEP.c.at, PLAN_STEP.c.answers, PLAN_STEP.c.note)
    .where(PLAN_STEP.c.person_id == _WHO)
    .order_by(PLAN_STEP.c.id),
    "evidence": select(
        EVIDENCE.c.id,
        EVIDENCE.c.subject,
        EVIDENCE.c.kind,
        EVIDENCE.c.name,
        EVIDENCE.c.media_type,
        EVIDENCE.c.size,
        EVIDENCE.c.state,
        EVIDENCE.c.sent_at,
        EVIDENCE.c.file_key,
        EVIDENCE.c.clean_key,
    )
    .where(EVIDENCE.c.person_id == _WHO, EVIDENCE.c.state != "dropped")
    .order_by(EVIDENCE.c.id),
    "announcements": select(
        RECIPIENT.c.subject,
        _name_of(RECIPIENT.c.unit_id),
        RECIPIENT.c.state,
        RECIPIENT.c.reason,
        RECIPIENT.c.sent_at,
        RECIPIENT.c.acknowledged_at,
    )
    .where(RECIPIENT.c.person_id == _WHO)
    .order_by(RECIPIENT.c.id),
    "announcements_written": select(ANNOUNCEMENT.c.title, ANNOUNCEMENT.c.body, ANNOUNCEMENT.c.created_at)
    .where(ANNOUNCEMENT.c.author_id == _WHO)
    .order_by(ANNOUNCEMENT.c.id),
    "reminders": select(
        OBLIGATION.c.name,
        _name_of(REMINDER.c.unit_id),
        REMINDER.c.due_at,
        REMINDER.c.channel,
        REMINDER.c.state,
        REMINDER.c.reason,
        REMINDER.c.told_at,
    )
    .join(OBLIGATION, OBLIGATION.c.id == REMINDER.c.obligation_id)
    .where(REMINDER.c.person_id == _WHO)
    .order_by(REMINDER.c.id),
    "reminders_by_hand": select(OBLIGATION.c.name, CHASE.c.words, CHASE.c.created_at)
    .join(OBLIGATION, OBLIGATION.c.id == CHASE.c.obligation_id)
    .where(CHASE.c.author_id == _WHO)
    .order_by(CHASE.c.id),
    "overviews": select(DIGEST.c.week, DIGEST.c.state, DIGEST.c.reason, DIGEST.c.at)
    .where(DIGEST.c.person_id == _WHO)
    .order_by(DIGEST.c.week),
    "duties": select(
        OBLIGATION.c.name,
        _name_of(DUTY_ANSWER.c.unit_id),
        DUTY_ANSWER.c.state,
        DUTY_ANSWER.c.answers,
        DUTY_ANSWER.c.reported_at,
    )
    .join(OBLIGATION, OBLIGATION.c.id == DUTY_ANSWER.c.obligation_id)
    .where(DUTY_ANSWER.c.reporter_id == _WHO)
    .order_by(DUTY_ANSWER.c.id),
    "duties_asked_for": select(OBLIGATION.c.name, OBLIGATION.c.due_on, OBLIGATION.c.created_at)
    .where(OBLIGATION.c.created_by == _WHO)
    .order_by(OBLIGATION.c.id),
    "promises": select(
        OBLIGATION.c.name, _name_of(PROMISE.c.unit_id), PROMISE.c.day, PROMISE.c.made_at, PROMISE.c.state
    )
    .join(OBLIGATION, OBLIGATION.c.id == PROMISE.c.obligation_id)
    .where(PROMISE.c.person_id == _WHO)
    .order_by(PROMISE.c.made_at),
    "phone_calls": select(_name_of(PHONE_CALL.c.unit_id), PHONE_CALL.c.at)
    .where(PHONE_CALL.c.by_id == _WHO)
    .order_by(PHONE_CALL.c.id),
    "publications": select(PUBLICATION.c.deed_id, PUBLICATION.c.place, PUBLICATION.c.published_on)
    .where(PUBLICATION.c.by_id == _WHO)
    .order_by(PUBLICATION.c.id),
    "adoptions": select(ADOPTION.c.deed_id, _name_of(ADOPTION.c.unit_id), ADOPTION.c.state, ADOPTION.c.at)
    .where(ADOPTION.c.person_id == _WHO)
    .order_by(ADOPTION.c.id),
    "adoption_lines": select(
        ADOPTION.c.deed_id, ADOPTION_ASK.c.after_days, ADOPTION_ASK.c.line, ADOPTION_ASK.c.answered_at
    )
    .join(ADOPTION, ADOPTION.c.id == ADOPTION_ASK.c.adoption_id)
    .where(ADOPTION_ASK.c.person_id == _WHO)
    .order_by(ADOPTION_ASK.c.adoption_id, ADOPTION_ASK.c.after_days),
    "thanks": select(THANKS.c.deed_id, THANKS.c.kind, THANKS.c.at).where(THANKS.c.to_id == _WHO).order_by(THANKS.c.id),
    "thanks_given": select(THANKS.c.deed_id, THANKS.c.kind, THANKS.c.at)
    .where((THANKS.c.by_id == _WHO) | (THANKS.c.passed_by == _WHO))
    .order_by(THANKS.c.id),
    "conferences": select(CONFERENCE.c.level, CONFERENCE.c.on_day, CONFERENCE.c.place, CONFERENCE.c.created_at)
    .where(CONFERENCE.c.created_by == _WHO)
    .order_by(CONFERENCE.c.id),
    **own_awards.SECTIONS,
    "messages_waiting": select(OUTBOX.c.payload, OUTBOX.c.created_at)
    .where(OUTBOX.c.address.in_(_CHATS_OF), OUTBOX.c.state == "planned")
    .order_by(OUTBOX.c.id),
    "messages_not_understood": select(INBOX.c.body, INBOX.c.taken_at)
    .where(INBOX.c.address.in_(_CHATS_OF), INBOX.c.state == "aside")
    .order_by(INBOX.c.id),
    "acts": select(
        AUDIT.c.id, AUDIT.c.campaign_at, AUDIT.c.action, AUDIT.c.subject, AUDIT_VALUE.c.field, AUDIT_VALUE.c.value
    )
    .outerjoin(AUDIT_VALUE, AUDIT_VALUE.c.audit_id == AUDIT.c.id)
    .where(AUDIT.c.actor_id == _WHO)
    .order_by(AUDIT.c.id),
}
_FILES = (
    select(EVIDENCE.c.kind, func.count())
    .where(EVIDENCE.c.person_id == _WHO, EVIDENCE.c.state.not_in(["lost", "dropped"]))
    .group_by(EVIDENCE.c.kind)
)
_DEEDS = select(func.count()).where(_OWN_DEED)
_STATES = select(CONVERSATION.c.address, CONVERSATION.c.state).where(CONVERSATION.c.person_id == _WHO)


async def of(store: Store, person: int) -> Own:
    """Everything, and nothing of anybody else; instants and days in ISO form."""
    return {
        name: [
            {key: _plain(value) for key, value in row._mapping.items()}  # noqa: SLF001 - SQLAlchemy's public name
            for row in await store.rows(statement, {"person": person})
        ]
        for name, statement in _SECTIONS.items()
    }


def _plain(value: Any) -> Any:  # noqa: ANN401 - any column's value
    return value.isoformat() if isinstance(value, datetime | date) else value


async def counts(store: Store, person: int) -> tuple[int, int, int]:
    """How many reports, photos and other files there are."""
    found = await store.row(_DEEDS, {"person": person})
    files = {row[0]: int(row[1]) for row in await store.rows(_FILES, {"person": person})}
    photos = files.pop("photo", 0)
    return int(found[0]) if found else 0, photos, sum(files.values())


async def chats(store: Store, person: int) -> list[Conversation]:
    """The chats in which this person is known, with their drafts."""
    found = []
    for address, state in await store.rows(_STATES, {"person": person}):
        chat = Conversation(Address.of(address))
        chat.restore(state, None)
        found.append(chat)
    return found
