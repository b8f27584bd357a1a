"""Long lists come in pages: eight lines each, with a button back and one on (CONVERSATIONS §1)."""

from handlers.context import Context, Offer, act

PAGE = 8
"""Lines of a list on one screen."""


def turns(ctx: Context, action: str, *marks: str | int, page: int, more: bool) -> list[Offer]:
    """The buttons that turn from ``page`` (from 0) of what ``action`` shows of ``marks``; none where there is none."""
    back: list[Offer] = [ctx.button("previous_page", act(action, *marks, page - 1))] if page else []
    return back + ([ctx.button("next_page", act(action, *marks, page + 1))] if more else [])
