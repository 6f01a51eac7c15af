"""Each function in its container under Lambda's conditions: limits, memory, and no network except an AWS endpoint."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bildtext_cli.checkout import SAMPLES
from bildtext_dev.bench.pictures import CAMERA, jpeg
from tests.deployed_function import BUCKET, DeployedFunction, load_event
from tests.e2e.deployed_stack import IMAGES, DeployedStack, deployed_stack
from tests.e2e.isolated_network import Container, idle_container, network_of

PHOTO = (SAMPLES / "48101" / "front.jpg").read_bytes()
DATA = (SAMPLES / "536.514.002" / "article.json").read_bytes()
MB_PER_CORE = 1769  # memory for which Lambda provides one core
WRITABLE = """
import os
for folder, _, _ in os.walk("/"):
    if not folder.startswith(("/proc/", "/sys/", "/dev/", "/tmp/")) and os.access(folder, os.W_OK):
        print(folder)
"""


@pytest.fixture(scope="module")
def outside_address() -> Iterator[tuple[str, int]]:
    """The address of a listener on Docker's default network, reachable from this machine."""
    with idle_container("bridge") as anchor:
        with network_of(anchor.pid):
            listener = socket.create_server((anchor.address, 0))
        with listener:
            socket.create_connection(listener.getsockname(), timeout=5).close()
            yield listener.getsockname()


@pytest.fixture(scope="module")
def aws(outside_address: tuple[str, int]) -> Iterator[DeployedStack]:
    with deployed_stack() as stack:
        yield stack


def work(deployed_function: DeployedFunction, function: str, article: str) -> float:
    """Process one queue message into a result in the table. Returns the invocation's duration in seconds."""
    name, key, data, event = {
        "Tagging": ("10042", "front.jpg", PHOTO, "queue-photo-created.json"),
        "Description": ("536.514.002", "article.json", DATA, "queue-article-created.json"),
    }[function]
    deployed_function.s3.put_object(Bucket=BUCKET, Key=f"articles/{article}/{key}", Body=data)
    batch = renamed(load_event(event)["Records"], name, article)
    start = time.perf_counter()
    assert deployed_function.invoke(batch) == {"batchItemFailures": []}
    took = time.perf_counter() - start
    if function == "Tagging":
        assert deployed_function.items()[f"articles/{article}/{key}"]["status"] == "tagged"
    else:
        assert "Slipper" in deployed_function.text(article)["description"]["text"]
    return took


def renamed(records: list[Any], article: str, *names: str) -> dict[str, Any]:
    """A batch with a copy of the messages for each of the articles `names`."""
    copies = [json.loads(json.dumps(records).replace(article, name)) for name in names]
    messages = [record for copy in copies for record in copy]
    return {"Records": [{**record, "messageId": f"message-{number}"} for number, record in enumerate(messages)]}


# -- limits -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", IMAGES)
def test_works_as_an_unprivileged_user_that_can_only_write_to_tmp(aws: DeployedStack, function: str) -> None:
    with aws.container(function) as container:
        work(aws.deployed_function(container), function, "20001")
        process = container.processes()[-1]
        status = dict(re.findall(r"^(\w+):\t(.*)$", Path(f"/proc/{process.pid}/status").read_text("utf-8"), re.M))
        assert 0 not in (*process.uids(), *process.gids())
        assert {int(status[f"Cap{rights}"], 16) for rights in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {0}
        assert status["NoNewPrivs"] == "1"
        assert container.python(WRITABLE).split() == ["/tmp"]  # noqa: S108


@pytest.mark.parametrize("function", IMAGES)
def test_works_when_only_the_aws_endpoint_is_reachable(
    aws: DeployedStack, outside_address: tuple[str, int], function: str
) -> None:
    def reached(address: tuple[str, int]) -> bool:
        attempt = f"import socket; print(socket.socket().connect_ex({address!r}))"
        return container.python(attempt) == "0"

    with aws.container(function) as container:
        work(aws.deployed_function(container), function, "20002")
        assert reached(("127.0.0.1", int(aws.endpoint.rsplit(":", 1)[1])))
        assert not reached(outside_address)
        assert container.python("import socket; print([name for _, name in socket.if_nameindex()])") == "['lo']"


@pytest.mark.parametrize("function", IMAGES)
def test_leaves_no_files_in_the_home_folder(aws: DeployedStack, function: str) -> None:
    """OpenVINO's telemetry would create a file there and send reports."""
    with aws.container(function, HOME="/tmp") as container:  # noqa: S108
        work(aws.deployed_function(container), function, "20003")
        assert set(container.python("import os; print(*os.listdir('/tmp'))").split()) <= {".aws-xray"}


# -- one container, several invocations ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "loaded"),
    [("Tagging", "/opt/model/image_encoder.bin"), ("Description", "/var/task/description/lexicon/things.csv")],
)
def test_a_second_invocation_reuses_what_the_first_loaded(aws: DeployedStack, function: str, loaded: str) -> None:
    """Measured by bytes read: the first invocation reads at least that file, the second less than its size."""
    with aws.container(function) as container:
        deployed_function, read, processes = aws.deployed_function(container), [0], []
        for article in ("20004", "20005"):
            work(deployed_function, function, article)
            read.append(container.bytes_read())
            processes.append([process.pid for process in container.processes()])
        size = int(container.python(f"import os; print(os.path.getsize({loaded!r}))"))
        assert read[2] - read[1] < size <= read[1] - read[0]
        assert processes[0] == processes[1]
        metrics = [json.loads(line) for line in container.logs().splitlines() if line.startswith('{"_aws"')]
        assert [line["ColdStart"] for line in metrics if "ColdStart" in line] == [[1.0]]


