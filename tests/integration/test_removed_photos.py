"""A photo loses its tags: from the bucket to the text, through both functions, on moto's bucket, table and bus."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.deployed_function import BUCKET, DeployedFunction
from tests.event_outcomes import PHOTO
from tests.in_process import InProcess
from tests.queue_events import queue_batch, s3_event

PHOTO_KEY, DATA_KEY = "articles/7/front.jpg", "articles/7/article.json"


@pytest.mark.parametrize("loss", ["removed", "refused"])
def test_claims_from_a_removed_photo_leave_the_text(tagging_function: DeployedFunction, loss: str) -> None:
    description = InProcess.description()

    def follow(event: dict[str, Any]) -> None:
        """Process the photo's event, then the events it published, as routed by the stack's rule."""
        assert tagging_function.invoke(queue_batch(event)) == {"batchItemFailures": []}
        for published in tagging_function.published_events():
            if published["detail-type"] in ("Article Tagged", "Article Untagged"):
                assert description.invoke(queue_batch(published)) == {"batchItemFailures": []}

    def alt_texts() -> set[str]:
        return set(tagging_function.text("7")["description"].get("alt_texts", {}))

    tagging_function.s3.put_object(
        Bucket=BUCKET, Key=DATA_KEY, Body=json.dumps({"Marke": "Gemini", "Hemd": "Polo"}).encode()
    )
    description.invoke(queue_batch(s3_event(BUCKET, DATA_KEY, sequencer="0A")))
    tagging_function.s3.put_object(Bucket=BUCKET, Key=PHOTO_KEY, Body=PHOTO)
    follow(s3_event(BUCKET, PHOTO_KEY, sequencer="0B"))
    assert alt_texts() == {PHOTO_KEY}
    if loss == "removed":
        tagging_function.s3.delete_object(Bucket=BUCKET, Key=PHOTO_KEY)
        follow(s3_event(BUCKET, PHOTO_KEY, "Object Deleted", sequencer="0C"))
    else:
        tagging_function.s3.put_object(Bucket=BUCKET, Key=PHOTO_KEY, Body=b"%PDF-1.7")
        follow(s3_event(BUCKET, PHOTO_KEY, sequencer="0C"))
    assert alt_texts() == set()
