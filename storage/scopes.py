"""The rows that somebody may touch, as a condition that every statement on others' rows carries (DESIGN §13.7)."""

from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select

from storage.tables import BRANCH

_OF_SCOPE = BRANCH.alias("of_scope")
"""Under a name of its own: a statement may look at branches for another reason too."""


def within(unit: ColumnElement[int], *, below: bool) -> ColumnElement[bool]:
    """The rows whose unit lies in a scope's roots, or on a branch of them on the day."""
    if not below:
        return unit.in_(bindparam("roots", expanding=True))
    return branch_of(unit).exists()


def branch_of(unit: ColumnElement[int]) -> Select[tuple[int]]:
    """A row when the unit lies on a branch of a scope's roots on the day."""
    return select(_OF_SCOPE.c.unit_id).where(
        _OF_SCOPE.c.unit_id == unit,
        _OF_SCOPE.c.ancestor_id.in_(bindparam("roots", expanding=True)),
        _OF_SCOPE.c.from_day <= bindparam("day"),
        _OF_SCOPE.c.to_day > bindparam("day"),
    )


def one_by_one(query: Select[Any]) -> ColumnElement[bool]:
    """As EXISTS, but asked row by row: PostgreSQL is not to gather all rows there are before it looks at the first."""
    return query.limit(1).scalar_subquery().is_not(None)
