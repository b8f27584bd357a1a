"""One line per request without what belongs in no log: the pattern of the path, no query, no address of a person."""

from aiohttp import web
from aiohttp.abc import AbstractAccessLogger


class PlainAccessLog(AbstractAccessLogger):
    """For ``AppRunner(access_log_class=…)``: aiohttp's own writes whole addresses, invitation codes included."""

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        """Method, pattern, status, milliseconds."""
        resource = request.match_info.route.resource if isinstance(request, web.Request) else None
        pattern = resource.canonical if resource else "-"
        self.logger.info("%s %s %s %.0f ms", request.method, pattern, response.status, time * 1000)
