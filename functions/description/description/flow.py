"""Article → description, in order: skip articles without data → store the data → read the article → skip unchanged
inputs → describe → store → publish.

`describe_jobs` is the complete flow for changed articles; describe.py is its middle part, for callers that already have
the data. Articles do not affect each other: each ends in one `Outcome`.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Literal

from bildtext.change_events import ChangeEvent
from bildtext.cost import Prices, result_cost
from bildtext.deadlines import call_with_deadline
from bildtext.domain_events import ARTICLE_DESCRIBED, DomainEvent, EventPublisher, publish_outcomes
from bildtext.errors import (
    BildtextError,
    ContentFault,
    ImageRejected,
    InvalidInput,
    NotFound,
    TransientError,
    as_bildtext_error,
)
from bildtext.storage.article_files import ArticleFiles
from bildtext.storage.article_table import ArticleTable, DataItem, StoredArticle, TextItem
from bildtext.storage.photo_items import PhotoItem
from description.describe import Describer, describe
from description.description_request import DescriptionRequest, stored_request
from description.evidence import Evidence
from description.jobs import Job
from description.photos import photos_of, tags_of

Status = Literal["described", "refused", "unchanged", "superseded", "no-data", "removed", "failed"]


@dataclass(frozen=True)
class Dependencies:
    """What `describe_jobs` calls. `caption` captions the photo with a key, None without a caption model."""

    files: ArticleFiles
    articles: ArticleTable
    publisher: EventPublisher
    now: Callable[[], datetime]
    caption: Callable[[str], str] | None
    prices: Prices
    memory_mb: int


@dataclass(frozen=True)
class Outcome:
    """The result for one article. Only `failed` is retried, because of `error`; `item` is what is stored.

    `rewritten`: an unchanged text was stored again, possibly replacing another one published in between.
    """

    job: Job
    status: Status
    item: TextItem | None = None
    error: BildtextError | None = None
    rewritten: bool = False


def describe_jobs(
    jobs: Sequence[Job], describer: Describer, dependencies: Dependencies, deadline: float
) -> list[Outcome]:
    """The complete flow for one batch: exactly one outcome per job, in order. The time until `deadline` is shared.

    No job starts after `deadline`: if one article used it up, the remaining jobs fail and are redelivered, and the
    finished texts are published. Raises ConfigurationError: the table cannot be read; nothing was started.
    """
    outcomes: list[Outcome] = []
    no_data = _articles_without_data(jobs, dependencies)
    for index, job in enumerate(jobs):
        if job.article in no_data:
            outcomes.append(Outcome(job, "no-data"))
            continue
        left = deadline - time.monotonic()
        if left > 0:
            outcomes.append(_guarded(job, describer, dependencies, time.monotonic() + left / (len(jobs) - index)))
        else:
            outcomes.append(Outcome(job, "failed", error=TransientError("The time was up before the article's turn.")))
    return publish(outcomes, dependencies.publisher)


def _articles_without_data(jobs: Sequence[Job], dependencies: Dependencies) -> set[str]:
    """Articles in the batch that have photos but no data yet, found in one read: there is nothing to describe.

    Data uploaded after this read has its own event, which finds the photos. On a transient error each article is read.
    """
    photos_only = [job.article for job in jobs if job.newest_data is None]
    if len(photos_only) < 2:  # reading the article itself is as cheap
        return set()
    try:
        return dependencies.articles.without_data(photos_only)
    except TransientError:
        return set()


def _guarded(job: Job, describer: Describer, dependencies: Dependencies, deadline: float) -> Outcome:
    try:
        return describe_job(job, describer, dependencies, deadline)
    except Exception as error:  # noqa: BLE001 - a bug triggered by one article must not fail its batch
        return Outcome(job, "failed", error=as_bildtext_error(error))


def describe_job(job: Job, describer: Describer, dependencies: Dependencies, deadline: float) -> Outcome:
    """Process one article, from its change events to what is stored."""
    started = time.perf_counter()
    if (data := job.newest_data) is not None and not sync_data(data, dependencies, deadline):
        return Outcome(job, "removed")
    stored = dependencies.articles.read(job.article)
    if stored.data is None:
        return Outcome(job, "no-data")
    request = _request(stored.data, describer)
    inputs = fingerprint(stored.data, stored.photos, describer, request)
    item = _pending_item(job, stored, stored.data, inputs, dependencies.now())
    refusal = stored.text.refusal if stored.text else None
    retried = refusal is not None and refusal["code"] == ContentFault.code  # the bug may have been fixed
    if stored.text is not None and stored.text.inputs == inputs and not retried:
        return _unchanged(job, stored.text, item, dependencies)
    error: BildtextError | None = None
    try:
        if isinstance(request, BildtextError):
            raise request
        photos = photos_of(stored.photos)
        if photos and dependencies.caption:
            photos = (replace(photos[0], caption=_caption(photos[0].photo, dependencies.caption)), *photos[1:])
        evidence = Evidence(request.data, tags_of(stored.photos))
        description = describe(request, evidence, describer, article=job.article, photos=photos, deadline=deadline)
        seconds = time.perf_counter() - started
        cost_usd = result_cost(seconds, dependencies.memory_mb, 1, _ITEM_BYTES, dependencies.prices)
        item = replace(item, description=description.as_json(), cost_usd=cost_usd)
    except (InvalidInput, ContentFault) as refused:
        error = refused
        item = replace(item, status="refused", refusal=refused.as_json())
    return Outcome(job, item.status, item, error) if dependencies.articles.write_text(item) else _superseded(job, item)


def _unchanged(job: Job, text: TextItem, current: TextItem, dependencies: Dependencies) -> Outcome:
    """The stored text is still valid; advance its sequencer so that no older event overwrites or deletes it."""
    if (text.sequencer, text.photos_as_of) >= (current.sequencer, current.photos_as_of):
        return Outcome(job, "unchanged", text)
    advanced = replace(text, sequencer=current.sequencer, photos_as_of=current.photos_as_of)
    if not dependencies.articles.write_text(advanced):
        return _superseded(job, advanced)
    return Outcome(job, "unchanged", advanced, rewritten=True)


def _superseded(job: Job, item: TextItem) -> Outcome:
    """A newer event's text is stored. It may be one that an earlier attempt of this job stored but did not publish, and
    that the newer event found unchanged; so a redelivered job is retried."""
    if job.redelivered:
        retry = TransientError("The article was described concurrently; its stored text is checked again.")
        return Outcome(job, "failed", item, retry)
    return Outcome(job, "superseded", item)


def _caption(photo: str, caption: Callable[[str], str]) -> str:
    """The photo's caption; "" if it was deleted or cannot be read, since the article is described anyway."""
    try:
        return caption(photo)
    except (NotFound, ImageRejected):
        return ""


