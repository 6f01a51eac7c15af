"""The format between the tagging function and the encoder's endpoint: NPY files of pixels and of vectors.

An NPY file (numpy.lib.format, versions 1.0 to 3.0) may contain a pickle, which this module never opens: the header is
parsed as a literal of bounded length and must declare exactly the expected array, and the rest is read as its bytes.
"""

from __future__ import annotations

import ast
import io
from typing import Any, Final

import numpy as np

from bildtext.encoders import Pixels, Vectors
from bildtext.errors import InvalidPixels, PayloadTooLarge, TransientError

CONTENT_TYPE: Final = "application/x-npy"
ATTRIBUTES: Final = "X-Amzn-SageMaker-Custom-Attributes"  # SageMaker forwards this header in both directions

# The server's limits for one request.
MAX_IMAGES: Final = 64
MAX_BODY_BYTES: Final = 16 * 10**6

# The client's limit for one call: the maximum in InvokeEndpoint's service model (shape BodyBlob of sagemaker-runtime
# 2017-05-13, in botocore 1.44). AWS accepts more in some places, but this much everywhere.
MAX_CALL_BYTES: Final = 6_291_456

_MAGIC: Final = b"\x93NUMPY"
_LARGEST_HEADER: Final = 1024  # numpy pads its own to 128
_UINT8: Final = frozenset({"|u1", "<u1", ">u1", "=u1", "u1"})


def images_per_call(size: int) -> int:
    """How many images of `size` × `size` pixels fit one call."""
    return max(1, min(MAX_IMAGES, (MAX_CALL_BYTES - _LARGEST_HEADER) // (size * size * 3)))


def pixels_to_bytes(pixels: Pixels) -> bytes:
    """uint8 `[n, size, size, 3]` as an NPY file."""
    return _to_bytes(np.ascontiguousarray(pixels, dtype=np.uint8))


def pixels_from_bytes(body: bytes, size: int) -> Pixels:
    """uint8 `[n, size, size, 3]`, 1 ≤ n ≤ MAX_IMAGES, from an NPY file; a view of `body`, not a copy.

    Raises InvalidPixels: not an NPY file, or of another type, order, shape or length; PayloadTooLarge: more than
    MAX_BODY_BYTES bytes or MAX_IMAGES images.
    """
    if len(body) > MAX_BODY_BYTES:
        raise too_large()
    try:
        header, start = _header(body)
    except ValueError as error:
        raise InvalidPixels(f"The body is not an NPY file as written by numpy.save ({error}).") from None
    dtype, shape = header["descr"], header["shape"]
    if not isinstance(dtype, str) or dtype not in _UINT8:
        raise InvalidPixels(f"The pixels must be uint8 ('|u1'), these are {_shown(dtype)}.")
    if header["fortran_order"] is not False:
        raise InvalidPixels("The pixels must be in C order; send numpy.ascontiguousarray(pixels).")
    is_shape = isinstance(shape, tuple) and all(type(side) is int for side in shape)
    if not is_shape or len(shape) != 4 or shape[1:] != (size, size, 3) or shape[0] < 1:
        raise InvalidPixels(
            f"The pixels must be of the shape (n, {size}, {size}, 3) with n from 1 to {MAX_IMAGES}, "
            f"these are {_shown(shape)}."
        )
    if shape[0] > MAX_IMAGES:
        raise PayloadTooLarge(
            f"One request may hold {MAX_IMAGES} images, this one holds {shape[0]}; send them in parts."
        )
    expected = shape[0] * size * size * 3
    if len(body) - start != expected:
        raise InvalidPixels(f"{shape[0]} images are {expected} bytes, but {len(body) - start} follow the header.")
    return np.frombuffer(body, dtype=np.uint8, offset=start).reshape(shape)


def too_large() -> PayloadTooLarge:
    """The error for a body of more than MAX_BODY_BYTES bytes."""
    return PayloadTooLarge(
        f"A request body may have {MAX_BODY_BYTES / 1e6:g} MB and {MAX_IMAGES} images; send the images in parts."
    )


def vectors_to_bytes(vectors: Vectors) -> bytes:
    """`[n, d]` as an NPY file of float16."""
    return _to_bytes(np.ascontiguousarray(vectors, dtype="<f2"))


def vectors_from_bytes(body: bytes, n: int, dimensions: int) -> Vectors:
    """float32 `[n, dimensions]` from an NPY file of float16, each row normalised to unit length again. Raises
    TransientError: the response is not the n vectors requested."""
    try:
        header, start = _header(body)
    except ValueError as error:
        raise TransientError(f"The endpoint's answer is not an NPY file ({error}).") from None
    if header != {"descr": "<f2", "fortran_order": False, "shape": (n, dimensions)}:
        raise TransientError(f"The endpoint did not answer with {n} vectors of {dimensions} float16 numbers.")
    if len(body) - start != n * dimensions * 2:
        raise TransientError("The endpoint's answer is cut short.")
    vectors = np.frombuffer(body, dtype="<f2", offset=start).reshape(n, dimensions).astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not np.all(np.abs(lengths - 1) < 0.01):  # also refuses NaN
        raise TransientError("The endpoint answered with vectors that are not of unit length.")
    unit: Vectors = vectors / lengths
    return unit


def attributes(model: str, runtime: str) -> str:
    """The value of the header ATTRIBUTES in a response: the model and its runtime."""
    return f"model={model}; runtime={runtime}"


def read_attributes(text: str) -> dict[str, str]:
    """The reverse of `attributes`; parts without `=` are ignored."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {key.strip(): value.strip() for key, found, value in pairs if found}


def _to_bytes(array: Any) -> bytes:
    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()


def _header(body: bytes) -> tuple[dict[str, Any], int]:
    """The header of an NPY file, and where the array's bytes begin. Raises ValueError."""
    if body[:6] != _MAGIC or len(body) < 12:
        raise ValueError("it does not begin with an NPY header")
    version = (body[6], body[7])
    if version not in ((1, 0), (2, 0), (3, 0)):
        raise ValueError(f"version {body[6]}.{body[7]} is unknown")
    begin = 10 if version == (1, 0) else 12
    length = int.from_bytes(body[8:begin], "little")
    if length > _LARGEST_HEADER or len(body) < begin + length:
        raise ValueError(f"its header of {length} bytes is too long or cut short")
    try:
        header = ast.literal_eval(body[begin : begin + length].decode("ascii").strip())
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        raise ValueError("its header is not a Python literal") from None
    if not isinstance(header, dict) or header.keys() != {"descr", "fortran_order", "shape"}:
        raise ValueError("its header does not hold exactly descr, fortran_order and shape")
    return header, begin + length


def _shown(value: Any) -> str:
    """A value from a header, shortened for messages."""
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"
