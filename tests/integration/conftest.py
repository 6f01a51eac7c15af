"""Fixtures: AWS in memory for one test, and each function wired to it as in a new container."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest

from bildtext_cli.models.presets import preset
from tests.aws_in_memory import aws_in_memory, create_bucket, create_table
from tests.deployed_function import BUCKET, DeployedFunction, listen_to, seal_key
from tests.in_process import InProcess
from tests.stepwise_aws import MotoTable, moto_table
from tests.stores import Clock, Store, dynamo_store, memory_store


@pytest.fixture
def tagging_function(monkeypatch: pytest.MonkeyPatch) -> Iterator[DeployedFunction]:
    """The tagging function."""
    with _aws(monkeypatch, "tagging") as (s3, dynamodb, listener):
        yield DeployedFunction(InProcess.tagging(), s3, dynamodb, listener, "articles")


@pytest.fixture
def description_function(monkeypatch: pytest.MonkeyPatch) -> Iterator[DeployedFunction]:
    """The description function."""
    with _aws(monkeypatch, "description") as (s3, dynamodb, listener):
        yield DeployedFunction(InProcess.description(), s3, dynamodb, listener, "articles")


@pytest.fixture(scope="module")
def table() -> Iterator[MotoTable]:
    """An article table whose state is set for each call."""
    with moto_table() as table:
        yield table


@pytest.fixture
def catalogue_function(monkeypatch: pytest.MonkeyPatch) -> Iterator[DeployedFunction]:
    """The catalogue function."""
    with _aws(monkeypatch, "catalogue") as (s3, dynamodb, listener):
        yield DeployedFunction(InProcess.catalogue(), s3, dynamodb, listener, "articles")


@pytest.fixture
def clock() -> Clock:
    """The clock used for removal times."""
    return Clock()


@pytest.fixture
def dynamodb() -> Iterator[Any]:
    """A DynamoDB client with an empty article table, `articles`."""
    with aws_in_memory():
        client = boto3.client("dynamodb")
        create_table(client, "articles")
        yield client


@pytest.fixture
def on_dynamodb(dynamodb: Any, clock: Clock) -> Store:
    """The real article table."""
    return dynamo_store(dynamodb, "articles", clock)


@pytest.fixture(params=["in memory", "on DynamoDB"])
def store(request: pytest.FixtureRequest, clock: Clock) -> Store:
    """An article table of either kind."""
    if request.param == "in memory":
        return memory_store(clock)
    real: Store = request.getfixturevalue("on_dynamodb")
    return real


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the AWS operations called by clients created from now on, updated with each call."""
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
        "PHOTO_BUCKET": BUCKET,
        "ARTICLE_TABLE": "articles",
        "EVENT_BUS": "bildtext",
        "MODEL_BUNDLE": str(preset("mini-clip").bundle_folder),
        "AWS_XRAY_SDK_ENABLED": "false",
        "POWERTOOLS_SERVICE_NAME": function,
    }.items():
        monkeypatch.setenv(name, value)
    with aws_in_memory():
        s3, dynamodb = boto3.client("s3"), boto3.client("dynamodb")
        create_bucket(s3, BUCKET)
        create_table(dynamodb, "articles")
        boto3.client("events").create_event_bus(Name="bildtext")
        monkeypatch.setenv("SEAL_KEY_ID", seal_key())
        yield s3, dynamodb, listen_to("bildtext")
