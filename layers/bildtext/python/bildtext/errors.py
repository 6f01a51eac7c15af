"""All errors of Bildtext in one tree; each has a code, an HTTP status and a message that says what to do.

BildtextError
├── InvalidInput                 the input can never work; permanent
│   ├── InvalidRequest           400  a body or field of a request violates the contract
│   ├── InvalidPixels            400  a body sent to the encoder is not an array of pixels
│   ├── UnsupportedContent       415  the route does not accept the content type
│   ├── UnknownFacet             400  a requested facet is not in the label file
│   ├── UnknownWords             422  a request-time label is made of words the model never learned
│   ├── InvalidKey               400  an S3 key or article number that does not belong to an article
│   ├── InvalidProductData       422  the product data contains no information about an article
│   ├── PayloadTooLarge             413  more than one call accepts
│   └── ImageRejected             —    a photo that cannot be tagged
│       ├── EmptyImage           422
│       ├── UnsupportedImage     415  not JPEG, PNG, WebP or AVIF
│       ├── ImageTooLarge        413  more bytes, pixels or memory to decode than the limit
│       ├── ImageTooSmall        422  too few pixels, or too narrow a strip, to show a garment
│       └── CorruptImage         422  the right format, but it cannot be decoded
├── ContentFault                 500  a bug in Bildtext that this content triggers on every attempt
├── NotFound                     404  no such photo in the bucket, no such article in the table
├── RouteNotFound                  404  the API has no such path, or not with this method
├── InvalidVector                500  the model returned no usable vector for a photo; recorded on the article
├── TransientError               503  a retry may succeed: throttling, timeouts, an unavailable service
│   └── Overloaded               429  too many requests at once
└── ConfigurationError                500  this deployment is wrong; an engineer must fix it
    ├── InvalidSettings               an environment variable is missing or malformed
    ├── LabelFileError                the label file has problems; the message lists all
    └── BundleError                   a model bundle is missing, damaged or does not fit the label file

An entry point catches BildtextError once: HTTP answers with a problem document; the queue records InvalidInput and
ContentFault on the article and returns messages with other errors for redelivery.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass


class BildtextError(Exception):
    """Base of the tree. `str(error)` is the message for the user; `code` is stable and safe to branch on."""

    code = "internal-error"
    status = 500
    title = "Bildtext failed"

    def as_json(self) -> dict[str, str]:
        """The form that is stored, and returned where there is no problem document."""
        return {"code": self.code, "detail": str(self)}


class InvalidInput(BildtextError):
    """The input can never work; a retry cannot succeed."""

    code = "invalid-input"
    status = 400
    title = "The input is not valid"


class InvalidRequest(InvalidInput):
    """A request's body, header or field violates the contract."""

    code = "invalid-request"
    title = "The request is not valid"


class InvalidPixels(InvalidInput):
    """A body sent to the encoder is not an NPY array of pixels of the model's input size."""

    code = "invalid-pixels"
    title = "The pixels are not valid for this model"


class UnsupportedContent(InvalidInput):
    """The route does not accept the content type of the request."""

    code = "unsupported-content"
    status = 415
    title = "The content type is not supported"


class UnknownFacet(InvalidInput):
    """A requested facet is not in the label file."""

    code = "unknown-facet"
    title = "No such facet"


class UnknownWords(InvalidInput):
    """Request-time labels are made of words the model has never learned."""

    code = "unknown-words"
    status = 422
    title = "The model does not know these words"


class InvalidKey(InvalidInput):
    """An S3 key or an article number that does not belong to an article."""

    code = "invalid-key"
    title = "The key names no file of an article"


class InvalidProductData(InvalidInput):
    """The product data contains no information about an article."""

    code = "invalid-product-data"
    status = 422
    title = "The product data is not valid"


class PayloadTooLarge(InvalidInput):
    """The request body is larger than one call accepts."""

    code = "payload-too-large"
    status = 413
    title = "The request body is too large"


class ImageRejected(InvalidInput):
    """A photo that cannot be tagged; `version` is that of the object, if it is in the bucket."""

    code = "image-rejected"
    status = 422
    title = "The image was refused"
    version: str | None = None


class EmptyImage(ImageRejected):
    """No bytes at all."""

    code = "empty-image"
    title = "The image is empty"


class UnsupportedImage(ImageRejected):
    """The content is not JPEG, PNG, WebP or AVIF."""

    code = "unsupported-image"
    status = 415
    title = "The image format is not supported"


class ImageTooLarge(ImageRejected):
    """More bytes, pixels or memory to decode than the limit; checked before decoding."""

    code = "image-too-large"
    status = 413
    title = "The image is too large"


class ImageTooSmall(ImageRejected):
    """Too few pixels, or too narrow a strip, to show a garment; checked before decoding."""

    code = "image-too-small"
    title = "The image is too small"


class CorruptImage(ImageRejected):
    """The format is supported, but this file is truncated or corrupt."""

    code = "corrupt-image"
    title = "The image is damaged"


class NotFound(BildtextError):
    """The photo is not in the bucket (any more), or the article not in the table."""

    code = "not-found"
    status = 404
    title = "Not found"


class RouteNotFound(BildtextError):
    """The API has no such path, or not with this method."""

    code = "route-not-found"
    status = 404
    title = "No such route"


class InvalidVector(BildtextError):
    """The model's vector of a photo has no direction (NaN, infinite or zero), so nothing can be scored.

    The same photo and model would fail again, so it is recorded and not retried; no other photo is affected.
    """

    code = "invalid-vector"
    title = "The model failed on this photo"


class TransientError(BildtextError):
    """A dependency failed temporarily: throttling, a timeout, an unavailable service."""

    code = "try-again"
    status = 503
    title = "Try again later"


class Overloaded(TransientError):
    """Too many requests at once; nothing is broken."""

    code = "overloaded"
    status = 429
    title = "Too much at once"


class ContentFault(BildtextError):
    """A bug in Bildtext that this content triggers on every attempt."""

    code = "content-fault"
    title = "Bildtext made a mistake with this content"


@contextmanager
def content_faults(what: str) -> Iterator[None]:
    """For code that only computes: turns its unexpected exceptions into a ContentFault.

    OSError and MemoryError are re-raised unchanged, because they may be temporary.
    """
    try:
        yield
    except (BildtextError, OSError, MemoryError):
        raise
    except Exception as error:
        at = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} in {at.filename.rpartition('/')[2]}:{at.lineno}"
        raise ContentFault(
            f"{what} brings out a mistake in Bildtext ({where}); please report it with the data."
        ) from error


def unexpected(error: Exception) -> TransientError:
    """An unexpected error as a TransientError: its photo or article is retried, the rest of the batch does not fail."""
    failure = TransientError(f"Unexpected {type(error).__name__}.")
    failure.__cause__ = error
    return failure


class ConfigurationError(BildtextError):
    """This deployment cannot work until an engineer fixes it."""

    code = "configuration-error"
    title = "Bildtext is not set up correctly"


class InvalidSettings(ConfigurationError):
    """Environment variables are missing or malformed; the message names each."""

    code = "invalid-settings"


class BundleError(ConfigurationError):
    """A model bundle is missing, damaged, or does not fit the label file."""

    code = "bundle-error"


@dataclass(frozen=True)
class Problem:
    """A mistake in a file that people edit: where it is, what is wrong, and how to fix it."""

    file: str
    line: int
    what: str
    fix: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} — {self.fix}"


class LabelFileError(ConfigurationError):
    """The label file has problems; `problems` contains all of them, in the file's order."""

    code = "label-file-error"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
