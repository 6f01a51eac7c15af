"""Every way Bildtext refuses or fails, in one tree; each error carries a code, an HTTP status and a sentence to act on.

BildtextError
├── InvalidInput                 the caller sent something that can never work; permanent
│   ├── InvalidRequest           400  a body or field of a request is not what the contract says
│   ├── InvalidPixels            400  a body sent to the encoder is no array of pixels
│   ├── UnsupportedContent       415  a body of another content type than the route takes
│   ├── UnknownFacet             400  a facet is asked for that the label file does not have
│   ├── UnknownWords             422  a request-time label is made of words the model never learned
│   ├── InvalidKey               400  an S3 key or article number that names no file of an article
│   ├── InvalidProductData       422  no statement about an article can be found in what should be product data
│   ├── PayloadTooLarge             413  more than one call can take
│   └── ImageRejected             —    bytes that never become a tagged photo
│       ├── EmptyImage           422
│       ├── UnsupportedImage     415  not JPEG, PNG, WebP or AVIF
│       ├── ImageTooLarge        413  beyond the limit in bytes, in pixels or in what they take to decode
│       ├── ImageTooSmall        422  too few pixels, or too narrow a strip, to show a garment
│       └── CorruptImage         422  the right format, but it cannot be decoded
├── ContentFault                 500  a mistake in Bildtext that this content brings out, each time it is tried
├── NotFound                     404  no such photo in the bucket, no such article in the table
├── RouteNotFound                  404  the API has no such path, or not with this method
├── InvalidVector                500  the model answered without a usable vector for a photo; recorded on the article
├── TransientError               503  worth another try: throttling, timeouts, a service that is away
│   └── Overloaded               429  more is asked at once than can be held
└── ConfigurationError                500  this deployment is wrong; an engineer must mend it
    ├── InvalidSettings               an environment variable is missing or malformed
    ├── LabelFileError                the label file has problems, all of them named
    └── BundleError                   a model bundle is missing, damaged or does not fit the label file

An entrypoint catches BildtextError once: HTTP answers with a problem document, the queue records InvalidInput and
ContentFault on the article and returns everything else for another try.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass


class BildtextError(Exception):
    """Base of the tree. `str(error)` is the sentence for the user; `code` is stable and safe to branch on."""

    code = "internal-error"
    status = 500
    title = "Bildtext failed"

    def as_json(self) -> dict[str, str]:
        """What is stored of it, and told where there is no problem document."""
        return {"code": self.code, "detail": str(self)}


class InvalidInput(BildtextError):
    """The input can never work; trying again changes nothing."""

    code = "invalid-input"
    status = 400
    title = "The input is not valid"


class InvalidRequest(InvalidInput):
    """A request's body, header or field is not what the contract says."""

    code = "invalid-request"
    title = "The request is not valid"


class InvalidPixels(InvalidInput):
    """A body sent to the encoder is no NPY array of pixels of the model's input size."""

    code = "invalid-pixels"
    title = "These are no pixels for this model"


class UnsupportedContent(InvalidInput):
    """A request's body is of another content type than the route takes."""

    code = "unsupported-content"
    status = 415
    title = "The content type is not supported"


class UnknownFacet(InvalidInput):
    """A facet was asked for that the label file does not have."""

    code = "unknown-facet"
    title = "No such facet"


class UnknownWords(InvalidInput):
    """Every word of the asked labels must be one the model has learned."""

    code = "unknown-words"
    status = 422
    title = "The model does not know these words"


class InvalidKey(InvalidInput):
    """An S3 key or an article number that does not name a file of an article."""

    code = "invalid-key"
    title = "The key names no file of an article"


class InvalidProductData(InvalidInput):
    """What should be product data says nothing about an article."""

    code = "invalid-product-data"
    status = 422
    title = "This is no product data"


class PayloadTooLarge(InvalidInput):
    """A request body beyond what one call takes."""

    code = "payload-too-large"
    status = 413
    title = "The request body is too large"


class ImageRejected(InvalidInput):
    """Bytes that never become a tagged photo; `version` is the object's where they stayed in the bucket."""

    code = "image-rejected"
    status = 422
    title = "The image was refused"
    version: str | None = None


class EmptyImage(ImageRejected):
    """No bytes at all."""

    code = "empty-image"
    title = "The image is empty"


class UnsupportedImage(ImageRejected):
    """The bytes are not JPEG, PNG, WebP or AVIF, whatever the name says."""

    code = "unsupported-image"
    status = 415
    title = "The image format is not supported"


class ImageTooLarge(ImageRejected):
    """More bytes, more pixels or more memory to decode them than the limit; found before anything is decoded."""

    code = "image-too-large"
    status = 413
    title = "The image is too large"


class ImageTooSmall(ImageRejected):
    """So few pixels, or so narrow a strip, that no garment can be seen; found before anything is decoded."""

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

    The same photo and model give it again: it is recorded and not tried again, and no other photo is affected.
    """

    code = "invalid-vector"
    title = "The model failed on this photo"


class TransientError(BildtextError):
    """Something outside failed in a way that may pass: throttling, a timeout, a service that is away."""

    code = "try-again"
    status = 503
    title = "Try again later"


class Overloaded(TransientError):
    """More is asked at once than can be held; nothing is broken."""

    code = "overloaded"
    status = 429
    title = "Too much at once"


class ContentFault(BildtextError):
    """A mistake in Bildtext's own code that this content brings out, each time it is tried."""

    code = "content-fault"
    title = "Bildtext made a mistake with this content"


@contextmanager
def content_faults(what: str) -> Iterator[None]:
    """Around code that only computes: whatever it raises but does not promise is the content's, as a ContentFault.

    Failures of the machine (OSError, MemoryError) pass as they are, for they may pass away.
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
    """A bug that one photo or article brings out: it is tried again, and does not fail the rest of its batch."""
    failure = TransientError(f"Unexpected {type(error).__name__}.")
    failure.__cause__ = error
    return failure


class ConfigurationError(BildtextError):
    """This deployment cannot work until an engineer mends it."""

    code = "configuration-error"
    title = "Bildtext is not set up correctly"


class InvalidSettings(ConfigurationError):
    """One or more environment variables are missing or malformed; the sentence names each."""

    code = "invalid-settings"


class BundleError(ConfigurationError):
    """A model bundle is missing, damaged, or does not fit the label file."""

    code = "bundle-error"


@dataclass(frozen=True)
class Problem:
    """One mistake in a file a person edits: where it is, what is wrong, and how to mend it."""

    file: str
    line: int
    what: str
    fix: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} — {self.fix}"


class LabelFileError(ConfigurationError):
    """The label file has problems; `problems` holds all of them, in the file's order."""

    code = "label-file-error"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
