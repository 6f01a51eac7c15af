"""The encoder's image under SageMaker's conditions: the same server, read-only, as an unprivileged user."""

from __future__ import annotations

import http.client
import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bildtext.bundle import Bundle, new_bundle
from bildtext.encoders import wire
from tests.e2e import REPOSITORY
from tests.e2e.base_image import base_image_name
from tests.e2e.engine import docker
from tests.encoder_servers import BUNDLE, Answer, read_answer

IMAGE = "bildtext-encoder"
_START_S = 60


class Container:
    """A running container of the image."""

    def __init__(self, *options: str) -> None:
        self.id = docker("run", "--detach", "--publish=127.0.0.1::8080", *options, IMAGE, "serve")
        self._port = int(docker("port", self.id, "8080").rpartition(":")[2])

    def request(self, method: str, path: str, body: bytes | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            connection.request(method, path, body, {"Content-Type": wire.CONTENT_TYPE})
            return read_answer(connection)
        finally:
            connection.close()

    def wait(self) -> None:
        """Wait until /ping answers 200."""
        end = time.monotonic() + _START_S
        while True:
            try:
                if self.request("GET", "/ping").status == 200:
                    return
            except OSError:
                assert time.monotonic() < end, self.logs()
                time.sleep(0.1)

    def logs(self) -> str:
        return docker("logs", self.id, with_errors=True)


@pytest.fixture(scope="module")
def image() -> None:
    arguments = [f"--build-arg=PYTHON_IMAGE={base_image_name()}", "--target=cpu", f"--tag={IMAGE}"]
    docker("build", "--quiet", "--file=functions/encoder/Dockerfile", *arguments, str(REPOSITORY))


@pytest.fixture
def container(image: None) -> Iterator[Container]:
    """A container without unneeded privileges: read-only, no capabilities, not root."""
    running = Container("--read-only", "--user=65532:65532", "--cap-drop=ALL", "--security-opt=no-new-privileges")
    try:
        running.wait()
        yield running
    finally:
        docker("rm", "--force", running.id)


def test_the_container_encodes_refuses_and_stops_like_the_local_server(container: Container) -> None:
    bundle = Bundle.open(BUNDLE)
    size = bundle.manifest.preparation.size
    pixels = np.random.default_rng(5).integers(0, 256, (6, size, size, 3), dtype=np.uint8)

    answer = container.request("POST", "/invocations", wire.pixels_to_bytes(pixels))
    vectors = wire.vectors_from_bytes(answer.body, 6, bundle.manifest.dimensions)
    assert np.sum(vectors * bundle.image_encoder().encode(pixels), axis=1).min() >= 0.999
    attributes = wire.read_attributes(answer.headers[wire.ATTRIBUTES.lower()])
    assert attributes == {"model": bundle.manifest.name, "runtime": "openvino"}

    assert container.request("POST", "/invocations", b"no pixels").problem["code"] == "invalid-pixels"

    docker("stop", "--time=30", container.id)
    assert docker("inspect", "--format={{.State.ExitCode}}", container.id) == "0"
    assert [json.loads(line)["message"] for line in container.logs().splitlines()][:2] == ["ready", "batch"]


def test_a_model_unpacked_by_sagemaker_takes_precedence_over_the_one_in_the_image(image: None, tmp_path: Path) -> None:
    unpacked = shutil.copytree(BUNDLE, tmp_path / "model")
    manifest = new_bundle(unpacked, Bundle.open(BUNDLE).manifest.model_copy(update={"revision": "unpacked"})).manifest
    running = Container("--read-only", f"--volume={unpacked}:/opt/ml/model:ro")
    try:
        running.wait()
        assert json.loads(running.logs().splitlines()[0])["model"] == manifest.name
    finally:
        docker("rm", "--force", running.id)


def test_the_image_contains_neither_torch_nor_build_tools(image: None) -> None:
    found = docker("run", "--rm", "--entrypoint=python", IMAGE, "-c", "import os; print(*os.listdir('/opt/packages'))")
    assert not {"torch", "transformers", "pip", "boto3"} & set(found.split())


def test_modules_are_precompiled(image: None) -> None:
    code = "import encoder.app as a, litserve as b, bildtext.bundle as c; print(*(m.__cached__ for m in (a, b, c)))"
    cached = docker("run", "--rm", "--entrypoint=python", IMAGE, "-c", code).split()
    check = "import os, sys; print(all(map(os.path.isfile, sys.argv[1:])))"
    assert docker("run", "--rm", "--entrypoint=python", IMAGE, "-c", check, *cached) == "True"
