"""Where a request was sent: a named stage and an API mapping's base path stand before the route's own path, or do not.

What `rawPath` holds depends on how the API is reached. By its own address a named stage comes first ("/prod/tags").
With a custom domain it is the mapping's key ("/bildtext/tags"), the stage, or, as AWS documents payload 2.0, neither.
The route's key says which route it was in every case.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

NO_STAGE = "$default"
# No address that AWS gives (an API's, a function URL's), and not this machine.
_CUSTOM_DOMAIN = re.compile(r"(?!.*\.(?:execute-api|lambda-url)\.).+\..+")


@dataclass(frozen=True)
class ApiPath:
    """The route's own path, and what the client wrote before it; None when the event does not tell."""

    path: str
    before: str | None

    def location(self, *parts: str) -> str:
        """Another path of the API, as this client can follow it: absolute, or relative to what it asked for."""
        path = "/".join(quote(part, safe="") for part in parts)
        if self.before is None:
            return "../" * (self.path.count("/") - 1) + path
        return f"{quote(self.before, safe='/%')}/{path}"


def api_path(event: Mapping[str, Any]) -> ApiPath:
    """Take the path of an event (payload 2.0) apart."""
    context, raw = event["requestContext"], event["rawPath"]
    stage = str(context.get("stage") or NO_STAGE)
    path = _routed(event) or _without(stage, raw) or "/"
    before = raw.removesuffix(path) if raw.endswith(path) else ""
    if _CUSTOM_DOMAIN.fullmatch(str(context.get("domainName", ""))):
        return ApiPath(path, _without(stage, before) or None)
    return ApiPath(path, before)


def _routed(event: Mapping[str, Any]) -> str:
    """The path that the route's key names, "POST /tags" or "ANY /{proxy+}"; empty for the route "$default"."""
    _, _, template = str(event.get("routeKey", "")).partition(" ")
    given = event.get("pathParameters") or {}
    return re.sub(r"{(\w+)\+?}", lambda name: str(given.get(name[1], name[0])), template)


def _without(stage: str, path: str) -> str:
    return path.removeprefix(f"/{stage}") if f"{path}/".startswith(f"/{stage}/") else path
