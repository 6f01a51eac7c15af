"""The result for one photo, as `POST /tags` and `bildtext tag` return it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from tagging.batch import InFlightPhoto, Tagger
from tagging.scoring import FacetScores


def photo_result(photo: InFlightPhoto, tagger: Tagger) -> dict[str, Any]:
    """Tags and abstentions with their provenance; `scores` too where the request named its own labels."""
    result: dict[str, Any] = {
        "tags": [asdict(tag) for tag in photo.tags.tags],
        "abstentions": [asdict(abstention) for abstention in photo.tags.abstentions],
        "calibrated": tagger.calibrated,
        "model": tagger.model,
        "encoder": photo.encoder,
        "labels": tagger.labels.fingerprint,
        "duration_ms": dict(photo.duration_ms),
    }
    if tagger.negatives is not None:
        result["scores"] = scores_of(photo)
    return result


def left_out(tagger: Tagger, facets: Collection[str] | None = None) -> dict[str, dict[str, Any]]:
    """By facet, the `labels` (ids) and "none" prompts with words unknown to the model. If it knows none of the facet's
    "none" prompts the choice is `forced`: some label is best for any photo."""
    return {
        facet: {"labels": list(rows.left_out), "none": list(rows.nones_left_out), "forced": rows.forced}
        for facet, rows in tagger.vectors.left_out.items()
        if facets is None or facet in facets
    }


def negatives(tagger: Tagger) -> dict[str, Any] | None:
    """What the request's own labels competed with: terms, and the facet of the label file they come from."""
    competitors = tagger.negatives
    return None if competitors is None else {"facet": competitors.facet, "terms": list(competitors.terms)}


def scores_of(photo: InFlightPhoto, facets: Collection[str] | None = None) -> dict[str, Any]:
    """By facet, the score of every label, stated or not, and of the strongest "none" prompt."""
    return {facet: _scores(scores) for facet, scores in photo.scores.items() if facets is None or facet in facets}


def _scores(scores: FacetScores) -> dict[str, Any]:
    labels = {name: round(float(value), 4) for name, value in zip(scores.ids, scores.labels[0], strict=True)}
    return {"labels": labels, "none": round(float(scores.none[0]), 4)}
