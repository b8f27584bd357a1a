"""The rows that somebody may touch, as a condition that every statement on others' rows carries (DESIGN §13.7)."""

from sqlalchemy import ColumnElement, bindparam, select

from storage.tables import BRANCH


def within(unit: ColumnElement[int], *, below: bool) -> ColumnElement[bool]:
    """The rows whose unit lies in a scope's roots, or on a branch of them on the day."""
    if not below:
        return unit.in_(bindparam("roots", expanding=True))
    branch = select(BRANCH.c.unit_id).where(
        BRANCH.c.unit_id == unit,
        BRANCH.c.ancestor_id.in_(bindparam("roots", expanding=True)),
        BRANCH.c.from_day <= bindparam("day"),
        BRANCH.c.to_day > bindparam("day"),
    )
    return branch.exists()
