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
from bildtext.deadlines import within
from bildtext.domain_events import ARTICLE_DESCRIBED, DomainEvent, EventPublisher
from bildtext.errors import (
    BildtextError,
    ContentFault,
    ImageRejected,
    InvalidInput,
    NotFound,
    TransientError,
    unexpected,
)
from bildtext.storage.article_files import ArticleFiles
from bildtext.storage.article_table import Articles, DataItem, StoredArticle, TextItem
from bildtext.storage.photo_items import ImageItem
from description.answer import Description
from description.describe import Describer, describe
from description.evidence import Evidence
from description.jobs import Job
from description.order import DescriptionRequest, stored_request
from description.photos import photos_of, tags_of

Status = Literal["described", "refused", "unchanged", "superseded", "no-data", "removed", "failed"]


@dataclass(frozen=True)
class Dependencies:
    """What `describe_jobs` calls. `caption` captions the photo with a key, None without a caption model."""

    files: ArticleFiles
    articles: Articles
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


def describe_jobs(jobs: Sequence[Job], describer: Describer, dependencies: Dependencies, until: float) -> list[Outcome]:
    """The complete flow for one batch: exactly one outcome per job, in order. The time until `until` is shared.

    No job starts after `until`: if one article used it up, the remaining jobs fail and are redelivered, and the
    finished texts are published.

    Raises:
        ConfigurationError: the table cannot be read; nothing was started.
    """
    outcomes: list[Outcome] = []
    no_data = _without_data(jobs, dependencies)
    for at, job in enumerate(jobs):
        if job.article in no_data:
            outcomes.append(Outcome(job, "no-data"))
            continue
        left = until - time.monotonic()
        if left > 0:
            outcomes.append(_guarded(job, describer, dependencies, time.monotonic() + left / (len(jobs) - at)))
        else:
            outcomes.append(Outcome(job, "failed", error=TransientError("The time was up before the article's turn.")))
    return publish(outcomes, dependencies.publisher)


def _without_data(jobs: Sequence[Job], dependencies: Dependencies) -> set[str]:
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


def _guarded(job: Job, describer: Describer, dependencies: Dependencies, until: float) -> Outcome:
    try:
        return describe_job(job, describer, dependencies, until)
    except BildtextError as error:
        return Outcome(job, "failed", error=error)
    except Exception as error:  # noqa: BLE001 - a bug triggered by one article must not fail its batch
        return Outcome(job, "failed", error=unexpected(error))


def describe_job(job: Job, describer: Describer, dependencies: Dependencies, until: float) -> Outcome:
    """Process one article, from its change events to what is stored."""
    started = time.perf_counter()
    if (data := job.newest_data) is not None and not keep_data(data, dependencies, until):
        return Outcome(job, "removed")
    stored = dependencies.articles.read(job.article)
    if stored.data is None:
        return Outcome(job, "no-data")
    request = _request(stored.data, describer)
    inputs = fingerprint(stored.data, stored.images, describer, request)
    item = _pending_item(job, stored, stored.data, inputs, dependencies.now())
    if stored.text is not None and stored.text.inputs == inputs and not _may_be_fixed(stored.text):
        return _keep_text(job, stored.text, item, dependencies)
    error: BildtextError | None = None
    try:
        if isinstance(request, BildtextError):
            raise request
        photos = photos_of(stored.images)
        if photos and dependencies.caption:
            photos = (replace(photos[0], caption=_caption(photos[0].photo, dependencies.caption)), *photos[1:])
        facts = Evidence(request.data, tags_of(stored.images))
        description = describe(request, facts, describer, article=job.article, photos=photos, until=until)
        item = _described(item, description, time.perf_counter() - started, dependencies)
    except (InvalidInput, ContentFault) as refusal:
        error = refusal
        item = replace(item, status="refused", refusal=refusal.as_json())
    return Outcome(job, item.status, item, error) if dependencies.articles.write_text(item) else _superseded(job, item)


def _keep_text(job: Job, text: TextItem, current: TextItem, dependencies: Dependencies) -> Outcome:
    """The stored text is still valid; raise its sequencer so that no older event overwrites or deletes it."""
    if (text.sequencer, text.seen_at) >= (current.sequencer, current.seen_at):
        return Outcome(job, "unchanged", text)
    raised = replace(text, sequencer=current.sequencer, seen_at=current.seen_at)
    if not dependencies.articles.write_text(raised):
        return _superseded(job, raised)
    return Outcome(job, "unchanged", raised, rewritten=True)


def _superseded(job: Job, item: TextItem) -> Outcome:
    """A newer event's text is stored. It may be one that an earlier attempt of this job stored but did not publish, and
    that the newer event found unchanged; so a redelivered job is retried."""
    if job.redelivered:
        retry = TransientError("The article was described concurrently; its stored text is checked again.")
        return Outcome(job, "failed", item, retry)
    return Outcome(job, "superseded", item)


