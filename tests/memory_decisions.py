"""The decisions of articles in memory, beside the rows of an article table in memory."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

from bildtext.decision_json import decision_of
from bildtext.decisions import Decision
from bildtext.storage.decision_table import CatalogueArticle, checked_content, conflict
from tests.memory_table import MemoryArticles


@dataclass
class MemoryDecisions:
    """`Decisions`; keeps their JSON, as the table does."""

    articles: MemoryArticles = field(default_factory=MemoryArticles)
    stored: dict[str, list[str]] = field(default_factory=dict)
    lock: Any = field(default_factory=threading.Lock)

    def read(self, article: str) -> CatalogueArticle:
        decisions = tuple(decision_of(content) for content in self.stored.get(article, []))
        return CatalogueArticle(self.articles.read(article), decisions)

    def append(self, article: str, decision: Decision) -> None:
        content = checked_content(decision)
        with self.lock:
            known = self.stored.setdefault(article, [])
            if decision.version == len(known) + 1:
                known.append(content)
            elif not 1 <= decision.version <= len(known) or known[decision.version - 1] != content:
                raise conflict(article, decision, len(known))
