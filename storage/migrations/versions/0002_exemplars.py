"""Exemplars: the steps a confirmed report takes with the Office, what it is like, who takes it up."""

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    pass
