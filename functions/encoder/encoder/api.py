"""A worker: several requests are combined into one batch, and the batch into as few forward passes as possible.

LitServe evaluates the annotations below, so this module does not import `annotations` from `__future__`.
"""

import os
import signal
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from fastapi import Depends, Response
from litserve import LitAPI

from bildtext.bundle import Bundle
from bildtext.encoders import Pixels, Vectors, wire
from encoder import logs
from encoder.admission import INVOCATIONS, EncodeRequest, read_request
from encoder.batch_plan import FixedBatchSizes, plan_passes

# Enough for a full pass; requests with several images need several passes.
_MAX_REQUESTS = wire.MAX_IMAGES


class EncoderApi(LitAPI):
    """Pixels of one or more images per request → their vectors. One instance per worker process."""

    def __init__(self, bundle: Path, batch_wait_ms: float) -> None:
        super().__init__(max_batch_size=_MAX_REQUESTS, batch_timeout=batch_wait_ms / 1000, api_path=INVOCATIONS)
        self._folder = bundle

    def setup(self, device: str) -> None:
        """Load the model and run every batch size once. `device` is "cpu" or "cuda:0", "cuda:1" …"""
        logs.log_as_json()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the main process stops this one
        started = time.monotonic()
        if device.startswith("cuda"):
            import torch

            torch.cuda.set_device(device)
        bundle = Bundle.open(self._folder)
        manifest = bundle.manifest
        self._encoder = FixedBatchSizes(bundle.image_encoder(), manifest.preparation.size)
        runtime = "torch-cuda" if device.startswith("cuda") else manifest.runtime
        self._headers = {wire.ATTRIBUTES: wire.attributes(manifest.name, runtime)}
        seconds = round(time.monotonic() - started, 1)
        logs.info("ready", model=manifest.name, runtime=runtime, device=device, pid=os.getpid(), seconds=seconds)

    # Called in the server process, where FastAPI reads and checks the body with `read_request`.
    def decode_request(
        self, request: Annotated[EncodeRequest, Depends(read_request)], context: dict[str, Any]
    ) -> Pixels:
        context["images"], context["received_at"] = len(request.pixels), request.received_at
        return request.pixels

    def batch(self, inputs: Sequence[Pixels]) -> Pixels:
        return np.concatenate(inputs)

    def predict(self, pixels: Pixels, context: Sequence[dict[str, Any]]) -> Vectors:
        """uint8 `[n, size, size, 3]` → float32 `[n, d]`; n counts the images of all requests in the batch."""
        started = time.monotonic()
        try:
            vectors = self._encoder.encode(pixels)
        except Exception:
            # The pixels were checked, so this process is broken: it reports the error, then a new process replaces it.
            threading.Timer(0.2, os._exit, [1]).start()
            raise
        logs.info(
            "batch",
            images=len(pixels),
            requests=len(context),
            passes=[part.size for part in plan_passes(len(pixels))],
            ms=_ms(time.monotonic() - started),
            waited_ms=_ms(started - min(request["received_at"] for request in context)),
        )
        return vectors

    def unbatch(self, vectors: Vectors, context: Sequence[dict[str, Any]]) -> list[Vectors]:
        """The vectors of each request."""
        ends = np.cumsum([request["images"] for request in context])
        return np.split(vectors, ends[:-1])

    def encode_response(self, vectors: Vectors) -> Response:
        return Response(wire.vectors_to_bytes(vectors), headers=self._headers, media_type=wire.CONTENT_TYPE)


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
