"""From an upload to a text with real messages: bucket, EventBridge, queue, and the function in its container."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3

from bildtext_cli.local.consumer import QueueConsumer
from bildtext_cli.local.template import load_template
from tests.deployed_function import BUCKET, DeployedFunction, load_event
from tests.e2e.system import System
from tests.event_cases import SPECIAL, no_file
from tests.event_outcomes import FRONT, PHOTO
from tests.in_process import InProcess
from tests.waiting import wait_for

ARTICLE = "10042"  # of FRONT and SPECIAL
DATA = {"data": {"Kategorie": "T-Shirt", "Marke": "Nordhain"}}  # without the colour
_ENOUGH_S = 180  # build/e2e has the function's log

Batch = list[dict[str, Any]]


@contextmanager
def fed(system: System, name: str) -> Iterator[list[Batch]]:
    """Feed a function from its queue like Lambda until the block ends; yields the list of batches processed so far."""
    batches: list[Batch] = []

    def handler(event: dict[str, Any], _context: Any) -> Any:
        answer = system.function(name).invoke(event)
        batches.append(event["Records"])
        return answer

    (mapping,) = (one for one in load_template().queue_mappings() if one.function == name)
    consumer = QueueConsumer(boto3.client("sqs"), system.names[mapping.queue], mapping, InProcess(name, handler))
    consumer.start()
    try:
        yield batches
    finally:
        consumer.stop()


def waiting(system: System, queue: str) -> tuple[int, int]:
    """The numbers of visible and in-flight messages of a queue."""
    counted = boto3.client("sqs").get_queue_attributes(QueueUrl=system.names[queue], AttributeNames=["All"])
    attributes = counted["Attributes"]
    return (
        int(attributes["ApproximateNumberOfMessages"]),
        int(attributes["ApproximateNumberOfMessagesNotVisible"]),
    )


def upload(key: str, content: bytes) -> None:
    boto3.client("s3").put_object(Bucket=BUCKET, Key=key, Body=content)


def test_the_text_uses_both_the_photo_and_the_data(system: System, tagging_function: DeployedFunction) -> None:
    upload(SPECIAL, PHOTO)
    with fed(system, "Tagging") as tagged:
        wait_for(lambda: len(tagged) == 1, _ENOUGH_S)
    ((message,),) = tagged
    assert message.keys() == load_event("queue-photo-created-special-key.json")["Records"][0].keys()
    assert set(tagging_function.items()) == {SPECIAL}
    assert waiting(system, "TaggingQueue") == (0, 0)
    assert waiting(system, "DescriptionQueue") == (1, 0), '"Article Tagged"'

    upload(f"articles/{ARTICLE}/article.json", json.dumps(DATA).encode())
    with fed(system, "Description") as described:
        wait_for(lambda: len(described) == 1, _ENOUGH_S)
    assert waiting(system, "DescriptionQueue") == (0, 0)
    (batch,) = described
    kinds = {json.loads(message["body"])["detail-type"] for message in batch}
    assert kinds == {"Article Tagged", "Object Created"}, "one text for both"

    description = tagging_function.text(ARTICLE)["description"]
    sources = {claim["source"].split(":")[0] for claim in description["claims"]}
    assert sources == {"Kategorie", "Marke", f"Foto {SPECIAL.rsplit('/', 1)[-1]}"}
    published = {one["detail-type"]: one["detail"] for one in tagging_function.published_events()}
    assert set(published) == {"Article Tagged", "Article Described"}
    assert published["Article Described"]["text"] == description["text"]


def test_deleting_a_photo_removes_its_tags(system: System, tagging_function: DeployedFunction) -> None:
    upload(FRONT, PHOTO)
    with fed(system, "Tagging") as batches:
        wait_for(lambda: len(batches) == 1, _ENOUGH_S)
        assert set(tagging_function.items()) == {FRONT}
        no_file(FRONT)(tagging_function)
        wait_for(lambda: len(batches) == 2, _ENOUGH_S)
    assert tagging_function.items() == {}
    assert waiting(system, "TaggingQueue") == (0, 0)


def test_only_the_bad_message_of_a_batch_stays_in_the_queue(system: System, tagging_function: DeployedFunction) -> None:
    upload(FRONT, PHOTO)
    boto3.client("sqs").send_message(QueueUrl=system.names["TaggingQueue"], MessageBody="no event")
    upload(SPECIAL, PHOTO)
    with fed(system, "Tagging") as batches:
        wait_for(lambda: len(batches) == 1, _ENOUGH_S)
    assert [len(batch) for batch in batches] == [3]
    assert set(tagging_function.items()) == {FRONT, SPECIAL}
    assert waiting(system, "TaggingQueue") == (0, 1), "hidden until the retry"
