"""What the doctor finds: lines that are right, wrong, or just so."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of the doctor: right, wrong, or (None) just so."""

    right: bool | None
    text: str


def right(text: str) -> Finding:
    """As it should be."""
    return Finding(right=True, text=text)


def wrong(text: str) -> Finding:
    """To be put right."""
    return Finding(right=False, text=text)


def so(text: str) -> Finding:
    """Neither right nor wrong, and worth knowing."""
    return Finding(right=None, text=text)
