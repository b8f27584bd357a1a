"""Whether a call of an Official Account is genuine (ZALO §3.5); the account itself waits for a trial: decision 0008.

The signature is the plain SHA-256 of app id, raw body, timestamp and the OA Secret Key, in this order. It is no HMAC,
and the key is the one of the app's Webhook page, not the app secret.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import orjson

OLDEST = timedelta(hours=2)
"""Zalo tries again for an hour; what is older than that was kept by somebody."""


def is_genuine(body: bytes, signature: str, app_id: str, secret: str, now: datetime) -> bool:
    """Check the header ``X-ZEvent-Signature``, with or without "mac=", and the age of the event.

    ``body`` are the bytes as they came: whoever reads and writes the JSON anew signs something else.
    """
    try:
        event = orjson.loads(body)
        timestamp = event["timestamp"]
        at = datetime.fromtimestamp(int(timestamp) / 1000, UTC)
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, OverflowError, OSError):
        return False
    signed = app_id.encode() + body + str(timestamp).encode() + secret.encode()
    wanted = hashlib.sha256(signed).hexdigest()
    given = signature.strip().removeprefix("mac=").lower()
    right = hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted.encode())
    return right and event.get("app_id") == app_id and abs(now - at) <= OLDEST
