"""Several answers to one message made one, for channels where each message is counted (CONVERSATIONS §1.20)."""

from collections.abc import Sequence
from dataclasses import replace

from domain.messages import Reply


def merged(replies: Sequence[Reply]) -> list[Reply]:
    """One message as a rule: the texts under each other, with the choices of the last that has any.

    A message carries one file: where there are more, each further one stays a message of its own, before the words.
    """
    filed = [one for one in replies if one.picture or one.document]
    apart, kept = filed[:-1], [one for one in replies if one not in filed[:-1]]
    last = next((one for one in reversed(kept) if one.choices), kept[-1])
    whole = replace(
        last,
        text="\n\n".join(one.text for one in kept if one.text),
        picture=filed[-1].picture if filed else None,
        document=filed[-1].document if filed else None,
    )
    return [*apart, whole]
