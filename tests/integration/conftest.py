"""AWS in memory for one test, and a function wired to it as in a new container."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tests.doors import BUCKET, Doors, listen_to
from tests.in_process import InProcess
from tools.models.presets import preset


@pytest.fixture
def doors(monkeypatch: pytest.MonkeyPatch) -> Iterator[Doors]:
    """The tagging function."""
    with _aws(monkeypatch, "tagging") as (s3, dynamodb, listener):
        yield Doors(InProcess.tagging(), s3, dynamodb, listener, "articles")


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Doors]:
    """The description function."""
    with _aws(monkeypatch, "description") as (s3, dynamodb, listener):
        yield Doors(InProcess.description(), s3, dynamodb, listener, "articles")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The AWS operations that clients made from now on call, as they are called."""
    made: list[str] = []
    new_client = boto3.client

    def counting(*args: Any, **kwargs: Any) -> Any:
        client = new_client(*args, **kwargs)
        client.meta.events.register("before-call", lambda model, **_: made.append(model.name))
        return client

    monkeypatch.setattr(boto3, "client", counting)
    return made


@contextmanager
def _aws(monkeypatch: pytest.MonkeyPatch, function: str) -> Iterator[tuple[Any, Any, Any]]:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "PHOTO_BUCKET": BUCKET,
        "ARTICLE_TABLE": "articles",
        "EVENT_BUS": "bildtext",
        "MODEL_BUNDLE": str(preset("mini-clip").bundle_folder),
        "AWS_XRAY_SDK_ENABLED": "false",
        "POWERTOOLS_SERVICE_NAME": function,
    }.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        dynamodb = boto3.client("dynamodb")
        dynamodb.create_table(
            TableName="articles",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            BillingMode="PAY_PER_REQUEST",
        )
        boto3.client("events").create_event_bus(Name="bildtext")
        yield s3, dynamodb, listen_to("bildtext")
