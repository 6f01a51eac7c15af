"""The request and the answer of POST /heatmaps, from which /openapi.json is generated."""

from __future__ import annotations

from bildtext.api_models import Contract


class HeatMapRequest(Contract):
    """A stored photo by its key, and a label of the label file, or a group of labels, to be explained."""

    key: str
    facet: str
    label: str


class BoxAnswer(Contract):
    """A part of a photo: its edges as fractions of the upright photo's width and height; below 0 or above 1 where the
    model's square exceeds the photo."""

    left: float
    top: float
    right: float
    bottom: float


class HeatMapAnswer(Contract):
    """The answer of POST /heatmaps, about the photo's `version`.

    `values` are the cells of an even grid over `box`, the part of the photo that the model sees, by row: how far the
    score falls on average when the cell is covered, from 0 to 1. `lowest_score` is the score with the most important
    part covered.
    """

    key: str
    version: str
    facet: str
    label: str
    score: float
    lowest_score: float
    rows: int
    columns: int
    values: list[list[float]]
    box: BoxAnswer
    calibrated: bool
    model: str
    labels: str
    duration_ms: dict[str, float]
    request_id: str
