"""Who is told what concerns a head: whoever acts for one, in that one's place, in one condition for every look."""

from datetime import date

from sqlalchemy import ColumnElement, exists, select

from storage.tables import GRANT

_ACTING = GRANT.alias("acting")


def is_told(day: ColumnElement[date]) -> ColumnElement[bool]:
    """A row of GRANT is not that of a head for whom somebody acts on the day; standing in a statement on GRANT."""
    acts = exists(
        select(_ACTING.c.id)
        .where(
            _ACTING.c.unit_id == GRANT.c.unit_id,
            _ACTING.c.acting,
            _ACTING.c.role == GRANT.c.role,
            _ACTING.c.from_day <= day,
            _ACTING.c.to_day > day,
        )
        .correlate(GRANT)
    )
    return (GRANT.c.role != "head") | GRANT.c.acting | ~acts
