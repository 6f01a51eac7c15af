"""Maps errors to RFC 9457 problem documents."""

from __future__ import annotations

import json
from typing import Final

from bildtext.errors import BildtextError, PayloadTooLarge

CONTENT_TYPE: Final = "application/problem+json"

# A Lambda invocation accepts 6 MB of JSON, with a photo in base64 (4 characters for 3 bytes).
LARGEST_BODY: Final = 4_500_000
LONGEST_DETAIL: Final = 2000  # characters; a message may quote megabytes, and a response is limited to 6 MB too


def problem(error: Exception, request_id: str) -> tuple[int, str]:
    """Status and body for any error; one that is not a BildtextError is a 500 without details."""
    known = error if isinstance(error, BildtextError) else BildtextError("An unexpected error occurred.")
    document = {
        "type": f"urn:bildtext:problem:{known.code}",
        "title": known.title,
        "status": known.status,
        "detail": _quoting_less(str(known)),
        "code": known.code,
        "request_id": request_id,
    }
    return known.status, json.dumps(document, ensure_ascii=False)


def check_body_size(size: int) -> None:
    """Raises PayloadTooLarge, naming the upload route, for a body of more than LARGEST_BODY bytes."""
    if size > LARGEST_BODY:
        raise PayloadTooLarge(
            f"A request body may have {LARGEST_BODY / 1e6:g} MB, this one has {size / 1e6:.1f} MB; upload the photo "
            "with POST /uploads, or to the bucket as articles/<number>/<view>.jpg, and it is tagged from there."
        )


def _quoting_less(detail: str) -> str:
    """Shorten a long message in the middle, where its quotes are."""
    half = LONGEST_DETAIL // 2 - 2
    return detail if len(detail) <= LONGEST_DETAIL else f"{detail[:half]} … {detail[-half:]}"
