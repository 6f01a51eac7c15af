"""What changed, article by article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bildtext.change_events import ChangeEvent


@dataclass(frozen=True)
class Job:
    """All arrivals of one article in a batch: however many there are, one description answers them."""

    article: str
    changes: tuple[ChangeEvent[str], ...]

    @property
    def newest_data(self) -> ChangeEvent[str] | None:
        """The newest event of article.json, if one is among the arrivals."""
        return max((one for one in self.changes if one.sequencer), key=lambda one: one.sequencer, default=None)

    @property
    def correlation_id(self) -> str:
        """That of the last arrival."""
        return self.changes[-1].correlation_id

    @property
    def redelivered(self) -> bool:
        """Whether an earlier try may have ended between storing and announcing."""
        return any(one.redelivered for one in self.changes)


def jobs_of(changes: Iterable[ChangeEvent[str]]) -> list[Job]:
    """One job per article, in the order in which the articles first came."""
    of_article: dict[str, list[ChangeEvent[str]]] = {}
    for change in changes:
        of_article.setdefault(change.article, []).append(change)
    return [Job(article, tuple(found)) for article, found in of_article.items()]
