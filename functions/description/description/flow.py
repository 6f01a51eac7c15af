"""Article → description, top to bottom: skip what has no data → keep the data → read all of the article → skip what is
unchanged → describe → store → announce.

`describe_jobs` is the whole flow for articles that changed; describe.py is its middle, for whoever has the data in
hand. One article never fails another: each ends in one `Outcome`.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Literal

from bildtext.announcements import ARTICLE_DESCRIBED, Announcement, Announcer
from bildtext.article_files import ArticleFiles
from bildtext.change_events import ChangeEvent
from bildtext.cost import Prices, result_cost
from bildtext.deadlines import within
from bildtext.errors import (
    BildtextError,
    ContentFault,
    InvalidInput,
    NotFound,
    PassingFailure,
    RefusedImage,
    unexpected,
)
from bildtext.image_items import ImageItem
from bildtext.texts import Articles, DataItem, StoredArticle, TextItem
from description.answer import Description
from description.describe import Describer, Seen, describe
from description.facts import Facts, PhotoTag
from description.jobs import Job
from description.order import Order, known_order

Status = Literal["described", "refused", "unchanged", "superseded", "no-data", "removed", "failed"]
_FRONT = ("front", "vorn", "vorne", "main", "1", "01")  # views that show an article best, the best first


@dataclass(frozen=True)
class Outside:
    """The outside world of `describe_jobs`. `caption` asks a caption model for the photo of a key, if there is one."""

    files: ArticleFiles
    articles: Articles
    announcer: Announcer
    now: Callable[[], datetime]
    caption: Callable[[str], str] | None
    prices: Prices
    memory_mb: int


@dataclass(frozen=True)
class Outcome:
    """What became of an article. Only `failed` is worth another try, and `error` says why; `item` is what is stored.

    `rewritten`: an unchanged text was stored once more, perhaps in the place of another that was told since.
    """

    job: Job
    status: Status
    item: TextItem | None = None
    error: BildtextError | None = None
    rewritten: bool = False


def describe_jobs(jobs: Sequence[Job], describer: Describer, outside: Outside, until: float) -> list[Outcome]:
    """The whole flow for one batch; every job gets exactly one outcome, in order. The time until `until` is shared.

    Nothing is begun after `until`: where one article took it all, those behind it have failed and come again, and what
    the ones before it made is announced.

    Raises:
        Misconfigured: the table cannot be asked which articles have data; nothing was begun.
    """
    outcomes: list[Outcome] = []
    bare = _without_data(jobs, outside)
    for at, job in enumerate(jobs):
        if job.article in bare:
            outcomes.append(Outcome(job, "no-data"))
            continue
        left = until - time.monotonic()
        if left > 0:
            outcomes.append(_guarded(job, describer, outside, time.monotonic() + left / (len(jobs) - at)))
        else:
            outcomes.append(Outcome(job, "failed", error=PassingFailure("The time was up before its turn came.")))
    return announce(outcomes, outside.announcer)


def _without_data(jobs: Sequence[Job], outside: Outside) -> set[str]:
    """Articles of which only photos came so far, found in one read for the whole batch: there is nothing to describe.

    Data that comes after this look brings its own event, which finds the photos. Where the look fails in passing, each
    article is read.
    """
    photos_only = [job.article for job in jobs if job.newest_data is None]
    if len(photos_only) < 2:  # the read of the article itself tells as much
        return set()
    try:
        return outside.articles.without_data(photos_only)
    except PassingFailure:
        return set()


def _guarded(job: Job, describer: Describer, outside: Outside, until: float) -> Outcome:
    try:
        return describe_job(job, describer, outside, until)
    except BildtextError as error:
        return Outcome(job, "failed", error=error)
    except Exception as error:  # noqa: BLE001 - a bug that one article brings out must not fail the rest of its batch
        return Outcome(job, "failed", error=unexpected(error))


def describe_job(job: Job, describer: Describer, outside: Outside, until: float) -> Outcome:
    """One article from its arrivals to what is stored."""
    started = time.perf_counter()
    if (data := job.newest_data) is not None and not keep_data(data, outside, until):
        return Outcome(job, "removed")
    stored = outside.articles.read(job.article)
    if stored.data is None:
        return Outcome(job, "no-data")
    order = _order(stored.data, describer)
    item = _blank(job, stored, stored.data, describer, order, outside.now())
    if stored.text is not None and stored.text.inputs == item.inputs and not _may_be_mended(stored.text):
        return _still_holds(job, stored.text, item, outside)
    try:
        if isinstance(order, BildtextError):
            raise order
        photos = photos_of(stored.images)
        if photos and outside.caption:
            photos = (replace(photos[0], caption=_caption(photos[0].photo, outside.caption)), *photos[1:])
        facts = Facts(order.data, tags_of(stored.images))
        description = describe(order, facts, describer, article=job.article, photos=photos, until=until)
        item = _described(item, description, time.perf_counter() - started, outside)
    except (InvalidInput, ContentFault) as refusal:
        error: BildtextError | None = refusal
        item = replace(item, status="refused", refusal=refusal.as_json())
    else:
        error = None
    return Outcome(job, item.status, item, error) if outside.articles.write_text(item) else _superseded(job, item)


def _still_holds(job: Job, text: TextItem, looked: TextItem, outside: Outside) -> Outcome:
    """The text that is there holds after this look, too; so no older one may overwrite it, nor take it away."""
    if (text.sequencer, text.seen_at) >= (looked.sequencer, looked.seen_at):
        return Outcome(job, "unchanged", text)
    raised = replace(text, sequencer=looked.sequencer, seen_at=looked.seen_at)
    if not outside.articles.write_text(raised):
        return _superseded(job, raised)
    return Outcome(job, "unchanged", raised, rewritten=True)


def _superseded(job: Job, item: TextItem) -> Outcome:
    """A newer look's text is there, and told. But it may be the one that an earlier try of this job stored and did not
    tell, and the newer look found unchanged: so a job that was delivered before comes once more."""
    if job.redelivered:
        again = PassingFailure("The article was described at the same time; what came of it is looked at once more.")
        return Outcome(job, "failed", item, again)
    return Outcome(job, "superseded", item)


def _may_be_mended(text: TextItem) -> bool:
    """Whether a text was refused by our own mistake: the next event finds out whether it is mended."""
    return text.refusal is not None and text.refusal["code"] == ContentFault.code


def _caption(photo: str, caption: Callable[[str], str]) -> str:
    """None for a photo that went or cannot be read: the article is described all the same."""
    try:
        return caption(photo)
    except (NotFound, RefusedImage):
        return ""


def _order(data: DataItem, describer: Describer) -> Order | BildtextError:
    """What is asked for, or why it can never be answered."""
    try:
        order = known_order(data)
        describer.writer(order.writer)
    except (InvalidInput, ContentFault) as refusal:
        return refusal
    return order


def keep_data(data: ChangeEvent[str], outside: Outside, until: float) -> bool:
    """Put article.json, as the bucket holds it now, on the article; False when it is gone, and its text with it.

    Whichever version came or went, and however late its event comes, the bucket decides. An event that is older than
    the data that is there looks once more, after reading how new that is, lest an old look overwrite it. A file that
    has not come by `until` is a PassingFailure.
    """
    there, kept = _follow(data.article, data.sequencer, outside, until)
    if not kept:
        stored = outside.articles.read(data.article)
        newest = stored.data.sequencer if stored.data else stored.removed
        if newest > data.sequencer:
            there, _ = _follow(data.article, newest, outside, until)
    return there


def _follow(article: str, sequencer: str, outside: Outside, until: float) -> tuple[bool, bool]:
    """Whether article.json is in the bucket, and whether the table could follow."""
    try:
        file = within(until, outside.files.fetch, article)  # byte by byte it could come for hours
    except NotFound:
        return False, outside.articles.remove(article, sequencer)
    written_at = outside.now().isoformat(timespec="milliseconds")
    item = DataItem(article, file.content, file.version, sequencer, written_at, file.refusal, file.correlation_id)
    return True, outside.articles.write_data(item)


def photos_of(images: Sequence[ImageItem]) -> tuple[Seen, ...]:
    """The tagged photos, the one that shows the article best first: the front, then by name."""
    tagged = [image.photo for image in images if image.status == "tagged"]
    order = {view: at for at, view in enumerate(_FRONT)}
    ordered = sorted(tagged, key=lambda photo: (order.get(photo.view.lower(), len(order)), photo.key))
    return tuple(Seen(photo.key, photo.view) for photo in ordered)


def tags_of(images: Sequence[ImageItem]) -> tuple[PhotoTag, ...]:
    """What an article's photos show."""
    return tuple(
        PhotoTag(image.photo.key, image.photo.view, tag["facet"], tag["label"], tag["name"]["de"], tag["score"])
        for image in sorted(images, key=lambda image: image.photo.key)
        for tag in image.tags
    )


