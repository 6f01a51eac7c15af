"""The description function's settings, read from the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _unset_when_empty(value: object) -> object:
    return None if value == "" else value


_Optional = BeforeValidator(_unset_when_empty)


class Settings(BaseModel):
    """Each field is the environment variable of that name in upper case; an empty optional one counts as unset."""

    model_config = ConfigDict(frozen=True)

    photo_bucket: str = Field(min_length=1, description="the bucket article.json files and photos are uploaded to")
    article_table: str = Field(min_length=1, description="the DynamoDB table of articles")
    queue_url: str = Field(
        default="", description="the source queue; if empty, failed messages wait for its visibility timeout"
    )
    event_bus: str = Field(min_length=1, description="the EventBridge bus for published events")
    writer: Literal["rules", "local", "bedrock"] = Field(default="rules", description="the default writer")
    text_bundle: Annotated[Path | None, _Optional] = Field(default=None, description="a language model's folder")
    bedrock_model: Annotated[str | None, _Optional] = Field(default=None, description="a Bedrock model or profile id")
    caption_bundle: Annotated[Path | None, _Optional] = Field(default=None, description="a caption model's folder")
    style_guide_file: Annotated[Path | None, _Optional] = Field(
        default=None, description="the style guide: default examples and prompt"
    )
    max_attempts: int = Field(default=2, ge=1, le=5, description="drafts by a model before the rules take over")
    aws_lambda_function_memory_size: int = Field(default=3008, gt=0, description="MB; set by Lambda itself")
