"""moto's AWS, for tests of the real storage and event bus clients."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from moto import mock_aws
from samtranslator.yaml_helper import yaml_parse

from bildtext_cli.local.template import TEMPLATE

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
    """Create an article table with the keys and indices of template.yaml; returns its name."""
    properties = _template()["Resources"]["ArticleTable"]["Properties"]
    copied = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "StreamSpecification", "BillingMode")
    own = {name: properties[name] for name in copied}
    own["StreamSpecification"] = {"StreamEnabled": True, **own["StreamSpecification"]}
    dynamodb.create_table(TableName=name, **own)
    return name


@cache
def _template() -> Any:
    return yaml_parse(TEMPLATE.read_text("utf-8"))
