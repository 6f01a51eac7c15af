"""Settings → real adapters, created once per container."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import boto3
from botocore.config import Config

from bildtext.aws import CLIENT_CONFIG
from bildtext.errors import ConfigurationError
from bildtext.labels import LabelSet, load_labels
from bildtext.seals import FileSealKey, SealVerifier, no_seal_key
from bildtext.settings import read_settings
from bildtext.storage.article_file_changes import ChangeableArticleFiles
from bildtext.storage.catalogue_index import CatalogueIndex, DynamoCatalogueIndex
from bildtext.storage.decision_table import Decisions, DynamoDecisions
from bildtext.storage.dynamodb import utc_now
from bildtext.storage.house_examples import DynamoHouseExamples
from bildtext.storage.photo_addresses import PhotoAddresses
from bildtext.storage.upload_batches import DynamoUploads
from catalogue import outgoing
from catalogue.login import LoginServer
from catalogue.projection import Projection
from catalogue.seals import KmsSealVerifier
from catalogue.settings import Settings

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

    from catalogue.signing import FileSigner, KmsSigner
    from catalogue.tokens import TokenVerifier


@cache
def settings() -> Settings:
    """The environment, checked. Raises InvalidSettings."""
    return read_settings(Settings, os.environ, "catalogue")


@cache
def labels() -> LabelSet:
    """The label file. Raises LabelFileError."""
    return load_labels(settings().label_file)


@cache
def dynamodb() -> DynamoDBClient:
    """DynamoDB; AWS_ENDPOINT_URL overrides the endpoint."""
    return boto3.client("dynamodb", config=CLIENT_CONFIG)


@cache
def s3() -> S3Client:
    """S3, for uploads to and photos of the bucket.

    With the default addressing, presigned URLs name S3's global address, which redirects for a new bucket: browsers
    repeat no POST to another origin, and the page's Content-Security-Policy names the region's address.
    """
    return boto3.client("s3", config=CLIENT_CONFIG.merge(Config(s3={"addressing_style": "virtual"})))


@cache
def decisions() -> Decisions:
    """The articles with their editors' decisions."""
    return DynamoDecisions(dynamodb(), settings().article_table)


@cache
def index() -> CatalogueIndex:
    """The list of articles."""
    return DynamoCatalogueIndex(dynamodb(), settings().article_table)


@cache
def uploads() -> DynamoUploads:
    """The uploads that were asked for."""
    return DynamoUploads(dynamodb(), settings().article_table)


@cache
def house_examples() -> DynamoHouseExamples:
    """The examples of the house style."""
    return DynamoHouseExamples(dynamodb(), settings().article_table)


@cache
def photos() -> PhotoAddresses:
    """Addresses to upload and look at photos."""
    return PhotoAddresses(s3(), settings().photo_bucket)


@cache
def article_files() -> ChangeableArticleFiles:
    """The articles' product data in the bucket."""
    return ChangeableArticleFiles(s3(), settings().photo_bucket)


@cache
def bucket_origins() -> tuple[str, ...]:
    """The origins of the addresses of photos, which the page's Content-Security-Policy names."""
    parts = (urlsplit(photos().view_url("x")), urlsplit(photos().upload_form("x", "image/jpeg", 1).url))
    return tuple(sorted({f"{part.scheme}://{part.netloc}" for part in parts}))


@cache
def projection() -> Projection:
    """What keeps the list up to date."""
    return Projection(decisions(), index(), labels())


@cache
def signer() -> FileSigner | KmsSigner:
    """The key that signs provenance records. Raises ConfigurationError."""
    # Imported here, because only a release needs the libraries of cryptography.
    from catalogue.signing import FileSigner, KmsSigner

    own = settings()
    if own.signing_key_file:
        return FileSigner(own.signing_key_file)
    if own.signing_key_id:
        return KmsSigner(boto3.client("kms", config=CLIENT_CONFIG), own.signing_key_id)
    raise ConfigurationError("There is no key to sign with: set SIGNING_KEY_ID (KMS) or SIGNING_KEY_FILE.")


@cache
def seal_key() -> SealVerifier:
    """The key that verifies what the description function says about a text. Raises ConfigurationError."""
    own = settings()
    if own.seal_key_file:
        return FileSealKey(own.seal_key_file)
    if own.seal_key_id:
        return KmsSealVerifier(boto3.client("kms", config=CLIENT_CONFIG), own.seal_key_id)
    raise no_seal_key()


def now() -> datetime:
    """The time of decisions and sessions, in UTC."""
    return utc_now()


@cache
def token_verifier() -> TokenVerifier:
    """Verifies the tokens of the page's sessions."""
    from catalogue.tokens import TokenVerifier  # imports libraries of cryptography, which the API does not need

    own = settings()
    return TokenVerifier(own.token_issuer, own.page_client, own.token_keys, outgoing.read, lambda: now().timestamp())


@cache
def login_server() -> LoginServer:
    """Where users log in. Raises ConfigurationError."""
    own = settings()
    if not (own.login_url and own.page_client and own.page_url):
        raise ConfigurationError("Nobody can log in: set LOGIN_URL, PAGE_CLIENT and PAGE_URL (parameter PageUrl).")
    return LoginServer(own.login_url, own.page_client, own.page_url, outgoing.post)
