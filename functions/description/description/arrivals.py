"""Queue messages → arrivals: a version of an article.json came or went, or a photo of an article was tagged or has
no tags any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bildtext.announcements import ARTICLE_TAGGED, ARTICLE_UNTAGGED, SOURCE
from bildtext.articles import article_of_data
from bildtext.errors import InvalidRequest
from bildtext.s3_events import message_body, object_events, redelivered


@dataclass(frozen=True)
class Arrival:
    """Something that changes an article's description.

    `sequencer` is that of article.json's event, and empty when a photo changed or the article was asked for.
    """

    article: str
    correlation_id: str
    sequencer: str = ""
    redelivered: bool = False


@dataclass(frozen=True)
class Job:
    """All arrivals of one article in a batch: however many there are, one description answers them."""

    article: str
    arrivals: tuple[Arrival, ...]

    @property
    def newest_data(self) -> Arrival | None:
        """The newest event of article.json, if one is among the arrivals."""
        return max((one for one in self.arrivals if one.sequencer), key=lambda one: one.sequencer, default=None)

    @property
    def correlation_id(self) -> str:
        """That of the last arrival."""
        return self.arrivals[-1].correlation_id

    @property
    def redelivered(self) -> bool:
        """Whether an earlier try may have ended between storing and announcing."""
        return any(one.redelivered for one in self.arrivals)


def arrivals_of(message: Mapping[str, Any], bucket: str) -> list[Arrival]:
    """What one SQS message says happened; empty for events that change nothing.

    So are files that are no article's data, like `articles/1/old/article.json`: those are the tagging function's.

    Raises:
        InvalidRequest: neither an S3 event of this bucket nor "Article Tagged" or "Article Untagged".
    """
    event = message_body(message)
    if event.get("source") == SOURCE:
        return [_photo_changed(event, redelivered(message))]
    return [
        Arrival(article, one.correlation_id, one.sequencer, one.redelivered)
        for one in object_events(message, bucket)
        if (article := article_of_data(one.key)) is not None
    ]


def jobs_of(arrivals: Iterable[Arrival]) -> list[Job]:
    """One job per article, in the order in which the articles first came."""
    of_article: dict[str, list[Arrival]] = {}
    for arrival in arrivals:
        of_article.setdefault(arrival.article, []).append(arrival)
    return [Job(article, tuple(found)) for article, found in of_article.items()]


def asked(articles: Sequence[str], correlation_id: str) -> list[Arrival]:
    """Arrivals of articles that were asked for by number."""
    return [Arrival(article, correlation_id) for article in articles]


def _photo_changed(event: Mapping[str, Any], redelivered: bool) -> Arrival:
    try:
        if event["detail-type"] not in (ARTICLE_TAGGED, ARTICLE_UNTAGGED):
            taken = f'"{ARTICLE_TAGGED}" and "{ARTICLE_UNTAGGED}"'
            raise InvalidRequest(f"The queue takes {taken}, not {event['detail-type']!r}.")
        article = str(event["detail"]["article"])
        return Arrival(article, str(event["detail"].get("correlation_id", "")), redelivered=redelivered)
    except (KeyError, TypeError, AttributeError) as error:
        raise InvalidRequest(f"The event names no article ({type(error).__name__}: {error}).") from error
