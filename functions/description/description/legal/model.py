"""What the checks of the law find in a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LegalFinding:
    """A wording at `text[start:end]`, or a statement that is missing: then both are the end of the text. `message` is
    for the editor (German); `instead` is the right wording, or what to add, if any; `paragraph` is the law to look up
    in `source`, where it was published; it applies since `date` (ISO 8601)."""

    start: int
    end: int
    text: str
    rule: str
    message: str
    instead: str | None
    paragraph: str
    source: str
    date: str


@dataclass(frozen=True, slots=True)
class Hit:
    """What one check found, before the law is added to it. In `message`, {text} stands for the place."""

    rule: str
    start: int
    end: int
    message: str
    instead: str | None = None
