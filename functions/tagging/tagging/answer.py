"""What an answer about one photo says: the same from `POST /tags` and from `bildtext tag`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from tagging.scoring import FacetScores
from tagging.steps import InFlightPhoto, Tagger


def photo_answer(photo: InFlightPhoto, tagger: Tagger) -> dict[str, Any]:
    """Tags and abstentions, and how they came about. `negatives` and `scores` come with labels of the request's own."""
    answer: dict[str, Any] = {
        "tags": [asdict(tag) for tag in photo.tags.tags],
        "abstentions": [asdict(abstention) for abstention in photo.tags.abstentions],
        "calibrated": tagger.calibrated,
        "model": tagger.model,
        "encoder": photo.encoder,
        "labels": tagger.labels.fingerprint,
        "duration_ms": dict(photo.duration_ms),
    }
    if tagger.negatives is not None:
        answer["scores"] = scores_of(photo)
    return answer


def left_out(tagger: Tagger, facets: Collection[str] | None = None) -> dict[str, dict[str, Any]]:
    """By facet, what the model has no words for: ids of `labels`, and "none" prompts. Where it knows none of the
    facet's "none" prompts the choice is `forced`: some label is the best one whatever the photo shows."""
    return {
        facet: {"labels": list(rows.left_out), "none": list(rows.nones_left_out), "forced": rows.forced}
        for facet, rows in tagger.vectors.left_out.items()
        if facets is None or facet in facets
    }


def negatives(tagger: Tagger) -> dict[str, Any] | None:
    """What labels of the request's own competed with: words, and the facet of the label file these come from."""
    found = tagger.negatives
    return None if found is None else {"facet": found.facet, "terms": list(found.terms)}


def scores_of(photo: InFlightPhoto, facets: Collection[str] | None = None) -> dict[str, Any]:
    """By facet, the score of every label, stated or not, and of the strongest "none"."""
    return {facet: _scores(each) for facet, each in photo.scores.items() if facets is None or facet in facets}


def _scores(scores: FacetScores) -> dict[str, Any]:
    labels = {name: round(float(value), 4) for name, value in zip(scores.ids, scores.labels[0], strict=True)}
    return {"labels": labels, "none": round(float(scores.none[0]), 4)}
