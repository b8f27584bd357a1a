"""Erases a person (G1): name, chats, words, files' rows; what the school must keep stays without them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Text, Update, bindparam, cast, delete, select, update

from domain.clock import Now
from storage.deeds import evidence, search
from storage.store import Store
from storage.tables import (
    ADOPTION_ASK,
    AUDIT,
    AUDIT_VALUE,
    CODE_TRY,
    CONSENT,
    CONVERSATION,
    DEED,
    DEED_VERSION,
    DRAWING_REQUEST,
    EVIDENCE,
    EXEMPLAR_NOTE,
    GRANT,
    INBOX,
    IS_PLANNED,
    LINK,
    MINOR,
    NOMINATION,
    OBJECTION,
    OUTBOX,
    OWN_REQUEST,
    PERSON,
    PLAN_STEP,
    PRAISED,
    REQUEST,
)

BESIDE = frozenset({"_photos", "_papers", "_caption", "_by", "_note", "_full_name", "child_by", "guardian_by"})
"""Answers of a report that speak of its reporter's files, of the reporter, or of a name that goes with the reporter."""


@dataclass(frozen=True, slots=True)
class Traces:
    """Where somebody has left words: looked up before anything is locked."""

    addresses: list[str]
    outbox: list[int]
    inbox: list[int]
    audit: list[int]


_WHO: BindParameter[int] = bindparam("person")
_IN: BindParameter[int] = bindparam("ids", expanding=True)
_CHATS = select(CONVERSATION.c.address).where(CONVERSATION.c.person_id == _WHO)
_SENT_FROM = select(EVIDENCE.c.address).where(EVIDENCE.c.person_id == _WHO).distinct()
_AT: BindParameter[str] = bindparam("chats", expanding=True)
_OUTBOX = select(OUTBOX.c.id).where(OUTBOX.c.address.in_(_AT) | (OUTBOX.c.person_id == _WHO))
_INBOX = select(INBOX.c.id).where(INBOX.c.address.in_(_AT), INBOX.c.state != "waiting")
_AUDIT = (
    select(AUDIT_VALUE.c.audit_id)
    .join(AUDIT, AUDIT.c.id == AUDIT_VALUE.c.audit_id)
    .where((AUDIT.c.actor_id == _WHO) | (AUDIT.c.subject == bindparam("subject")))
    .distinct()
)
_SKIP = (
    update(OUTBOX)
    .where(OUTBOX.c.id.in_(_IN), OUTBOX.c.state.in_(("planned", "claimed")))
    .values(state="skipped", reason="erased")
)
_BLANK: dict[str, Update] = {
    "outbox": update(OUTBOX).where(OUTBOX.c.id.in_(_IN)).values(payload=None, address="", person_id=None),
    "inbox": update(INBOX).where(INBOX.c.id.in_(_IN)).values(body="", address=""),
}
_VALUES = delete(AUDIT_VALUE).where(AUDIT_VALUE.c.audit_id.in_(_IN))
_KEYS = select(EVIDENCE.c.file_key, EVIDENCE.c.clean_key).where(EVIDENCE.c.person_id == _WHO)
_COPIES = select(OWN_REQUEST.c.detail).where(OWN_REQUEST.c.person_id == _WHO, OWN_REQUEST.c.kind == "copy")
_DEEDS = select(DEED.c.id, DEED.c.answers).where(DEED.c.reporter_id == _WHO)
_PSEUDONYMISE = update(DEED).where(DEED.c.id == bindparam("row")).values(reporter_id=None, answers=bindparam("said"))
_VERSIONS = (
    select(DEED_VERSION.c.deed_id, DEED_VERSION.c.version, DEED_VERSION.c.answers)
    .join(DEED, DEED.c.id == DEED_VERSION.c.deed_id)
    .where(DEED.c.reporter_id == _WHO)
)
_STRIP_VERSION = (
    update(DEED_VERSION)
    .where(DEED_VERSION.c.deed_id == bindparam("row"), DEED_VERSION.c.version == bindparam("which"))
    .values(answers=bindparam("said"))
)
_REPLACED = update(DEED_VERSION).where(DEED_VERSION.c.replaced_by == _WHO).values(replaced_by=None)
_PLAN_STEPS = select(PLAN_STEP.c.id, PLAN_STEP.c.answers).where(
    PLAN_STEP.c.person_id == _WHO, PLAN_STEP.c.answers.is_not(None)
)
_STRIP_STEP = update(PLAN_STEP).where(PLAN_STEP.c.id == bindparam("row")).values(answers=bindparam("said"))
_PRAISED = update(PRAISED).where(PRAISED.c.person_id == _WHO).values(words=None)
_LINES = update(ADOPTION_ASK).where(ADOPTION_ASK.c.person_id == _WHO).values(line=None)
_ANSWERS = update(EXEMPLAR_NOTE).where(EXEMPLAR_NOTE.c.to_id == _WHO).values(answer=None)
_MINORS = delete(MINOR).where(MINOR.c.recorded_by == _WHO)
_NOMINATED = NOMINATION.c.person_id == _WHO
_NOMINATIONS = select(NOMINATION.c.id).where(_NOMINATED)
_PROPOSING_DRAFTS = select(CONVERSATION.c.id, CONVERSATION.c.state).where(
    cast(CONVERSATION.c.state, Text).contains('"_person"')
)
_BLANK_NOMINATIONS = (
    update(NOMINATION)
    .where(_NOMINATED, NOMINATION.c.state.not_in(("submitted", "decided")))
    .values(
        subject_name="",
        position="",
        summary="",
        folded="",
        agreed=False,
        state="withdrawn",
        version=NOMINATION.c.version + 1,
    )
)
"""Nobody is commended who does not want to be known; what has gone up the line is the office's record by then."""
_UNTIE_NOMINATIONS = update(NOMINATION).where(_NOMINATED).values(person_id=None)
_OBJECTIONS = update(OBJECTION).where(OBJECTION.c.person_id == _WHO).values(words=None, person_id=None)
_LINKS = delete(LINK).where((LINK.c.person_id == _WHO) | (LINK.c.made_by == _WHO))
_DRAWINGS = delete(DRAWING_REQUEST).where(DRAWING_REQUEST.c.person_id == _WHO)
_REQUESTS = select(REQUEST.c.id).where(REQUEST.c.person_id == _WHO)
_BLANK_REQUESTS = update(REQUEST).where(REQUEST.c.person_id == _WHO).values(team="", channel="", due_on=None)
_TAKE_BACK = (
    update(REQUEST)
    .where(REQUEST.c.person_id == _WHO, REQUEST.c.state == "waiting")
    .values(state="withdrawn", decided_at=bindparam("at"))
)
_FORGET_COPIES = (
    update(OWN_REQUEST)
    .where(OWN_REQUEST.c.person_id == _WHO, OWN_REQUEST.c.kind == "copy")
    .values(state="done", detail=None, address="")
)
_PERSON = update(PERSON).where(PERSON.c.id == _WHO).values(name="", title="", reach=None, erased_at=bindparam("at"))
_CONSENT = (
    update(CONSENT)
    .where(CONSENT.c.person_id == _WHO, CONSENT.c.withdrawn_at.is_(None))
    .values(withdrawn_at=bindparam("at"))
)
_GRANTS = (
    update(GRANT).where(GRANT.c.person_id == _WHO, GRANT.c.to_day > bindparam("day")).values(to_day=bindparam("day"))
)
_NAME = select(PERSON.c.name).where(PERSON.c.id == _WHO)
_PLANNED = select(OUTBOX.c.id, OUTBOX.c.key, cast(OUTBOX.c.payload, Text).label("told")).where(IS_PLANNED)
_NAMING_DRAFTS = select(CONVERSATION.c.id, CONVERSATION.c.state).where(
    cast(CONVERSATION.c.state, Text).contains('"_reporter"')
)
_STATE = update(CONVERSATION).where(CONVERSATION.c.id == bindparam("row")).values(state=bindparam("now"))
_LEFT_OVER = (
    select(CONVERSATION.c.id)
    .join(PERSON, PERSON.c.id == CONVERSATION.c.person_id)
    .where(PERSON.c.erased_at.is_not(None))
    .limit(bindparam("most"))
)
_CHAT_ROWS = delete(CONVERSATION).where(CONVERSATION.c.id.in_(_IN))


