"""The result: a description, the sources of its claims, and what an editor should review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from description.claims.model import Claim, Finding
from description.domain.statement import Conflict, NotUsed
from description.language.text import count_words
from description.legal import ChecklistItem, LegalFinding
from description.style import StyleDistance


@dataclass(frozen=True)
class RejectedDraft:
    """A rejected version of a text: its writer, the reason, and the findings in it."""

    writer: str
    text: str
    reason: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Description:
    """A text in which every claim has a source.

    `title` is the article in a few words; `unsupported` is empty for texts written here; `contradictions` are claims
    that the data supports and a photo contradicts; `not_used` is input that states no fact, such as an example, and
    instructions that were not understood; `checklist` is what the law asks for beside the text; `alt_texts` is keyed by
    photo key; `rejected` holds the earlier versions, so `writer` may differ from the one requested; `prompt_sha256` is
    "" without a prompt. `duration_ms` is per step. `style` is how far the text's style is from its examples' and from
    what the prompt asks; None without examples.
    """

    title: str
    text: str
    claims: tuple[Claim, ...]
    unsupported: tuple[Finding, ...]
    contradictions: tuple[Finding, ...]
    conflicts: tuple[Conflict, ...]
    not_used: tuple[NotUsed, ...]
    legal: tuple[LegalFinding, ...]
    checklist: tuple[ChecklistItem, ...]
    alt_text: str
    alt_texts: Mapping[str, str]
    caption: str
    writer: str
    model: str
    prompt_sha256: str
    attempts: int
    rejected: tuple[RejectedDraft, ...]
    duration_ms: Mapping[str, float]
    style: StyleDistance | None = None

    def as_json(self) -> dict[str, Any]:
        """The fields as they are returned, stored and published."""
        parts = ("claims", "unsupported", "contradictions", "not_used", "legal", "checklist", "rejected")
        return {
            "text": self.text,
            "words": count_words(self.text),
            **vars(self),
            **{name: [asdict(part) for part in getattr(self, name)] for name in parts},
            "conflicts": [conflict_json(conflict) for conflict in self.conflicts],
            "alt_texts": dict(self.alt_texts),
            "duration_ms": dict(self.duration_ms),
            "style": None if self.style is None else asdict(self.style),
        }


def conflict_json(conflict: Conflict) -> dict[str, Any]:
    """A conflict as it is returned."""
    statements = [{"key": statement.key, "value": statement.text} for statement in conflict.statements]
    return {"field": str(conflict.field), "entries": statements, "message": conflict.message}
