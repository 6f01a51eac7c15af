"""The static files: each is served under a name with the hash of all of them, so browsers keep it for ever.

The modules of JavaScript import each other by name; these names are replaced when the files are read, once.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[1] / "static"
TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
_IMPORT = re.compile(r'(?<=["\'])\./([\w.-]+\.(?:js|json))(?=["\'])')


@dataclass(frozen=True)
class StaticFile:
    """A file as it is served."""

    text: str
    content_type: str


@cache
def static_files() -> dict[str, StaticFile]:
    """The files by the name they are served under."""
    version = _version()
    return {
        f"{version}.{path.name}": StaticFile(
            _IMPORT.sub(rf"./{version}.\1", path.read_text(encoding="utf-8")), TYPES[path.suffix]
        )
        for path in _paths()
    }


def static_name(name: str) -> str:
    """The name a file is served under. Raises KeyError for a file that does not exist, when a page is rendered."""
    served = f"{_version()}.{name}"
    if served not in static_files():
        raise KeyError(name)
    return served


def _paths() -> list[Path]:
    return sorted(path for path in FOLDER.iterdir() if path.suffix in TYPES)


@cache
def _version() -> str:
    digest = hashlib.sha256()
    for path in _paths():
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
