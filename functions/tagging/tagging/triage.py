"""An event only triggers a check of its key; the current content of the bucket decides what happens.

Whatever was created or deleted (a photo, an older version, a delete marker), and however late or often its event is
delivered, the result follows the bucket: an existing photo is tagged unless its result is current, and the result of a
deleted photo is removed. S3's sequencers only order concurrent events: each result has the sequencer of the newest
event after which the bucket was read, and is not overwritten on the basis of an older read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from time import perf_counter

import numpy as np

from bildtext.change_events import ChangeEvent
from bildtext.deadlines import NO_DEADLINE
from bildtext.errors import EmptyImage, ImageRejected, NotFound
from bildtext.storage.keys import PhotoKey, key_error
from bildtext.storage.photo_items import PhotoItem
from tagging.batch import (
    MAX_CONCURRENT_CALLS,
    Dependencies,
    InFlightPhoto,
    Outcome,
    PhotoState,
    Tagger,
    ms_since,
    overwrote_concurrent_write,
    process_each,
    superseded_outcome,
)


def triage(
    changes: Sequence[ChangeEvent[PhotoKey]],
    stored: Mapping[str, PhotoItem],
    tagger: Tagger,
    dependencies: Dependencies,
    deadline: float = NO_DEADLINE,
) -> list[PhotoState]:
    """Settle what needs no photo (deleted photos, current results) and reuse vectors that are still valid.

    `stored` are the items by key. Most events need no separate check of the bucket: the photo is fetched next, or its
    result is current.
    """
    newest = {change.photo.key: change for change in sorted(changes, key=lambda change: change.sequencer)}
    redelivered = {change.photo.key for change in changes if change.redelivered}

    def decide(photo: InFlightPhoto) -> PhotoState:
        change, key = photo.change, photo.change.photo.key
        item = stored.get(key)
        if newest[key] is not change:
            return Outcome(change, "superseded")
        refusal = key_error(change.photo)
        check_version = refusal is not None or (item is not None and _check_before_fetch(item, change))
        if item is not None:  # a read from now on is newer than the event of the item, too
            change = replace(change, sequencer=max(change.sequencer, item.sequencer))
        change = replace(change, redelivered=key in redelivered)  # also for superseded ones
        photo = replace(photo, change=change, item=item)
        if check_version:
            try:
                change = replace(change, version=dependencies.photos.version(key))
            except NotFound as error:
                return _deleted(photo, error, dependencies)
            photo = replace(photo, change=change)
        if refusal is not None:
            refused_before = item is not None and (item.version, item.status) == (change.version, "refused")
            return _unchanged(photo, dependencies) if refused_before else replace(photo, refusal=refusal)
        return _reused(photo, tagger, dependencies)

    return process_each([InFlightPhoto(change) for change in changes], decide, MAX_CONCURRENT_CALLS, deadline)


def fetch(
    photos: Sequence[PhotoState], tagger: Tagger, dependencies: Dependencies, deadline: float = NO_DEADLINE
) -> list[PhotoState]:
    """Read the photos' current versions; results are stored for the version that was read."""

    def fetch_one(photo: InFlightPhoto) -> PhotoState:
        if photo.vector is not None or photo.refusal is not None:
            return photo
        started = perf_counter()
        change = photo.change
        try:
            file = dependencies.photos.fetch(change.photo.key)
        except NotFound as error:
            return _deleted(photo, error, dependencies)
        except ImageRejected as refusal:
            return replace(photo, change=replace(change, version=refusal.version), refusal=refusal)
        duration_ms = photo.timed("fetch", ms_since(started))
        photo = replace(photo, change=replace(change, version=file.version), data=file.data, duration_ms=duration_ms)
        if not file.data and change.photo.key.endswith("/"):
            folder = EmptyImage("The key marks a folder and holds no file; there is nothing to tag.")
            return replace(photo, refusal=folder)
        return _reused(photo, tagger, dependencies)

    return process_each(photos, fetch_one, MAX_CONCURRENT_CALLS, deadline)


def _check_before_fetch(item: PhotoItem, change: ChangeEvent[PhotoKey]) -> bool:
    """Whether the event is late, or of a kind that often changes nothing: then a check is cheaper than a fetch."""
    return change.version != item.version and (change.version is None or change.sequencer < item.sequencer)


def _reused(photo: InFlightPhoto, tagger: Tagger, dependencies: Dependencies) -> PhotoState:
    """Reuse what is still valid of the stored result for this version: all of it, its vector, or nothing."""
    item = photo.item
    if item is None or (item.version, item.model) != (photo.change.version, tagger.model):
        return photo
    if item.label_fingerprint == tagger.labels.fingerprint:
        return _unchanged(photo, dependencies)
    if item.vector is None:
        return photo
    return replace(photo, data=b"", vector=item.vector.astype(np.float32), encoder=item.encoder)


def _unchanged(photo: InFlightPhoto, dependencies: Dependencies) -> Outcome:
    """The stored result is still valid; advance its sequencer so that no older read overwrites it."""
    change, item = photo.change, photo.item
    if item is None or item.sequencer >= change.sequencer:
        return Outcome(change, "unchanged", item)
    advanced = replace(item, sequencer=change.sequencer)
    written = dependencies.table.write(advanced)
    if written is None:
        return superseded_outcome(change)
    return Outcome(change, "unchanged", advanced, must_publish=overwrote_concurrent_write(item, written))


def _deleted(photo: InFlightPhoto, error: NotFound, dependencies: Dependencies) -> Outcome:
    """The photo does not exist (any more), so its result is removed."""
    change, item = photo.change, photo.item
    if item is None and not change.sequencer:  # requested by key: no event to compare older ones with
        return Outcome(change, "gone", error=error)
    written = dependencies.table.remove(change.photo, change.sequencer)
    if written is not None and (_is_result(written.previous) or overwrote_concurrent_write(item, written)):
        return Outcome(change, "removed", must_publish=True)
    if _is_result(item):
        return superseded_outcome(change)
    return Outcome(change, "gone", item, error)


def _is_result(item: PhotoItem | None) -> bool:
    return item is not None and item.status != "removed"
