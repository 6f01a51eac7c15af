"""Change events grouped by article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bildtext.change_events import ChangeEvent


@dataclass(frozen=True)
class Job:
    """All change events of one article in a batch, answered by one description."""

    article: str
    changes: tuple[ChangeEvent[str], ...]

    @property
    def newest_data(self) -> ChangeEvent[str] | None:
        """The newest event of article.json, if there is one."""
        return max(
            (change for change in self.changes if change.sequencer), key=lambda change: change.sequencer, default=None
        )

    @property
    def correlation_id(self) -> str:
        """The correlation id of the last event."""
        return self.changes[-1].correlation_id

    @property
    def redelivered(self) -> bool:
        """Whether an earlier attempt may have ended between storing and publishing."""
        return any(change.redelivered for change in self.changes)


def jobs_of(changes: Iterable[ChangeEvent[str]]) -> list[Job]:
    """One job per article, in order of first appearance."""
    by_article: dict[str, list[ChangeEvent[str]]] = {}
    for change in changes:
        by_article.setdefault(change.article, []).append(change)
    return [Job(article, tuple(grouped)) for article, grouped in by_article.items()]
