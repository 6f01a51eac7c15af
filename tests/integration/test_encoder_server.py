"""The encoder's real server on loopback: answers and refusals."""

from __future__ import annotations

import io
import pickle
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bildtext.bundle import Bundle
from bildtext.encoders import ImageEncoder, wire
from tests.encoder_servers import (
    BUNDLE,
    DIMENSIONS,
    MANIFEST,
    SIZE,
    EncoderServer,
    concurrently,
    encoder_server,
    random_pixels,
    read_answer,
)


@pytest.fixture(scope="module")
def server() -> Iterator[EncoderServer]:
    with encoder_server(encoder_batch_wait_ms=100) as running:
        yield running
        assert running.stop() == 0


@pytest.fixture(scope="module")
def local_encoder() -> ImageEncoder:
    """The image encoder that functions use in their own process."""
    return Bundle.open(BUNDLE).image_encoder()


def as_npy(array: Any, version: tuple[int, int] | None = None) -> bytes:
    file = io.BytesIO()
    np.lib.format.write_array(file, np.asarray(array), version=version, allow_pickle=True)
    return file.getvalue()


# -- answers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 3, 5, 64])
def test_vectors_equal_those_of_the_functions_local_encoder(
    server: EncoderServer, local_encoder: ImageEncoder, n: int
) -> None:
    pixels = random_pixels(n)
    answer = server.post(wire.pixels_to_bytes(pixels))
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/x-npy"
    vectors = np.load(io.BytesIO(answer.body), allow_pickle=False)
    assert (vectors.dtype, vectors.shape) == (np.float16, (n, DIMENSIONS))
    assert np.allclose(np.linalg.norm(vectors.astype(np.float32), axis=1), 1, atol=2e-3)
    assert np.sum(vectors * local_encoder.encode(pixels), axis=1).min() >= 0.999


def test_the_answer_names_model_and_runtime_where_sagemaker_passes_them_on(server: EncoderServer) -> None:
    answer = server.post(wire.pixels_to_bytes(random_pixels(1)))
    assert answer.headers["x-amzn-sagemaker-custom-attributes"] == f"model={MANIFEST.name}; runtime=openvino"


def test_vectors_are_not_compressed_even_if_the_caller_accepts_it(server: EncoderServer) -> None:
    answer = server.post(wire.pixels_to_bytes(random_pixels(8)), **{"Accept-Encoding": "gzip, deflate"})
    assert "content-encoding" not in answer.headers
    assert len(answer.body) == 128 + 8 * DIMENSIONS * 2


@pytest.mark.parametrize("version", [(1, 0), (2, 0), (3, 0)])
def test_every_version_of_npy_is_read(server: EncoderServer, version: tuple[int, int]) -> None:
    assert server.post(as_npy(random_pixels(2), version)).status == 200


def test_a_body_without_content_length_is_read(server: EncoderServer) -> None:
    body = wire.pixels_to_bytes(random_pixels(2))
    assert server.post(iter([body[:1000], body[1000:]])).status == 200


def test_each_request_of_a_shared_batch_gets_its_own_vectors(
    server: EncoderServer, local_encoder: ImageEncoder
) -> None:
    asked = [random_pixels(1 + at % 7, seed=at) for at in range(24)]
    before = len(server.lines("batch"))
    answers = concurrently(len(asked), lambda at: server.encode(asked[at]))
    for pixels, vectors in zip(asked, answers, strict=True):
        assert np.sum(vectors * local_encoder.encode(pixels), axis=1).min() >= 0.999
    batches = server.lines("batch")[before:]
    assert sum(batch["requests"] for batch in batches) == len(asked)
    assert max(batch["requests"] for batch in batches) > 1


def test_many_small_requests_share_few_forward_passes(server: EncoderServer) -> None:
    before = len(server.lines("batch"))
    concurrently(64, lambda at: server.encode(random_pixels(1, seed=at)))
    batches = server.lines("batch")[before:]
    assert sum(batch["images"] for batch in batches) == 64
    assert sum(len(batch["passes"]) for batch in batches) <= 16


def test_the_log_has_one_json_object_per_line(server: EncoderServer) -> None:
    server.encode(random_pixels(3))
    line = server.lines("batch")[-1]
    assert {"level", "message", "timestamp", "service"} < line.keys()
    assert {name: line[name] for name in ("images", "requests", "passes")} == {
        "images": 3,
        "requests": 1,
        "passes": [4],
    }


# -- refusals --------------------------------------------------------------------------------------

_GOOD = wire.pixels_to_bytes(np.zeros((2, SIZE, SIZE, 3), dtype=np.uint8))
_HUGE_HEADER = b"\x93NUMPY\x02\x00" + (10**9).to_bytes(4, "little") + b"{'descr': '|u1'}"
_LYING_SHAPE = _GOOD.replace(f"(2, {SIZE}, {SIZE}, 3)".encode(), f"(9, {SIZE}, {SIZE}, 3)".encode())

