"""Settings → real adapters, created once per container."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import boto3

from bildtext.aws import CLIENT_CONFIG
from bildtext.cost import prices
from bildtext.domain_events import EventBridgePublisher
from bildtext.errors import InvalidRequest
from bildtext.redelivery import Redelivery
from bildtext.settings import read_settings
from bildtext.storage.article_files import S3ArticleFiles
from bildtext.storage.article_table import DynamoArticles
from bildtext.storage.photo_bucket import S3Photos
from description.describe import Describer
from description.flow import Dependencies
from description.request import Sources
from description.settings import Settings
from description.style_guide import StyleGuide, load_style_guide
from description.writers import Writer
from description.writers.rules import RulesWriter

if TYPE_CHECKING:
    from bildtext.captioners import Captioner


@cache
def settings() -> Settings:
    """The environment, checked. Raises InvalidSettings."""
    return read_settings(Settings, os.environ, "description")


@cache
def describer() -> Describer:
    """This container's writers and style guide. Raises InvalidSettings."""
    own = settings()
    return Describer(
        writer=writer,
        style_guide=load_style_guide(own.style_guide_file) if own.style_guide_file else StyleGuide(),
        attempts=own.max_attempts,
    )


@cache
def redelivery() -> Redelivery:
    """The function's source queue."""
    return Redelivery(boto3.client("sqs", config=CLIENT_CONFIG), settings().queue_url)


@cache
def dependencies() -> Dependencies:
    """Clients of S3, DynamoDB and EventBridge; AWS_ENDPOINT_URL overrides their endpoints."""
    own = settings()
    return Dependencies(
        files=S3ArticleFiles(boto3.client("s3", config=CLIENT_CONFIG), own.photo_bucket),
        articles=DynamoArticles(boto3.client("dynamodb", config=CLIENT_CONFIG), own.article_table),
        publisher=EventBridgePublisher(boto3.client("events", config=CLIENT_CONFIG), own.event_bus),
        now=lambda: datetime.now(UTC),
        caption=_caption_of_key if own.caption_bundle else None,
        prices=prices(),
        memory_mb=own.aws_lambda_function_memory_size,
    )


@cache
def sources() -> Sources:
    """What one request is answered from."""
    return Sources(lambda: dependencies().articles, describer(), _caption if settings().caption_bundle else None)


@cache
def writer(name: str | None) -> Writer:
    """The writer of that name, or the configured one for None. A model is loaded on first use.

    Raises:
        InvalidRequest: no such writer in this deployment.
        BundleError: the language model's bundle is invalid.
    """
    own = settings()
    return make_writer(name or own.writer, own.text_bundle, own.bedrock_model)


def make_writer(
    name: str,
    text_bundle: Path | None = None,
    bedrock_model: str | None = None,
) -> Writer:
    """Create a writer from the given bundle or model id. Raises as `writer` does."""
    if name == "rules":
        return RulesWriter()
    if name == "local" and text_bundle is not None:
        from bildtext.language_models.bundle import (
            open_language_model,
        )  # imports its runtime, which the rules do not need
        from description.writers.local import LocalWriter

        return LocalWriter(open_language_model(text_bundle))
    if name == "bedrock" and bedrock_model is not None:
        from description.writers.bedrock import BEDROCK_CONFIG, BedrockWriter

        return BedrockWriter(boto3.client("bedrock-runtime", config=BEDROCK_CONFIG), bedrock_model)
    available = ["rules", *(["local"] if text_bundle else []), *(["bedrock"] if bedrock_model else [])]
    raise InvalidRequest(f"This deployment has no writer {name!r}; available: {', '.join(available)}.")


@cache
def _captioner() -> Captioner:
    from bildtext.captioners.bundle import open_captioner

    folder = settings().caption_bundle
    if folder is None:
        raise InvalidRequest("This deployment has no caption model.")
    return open_captioner(folder)


def _caption(photo: bytes) -> str:
    """The caption model's caption of a photo. Raises ImageRejected."""
    from bildtext.images import decode

    captioner = _captioner()
    return captioner.caption(decode(photo, captioner.preparation)[None])[0]


def _caption_of_key(key: str) -> str:
    return _caption(_photos().fetch(key).data)


@cache
def _photos() -> S3Photos:
    from bildtext.images import DEFAULT_LIMITS

    return S3Photos(boto3.client("s3", config=CLIENT_CONFIG), settings().photo_bucket, DEFAULT_LIMITS.max_bytes)
