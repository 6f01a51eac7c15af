"""The description function's settings, read from the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from bildtext.settings import FunctionSettings

_Optional = BeforeValidator(lambda value: None if value == "" else value)


class Settings(FunctionSettings):
    """Each field is the environment variable of that name in upper case; an empty optional one counts as unset."""

    writer: Literal["rules", "local", "bedrock"] = Field(default="rules", description="the default writer")
    text_bundle: Annotated[Path | None, _Optional] = Field(default=None, description="a language model's folder")
    claim_safe: bool = Field(
        default=True, description="true: the local model's drafts have only sentences that the data allows; false: any"
    )
    bedrock_model: Annotated[str | None, _Optional] = Field(default=None, description="a Bedrock model or profile id")
    caption_bundle: Annotated[Path | None, _Optional] = Field(default=None, description="a caption model's folder")
    style_guide_file: Annotated[Path | None, _Optional] = Field(
        default=None, description="the style guide: default examples and prompt"
    )
    seal_key_id: str = Field(default="", description="the KMS key that seals answers about known articles")
    seal_key_file: Annotated[Path | None, _Optional] = Field(
        default=None, description="a key file that seals them instead, for use without KMS"
    )
    max_attempts: int = Field(default=2, ge=1, le=5, description="versions of a model's draft; 1: it is not repaired")
