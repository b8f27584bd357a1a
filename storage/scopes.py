"""The rows that somebody may touch, as a condition that every statement on others' rows carries (DESIGN §13.7)."""

from sqlalchemy import ColumnElement, bindparam, select

from storage.tables import BRANCH

_OF_SCOPE = BRANCH.alias("of_scope")
"""Under a name of its own: a statement may look at branches for another reason too."""


def within(unit: ColumnElement[int], *, below: bool) -> ColumnElement[bool]:
    """The rows whose unit lies in a scope's roots, or on a branch of them on the day."""
    if not below:
        return unit.in_(bindparam("roots", expanding=True))
    branch = select(_OF_SCOPE.c.unit_id).where(
        _OF_SCOPE.c.unit_id == unit,
        _OF_SCOPE.c.ancestor_id.in_(bindparam("roots", expanding=True)),
        _OF_SCOPE.c.from_day <= bindparam("day"),
        _OF_SCOPE.c.to_day > bindparam("day"),
    )
    return branch.exists()
