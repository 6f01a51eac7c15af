"""Stream records of the article table → summaries in the index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import Field, StringConstraints

from bildtext.api_models import Contract
from bildtext.errors import BildtextError, TransientError, content_faults
from bildtext.http import validate
from bildtext.labels import LabelSet
from bildtext.observability import logger
from bildtext.storage.catalogue_index import CatalogueIndex
from bildtext.storage.decision_table import Decisions
from bildtext.storage.keys import MAX_KEY_BYTES
from catalogue.article_view import article_view
from catalogue.summaries import summary_of

_ARTICLE: Final = "ARTICLE#"
_OWN: Final = ("SUMMARY",)  # what the projection itself writes; the stream's filter leaves it out already
_ATTEMPTS: Final = 3


@dataclass(frozen=True)
class Projection:
    """What the projection reads and writes."""

    decisions: Decisions
    index: CatalogueIndex
    labels: LabelSet


def project(event: Mapping[str, Any], projection: Projection) -> dict[str, Any]:
    """Bring the summaries of all articles in a DynamoDB stream batch up to date, each once.

    Returns `batchItemFailures` with the first record whose article failed: Lambda repeats the batch from there. Only
    the records' keys are used, so the stream's view type may be KEYS_ONLY.
    """
    first_record: dict[str, str] = {}
    for record in event["Records"]:
        change = record["dynamodb"]
        partition, kind = change["Keys"]["pk"]["S"], change["Keys"]["sk"]["S"]
        if partition.startswith(_ARTICLE) and kind not in _OWN:
            first_record.setdefault(partition.removeprefix(_ARTICLE), change["SequenceNumber"])
    for number, sequence_number in first_record.items():  # in the order of the records
        try:
            refresh(number, projection)
        except BildtextError:
            logger.exception("The summary of an article could not be written", article=number)
            return {"batchItemFailures": [{"itemIdentifier": sequence_number}]}
    return {"batchItemFailures": []}


class Reprojection(Contract):
    """The event of a direct invocation: numbers of articles to project, few enough for one invocation."""

    project: tuple[Annotated[str, StringConstraints(min_length=1, max_length=MAX_KEY_BYTES)], ...] = Field(
        min_length=1, max_length=100
    )


def reproject(event: Mapping[str, Any], projection: Projection) -> dict[str, Any]:
    """Bring the summaries of some articles up to date without a change of theirs, as after adding the catalogue to a
    table. Repeating it is harmless. Returns the numbers that are in the list then.

    Raises InvalidRequest: any other event; TransientError, ContentFault: at the first article that fails.
    """
    numbers = validate(Reprojection, dict(event)).project
    for number in numbers:
        refresh(number, projection)
    return {"listed": [number for number in numbers if projection.index.read(number)]}


def refresh(number: str, projection: Projection) -> None:
    """Bring the summary of one article up to date; that of an article without photos, data and text is removed.

    The summary is read before the article: if another write comes between, this one does not count and starts again.
    Raises TransientError, ContentFault.
    """
    for _ in range(_ATTEMPTS):
        before = projection.index.read(number)
        article = projection.decisions.read(number)
        with content_faults(f"Article {number!r}"):
            after = summary_of(article_view(number, article, projection.labels)) if article.exists else None
        if projection.index.write(number, after, before):
            return
    raise TransientError(f"The summary of article {number!r} is written by others at the same time.")
