"""The audit says who did what, with hashes that bear out the values, which lie apart and can be erased."""

import hashlib
import json

import pytest
from sqlalchemy import select, update

from storage import audit
from storage.tables import AUDIT, AUDIT_VALUE
from tests.storage.room import Room, at

SAID = {"reason": "thiếu ảnh", "count": 3, "nothing": None, "list": ["a", {"b": 1.5}]}


async def noted(house: Room, subject: str = "deed:1") -> int:
    lan = await house.person()
    return await house.does(lambda store: audit.note(store, at(), lan, "deed_returned", subject, SAID))


async def test_values_lie_apart_from_the_row_that_tells_of_them(house: Room):
    await noted(house)
    row = (await house.rows(select(AUDIT.c.fields, AUDIT.c.action, AUDIT.c.subject, AUDIT.c.at)))[0]
    assert set(row.fields) == set(SAID)
    assert (row.action, row.subject, row.at) == ("deed_returned", "deed:1", at().real)
    assert "thiếu" not in str(await house.rows(select(AUDIT)))
    values = await house.rows(select(AUDIT_VALUE.c.field, AUDIT_VALUE.c.value))
    assert {row.field: row.value for row in values} == SAID


async def test_the_hash_is_that_of_salt_and_value(house: Room):
    await noted(house)
    fields = (await house.rows(select(AUDIT.c.fields)))[0][0]
    for field, salt, value in await house.rows(select(AUDIT_VALUE.c.field, AUDIT_VALUE.c.salt, AUDIT_VALUE.c.value)):
        body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        assert hashlib.sha256((salt + body).encode()).hexdigest() == fields[field]


async def test_a_changed_value_no_longer_bears_out_its_hash(house: Room):
    await noted(house)
    assert await house.sees(lambda store: audit.check(store, "deed:1")) == [dict.fromkeys(SAID, True)]
    change = update(AUDIT_VALUE).where(AUDIT_VALUE.c.field == "reason").values(value="đủ ảnh")
    await house.does(lambda store: store.write(change, {}))
    assert await house.sees(lambda store: audit.check(store, "deed:1")) == [
        dict.fromkeys(SAID, True) | {"reason": False}
    ]


async def test_erasing_keeps_the_row_and_leaves_nothing_to_guess_from(house: Room):
    await noted(house)
    await noted(house, "deed:2")
    before = await house.rows(select(AUDIT))
    assert await house.does(lambda store: audit.erase(store, "deed:1")) == len(SAID)
    assert await house.rows(select(AUDIT)) == before
    assert await house.sees(lambda store: audit.check(store, "deed:1")) == [dict.fromkeys(SAID)]
    assert await house.sees(lambda store: audit.check(store, "deed:2")) == [dict.fromkeys(SAID, True)]
    assert len(await house.rows(select(AUDIT_VALUE.c.salt))) == len(SAID)


async def test_the_note_goes_with_the_change_it_tells_of(house: Room):
    async def fails(store: object) -> None:
        audit.note(store, at(), None, "deed_sent", "deed:3", SAID)
        raise LookupError

    with pytest.raises(LookupError):
        await house.does(fails)
    assert await house.rows(select(AUDIT)) == []
    assert await house.rows(select(AUDIT_VALUE)) == []
