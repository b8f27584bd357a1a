"""An answer that waits until the files it comes with are stored, so that a message with photos is answered once."""

from domain.messages import Choice, Json, Rows
from handlers.context import Answer, Context, as_list
from handlers.forms import evidence
from handlers.forms.filling import Filling
from storage.deeds import evidence as kept

Page = dict[str, Json]
_UNSEEN, _SEEN = "held", "told"


def hold(filling: Filling, answer: Answer, head: str = "", how: str = "") -> None:
    """Let this answer be told together with "saved" (handlers.forms.saved).

    ``head`` are its first words, after which "saved" is put; ``how``: "added" when photos join a report that was shown.
    """
    run = filling.progress.run
    given = sum(evidence.how_many(filling.answers))
    for reply in as_list(answer)[-1:]:
        rows: list[Json] = [[[one.value, one.label] for one in row] for row in reply.choices]
        filling.ctx.talk.page = {
            "what": _UNSEEN,
            "run": run,
            "head": head,
            "text": reply.text.removeprefix(head).strip(),
            "rows": rows,
            "how": how,
            "slot": f"files.{run}.{given}" if how else f"files.{run}",
        }


async def when_stored(filling: Filling, answer: Answer, head: str = "") -> Answer:
    """The answer at once when nothing is owed, else held back until the files are there."""
    ctx = filling.ctx
    files = await kept.states(ctx.store, ctx.talk.address.key, filling.progress.run)
    if not any(state == "owed" for _, state in files):
        return answer
    hold(filling, answer, head)
    return []


def unseen(ctx: Context, run: int) -> bool:
    """Whether an answer of this filling still waits, so that nobody has read it yet."""
    page = ctx.talk.page
    return page.get("what") == _UNSEEN and page.get("run") == run


def held(page: Page, run: int) -> Page | None:
    """What waits, or was told together with the first of its files."""
    return page if page.get("what") in {_UNSEEN, _SEEN} and page.get("run") == run else None


def seen(page: Page) -> Page:
    """The same once it has been told: more files change that message, words are an answer to it."""
    return {**page, "what": _SEEN} if page.get("what") == _UNSEEN else page


def rows_of(page: Page) -> Rows:
    """The choices of what waited."""
    rows = page.get("rows")
    return tuple(
        tuple(Choice(str(one[0]), str(one[1])) for one in row if isinstance(one, list))
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, list)
    )
