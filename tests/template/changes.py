"""Changes of a template, for tests that a rule notices them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Change = Callable[[dict[str, Any]], None]


def set_at(*path: str | int, to: Any = None) -> Change:
    """Changes what lies at a path, or takes it away."""

    def change(body: dict[str, Any]) -> None:
        node: Any = body
        for step in path[:-1]:
            node = node[step]
        if to is None:
            del node[path[-1]]
        else:
            node[path[-1]] = to

    return change
