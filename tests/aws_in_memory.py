"""moto's AWS, for tests of the real storage and event bus clients."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from moto import mock_aws

ACCOUNT = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "eu-central-1"}


@contextmanager
def aws_in_memory() -> Iterator[None]:
    """An empty AWS account: clients created in the block connect to moto."""
    with pytest.MonkeyPatch.context() as environment, mock_aws():
        for name, value in ACCOUNT.items():
            environment.setenv(name, value)
        yield


def create_bucket(s3: Any, name: str = "photos", *, versioned: bool = True) -> str:
    """Create a bucket; returns its name."""
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    if versioned:
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return name


def create_table(dynamodb: Any, name: str = "articles") -> str:
    """Create an article table; returns its name."""
    dynamodb.create_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return name
