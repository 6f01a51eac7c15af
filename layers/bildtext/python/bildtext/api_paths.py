"""Separates the path of a route from what precedes it in a request: the stage or the base path of an API mapping.

What `rawPath` holds depends on how the API is reached. At its own address, a named stage comes first ("/prod/tags").
At a custom domain it is the mapping's key ("/bildtext/tags"), the stage, or, as AWS documents payload 2.0, neither.
The route key always identifies the route.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

NO_STAGE = "$default"
# Anything but an address assigned by AWS (API, function URL) or this machine.
_CUSTOM_DOMAIN = re.compile(r"(?!.*\.(?:execute-api|lambda-url)\.|[\d.]+(?::\d+)?$).+\..+")


@dataclass(frozen=True)
class ApiPath:
    """The path of the route, and the prefix with which the client sent it (None if the event does not contain it)."""

    path: str
    prefix: str | None

    def location(self, *parts: str) -> str:
        """A URL reference to another path of the API: absolute, or relative to the request if `prefix` is None."""
        path = "/".join(quote(part, safe="") for part in parts)
        if self.prefix is None:
            return "../" * (self.path.count("/") - 1) + path
        return f"{quote(self.prefix, safe='/%')}/{path}"


def api_path(event: Mapping[str, Any]) -> ApiPath:
    """The path of an event (payload 2.0), split into route and prefix."""
    context, raw = event["requestContext"], event["rawPath"]
    stage = str(context.get("stage") or NO_STAGE)
    path = _path_of_route(event) or _strip_stage(stage, raw) or "/"
    prefix = raw.removesuffix(path) if raw.endswith(path) else ""
    if _CUSTOM_DOMAIN.fullmatch(str(context.get("domainName", ""))):
        return ApiPath(path, _strip_stage(stage, prefix) or None)
    return ApiPath(path, prefix)


def quoted_path(event: Mapping[str, Any]) -> str:
    """The path for the event's route key with quoted parameters, so that a number or key with any character is matched.

    Empty for the route "$default". API Gateway itself decodes `rawPath` and `pathParameters`.
    """
    return _path_of_route(event, lambda value, greedy: quote(value, safe="/" if greedy else ""))


def _path_of_route(event: Mapping[str, Any], written: Callable[[str, bool], str] = lambda value, _greedy: value) -> str:
    """The path for a route key such as "POST /tags" or "ANY /{proxy+}"; empty for the route "$default"."""
    _, _, template = str(event.get("routeKey", "")).partition(" ")
    parameters = event.get("pathParameters") or {}
    return re.sub(r"{(\w+)(\+?)}", lambda name: written(str(parameters.get(name[1], name[0])), bool(name[2])), template)


def _strip_stage(stage: str, path: str) -> str:
    return path.removeprefix(f"/{stage}") if f"{path}/".startswith(f"/{stage}/") else path
