"""What all tables share: the rule for the names of keys and indexes, row ids and references."""

from sqlalchemy import Column, ForeignKey, MetaData

from storage.types import RowId

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def row_id() -> "Column[int]":
    """A row's own number."""
    return Column("id", RowId, primary_key=True)


def to(target: str, name: str, *, null: bool = False, key: bool = False) -> "Column[int]":
    """The number of a row of ``target``."""
    return Column(name, RowId, ForeignKey(target), nullable=null, primary_key=key)
