"""What nominations for commendation hold of one person, for the copy they may take away."""

from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, select

from storage.tables import NOMINATION, NOMINATION_STEP, OBJECTION, RECUSAL, SESSION, SESSION_CASE, SESSION_MEMBER

_WHO: BindParameter[int] = bindparam("person")
SECTIONS: dict[str, Select[Any]] = {
    "nominations": select(
        NOMINATION.c.id,
        NOMINATION.c.route,
        NOMINATION.c.movement,
        NOMINATION.c.level,
        NOMINATION.c.form,
        NOMINATION.c.position,
        NOMINATION.c.summary,
        NOMINATION.c.state,
        NOMINATION.c.sent_at,
    )
    .where(NOMINATION.c.person_id == _WHO)
    .order_by(NOMINATION.c.id),
    "nominations_made": select(NOMINATION.c.id, NOMINATION.c.subject_type, NOMINATION.c.state, NOMINATION.c.sent_at)
    .where(NOMINATION.c.created_by == _WHO)
    .order_by(NOMINATION.c.id),
    "nomination_steps": select(
        NOMINATION_STEP.c.nomination_id, NOMINATION_STEP.c.act, NOMINATION_STEP.c.at, NOMINATION_STEP.c.note
    )
    .where(NOMINATION_STEP.c.person_id == _WHO)
    .order_by(NOMINATION_STEP.c.id),
    "council_sessions": select(SESSION.c.id, SESSION.c.held_on, SESSION_MEMBER.c.seat, SESSION.c.state)
    .join(SESSION, SESSION.c.id == SESSION_MEMBER.c.session_id)
    .where(SESSION_MEMBER.c.person_id == _WHO)
    .order_by(SESSION.c.id),
    "council_recusals": select(SESSION_CASE.c.session_id, SESSION_CASE.c.place, RECUSAL.c.at)
    .join(SESSION_CASE, SESSION_CASE.c.id == RECUSAL.c.case_id)
    .where(RECUSAL.c.person_id == _WHO)
    .order_by(RECUSAL.c.case_id),
    "objections": select(
        OBJECTION.c.nomination_id, OBJECTION.c.words, OBJECTION.c.at, OBJECTION.c.state, OBJECTION.c.answer
    )
    .where(OBJECTION.c.person_id == _WHO)
    .order_by(OBJECTION.c.id),
}
"""Votes are not among them: a secret vote is under nobody's name, not even for the one who gave it."""
