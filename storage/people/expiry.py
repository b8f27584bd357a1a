"""Rows whose time is over: words of reports, files never sent, drafts nobody came back to."""

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Text, bindparam, cast, delete, or_, select, update

from storage.deeds import word_index
from storage.deeds.word_index import Change
from storage.exemplars import prints
from storage.store import Store
from storage.tables import (
    ADOPTION,
    ADOPTION_ASK,
    AUDIT,
    AUDIT_VALUE,
    CONVERSATION,
    DEED,
    DEED_STEP,
    DEED_VERSION,
    EVIDENCE,
    EXEMPLAR_NOTE,
    EXEMPLAR_STEP,
    IS_ASKED,
    MINOR,
    NOMINATION,
    NOMINATION_STEP,
    OWN_REQUEST,
    PERSON,
    PRAISED,
    PUBLICATION,
)

_IN: BindParameter[int] = bindparam("ids", expanding=True)
_FULL = (
    select(DEED.c.id)
    .where(
        DEED.c.campaign_id == bindparam("campaign"),
        or_(cast(DEED.c.answers, Text) != "{}", DEED.c.reporter_id.is_not(None)),
    )
    .order_by(DEED.c.id)
    .limit(bindparam("most"))
)
_EMPTY = update(DEED).where(DEED.c.id.in_(_IN)).values(answers={}, reason=None, folded="", reporter_id=None)
_FOLDED = select(DEED.c.id, DEED.c.folded).where(DEED.c.id.in_(_IN))
_STEPS = update(DEED_STEP).where(DEED_STEP.c.deed_id.in_(_IN)).values(note=None, person_id=None)
_VERSIONS = update(DEED_VERSION).where(DEED_VERSION.c.deed_id.in_(_IN)).values(answers={}, changed=[], replaced_by=None)
_OFFICE_STEPS = update(EXEMPLAR_STEP).where(EXEMPLAR_STEP.c.deed_id.in_(_IN)).values(note=None, person_id=None)
_OFFICE_NOTES = delete(EXEMPLAR_NOTE).where(EXEMPLAR_NOTE.c.deed_id.in_(_IN))
_PRAISED = delete(PRAISED).where(PRAISED.c.deed_id.in_(_IN))
_TAKEN_UP = select(ADOPTION.c.id).where(ADOPTION.c.deed_id.in_(_IN))
_TOLD = select(ADOPTION_ASK.c.adoption_id, ADOPTION_ASK.c.after_days).where(
    ADOPTION_ASK.c.adoption_id.in_(_TAKEN_UP), ADOPTION_ASK.c.files > 0
)
_LINES = update(ADOPTION_ASK).where(ADOPTION_ASK.c.adoption_id.in_(_TAKEN_UP)).values(line=None, person_id=None)
_PLACES = update(PUBLICATION).where(PUBLICATION.c.deed_id.in_(_IN)).values(place="", by_id=None)
_MINORS = delete(MINOR).where(MINOR.c.deed_id.in_(_IN))
_SUBJECTS: BindParameter[str] = bindparam("subjects", expanding=True)
_FILES = delete(EVIDENCE).where(EVIDENCE.c.subject.in_(_SUBJECTS))
_VALUES = delete(AUDIT_VALUE).where(
    AUDIT_VALUE.c.audit_id.in_(select(AUDIT.c.id).where(AUDIT.c.subject.in_(_SUBJECTS)))
)
_NAMED = (
    select(NOMINATION.c.id)
    .where(NOMINATION.c.campaign_id == bindparam("campaign"), NOMINATION.c.subject_name != "")
    .order_by(NOMINATION.c.id)
    .limit(bindparam("most"))
)
_NAMELESS = (
    update(NOMINATION)
    .where(NOMINATION.c.id.in_(_IN))
    .values(
        subject_name="", position="", summary="", folded="", signed={}, reason=None, person_id=None, created_by=None
    )
)
_NO_WORDS = update(NOMINATION_STEP).where(NOMINATION_STEP.c.nomination_id.in_(_IN)).values(note=None, person_id=None)
_UNSENT = (
    select(EVIDENCE.c.id)
    .where(EVIDENCE.c.subject.is_(None), EVIDENCE.c.sent_at < bindparam("before"))
    .limit(bindparam("most"))
)
_DROP = delete(EVIDENCE).where(EVIDENCE.c.id.in_(_IN))
_DRAFTS = (
    select(CONVERSATION.c.id, CONVERSATION.c.state)
    .where(CONVERSATION.c.seen_at < bindparam("before"), cast(CONVERSATION.c.state, Text).contains('"drafts"'))
    .limit(bindparam("most"))
)
_NEVER_BACK = (
    select(PERSON.c.id)
    .where(
        PERSON.c.erased_at.is_(None),
        PERSON.c.created_at < bindparam("before"),
        ~select(CONVERSATION.c.id)
        .where(CONVERSATION.c.person_id == PERSON.c.id, CONVERSATION.c.seen_at >= bindparam("before"))
        .exists(),
        ~select(OWN_REQUEST.c.id)
        .where(OWN_REQUEST.c.person_id == PERSON.c.id, OWN_REQUEST.c.kind == "erase", IS_ASKED)
        .exists(),
    )
    .order_by(PERSON.c.id)
    .limit(bindparam("most"))
)
_STATE = update(CONVERSATION).where(CONVERSATION.c.id == bindparam("row")).values(state=bindparam("now"))