def _request(data: DataItem, describer: Describer) -> DescriptionRequest | BildtextError:
    """The stored request, or the permanent error that prevents answering it."""
    try:
        request = stored_request(data)
        describer.writer_for(request.writer)
    except (InvalidInput, ContentFault) as refusal:
        return refusal
    return request


def sync_data(data: ChangeEvent[str], dependencies: Dependencies, deadline: float) -> bool:
    """Store article.json as it is in the bucket now; False if it was deleted, which also removes its text.

    The bucket decides, whatever version an event is about and however late it is delivered. If the stored data is newer
    than the event, the file is read again with that sequencer, so that a stale read cannot overwrite it. A file that is
    not read by `deadline` is a TransientError.
    """
    exists, written = _sync(data.article, data.sequencer, dependencies, deadline)
    if not written:
        stored = dependencies.articles.read(data.article)
        newest = stored.data.sequencer if stored.data else stored.removal_sequencer
        if newest > data.sequencer:
            exists, _ = _sync(data.article, newest, dependencies, deadline)
    return exists


def _sync(article: str, sequencer: str, dependencies: Dependencies, deadline: float) -> tuple[bool, bool]:
    """Whether article.json exists in the bucket, and whether the table accepted the write."""
    try:
        file = call_with_deadline(deadline, dependencies.files.fetch, article)  # a slow response could take hours
    except NotFound:
        return False, dependencies.articles.remove(article, sequencer)
    written_at = dependencies.now().isoformat(timespec="milliseconds")
    item = DataItem(
        article,
        file.content,
        file.version,
        sequencer,
        written_at,
        file.refusal,
        file.correlation_id,
        file.refusal_code,
    )
    return True, dependencies.articles.write_data(item)


def publish(outcomes: Sequence[Outcome], publisher: EventPublisher) -> list[Outcome]:
    """Publish the described articles. An unchanged text is published again if it was rewritten or its event
    redelivered: an earlier attempt may have ended between storing and publishing."""
    return publish_outcomes(outcomes, _domain_event, publisher.publish)


# -- what is stored and published ---------------------------------------------------------------------

_ITEM_BYTES = 8 * 1024  # the data and the text with its claims


def _pending_item(job: Job, stored: StoredArticle, data: DataItem, inputs: str, now: datetime) -> TextItem:
    """The item without its text: the inputs and their versions."""
    return TextItem(
        article=job.article,
        status="described",
        inputs=inputs,
        sequencer=data.sequencer,
        photos_as_of=stored.photos_as_of(now),
        correlation_id=(data.correlation_id if job.newest_data else "") or job.correlation_id,
        written_at=now.isoformat(timespec="milliseconds"),
    )


def fingerprint(
    data: DataItem, images: Sequence[PhotoItem], describer: Describer, request: DescriptionRequest | BildtextError
) -> str:
    """A hash of everything a text is made from: unchanged inputs are not described again."""
    writer = None if isinstance(request, BildtextError) else describer.writer_for(request.writer)
    inputs = {
        "data": data.refusal or data.content,
        "tags": [[tag.photo, tag.facet, tag.label, round(tag.score, 2)] for tag in tags_of(images)],
        "writer": None if writer is None else [writer.name, writer.model],
        "style_guide": asdict(describer.style_guide),
    }
    return hashlib.sha256(json.dumps(inputs, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]


def _domain_event(outcome: Outcome) -> DomainEvent | None:
    item = outcome.item
    publish_again = outcome.status == "unchanged" and (outcome.rewritten or outcome.job.redelivered)
    if item is None or item.status != "described" or not (outcome.status == "described" or publish_again):
        return None
    fields = ("text", "words", "alt_text", "writer", "model", "conflicts", "contradictions", "legal")
    detail = {name: item.description.get(name) for name in fields}
    identity = {"article": item.article, "inputs": item.inputs, "correlation_id": item.correlation_id}
    return DomainEvent(ARTICLE_DESCRIBED, {**identity, **detail})
