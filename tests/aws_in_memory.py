"""moto's AWS, for tests of the real storage and event bus clients."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import boto3
import botocore.session
import pytest
from botocore.loaders import Loader, create_loader
from moto import mock_aws
from moto.kms import models as moto_kms
from moto.kms.utils import generate_private_key
from samtranslator.yaml_helper import yaml_parse

from bildtext_cli.local.moto_patches import changes
from bildtext_cli.local.moto_transactions import Change
from bildtext_cli.local.template import TEMPLATE

ACCOUNT = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "eu-central-1"}


@contextmanager
def aws_in_memory() -> Iterator[None]:
    """An empty AWS account: clients created in the block connect to moto."""
    with pytest.MonkeyPatch.context() as environment, mock_aws():
        for name, value in ACCOUNT.items():
            environment.setenv(name, value)
        for owner, name, quick in _quick_moto():
            environment.setattr(owner, name, quick)
        session = botocore.session.get_session()
        session.register_component("data_loader", _service_descriptions())
        boto3.setup_default_session(botocore_session=session)  # moto removes it at the end of the block
        yield


@cache
def _service_descriptions() -> Loader:
    """Those of every account: to parse them takes longer than most tests."""
    return create_loader()


@cache
def _quick_moto() -> tuple[Change, ...]:
    """As in the local system; test_local_aws.py shows that moto's answers stay the same."""
    return (*changes(), (moto_kms, "generate_private_key", _private_key))


def _private_key(kind: str) -> Any:
    """moto makes an RSA key for every key, even for one of HMAC, which has none."""
    return None if kind.startswith("HMAC") else generate_private_key(kind)


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
