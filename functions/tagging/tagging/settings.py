"""The tagging function's settings, read from the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from bildtext.images import Limits
from bildtext.labels import LABELS_FILE
from bildtext.settings import FunctionSettings


class Settings(FunctionSettings):
    """Each field is the environment variable of that name in upper case."""

    model_bundle: Path = Field(description="the folder of the model bundle")
    label_file: Path = Field(default=LABELS_FILE, description="the label file")
    max_bytes: int = Field(default=Limits().max_bytes, gt=0, description="largest photo, in bytes")
    max_pixels: int = Field(default=Limits().max_pixels, gt=0, description="largest photo, in pixels")
    encoder_endpoint: str = Field(
        default="", max_length=63, description="the SageMaker endpoint; if empty, the function encodes"
    )
    encoder_component: str = Field(default="", max_length=63, description="the endpoint's inference component, if any")
