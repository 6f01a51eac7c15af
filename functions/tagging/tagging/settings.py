"""The tagging function's settings, read from the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bildtext.images import Limits
from bildtext.labels import LABELS_FILE


class Settings(BaseModel):
    """Each field is the environment variable of that name in upper case."""

    model_config = ConfigDict(frozen=True)

    photo_bucket: str = Field(min_length=1, description="the bucket photos are uploaded to")
    article_table: str = Field(min_length=1, description="the DynamoDB table of articles")
    queue_url: str = Field(
        default="", description="the source queue; if empty, failed messages wait for its visibility timeout"
    )
    event_bus: str = Field(min_length=1, description="the EventBridge bus for published events")
    model_bundle: Path = Field(description="the folder of the model bundle")
    label_file: Path = Field(default=LABELS_FILE, description="the label file")
    max_bytes: int = Field(default=Limits().max_bytes, gt=0, description="largest photo, in bytes")
    max_pixels: int = Field(default=Limits().max_pixels, gt=0, description="largest photo, in pixels")
    encoder_endpoint: str = Field(
        default="", max_length=63, description="the SageMaker endpoint; if empty, the function encodes"
    )
    encoder_component: str = Field(default="", max_length=63, description="the endpoint's inference component, if any")
    aws_lambda_function_memory_size: int = Field(default=3008, gt=0, description="MB; set by Lambda itself")
