"""The local bucket lets a page read the answer to its upload exactly where the bucket's CORS rules do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
import urllib3

from bildtext_cli.local.aws import aws_environment, environment, local_aws

PAGE, OTHER = "http://127.0.0.1:8000", "http://example.org"
POST = {"AllowedMethods": ["POST"], "AllowedOrigins": [PAGE]}
GET = {"AllowedMethods": ["GET"], "AllowedOrigins": [PAGE, OTHER]}


@pytest.fixture(scope="module")
def s3() -> Iterator[Any]:
    """S3 of the local AWS."""
    with local_aws() as url, environment(aws_environment(url)):
        yield boto3.client("s3")


def upload(s3: Any, bucket: str, rules: list[Any], origin: str = "") -> urllib3.BaseHTTPResponse:
    """Send a photo by a presigned form, as the page does, to a new bucket with these rules."""
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    if rules:
        s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": rules})
    form = s3.generate_presigned_post(bucket, "articles/1/a.jpg", Fields={"success_action_status": "201"})
    fields = {**form["fields"], "file": ("a.jpg", b"photo", "image/jpeg")}
    answer = urllib3.request("POST", form["url"], fields=fields, headers={"Origin": origin} if origin else {})
    assert answer.status < 300
    assert s3.get_object(Bucket=bucket, Key="articles/1/a.jpg")["Body"].read() == b"photo"
    return answer


def test_the_page_that_a_rule_names_may_read_the_answer(s3: Any) -> None:
    answer = upload(s3, "both", [GET, POST], PAGE)
    assert answer.headers["Access-Control-Allow-Origin"] == PAGE
    assert answer.headers["Vary"] == "Origin"


@pytest.mark.parametrize(
    ("bucket", "rules", "origin"),
    [
        ("other-origin", [GET, POST], OTHER),
        ("other-method", [GET], PAGE),
        ("no-rules", [], PAGE),
        ("no-page", [POST], ""),
    ],
)
def test_no_other_may(s3: Any, bucket: str, rules: list[Any], origin: str) -> None:
    assert "Access-Control-Allow-Origin" not in upload(s3, bucket, rules, origin).headers
