"""The tagging function with an encoder endpoint, recording which encoder handled which photo."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from PIL import Image

from bildtext.encoders.endpoint import FallbackEncoder
from tagging import wiring
from tests.deployed_function import BUCKET, DeployedFunction, load_event
from tests.in_process import InProcess
from tests.sagemaker import DataPlane


@dataclass
class EndpointSetup:
    """The function, its endpoint, and the images that each encoder handled."""

    plane: DataPlane
    deployed_function: DeployedFunction
    endpoint: str
    versions: dict[str, str] = field(default_factory=dict)
    encoded_locally: list[str] = field(default_factory=list)  # digests
    local_loads: int = 0

    def upload(self, *keys: str) -> None:
        for key in keys:
            stored = self.deployed_function.s3.put_object(Bucket=BUCKET, Key=key, Body=a_jpeg(key))
            self.versions[key] = stored["VersionId"]

    def deliver(self, keys: Sequence[str], receives: int = 1) -> None:
        """Invoke the function with one queue batch, all of which must succeed."""
        versions = {key: self.versions[key] for key in keys}
        assert self.deployed_function.invoke(a_batch(versions, receives)) == {"batchItemFailures": []}

    def encoders(self) -> dict[str, str]:
        """Key → encoder of the photo, as stored in the table."""
        return {key: item["encoder"] for key, item in self.deployed_function.items().items()}

    def half_a_minute_passes(self) -> None:
        encoder = wiring.tagger().encoder
        assert isinstance(encoder, FallbackEncoder)
        record = encoder.breaker_state.records[self.endpoint]
        record.opened_at = (record.opened_at or 0) - 30

    def new_container(self) -> None:
        self.deployed_function = replace(self.deployed_function, function=InProcess.tagging())

    def check(self, keys: Sequence[str]) -> None:
        """Each photo is in the table, was encoded once, by the encoder in the table, and was published once."""
        encoders = self.encoders()
        assert sorted(encoders) == sorted(keys)
        assert len({*self.plane.answered, *self.encoded_locally}) == len(keys)
        assert list(encoders.values()).count("endpoint") == len(self.plane.answered)
        assert list(encoders.values()).count("openvino") == len(self.encoded_locally)
        events = self.deployed_function.published_events()
        assert sorted(event["detail"]["key"] for event in events) == sorted(keys)


def a_jpeg(name: str) -> bytes:
    """A JPEG with content unique to `name`."""
    seed = np.frombuffer(name.encode(), np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(np.random.default_rng(seed).integers(0, 256, (160, 120, 3), np.uint8)).save(buffer, "JPEG")
    return buffer.getvalue()


def some_keys(n: int, article: int = 1) -> list[str]:
    return [f"articles/{article}/{view}.jpg" for view in range(n)]


def a_batch(versions: Mapping[str, str], receives: int = 1) -> dict[str, Any]:
    """One message per key and version."""
    (message,) = load_event("queue-photo-created.json")["Records"]
    body = json.loads(message["body"])
    messages = []
    for at, (key, version) in enumerate(versions.items()):
        stored = {**body["detail"]["object"], "key": key, "version-id": version}
        text = json.dumps({**body, "detail": {**body["detail"], "object": stored}})
        attributes = {**message["attributes"], "ApproximateReceiveCount": str(receives)}
        messages.append({**message, "messageId": f"m-{at}", "body": text, "attributes": attributes})
    return {"Records": messages}


def in_order(encoders: Mapping[str, str], keys: Sequence[str]) -> list[str]:
    return [encoders[key] for key in keys]


def a_request(key: str) -> dict[str, Any]:
    event = load_event("api-tags-raw.json")
    body = base64.b64encode(a_jpeg(key)).decode()
    return {**event, "body": body, "isBase64Encoded": True, "queryStringParameters": {}}


def metrics_in(output: str) -> dict[str, float]:
    """Metric name → sum of its printed values; an encoder dimension is appended to the name."""
    sums: dict[str, float] = {}
    for line in output.splitlines():
        if not line.startswith('{"') or '"_aws"' not in line:
            continue
        printed = json.loads(line)
        for directive in printed["_aws"]["CloudWatchMetrics"]:
            for metric in directive["Metrics"]:
                values = printed[metric["Name"]]
                name = " ".join([metric["Name"], *([printed["encoder"]] if "encoder" in printed else [])])
                sums[name] = sums.get(name, 0) + sum(values if isinstance(values, list) else [values])
    return sums