MALFORMED = {
    "no body": b"",
    "not an array": b"\xff\xd8\xff\xe0 a photo",
    "text": b'{"pixels": []}',
    "another version": b"\x93NUMPY\x09\x00" + _GOOD[8:],
    "a header longer than the body": _HUGE_HEADER,
    "half a header": _GOOD[:40],
    "no literal in the header": _GOOD.replace(b"{'descr'", b"{+descr+"),
    "a truncated body": _GOOD[:-1],
    "longer than its header": _GOOD + b"\0",
    "shorter than its header": _LYING_SHAPE,
    "float32": as_npy(np.zeros((1, SIZE, SIZE, 3), dtype=np.float32)),
    "int8": as_npy(np.zeros((1, SIZE, SIZE, 3), dtype=np.int8)),
    "a structure": as_npy(np.zeros((1, SIZE, SIZE, 3), dtype=[("r", np.uint8)])),
    "another size": as_npy(np.zeros((1, SIZE + 1, SIZE + 1, 3), dtype=np.uint8)),
    "four channels": as_npy(np.zeros((1, SIZE, SIZE, 4), dtype=np.uint8)),
    "channels first": as_npy(np.zeros((1, 3, SIZE, SIZE), dtype=np.uint8)),
    "one dimension less": as_npy(np.zeros((SIZE, SIZE, 3), dtype=np.uint8)),
    "no images": as_npy(np.zeros((0, SIZE, SIZE, 3), dtype=np.uint8)),
    "Fortran order": as_npy(np.asfortranarray(np.zeros((2, SIZE, SIZE, 3), dtype=np.uint8))),
    "objects": as_npy(np.array([{"a": 1}], dtype=object)),
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
def test_anything_but_an_array_of_pixels_is_refused(server: EncoderServer, body: bytes) -> None:
    answer = server.post(body)
    assert (answer.status, answer.problem["code"]) == (400, "invalid-pixels")
    assert answer.problem["type"] == "urn:bildtext:problem:invalid-pixels"


class MaliciousPickle:
    """Writes a file when unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return Path.touch, (self.path,)


def test_a_pickle_is_never_opened(server: EncoderServer, tmp_path: Path) -> None:
    proof = tmp_path / "opened"
    as_objects = as_npy(np.array([MaliciousPickle(proof)], dtype=object))
    pixels_of_objects = as_objects.replace(b"'shape': (1,)", f"'shape': (1, {SIZE}, {SIZE}, 3)".encode())
    for body in (pickle.dumps(MaliciousPickle(proof)), as_objects, pixels_of_objects):
        assert server.post(body).status == 400
    assert not proof.exists()
    pickle.loads(pickle.dumps(MaliciousPickle(proof)))  # noqa: S301 - our own
    assert proof.exists()  # so unpickling would have been detected


@pytest.mark.parametrize("content_type", ["application/json", "application/octet-stream", "application/x-npy-2", ""])
def test_another_content_type_is_refused(server: EncoderServer, content_type: str) -> None:
    answer = server.post(_GOOD, content_type)
    assert (answer.status, answer.problem["code"]) == (415, "unsupported-content")


def test_a_request_with_too_many_images_is_refused(server: EncoderServer) -> None:
    answer = server.post(as_npy(np.zeros((65, SIZE, SIZE, 3), dtype=np.uint8)))
    assert (answer.status, answer.problem["code"]) == (413, "payload-too-large")


def test_a_declared_length_over_the_limit_is_refused_before_the_body(server: EncoderServer) -> None:
    connection = server.connect()
    connection.putrequest("POST", "/invocations")
    connection.putheader("Content-Type", "application/x-npy")
    connection.putheader("Content-Length", str(wire.MAX_BODY_BYTES + 1))
    connection.endheaders()
    assert read_answer(connection).problem["code"] == "payload-too-large"
    connection.close()


def test_a_chunked_body_over_the_limit_is_refused_while_it_is_sent(server: EncoderServer) -> None:
    headers = b"Host: x\r\nContent-Type: application/x-npy\r\nTransfer-Encoding: chunked\r\n"
    part = b"100000\r\n" + bytes(0x100000) + b"\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(b"POST /invocations HTTP/1.1\r\n" + headers + b"\r\n")
        for _ in range(wire.MAX_BODY_BYTES // 0x100000 + 1):
            connection.sendall(part)
        assert connection.recv(1000).startswith(b"HTTP/1.1 413 ")  # the body has not ended


@pytest.mark.parametrize("path", ["/", "/info", "/docs", "/openapi.json", "/shutdown", "/invocations", "/ping/"])
def test_unknown_routes_are_not_found(server: EncoderServer, path: str) -> None:
    answer = server.get(path)
    assert (answer.status, answer.problem["code"]) == (404, "route-not-found")


def test_a_disconnected_caller_does_not_affect_others(server: EncoderServer) -> None:
    for cut in (0, 100, len(_GOOD) // 2):
        connection = server.connect()
        connection.putrequest("POST", "/invocations")
        connection.putheader("Content-Type", "application/x-npy")
        connection.putheader("Content-Length", str(len(_GOOD)))
        connection.endheaders(_GOOD[:cut])
        connection.close()
    assert server.post(_GOOD).status == 200


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.one_of(
        st.binary(max_size=300),
        st.binary(max_size=300).map(lambda tail: b"\x93NUMPY" + tail),
        st.text(max_size=120).map(lambda text: _with_header(text.encode("utf-8"))),
        st.builds(
            lambda at, value: _GOOD[:at] + bytes([value]) + _GOOD[at + 1 :], st.integers(0, 127), st.integers(0, 255)
        ),
    )
)
def test_random_bytes_never_break_the_server(server: EncoderServer, body: bytes) -> None:
    answer = server.post(body)
    assert answer.status in (200, 400, 413)
    assert answer.status == 200 or answer.problem["status"] == answer.status


def _with_header(header: bytes) -> bytes:
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header
