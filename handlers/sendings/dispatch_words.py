"""How a sending to many stands, in the words of those who answer for it (F3, F4)."""

from collections.abc import Mapping
from datetime import datetime

from domain.dispatches import NOT_SENT, Dispatch, Tally
from domain.messages import Reply
from handlers.context import Offer, act, button, offers
from handlers.sendings.dispatch_kinds import KINDS
from texts.catalogue import Words


def name(dispatch: Dispatch) -> str:
    """As people call it: T-018, N-044."""
    return KINDS[dispatch.kind].name(dispatch)


def noun(words: Words, dispatch: Dispatch) -> str:
    """With the word for what it is: "announcement T-018"."""
    return words(f"dispatch.noun_{dispatch.kind}", name=name(dispatch))


def rate(words: Words, n: int, total: int) -> dict[str, str]:
    """A percentage with its two numbers, rounded down (CONVERSATIONS §1.15)."""
    tenths = 1000 * n // total if total else 0
    return {"rate": words.percent(tenths), "n": words.number(n), "total": words.number(total)}


def progress(words: Words, dispatch: Dispatch, tally: Tally) -> Reply:
    """How far it has come: one message that is changed in place."""
    values = rate(words, tally.sent, tally.meant)
    failed = words("dispatch.not_yet_sent", n=words.number(tally.not_sent)) if tally.not_sent else ""
    text = words("dispatch.progress", name=name(dispatch), failed=failed, **values)
    return Reply(text, offers(words, [_brakes(words, dispatch)]), slot=f"dispatch.{dispatch.id}")


def _brakes(words: Words, dispatch: Dispatch) -> list[Offer]:
    return [
        button(words, "pause_sending", act("dispatch_pause", dispatch.id)),
        button(words, "stop_sending", act("dispatch_stop", dispatch.id)),
    ]


def standing(words: Words, dispatch: Dispatch, tally: Tally, first: Mapping[str, int], local: datetime) -> Reply:
    """How it stands once it is on its way; ``local`` is when it came to that."""
    if dispatch.state in {"canary", "sending"}:
        return progress(words, dispatch, tally)
    if dispatch.state == "paused" and dispatch.why == "canary":
        return canary(words, dispatch, tally, first)
    if dispatch.state == "paused" and dispatch.why == "failures":
        return failures(words, dispatch, tally)
    told = {"paused": paused, "stopped": stopped}.get(dispatch.state, result)
    return told(words, dispatch, tally, local)


def news(words: Words, what: str, dispatch: Dispatch, tally: Tally, first: Mapping[str, int], local: datetime) -> Reply:
    """What the clock has to say: the first few are through, too many failed, it is over, or it has grown."""
    if what == "canary":
        return canary(words, dispatch, tally, first)
    if what == "failures":
        return failures(words, dispatch, tally)
    if what == "result":
        return result(words, dispatch, tally, local)
    rows = [[button(words, "see_sending", act("dispatch", dispatch.id))]]
    return Reply(words(f"dispatch.{what}", Noun=_capital(noun(words, dispatch))), offers(words, rows))


def canary(words: Words, dispatch: Dispatch, tally: Tally, first: Mapping[str, int]) -> Reply:
    """The first few are through: the rest waits for a word (F4)."""
    tried, left = sum(first.values()), tally.of("planned")
    again = words("dispatch.tried_again", n=first["waiting"]) if first.get("waiting") else ""
    text = words("dispatch.canary", tried=tried, sent=first.get("sent", 0), again=again, left=words.number(left))
    return Reply(text, offers(words, [[_go_on(words, dispatch, left)], [_stop_here(words, dispatch)]]))


def _go_on(words: Words, dispatch: Dispatch, left: int) -> Offer:
    return button(words, "go_on_sending", act("dispatch_go_on", dispatch.id), n=words.number(left))


def _stop_here(words: Words, dispatch: Dispatch) -> Offer:
    return button(words, "stop_here", act("dispatch_stop", dispatch.id))


def failures(words: Words, dispatch: Dispatch, tally: Tally) -> Reply:
    """It has stopped itself: too many could not be sent."""
    tried = tally.sent + tally.not_sent
    values = {"failed": words.number(tally.not_sent), "tried": words.number(tried)}
    rows: list[list[Offer]] = [
        [button(words, "see_unsent", act("dispatch_unsent", dispatch.id, 0), n=words.number(tally.not_sent))],
        [_go_on(words, dispatch, tally.left)],
        [_stop_here(words, dispatch)],
    ]
    return Reply(words("dispatch.failures", name=name(dispatch), **values), offers(words, rows))


def paused(words: Words, dispatch: Dispatch, tally: Tally, local: datetime) -> Reply:
    """Held for a while by somebody."""
    text = words("dispatch.paused", time=words.time(local), **_standing(words, dispatch, tally))
    return Reply(text, offers(words, [[_go_on(words, dispatch, tally.left)], [_stop_here(words, dispatch)]]))


def stopped(words: Words, dispatch: Dispatch, tally: Tally, local: datetime) -> Reply:
    """Stopped: it can go on, be corrected, or end (F4)."""
    text = words("dispatch.stopped", time=words.time(local), **_standing(words, dispatch, tally))
    correct: list[Offer] = (
        [button(words, "write_correction", act("announce_correct", dispatch.about))]
        if dispatch.kind == "announcement"
        else []
    )
    end = button(words, "end_sending", act("dispatch_end", dispatch.id))
    return Reply(text, offers(words, [[_go_on(words, dispatch, tally.left)], [*correct, end]]))


def _standing(words: Words, dispatch: Dispatch, tally: Tally) -> dict[str, str]:
    return {"name": name(dispatch), "sent": words.number(tally.sent), "left": words.number(tally.left)}


def result(words: Words, dispatch: Dispatch, tally: Tally, local: datetime) -> Reply:
    """How it went: the percentage, and what became of the rest (F3)."""
    values = rate(words, tally.sent, tally.meant)
    missing = tally.meant - tally.sent
    text = words("dispatch.result", name=name(dispatch), time=words.time(local), day=words.day(local.date()), **values)
    if missing:
        text += " " + words("dispatch.missing", n=words.number(missing), parts=_parts(words, tally))
    rows: list[list[Offer]] = []
    if missing:
        rows.append([button(words, "see_unsent", act("dispatch_unsent", dispatch.id, 0), n=words.number(missing))])
    if tally.of("waiting"):
        rows.append([button(words, "stop_trying", act("dispatch_end", dispatch.id))])
    rows.append([button(words, "see_branches", act("dispatch_branches", dispatch.id)), button(words, "menu")])
    return Reply(text, offers(words, rows))


def _parts(words: Words, tally: Tally) -> str:
    """Of those who have it not: how many cannot be told, were not reached, or are tried again."""
    counts = {
        "failed": tally.of(*NOT_SENT),
        "waiting": tally.left,
        "skipped": tally.of("skipped") - tally.unreachable,
    }
    return ", ".join(words(f"dispatch.part_{name}", n=words.number(n)) for name, n in counts.items() if n)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
