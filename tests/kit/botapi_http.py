"""The HTTP of the loopback Bot API: parameters out of every kind of body, refusals and broken answers back."""

import asyncio
from typing import Any
from urllib.parse import parse_qsl

import orjson
from aiohttp import web

from tests.kit.botapi_arguments import Args, Upload
from tests.kit.botapi_faults import Failure, Refused, bad_request, too_many

LARGEST_BODY = 60 << 20
BAD_GATEWAY = (
    b"<html>\r\n<head><title>%d</title></head>\r\n<body>\r\n<center><h1>%d</h1></center>\r\n</body>\r\n</html>\r\n"
)


async def arguments(request: web.BaseRequest, query: str) -> Args:
    """The parameters of a call, from query, urlencoded, JSON or multipart; files as Upload."""
    try:
        args: Args = dict(parse_qsl(query, keep_blank_values=True, errors="strict")) if query else {}
        kind = request.headers.get("Content-Type", "")
        if kind.startswith("multipart/"):
            return args | await parts(request)
        body = await request.read() if request.body_exists else b""
        if not body:
            return args
        if kind.startswith("application/json"):
            return args | orjson.loads(body)
        return args | dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    except (orjson.JSONDecodeError, TypeError):
        raise bad_request("can't parse request JSON object") from None


async def parts(request: web.BaseRequest) -> Args:
    form = await request.post()
    files = {k: v for k, v in form.items() if isinstance(v, web.FileField)}
    uploads = {k: Upload(v.filename, v.file.read(), v.content_type) for k, v in files.items()}
    for field in files.values():
        field.file.close()
    return {**{k: v for k, v in form.items() if k not in files}, **uploads}


def refused(refusal: Refused) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return web.Response(body=orjson.dumps(body), status=refusal.code, content_type="application/json")


def cut(request: web.BaseRequest) -> web.Response:
    """Close the connection without an answer."""
    if request.transport:
        request.transport.abort()
    return web.Response()


async def fail(request: web.BaseRequest, failure: Failure) -> web.Response:
    """Answer as a planned failure says; nothing has happened before."""
    if failure.kind == "retry_after":
        return refused(too_many(max(1, int(failure.seconds))))
    if failure.kind == "error":
        body = BAD_GATEWAY % (failure.status, failure.status)
        return web.Response(body=body, status=failure.status, content_type="text/html")
    if failure.kind == "hang":
        await asyncio.sleep(failure.seconds)
    return cut(request)
