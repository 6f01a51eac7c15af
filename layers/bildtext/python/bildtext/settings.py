"""Reads a function's environment variables into a typed model, once at start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bildtext.errors import InvalidSettings

Settings = TypeVar("Settings", bound=BaseModel)


class FunctionSettings(BaseModel):
    """What the tagging and the description function have in common."""

    model_config = ConfigDict(frozen=True)

    photo_bucket: str = Field(min_length=1, description="the bucket photos and article.json files are uploaded to")
    article_table: str = Field(min_length=1, description="the DynamoDB table of articles")
    queue_url: str = Field(
        default="", description="the source queue; if empty, failed messages wait for its visibility timeout"
    )
    event_bus: str = Field(min_length=1, description="the EventBridge bus for published events")
    aws_lambda_function_memory_size: int = Field(default=3008, gt=0, description="MB; set by Lambda itself")


def read_settings(model: type[Settings], environment: Mapping[str, str], function: str) -> Settings:
    """Fill each field of `model` from the environment variable of the same name in capitals. Raises InvalidSettings:
    names each missing or invalid variable with its description."""
    given = {name.lower(): value for name, value in environment.items() if name.lower() in model.model_fields}
    try:
        return model.model_validate(given)
    except ValidationError as error:
        wrong = [
            f"{name.upper()} ({model.model_fields[name].description}): {detail['msg']}"
            for detail in error.errors()
            for name in [str(detail["loc"][0])]
        ]
        raise InvalidSettings(f"Environment of the {function} function: " + "; ".join(wrong) + ".") from error
