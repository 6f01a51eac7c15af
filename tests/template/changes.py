"""Changes to a template, for tests that a rule detects them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from bildtext_cli.local.template import SystemTemplate

Change = Callable[[dict[str, Any]], None]


def set_at(*path: str | int, to: Any = None) -> Change:
    """Return a change that sets the value at a path, or deletes it if `to` is None."""

    def change(body: dict[str, Any]) -> None:
        node: Any = body
        for step in path[:-1]:
            node = node[step]
        if to is None:
            del node[path[-1]]
        else:
            node[path[-1]] = to

    return change


def set_property(resource: str, *path: str | int, to: Any = None) -> Change:
    """Return a change of a resource's property."""
    return set_at("Resources", resource, "Properties", *path, to=to)


def changed(template: SystemTemplate, change: Change) -> SystemTemplate:
    """A changed copy of the template."""
    body = copy.deepcopy(template.body)
    change(body)
    return SystemTemplate(body)
