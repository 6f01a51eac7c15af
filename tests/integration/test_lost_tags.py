"""A photo loses its tags: from the bucket to the text, through both functions, on moto's bucket, table and bus."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from tests.deployed_function import BUCKET, DeployedFunction
from tests.event_outcomes import PHOTO
from tests.in_process import InProcess

PHOTO_KEY, DATA_KEY = "articles/7/front.jpg", "articles/7/article.json"


def message(event: dict[str, Any]) -> dict[str, Any]:
    return {"messageId": "m", "eventSource": "aws:sqs", "attributes": {}, "body": json.dumps(event)}


def happened(kind: str, key: str, sequencer: str, **more: str) -> dict[str, Any]:
    detail = {"bucket": {"name": BUCKET}, "object": {"key": key, "sequencer": sequencer, **more}}
    return {"source": "aws.s3", "detail-type": kind, "id": sequencer, "detail": detail}


@pytest.mark.parametrize("loss", ["removed", "refused"])
def test_claims_from_a_removed_photo_leave_the_text(tagging_function: DeployedFunction, loss: str) -> None:
    description = InProcess.description()

    def follow(event: dict[str, Any]) -> None:
        """Process the photo's event, then the events it published, as routed by the stack's rule."""
        assert tagging_function.invoke({"Records": [message(event)]}) == {"batchItemFailures": []}
        for published in tagging_function.published_events():
            if published["detail-type"] in ("Article Tagged", "Article Untagged"):
                assert description.invoke({"Records": [message(published)]}) == {"batchItemFailures": []}

    def alt_texts() -> set[str]:
        (text,) = (item for item in dynamodb.scan(TableName="articles")["Items"] if item["sk"]["S"] == "TEXT")
        return set(text["description"]["M"].get("alt_texts", {"M": {}})["M"])

    dynamodb = boto3.client("dynamodb")
    tagging_function.s3.put_object(
        Bucket=BUCKET, Key=DATA_KEY, Body=json.dumps({"Marke": "Gemini", "Hemd": "Polo"}).encode()
    )
    description.invoke({"Records": [message(happened("Object Created", DATA_KEY, "0A"))]})
    tagging_function.s3.put_object(Bucket=BUCKET, Key=PHOTO_KEY, Body=PHOTO)
    follow(happened("Object Created", PHOTO_KEY, "0B"))
    assert alt_texts() == {PHOTO_KEY}
    if loss == "removed":
        tagging_function.s3.delete_object(Bucket=BUCKET, Key=PHOTO_KEY)
        follow(happened("Object Deleted", PHOTO_KEY, "0C"))
    else:
        tagging_function.s3.put_object(Bucket=BUCKET, Key=PHOTO_KEY, Body=b"%PDF-1.7")
        follow(happened("Object Created", PHOTO_KEY, "0C"))
    assert alt_texts() == set()
