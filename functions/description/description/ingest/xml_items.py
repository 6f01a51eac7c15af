"""Items of XML feeds to lines: `<g:color>blau</g:color>` is "color: blau", a BMEcat feature its name and value."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from description.ingest.keys import is_known
from description.ingest.wording import folded

_LEAST = 2  # known names, so that it is no page
_NAMES = frozenset({"fname", "name", "attributename", "key", "featurename"})
_VALUES = frozenset({"fvalue", "value", "attributevalue", "featurevalue"})
_SCRIPT = re.compile(r"<script\b[^<>]{0,200}ld\+json[^<>]{0,200}>", re.IGNORECASE)
_TITLES = frozenset({"title", "name"})  # of a page too


class _Leaves(HTMLParser):
    """The elements that hold only text, in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self._open = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's
        self._open, self._text = tag, []

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def unknown_decl(self, data: str) -> None:
        """`<![CDATA[…]]>`."""
        self._text.append(data.removeprefix("CDATA["))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open and (text := " ".join("".join(self._text).split())):
            self.found.append((tag.rpartition(":")[2], text))
        self._open = ""


def linked_data(text: str) -> str:
    """The JSON of `<script type="application/ld+json">` where a text begins with it; "" else."""
    begin = _SCRIPT.match(text)
    end = text.find("</script", begin.end()) if begin is not None else -1
    return text[begin.end() : end].strip() if begin is not None and end > 0 else ""


def as_lines(text: str) -> str:
    """The lines of an item of a feed; "" for a text that is none."""
    if not text.startswith("<"):
        return ""
    leaves = _Leaves()
    leaves.feed(text)
    leaves.close()
    lines: list[str] = []
    known = 0
    for at, (tag, value) in enumerate(leaves.found):
        following = leaves.found[at + 1] if at + 1 < len(leaves.found) else ("", "")
        if folded(tag) in _NAMES and folded(following[0]) in _VALUES:
            known += is_known(value)
            lines.append(f"{value}: {following[1]}")
        elif folded(tag) not in _VALUES:
            known += is_known(tag) and folded(tag) not in _TITLES
            lines.append(f"{tag}: {value}")
    return "\n".join(lines) if known >= _LEAST else ""
