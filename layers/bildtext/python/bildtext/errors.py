"""All errors of Bildtext in one tree; each has a code, an HTTP status and a message that says what to do.

BildtextError
├── InvalidInput                 the input can never work; permanent
│   ├── InvalidRequest           400  a body, header or field of a request violates the contract
│   ├── InvalidPixels            400  a body sent to the encoder is not an NPY array of pixels of the model's input size
│   ├── UnsupportedContent       415  the route does not accept the content type
│   ├── UnknownFacet             400  a requested facet is not in the label file
│   ├── UnknownLabel             400  a requested label is not in the label file
│   ├── UnknownWords             422  a request-time label is made of words the model never learned
│   ├── InvalidKey               400  an S3 key or article number that does not belong to an article
│   ├── InvalidProductData       422  the product data contains no information about an article
│   │   ├── UnreadableProductData 422  not JSON, not UTF-8, or letters were lost before
│   │   ├── ProductDataTooLarge  422  more bytes, characters or entries than one article has
│   │   ├── SeveralArticles      422  the data of more than one article
│   │   └── ConvertedValue       422  a spreadsheet has rounded a value or made it a date
│   ├── PayloadTooLarge          413  more than one call accepts
│   └── ImageRejected            422  a photo that cannot be tagged
│       ├── EmptyImage           422  no bytes at all
│       ├── UnsupportedImage     415  not JPEG, PNG, WebP or AVIF
│       ├── ImageTooLarge        413  more bytes, pixels or memory to decode than the limit; checked before decoding
│       ├── ImageTooSmall        422  too few pixels, or too narrow a strip, to show a garment; checked before decoding
│       └── CorruptImage         422  the right format, but truncated or corrupt
├── ContentFault                 500  a bug in Bildtext that this content triggers on every attempt
├── NotFound                     404  no such photo in the bucket (any more), no such article in the table
├── RouteNotFound                404  the API has no such path, or not with this method
├── InvalidVector                500  the model's vector of a photo has no direction (NaN, infinite or zero); recorded
├── TransientError               503  a retry may succeed: throttling, timeouts, an unavailable service
│   └── Overloaded               429  too many requests at once; nothing is broken
└── ConfigurationError           500  this deployment cannot work until an engineer fixes it
    ├── InvalidSettings               environment variables are missing or malformed; the message names each
    ├── LabelFileError                the label file has problems; the message lists all
    └── BundleError                   a model bundle is missing, damaged or does not fit the label file

An entry point catches BildtextError once: HTTP answers with a problem document; the queue records InvalidInput and
ContentFault on the article and returns messages with other errors for redelivery.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any


class BildtextError(Exception):
    """Base of the tree. `str(error)` is the message for the user; `code` is stable and safe to branch on.

    `extensions` are further members of the problem document."""

    code = "internal-error"
    status = 500
    title = "Bildtext failed"
    extensions: Mapping[str, Any] = MappingProxyType({})

    def as_json(self) -> dict[str, str]:
        """The form that is stored, and returned where there is no problem document."""
        return {"code": self.code, "detail": str(self)}


class InvalidInput(BildtextError):
    code = "invalid-input"
    status = 400
    title = "The input is not valid"


class InvalidRequest(InvalidInput):
    code = "invalid-request"
    title = "The request is not valid"


class InvalidPixels(InvalidInput):
    code = "invalid-pixels"
    title = "The pixels are not valid for this model"


class UnsupportedContent(InvalidInput):
    code = "unsupported-content"
    status = 415
    title = "The content type is not supported"


class UnknownFacet(InvalidInput):
    code = "unknown-facet"
    title = "No such facet"


class UnknownLabel(InvalidInput):
    code = "unknown-label"
    title = "No such label"


class UnknownWords(InvalidInput):
    code = "unknown-words"
    status = 422
    title = "The model does not know these words"


class InvalidKey(InvalidInput):
    code = "invalid-key"
    title = "The key names no file of an article"


class InvalidProductData(InvalidInput):
    code = "invalid-product-data"
    status = 422
    title = "The product data is not valid"


class UnreadableProductData(InvalidProductData):
    code = "unreadable-product-data"
    title = "The product data cannot be read"


class ProductDataTooLarge(InvalidProductData):
    code = "product-data-too-large"
    title = "The product data is too large"


class SeveralArticles(InvalidProductData):
    code = "several-articles"
    title = "The product data is about several articles"


class ConvertedValue(InvalidProductData):
    code = "converted-value"
    title = "A spreadsheet has changed a value"


class PayloadTooLarge(InvalidInput):
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
    code = "empty-image"
    title = "The image is empty"


class UnsupportedImage(ImageRejected):
    code = "unsupported-image"
    status = 415
    title = "The image format is not supported"


class ImageTooLarge(ImageRejected):
    code = "image-too-large"
    status = 413
    title = "The image is too large"


class ImageTooSmall(ImageRejected):
    code = "image-too-small"
    title = "The image is too small"


class CorruptImage(ImageRejected):
    code = "corrupt-image"
    title = "The image is damaged"


class NotFound(BildtextError):
    code = "not-found"
    status = 404
    title = "Not found"


class RouteNotFound(BildtextError):
    code = "route-not-found"
    status = 404
    title = "No such route"


class InvalidVector(BildtextError):
    code = "invalid-vector"
    title = "The model failed on this photo"


class TransientError(BildtextError):
    code = "try-again"
    status = 503
    title = "Try again later"


class Overloaded(TransientError):
    code = "overloaded"
    status = 429
    title = "Too much at once"


class ContentFault(BildtextError):
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


def as_bildtext_error(error: Exception) -> BildtextError:
    """An unexpected error as a TransientError: its photo or article is retried, the rest of the batch does not fail."""
    if isinstance(error, BildtextError):
        return error
    failure = TransientError(f"Unexpected {type(error).__name__}.")
    failure.__cause__ = error
    return failure


class ConfigurationError(BildtextError):
    code = "configuration-error"
    title = "Bildtext is not set up correctly"


class InvalidSettings(ConfigurationError):
    code = "invalid-settings"


class BundleError(ConfigurationError):
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
