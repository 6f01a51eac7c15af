"""Changes to a template, for tests that a rule detects them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
