"""What the Office takes away: frozen figures, documents and who exported what."""

revision, down_revision = "0003", "0002"


def upgrade() -> None:
    pass
