"""The local system in tests: shorter timeouts, uploads and the lengths of its queues."""

from __future__ import annotations

import re
from pathlib import Path

import boto3

from bildtext_cli.local.stack import RunningStack
from bildtext_cli.local.template import TEMPLATE


def template_with(folder: Path, **values: int) -> Path:
    """A copy of template.yaml with new values for the first property of each name, that of tagging or its queue."""
    text = TEMPLATE.read_text("utf-8")
    for name, value in values.items():
        text, found = re.subn(rf"(\b{name}:) (\d+|!Ref {name})", rf"\1 {value}", text, count=1)
        assert found, name
    path = folder / "template.yaml"
    path.write_text(text, "utf-8")
    return path


def upload(stack: RunningStack, key: str, content: bytes = b"photo") -> None:
    boto3.client("s3").put_object(Bucket=stack.names["PhotoBucket"], Key=key, Body=content)


def queue_length(stack: RunningStack, queue: str) -> int:
    """The number of messages in a queue, whether visible, delayed or in flight."""
    counted = boto3.client("sqs").get_queue_attributes(QueueUrl=stack.names[queue], AttributeNames=["All"])
    return sum(int(value) for name, value in counted["Attributes"].items() if name.startswith("ApproximateNumber"))
