"""No table that speaks of people is forgotten when somebody is erased, or takes a copy of their data away."""

from storage import own_requests, people
from storage.database import cut_log
from storage.store import Store
from storage.tables import METADATA, PERSON
from storage.writer import Outside
from tests.storage.room import Room, at

DEALT_WITH = {
    "consent.person_id": "kept by id, marked as withdrawn",
    "conversation.person_id": "the chat is deleted",
    "deed.reporter_id": "emptied",
    "deed.decided_by": "kept by id: the nameless head of a decision",
    "deed_step.person_id": "kept by id",
    "evidence.person_id": "the rows and their files are deleted",
    "invite.created_by": "kept by id",
    "joined.person_id": "kept by id",
    "own_request.person_id": "kept by id, address and detail emptied",
    "outbox.person_id": "emptied with address and words",
    "plan.reporter_id": "kept by id: a plan is the school's",
    "plan_step.person_id": "kept by id",
    "role_grant.person_id": "ended",
    "role_grant.given_by": "kept by id",
    "audit.actor_id": "kept by id, the values are deleted",
}
"""A new reference to a person stands here once storage/erasure.py and storage/own_data.py know it."""


def test_every_reference_to_a_person_is_dealt_with():
    found = {
        f"{table.name}.{column.name}"
        for table in METADATA.sorted_tables
        for column in table.columns
        if any(key.column.table is PERSON for key in column.foreign_keys)
    }
    assert found == set(DEALT_WITH)


async def test_the_same_request_is_noted_once(house: Room):
    lan = await house.person()

    async def ask(store: Store) -> bool:
        return await own_requests.ask(store, at(), "copy", lan, "telegram:1:2", "vi", {})

    assert [await house.does(ask), await house.does(ask)] == [True, False]
    [waiting] = await house.sees(lambda store: own_requests.waiting(store, at().real, 8))
    assert await house.does(lambda store: own_requests.done(store, waiting.id, at().real, {"keys": ["k"]}))
    assert not await house.does(lambda store: own_requests.done(store, waiting.id, at().real, None))
    assert await house.sees(own_requests.copies) == {"k"}
    assert await house.does(ask)


async def test_a_name_that_was_changed_is_not_in_the_file_once_the_log_is_cut(house: Room, tmp_path):
    lan = await house.person("Lan Canari")
    await house.does(lambda store: people.rename(store, lan, "", ""))
    assert await house.writer.run(Outside(cut_log))
    left = [path.name for path in tmp_path.rglob("*") if path.is_file() and b"Lan Canari" in path.read_bytes()]
    assert left == []