async def never_back(store: Store, before: datetime, most: int) -> list[int]:
    """People known since before that instant, in none of whose chats anything was written after it."""
    return [row[0] for row in await store.rows(_NEVER_BACK, {"before": before, "most": most})]


async def empty_deeds(store: Store, campaign: int, most: int) -> int:
    """Take words, reporter and evidence off reports; that they were, where and when, is counted on."""
    ids = [row[0] for row in await store.rows(_FULL, {"campaign": campaign, "most": most})]
    if ids:
        subjects = {"subjects": [f"deed:{number}" for number in ids]}
        for row, was in await store.rows(_FOLDED, {"ids": ids}):
            store.later(word_index.renew, Change(row, was, ""))
        await store.write(_EMPTY, {"ids": ids})
        await prints.forget_texts(store, ids)
        told = [f"adoption:{row[0]}:{row[1]}" for row in await store.rows(_TOLD, {"ids": ids})]
        if told:
            await store.write(_FILES, {"subjects": told})
        for statement in (_LINES, _PLACES, _STEPS, _VERSIONS, _OFFICE_STEPS, _OFFICE_NOTES, _PRAISED, _MINORS):
            await store.write(statement, {"ids": ids})
        await store.write(_FILES, subjects)
        await store.write(_VALUES, subjects)
    return len(ids)


async def empty_nominations(store: Store, campaign: int, most: int) -> int:
    """Take names and words off nominations; how many there were, of what kind and what became of them is counted on."""
    ids = [row[0] for row in await store.rows(_NAMED, {"campaign": campaign, "most": most})]
    if ids:
        subjects = {"subjects": [f"nomination:{number}" for number in ids]}
        await store.write(_NAMELESS, {"ids": ids})
        await store.write(_NO_WORDS, {"ids": ids})
        await store.write(_VALUES, subjects)
    return len(ids)


async def drop_unsent(store: Store, before: datetime, most: int) -> int:
    """Forget files of reports that were never sent; the files themselves are swept away after that."""
    ids = [row[0] for row in await store.rows(_UNSENT, {"before": before, "most": most})]
    return await store.write(_DROP, {"ids": ids}) if ids else 0


async def drop_drafts(store: Store, before: datetime, most: int) -> int:
    """Forget drafts to which nobody came back."""
    rows = await store.rows(_DRAFTS, {"before": before, "most": most})
    for row, state in rows:
        kept: dict[str, Any] = {name: part for name, part in state.items() if name in {"runs", "kind_said"}}
        await store.write(_STATE, {"row": row, "now": kept})
    return len(rows)
