"""Drops files and folders on a page as a file manager does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Locator


def drop(target: Locator, paths: Sequence[Path]) -> None:
    """Drop files or folders on an element, with the browser's own drag events."""
    box = target.bounding_box()
    assert box is not None, "the element to drop on is not shown"
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    debugger = target.page.context.new_cdp_session(target.page)
    for kind in ("dragEnter", "dragOver", "drop"):
        debugger.send("Input.dispatchDragEvent", {"type": kind, **at, "data": data})
    debugger.detach()
