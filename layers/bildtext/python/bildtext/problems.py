"""Errors as RFC 9457 problem documents: the one place where the error tree meets HTTP."""

from __future__ import annotations

import json
from typing import Final

from bildtext.errors import BildtextError, PayloadTooLarge

CONTENT_TYPE: Final = "application/problem+json"

# One Lambda invocation takes 6 MB of JSON, in which a photo stands as base64 (4 characters for 3 bytes).
LARGEST_BODY: Final = 4_500_000
LONGEST_DETAIL: Final = 2000  # characters; a sentence may quote megabytes, and an answer has 6 MB too


def problem(error: Exception, request_id: str) -> tuple[int, str]:
    """Status and body for any error. What is not Bildtext's own is a 500 that says nothing about its insides."""
    known = error if isinstance(error, BildtextError) else BildtextError("Something failed that should not have.")
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
    """The beginning and the end of a sentence that is too long: what it quotes stands in its middle."""
    half = LONGEST_DETAIL // 2 - 2
    return detail if len(detail) <= LONGEST_DETAIL else f"{detail[:half]} … {detail[-half:]}"