def test_a_full_batch_of_large_photos_stays_under_the_memory_limit(aws: DeployedStack, figures: list[str]) -> None:
    articles = [str(30000 + number) for number in range(16)]
    with aws.container("Tagging") as container:
        tagging_function = aws.deployed_function(container)
        for number, article in enumerate(articles):
            photo = jpeg(CAMERA, number % 4)
            tagging_function.s3.put_object(Bucket=BUCKET, Key=f"articles/{article}/front.jpg", Body=photo)
        event = renamed(load_event("queue-photo-created.json")["Records"], "10042", *articles)
        assert tagging_function.invoke(event) == {"batchItemFailures": []}
        statuses = [tagging_function.items()[f"articles/{article}/front.jpg"]["status"] for article in articles]
        assert statuses == ["tagged"] * 16
        stays_under_the_limit(container, "tagging: 16 photos of 12 megapixels", figures)


def test_a_full_batch_of_articles_stays_under_the_memory_limit(aws: DeployedStack, figures: list[str]) -> None:
    articles = [str(40000 + number) for number in range(10)]
    with aws.container("Description") as container:
        description_function = aws.deployed_function(container)
        for article in articles:
            description_function.s3.put_object(Bucket=BUCKET, Key=f"articles/{article}/article.json", Body=DATA)
        event = renamed(load_event("queue-article-created.json")["Records"], "536.514.002", *articles)
        assert description_function.invoke(event) == {"batchItemFailures": []}
        assert all(description_function.text(article) for article in articles)
        stays_under_the_limit(container, "description: 10 articles", figures)


def stays_under_the_limit(container: Container, what: str, figures: list[str]) -> None:
    peak = container.peak_memory_mb()
    figures.append(f"{what}: peak {peak:.0f} MB of {container.memory_mb}")
    assert peak < container.memory_mb
    assert container.ended_for_memory() == 0


@pytest.mark.parametrize("function", IMAGES)
def test_cold_start_duration(aws: DeployedStack, figures: list[str], function: str) -> None:
    """Printed, not asserted: the import alone, then two invocations in a new process, including calls to AWS."""
    cores = aws.memory_mb(function) / MB_PER_CORE
    with aws.container(function, f"--cpus={cores:.2f}") as container:
        imported = f"import time; start = time.perf_counter(); import {function.lower()}.app as _"
        init = float(container.python(f"{imported}; print(time.perf_counter() - start)"))
        first, second = (work(aws.deployed_function(container), function, article) for article in ("20006", "20007"))
        figures.append(
            f"{function.lower()}, {cores:.2f} cores: import {init:.2f} s, "
            f"first answer {first:.2f} s, second {second * 1000:.0f} ms"
        )


# -- misconfiguration -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "variable", "value", "kind", "sentence"),
    [
        (
            "Tagging",
            "PHOTO_BUCKET",
            None,
            "InvalidSettings",
            "PHOTO_BUCKET (the bucket photos and article.json files are uploaded to)",
        ),
        ("Tagging", "MAX_PIXELS", "many", "InvalidSettings", "MAX_PIXELS (largest photo, in pixels)"),
        ("Tagging", "MODEL_BUNDLE", "/opt/none", "BundleError", "/opt/none is no model bundle"),
        ("Tagging", "LABEL_FILE", "/opt/none.yaml", "LabelFileError", "/opt/none.yaml cannot be read"),
        ("Tagging", "ARTICLE_TABLE", "none", "ConfigurationError", "Could not read the article table 'none'"),
        ("Description", "EVENT_BUS", None, "InvalidSettings", "EVENT_BUS (the EventBridge bus for published events)"),
        ("Description", "WRITER", "novelist", "InvalidSettings", "WRITER (the default writer)"),
    ],
)
def test_a_misconfiguration_is_reported_in_one_sentence_in_the_answer_and_the_log(
    aws: DeployedStack, function: str, variable: str, value: str | None, kind: str, sentence: str
) -> None:
    with aws.container(function, **{variable: value}) as container:
        events = {"Tagging": "queue-photo-created.json", "Description": "queue-article-created.json"}
        answer = container.invoke(load_event(events[function]))
        assert answer["errorType"] == kind
        assert sentence in answer["errorMessage"]
        assert "\n" not in answer["errorMessage"]
        assert f"[ERROR] {kind}: {answer['errorMessage']}" in container.logs()
