"""Nominations, sessions of the council, public notices and decisions."""

revision, down_revision = "0004", "0003"


def upgrade() -> None:
    pass
