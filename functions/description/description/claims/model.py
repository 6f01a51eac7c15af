"""Claims of a text: what can be checked in it, and what came of checking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reason = Literal["unsupported", "leaked", "conflict", "contradicts"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable thing, at `text[start:end]`. `source` is what supports it, as an editor reads it ("Farbe: weiß",
    "Foto front.jpg: Weiß (91 %)"); None when nothing does."""

    start: int
    end: int
    text: str
    kind: str
    source: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with one claim.

    unsupported: nothing in the data says so; leaked: only the example says so; conflict: the data says so and says
    otherwise; contradicts: the data says so, a photo shows otherwise. `message` is for the editor, in German.
    `confidence` is how likely the finding is right, from 0 to 1; None where it was not weighed.
    """

    start: int
    end: int
    text: str
    kind: str
    reason: Reason
    message: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a text claims, in the order of the text, and what is wrong with it. `doubtful` are findings of which so
    many turn out wrong that they are no findings for an editor; there are none unless they were weighed."""

    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    doubtful: tuple[Finding, ...] = ()

    @property
    def rejected(self) -> tuple[Finding, ...]:
        """The findings that must not stand in a text. What a photo contradicts is the editor's to decide."""
        return tuple(finding for finding in self.findings if finding.reason != "contradicts")
