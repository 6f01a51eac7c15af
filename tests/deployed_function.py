"""A deployed function for end-to-end assertions: invoke it, then inspect the bucket, the table and the event bus."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import boto3

from bildtext.storage.dynamodb import from_item
from bildtext_cli.local.template import SystemTemplate, load_template

BUCKET = "bildtext-photobucket-1ab2c3d4e5f6"  # as in events/
EVENTS = Path(__file__).parents[1] / "events"


def named_template() -> SystemTemplate:
    """template.yaml with the bucket name used in the files of events/ and a fixed table name."""
    template = load_template()
    template.body["Resources"]["PhotoBucket"]["Properties"]["BucketName"] = BUCKET
    template.body["Resources"]["ArticleTable"]["Properties"]["TableName"] = "articles"
    return template


def load_event(name: str) -> dict[str, Any]:
    """The event in a file of events/."""
    event: dict[str, Any] = json.loads((EVENTS / name).read_text(encoding="utf-8"))
    return event


class Invokable(Protocol):
    """A handler in this process or in a container."""

    def invoke(self, event: dict[str, Any], /) -> Any: ...


@dataclass(frozen=True)
class DeployedFunction:
    """A function and its AWS resources. `listener` is a queue of all events published on the article bus."""

    function: Invokable
    s3: Any
    dynamodb: Any
    listener: Any
    table: str

    def invoke(self, event: Mapping[str, Any]) -> Any:
        return self.function.invoke(dict(event))

    def request(self, event: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """The status and the parsed JSON body of the answer to an HTTP request."""
        answer = self.invoke(event)
        return answer["statusCode"], json.loads(answer["body"])

    def items(self) -> dict[str, dict[str, Any]]:
        """The table's items of photos, by key, without removed ones."""
        photos = (item for item in self._all() if item["sk"].startswith("IMAGE#"))
        return {item["key"]: item for item in photos if item["status"] != "removed"}

    def text(self, article: str) -> dict[str, Any]:
        """The TEXT item of an article; empty without one."""
        return next((one for one in self._all() if (one["pk"], one["sk"]) == (f"ARTICLE#{article}", "TEXT")), {})

    def _all(self) -> list[dict[str, Any]]:
        return [from_item(item) for item in self.dynamodb.scan(TableName=self.table)["Items"]]

    def published_events(self) -> list[dict[str, Any]]:
        """Receive and delete all events that have been published so far."""
        found: list[dict[str, Any]] = []
        while messages := self.listener.receive_messages(MaxNumberOfMessages=10):
            found += [json.loads(message.body) for message in messages]
            for message in messages:
                message.delete()
        return found


def seal_key() -> str:
    """The alias of a new KMS key for seals, which is not among the resources that are deployed to moto; the same name
    after each deployment, as containers keep their environment."""
    kms = boto3.client("kms")
    key = kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName="alias/seals", TargetKeyId=key)
    return "alias/seals"


def listen_to(bus: str) -> Any:
    """A new queue that receives every event the functions publish on an event bus."""
    events, listener = boto3.client("events"), boto3.resource("sqs").create_queue(QueueName="listener")
    events.put_rule(Name="all", EventBusName=bus, EventPattern='{"source": ["bildtext"]}')
    events.put_targets(
        Rule="all", EventBusName=bus, Targets=[{"Id": "listener", "Arn": listener.attributes["QueueArn"]}]
    )
    return listener