def _may_be_fixed(text: TextItem) -> bool:
    """Whether a text was refused because of a bug: the next event tries again, in case it is fixed."""
    return text.refusal is not None and text.refusal["code"] == ContentFault.code


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
        describer.writer(request.writer)
    except (InvalidInput, ContentFault) as refusal:
        return refusal
    return request


def keep_data(data: ChangeEvent[str], dependencies: Dependencies, until: float) -> bool:
    """Store article.json as it is in the bucket now; False if it was deleted, which also removes its text.

    The bucket decides, whatever version an event is about and however late it is delivered. If the stored data is newer
    than the event, the file is read again with that sequencer, so that a stale read cannot overwrite it. A file that is
    not read by `until` is a TransientError.
    """
    exists, written = _sync(data.article, data.sequencer, dependencies, until)
    if not written:
        stored = dependencies.articles.read(data.article)
        newest = stored.data.sequencer if stored.data else stored.removed
        if newest > data.sequencer:
            exists, _ = _sync(data.article, newest, dependencies, until)
    return exists


def _sync(article: str, sequencer: str, dependencies: Dependencies, until: float) -> tuple[bool, bool]:
    """Whether article.json exists in the bucket, and whether the table accepted the write."""
    try:
        file = within(until, dependencies.files.fetch, article)  # a slow response could take hours
    except NotFound:
        return False, dependencies.articles.remove(article, sequencer)
    written_at = dependencies.now().isoformat(timespec="milliseconds")
    item = DataItem(article, file.content, file.version, sequencer, written_at, file.refusal, file.correlation_id)
    return True, dependencies.articles.write_data(item)


def publish(outcomes: Sequence[Outcome], publisher: EventPublisher) -> list[Outcome]:
    """Publish the described articles; where that fails, the outcome becomes `failed`.

    An unchanged text is published again if it was rewritten or its event redelivered: an earlier attempt may have ended
    between storing and publishing.
    """
    events = {
        at: DomainEvent(ARTICLE_DESCRIBED, _detail(outcome.item))
        for at, outcome in enumerate(outcomes)
        if outcome.item is not None
        and outcome.item.status == "described"
        and (outcome.status == "described" or _published_again(outcome))
    }
    failures = dict(zip(events, publisher.publish(list(events.values())), strict=True))
    return [
        outcome if (failure := failures.get(at)) is None else replace(outcome, status="failed", error=failure)
        for at, outcome in enumerate(outcomes)
    ]


def _published_again(outcome: Outcome) -> bool:
    return outcome.status == "unchanged" and (outcome.rewritten or outcome.job.redelivered)


# -- what is stored and published ---------------------------------------------------------------------

_ITEM_BYTES = 8 * 1024  # the data and the text with its claims


def _pending_item(job: Job, stored: StoredArticle, data: DataItem, inputs: str, now: datetime) -> TextItem:
    """The item without its text: the inputs and their versions."""
    return TextItem(
        article=job.article,
        status="described",
        inputs=inputs,
        sequencer=data.sequencer,
        seen_at=stored.seen_at(now),
        correlation_id=(data.correlation_id if job.newest_data else "") or job.correlation_id,
        written_at=now.isoformat(timespec="milliseconds"),
    )


def fingerprint(
    data: DataItem, images: Sequence[ImageItem], describer: Describer, request: DescriptionRequest | BildtextError
) -> str:
    """A hash of everything a text is made from: unchanged inputs are not described again."""
    writer = None if isinstance(request, BildtextError) else describer.writer(request.writer)
    inputs = {
        "data": data.refusal or data.content,
        "tags": [[tag.photo, tag.facet, tag.label, round(tag.score, 2)] for tag in tags_of(images)],
        "writer": None if writer is None else [writer.name, writer.model],
        "house": asdict(describer.style_guide),
    }
    return hashlib.sha256(json.dumps(inputs, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]


def _described(item: TextItem, description: Description, seconds: float, dependencies: Dependencies) -> TextItem:
    cost = result_cost(seconds, dependencies.memory_mb, 1, _ITEM_BYTES, dependencies.prices)
    return replace(item, description=description.as_json(), cost_usd=float(f"{cost:.3g}"))


def _detail(item: TextItem) -> dict[str, object]:
    fields = ("text", "words", "alt_text", "writer", "model", "conflicts", "contradictions", "legal")
    return {
        "article": item.article,
        "inputs": item.inputs,
        "correlation_id": item.correlation_id,
        **{name: item.description.get(name) for name in fields},
    }
