"""What the description function is told by its environment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _unset_when_empty(value: object) -> object:
    return None if value == "" else value


_Optional = BeforeValidator(_unset_when_empty)


class Settings(BaseModel):
    """Each field is the environment variable of the same name in capitals; an empty optional one counts as not set."""

    model_config = ConfigDict(frozen=True)

    photo_bucket: str = Field(min_length=1, description="the bucket article.json files and photos are uploaded to")
    article_table: str = Field(min_length=1, description="the DynamoDB table of articles")
    queue_url: str = Field(default="", description="the queue its messages come from; empty: they wait its visibility")
    event_bus: str = Field(min_length=1, description="the EventBridge bus for announcements")
    writer: Literal["rules", "local", "bedrock"] = Field(default="rules", description="who writes unless told")
    text_bundle: Annotated[Path | None, _Optional] = Field(default=None, description="a language model's folder")
    bedrock_model: Annotated[str | None, _Optional] = Field(default=None, description="a Bedrock model or profile id")
    caption_bundle: Annotated[Path | None, _Optional] = Field(default=None, description="a caption model's folder")
    style_guide_file: Annotated[Path | None, _Optional] = Field(
        default=None, description="the house's examples and prompt"
    )
    max_attempts: int = Field(default=2, ge=1, le=5, description="drafts of a model before the rules write")
    aws_lambda_function_memory_size: int = Field(default=3008, gt=0, description="MB; set by Lambda itself")