async def _about(store: Store, person: int) -> list[int]:
    """Messages to others that wait and name this person: who sent a report, asks to join, or is nominated."""
    name = next((row[0] for row in await store.rows(_NAME, {"person": person})), "")
    numbers = [row[0] for row in await store.rows(_DEEDS, {"person": person})]
    asked = [row[0] for row in await store.rows(_REQUESTS, {"person": person})]
    proposed = [row[0] for row in await store.rows(_NOMINATIONS, {"person": person})]
    of = {"deed": numbers, "request": asked, "nomination": proposed}
    heads = tuple(f"{kind}:{number}:" for kind, rows in of.items() for number in rows)
    marks = [f"G-{number}" for number in numbers]
    return [
        row.id
        for row in (await store.rows(_PLANNED) if heads and name else ())
        if (row.key or "").startswith(heads) or (name in row.told and any(mark in row.told for mark in marks))
    ]


async def forget_in_drafts(store: Store, person: int) -> None:
    """A head who is about to return one of these reports has the reporter's name in the draft."""
    numbers = {str(row[0]) for row in await store.rows(_DEEDS, {"person": person})}
    for row, state in await store.rows(_NAMING_DRAFTS):
        changed = False
        for draft in state.get("drafts", {}).values():
            if draft["subject"].split(":")[1:2] and draft["subject"].split(":")[1] in numbers:
                changed = draft["answers"].pop("_reporter", None) is not None or changed
        if changed:
            await store.write(_STATE, {"row": row, "now": state})


