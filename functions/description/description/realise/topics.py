"""What a sentence of a text is about."""

from __future__ import annotations

from enum import StrEnum


class Topic(StrEnum):
    """What a sentence is about."""

    OPENING = "opening"
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
