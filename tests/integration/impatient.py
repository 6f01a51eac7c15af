"""template.yaml with shorter timeouts, so that a retry happens after seconds, not six minutes."""

from __future__ import annotations

import re
from pathlib import Path

from bildtext_cli.local.template import TEMPLATE


def impatient_template(folder: Path, **values: int) -> Path:
    """A copy with new values for the first property of each name, which is that of tagging or its queue."""
    text = TEMPLATE.read_text("utf-8")
    for name, value in values.items():
        text, found = re.subn(rf"(\b{name}:) (\d+|!Ref {name})", rf"\1 {value}", text, count=1)
        assert found, name
    path = folder / "template.yaml"
    path.write_text(text, "utf-8")
    return path
