"""What a sentence of a description is about. Topics order a text, and instructions leave topics out."""

from __future__ import annotations

from enum import StrEnum


class Topic(StrEnum):
    """What a sentence is about."""

    OPENING = "opening"  # what the article is: type, look, brand
    FEATURES = "features"
    MATERIAL = "material"
    SOLE = "sole"
    DETAILS = "details"
    FIT = "fit"
    MEASURES = "measures"
    WIDTH = "width"
    CARE = "care"
    CONTENTS = "contents"
    ORIGIN = "origin"
    MORE = "more"
