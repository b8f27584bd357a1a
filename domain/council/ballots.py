"""Secret ballots: a vote is kept under a token that only the running house can make, and is changed under the same."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable
from typing import Literal, TypeAlias

Choice: TypeAlias = Literal["agree", "disagree"]
CHOICES: tuple[Choice, ...] = ("agree", "disagree")


def token(secret: bytes, case: int, person: int) -> str:
    """Under what this member's vote on this case is kept: nobody without ``secret`` can tell whose it is.

    The case is part of it, so that two votes of one person have nothing in common either.
    """
    return hmac.new(secret, f"ballot:{case}:{person}".encode(), hashlib.sha256).hexdigest()


def tally(choices: Iterable[str]) -> dict[Choice, int]:
    """How many chose what."""
    counted = Counter(choices)
    return {choice: counted[choice] for choice in CHOICES}
