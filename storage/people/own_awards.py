"""What nominations for commendation hold of one person, for the copy they may take away."""

from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, select

from storage.tables import NOMINATION, NOMINATION_STEP

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
}