def announce(outcomes: Sequence[Outcome], announcer: Announcer) -> list[Outcome]:
    """Tell the bus what was described.

    An unchanged text that was stored once more is told again, and so is one whose event was delivered before: the
    earlier try may have ended in between.
    """
    news = {
        at: Announcement(ARTICLE_DESCRIBED, _detail(outcome.item))
        for at, outcome in enumerate(outcomes)
        if outcome.item is not None
        and outcome.item.status == "described"
        and (outcome.status == "described" or _told_again(outcome))
    }
    failures = dict(zip(news, announcer.announce(list(news.values())), strict=True))
    return [
        outcome if (failure := failures.get(at)) is None else replace(outcome, status="failed", error=failure)
        for at, outcome in enumerate(outcomes)
    ]


def _told_again(outcome: Outcome) -> bool:
    return outcome.status == "unchanged" and (outcome.rewritten or outcome.job.redelivered)


# -- what is stored and told --------------------------------------------------------------------------

_ITEM_BYTES = 8 * 1024  # the data and the text with its claims


def _blank(
    job: Job, stored: StoredArticle, data: DataItem, describer: Describer, order: Order | BildtextError, now: datetime
) -> TextItem:
    """The item before its text: what it is made of."""
    return TextItem(
        article=job.article,
        status="described",
        inputs=fingerprint(data, stored.images, describer, order),
        sequencer=data.sequencer,
        seen_at=stored.seen_at(now),
        correlation_id=(data.correlation_id if job.newest_data else "") or job.correlation_id,
        written_at=now.isoformat(timespec="milliseconds"),
    )


def fingerprint(data: DataItem, images: Sequence[ImageItem], describer: Describer, order: Order | BildtextError) -> str:
    """Of everything a text is made of: the same inputs bring no second text about."""
    writer = None if isinstance(order, BildtextError) else describer.writer(order.writer)
    inputs = {
        "data": data.refusal or data.content,
        "tags": [[tag.photo, tag.facet, tag.label, round(tag.score, 2)] for tag in tags_of(images)],
        "writer": None if writer is None else [writer.name, writer.model],
        "house": asdict(describer.house),
    }
    return hashlib.sha256(json.dumps(inputs, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]


def _described(item: TextItem, description: Description, seconds: float, outside: Outside) -> TextItem:
    cost = result_cost(seconds, outside.memory_mb, 1, _ITEM_BYTES, outside.prices)
    return replace(item, description=description.as_json(), cost_usd=float(f"{cost:.3g}"))


def _detail(item: TextItem) -> dict[str, object]:
    kept = ("text", "words", "alt_text", "writer", "model", "conflicts", "contradictions", "legal")
    return {
        "article": item.article,
        "inputs": item.inputs,
        "correlation_id": item.correlation_id,
        **{name: item.description.get(name) for name in kept},
    }
