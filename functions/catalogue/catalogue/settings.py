"""The catalogue function's settings, read from the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bildtext.labels import LABELS_FILE
from bildtext.storage.keys import MAX_PHOTO_BYTES


def _unset_when_empty(value: object) -> object:
    return None if value == "" else value


def _as_list(value: object) -> object:
    return tuple(value.split()) if isinstance(value, str) else value


class Settings(BaseModel):
    """Each field is the environment variable of that name in upper case."""

    model_config = ConfigDict(frozen=True)

    photo_bucket: str = Field(min_length=1, description="the bucket photos are uploaded to")
    article_table: str = Field(min_length=1, description="the DynamoDB table of articles, with its indices")
    max_bytes: int = Field(default=MAX_PHOTO_BYTES, gt=0, description="bytes of the largest photo that may be uploaded")
    label_file: Path = Field(default=LABELS_FILE, description="the label file")
    page_url: str = Field(
        default="",
        pattern=r"^$|^https?://[^/\s]+(/[^\s]*[^/\s])?$",
        description="the page's address without a slash at the end; if empty, nobody can log in yet",
    )
    token_issuer: str = Field(default="", description="the issuer of tokens: the Cognito user pool")
    token_keys: str = Field(default="", description="the URL of the issuer's keys; if empty, the one that it publishes")
    page_client: str = Field(default="", description="the id of the user pool's client for the page")
    login_url: str = Field(default="", description="the address of Cognito's login page, without a slash at the end")
    signing_key_id: str = Field(default="", description="the KMS key that signs provenance records")
    signing_key_file: Annotated[Path | None, BeforeValidator(_unset_when_empty)] = Field(
        default=None, description="a key file that signs provenance records instead, for use without KMS"
    )
    seal_key_id: str = Field(default="", description="the KMS key that the description function seals answers with")
    seal_key_file: Annotated[Path | None, BeforeValidator(_unset_when_empty)] = Field(
        default=None, description="a key file that it seals them with instead, for use without KMS"
    )
    writers: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = Field(
        default=("rules",), description="the writers of this deployment that the page offers, separated by spaces"
    )
