"""Maps errors to RFC 9457 problem documents."""

from __future__ import annotations

import json
from typing import Final

from bildtext.errors import BildtextError, PayloadTooLarge

CONTENT_TYPE: Final = "application/problem+json"

# A Lambda invocation accepts 6 MB of JSON, with a photo in base64 (4 characters for 3 bytes).
MAX_BODY_BYTES: Final = 4_500_000
MAX_DETAIL_LENGTH: Final = 2000  # characters; a message may quote megabytes, and a response is limited to 6 MB too


def problem_document(error: Exception, request_id: str) -> tuple[int, str]:
    """Status and body for any error; one that is not a BildtextError is a 500 without details."""
    bildtext_error = error if isinstance(error, BildtextError) else BildtextError("An unexpected error occurred.")
    document = {
        "type": f"urn:bildtext:problem:{bildtext_error.code}",
        "title": bildtext_error.title,
        "status": bildtext_error.status,
        "detail": _shortened(str(bildtext_error)),
        "code": bildtext_error.code,
        "request_id": request_id,
        **bildtext_error.extensions,
    }
    return bildtext_error.status, json.dumps(document, ensure_ascii=False)


def check_body_size(size: int) -> None:
    """Raises PayloadTooLarge, naming the upload route, for a body of more than MAX_BODY_BYTES."""
    if size > MAX_BODY_BYTES:
        raise PayloadTooLarge(
            f"A request body may have {MAX_BODY_BYTES / 1e6:g} MB, this one has {size / 1e6:.1f} MB; upload the photo "
            "with POST /uploads, or to the bucket as articles/<number>/<view>.jpg, and it is tagged from there."
        )


def _shortened(detail: str) -> str:
    """Shorten a long message in the middle, where its quotes are."""
    half = MAX_DETAIL_LENGTH // 2 - 2
    return detail if len(detail) <= MAX_DETAIL_LENGTH else f"{detail[:half]} … {detail[-half:]}"
