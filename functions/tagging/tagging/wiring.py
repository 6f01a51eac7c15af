"""Settings → real adapters, created once per container."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

import boto3
import numpy as np

from bildtext.aws import CLIENT_CONFIG
from bildtext.bundle import Bundle
from bildtext.cost import prices
from bildtext.domain_events import EventBridgePublisher
from bildtext.encoders import TextEncoder
from bildtext.errors import InvalidRequest, UnknownWords
from bildtext.images import Limits
from bildtext.label_vectors import LabelVectors, compile_labels
from bildtext.labels import LabelSet, ad_hoc_labels, load_labels
from bildtext.redelivery import Redelivery
from bildtext.settings import read_settings
from bildtext.storage.dynamodb import utc_now
from bildtext.storage.photo_bucket import S3PhotoBucket
from bildtext.storage.photo_table import DynamoPhotoTable
from tagging.batch import Dependencies, Encoder, LocalEncoder, Tagger
from tagging.negatives import negatives_for
from tagging.scoring import Scoring
from tagging.settings import Settings


@cache
def settings() -> Settings:
    """The environment, checked. Raises InvalidSettings."""
    return read_settings(Settings, os.environ, "tagging")


@cache
def tagger() -> Tagger:
    """This container's model and label file. Raises BundleError, LabelFileError, InvalidSettings."""
    config = settings()
    open_encoder = _endpoint_with_fallback if config.encoder_endpoint else local_encoder
    limits = Limits(config.max_bytes, config.max_pixels)
    return load_tagger(config.model_bundle, config.label_file, limits, open_encoder)


@cache
def dependencies() -> Dependencies:
    """Clients of S3, DynamoDB and EventBridge; AWS_ENDPOINT_URL overrides their endpoints."""
    config = settings()
    return Dependencies(
        photos=S3PhotoBucket(boto3.client("s3", config=CLIENT_CONFIG), config.photo_bucket, config.max_bytes),
        table=DynamoPhotoTable(boto3.client("dynamodb", config=CLIENT_CONFIG), config.article_table),
        publisher=EventBridgePublisher(boto3.client("events", config=CLIENT_CONFIG), config.event_bus),
        now=utc_now,
        prices=prices(),
        memory_mb=config.aws_lambda_function_memory_size,
    )


@cache
def redelivery() -> Redelivery:
    """The function's source queue."""
    return Redelivery(boto3.client("sqs", config=CLIENT_CONFIG), settings().queue_url)


def local_encoder(bundle: Bundle) -> Encoder:
    """The bundle's image encoder, loaded immediately."""
    return LocalEncoder(bundle.image_encoder(), bundle.manifest.runtime)


def load_tagger(
    bundle_folder: Path,
    label_file: Path,
    limits: Limits,
    open_encoder: Callable[[Bundle], Encoder] = local_encoder,
    load_vectors: Callable[[Bundle, LabelSet], LabelVectors] = Bundle.label_vectors,
) -> Tagger:
    """Open a bundle with its compiled label vectors; the text encoder is not loaded."""
    bundle = Bundle.open(bundle_folder)
    labels = load_labels(label_file)
    manifest = bundle.manifest
    return Tagger(
        model=manifest.name,
        encoder=open_encoder(bundle),
        preparation=manifest.preparation,
        limits=limits,
        labels=labels,
        vectors=load_vectors(bundle, labels),
        scoring=Scoring(manifest.logit_scale, manifest.logit_bias, manifest.scoring),
    )


@lru_cache(maxsize=64)  # at most 200 labels and as many negatives each: 50 MB at 512 × float32
def tagger_for_labels(names: tuple[str, ...]) -> Tagger:
    """The container's tagger with the labels of a request instead of the label file's.

    Raises InvalidRequest: no labels, too many, duplicates, or a single one without competitors; UnknownWords: the model
    knows the words of none of them, or of too few.
    """
    return with_labels(tagger(), names, _text_encoder(settings().model_bundle))


def with_labels(base: Tagger, names: tuple[str, ...], encoder: TextEncoder) -> Tagger:
    """`base` with other labels, which compete with its label file's. Raises what `tagger_for_labels` raises."""
    requested = compile_labels(ad_hoc_labels(names), encoder)
    (rows,) = requested.facets
    unknown = UnknownWords(f"The model {base.model} does not know the words of: {', '.join(rows.left_out)}.")
    if not rows.labels:
        raise unknown
    negatives = negatives_for(rows.labels, requested.matrix, base.labels, base.vectors)
    if negatives is None and base.scoring.kind == "softmax" and len(rows.labels) < 2:
        if rows.left_out:
            raise unknown
        raise InvalidRequest("Give at least two labels: a score compares a label with the others.")
    if negatives is None:
        return replace(base, labels=ad_hoc_labels(names), vectors=requested, negatives=None)
    labels = ad_hoc_labels(names, none=negatives.terms)
    rows = replace(rows, nones=len(negatives.terms), spared=negatives.spared)
    vectors = LabelVectors(labels.fingerprint, np.concatenate([requested.matrix, negatives.vectors]), (rows,))
    return replace(base, labels=labels, vectors=vectors, negatives=negatives)


def _endpoint_with_fallback(bundle: Bundle) -> Encoder:
    """The endpoint, with the bundle's encoder in this container as fallback, loaded only if the endpoint fails."""
    # Imported here so that a cold start without an endpoint does not pay for them.
    from bildtext.encoders.endpoint import ENDPOINT_CONFIG, EndpointEncoder, FallbackEncoder
    from tagging.observability import record_endpoint_failure, record_transition

    config, manifest = settings(), bundle.manifest
    client = boto3.client("sagemaker-runtime", config=ENDPOINT_CONFIG)
    remote = EndpointEncoder(
        client, config.encoder_endpoint, config.encoder_component or None, manifest.name, manifest.dimensions
    )
    return FallbackEncoder(
        remote,
        bundle.image_encoder,
        manifest.runtime,
        circuit=config.encoder_endpoint,
        on_failure=record_endpoint_failure,
        on_transition=record_transition,
    )


@cache
def _text_encoder(bundle_folder: Path) -> TextEncoder:
    return Bundle.open(bundle_folder).text_encoder()
