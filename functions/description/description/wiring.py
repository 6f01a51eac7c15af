"""Settings → real adapters, created once per container."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import boto3

from bildtext.aws import CLIENT_CONFIG
from bildtext.cost import prices
from bildtext.domain_events import EventBridgePublisher
from bildtext.errors import InvalidRequest
from bildtext.redelivery import Redelivery
from bildtext.seals import FileSealKey, SealMaker, no_seal_key
from bildtext.settings import read_settings
from bildtext.storage.article_files import S3ArticleFiles
from bildtext.storage.article_table import DynamoArticleTable
from bildtext.storage.dynamodb import utc_now
from bildtext.storage.photo_bucket import S3PhotoBucket
from description.describe import Describer
from description.flow import Dependencies
from description.on_demand import Sources
from description.realise import RulesWriter
from description.sealing import KmsSealMaker
from description.settings import Settings
from description.style_guide import StyleGuide, load_style_guide
from description.writers import Writer

if TYPE_CHECKING:
    from bildtext.captioners import Captioner


@cache
def settings() -> Settings:
    """The environment, checked. Raises InvalidSettings."""
    return read_settings(Settings, os.environ, "description")


@cache
def describer() -> Describer:
    """This container's writers and style guide. Raises InvalidSettings."""
    config = settings()
    return Describer(
        writer_for=writer_for,
        style_guide=load_style_guide(config.style_guide_file) if config.style_guide_file else StyleGuide(),
        attempts=config.max_attempts,
    )


@cache
def redelivery() -> Redelivery:
    """The function's source queue."""
    return Redelivery(boto3.client("sqs", config=CLIENT_CONFIG), settings().queue_url)


@cache
def dependencies() -> Dependencies:
    """Clients of S3, DynamoDB and EventBridge; AWS_ENDPOINT_URL overrides their endpoints."""
    config = settings()
    return Dependencies(
        files=S3ArticleFiles(boto3.client("s3", config=CLIENT_CONFIG), config.photo_bucket),
        articles=DynamoArticleTable(boto3.client("dynamodb", config=CLIENT_CONFIG), config.article_table),
        publisher=EventBridgePublisher(boto3.client("events", config=CLIENT_CONFIG), config.event_bus),
        now=utc_now,
        caption=_caption_of_key if config.caption_bundle else None,
        prices=prices(),
        memory_mb=config.aws_lambda_function_memory_size,
    )


@cache
def sources() -> Sources:
    """What one request is answered from."""
    return Sources(lambda: dependencies().articles, describer(), _caption if settings().caption_bundle else None)


@cache
def seal_key() -> SealMaker:
    """The key that seals answers about known articles. Raises ConfigurationError."""
    config = settings()
    if config.seal_key_file:
        return FileSealKey(config.seal_key_file)
    if config.seal_key_id:
        return KmsSealMaker(boto3.client("kms", config=CLIENT_CONFIG), config.seal_key_id)
    raise no_seal_key()


@cache
def writer_for(name: str | None) -> Writer:
    """The writer of that name, or the configured one for None. A model is loaded on first use. Raises InvalidRequest:
    no such writer in this deployment; BundleError: the language model's bundle is invalid."""
    config = settings()
    return make_writer(name or config.writer, config.text_bundle, config.bedrock_model, claim_safe=config.claim_safe)


def make_writer(
    name: str, text_bundle: Path | None = None, bedrock_model: str | None = None, *, claim_safe: bool = True
) -> Writer:
    """Create a writer from the given bundle or model id. Raises as `writer` does."""
    if name == "rules":
        return RulesWriter()
    if name == "local" and text_bundle is not None:
        # Imported here because it imports its runtime, which the rules do not need.
        from bildtext.language_models.bundle import open_language_model
        from description.writers.local import LocalWriter

        return LocalWriter(open_language_model(text_bundle), claim_safe=claim_safe)
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
def _photos() -> S3PhotoBucket:
    from bildtext.images import DEFAULT_LIMITS

    return S3PhotoBucket(boto3.client("s3", config=CLIENT_CONFIG), settings().photo_bucket, DEFAULT_LIMITS.max_bytes)
