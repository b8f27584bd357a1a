"""The signature of an Official Account's calls, by the vector of ZALO §3.5."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.zalo.official import is_genuine

BODY = (
    '{"app_id":"360846524940903967","sender":{"id":"246845883529197922"},"user_id_by_app":"552177279717587730",'
    '"recipient":{"id":"388613280878808645"},"event_name":"user_send_text","message":{"text":"Xin chào",'
    '"msg_id":"96d3cdf3af150460909"},"timestamp":"1761700000000"}'
).encode()
MAC = "d0740a7f0625175680885c9d1348afcfdca23b3a5f12f23f847da6e3d79bb84f"
APP, SECRET = "360846524940903967", "oa-secret-for-tests"
NOW = datetime.fromtimestamp(1_761_700_000, UTC)


@pytest.mark.parametrize("header", [f"mac={MAC}", MAC, MAC.upper(), f" mac={MAC} "])
def test_the_vector_is_genuine_with_and_without_its_prefix(header):
    assert len(BODY) == 266
    assert is_genuine(BODY, header, APP, SECRET, NOW)
    assert is_genuine(BODY, header, APP, SECRET, NOW + timedelta(hours=1, minutes=59))


FORGED = {
    "an HMAC, as many adapters have it": hmac.new(SECRET.encode(), BODY, hashlib.sha256).hexdigest(),
    "the other order": hashlib.sha256(SECRET.encode() + BODY + APP.encode()).hexdigest(),
    "near": MAC[:-1] + "0",
    "nothing": "",
    "no letters of ours": "mac=bí mật",
}


@pytest.mark.parametrize("case", FORGED)
def test_another_signature_is_not(case):
    assert not is_genuine(BODY, FORGED[case], APP, SECRET, NOW)


def test_nor_is_another_body_app_key_or_hour():
    assert not is_genuine(BODY.replace(b"Xin", b"xin"), f"mac={MAC}", APP, SECRET, NOW)
    assert not is_genuine(BODY + b" ", f"mac={MAC}", APP, SECRET, NOW)
    assert not is_genuine(BODY, f"mac={MAC}", APP, "the app secret", NOW)
    assert not is_genuine(BODY, f"mac={MAC}", "1", SECRET, NOW)
    assert not is_genuine(BODY, f"mac={MAC}", APP, SECRET, NOW + timedelta(hours=3))
    foreign = hashlib.sha256(b"1" + BODY + b"1761700000000" + SECRET.encode()).hexdigest()
    assert not is_genuine(BODY, foreign, "1", SECRET, NOW), "an event of another app"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"5", b"{}", b'{"timestamp":"soon"}', b'{"timestamp":"9e99"}'])
def test_what_is_no_event_is_not(body):
    assert not is_genuine(body, f"mac={MAC}", APP, SECRET, NOW)