async def forget_proposals(store: Store, person: int) -> None:
    """A draft that nominates this person is gone: nobody else is meant by it."""
    for row, state in await store.rows(_PROPOSING_DRAFTS):
        drafts = state.get("drafts", {})
        kept = {name: one for name, one in drafts.items() if one["answers"].get("_person") != person}
        if len(kept) < len(drafts):
            await store.write(_STATE, {"row": row, "now": {**state, "drafts": kept}})


async def traces(store: Store, person: int) -> Traces:
    """Look everything up; reading takes as long as it takes and holds up nobody."""
    who = {"person": person}
    addresses = {row[0] for one in (_CHATS, _SENT_FROM) for row in await store.rows(one, who)}
    at = {"chats": sorted(addresses), **who}
    return Traces(
        sorted(addresses),
        sorted({*(row[0] for row in await store.rows(_OUTBOX, at)), *await _about(store, person)}),
        [row[0] for row in await store.rows(_INBOX, at)],
        [row[0] for row in await store.rows(_AUDIT, {"person": person, "subject": f"person:{person}"})],
    )


async def silence(store: Store, table: str, ids: Sequence[int]) -> None:
    """Empty messages of the outbox, of the inbox, or the values of audit rows; the rows stay."""
    if table == "audit":
        await store.write(_VALUES, {"ids": list(ids)})
        return
    if table == "outbox":
        await store.write(_SKIP, {"ids": list(ids)})
    await store.write(_BLANK[table], {"ids": list(ids)})


async def erase(store: Store, now: Now, person: int, addresses: Iterable[str]) -> list[str]:
    """Erase the person's rows; returns the keys of files that were theirs. Doing it again changes nothing."""
    who: dict[str, Any] = {"person": person}
    keys = {key for row in await store.rows(_KEYS, who) for key in row if key}
    keys |= {key for row in await store.rows(_COPIES, who) for key in (row[0] or {}).get("keys", ())}
    await forget_in_drafts(store, person)
    await forget_proposals(store, person)
    await _forget_versions(store, now, person)
    for number, answers in await store.rows(_DEEDS, who):
        await store.write(_PSEUDONYMISE, {"row": number, "said": _bare(answers)})
        search.note(store, number)
    await evidence.forget_of(store, person)
    await store.write(_FORGET_COPIES, who)
    await store.write(delete(CODE_TRY).where(CODE_TRY.c.address.in_(_AT)), {"chats": list(addresses)})
    await store.write(delete(CONVERSATION).where(CONVERSATION.c.person_id == _WHO), who)
    await store.write(_CONSENT, {**who, "at": now.campaign})
    await store.write(_GRANTS, {**who, "day": now.today})
    await store.write(_PERSON, {**who, "at": now.real})
    return sorted(keys)


def _bare(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answers.items() if name not in BESIDE}


async def _forget_versions(store: Store, now: Now, person: int) -> None:
    """What reports and plans were before, words about being praised, requests to join and codes for a second chat."""
    who = {"person": person}
    for number, version, answers in await store.rows(_VERSIONS, who):
        await store.write(_STRIP_VERSION, {"row": number, "which": version, "said": _bare(answers)})
    for row, answers in await store.rows(_PLAN_STEPS, who):
        if answers and BESIDE & answers.keys():
            await store.write(_STRIP_STEP, {"row": row, "said": _bare(answers)})
    nominations = (_BLANK_NOMINATIONS, _UNTIE_NOMINATIONS, _OBJECTIONS)
    words = (_REPLACED, _PRAISED, _LINES, _ANSWERS, _MINORS)
    for statement in (*words, _LINKS, _DRAWINGS, _BLANK_REQUESTS, *nominations):
        await store.write(statement, who)
    await store.write(_TAKE_BACK, {**who, "at": now.campaign})


async def sweep_chats(store: Store, most: int) -> int:
    """Chats that a message in flight wrote back after its sender had been erased."""
    ids = [row[0] for row in await store.rows(_LEFT_OVER, {"most": most})]
    return await store.write(_CHAT_ROWS, {"ids": ids}) if ids else 0


async def unaddress(store: Store, addresses: Sequence[str], before: datetime) -> None:
    """Take the address of an erased person off the last messages, once they have left."""
    at = {"chats": list(addresses), "before": before}
    await store.write(
        update(OUTBOX)
        .where(OUTBOX.c.address.in_(_AT), OUTBOX.c.state != "planned", OUTBOX.c.created_at <= bindparam("before"))
        .values(address=""),
        at,
    )
    await store.write(
        update(INBOX)
        .where(INBOX.c.address.in_(_AT), INBOX.c.state == "done", INBOX.c.taken_at <= bindparam("before"))
        .values(address=""),
        at,
    )
