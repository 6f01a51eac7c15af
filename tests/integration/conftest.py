"""AWS in memory for one test, and a function wired to it as in a new container."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from bildtext.bundle import Bundle
from tools.local.function import LocalFunction
from tools.local.stack import load_description, load_tagging
from tools.models.presets import preset

BUCKET = "bildtext-photobucket-1ab2c3d4e5f6"  # as in events/
EVENTS = Path(__file__).parents[2] / "events"


def an_event(name: str) -> dict[str, Any]:
    """A file of events/."""
    event: dict[str, Any] = json.loads((EVENTS / name).read_text(encoding="utf-8"))
    return event


@dataclass(frozen=True)
class Doors:
    """A function, and the AWS around it."""

    function: LocalFunction
    s3: Any
    dynamodb: Any
    told: Any

    def invoke(self, event: Mapping[str, Any]) -> Any:
        return self.function.invoke(dict(event))

    def items(self) -> dict[str, dict[str, Any]]:
        """The photos' items, by key."""
        return {item["key"]["S"]: item for item in self._all() if item["sk"]["S"].startswith("IMAGE#")}

    def text(self, article: str) -> dict[str, Any] | None:
        """The TEXT item of an article."""
        return next(
            (one for one in self._all() if (one["pk"]["S"], one["sk"]["S"]) == (f"ARTICLE#{article}", "TEXT")), None
        )

    def _all(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.dynamodb.scan(TableName="articles")["Items"]
        return found

    def announcements(self) -> list[dict[str, Any]]:
        """Everything told on the bus so far, and takes it off."""
        found: list[dict[str, Any]] = []
        while messages := self.told.receive_messages(MaxNumberOfMessages=10):
            found += [json.loads(message.body) for message in messages]
            for message in messages:
                message.delete()
        return found


@pytest.fixture
def doors(monkeypatch: pytest.MonkeyPatch) -> Iterator[Doors]:
    """The tagging function."""
    with _aws(monkeypatch, "tagging") as (s3, dynamodb, listener):
        yield Doors(LocalFunction("Tagging", load_tagging()), s3, dynamodb, listener)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Doors]:
    """The description function."""
    with _aws(monkeypatch, "description") as (s3, dynamodb, listener):
        yield Doors(LocalFunction("Description", load_description()), s3, dynamodb, listener)


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
        "POWERTOOLS_TRACE_DISABLED": "true",
        "AWS_XRAY_SDK_ENABLED": "false",
        "POWERTOOLS_SERVICE_NAME": function,
        "POWERTOOLS_METRICS_NAMESPACE": "Bildtext",
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
        events, listener = boto3.client("events"), boto3.resource("sqs").create_queue(QueueName="listener")
        events.create_event_bus(Name="bildtext")
        events.put_rule(Name="all", EventBusName="bildtext", EventPattern='{"source": ["bildtext"]}')
        events.put_targets(
            Rule="all",
            EventBusName="bildtext",
            Targets=[{"Id": "listener", "Arn": listener.attributes["QueueArn"]}],
        )
        yield s3, dynamodb, listener


@pytest.fixture(scope="session")
def mini_clip() -> Bundle:
    return Bundle.open(preset("mini-clip").bundle_folder)
