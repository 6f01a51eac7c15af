"""Lets pages upload to moto's buckets by presigned POST, as S3 does where a bucket's CORS rules allow it.

moto answers the browser's preflight, but sends no CORS header with the answer to the POST itself.
"""

from __future__ import annotations

from typing import Any

from moto.s3.responses import S3Response


def allow_uploads() -> None:
    """Add the header with which the page that sent a form may read the answer, if a rule of the bucket allows it."""
    answer = S3Response._bucket_response_post

    def answer_page(response: S3Response, request: Any, bucket_name: str) -> Any:
        status, headers, body = answer(response, request, bucket_name)
        origin = request.headers.get("Origin", "")
        rules = response.backend.get_bucket(bucket_name).cors
        if any("POST" in rule.allowed_methods and origin in rule.allowed_origins for rule in rules):
            headers |= {"Access-Control-Allow-Origin": origin, "Vary": "Origin"}
        return status, headers, body

    setattr(S3Response, "_bucket_response_post", answer_page)  # noqa: B010 (mypy rejects replacing a method)
