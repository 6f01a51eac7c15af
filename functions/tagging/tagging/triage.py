"""An event says that it is time to look at a key; what the bucket holds there now decides what is done.

Whatever came or went (a photo, an older version, a delete marker), and however late or often its event comes, the
result follows the bucket: a photo that is there is tagged unless its result is, one that is not there loses its result.
S3's sequencers only decide between events that are worked on at the same time: each result carries the sequencer of the
newest event after which the bucket was looked at, and is not overwritten by a look that may be older.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from time import perf_counter

import numpy as np

from bildtext.articles import PhotoKey, flaw_of
from bildtext.change_events import ChangeEvent
from bildtext.deadlines import NO_END
from bildtext.errors import EmptyImage, NotFound, RefusedImage
from bildtext.image_items import ImageItem
from tagging.steps import (
    CALLS_AT_ONCE,
    OnItsWay,
    Outcome,
    Outside,
    Step,
    Tagger,
    each,
    met_another,
    ms_since,
    superseded,
)


def triage(
    arrivals: Sequence[ChangeEvent[PhotoKey]],
    known: Mapping[str, ImageItem],
    tagger: Tagger,
    outside: Outside,
    until: float = NO_END,
) -> list[Step]:
    """Decide what needs no photo: what is gone, results that are there; reuse a vector that still holds.

    Most events need no look of their own: a photo that came is fetched next, or is the one whose result is there.
    """
    newest = {arrival.photo.key: arrival for arrival in sorted(arrivals, key=lambda arrival: arrival.sequencer)}
    again = {arrival.photo.key for arrival in arrivals if arrival.redelivered}

    def decide(step: OnItsWay) -> Step:
        arrival, item = step.arrival, known.get(step.arrival.photo.key)
        if newest[arrival.photo.key] is not arrival:
            return Outcome(arrival, "superseded")
        flaw = flaw_of(arrival.photo)
        look = flaw is not None or (item is not None and _most_likely_finds(item, arrival))
        if item is not None:  # a look from now on comes after the event that brought the item about, too
            arrival = replace(arrival, sequencer=max(arrival.sequencer, item.sequencer))
        arrival = replace(arrival, redelivered=arrival.photo.key in again)  # it answers for those it supersedes
        step = replace(step, arrival=arrival, item=item)
        if look:
            try:
                arrival = replace(arrival, version=outside.photos.version(arrival.photo.key))
            except NotFound as error:
                return _gone(step, error, outside)
            step = replace(step, arrival=arrival)
        if flaw is not None:
            refused_before = item is not None and (item.version, item.status) == (arrival.version, "refused")
            return _unchanged(step, outside) if refused_before else replace(step, refusal=flaw)
        return _reused(step, tagger, outside)

    return each([OnItsWay(arrival) for arrival in arrivals], decide, CALLS_AT_ONCE, until)


def fetch(steps: Sequence[Step], tagger: Tagger, outside: Outside, until: float = NO_END) -> list[Step]:
    """Read the photos as the bucket holds them now; whichever version that is, is the one the result is stored for."""

    def fetch_one(step: OnItsWay) -> Step:
        if step.vector is not None or step.refusal is not None:
            return step
        started = perf_counter()
        arrival = step.arrival
        try:
            photo = outside.photos.fetch(arrival.photo.key)
        except NotFound as error:
            return _gone(step, error, outside)
        except RefusedImage as refusal:
            return replace(step, arrival=replace(arrival, version=refusal.version), refusal=refusal)
        took_ms = {"fetch": ms_since(started)}
        step = replace(step, arrival=replace(arrival, version=photo.version), data=photo.data, took_ms=took_ms)
        if not photo.data and arrival.photo.key.endswith("/"):
            return replace(
                step, refusal=EmptyImage("The key marks a folder and holds no file; there is nothing to tag.")
            )
        return _reused(step, tagger, outside)

    return each(steps, fetch_one, CALLS_AT_ONCE, until)


def _most_likely_finds(item: ImageItem, arrival: ChangeEvent[PhotoKey]) -> bool:
    """Whether the event is late, or one that often changes nothing: then a look comes cheaper than the whole photo."""
    return arrival.version != item.version and (arrival.version is None or arrival.sequencer < item.sequencer)


def _reused(step: OnItsWay, tagger: Tagger, outside: Outside) -> Step:
    """With what the stored result still says about the version at hand: all of it, its vector, or nothing."""
    item = step.item
    if item is None or (item.version, item.model) != (step.arrival.version, tagger.model):
        return step
    if item.labels == tagger.labels.fingerprint:
        return _unchanged(step, outside)
    if item.vector is None:
        return step
    return replace(step, data=b"", vector=item.vector.astype(np.float32), encoder=item.encoder)


def _unchanged(step: OnItsWay, outside: Outside) -> Outcome:
    """The result that is there holds after this event, too; so no older look at the bucket may overwrite it."""
    arrival, item = step.arrival, step.item
    if item is None or item.sequencer >= arrival.sequencer:
        return Outcome(arrival, "unchanged", item)
    raised = replace(item, sequencer=arrival.sequencer)
    written = outside.table.write(raised)
    if written is None:
        return superseded(arrival)
    return Outcome(arrival, "unchanged", raised, news=met_another(item, written))


def _gone(step: OnItsWay, error: NotFound, outside: Outside) -> Outcome:
    """Nothing is there now, so no result may be."""
    arrival, item = step.arrival, step.item
    if item is None and not arrival.sequencer:  # asked for by key: no event that an older one could lose against
        return Outcome(arrival, "gone", error=error)
    written = outside.table.remove(arrival.photo, arrival.sequencer)
    if written is not None and (_is_result(written.before) or met_another(item, written)):
        return Outcome(arrival, "removed", news=True)
    if _is_result(item):
        return superseded(arrival)
    return Outcome(arrival, "gone", item, error)


def _is_result(item: ImageItem | None) -> bool:
    return item is not None and item.status != "removed"
